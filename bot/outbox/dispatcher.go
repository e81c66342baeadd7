package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

const (
	// workers bounds the calls under way.
	workers = 16
	// batch is how many due rows are looked at in one unit.
	batch = 64
	// attemptsMax bounds the calls for one notice.
	attemptsMax = 5
	// idle is how often the ledger is looked at when nobody wakes the pump.
	idle = 400 * time.Millisecond
	// callTime bounds one call.
	callTime = 12 * time.Second
	// pause is how long nothing is sent after the platform said too fast, or
	// that the account's settings are wrong.
	pause = time.Minute
)

// Options are what a dispatcher needs.
type Options struct {
	Unit     campaign.Unit
	Ledger   Ledger
	Notices  campaign.Notices
	Controls campaign.Controls
	Messages Messenger
	Images   Images
	// Subscriptions is nil when the account has none.
	Subscriptions Subscriptions
	Mass          *Mass
	// Robots is nil, and RobotNames empty, when there is none.
	Robots     Robots
	RobotNames []string
	Render     Renderer
	Plan       Planner
	// Campaign is the one that serves now.
	Campaign func() *campaign.Campaign
	Clock    bot.Clock
	// Ready tells whether anything may run: the lab's clock must be set first.
	Ready func() bool
	// Owner names this process in the leases that it takes. Leases of other owners
	// are void: there is one process at a time.
	Owner string
	Log   *slog.Logger
}

// Dispatcher sends the ledger of one process.
type Dispatcher struct {
	Options
	wake  chan struct{}
	slots chan struct{}
	// inFlight counts the goroutines that make calls.
	inFlight bot.Tracker
	mu       sync.Mutex // guards below
	busy     map[bot.PersonID]bool
	posting  map[string]bool     // robots with a call under way
	massing  bool                // a mass call is under way
	hold     map[int64]time.Time // notices that wait for a retry, in real time
	until    time.Time           // nothing is sent before, by the clock
	alarmed  time.Time
	breakers breakers
	passes   sync.Mutex // one pass at a time
}

// New returns a dispatcher; Run starts it.
func New(o Options) *Dispatcher {
	return &Dispatcher{
		Options: o, wake: make(chan struct{}, 1), slots: make(chan struct{}, workers),
		busy: map[bot.PersonID]bool{}, posting: map[string]bool{}, hold: map[int64]time.Time{},
		breakers: breakers{features: map[feature]breaker{}},
	}
}

