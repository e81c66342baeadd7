package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

// ledger is a ledger in memory: units are one lock.
type ledger struct {
	mu     sync.Mutex
	queued map[int64]outbox.Item
	ended  map[int64]outbox.Result
	level  campaign.StopLevel
}

func (l *ledger) Do(ctx context.Context, f func(context.Context) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f(ctx)
}

func (l *ledger) Due(_ context.Context, now time.Time, n int) (out []outbox.Item, err error) {
	for _, it := range l.queued {
		if !it.Due.After(now) && len(out) < n {
			out = append(out, it)
		}
	}
	return out, nil
}

func (l *ledger) Begin(_ context.Context, n campaign.Notice, _ string) (bool, error) {
	_, ok := l.queued[n.ID]
	delete(l.queued, n.ID)
	return ok, nil
}

func (l *ledger) End(_ context.Context, n campaign.Notice, r outbox.Result) error {
	delete(l.queued, n.ID)
	l.ended[n.ID] = r
	return nil
}

func (l *ledger) Requeue(_ context.Context, n campaign.Notice, due time.Time, _ outbox.Result) error {
	n.Due = due
	n.Attempts++
	l.queued[n.ID] = item(n)
	return nil
}

func (*ledger) DueRobot(context.Context, string, time.Time, int) ([]campaign.Notice, error) {
	return nil, nil
}
func (*ledger) Interrupted(context.Context, string) ([]campaign.Notice, error) { return nil, nil }
func (*ledger) Enqueue(context.Context, campaign.Notice) error                 { return nil }
func (l *ledger) Control(context.Context) (campaign.Control, error) {
	return campaign.Control{Level: l.level}, nil
}

func (l *ledger) SetLevel(_ context.Context, level campaign.StopLevel, _ string, _ time.Time) error {
	l.level = level
	return nil
}

func (*ledger) Render(context.Context, campaign.Notice) (bot.Reply, error) {
	return bot.Text("words"), nil
}
func (*ledger) Plan(context.Context, time.Time) error { return nil }

func item(n campaign.Notice) outbox.Item {
	who := &campaign.Person{ID: n.Person, Following: true, Credits: 5, CreditsUntil: noon().Add(time.Hour)}
	return outbox.Item{Notice: n, To: "o", Who: who}
}

func noon() time.Time { return time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC) }

// messenger answers with the next error of a list, then with success.
type messenger struct {
	mu     sync.Mutex
	errs   []error
	called int
}

func (m *messenger) SendText(context.Context, string, string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.called++
	if len(m.errs) == 0 {
		return nil
	}
	err := m.errs[0]
	m.errs = m.errs[1:]
	return err
}

func (m *messenger) SendChoices(ctx context.Context, openid string, c bot.Choices) error {
	return m.SendText(ctx, openid, string(c.Words()))
}

func dispatch(t *testing.T, level campaign.StopLevel, errs ...error) (*ledger, *messenger) {
	t.Helper()
	l := &ledger{queued: map[int64]outbox.Item{}, ended: map[int64]outbox.Result{}, level: level}
	n := campaign.Notice{ID: 1, Person: 7, Kind: campaign.NoticeReminder, Due: noon(), Priority: campaign.PriorityReminder}
	l.queued[1] = item(n)
	m := &messenger{errs: errs}
	c := &campaign.Campaign{Zone: time.UTC}
	d := outbox.New(outbox.Options{
		Unit: l, Ledger: l, Notices: l, Controls: l, Messages: m, Render: l, Plan: l, Campaign: func() *campaign.Campaign { return c },
		Clock: noon, Ready: func() bool { return true }, Owner: "b", Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := d.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	return l, m
}

func TestFates(t *testing.T) {
	t.Parallel()
	transient := &bot.SendError{Class: bot.Transient, Code: -1}
	for name, c := range map[string]struct {
		level campaign.StopLevel
		errs  []error
		state outbox.State
		calls int
	}{
		"sent":                        {state: outbox.Sent, calls: 1},
		"sent at the third try":       {errs: []error{transient, transient}, state: outbox.Sent, calls: 3},
		"given up after five":         {errs: slices.Repeat([]error{transient}, 6), state: outbox.Failed, calls: 5},
		"no answer":                   {errs: []error{&bot.SendError{MaybeSent: true}}, state: outbox.Unknown, calls: 1},
		"an error of no class":        {errs: []error{errors.New("odd")}, state: outbox.Unknown, calls: 1},
		"no window":                   {errs: []error{&bot.SendError{Class: bot.NoWindow, Code: 45015}}, state: outbox.Failed, calls: 1},
		"unreachable":                 {errs: []error{&bot.SendError{Class: bot.NoRecipient, Code: 1}}, state: outbox.Failed, calls: 1},
		"gone":                        {errs: []error{&bot.SendError{Class: bot.NoRecipient, Gone: true}}, state: outbox.Failed, calls: 1},
		"bad content":                 {errs: []error{&bot.SendError{Class: bot.BadContent, Code: 45002}}, state: outbox.Failed, calls: 1},
		"settings are wrong":          {errs: []error{&bot.SendError{Class: bot.BadConfig, Code: 40164}}, state: "", calls: 1},
		"a retry while all must wait": {errs: []error{transient, &bot.SendError{Class: bot.TooFast, Code: 45011}}, state: "", calls: 2},
		"stopped":                     {level: campaign.StopFirst, state: "", calls: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, m := dispatch(t, c.level, c.errs...)
			if got := l.ended[1].State; got != c.state || m.called != c.calls {
				t.Errorf("state %q after %d calls, want %q after %d", got, m.called, c.state, c.calls)
			}
			if gone := l.ended[1].Gone; gone != (name == "gone") {
				t.Errorf("noted as gone: %t", gone)
			}
			if _, waits := l.queued[1]; waits != (c.state == "") {
				t.Errorf("queued: %v", waits)
			}
		})
	}
}
