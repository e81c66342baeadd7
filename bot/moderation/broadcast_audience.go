package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// audienceSlice is how many people are read, and stored, in one unit while an audience is
// made; the calls of the last unit come on top.
const audienceSlice = 350

// audienceJob holds the arguments of a job that makes the audience of a broadcast.
type audienceJob struct {
	Number int
	// At is when the broadcast was started.
	At time.Time
}

// AudienceMaker makes the audiences of broadcasts that were confirmed.
type AudienceMaker struct{ Rules *BroadcastRules }

// begin makes the audience of a broadcast: who fitted when it was counted and still does
// (ruling 59). What does not fit one unit is done by a job.
func (m AudienceMaker) begin(ctx context.Context, b *campaign.Broadcast, at time.Time) error {
	j, err := campaign.NewJob(b.Campaign, campaign.JobAudience, audienceJob{b.Number, at})
	if err != nil {
		return err
	}
	j.Total = b.Size
	err = campaign.BeginJob(ctx, m.Rules.Jobs, &j, func(ctx context.Context, j *campaign.Job) error { return m.list(ctx, j, b, at) })
	if err != nil {
		return fmt.Errorf("make the audience of %s: %w", b.Name(), err)
	}
	return nil
}

// List does a slice of the job that makes the audience of a broadcast.
func (m AudienceMaker) List(ctx context.Context, j *campaign.Job, now time.Time) error {
	var args audienceJob
	if err := j.Read(&args); err != nil {
		return err
	}
	b, err := m.Rules.Store.Broadcast(ctx, j.Campaign, args.Number)
	if errors.Is(err, ErrNotFound) || err == nil && (!b.Listing || !b.Sent.Equal(args.At)) {
		j.Ended = true // it was cancelled
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the broadcast of job %d: %w", j.ID, err)
	}
	return m.list(ctx, j, b, now)
}

// list adds people until a slice is full. After the last one it cuts the audience
// into calls.
func (m AudienceMaker) list(ctx context.Context, j *campaign.Job, b *campaign.Broadcast, now time.Time) error {
	var at campaign.AudienceCursor
	if err := j.At(&at); err != nil {
		return err
	}
	added, who := 0, campaign.AudienceQuery{Class: b.Campaign, Audience: b.Audience, Moment: b.Moment}
	for left := audienceSlice; left > 0 && !at.Ended; {
		page, err := m.Rules.Audiences.AudiencePage(ctx, who, at, left)
		if err != nil {
			return err
		}
		var people []bot.PersonID
		for _, c := range page.People {
			if c.Known {
				people = append(people, c.Person)
			}
		}
		n, err := m.Rules.Audiences.AddToAudience(ctx, b, people, j.Done+added)
		if err != nil {
			return err
		}
		added, left, at = added+n, left-page.Read, page.Next
	}
	if err := j.Moved(at, added); err != nil || !at.Ended {
		return err
	}
	j.Ended = true
	return m.cut(ctx, b, j.Done, now)
}

// cut divides an audience that was made into calls. An audience of one person gets a
// custom message, which spends a credit (R13a).
func (m AudienceMaker) cut(ctx context.Context, b *campaign.Broadcast, people int, now time.Time) error {
	b.Listing, b.Size, b.Gone = false, max(b.Size, people), max(0, b.Size-people)
	rules := m.Rules.Campaign.Broadcasts
	trial := m.Rules.Channel.Mass.Trial(rules.Trial)
	sizes := campaign.Sizes(people, trial, m.Rules.Channel.Mass.ChunkSize(people))
	if err := m.Rules.Audiences.Split(ctx, b, sizes, now, now.Add(rules.TrialWait)); err != nil {
		return fmt.Errorf("cut the audience of %s: %w", b.Name(), err)
	}
	return m.Rules.save(ctx, b)
}
