package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// QuestionStore keeps the questions for the lecturer. Every method joins the unit
// of the context.
type QuestionStore interface {
	// Question returns a question by number, or ErrNotFound.
	Question(ctx context.Context, class string, number int) (*campaign.Question, error)
	// SetQuestion stores State, Merged, Answer and OnWall.
	SetQuestion(ctx context.Context, q *campaign.Question) error
	// CopyVotes gives a question votes of another one, each person's once. It returns the
	// last voter, 0 if there are no more.
	CopyVotes(ctx context.Context, m campaign.VoteMove) (last bot.PersonID, err error)
	// MoveMerged moves at most n of the questions that were merged into one to another,
	// and returns their authors who had not asked that; more is set if there may be more.
	MoveMerged(ctx context.Context, class string, from, into, n int) (late []bot.PersonID, more bool, err error)
	// Wrote reports whether somebody asked a question or one that was merged into it.
	Wrote(ctx context.Context, class string, number int, p bot.PersonID) (bool, error)
	// AuthorsAfter returns at most n of those who did, after one, by id.
	AuthorsAfter(ctx context.Context, class string, number int, after bot.PersonID, n int) ([]bot.PersonID, error)
}

// Questions is the service for the questions of a class to the lecturer.
type Questions struct {
	Guard    *Guard
	Store    QuestionStore
	Notifier *Notifier
	Blocked  BlockList
	// Forwarder makes questions of tickets.
	Forwarder *Forwarder
	// Wall shows questions to the room.
	Wall *Wall
}

// Approve lets everybody see a question; one that was merged stands on its own
// again.
func (s *Questions) Approve(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	return s.set(ctx, who, ref, ActionApproveQuestion, at)
}

// Hide takes a question away from everybody.
func (s *Questions) Hide(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	return s.set(ctx, who, ref, ActionHideQuestion, at)
}

func (s *Questions) set(ctx context.Context, who Actor, ref Ref, a Action, at time.Time) error {
	if err := allow(who, a); err != nil {
		return err
	}
	q, err := s.find(ctx, ref)
	if err != nil {
		return err
	}
	before := q.State
	q.State = campaign.QuestionHidden
	if a == ActionApproveQuestion {
		q.State, q.Merged = campaign.QuestionApproved, 0
	}
	if err := s.Store.SetQuestion(ctx, q); err != nil {
		return fmt.Errorf("store %s: %w", ref.Name(), err)
	}
	return s.Guard.record(ctx, who, change{a, ref.Name(), string(before), string(q.State)}, at)
}

// find returns the question of a reference, or ErrNotFound, also for one whose
// words were erased.
func (s *Questions) find(ctx context.Context, ref Ref) (*campaign.Question, error) {
	if ref.Class != s.Guard.Class || ref.Kind != KindQuestion {
		return nil, fmt.Errorf("question %s: %w", ref.Name(), ErrNotFound)
	}
	q, err := s.Store.Question(ctx, ref.Class, ref.Number)
	if err == nil && q.Text == "" {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("question %s: %w", ref.Name(), err)
	}
	return q, nil
}

// MergeResult is the result of a merge: the votes of the question that stays and, if
// that was answered before, whether all authors of the other question can read the
// answer now.
type MergeResult struct {
	Votes          int
	Answered, Told bool
}

// Merge lets a question join another one with its votes. It returns a
// *MissingError that says which of both is not there, ErrSelf for one question
// twice, and a *QuestionStateError when the second has itself joined another.
func (s *Questions) Merge(ctx context.Context, who Actor, from, into Ref, at time.Time) (MergeResult, error) {
	if err := allow(who, ActionMergeQuestion); err != nil {
		return MergeResult{}, err
	}
	joining, err := s.find(ctx, from)
	if err != nil {
		return MergeResult{}, &MissingError{from, err}
	}
	staying, err := s.find(ctx, into)
	switch {
	case err != nil:
		return MergeResult{}, &MissingError{into, err}
	case staying.Number == joining.Number:
		return MergeResult{}, ErrSelf
	case staying.Merged != 0:
		return MergeResult{}, &QuestionStateError{staying}
	}
	before := joining.State
	late, more, err := s.join(ctx, who, joining, staying, at)
	if err != nil {
		return MergeResult{}, fmt.Errorf("merge %s into %s: %w", from.Name(), into.Name(), err)
	}
	if err := s.Guard.record(ctx, who, change{ActionMergeQuestion, from.Name(), string(before), into.Name()}, at); err != nil {
		return MergeResult{}, err
	}
	q, err := s.find(ctx, into)
	if err != nil {
		return MergeResult{}, err
	}
	r := MergeResult{Votes: q.Votes + more, Answered: len(late) > 0}
	if r.Answered {
		r.Told, err = s.tell(ctx, who, q, late, at)
	}
	return r, err
}

