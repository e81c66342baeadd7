package campaign

import (
	"context"
	"fmt"
	"strings"
	"time"
)

const (
	// watchEvery is how often the moderators hear of what waits too long (ruling 57).
	watchEvery = 30 * time.Minute
	// watchSpan is for how long after it was opened a ticket is spoken of. After that no
	// answer can be sent any more, and one that nobody wants to answer would be repeated
	// for ever.
	watchSpan = 3 * 24 * time.Hour
	// watchNames is how many tickets an alert names, and watchMax how many it counts.
	watchNames, watchMax = 20, 200
)

// WatchStore reads what waits for moderators. Its methods join the unit of the context.
type WatchStore interface {
	// WaitingBetween returns the names of at most n open tickets that were opened from
	// since to before, the oldest first.
	WaitingBetween(ctx context.Context, campaign string, since, before time.Time, n int) ([]string, error)
	// WatchTold notes that the moderators are told now. It returns false, and notes
	// nothing, if they were told after before: by this process or another one.
	WatchTold(ctx context.Context, campaign, kind string, before, now time.Time) (bool, error)
}

// Watch keeps the promise to answer in view (ruling 57).
type Watch struct {
	Campaign *Campaign
	Store    WatchStore
	Notices  Notices
}

// Tell alerts the moderators to tickets that wait longer than was promised, each half
// hour while there are some, and at the start of duty to those of the night. Outside of
// duty hours it does nothing.
func (w *Watch) Tell(ctx context.Context, now time.Time) error {
	duty := w.Campaign.Duty
	if w.Campaign.PromisedMinutes == 0 || !duty.Contains(now.In(w.Campaign.Zone)) {
		return nil
	}
	began, ended := duty.around(now.In(w.Campaign.Zone))
	if err := w.night(ctx, began, ended, now); err != nil {
		return fmt.Errorf("tell what came in at night: %w", err)
	}
	if err := w.overdue(ctx, began, now); err != nil {
		return fmt.Errorf("tell what waits too long: %w", err)
	}
	return nil
}

// night tells what came in between the end of the last duty and the start of this one.
func (w *Watch) night(ctx context.Context, began, ended, now time.Time) error {
	if now.Sub(began) >= watchEvery || !ended.Before(began) {
		return nil
	}
	names, err := w.Store.WaitingBetween(ctx, w.Campaign.ID, ended, began, watchMax)
	if err != nil || len(names) == 0 {
		return err
	}
	return w.tell(ctx, began.Add(-time.Millisecond), now, WaitingAlert{Night: true}, names)
}

// overdue tells which tickets wait too long. Those of the night count from the start of
// duty.
func (w *Watch) overdue(ctx context.Context, began, now time.Time) error {
	promised := time.Duration(w.Campaign.PromisedMinutes) * time.Minute
	latest := now.Add(-promised)
	if latest.Before(began) {
		return nil
	}
	names, err := w.Store.WaitingBetween(ctx, w.Campaign.ID, now.Add(-watchSpan), latest, watchMax)
	if err != nil || len(names) == 0 {
		return err
	}
	return w.tell(ctx, now.Add(-watchEvery), now, WaitingAlert{Minutes: w.Campaign.PromisedMinutes}, names)
}

// tell sends an alert unless the moderators were told after a time.
func (w *Watch) tell(ctx context.Context, before, now time.Time, a WaitingAlert, names []string) error {
	kind := "overdue"
	if a.Night {
		kind = "night"
	}
	mine, err := w.Store.WatchTold(ctx, w.Campaign.ID, kind, before, now)
	if err != nil || !mine {
		return err
	}
	a.Count, a.Tickets = len(names), strings.Join(names[:min(len(names), watchNames)], " ")
	if len(names) > watchNames {
		a.Tickets += " …"
	}
	n := w.Campaign.Alert(a, now)
	n.Topic = "waiting " + kind // one that did not leave yet is replaced
	return w.Notices.Enqueue(ctx, n)
}

// AnswerBy returns until when an answer to what was asked at a time is promised: the promised
// minutes after it, or after the start of the next duty if nobody was on duty. It is zero if
// nothing is promised.
func (c *Campaign) AnswerBy(asked time.Time) time.Time {
	if c.PromisedMinutes == 0 {
		return time.Time{}
	}
	asked = asked.In(c.Zone)
	if !c.Duty.Contains(asked) {
		began, _ := c.Duty.around(asked) // of the duty that has ended
		asked = began.AddDate(0, 0, 1)
	}
	return asked.Add(time.Duration(c.PromisedMinutes) * time.Minute)
}

// around returns when the span that holds t began, and when the one before it ended. A span
// of the whole day has neither end nor beginning: it began at midnight.
func (h Hours) around(t time.Time) (began, ended time.Time) {
	day := func(offset, minutes int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day()+offset, minutes/60, minutes%60, 0, 0, t.Location())
	}
	began = day(0, h.From)
	if began.After(t) {
		began = day(-1, h.From)
	}
	ended = day(0, h.To)
	for ended.After(began) {
		ended = ended.AddDate(0, 0, -1)
	}
	return began, ended
}
