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
	// batch is how many rows are looked at in one unit.
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
	// Broadcasts returns the control of the broadcasts of all classes.
	Broadcasts func() BroadcastControl
	// Reports returns what tells moderators that something did not arrive.
	Reports     func() Reports
	Withdrawals Withdrawals
	Shared      Shared
	// Campaign returns a class that is stored, or the main class for another id or none. It
	// joins the unit of the context.
	Campaign func(ctx context.Context, class string) (*campaign.Campaign, error)
	Clock    bot.Clock
	// Owner names this process in the leases that it takes.
	Owner string
	Log   *slog.Logger
	// Observer is nil for none.
	Observer Observer
}

// timed makes a call by a channel and tells the observer.
func timed(b Base, channel string, call func() error) error {
	begin := time.Now() //nolint:forbidigo // how long a call takes
	err := call()
	if b.Observer == nil {
		return err
	}
	var e *bot.SendError
	if _, waits := errors.AsType[*bot.ApprovalError](err); err != nil && !waits {
		e = sendError(err)
	}
	b.Observer.Sent(channel, time.Since(begin), e)
	return err
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
	// Plans reports whether this process plans for all of them; nil is always. Settle plans
	// in any case, because a plan does everything once.
	Plans func(ctx context.Context) (bool, error)
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
	end      *ending
	inFlight bot.Tracker // of the calls
	account  *account
	robots   []*robotPoster
	mass     *massSender // nil when the account cannot mass-send
	jobs     *jobWorker  // nil when there are no jobs
	passes   sync.Mutex  // one pass at a time
	turns    *turns
	breakers breakers
}

// New returns a dispatcher; Run starts it.
func New(o Options) *Dispatcher {
	d := &Dispatcher{
		Options: o, wake: make(chan struct{}, 1), slots: make(chan struct{}, workers), end: newEnding(), turns: newTurns(),
		account:  &account{Base: o.Base},
		breakers: breakers{features: map[campaign.AccountFault]Hold{}},
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

func (d *Dispatcher) single() *single {
	trusted := func() bool { return d.Ready == nil || d.Ready() }
	return &single{inFlight: &d.inFlight, end: d.end, guard: d.guard, trusted: trusted, wake: d.Wake}
}

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
	for more := true; more; {
		err := d.Unit.Do(ctx, func(ctx context.Context) error {
			left, err := d.Ledger.Interrupted(ctx, d.Owner, batch)
			if err != nil {
				return err
			}
			more = len(left) == batch
			for _, n := range left {
				if err := d.settle(ctx, n, ended{NoticeOutcome: campaign.Interrupted(n), called: true}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("settle what another process left: %w", err)
		}
	}
	return nil
}

// Run pumps until ctx ends. From then on nothing is begun, what was begun and not called
// is given back, and Run waits for the calls under way: until they are answered, or Cut
// ends them.
func (d *Dispatcher) Run(ctx context.Context) {
	defer context.AfterFunc(ctx, d.end.start)()
	t := time.NewTicker(idle)
	defer t.Stop()
	for ctx.Err() == nil {
		d.guard(ctx, "sending", func() {
			if _, err := d.pass(ctx); err != nil && ctx.Err() == nil {
				d.Log.ErrorContext(ctx, "sending", "error", err)
			}
		})
		select {
		case <-ctx.Done():
		case <-d.wake:
		case <-t.C:
		}
	}
	_ = d.inFlight.Wait(context.WithoutCancel(ctx)) // without an end of ctx there is no error
}

// Cut ends the calls under way, and begins no more. Each is stored as one whose answer
// was lost, if it was made.
func (d *Dispatcher) Cut() { d.end.cutCalls() }

// Settle returns when everything that is due by the clock is done and nothing is on its
// way. It returns ErrEnding as soon as the program is about to end.
func (d *Dispatcher) Settle(ctx context.Context) error {
	ctx, cancel := d.end.until(ctx)
	defer cancel()
	err := d.settleAll(ctx)
	if d.end.hasStarted() {
		return ErrEnding
	}
	return err
}

func (d *Dispatcher) settleAll(ctx context.Context) error {
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
func (d *Dispatcher) retrying() bool { return !d.account.paused(d.Clock()) && d.turns.sweep() }

// passAlone is a pass that begins while no call is under way: a call that ends during a
// pass may make something due that the pass has looked for already.
func (d *Dispatcher) passAlone(ctx context.Context) (more bool, err error) {
	d.passes.Lock()
	defer d.passes.Unlock()
	if err := d.inFlight.Wait(ctx); err != nil {
		return false, err
	}
	return d.passLocked(ctx, d.plan)
}

// pass goes once through everything that is due. more is true if it found anything.
func (d *Dispatcher) pass(ctx context.Context) (more bool, err error) {
	d.passes.Lock()
	defer d.passes.Unlock()
	return d.passLocked(ctx, d.planForAll)
}

func (d *Dispatcher) passLocked(ctx context.Context, plan func(context.Context) error) (more bool, err error) {
	if d.end.hasStarted() {
		return false, ErrEnding
	}
	if !d.Ready() {
		return false, nil
	}
	for _, part := range []func(context.Context) error{d.takeHolds, d.Recover, plan} { // the failure of one part does not stop the others
		err = errors.Join(err, part(ctx))
	}
	if d.jobs != nil {
		busy, failed := d.jobs.pass(ctx)
		more, err = busy, errors.Join(err, failed)
	}
	people, failed := d.people(ctx)
	more, err = more || people, errors.Join(err, failed)
	for _, r := range d.robots {
		busy, failed := r.pass(ctx)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("robot %s: %w", r.name, failed))
		}
		more = more || busy
	}
	if d.mass == nil {
		return more, err
	}
	busy, failed := d.mass.pass(ctx)
	return more || busy, errors.Join(err, failed)
}

// planForAll plans if that is for this process to do.
func (d *Dispatcher) planForAll(ctx context.Context) error {
	if d.Plans != nil {
		if mine, err := d.Plans(ctx); err != nil || !mine {
			return err
		}
	}
	return d.plan(ctx)
}

func (d *Dispatcher) plan(ctx context.Context) (err error) {
	if err = errors.Join(bot.Protect(func() { err = d.Plan.Plan(ctx, d.Clock()) }), err); err != nil {
		return fmt.Errorf("plan what is due: %w", err)
	}
	return nil
}