// PutOnWall announces that a question is answered now, and tells its authors if they
// can be reached at once. It returns a *QuestionStateError for a question that is not
// approved.
func (s *Questions) PutOnWall(ctx context.Context, who Actor, ref Ref, at time.Time) (told bool, err error) {
	if err := allow(who, ActionWallQuestion); err != nil {
		return false, err
	}
	q, err := s.find(ctx, ref)
	if err != nil {
		return false, err
	}
	if q.State != campaign.QuestionApproved {
		return false, &QuestionStateError{q}
	}
	q.OnWall = at
	if err := s.Store.SetQuestion(ctx, q); err != nil {
		return false, fmt.Errorf("store %s: %w", ref.Name(), err)
	}
	if err := s.Wall.show(ctx, q.Number, at); err != nil {
		return false, err
	}
	told, err = s.Notifier.TellNow(ctx, q.Person, campaign.Notice{
		Body: campaign.QuestionOnWall{Number: q.Number, Since: at}, Due: at, Priority: campaign.PrioritySoon,
		DedupKey: fmt.Sprintf("wall %s %d", s.Guard.Class, q.Number), Promise: who.promise(ref.Name(), at),
	})
	if err != nil {
		return false, err
	}
	return told, s.Guard.record(ctx, who, change{ActionWallQuestion, ref.Name(), string(q.State), onWall}, at)
}

// Answer stores the lecturer's answer and tells everybody who asked. Told is true
// when all of them can read it now (ruling 2).
func (s *Questions) Answer(ctx context.Context, who Actor, ref Ref, words string, at time.Time) (told bool, err error) {
	if err := allow(who, ActionAnswerQuestion); err != nil {
		return false, err
	}
	q, err := s.find(ctx, ref)
	if err != nil {
		return false, err
	}
	if err := checkText(s.Blocked, words); err != nil {
		return false, err
	}
	before := q.State
	q.State, q.Answer = campaign.QuestionAnswered, words
	if err := s.Store.SetQuestion(ctx, q); err != nil {
		return false, fmt.Errorf("store %s: %w", ref.Name(), err)
	}
	if told, err = s.tellAuthors(ctx, who, q, at); err != nil {
		return false, err
	}
	return told, s.Guard.record(ctx, who, change{ActionAnswerQuestion, ref.Name(), string(before), words}, at)
}

// MarkAnswered says that the lecturer has answered a question aloud: nobody is told anything.
// It returns a *QuestionStateError for a question that is not approved.
func (s *Questions) MarkAnswered(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionAnswerQuestion); err != nil {
		return err
	}
	q, err := s.find(ctx, ref)
	if err != nil {
		return err
	}
	if q.State != campaign.QuestionApproved {
		return &QuestionStateError{q}
	}
	q.State = campaign.QuestionAnswered
	if err := s.Store.SetQuestion(ctx, q); err != nil {
		return fmt.Errorf("store %s: %w", ref.Name(), err)
	}
	c := change{ActionAnswerQuestion, ref.Name(), string(campaign.QuestionApproved), string(q.State)}
	return s.Guard.record(ctx, who, c, at)
}

// Reopen takes back that a question was answered. It returns ErrSaid if the answer was told
// to those who asked, and a *QuestionStateError for a question that is not answered.
func (s *Questions) Reopen(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionAnswerQuestion); err != nil {
		return err
	}
	q, err := s.find(ctx, ref)
	switch {
	case err != nil:
		return err
	case q.State != campaign.QuestionAnswered:
		return &QuestionStateError{q}
	case q.Answer != "":
		return ErrSaid
	}
	q.State = campaign.QuestionApproved
	if err := s.Store.SetQuestion(ctx, q); err != nil {
		return fmt.Errorf("store %s: %w", ref.Name(), err)
	}
	c := change{ActionAnswerQuestion, ref.Name(), string(campaign.QuestionAnswered), string(q.State)}
	return s.Guard.record(ctx, who, c, at)
}

// tell gives people the lecturer's answer.
func (s *Questions) tell(
	ctx context.Context, who Actor, q *campaign.Question, people []bot.PersonID, at time.Time,
) (told bool, err error) {
	return s.Notifier.Tell(ctx, people, lecturerNotice(q, who.promise(questionName(q), at)))
}