// Wake makes the pump look at once.
func (d *Dispatcher) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Recover settles what a dead process left on its way: it may have been sent,
// so it is never sent again by itself.
func (d *Dispatcher) Recover(ctx context.Context) error {
	return d.Unit.Do(ctx, func(ctx context.Context) error {
		left, err := d.Ledger.Interrupted(ctx, d.Owner)
		if err != nil {
			return err
		}
		for _, n := range left {
			r := Result{State: Unknown, Words: "the process ended during the call"}
			if n.Person == 0 { // an alert told twice harms nobody
				err = d.Ledger.Requeue(ctx, n, n.Due, r)
			} else {
				err = d.Ledger.End(ctx, n, r)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Run pumps until ctx ends, then waits for the calls under way.
func (d *Dispatcher) Run(ctx context.Context) {
	t := time.NewTicker(idle)
	defer t.Stop()
	defer func() { _ = d.inFlight.Wait(context.WithoutCancel(ctx)) }() // without an end of ctx there is no error
	for ctx.Err() == nil {
		if _, err := d.pass(ctx); err != nil && ctx.Err() == nil {
			d.Log.ErrorContext(ctx, "sending", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-d.wake:
		case <-t.C:
		}
	}
}

// Settle returns when everything that is due by the clock is done and nothing
// is on its way.
func (d *Dispatcher) Settle(ctx context.Context) error {
	for {
		more, err := d.pass(ctx)
		if err != nil {
			return err
		}
		if err := d.inFlight.Wait(ctx); err != nil {
			return err
		}
		if !more && !d.retrying() {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// retrying tells whether a notice waits for a retry in real time, or did until
// now. While everything waits for the clock it is none of settling's business.
func (d *Dispatcher) retrying() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Clock().Before(d.until) {
		return false
	}
	waiting := len(d.hold) > 0
	for id, at := range d.hold {
		if time.Now().After(at) { //nolint:forbidigo // see claim
			delete(d.hold, id) // also of notices that are not queued any more
		}
	}
	return waiting
}

// pass does what is due once. More is true when it found anything to do.
func (d *Dispatcher) pass(ctx context.Context) (more bool, err error) {
	d.passes.Lock()
	defer d.passes.Unlock()
	if !d.Ready() {
		return false, nil
	}
	if err := d.Plan.Plan(ctx, d.Clock()); err != nil {
		return false, fmt.Errorf("plan what is due: %w", err)
	}
	people, err := d.people(ctx)
	if err != nil {
		return false, err
	}
	robots, err := d.robots(ctx)
	if err != nil {
		return false, err
	}
	mass, err := d.mass(ctx)
	return people || robots || mass, err
}

// people leases what is due for people and gives it to workers.
func (d *Dispatcher) people(ctx context.Context) (more bool, err error) {
	var leased []Item
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		d.release(leased) // of a run of which nothing remained
		leased = leased[:0]
		more, err = d.lease(ctx, &leased)
		return err
	})
	if err != nil {
		d.release(leased)
		return false, fmt.Errorf("lease notices: %w", err)
	}
	for _, it := range leased {
		d.slots <- struct{}{}
		d.inFlight.Go(func() { // ends with its call, which is bounded in time
			defer func() { <-d.slots }()
			d.deliver(context.WithoutCancel(ctx), it)
			d.Wake()
		})
	}
	return more, nil
}

// lease decides about due notices inside a unit: at most one a person at a
// time, so that they arrive in order.
func (d *Dispatcher) lease(ctx context.Context, leased *[]Item) (more bool, err error) {
	control, err := d.Controls.Control(ctx)
	if err != nil {
		return false, err
	}
	now := d.Clock()
	due, err := d.Ledger.Due(ctx, now, batch)
	if err != nil {
		return false, err
	}
	for _, it := range due {
		stopped, err := d.stopped(ctx, control.Level, it)
		if err != nil {
			return more, err
		}
		if stopped || !d.claim(it, now) {
			continue
		}
		more = true
		sending, err := d.settle(ctx, &it, now)
		if err != nil {
			d.free(it.Person)
			return more, err
		}
		if !sending {
			d.free(it.Person)
			continue
		}
		*leased = append(*leased, it)
	}
	return more, nil
}

// stopped tells whether moderators have stopped a notice. What is kept is
// shelved: the person's own next reply may carry it, and it is queued again when
// they resume.
func (d *Dispatcher) stopped(ctx context.Context, level campaign.StopLevel, it Item) (bool, error) {
	if level == campaign.StopNothing || level == campaign.StopFirst && it.Kind.Automatic() {
		return false, nil
	}
	if it.Who == nil || !it.Kind.Kept() {
		return true, nil
	}
	return true, d.Ledger.End(ctx, it.Notice, Result{State: Shelved, Words: campaign.ReasonStopped, Again: d.Clock()})
}

// claim makes a person busy with a notice; false when they are, or when the
// notice or everything waits.
func (d *Dispatcher) claim(it Item, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[it.Person] || now.Before(d.until) {
		return false
	}
	if at, ok := d.hold[it.ID]; ok {
		if time.Now().Before(at) { //nolint:forbidigo // retries under a minute go by real time
			return false
		}
		delete(d.hold, it.ID)
	}
	d.busy[it.Person] = true
	return true
}

func (d *Dispatcher) free(p bot.PersonID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.busy, p)
}

func (d *Dispatcher) release(items []Item) {
	for _, it := range items {
		d.free(it.Person)
	}
}

// settle carries out the verdict of the rules; sending tells that a call is to
// be made.
func (d *Dispatcher) settle(ctx context.Context, it *Item, now time.Time) (sending bool, err error) {
	if it.Who != nil && d.Subscriptions == nil {
		it.Who.Subscriptions = 0 // the account has given them up
	}
	v := campaign.Decide(d.Campaign(), it.Notice, it.Who, now)
	switch v.Fate {
	case campaign.FateSend:
		it.Paid = v.Paid
		return d.Ledger.Begin(ctx, it.Notice, d.Owner)
	case campaign.FateShelve:
		if it.Who == nil {
			return false, d.Ledger.End(ctx, it.Notice, Result{State: Failed, Words: v.Reason})
		}
		return false, d.Ledger.End(ctx, it.Notice, Result{State: Shelved, Words: v.Reason})
	case campaign.FateWait:
		if it.Kind.Kept() && it.Who != nil { // a reply of theirs may carry it before
			return false, d.Ledger.End(ctx, it.Notice, Result{State: Shelved, Words: campaign.ReasonQuiet, Again: v.Until})
		}
		return false, d.Ledger.Requeue(ctx, it.Notice, v.Until, Result{})
	default:
		return false, d.Ledger.End(ctx, it.Notice, Result{State: Failed, Words: v.Reason})
	}
}

// deliver makes the call of a leased notice and stores its result.
func (d *Dispatcher) deliver(ctx context.Context, it Item) {
	defer d.free(it.Person)
	said, err := d.Render.Render(ctx, it.Notice)
	if err != nil {
		err = &bot.SendError{Class: bot.BadContent, Words: "no words: " + err.Error()}
	} else {
		err = d.try(ctx, it, said)
	}
	if err := d.store(ctx, it.Notice, err); err != nil {
		d.Log.ErrorContext(ctx, "store the result of a notice; it stays under way until the next start", "notice", it.ID, "error", err)
	}
}

// call sends what a notice says, or the picture that it is.
func (d *Dispatcher) call(ctx context.Context, it Item, said bot.Reply) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
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
		return d.Subscriptions.Send(ctx, to, d.Campaign().Name, string(words))
	}
	return d.Messages.SendText(ctx, to, string(words))
}

// rest waits before a call is repeated; the end of ctx ends it.
func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
