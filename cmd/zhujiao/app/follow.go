package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

const (
	// listEvery is how often the account's followers are listed: the platform
	// allows 500 pages a day (100 for a test account).
	listEvery = 24 * time.Hour
	// listRetry is when a failed listing is tried again.
	listRetry = time.Hour
)

// followers copies the account's list of followers to the store.
type followers struct{ a *App }

// run copies the account's list of followers once a day, until ctx ends. How far it has come
// is stored: a program that starts again and again does not use up the day's calls, and one
// that was killed goes on where it was.
func (f followers) run(ctx context.Context) {
	if f.a.roster == nil {
		return
	}
	f.a.repeat(ctx, "listing followers", func(now time.Time) time.Duration {
		last, wait, err := f.last(ctx, now)
		if err != nil || wait > 0 {
			return wait
		}
		if err := f.update(ctx, now, last); err != nil && ctx.Err() == nil {
			f.a.log.WarnContext(ctx, "the account's followers could not be listed; trying again in an hour", "error", err)
			return listRetry
		}
		return time.Minute // another process may have it
	})
}

// listing is the state of a listing, as the arguments of its row among the jobs.
type listing struct {
	Done bool
	// Tries is how many processes have gone on with it.
	Tries int
}

// listTries bounds the processes that go on with a listing: what kills them may be it.
const listTries = 3

// last returns the newest listing, and how long to wait before it goes on, or before the
// next if it is done.
func (f followers) last(ctx context.Context, now time.Time) (j *campaign.Job, wait time.Duration, err error) {
	last, err := f.a.store.Jobs().LastJob(ctx, accountClass, campaign.JobFollowers)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, 0, nil
	}
	var l listing
	if err == nil {
		err = last.Read(&l)
	}
	switch {
	case err != nil:
		f.a.log.ErrorContext(ctx, "read when the followers were listed; trying again", "error", err)
		return nil, time.Minute, err
	case l.Done:
		return nil, last.Created.Add(listEvery).Sub(now), nil
	case last.Cursor != "" && l.Tries < listTries:
		return &last, 0, nil
	default:
		return nil, last.Created.Add(listRetry).Sub(now), nil
	}
}

// begin begins a listing, or goes on with one that was left. The listing has no id if
// another process has it.
func (f followers) begin(ctx context.Context, now time.Time, left *campaign.Job) (l campaign.Listing, err error) {
	var state listing
	if left != nil {
		if err := errors.Join(left.Read(&state), left.At(&l)); err != nil {
			return l, err
		}
	}
	state.Tries++
	args, err := json.Marshal(state)
	if err != nil {
		return l, fmt.Errorf("the state of a listing: %w", err)
	}
	jobs := f.a.store.Jobs()
	if left == nil {
		l.ID, err = jobs.BeginListing(ctx, accountClass, string(args), now)
		return l, err
	}
	taken, err := jobs.TakeListing(ctx, left.ID, string(args))
	if taken {
		l.ID = left.ID
	}
	return l, err
}

// update copies the list once, or the rest of it if a listing was left.
func (f followers) update(ctx context.Context, now time.Time, left *campaign.Job) error {
	ctx = campaign.Yield(ctx)
	list := &campaign.Followers{
		Roster: f.a.roster, Store: f.a.store.People, Erasure: f.a.main().Attendees.Erasure,
		Over: f.a.Campaign().HashesEnd(now),
	}
	l, err := f.begin(ctx, now, left)
	if err != nil || l.ID == 0 {
		return err
	}
	fresh, gone, err := list.Update(ctx, now, l)
	if err != nil {
		return err
	}
	done, err := json.Marshal(listing{Done: true})
	if err != nil {
		return fmt.Errorf("the state of a listing: %w", err)
	}
	if err := f.a.store.Jobs().EndListing(ctx, l.ID, string(done)); err != nil {
		return err
	}
	f.a.log.InfoContext(ctx, "followers listed", "new", fresh, "left_unheard", gone)
	return nil
}
