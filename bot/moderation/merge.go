package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// mergeSlice is how many merged questions one unit moves: each author may be told.
const mergeSlice = 40

// mergeJob holds the arguments of a job that merges a question into another.
type mergeJob struct {
	From, Into int
	At         time.Time
	// By is the moderator who reads that the answer is delivered.
	By bot.PersonID
}

// mergeCursor is where the next slice begins: after a voter, or with the questions that were
// merged. Into is the question that stays, if that was merged, too.
type mergeCursor struct {
	Into  int
	Voter bot.PersonID
	Voted bool
}

// join points a question to the one that stays, and brings some of its votes and authors
// there, the rest by a job. It returns the authors who get the answer of that now, because
// it is not given again, and how many votes are still to come at most.
func (s *Questions) join(
	ctx context.Context, who Actor, joining, staying *campaign.Question, at time.Time,
) (late []bot.PersonID, more int, err error) {
	wrote, err := s.Store.Wrote(ctx, s.Guard.Class, staying.Number, joining.Person)
	if err != nil {
		return nil, 0, err
	}
	if !wrote && told(staying) {
		late = append(late, joining.Person)
	}
	joining.State, joining.Merged = campaign.QuestionMerged, staying.Number
	if err := s.Store.SetQuestion(ctx, joining); err != nil {
		return nil, 0, err
	}
	j, err := campaign.NewJob(s.Guard.Class, campaign.JobMerge, mergeJob{joining.Number, staying.Number, at, who.Person})
	if err != nil {
		return nil, 0, err
	}
	err = campaign.BeginJob(ctx, s.Notifier.Jobs, &j, func(ctx context.Context, j *campaign.Job) error {
		others, err := s.mergeSlice(ctx, j, joining.Number, staying)
		late = append(late, others...)
		return err
	})
	if !j.Ended {
		more = max(0, joining.Votes-campaign.JobSlice)
	}
	return late, more, err
}

// told reports whether a question has an answer that people read: one that was only spoken is
// told to nobody.
func told(q *campaign.Question) bool { return q.State == campaign.QuestionAnswered && q.Answer != "" }

// mergeSlice copies some votes, and moves some questions after the last of them. It returns
// the authors to whom the answer of the question that stays is new.
func (s *Questions) mergeSlice(
	ctx context.Context, j *campaign.Job, from int, staying *campaign.Question,
) (late []bot.PersonID, err error) {
	at := mergeCursor{Into: staying.Number}
	if err := j.At(&at); err != nil {
		return nil, err
	}
	if at.Into != staying.Number {
		at = mergeCursor{Into: staying.Number} // it was merged, too: everything once more
	}
	if !at.Voted {
		at.Voter, err = s.Store.CopyVotes(ctx, campaign.VoteMove{
			Class: s.Guard.Class, From: from, Into: staying.Number, After: at.Voter, N: campaign.JobSlice,
		})
		if err != nil {
			return nil, err
		}
		at.Voted = at.Voter == 0
	}
	if at.Voted {
		var more bool
		if late, more, err = s.Store.MoveMerged(ctx, s.Guard.Class, from, staying.Number, mergeSlice); err != nil {
			return nil, err
		}
		j.Ended = !more
	}
	if !told(staying) {
		late = nil
	}
	return late, j.Moved(at, 0)
}

// MergeSlice does a slice of the job that merges a question into another.
func (s *Questions) MergeSlice(ctx context.Context, j *campaign.Job) error {
	var args mergeJob
	if err := j.Read(&args); err != nil {
		return err
	}
	staying, err := s.Store.Question(ctx, j.Campaign, args.Into)
	for hops := 0; err == nil && staying.Merged != 0 && hops < mergeSlice; hops++ {
		staying, err = s.Store.Question(ctx, j.Campaign, staying.Merged)
	}
	if errors.Is(err, ErrNotFound) {
		j.Ended = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the question of job %d: %w", j.ID, err)
	}
	late, err := s.mergeSlice(ctx, j, args.From, staying)
	if err != nil {
		return err
	}
	_, err = s.tell(ctx, Actor{Person: args.By}, staying, late, args.At)
	return err
}
