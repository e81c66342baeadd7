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
	features map[campaign.AccountFault]breaker
}

// breaker is the state of one feature.
type breaker struct {
	openUntil time.Time
	// alarmed is the time when the moderators were last told.
	alarmed time.Time
	refusal bot.SendError
}

// refusal returns the platform's refusal while the breaker of a feature is open,
// nil while it is closed.
func (b *breakers) refusal(f campaign.AccountFault, now time.Time) *bot.SendError {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.features[f]; now.Before(s.openUntil) {
		return &s.refusal
	}
	return nil
}

// open opens the breaker of a feature. alarm is true if the moderators have not been
// told of it today.
func (b *breakers) open(f campaign.AccountFault, e *bot.SendError, now time.Time) (alarm bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.features[f]
	alarm = s.alarmed.IsZero() || now.Sub(s.alarmed) >= breakerAlarm
	if alarm {
		s.alarmed = now
	}
	s.openUntil, s.refusal = now.Add(breakerOpen), *e
	b.features[f] = s
	return alarm
}

// untold takes an alarm back that was not stored: the next refusal raises it again.
func (b *breakers) untold(f campaign.AccountFault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.features[f]
	s.alarmed, s.openUntil = time.Time{}, time.Time{}
	b.features[f] = s
}

// try sends a notice unless the breaker of its feature is open.
func (d *Dispatcher) try(ctx context.Context, it Item, said bot.Reply) error {
	f := featureOf(it, said)
	if e := d.breakers.refusal(f, d.Clock()); e != nil {
		return e
	}
	err := d.call(ctx, it, said)
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Class == bot.Forbidden {
		d.openBreaker(ctx, f, e)
	}
	return err
}

// openBreaker opens the breaker of a feature and tells the moderators.
func (d *Dispatcher) openBreaker(ctx context.Context, f campaign.AccountFault, e *bot.SendError) {
	now := d.Clock()
	if !d.breakers.open(f, e, now) {
		return
	}
	d.Log.ErrorContext(ctx, "the account may not use a feature; it is tried again in an hour", "feature", string(f),
		"code", e.Code, "words", e.Words)
	err := d.Unit.Do(ctx, func(ctx context.Context) error {
		return d.tell(ctx, f, e, now)
	})
	if err != nil {
		d.breakers.untold(f)
		d.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
}
