package app

import (
	"context"
	"errors"
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

// run copies the account's list of followers once a day, until ctx ends. When it did so
// last is stored: a program that starts again and again does not use up the day's calls.
func (f followers) run(ctx context.Context) {
	if f.a.roster == nil {
		return
	}
	f.a.repeat(ctx, "listing followers", func(now time.Time) time.Duration {
		wait, err := f.wait(ctx, now)
		if err != nil || wait > 0 {
			return wait
		}
		if err := f.update(ctx, now); err != nil {
			f.a.log.WarnContext(ctx, "the account's followers could not be listed; trying again in an hour", "error", err)
			return listRetry
		}
		return listEvery
	})
}

// listing is the state of a listing, as the arguments of its rows among the jobs.
type listing struct{ Done bool }

// wait returns how long to wait before the next listing.
func (f followers) wait(ctx context.Context, now time.Time) (time.Duration, error) {
	last, err := f.a.store.Jobs().LastJob(ctx, f.a.Campaign().ID, campaign.JobFollowers)
	if errors.Is(err, campaign.ErrNotFound) {
		return 0, nil
	}
	var l listing
	if err == nil {
		err = last.Read(&l)
	}
	if err != nil {
		f.a.log.ErrorContext(ctx, "read when the followers were listed; trying again", "error", err)
		return time.Minute, err
	}
	pause := listRetry
	if l.Done {
		pause = listEvery
	}
	return last.Created.Add(pause).Sub(now), nil
}

// note stores that the listing of a time has begun, or is done.
func (f followers) note(ctx context.Context, now time.Time, done bool) error {
	j, err := campaign.NewJob(f.a.Campaign().ID, campaign.JobFollowers, listing{done})
	if err != nil {
		return err
	}
	j.Ended, j.Created = true, now // a row without work
	return f.a.store.Do(ctx, func(ctx context.Context) error {
		_, err := f.a.store.Jobs().AddJob(ctx, j)
		return err
	})
}

// update copies the list once.
func (f followers) update(ctx context.Context, now time.Time) error {
	ctx = campaign.Yield(ctx)
	list := &campaign.Followers{
		Roster: f.a.roster, Store: f.a.store.People, Erasure: f.a.catalog.Current().Attendees.Erasure,
		Over: f.a.Campaign().HashesEnd(now),
	}
	if err := f.note(ctx, now, false); err != nil {
		return err
	}
	fresh, left, err := list.Update(ctx, now)
	if err != nil {
		return err
	}
	if err := f.note(ctx, now, true); err != nil {
		return err
	}
	f.a.log.InfoContext(ctx, "followers listed", "new", fresh, "left_unheard", left)
	return nil
}
