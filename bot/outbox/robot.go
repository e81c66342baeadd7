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
	// alertMax is how many messages one alert gets: a minute must hold them, or it would
	// hold back all others.
	alertMax = 10
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
	// until is when the minute has room for the next group. Only passes use it, one at a
	// time.
	until time.Time
}

// group is alerts that leave together: in one message, or an alert alone in as many
// as it needs.
type group struct {
	due      []campaign.Notice
	messages []string
}

// round is what a unit found for one robot.
type round struct {
	group group // begun; empty for none
	// wait is when there is room for what is due; zero if nothing has to wait.
	wait time.Time
	// broken are the alerts that could not be put into words, with why. They have failed.
	broken map[int64]error
}

// pass begins the alerts that are due and fit one message, because the robot accepts 20
// a minute and nobody reads forty. It does not wait for the call; until it has ended, the
// robot gets nothing else. more is true if a call was begun or is under way.
func (r *robotPoster) pass(ctx context.Context) (more bool, err error) {
	now := r.Clock()
	if now.Before(r.until) {
		return false, nil
	}
	if !r.acquire() {
		return true, nil
	}
	var found round
	err = r.Unit.Do(ctx, func(ctx context.Context) error {
		found, err = r.lease(ctx, now)
		return err
	})
	if err != nil || len(found.group.due) == 0 {
		r.release()
	}
	if errors.Is(err, errRival) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.until = found.wait
	for id, why := range found.broken {
		r.Log.ErrorContext(ctx, "an alert could not be put into words; it is given up: report the fault", "notice", id, "error", why)
	}
	if len(found.group.due) == 0 {
		return len(found.broken) > 0, nil
	}
	r.run(ctx, "posting alerts", func(ctx context.Context) { // ends with its calls, which are bounded in time
		if err := r.post(ctx, found.group); err != nil {
			r.Log.ErrorContext(ctx, "store the result of alerts; they stay under way until the next start", "robot", r.name, "error", err)
		}
	})
	return true, nil
}

// lease begins the first group of the due alerts if the minute has room for it. Alerts
// are sent even while replies are stopped, unless the robots are stopped too. It changes nothing in memory, since a unit may
// run more than once.
func (r *robotPoster) lease(ctx context.Context, now time.Time) (found round, err error) {
	control, err := r.Controls.Control(ctx)
	if err != nil || control.Level >= campaign.StopRobots {
		return round{}, err
	}
	due, err := r.Ledger.DueRobot(ctx, r.name, now, robotBatch)
	if err != nil || len(due) == 0 {
		return round{}, err
	}
	first, broken := r.firstGroup(ctx, due)
	for _, n := range due {
		if broken[n.ID] == nil {
			continue
		}
		if _, err := r.Ledger.Settle(ctx, n, campaign.Broken(false)); err != nil {
			return round{}, err
		}
	}
	if free, next := r.robots.Free(r.name); len(first.messages) > free {
		if free > 0 { // it needs more than is left of this minute
			next = now.Add(pauseTime)
		}
		return round{wait: next, broken: broken}, nil
	}
	if next, err := r.take(ctx, len(first.messages), now); err != nil || !next.IsZero() {
		return round{wait: next, broken: broken}, err
	}
	for _, n := range first.due {
		begun, err := r.Ledger.Begin(ctx, n, r.Owner)
		if err == nil && !begun {
			err = errRival
		}
		if err != nil {
			return round{}, err
		}
	}
	return round{group: first, broken: broken}, nil
}

// errRival ends the unit of a group of which another process has begun an alert.
var errRival = errors.New("another process posts these alerts")

// take takes room for n messages from the minute that all processes share. It returns when
// there is some if there is none now.
func (r *robotPoster) take(ctx context.Context, n int, now time.Time) (next time.Time, err error) {
	if n == 0 {
		return time.Time{}, nil
	}
	return r.Shared.TakeMinute(ctx, "robot:"+r.name, n, r.robots.PerMinute(), now)
}

// firstGroup puts alerts into words, and joins those at the head that fit one message.
// broken holds the alerts that it met and that have no words.
func (r *robotPoster) firstGroup(ctx context.Context, due []campaign.Notice) (first group, broken map[int64]error) {
	broken = map[int64]error{}
	for _, n := range due {
		words, err := r.words(ctx, n)
		if err != nil {
			broken[n.ID] = err
			continue
		}
		if len(first.due) == 0 {
			first = group{[]campaign.Notice{n}, r.robots.Merge([]string{words})}
			first.messages = first.messages[:min(len(first.messages), alertMax)]
			continue
		}
		if len(first.messages) > 1 {
			break
		}
		m := r.robots.Merge([]string{first.messages[0], words})
		if len(m) > 1 {
			break
		}
		first = group{append(first.due, n), m}
	}
	return first, broken
}

// words renders an alert. A panic is an error.
func (r *robotPoster) words(ctx context.Context, n campaign.Notice) (words string, err error) {
	var said bot.Reply
	if panicked := bot.Protect(func() { said, err = r.render.Render(ctx, n) }); panicked != nil || err != nil {
		return "", errors.Join(panicked, err)
	}
	text, _ := bot.Words(said)
	return string(text), nil
}

// post posts a group and stores the result. An alert whose call we have cut is posted
// again, because a repeated alert does no harm.
func (r *robotPoster) post(ctx context.Context, g group) error {
	if !r.mayCall() {
		return r.settleUnit(ctx, g.due, campaign.GivenBack)
	}
	e := r.postAll(ctx, g.messages)
	if refusedTogether(e, g.due) {
		return r.postApart(ctx, g.due)
	}
	again := r.Clock()
	if e != nil && (e.Class == bot.TooFast || e.Class == bot.Transient) {
		again = again.Add(pauseTime)
	}
	return r.settleUnit(ctx, g.due, func(n campaign.Notice) campaign.NoticeOutcome {
		if e != nil && r.end.hasStarted() && !e.Refused() {
			return campaign.GivenBack(n)
		}
		return campaign.AfterPost(n, e, again)
	})
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
		err := r.send(ctx, text)
		if err == nil {
			return nil
		}
		e, ok := errors.AsType[*bot.SendError](err)
		if !ok {
			return &bot.SendError{Class: bot.Transient, Words: err.Error()}
		}
		if e.Class != bot.Transient || try == postTries || !r.end.sleep(200*time.Millisecond<<try) || !r.mayCall() {
			return e
		}
	}
}

func (r *robotPoster) call(ctx context.Context, text string) error {
	return timed(r.Base, ChannelRobot, func() error { return r.robots.Send(ctx, r.name, text) })
}

// send makes one call. After a panic it is not repeated.
func (r *robotPoster) send(ctx context.Context, text string) (err error) {
	call, cancel := r.end.call(ctx, callTime)
	defer cancel()
	if panicked := bot.Protect(func() { err = r.call(call, text) }); panicked != nil {
		r.Log.ErrorContext(ctx, "a fault in the program broke a post to a group off: report the fault", "robot", r.name, "error", panicked)
		return &bot.SendError{Class: bot.Bug, Words: campaign.ReasonBroken}
	}
	return err
}

// settleUnit stores the next state of alerts in a unit of its own.
func (r *robotPoster) settleUnit(ctx context.Context, due []campaign.Notice, f func(campaign.Notice) campaign.NoticeOutcome) error {
	return r.store(ctx, r.end, func(ctx context.Context) error {
		for _, n := range due {
			if _, err := r.Ledger.Settle(ctx, n, f(n)); err != nil {
				return err
			}
		}
		return nil
	})
}
