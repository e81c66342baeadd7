package sqlstore

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"zhujiao/bot/campaign"
)

// Lanes let the units of this process that change the hot rows of one class (its seats, its
// stock, its numbers) run one after the other. Whoever waits holds neither a connection nor
// a row, so a crowd keeps nobody else waiting. An engine whose units run side by side has
// one; what is right does not depend on it, since the rows are locked too. The zero value is
// ready to use.
type Lanes struct {
	// Rest is the time that a unit must have left when it is its turn, else it ends. If more
	// units come than the lane takes, all wait until their time is nearly over, and without a
	// rest each would be cut in the middle, so that none would be committed.
	Rest  time.Duration
	mu    sync.Mutex // guards lanes
	lanes map[string]*lane
}

// lane is the lane of one class. Whoever has put something into turn has it; others get it
// in the order in which they came.
type lane struct {
	turn  chan struct{}
	users int // who has it or waits for it
}

// Body is what a unit does.
type Body = func(ctx context.Context) error

// errLane ends a unit that needs a lane that somebody else has. It runs again with it.
var errLane = errors.New("the unit runs again when it is its turn")

type passKey struct{}

// pass is the lanes that one unit has.
type pass struct {
	lanes *Lanes
	held  []string // in order, so that no two units wait for each other
	// need is the class whose lane the unit must have to go on.
	need    string
	waiting bool
}

// Do calls run with f, which runs it as a unit, and holds meanwhile the lanes that f needs.
// The unit of campaign.WithLane waits for its lane first; one that turns out to need a lane takes
// it if it is free, and else is rolled back and run again when it has it. The error is a
// FaultError if ctx ends before, or would Rest after it is its turn.
func (l *Lanes) Do(ctx context.Context, f Body, run func(ctx context.Context, f Body) error) error {
	p := &pass{lanes: l}
	defer p.leave()
	ctx = context.WithValue(ctx, passKey{}, p)
	p.need, p.waiting = campaign.LaneOf(ctx)
	for {
		if p.waiting {
			if err := p.enter(ctx); err != nil {
				return err
			}
		}
		err := run(ctx, func(ctx context.Context) error {
			err := f(ctx)
			if p.waiting { // whatever f made of it
				return errLane
			}
			return err
		})
		if !p.waiting {
			return err
		}
	}
}

// enter waits for the lane that is needed, in turn.
func (p *pass) enter(ctx context.Context) error {
	all := append(slices.Clone(p.held), p.need)
	slices.Sort(all)
	if all[len(all)-1] != p.need { // others come after it: in order again
		p.leave()
	} else {
		all = []string{p.need}
	}
	if end, limited := ctx.Deadline(); limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, end.Add(-p.lanes.Rest))
		defer cancel()
	}
	for _, class := range all {
		lane := p.lanes.use(class)
		select {
		case lane.turn <- struct{}{}:
			p.held = append(p.held, class)
		case <-ctx.Done():
			p.lanes.unuse(class)
			return &FaultError{Advice: "too many people change the same class at once: nothing was written", Passing: true, Err: ctx.Err()}
		}
	}
	p.waiting = false
	return nil
}

// leave gives all lanes back.
func (p *pass) leave() {
	for _, class := range p.held {
		<-p.lanes.unuse(class).turn
	}
	p.held = nil
}

// use returns the lane of a class, which exists until unuse was called as often.
func (l *Lanes) use(class string) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lanes == nil {
		l.lanes = map[string]*lane{}
	}
	out := l.lanes[class]
	if out == nil {
		out = &lane{turn: make(chan struct{}, 1)}
		l.lanes[class] = out
	}
	out.users++
	return out
}

// unuse is the end of a use.
func (l *Lanes) unuse(class string) *lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.lanes[class]
	if out.users--; out.users == 0 {
		delete(l.lanes, class)
	}
	return out
}

// inLane makes sure that the unit of ctx has the lane of a class, before it changes a hot
// row. Its error ends the unit, which runs again.
func inLane(ctx context.Context, class string) error {
	p, ok := ctx.Value(passKey{}).(*pass)
	if !ok || slices.Contains(p.held, class) {
		return nil
	}
	if p.waiting {
		return errLane // it goes on although it was told to end
	}
	lane := p.lanes.use(class)
	select {
	case lane.turn <- struct{}{}:
		p.held = append(p.held, class)
		slices.Sort(p.held)
		return nil
	default:
		p.lanes.unuse(class)
		p.need, p.waiting = class, true
		return errLane
	}
}
