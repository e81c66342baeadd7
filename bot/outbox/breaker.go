package outbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// featureOf returns the feature that sending a notice uses, by the fault that there
// may be with it.
func featureOf(it Item, said bot.Reply) campaign.AccountFault {
	switch said.(type) {
	case bot.Picture:
		return campaign.FaultPictures
	case bot.Choices:
		return campaign.FaultChoices
	}
	if it.Paid == campaign.PaidSubscription {
		return campaign.FaultSubscriptions
	}
	return campaign.FaultTexts
}

const (
	// breakerOpen is how long a refused feature is not tried again.
	breakerOpen = time.Hour
	// breakerAlarm is the least time between two alarms about one feature.
	breakerAlarm = 24 * time.Hour
)

// breakers are circuit breakers, one for each feature. A breaker opens when the
// platform says that the account has no right to the feature, and closes by
// itself after an hour. The other features are not affected.
type breakers struct {
	mu       sync.Mutex // guards features
	features map[campaign.AccountFault]Hold
}

// refusal returns the platform's refusal while the breaker of a feature is open,
// nil while it is closed.
func (b *breakers) refusal(f campaign.AccountFault, now time.Time) *bot.SendError {
	b.mu.Lock()
	defer b.mu.Unlock()
	if h := b.features[f]; now.Before(h.Until) {
		return &h.Refusal
	}
	return nil
}

// set opens the breaker of a feature, or closes it by a hold that has ended.
func (b *breakers) set(f campaign.AccountFault, h Hold) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.features[f] = h
}

// try sends a notice unless the breaker of its feature is open.
func (d *Dispatcher) try(ctx context.Context, it Item, said bot.Reply) error {
	f := featureOf(it, said)
	if e := d.breakers.refusal(f, d.Clock()); e != nil {
		return e
	}
	err := timed(d.Base, ChannelPerson, func() error { return d.call(ctx, it, said) })
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Class == bot.Forbidden {
		d.openBreaker(ctx, f, e)
	}
	return err
}

// openBreaker opens the breaker of a feature for all processes, and tells the moderators
// once a day. What cannot be stored does not stay open: the next refusal raises the alarm
// again.
func (d *Dispatcher) openBreaker(ctx context.Context, f campaign.AccountFault, e *bot.SendError) {
	now := d.Clock()
	h := Hold{now.Add(breakerOpen), *e}
	d.breakers.set(f, h)
	var tell bool
	err := d.Unit.Do(ctx, func(ctx context.Context) (err error) {
		tell, err = d.Shared.Hold(ctx, holdFeature+string(f), h, now, breakerAlarm)
		if err != nil || !tell {
			return err
		}
		return d.tell(ctx, f, e, now)
	})
	if tell {
		d.Log.ErrorContext(ctx, "the account may not use a feature; it is tried again in an hour", "feature", string(f),
			"code", e.Code, "words", e.Words)
	}
	if err != nil {
		d.breakers.set(f, Hold{})
		d.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
}
