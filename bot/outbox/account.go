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
	mu    sync.Mutex // guards below
	until time.Time  // nothing is sent before, by the clock
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

// hold lets nothing leave until a time.
func (a *account) hold(until time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if until.After(a.until) {
		a.until = until
	}
}

// pause stops all calls of all processes for a minute after one was refused. It alerts the
// moderators unless calls only came too fast. A ban stops everything until a moderator
// resumes it.
func (a *account) pause(ctx context.Context, e *bot.SendError) {
	now := a.Clock()
	h := Hold{now.Add(pauseTime), *e}
	a.hold(h.Until) // also if it cannot be stored
	alarm := alarmPause
	if e.Class == bot.TooFast || e.Class == bot.Banned {
		alarm = 0
	}
	var tell bool
	err := a.Unit.Do(ctx, func(ctx context.Context) (err error) {
		if tell, err = a.Shared.Hold(ctx, holdAccount, h, now, alarm); err != nil {
			return err
		}
		switch {
		case e.Class == bot.Banned:
			return a.ban(ctx, e, now)
		case tell:
			return a.tell(ctx, campaign.FaultSettings, e, now)
		default:
			return nil
		}
	})
	if tell {
		a.Log.ErrorContext(ctx, "nothing can be sent: repair the account's settings; retrying every minute",
			"code", e.Code, "words", e.Words)
	}
	if err != nil {
		a.Log.ErrorContext(ctx, "raise an alarm", "error", err)
	}
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
