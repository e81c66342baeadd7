package outbox

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

const (
	// robotBatch bounds how many alerts are merged at once.
	robotBatch = 100
	// postTries is how often a message is posted again at once.
	postTries = 3
)

// robotPoster posts the alerts of one group robot.
type robotPoster struct {
	Base
	*single
	name   string
	robots Robots
	render campaign.Renderer
}

// group is alerts that leave together: in one message, or an alert alone in as many
// as it needs.
type group struct {
	due      []campaign.Notice
	messages []string
}

// pass leases the alerts that are due and posts them in as few messages as possible:
// the robot accepts 20 a minute, and nobody reads forty. It does not wait for the
// calls; until they have ended, the robot gets nothing else. more is true if calls
// were begun or are under way.
func (r *robotPoster) pass(ctx context.Context) (more bool, err error) {
	if !r.acquire() {
		return true, nil
	}
	now := r.Clock()
	var burst []group
	err = r.Unit.Do(ctx, func(ctx context.Context) error {
		burst, err = r.lease(ctx, now)
		return err
	})
	if err != nil || len(burst) == 0 {
		r.release()
		return false, err
	}
	r.run(func() { // ends with its calls, which are bounded in time and end with ctx
		if err := r.post(ctx, burst); err != nil {
			r.Log.ErrorContext(ctx, "store the result of alerts; they stay under way until the next start", "robot", r.name, "error", err)
		}
	})
	return true, nil
}

// lease begins as many of the due alerts as the robot accepts in this minute, or
// postpones them if it accepts none. Alerts are sent even while replies are stopped.
func (r *robotPoster) lease(ctx context.Context, now time.Time) ([]group, error) {
	control, err := r.Controls.Control(ctx)
	if err != nil || control.Level > campaign.StopAll {
		return nil, err
	}
	due, err := r.Ledger.DueRobot(ctx, r.name, now, robotBatch)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	free, next := r.robots.Free(r.name)
	groups, err := r.groups(ctx, due)
	if err != nil {
		return nil, err
	}
	fit := fitting(groups, free)
	if fit == 0 {
		if free > 0 { // the first needs more than is left of this minute
			next = now.Add(pauseTime)
		}
		return nil, r.settle(ctx, due, func(campaign.Notice) campaign.NoticeOutcome {
			return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: next}
		})
	}
	for _, g := range groups[:fit] {
		for _, n := range g.due {
			if _, err := r.Ledger.Begin(ctx, n, r.Owner); err != nil {
				return nil, err
			}
		}
	}
	return groups[:fit], nil
}

// groups puts alerts into words and joins those that fit one message.
func (r *robotPoster) groups(ctx context.Context, due []campaign.Notice) ([]group, error) {
	var out []group
	for _, n := range due {
		said, err := r.render.Render(ctx, n)
		if err != nil {
			return nil, err
		}
		words, _ := bot.Words(said)
		if i := len(out) - 1; i >= 0 && len(out[i].messages) == 1 {
			if m := r.robots.Merge([]string{out[i].messages[0], string(words)}); len(m) == 1 {
				out[i].due, out[i].messages = append(out[i].due, n), m
				continue
			}
		}
		out = append(out, group{[]campaign.Notice{n}, r.robots.Merge([]string{string(words)})})
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

// post posts groups and stores the results, also when ctx has ended meanwhile. After
// a refusal that asks for a pause, the rest is given back without a call.
func (r *robotPoster) post(ctx context.Context, burst []group) error {
	for i, g := range burst {
		e := r.postAll(ctx, g.messages)
		if refusedTogether(e, g.due) {
			if err := r.postApart(ctx, g.due); err != nil {
				return errors.Join(err, r.giveBack(ctx, burst[i+1:], r.Clock()))
			}
			continue
		}
		again := r.Clock()
		pause := e != nil && (ctx.Err() != nil || e.Class == bot.TooFast || e.Class == bot.Transient)
		if pause && ctx.Err() == nil {
			again = again.Add(pauseTime)
		}
		err := r.settleUnit(ctx, g.due, func(n campaign.Notice) campaign.NoticeOutcome {
			if e != nil && ctx.Err() != nil { // cut short by our own end
				return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: n.Due, Code: e.Code, Words: e.Words}
			}
			return campaign.AfterPost(n, e, again)
		})
		if err != nil || pause {
			return errors.Join(err, r.giveBack(ctx, burst[i+1:], again))
		}
	}
	return nil
}

// postAll posts the messages of a group.
func (r *robotPoster) postAll(ctx context.Context, messages []string) *bot.SendError {
	for _, m := range messages {
		if e := r.postOne(ctx, m); e != nil {
			return e
		}
	}
	return nil
}

// postOne posts one message. After a transient error it tries again at once, a few
// times.
func (r *robotPoster) postOne(ctx context.Context, text string) *bot.SendError {
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(ctx, callTime)
		err := r.robots.Send(call, r.name, text)
		cancel()
		if err == nil {
			return nil
		}
		e, ok := errors.AsType[*bot.SendError](err)
		if !ok {
			return &bot.SendError{Class: bot.Transient, Words: err.Error()}
		}
		if e.Class != bot.Transient || try == postTries {
			return e
		}
		sleep(ctx, 200*time.Millisecond<<try)
	}
}

// giveBack queues alerts for which no call was made.
func (r *robotPoster) giveBack(ctx context.Context, rest []group, again time.Time) error {
	var due []campaign.Notice
	for _, g := range rest {
		due = append(due, g.due...)
	}
	if len(due) == 0 {
		return nil
	}
	return r.settleUnit(ctx, due, func(campaign.Notice) campaign.NoticeOutcome {
		return campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: again, Uncounted: true}
	})
}

// settleUnit stores the next state of alerts in a unit of its own.
func (r *robotPoster) settleUnit(ctx context.Context, due []campaign.Notice, f func(campaign.Notice) campaign.NoticeOutcome) error {
	return r.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error { return r.settle(ctx, due, f) })
}

func (r *robotPoster) settle(ctx context.Context, due []campaign.Notice, f func(campaign.Notice) campaign.NoticeOutcome) error {
	for _, n := range due {
		if err := r.Ledger.Settle(ctx, n, f(n)); err != nil {
			return err
		}
	}
	return nil
}
