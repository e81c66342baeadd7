package app

import (
	"context"
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

// follow keeps our list of followers like the account's, until ctx ends.
func (a *App) follow(ctx context.Context) {
	if a.roster == nil {
		return
	}
	t := time.NewTicker(time.Second)
	defer t.Stop()
	var next time.Time
	for {
		if now := a.clock.Now(); a.ready() && !now.Before(next) {
			next = now.Add(listEvery)
			if err := a.updateFollowers(ctx, now); err != nil {
				next = now.Add(listRetry)
				a.log.WarnContext(ctx, "the account's followers could not be listed; trying again in an hour", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// updateFollowers lists them once.
func (a *App) updateFollowers(ctx context.Context, now time.Time) error {
	f := &campaign.Followers{
		Roster: a.roster, Store: a.store.People, Erasure: &campaign.Erasure{Store: a.store.Erasure},
		Over: now.After(a.Campaign().End.Add(hashLife)),
	}
	fresh, left, err := f.Update(ctx, now)
	if err != nil {
		return err
	}
	a.log.InfoContext(ctx, "followers listed", "new", fresh, "left_unheard", left)
	return nil
}

// ready tells whether anything may run by itself: the lab's clock must be set
// first.
func (a *App) ready() bool { return !a.lab || a.clock.Set() }
