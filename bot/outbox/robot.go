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

// robot leases a burst of alerts and posts them as few messages: 20 a minute are
// taken, and nobody reads forty. The calls are made beside the pass, since a slow
// robot must not hold up what people wait for; while they last, the robot gets
// nothing else and more is true.
func (d *Dispatcher) robot(ctx context.Context, name string) (more bool, err error) {
	if !d.occupy(name) {
		return true, nil
	}
	now := d.Clock()
	var due []campaign.Notice
	var texts []string
	err = d.Unit.Do(ctx, func(ctx context.Context) error {
		due, texts, err = d.alerts(ctx, name, now)
		return err
	})
	if err != nil || len(due) == 0 {
		d.vacate(name)
		return false, err
	}
	d.flying.Go(func() { // ends with its calls, which are bounded in time and end with ctx
		defer d.Wake()
		defer d.vacate(name)
		if err := d.burst(ctx, name, due, texts); err != nil {
			d.Log.ErrorContext(ctx, "store the result of alerts; they stay under way until the next start", "robot", name, "error", err)
		}
	})
	return true, nil
}

// burst posts alerts and stores the result, also when ctx has ended meanwhile.
func (d *Dispatcher) burst(ctx context.Context, name string, due []campaign.Notice, texts []string) error {
	for _, t := range d.Robots.Merge(texts) {
		if err := d.post(ctx, name, t); err != nil {
			return d.later(ctx, due, err)
		}
	}
	return d.each(context.WithoutCancel(ctx), due, func(ctx context.Context, n campaign.Notice) error {
		return d.Ledger.End(ctx, n, Result{State: Sent})
	})
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

// alerts leases what is due for a robot, or postpones it when its minute is
// full or sending is stopped.
func (d *Dispatcher) alerts(ctx context.Context, name string, now time.Time) ([]campaign.Notice, []string, error) {
	control, err := d.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopAll {
		return nil, nil, err
	}
	due, err := d.Ledger.DueRobot(ctx, name, now, robotBatch)
	if err != nil || len(due) == 0 {
		return nil, nil, err
	}
	if free, next := d.Robots.Free(name); free == 0 {
		for _, n := range due {
			if err := d.Ledger.Requeue(ctx, n, next, Result{}); err != nil {
				return nil, nil, err
			}
		}
		return nil, nil, nil
	}
	texts := make([]string, 0, len(due))
	for _, n := range due {
		said, err := d.Render.Render(ctx, n)
		if err != nil {
			return nil, nil, err
		}
		words, _ := bot.Words(said)
		texts = append(texts, string(words))
		if _, err := d.Ledger.Begin(ctx, n, d.Boot); err != nil {
			return nil, nil, err
		}
	}
	return due, texts, nil
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

// later gives alerts back, or gives them up when the robot does not exist. Those
// that the end of ctx cut short are due as before.
func (d *Dispatcher) later(ctx context.Context, due []campaign.Notice, err error) error {
	e, ok := errors.AsType[*bot.SendError](err)
	if !ok {
		e = &bot.SendError{Class: bot.Transient, Words: err.Error()}
	}
	again, ended := d.Clock().Add(pause), ctx.Err() != nil
	return d.each(context.WithoutCancel(ctx), due, func(ctx context.Context, n campaign.Notice) error {
		r := Result{State: Failed, Code: e.Code, Words: e.Words}
		if ended {
			return d.Ledger.Requeue(ctx, n, n.Due, r)
		}
		if (e.Class == bot.TooFast || e.Class == bot.Transient) && n.Attempts+1 < attemptsMax {
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
