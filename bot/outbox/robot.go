package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// robotBatch bounds how many alerts are merged at once.
const robotBatch = 100

// robots begins to post what is due for each group robot.
func (d *Dispatcher) robots(ctx context.Context) (more bool, err error) {
	for _, name := range d.RobotNames {
		busy, err := d.robot(ctx, name)
		if err != nil {
			return more, fmt.Errorf("robot %s: %w", name, err)
		}
		more = more || busy
	}
	return more, nil
}

// group is alerts that leave together: in one message, or an alert alone in as many
// as it needs.
type group struct {
	due      []campaign.Notice
	messages []string
}

// robot leases a burst of alerts and posts them as few messages: 20 a minute are
// taken, and nobody reads forty. The calls are made beside the pass, since a slow
// robot must not hold up what people wait for; while they last, the robot gets
// nothing else and more is true.
func (d *Dispatcher) robot(ctx context.Context, name string) (more bool, err error) {
	if !d.occupy(name) {
		return true, nil
	}
	now := d.Clock()
	var burst []group
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		burst, err = d.alerts(ctx, name, now)
		return err
	})
	if err != nil || len(burst) == 0 {
		d.vacate(name)
		return false, err
	}
	d.inFlight.Go(func() { // ends with its calls, which are bounded in time and end with ctx
		defer d.Wake()
		defer d.vacate(name)
		if err := d.burst(ctx, name, burst); err != nil {
			d.Log.ErrorContext(ctx, "store the result of alerts; they stay under way until the next start", "robot", name, "error", err)
		}
	})
	return true, nil
}

// burst posts alerts and stores the result, also when ctx has ended meanwhile.
func (d *Dispatcher) burst(ctx context.Context, name string, burst []group) error {
	for i, g := range burst {
		err := d.postAll(ctx, name, g.messages)
		if err == nil {
			err = d.each(context.WithoutCancel(ctx), g.due, func(ctx context.Context, n campaign.Notice) error {
				return d.Ledger.End(ctx, n, Result{State: Sent})
			})
			if err != nil {
				return errors.Join(err, d.untried(ctx, burst[i+1:], d.Clock()))
			}
			continue
		}
		again, err := d.later(ctx, g.due, err)
		if err != nil || !again.IsZero() {
			return errors.Join(err, d.untried(ctx, burst[i+1:], again))
		}
	}
	return nil
}

// postAll posts the messages of a group.
func (d *Dispatcher) postAll(ctx context.Context, name string, messages []string) error {
	for _, m := range messages {
		if err := d.post(ctx, name, m); err != nil {
			return err
		}
	}
	return nil
}

// untried gives back alerts for which no call was made.
func (d *Dispatcher) untried(ctx context.Context, rest []group, again time.Time) error {
	for _, g := range rest {
		err := d.each(context.WithoutCancel(ctx), g.due, func(ctx context.Context, n campaign.Notice) error {
			return d.Ledger.Requeue(ctx, n, again, Result{Uncalled: true})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// occupy makes a robot busy; false when it is.
func (d *Dispatcher) occupy(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.posting[name] {
		return false
	}
	d.posting[name] = true
	return true
}

func (d *Dispatcher) vacate(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.posting, name)
}

// alerts leases of what is due for a robot as much as its minute has room for, or
// postpones it when that is full. They leave at every level of a stop.
func (d *Dispatcher) alerts(ctx context.Context, name string, now time.Time) ([]group, error) {
	control, err := d.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopAll {
		return nil, err
	}
	due, err := d.Ledger.DueRobot(ctx, name, now, robotBatch)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	free, next := d.Robots.Free(name)
	groups, err := d.groups(ctx, due)
	if err != nil {
		return nil, err
	}
	fit := fitting(groups, free)
	if fit == 0 {
		if free > 0 { // the first needs more than is left of this minute
			next = now.Add(pause)
		}
		return nil, d.each(ctx, due, func(ctx context.Context, n campaign.Notice) error {
			return d.Ledger.Requeue(ctx, n, next, Result{})
		})
	}
	for _, g := range groups[:fit] {
		for _, n := range g.due {
			if _, err := d.Ledger.Begin(ctx, n, d.Owner); err != nil {
				return nil, err
			}
		}
	}
	return groups[:fit], nil
}

// groups puts alerts into words and joins those that fit one message.
func (d *Dispatcher) groups(ctx context.Context, due []campaign.Notice) ([]group, error) {
	var out []group
	for _, n := range due {
		said, err := d.Render.Render(ctx, n)
		if err != nil {
			return nil, err
		}
		words, _ := bot.Words(said)
		if i := len(out) - 1; i >= 0 && len(out[i].messages) == 1 {
			if m := d.Robots.Merge([]string{out[i].messages[0], string(words)}); len(m) == 1 {
				out[i].due, out[i].messages = append(out[i].due, n), m
				continue
			}
		}
		out = append(out, group{[]campaign.Notice{n}, d.Robots.Merge([]string{string(words)})})
	}
	return out, nil
}

// fitting counts the groups, from the first, that so many messages hold.
func fitting(groups []group, free int) int {
	for i, g := range groups {
		if free -= len(g.messages); free < 0 {
			return i
		}
	}
	return len(groups)
}

// post sends one message; what is transient is tried again at once, a few
// times.
func (d *Dispatcher) post(ctx context.Context, name, text string) error {
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(ctx, callTime)
		err := d.Robots.Send(call, name, text)
		cancel()
		e, ok := errors.AsType[*bot.SendError](err)
		if err == nil || !ok || e.Class != bot.Transient || try == 3 {
			return err
		}
		rest(ctx, 200*time.Millisecond<<try)
	}
}

// later gives the alerts of a refused call back, or gives them up: when the robot
// does not exist, or after too many calls, of which those that came too fast are
// none. Those that the end of ctx cut short are due as before. Again is when the
// next call makes sense, zero for at once.
func (d *Dispatcher) later(ctx context.Context, due []campaign.Notice, err error) (again time.Time, _ error) {
	e, ok := errors.AsType[*bot.SendError](err)
	if !ok {
		e = &bot.SendError{Class: bot.Transient, Words: err.Error()}
	}
	now, ended := d.Clock(), ctx.Err() != nil
	switch {
	case ended:
		again = now
	case e.Class == bot.TooFast, e.Class == bot.Transient:
		again = now.Add(pause)
	}
	return again, d.each(context.WithoutCancel(ctx), due, func(ctx context.Context, n campaign.Notice) error {
		r := Result{State: Failed, Code: e.Code, Words: e.Words, Uncalled: e.Class == bot.TooFast}
		if ended {
			return d.Ledger.Requeue(ctx, n, n.Due, r)
		}
		if e.Class == bot.TooFast || e.Class == bot.Transient && n.Attempts+1 < attemptsMax {
			return d.Ledger.Requeue(ctx, n, again, r)
		}
		return d.Ledger.End(ctx, n, r)
	})
}

func (d *Dispatcher) each(ctx context.Context, due []campaign.Notice, f func(context.Context, campaign.Notice) error) error {
	return d.Unit.Do(ctx, func(ctx context.Context) error {
		for _, n := range due {
			if err := f(ctx, n); err != nil {
				return err
			}
		}
		return nil
	})
}
