package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// store writes what a call's error means.
func (d *Dispatcher) store(ctx context.Context, n campaign.Notice, err error) error {
	if err == nil {
		return d.end(ctx, n, Result{State: Sent})
	}
	e, ok := errors.AsType[*bot.SendError](err)
	if !ok {
		e = &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: true}
	}
	r := Result{Code: e.Code, Words: e.Words, Refund: true}
	switch {
	case e.MaybeSent:
		return d.end(ctx, n, Result{State: Unknown, Words: e.Words})
	case e.Class == bot.Transient && n.Attempts+1 < attemptsMax:
		d.retry(n)
		return d.requeue(ctx, n, n.Due, r)
	case e.Class == bot.TooFast, e.Class == bot.BadConfig, e.Class == bot.Banned:
		return d.stall(ctx, n, e, r)
	case e.Class == bot.NoQuota && n.Kind.Kept():
		r.State, r.Again = Shelved, d.tomorrow() // their next reply needs no quota
		return d.end(ctx, n, r)
	case e.Class == bot.NoQuota:
		return d.requeue(ctx, n, d.tomorrow(), r)
	case e.Class == bot.Transient && n.Kind.Kept():
		r.State = Shelved // five calls failed; the person's next reply does not depend on them
		return d.end(ctx, n, r)
	case e.Class == bot.NoRecipient:
		r.Gone = e.Gone
		return d.undelivered(ctx, n, r)
	case e.Class == bot.NoWindow:
		r.NoCredit = true
		return d.undelivered(ctx, n, r)
	case n.Kind.Kept() && e.Refused():
		r.State = Shelved // the platform would not push it; a reply may still carry it
		return d.end(ctx, n, r)
	default:
		r.State = Failed
		return d.end(ctx, n, r)
	}
}

// undelivered shelves what is kept and gives up the rest.
func (d *Dispatcher) undelivered(ctx context.Context, n campaign.Notice, r Result) error {
	r.State, r.Refund = Failed, false
	if n.Kind.Kept() {
		r.State = Shelved
	}
	return d.end(ctx, n, r)
}

// stall stops everything for a minute of the clock: the account's settings are
// wrong, it is banned, or calls come too fast.
func (d *Dispatcher) stall(ctx context.Context, n campaign.Notice, e *bot.SendError, r Result) error {
	d.halt(ctx, e)
	return d.requeue(ctx, n, n.Due, r)
}

// halt lets nothing leave for a minute. That calls come too fast is nobody's
// business; a ban stops everything until a person resumes it.
func (d *Dispatcher) halt(ctx context.Context, e *bot.SendError) {
	now := d.Clock()
	d.mu.Lock()
	d.until = now.Add(pause)
	tell := e.Class != bot.TooFast && e.Class != bot.Banned && !now.Before(d.alarmed.Add(10*time.Minute))
	if tell {
		d.alarmed = now
	}
	d.mu.Unlock()
	var err error
	switch {
	case e.Class == bot.Banned:
		err = d.Unit.Do(ctx, func(ctx context.Context) error { return d.banned(ctx, e, now) })
	case tell:
		d.Log.ErrorContext(ctx, "nothing can be sent: repair the account's settings; retrying every minute",
			"code", e.Code, "words", e.Words)
		err = d.Unit.Do(ctx, func(ctx context.Context) error {
			return d.Notices.Enqueue(ctx, d.Campaign().Alert("alert_account", now, map[string]string{"number": fmt.Sprint(e.Code)}))
		})
	}
	if err != nil {
		d.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
}

// banned stops what the bot says first and every running broadcast, as #停 does,
// and alarms if nobody had stopped it before.
func (d *Dispatcher) banned(ctx context.Context, e *bot.SendError, now time.Time) error {
	if d.Mass != nil {
		if err := d.Mass.Brakes.StopBroadcasts(ctx); err != nil {
			return err
		}
	}
	control, err := d.Controls.Control(ctx)
	if err != nil || control.Level >= campaign.StopFirst {
		return err
	}
	d.Log.ErrorContext(ctx, "the platform banned the account from sending; everything is stopped", "code", e.Code, "words", e.Words)
	if err := d.Controls.SetLevel(ctx, campaign.StopFirst, "platform", now); err != nil {
		return err
	}
	return d.Notices.Enqueue(ctx, d.Campaign().Alert("alert_banned", now, map[string]string{"number": fmt.Sprint(e.Code)}))
}

// tomorrow is when a day's quota begins anew.
func (d *Dispatcher) tomorrow() time.Time {
	now := d.Clock().In(d.Campaign().Zone)
	return time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 5, 0, now.Location())
}

// retry lets a notice wait in real time: half a second, then twice as long.
func (d *Dispatcher) retry(n campaign.Notice) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hold[n.ID] = time.Now().Add(250 * time.Millisecond << n.Attempts) //nolint:forbidigo // see claim
}

func (d *Dispatcher) end(ctx context.Context, n campaign.Notice, r Result) error {
	return d.Unit.Do(ctx, func(ctx context.Context) error { return d.Ledger.End(ctx, n, r) })
}

func (d *Dispatcher) requeue(ctx context.Context, n campaign.Notice, due time.Time, r Result) error {
	return d.Unit.Do(ctx, func(ctx context.Context) error { return d.Ledger.Requeue(ctx, n, due, r) })
}
