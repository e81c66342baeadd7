package outbox_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

func noon() time.Time { return time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC) }

// row is a notice with where it stands.
type row struct {
	campaign.Notice
	outcome campaign.NoticeOutcome
	to      bot.UserID
	who     *campaign.Person
	owner   string
	begun   time.Time
}

// before reports whether a row that has begun goes before another one.
func (r row) before(other row) bool {
	return other.begun.IsZero() || r.begun.Before(other.begun) || r.begun.Equal(other.begun) && r.ID < other.ID
}

// world is everything that the outbox asks, in memory. A unit runs twice each time,
// and nothing of the first run remains.
type world struct {
	t      *testing.T
	unit   sync.Mutex
	mu     sync.Mutex // guards below
	now    time.Time
	rows   map[int64]row
	level  campaign.StopLevel
	by     string
	alerts []campaign.Body
	words  map[int64]bot.Reply
	calls  []string
	errs   []error // of the next calls; nil when the list is over
	during func()  // runs within each call
	// hang is what a call does instead of being answered; nil for nothing.
	hang func(ctx context.Context, call string) error
	free int // what the robot takes this minute
	next time.Time
	mass massWorld
	log  *slog.Logger
	// planning and storing fail while these are set.
	planning, storing error
	planPanics        bool
	plans             int
	// stolen are notices that another process begins first.
	stolen map[int64]bool
	// leased is called by the unit that begins a notice.
	leased func()
	// panicking are the notices whose words make the renderer panic.
	panicking map[int64]bool
	// undelivered are the reports about what did not arrive.
	undelivered []string
	// holds are the holds, told when their alarms were raised, minute what the robot has used.
	holds  map[string]outbox.Hold
	told   map[string]time.Time
	minute []time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{t: t, now: noon(), rows: map[int64]row{}, words: map[int64]bot.Reply{}, free: 20, log: slog.New(slog.DiscardHandler)}
}

// add queues a notice with this body for person 7.
func (w *world) add(id int64, b campaign.Body) *row {
	n := campaign.Notice{ID: id, Campaign: "talk", Person: 7, Body: b, Due: noon(), Priority: campaign.PriorityAnswer}
	r := row{Notice: n, to: "o7", who: &campaign.Person{ID: 7, Following: true, Credits: 5, CreditsUntil: noon().Add(time.Hour)}}
	r.outcome.State = campaign.NoticeQueued
	w.rows[id] = r
	return &r
}

// logged is a log in memory.
type logged struct {
	mu   sync.Mutex // guards text
	text bytes.Buffer
}

func newLog() *logged { return &logged{} }

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// Write implements io.Writer.
func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String returns what was logged.
func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logged) count(part string) int { return strings.Count(l.String(), part) }

// state is where a notice stands.
func (w *world) state(id int64) (s campaign.NoticeState) {
	w.locked(func() { s = w.rows[id].outcome.State })
	return s
}

func (w *world) set(r *row) { w.rows[r.ID] = *r }

// Do runs a unit twice. Nothing remains of the first run, nor of one that fails.
func (w *world) Do(ctx context.Context, f func(context.Context) error) error {
	w.unit.Lock()
	defer w.unit.Unlock()
	var rows map[int64]row
	var level campaign.StopLevel
	var alerts []campaign.Body
	var mass massWorld
	var undelivered []string
	var held map[string]outbox.Hold
	var told map[string]time.Time
	var minute []time.Time
	w.locked(func() {
		held, told, minute = maps.Clone(w.holds), maps.Clone(w.told), slices.Clone(w.minute)
		rows, level, alerts = maps.Clone(w.rows), w.level, slices.Clone(w.alerts)
		mass, undelivered = w.mass.clone(), slices.Clone(w.undelivered)
	})
	rollBack := func() {
		w.rows, w.level, w.alerts = maps.Clone(rows), level, slices.Clone(alerts)
		w.mass, w.undelivered = mass.clone(), slices.Clone(undelivered)
		w.holds, w.told, w.minute = maps.Clone(held), maps.Clone(told), slices.Clone(minute)
	}
	for try := range 2 {
		err := f(ctx)
		if err != nil || try == 0 {
			w.locked(rollBack)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) locked(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *world) Wake(_ context.Context, now time.Time, n int) (more bool, err error) {
	w.locked(func() {
		for _, id := range slices.Sorted(maps.Keys(w.rows)) {
			r := w.rows[id]
			if due := r.outcome.Due; n > 0 && r.outcome.State == campaign.NoticeShelved && !due.IsZero() && !due.After(now) {
				w.move(id, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: due})
				n--
			}
		}
	})
	return n == 0, nil
}

func (w *world) Due(_ context.Context, now time.Time, n int) (out []outbox.Item, err error) {
	w.locked(func() {
		byPriority := func(a, b row) int { return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.ID, b.ID)) }
		for _, r := range slices.SortedFunc(maps.Values(w.rows), byPriority) {
			if r.outcome.State == campaign.NoticeQueued && r.Robot == "" && !r.Due.After(now) && !w.held(r, now) && len(out) < n {
				out = append(out, outbox.Item{Notice: r.Notice, To: r.to, Who: r.who})
			}
		}
	})
	return out, nil
}

