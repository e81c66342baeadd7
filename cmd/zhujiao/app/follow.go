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

// followers copies the account's list of followers to the store.
type followers struct{ a *App }

// run copies the account's list of followers once a day, until ctx ends.
func (f followers) run(ctx context.Context) {
	if f.a.roster == nil {
		return
	}
	f.a.repeat(ctx, "listing followers", func(now time.Time) time.Duration {
		if err := f.update(ctx, now); err != nil {
			f.a.log.WarnContext(ctx, "the account's followers could not be listed; trying again in an hour", "error", err)
			return listRetry
		}
		return listEvery
	})
}

// update copies the list once.
func (f followers) update(ctx context.Context, now time.Time) error {
	list := &campaign.Followers{
		Roster: f.a.roster, Store: f.a.store.People, Erasure: &campaign.Erasure{Store: f.a.store.Erasure},
		Over: f.a.Campaign().HashesEnd(now),
	}
	fresh, left, err := list.Update(ctx, now)
	if err != nil {
		return err
	}
	f.a.log.InfoContext(ctx, "followers listed", "new", fresh, "left_unheard", left)
	return nil
}
