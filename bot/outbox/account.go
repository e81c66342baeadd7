package outbox

import (
	"context"
	"sync"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// alarmPause is how long the moderators are not told again that the account's
// settings are wrong.
const alarmPause = 10 * time.Minute

// account tracks whether the platform accepts calls of the account at all.
type account struct {
	Base
	mu      sync.Mutex // guards below
	until   time.Time  // nothing is sent before, by the clock
	alarmed time.Time
}

// stopsAccount reports whether an error means that no other call would fare better.
func stopsAccount(e *bot.SendError) bool {
	return !e.MaybeSent && (e.Class == bot.TooFast || e.Class == bot.BadConfig || e.Class == bot.Banned)
}

// paused reports whether nothing may leave at a time.
func (a *account) paused(now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return now.Before(a.until)
}

// pause stops all calls for a minute after one was refused. It alerts the moderators
// unless calls only came too fast. A ban stops everything until a moderator resumes it.
func (a *account) pause(ctx context.Context, e *bot.SendError) {
	now := a.Clock()
	a.mu.Lock()
	a.until = now.Add(pauseTime)
	a.mu.Unlock()
	var err error
	switch {
	case e.Class == bot.Banned:
		err = a.Unit.Do(ctx, func(ctx context.Context) error { return a.ban(ctx, e, now) })
	case e.Class != bot.TooFast && a.alarm(now):
		a.Log.ErrorContext(ctx, "nothing can be sent: repair the account's settings; retrying every minute",
			"code", e.Code, "words", e.Words)
		if err = a.Unit.Do(ctx, func(ctx context.Context) error { return a.tell(ctx, campaign.FaultSettings, e, now) }); err != nil {
			a.untold()
		}
	}
	if err != nil {
		a.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
}

// alarm reports whether the moderators are to be told now.
func (a *account) alarm(now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.Before(a.alarmed.Add(alarmPause)) {
		return false
	}
	a.alarmed = now
	return true
}

// untold takes an alarm back that was not stored: the next refusal raises it again.
func (a *account) untold() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.alarmed = time.Time{}
}

// ban stops all notices and every running broadcast, as #停 does, and alerts the
// moderators unless sending was stopped before.
func (a *account) ban(ctx context.Context, e *bot.SendError, now time.Time) error {
	if err := a.Broadcasts().StopAll(ctx); err != nil {
		return err
	}
	control, err := a.Controls.Control(ctx)
	if err != nil || control.Level >= campaign.StopFirst {
		return err
	}
	a.Log.ErrorContext(ctx, "the platform banned the account from sending; everything is stopped", "code", e.Code, "words", e.Words)
	if err := a.Controls.SetLevel(ctx, campaign.StopFirst, "platform", now); err != nil {
		return err
	}
	return a.tell(ctx, campaign.FaultBanned, e, now)
}

// tell enqueues an alert about the account.
func (b Base) tell(ctx context.Context, fault campaign.AccountFault, e *bot.SendError, now time.Time) error {
	c, err := b.Campaign(ctx, "")
	if err != nil {
		return err
	}
	return b.Notices.Enqueue(ctx, c.Alert(campaign.AccountAlert{Fault: fault, Code: e.Code}, now))
}
