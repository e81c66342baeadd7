package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// What the account may use or not, each by itself (platform.md §2.8).
const (
	featureText    = "text"
	featureChoices = "choices"
	featureImage   = "image"
	featureOnce    = "once"
)

// offTime is how long a feature is not tried after the platform said that the
// account has no right to it; the moderators are told once a day at most.
const (
	offTime  = time.Hour
	offAgain = 24 * time.Hour
)

// refusal is what the platform said of a feature that the account may not use.
type refusal struct {
	until, told time.Time
	err         bot.SendError
}

// feature is what a notice's call uses.
func feature(it Item, said bot.Reply) string {
	switch said.(type) {
	case bot.Picture:
		return featureImage
	case bot.Choices:
		return featureChoices
	}
	if it.Paid == campaign.PaidSubscription {
		return featureOnce
	}
	return featureText
}

// try makes the call of a notice unless the account may not use its feature;
// everything else goes on.
func (d *Dispatcher) try(ctx context.Context, it Item, said bot.Reply) error {
	name := feature(it, said)
	if err := d.off(name); err != nil {
		return err
	}
	err := d.call(ctx, it, said)
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Class == bot.Forbidden {
		d.disable(ctx, name, e)
	}
	return err
}

// off returns what the platform said of a feature that is disabled now.
func (d *Dispatcher) off(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := d.barred[name]; d.Clock().Before(r.until) {
		e := r.err
		return &e
	}
	return nil
}

// disable lets a feature rest and tells the moderators.
func (d *Dispatcher) disable(ctx context.Context, name string, e *bot.SendError) {
	now := d.Clock()
	d.mu.Lock()
	r := d.barred[name]
	tell := r.told.IsZero() || !now.Before(r.told.Add(offAgain))
	if tell {
		r.told = now
	}
	r.until, r.err = now.Add(offTime), *e
	d.barred[name] = r
	d.mu.Unlock()
	if !tell {
		return
	}
	d.Log.ErrorContext(ctx, "the account may not use a feature; it is tried again in an hour", "feature", name,
		"code", e.Code, "words", e.Words)
	err := d.Unit.Do(ctx, func(ctx context.Context) error {
		return d.Notices.Enqueue(ctx, d.Campaign().Alert("alert_feature_"+name, now, map[string]string{"number": fmt.Sprint(e.Code)}))
	})
	if err != nil {
		d.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
}
