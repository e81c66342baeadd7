package outbox

import (
	"context"
	"errors"
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
	// idle is how often the ledger is read if nothing wakes the dispatcher.
	idle = 400 * time.Millisecond
	// callTime bounds one call.
	callTime = 12 * time.Second
	// pauseTime is how long nothing is sent after the platform said too fast, or
	// that the account's settings are wrong.
	pauseTime = time.Minute
)

// Base holds the ports that every part of the outbox uses.
type Base struct {
	Unit     campaign.Unit
	Ledger   Ledger
	Notices  campaign.Notices
	Controls campaign.Controls
	// Broadcasts returns the control of the class that serves now.
	Broadcasts func() BroadcastControl
	// Campaign is the one that serves now.
	Campaign func() *campaign.Campaign
	Clock    bot.Clock
	// Owner names this process in the leases that it takes.
	Owner string
	Log   *slog.Logger
}

// Options holds the ports of a dispatcher.
type Options struct {
	Base
	Messages Messenger
	Images   Images
	// Subscriptions is nil if the account has no one-time subscriptions.
	Subscriptions Subscriptions
	// Mass is nil when the account cannot mass-send.
	Mass MassSender
	// Robots is nil, and RobotNames empty, if there is no group robot.
	Robots     Robots
	RobotNames []string
	Render     campaign.Renderer
	Plan       Planner
	// Jobs is nil if there are no jobs. Work returns the work of a kind in a class, or
	// false if this process does not serve it.
	Jobs JobStore
	Work func(class string, k campaign.JobKind) (campaign.JobWork, bool)
	// Ready reports whether anything may run: the lab's clock must be set first, and the
	// instance of this process must be alive.
	Ready func() bool
}

// Dispatcher sends the notices of the ledger, with one dispatcher in a process.
type Dispatcher struct {
	Options
	wake     chan struct{}
	slots    chan struct{}
	inFlight bot.Tracker // of the calls
	account  *account
	robots   []*robotPoster
	mass     *massSender // nil when the account cannot mass-send
	jobs     *jobWorker  // nil when there are no jobs
	passes   sync.Mutex  // one pass at a time
	mu       sync.Mutex  // guards below
	busy     map[bot.PersonID]bool
	hold     map[int64]<-chan struct{} // by notice that waits for a retry: closed when it may be sent
	breakers breakers
}

// New returns a dispatcher; Run starts it.
func New(o Options) *Dispatcher {
	d := &Dispatcher{
		Options: o, wake: make(chan struct{}, 1), slots: make(chan struct{}, workers),
		account: &account{Base: o.Base}, busy: map[bot.PersonID]bool{}, hold: map[int64]<-chan struct{}{},
		breakers: breakers{features: map[campaign.AccountFault]breaker{}},
	}
	for _, name := range o.RobotNames {
		d.robots = append(d.robots, &robotPoster{Base: o.Base, single: d.single(), name: name, robots: o.Robots, render: o.Render})
	}
	if o.Jobs != nil {
		d.jobs = &jobWorker{Base: o.Base, single: d.single(), jobs: o.Jobs, work: o.Work}
	}
	if o.Mass != nil {
		d.mass = &massSender{Base: o.Base, single: d.single(), account: d.account, mass: o.Mass, messages: o.Messages}
	}
	return d
}

func (d *Dispatcher) single() *single { return &single{inFlight: &d.inFlight, wake: d.Wake} }

