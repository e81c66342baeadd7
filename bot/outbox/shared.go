package outbox

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Shared is what all processes of an account know of the platform's refusals and limits,
// so that none repeats what another one was refused. Every method joins the unit of the
// context.
type Shared interface {
	// Held returns the holds that have not ended at a time, by name.
	Held(ctx context.Context, now time.Time) (map[string]Hold, error)
	// Hold stores a hold, in place of an earlier one of the name. It returns true if the
	// moderators are to be told, which is once in tellEvery for all processes together; 0 is
	// never.
	Hold(ctx context.Context, name string, h Hold, now time.Time, tellEvery time.Duration) (tell bool, err error)
	// TakeMinute takes n of the messages that a channel accepts in a minute, limit in all.
	// If there is no room it takes none, and returns when there is; else the zero time. n is
	// at most limit.
	TakeMinute(ctx context.Context, name string, n, limit int, now time.Time) (next time.Time, err error)
}

// Hold is what the platform refuses until a time, by the business clock.
type Hold struct {
	Until   time.Time
	Refusal bot.SendError
}

// The names of holds: the account, and features of it.
const (
	holdAccount = "account"
	holdFeature = "feature:"
)

// takeHolds takes over what other processes have stored, or this one before it was started
// again.
func (d *Dispatcher) takeHolds(ctx context.Context) error {
	held, err := d.Shared.Held(ctx, d.Clock())
	if err != nil {
		return err
	}
	if h, ok := held[holdAccount]; ok {
		d.account.hold(h.Until)
	}
	for _, f := range features() {
		if h, ok := held[holdFeature+string(f)]; ok {
			d.breakers.set(f, h)
		}
	}
	return nil
}

// features are those that have a breaker: see featureOf.
func features() []campaign.AccountFault {
	return []campaign.AccountFault{
		campaign.FaultPictures, campaign.FaultChoices, campaign.FaultSubscriptions, campaign.FaultTexts,
	}
}