// held reports whether another notice of the person goes first.
func (w *world) held(r row, now time.Time) bool {
	for _, e := range w.rows {
		if e.ID == r.ID || e.Person != r.Person || !e.begun.After(now.Add(-campaign.TurnMax)) {
			continue
		}
		s := e.outcome.State
		if s == campaign.NoticeSending || s == campaign.NoticeQueued && !e.Due.After(now) && e.before(r) {
			return true
		}
	}
	return false
}

// heldRobot reports whether an earlier alert of the robot has begun and waits.
func (w *world) heldRobot(r row, now time.Time) bool {
	for _, e := range w.rows {
		waits := e.outcome.State == campaign.NoticeSending || e.outcome.State == campaign.NoticeQueued && e.Due.After(now)
		if e.ID < r.ID && e.Robot == r.Robot && waits && e.begun.After(now.Add(-campaign.TurnMax)) {
			return true
		}
	}
	return false
}

func (w *world) DueRobot(_ context.Context, robot string, now time.Time, n int) (out []campaign.Notice, err error) {
	w.locked(func() {
		for _, id := range slices.Sorted(maps.Keys(w.rows)) {
			r := w.rows[id]
			if r.outcome.State == campaign.NoticeQueued && r.Robot == robot && !r.Due.After(now) && !w.heldRobot(r, now) && len(out) < n {
				out = append(out, r.Notice)
			}
		}
	})
	return out, nil
}

func (w *world) Begin(_ context.Context, n campaign.Notice, owner string) (ok bool, err error) {
	w.locked(func() {
		r := w.rows[n.ID]
		if ok = r.outcome.State == campaign.NoticeQueued && !w.stolen[n.ID]; ok {
			r.outcome.State, r.owner, r.Paid = campaign.NoticeSending, owner, n.Paid
			r.Attempts++
			if r.begun.IsZero() {
				r.begun = w.now
			}
			w.rows[n.ID] = r
		}
	})
	if w.leased != nil {
		w.leased()
	}
	return ok, nil
}

func (w *world) Settle(_ context.Context, n campaign.Notice, o campaign.NoticeOutcome) (moved bool, err error) {
	w.locked(func() {
		if err = w.storing; err == nil && w.rows[n.ID].outcome.State != campaign.NoticeCancelled {
			moved = true
			w.move(n.ID, o)
		}
	})
	return moved, err
}

// move changes the state of a row, as far as the table of transitions allows.
func (w *world) move(id int64, o campaign.NoticeOutcome) {
	r := w.rows[id]
	if !r.outcome.State.CanBecome(o.State) {
		w.t.Errorf("notice %d went from %s to %s", id, r.outcome.State, o.State)
	}
	r.outcome = o
	if o.State == campaign.NoticeQueued {
		r.Due = o.Due
	}
	if o.Uncounted {
		r.Attempts--
	}
	w.rows[id] = r
}

func (w *world) Interrupted(_ context.Context, owner string, _ int) (out []campaign.Notice, err error) {
	w.locked(func() {
		for _, r := range w.rows {
			if r.outcome.State == campaign.NoticeSending && r.owner != owner {
				out = append(out, r.Notice)
			}
		}
	})
	return out, nil
}

func (w *world) Enqueue(_ context.Context, n campaign.Notice) error {
	w.locked(func() {
		if n.Robot != campaign.StaffRobot || n.Campaign != "talk" {
			w.t.Errorf("an alert to %q of %q", n.Robot, n.Campaign)
		}
		w.alerts = append(w.alerts, n.Body)
	})
	return nil
}

func (w *world) Control(context.Context) (c campaign.Control, err error) {
	w.locked(func() { c.Level = w.level })
	return c, nil
}

func (w *world) SetLevel(_ context.Context, l campaign.StopLevel, by string, _ time.Time) error {
	w.locked(func() { w.level, w.by = l, by })
	return nil
}