// Wake makes Run read the ledger at once.
func (d *Dispatcher) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Recover settles notices that an owner who has expired left in the state sending. They
// may have been sent, so they are never sent again automatically.
func (d *Dispatcher) Recover(ctx context.Context) error {
	for {
		var n int
		err := d.Unit.Do(ctx, func(ctx context.Context) error {
			left, err := d.Ledger.Interrupted(ctx, d.Owner)
			n = len(left)
			return errors.Join(err, d.settleInterrupted(ctx, left))
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func (d *Dispatcher) settleInterrupted(ctx context.Context, left []campaign.Notice) error {
	for _, n := range left {
		if err := d.Ledger.Settle(ctx, n, campaign.Interrupted(n)); err != nil {
			return err
		}
	}
	return nil
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
		more, err := d.passAlone(ctx)
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

// retrying reports whether a notice waits for a retry in real time, or did until now.
// Settle waits for these, but not for notices that wait for the business clock.
func (d *Dispatcher) retrying() bool {
	if d.account.paused(d.Clock()) {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	waiting := len(d.hold) > 0
	for id, over := range d.hold {
		if closed(over) {
			delete(d.hold, id) // also those of notices that are not queued any more
		}
	}
	return waiting
}

// passAlone is a pass that begins while no call is under way: a call that ends during a
// pass may make something due that the pass has looked for already.
func (d *Dispatcher) passAlone(ctx context.Context) (more bool, err error) {
	d.passes.Lock()
	defer d.passes.Unlock()
	if err := d.inFlight.Wait(ctx); err != nil {
		return false, err
	}
	return d.passLocked(ctx)
}

// pass goes once through everything that is due. more is true if it found anything.
func (d *Dispatcher) pass(ctx context.Context) (more bool, err error) {
	d.passes.Lock()
	defer d.passes.Unlock()
	return d.passLocked(ctx)
}

func (d *Dispatcher) passLocked(ctx context.Context) (more bool, err error) {
	if !d.Ready() {
		return false, nil
	}
	if err := d.Recover(ctx); err != nil {
		return false, fmt.Errorf("settle what others left: %w", err)
	}
	if err := d.Plan.Plan(ctx, d.Clock()); err != nil {
		return false, fmt.Errorf("plan what is due: %w", err)
	}
	if d.jobs != nil {
		if more, err = d.jobs.pass(ctx); err != nil {
			return false, err
		}
	}
	people, err := d.people(ctx)
	if err != nil {
		return false, err
	}
	more = more || people
	for _, r := range d.robots {
		busy, err := r.pass(ctx)
		if err != nil {
			return false, fmt.Errorf("robot %s: %w", r.name, err)
		}
		more = more || busy
	}
	if d.mass == nil {
		return more, nil
	}
	busy, err := d.mass.pass(ctx)
	return more || busy, err
}

// people leases the notices that are due for people and gives them to workers.
func (d *Dispatcher) people(ctx context.Context) (more bool, err error) {
	var leased []Item
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		leased, more, err = d.lease(ctx)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("lease notices: %w", err)
	}
	for _, it := range leased { // the unit has committed: they are busy from now on
		d.occupyPerson(it)
		d.slots <- struct{}{}
		d.inFlight.Go(func() { // ends with its call, which is bounded in time
			defer func() { <-d.slots }()
			d.deliver(context.WithoutCancel(ctx), it)
			d.Wake()
		})
	}
	return more, nil
}

// lease decides about due notices inside a unit: at most one a person at a time, so
// that they arrive in order. It changes nothing in memory, since a unit may run
// more than once.
func (d *Dispatcher) lease(ctx context.Context) (leased []Item, more bool, err error) {
	control, err := d.Controls.Control(ctx)
	if err != nil {
		return nil, false, err
	}
	now := d.Clock()
	if control.Level == campaign.StopNothing {
		if err := d.Ledger.Wake(ctx, now, batch); err != nil {
			return nil, false, err
		}
	}
	due, err := d.Ledger.Due(ctx, now, batch)
	if err != nil {
		return nil, false, err
	}
	taken := map[bot.PersonID]bool{}
	for _, it := range due {
		if taken[it.Person] || d.waits(it, now) {
			continue
		}
		out := campaign.Decide(it.Notice, d.moment(it, control.Level, now))
		if out.State == campaign.NoticeQueued && out.Due.IsZero() {
			continue // stopped: it stays as it is
		}
		more, it.Paid = true, out.Paid
		begun, err := d.carryOut(ctx, it.Notice, out)
		if err != nil {
			return nil, more, err
		}
		if begun {
			leased, taken[it.Person] = append(leased, it), true
		}
	}
	return leased, more, nil
}

// carryOut stores a decision about a queued notice; begun reports that its call is to
// be made.
func (d *Dispatcher) carryOut(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (begun bool, err error) {
	if o.State == campaign.NoticeSending {
		return d.Ledger.Begin(ctx, n, d.Owner)
	}
	return false, d.Ledger.Settle(ctx, n, o)
}

// moment returns what the decision about a notice depends on.
func (d *Dispatcher) moment(it Item, stop campaign.StopLevel, now time.Time) campaign.Moment {
	if it.Who != nil && d.Subscriptions == nil {
		it.Who.Subscriptions = 0 // the account has given them up
	}
	return campaign.Moment{Campaign: d.Campaign(), Stop: stop, Person: it.Who, Now: now}
}

// waits reports whether a notice may not be begun now: its person is busy, it waits
// for a retry, or nothing may leave.
func (d *Dispatcher) waits(it Item, now time.Time) bool {
	if d.account.paused(now) {
		return true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	over, held := d.hold[it.ID]
	return d.busy[it.Person] || held && !closed(over)
}

// occupyPerson makes a person busy with a notice.
func (d *Dispatcher) occupyPerson(it Item) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy[it.Person] = true
	delete(d.hold, it.ID)
}

func (d *Dispatcher) free(p bot.PersonID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.busy, p)
}

// deliver makes the call of a leased notice and stores its result.
func (d *Dispatcher) deliver(ctx context.Context, it Item) {
	defer d.free(it.Person)
	if !d.Ready() { // others may take this process for dead: it must not act on its leases
		d.giveBack(ctx, it)
		return
	}
	said, err := d.Render.Render(ctx, it.Notice)
	if err != nil {
		err = &bot.SendError{Class: bot.BadContent, Words: "no words: " + err.Error()}
	} else {
		err = d.try(ctx, it, said)
	}
	if err := d.store(ctx, it, err); err != nil {
		d.Log.ErrorContext(ctx, "store the result of a notice; it stays under way until the next start", "notice", it.ID, "error", err)
	}
}

// giveBack queues a notice again whose call was not made. If another process has taken it
// over meanwhile, nothing changes.
func (d *Dispatcher) giveBack(ctx context.Context, it Item) {
	out := campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: it.Due, Credit: campaign.CreditRefunded, Uncounted: true}
	if err := d.Unit.Do(ctx, func(ctx context.Context) error { return d.Ledger.Settle(ctx, it.Notice, out) }); err != nil {
		d.Log.ErrorContext(ctx, "give a notice back; its lease ends by itself", "notice", it.ID, "error", err)
	}
}

// store stores the result of a notice's call.
func (d *Dispatcher) store(ctx context.Context, it Item, err error) error {
	var e *bot.SendError
	if err != nil {
		e = sendError(err)
	}
	if e != nil && stopsAccount(e) {
		d.account.pause(ctx, e)
	}
	now := d.Clock()
	out := campaign.AfterCall(it.Notice, e, campaign.Moment{Campaign: d.Campaign(), Person: it.Who, Now: now})
	if e != nil && e.Class == bot.Transient && out.State == campaign.NoticeQueued {
		d.retry(it.Notice)
	}
	return d.Unit.Do(ctx, func(ctx context.Context) error { return d.Ledger.Settle(ctx, it.Notice, out) })
}

// retry delays a notice in real time: by a quarter of a second, then by twice as long
// each time.
func (d *Dispatcher) retry(n campaign.Notice) {
	over := make(chan struct{})
	time.AfterFunc(250*time.Millisecond<<n.Attempts, func() { close(over) })
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hold[n.ID] = over
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
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

// sleep waits before a call is repeated; the end of ctx ends it.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
