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

// followers keeps our list of followers like the account's.
type followers struct{ a *App }

// run keeps our list of followers like the account's, until ctx ends.
func (f followers) run(ctx context.Context) {
	if f.a.roster == nil {
		return
	}
	t := time.NewTicker(time.Second)
	defer t.Stop()
	var next time.Time
	for {
		if now := f.a.clock.Now(); f.a.ready() && !now.Before(next) {
			next = now.Add(listEvery)
			if err := f.update(ctx, now); err != nil {
				next = now.Add(listRetry)
				f.a.log.WarnContext(ctx, "the account's followers could not be listed; trying again in an hour", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// update lists them once.
func (f followers) update(ctx context.Context, now time.Time) error {
	list := &campaign.Followers{
		Roster: f.a.roster, Store: f.a.store.People, Erasure: &campaign.Erasure{Store: f.a.store.Erasure},
		Over: now.After(f.a.Campaign().End.Add(hashLife)),
	}
	fresh, left, err := list.Update(ctx, now)
	if err != nil {
		return err
	}
	f.a.log.InfoContext(ctx, "followers listed", "new", fresh, "left_unheard", left)
	return nil
}

// ready tells whether anything may run by itself: the lab's clock must be set
// first.
func (a *App) ready() bool { return !a.lab || a.clock.Set() }