func (w *world) Render(_ context.Context, n campaign.Notice) (bot.Reply, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.panicking[n.ID] {
		panic("no such words")
	}
	if said, ok := w.words[n.ID]; ok {
		if said == nil {
			return nil, errors.New("no words")
		}
		return said, nil
	}
	return bot.Text(fmt.Sprint("words ", n.ID)), nil
}

func (w *world) TakeWithdrawn(_ context.Context, n int) (out []campaign.Notice, err error) {
	w.locked(func() {
		for _, id := range slices.Sorted(maps.Keys(w.rows)) {
			if r := w.rows[id]; r.outcome.State == campaign.NoticeCancelled && r.Promise.Name != "" && len(out) < n {
				out = append(out, r.Notice)
				r.Promise = campaign.Promise{}
				w.rows[id] = r
			}
		}
	})
	return out, nil
}

func (w *world) Undelivered(_ context.Context, n campaign.Notice, why campaign.Failure) error {
	w.locked(func() {
		w.undelivered = append(w.undelivered, fmt.Sprint(n.ID, " ", why.Cause, " ", why.Called, " ", why.Kept))
	})
	return nil
}

func (w *world) Plan(context.Context, time.Time) error {
	w.plans++
	if w.planPanics {
		panic(w.planning)
	}
	return w.planning
}

// call notes a call and returns the next error of the list.
func (w *world) call(ctx context.Context, format string, args ...any) error {
	w.mu.Lock()
	w.calls = append(w.calls, fmt.Sprintf(format, args...))
	var err error
	if len(w.errs) > 0 {
		err, w.errs = w.errs[0], w.errs[1:]
	}
	during, hang := w.during, w.hang
	w.mu.Unlock()
	if during != nil {
		during()
	}
	if hang != nil {
		return hang(ctx, fmt.Sprintf(format, args...))
	}
	return err
}

func (w *world) SendText(ctx context.Context, openid, text string) error {
	return w.call(ctx, "%s: %s", openid, text)
}

func (w *world) SendChoices(ctx context.Context, openid string, c bot.Choices) error {
	return w.call(ctx, "%s chooses: %s", openid, c.Lead)
}

func (w *world) SendFile(ctx context.Context, openid, file string) error {
	return w.call(ctx, "%s sees: %s", openid, file)
}

// subscriptions are a channel of their own, since SendText has the same name.
type subscriptions struct{ w *world }

func (s subscriptions) Send(ctx context.Context, openid, title, text string) error {
	return s.w.call(ctx, "%s agreed to %s: %s", openid, title, text)
}

// robots is the group robot of a world. A message holds two short texts.
type robots struct{ w *world }

func (r robots) Send(ctx context.Context, robot, text string) error {
	return r.w.call(ctx, "%s: %s", robot, text)
}

func (robots) Merge(texts []string) (out []string) {
	for _, t := range texts {
		for ; len(t) > 20; t = t[20:] {
			out = append(out, t[:20])
		}
		if i := len(out) - 1; i >= 0 && len(out[i])+len(t) < 20 {
			out[i] += "|" + t
			continue
		}
		out = append(out, t)
	}
	return out
}

func (robots) PerMinute() int { return 20 }

func (r robots) Free(string) (int, time.Time) { return r.w.free, r.w.next }

// dispatcher is one that works on a world.
func (w *world) dispatcher() *outbox.Dispatcher { return outbox.New(w.options()) }

// options are the ports of a world.
func (w *world) options() outbox.Options {
	c := &campaign.Campaign{ID: "talk", Name: "the talk", Zone: time.UTC}
	return outbox.Options{
		Base: outbox.Base{
			Unit: w, Ledger: w, Notices: w, Controls: w,
			Broadcasts: func() outbox.BroadcastControl { return &w.mass },
			Reports:    func() outbox.Reports { return w }, Withdrawals: w, Shared: w,
			Campaign: func(context.Context, string) (*campaign.Campaign, error) { return c, nil }, Owner: "me", Log: w.log,
			Clock: func() (now time.Time) {
				w.locked(func() { now = w.now })
				return now
			},
		},
		Messages: w, Images: w, Subscriptions: subscriptions{w}, Mass: massChannel{w}, Robots: robots{w},
		RobotNames: []string{"staff"}, Render: w, Plan: w, Ready: func() bool { return true },
	}
}

// settle runs a dispatcher until nothing is left to do.
func (w *world) settle(d *outbox.Dispatcher) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	if err := d.Settle(ctx); err != nil {
		w.t.Fatal(err)
	}
}
