package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// people leases the notices that are due for people and gives them to workers, as many
// as there are free ones: what is begun and not called when the process is killed would
// be told to nobody.
func (d *Dispatcher) people(ctx context.Context) (more bool, err error) {
	d.turns.sweep()
	if err := d.prepare(ctx); err != nil {
		return false, err
	}
	free := cap(d.slots) - len(d.slots) // passes do not overlap, so it only grows
	if free == 0 {
		return true, nil
	}
	var leased []Item
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		leased, more, err = d.lease(ctx, free)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("lease notices: %w", err)
	}
	for _, it := range leased { // the unit has committed: they are busy from now on
		d.turns.occupy(it.Person)
		d.slots <- struct{}{}
		d.inFlight.Go(func() { // ends with its call, which is bounded in time
			defer d.Wake()
			defer func() { <-d.slots }()
			defer d.turns.free(it.Person)
			d.guard(ctx, "a delivery", func() { d.deliver(context.WithoutCancel(ctx), it) })
		})
	}
	return more, nil
}

// prepare reports what was withdrawn, and queues the shelved notices whose time has come:
// all of them before anything is leased, else a person's later notice could leave before
// an earlier one.
func (d *Dispatcher) prepare(ctx context.Context) error {
	for more := true; more; {
		err := d.Unit.Do(ctx, func(ctx context.Context) (err error) {
			if more, err = d.reportWithdrawn(ctx); err != nil {
				return err
			}
			control, err := d.Controls.Control(ctx)
			if err != nil || control.Level > campaign.StopNothing {
				return err
			}
			waking, err := d.Ledger.Wake(ctx, d.Clock(), batch)
			more = more || waking
			return err
		})
		if err != nil {
			return fmt.Errorf("wake notices: %w", err)
		}
	}
	return nil
}

// lease decides about due notices inside a unit, and begins at most free of them: at
// most one a person at a time, so that they arrive in order. It changes nothing in
// memory, since a unit may run more than once.
func (d *Dispatcher) lease(ctx context.Context, free int) (leased []Item, more bool, err error) {
	control, err := d.Controls.Control(ctx)
	if err != nil {
		return nil, false, err
	}
	now := d.Clock()
	due, err := d.Ledger.Due(ctx, now, batch)
	if err != nil {
		return nil, false, err
	}
	taken := map[bot.PersonID]bool{}
	for _, it := range due {
		if taken[it.Person] || d.account.paused(now) || d.turns.waits(it.Person) {
			continue
		}
		if it.class, err = d.Campaign(ctx, it.Campaign); err != nil {
			return nil, more, err
		}
		out := campaign.Decide(it.Notice, momentOf(d, it, control.Level, now))
		if out.State == campaign.NoticeQueued && out.Due.IsZero() {
			continue // stopped: it stays as it is
		}
		more, it.Paid = true, out.Paid
		begun, err := d.carryOut(ctx, it.Notice, out)
		if err != nil {
			return nil, more, err
		}
		if out.State == campaign.NoticeSending { // also if another process has just begun it
			taken[it.Person] = true
		}
		if begun {
			leased = append(leased, it)
		}
		if len(leased) == free {
			break
		}
	}
	return leased, more, nil
}

// carryOut stores a decision about a queued notice; begun reports that its call is to
// be made.
func (d *Dispatcher) carryOut(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (begun bool, err error) {
	if o.State == campaign.NoticeSending {
		begun, err := d.Ledger.Begin(ctx, n, d.Owner)
		if err == nil && !begun && d.Observer != nil {
			d.Observer.NoCredit()
		}
		return begun, err
	}
	return false, d.settle(ctx, n, ended{NoticeOutcome: o})
}

// moment returns what the decision about a notice depends on.
func momentOf(d *Dispatcher, it Item, stop campaign.StopLevel, now time.Time) campaign.Moment {
	if it.Who != nil && d.Subscriptions == nil {
		it.Who.Subscriptions = 0 // the account has given them up
	}
	return campaign.Moment{Campaign: it.class, Stop: stop, Person: it.Who, Now: now}
}

// deliver makes the call of a leased notice and stores its result.
func (d *Dispatcher) deliver(ctx context.Context, it Item) {
	out := d.attempt(ctx, it)
	err := d.store(ctx, d.end, func(ctx context.Context) error { return d.settle(ctx, it.Notice, out) })
	if err != nil {
		d.Log.ErrorContext(ctx, "store the result of a notice; it stays under way until the next start", "notice", it.ID, "error", err)
	}
}

// attempt makes the call of a notice, unless the program is about to end.
func (d *Dispatcher) attempt(ctx context.Context, it Item) ended {
	if d.end.hasStarted() || !d.Ready() { // others may take this process for dead: it must not act on its leases
		return ended{NoticeOutcome: campaign.GivenBack(it.Notice)}
	}
	var said bot.Reply
	var err error
	if panicked := bot.Protect(func() { said, err = d.Render.Render(ctx, it.Notice) }); panicked != nil {
		return d.broken(ctx, it, panicked, false)
	}
	if err != nil {
		return d.broken(ctx, it, err, false)
	}
	if panicked := bot.Protect(func() { err = d.try(ctx, it, said) }); panicked != nil {
		return d.broken(ctx, it, panicked, true)
	}
	return d.result(ctx, it, err)
}

// broken returns the end of a notice that our own code fails to send.
func (d *Dispatcher) broken(ctx context.Context, it Item, err error, called bool) ended {
	d.Log.ErrorContext(ctx, "a notice could not be sent because of a fault in the program; it is given up: report the fault",
		"notice", it.ID, "kind", string(it.Kind()), "error", err)
	return ended{NoticeOutcome: campaign.Broken(called), called: true}
}

// result returns the end of a notice after its call.
func (d *Dispatcher) result(ctx context.Context, it Item, err error) ended {
	if err == nil {
		return ended{NoticeOutcome: campaign.AfterCall(it.Notice, nil, campaign.Moment{}), called: true}
	}
	e := sendError(err)
	if d.end.isCut() && !e.MaybeSent && !e.Refused() { // we ended the call before it was made
		return ended{NoticeOutcome: campaign.GivenBack(it.Notice)}
	}
	if stopsAccount(e) {
		d.account.pause(ctx, e)
	}
	out := campaign.AfterCall(it.Notice, e, campaign.Moment{Campaign: it.class, Person: it.Who, Now: d.Clock()})
	if e.Class == bot.Transient && out.State == campaign.NoticeQueued {
		out.Pause = 250 * time.Millisecond << it.Attempts
		d.turns.delay(it.Person, out.Pause)
	}
	return ended{out, e, true}
}

// sendError returns the error of a channel as a SendError. Any other error leaves open
// whether the message was sent.
func sendError(err error) *bot.SendError {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	return &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: true}
}

// call sends the text or the picture of a notice.
func (d *Dispatcher) call(ctx context.Context, it Item, said bot.Reply) error {
	ctx, cancel := d.end.call(ctx, callTime)
	defer cancel()
	to := string(it.To)
	words, _ := bot.Words(said)
	switch r := said.(type) {
	case bot.Picture:
		return d.Images.SendFile(ctx, to, r.File)
	case bot.Choices:
		return d.Messages.SendChoices(ctx, to, r)
	}
	switch {
	case words == "":
		return &bot.SendError{Class: bot.BadContent, Words: "nothing left to say"}
	case it.Paid == campaign.PaidSubscription:
		return d.Subscriptions.Send(ctx, to, it.class.Name, string(words))
	}
	return d.Messages.SendText(ctx, to, string(words))
}
