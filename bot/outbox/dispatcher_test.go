package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestOutcomes sends one notice and looks where it stands. Units run twice: nobody
// is told twice, and nobody stays busy.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	answer, reminder := campaign.HumanAnswer{Text: "yes"}, campaign.ReminderText{Planned: noon()}
	noWindow, badConfig := &bot.SendError{Class: bot.NoWindow, Code: 45015}, &bot.SendError{Class: bot.BadConfig, Code: 40164}
	tooFast := &bot.SendError{Class: bot.TooFast}
	for name, c := range map[string]struct {
		body  campaign.Body
		level campaign.StopLevel
		errs  []error
		state campaign.NoticeState
		calls int
	}{
		"sent":                             {reminder, 0, nil, campaign.NoticeSent, 1},
		"sent at the third try":            {reminder, 0, []error{transient(), transient()}, campaign.NoticeSent, 3},
		"given up after five":              {reminder, 0, slices.Repeat([]error{transient()}, 6), campaign.NoticeFailed, 5},
		"no answer":                        {reminder, 0, []error{lost()}, campaign.NoticeUnknown, 1},
		"an answer without an answer":      {answer, 0, []error{lost()}, campaign.NoticeShelved, 1},
		"an error of no class":             {reminder, 0, []error{errors.New("odd")}, campaign.NoticeUnknown, 1},
		"no window":                        {reminder, 0, []error{noWindow}, campaign.NoticeFailed, 1},
		"settings are wrong":               {reminder, 0, []error{badConfig}, campaign.NoticeQueued, 1},
		"a retry while all must wait":      {reminder, 0, []error{transient(), tooFast}, campaign.NoticeQueued, 2},
		"stopped":                          {reminder, campaign.StopFirst, nil, campaign.NoticeQueued, 0},
		"what is kept while it is stopped": {answer, campaign.StopFirst, nil, campaign.NoticeShelved, 0},
		"a reply while it is stopped":      {campaign.LateReply{}, campaign.StopFirst, nil, campaign.NoticeSent, 1},
		"too late":                         {campaign.ReminderText{Planned: noon().Add(-time.Hour)}, 0, nil, campaign.NoticeFailed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.level, w.errs = c.level, c.errs
			w.add(1, c.body)
			w.settle(w.dispatcher())
			if got := w.rows[1]; got.outcome.State != c.state || len(w.calls) != c.calls {
				t.Errorf("%s after %d calls, want %s after %d", got.outcome.State, len(w.calls), c.state, c.calls)
			}
		})
	}
}

// TestChannels gives each kind of reply to its channel.
func TestChannels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, said := range []bot.Reply{
		bot.Text("hello"), bot.Choices{Lead: "which"}, bot.Picture{File: "poster.png"}, bot.Text(""), bot.Silence{}, nil,
	} {
		w.add(int64(id), campaign.HumanAnswer{})
		w.words[int64(id)] = said
	}
	r := w.add(9, campaign.ReminderText{Planned: noon()})
	r.Person, r.to = 8, "o8"
	r.who = &campaign.Person{ID: 8, Following: true, Subscriptions: 1}
	w.set(r)
	w.settle(w.dispatcher())
	slices.Sort(w.calls)
	want := []string{"o7 chooses: which", "o7 sees: poster.png", "o7: hello", "o8 agreed to the talk: words 9"}
	if d := cmp.Diff(want, w.calls); d != "" {
		t.Errorf("calls (-want +got)\n%s", d)
	}
	if got := w.rows[9]; got.Paid != campaign.PaidSubscription {
		t.Errorf("the consent was not used: %+v", got)
	}
	for id := int64(3); id < 6; id++ {
		if got := w.rows[id].outcome; got.State != campaign.NoticeFailed || got.Words == "" {
			t.Errorf("notice %d without words: %+v", id, got)
		}
	}
}

// TestOrder sends the notices of one person one after the other, and those of others
// at the same time.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id := int64(1); id <= 3; id++ {
		w.add(id, campaign.HumanAnswer{})
	}
	other := w.add(4, campaign.HumanAnswer{})
	other.Person, other.to = 8, "o8"
	w.set(other)
	meet := make(chan bool, 2)
	w.during = func() { // the first calls wait for one another
		select {
		case meet <- true:
		default:
		}
		for deadline := time.Now().Add(time.Second); len(meet) < 2 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
	}
	w.settle(w.dispatcher())
	var mine []string
	for _, c := range w.calls {
		if c[:2] == "o7" {
			mine = append(mine, c)
		}
	}
	if want := []string{"o7: words 1", "o7: words 2", "o7: words 3"}; !slices.Equal(mine, want) {
		t.Errorf("calls %q", w.calls)
	}
	if !slices.Contains(w.calls[:2], "o8: words 4") {
		t.Errorf("o8 waited for o7: %q", w.calls)
	}
}

// TestUnitFails keeps nobody busy when a unit fails.
func TestUnitFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{})
	d := w.dispatcher()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("settle: %v", err)
	}
	w.settle(d)
	if len(w.calls) != 1 {
		t.Errorf("calls %q", w.calls)
	}
}

// TestFaults logs what goes wrong without anybody to tell, and goes on.
func TestFaults(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	w, down := newWorld(t), errors.New("the disk is full")
	w.log, w.planning = slog.New(slog.NewTextHandler(&logged, nil)), down
	d := w.dispatcher()
	if err := d.Settle(t.Context()); !errors.Is(err, down) {
		t.Errorf("settle: %v", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	if d.Run(ctx); !strings.Contains(logged.String(), "level=ERROR msg=sending error=\"plan what is due: the disk is full\"") {
		t.Errorf("logged %q", logged.String())
	}
	if w.planning = nil; len(w.calls) > 0 {
		t.Errorf("calls %q", w.calls)
	}
}

// TestPlanFails sends what is due although planning fails, or panics.
func TestPlanFails(t *testing.T) {
	t.Parallel()
	for _, panics := range []bool{false, true} {
		w := newWorld(t)
		w.planning, w.planPanics = errors.New("no plan"), panics
		w.add(1, campaign.HumanAnswer{})
		w.alert(2)
		if err := w.dispatcher().Settle(t.Context()); err == nil {
			t.Error("settled without an error")
		}
		for end := time.Now().Add(10 * time.Second); w.state(1) != campaign.NoticeSent || w.state(2) != campaign.NoticeSent; {
			if time.Sleep(time.Millisecond); time.Now().After(end) {
				t.Fatalf("the notice is %s, the alert %s", w.state(1), w.state(2))
			}
		}
	}
}

// TestStoreAgain stores the result of a call again while the disk is full, and sends the
// person nothing else meanwhile.
func TestStoreAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.storing = errors.New("the disk is full")
		w.add(1, campaign.HumanAnswer{})
		w.add(2, campaign.HumanAnswer{})
		w.alert(3)
		time.AfterFunc(5*time.Second, func() { w.locked(func() { w.storing = nil }) })
		w.settle(w.dispatcher())
		mine := slices.DeleteFunc(slices.Clone(w.calls), func(s string) bool { return s == "staff: words 3" })
		sent := w.count(campaign.NoticeSent)
		if want := []string{"o7: words 1", "o7: words 2"}; !slices.Equal(mine, want) || len(w.calls) != 3 || sent != 3 {
			t.Errorf("calls %q, %d were stored as sent", w.calls, sent)
		}
	})
}

// TestStoreNever logs a result that could not be stored, and goes on with the others.
func TestStoreNever(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var logged bytes.Buffer
		w := newWorld(t)
		w.log, w.storing = slog.New(slog.NewTextHandler(&logged, nil)), errors.New("the disk is full")
		w.add(1, campaign.HumanAnswer{})
		d := w.dispatcher()
		if err := d.Settle(t.Context()); err != nil {
			t.Error(err)
		}
		if got := logged.String(); !strings.Contains(got, "level=ERROR") || w.state(1) != campaign.NoticeSending {
			t.Errorf("logged %q, notice 1 is %s", got, w.state(1))
		}
		w.storing = nil
		w.add(2, campaign.HumanAnswer{})
		w.locked(func() { w.now = w.now.Add(campaign.TurnMax) })
		if w.settle(d); w.state(2) != campaign.NoticeSent {
			t.Errorf("ten minutes later the next notice of the same person is %s", w.state(2))
		}
	})
}

// TestAccount lets nothing leave for a minute, and says so every ten minutes.
func TestAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{})
	bad := &bot.SendError{Class: bot.BadConfig, Code: 40164}
	d := w.dispatcher()
	want := []campaign.Body{campaign.AccountAlert{Fault: campaign.FaultSettings, Code: 40164}}
	for _, step := range []struct {
		wait   time.Duration
		calls  int
		alerts int
	}{{0, 1, 1}, {59 * time.Second, 1, 1}, {time.Second, 2, 1}, {9 * time.Minute, 3, 2}} {
		w.locked(func() { w.now, w.errs = w.now.Add(step.wait), []error{bad} })
		w.settle(d)
		if len(w.calls) != step.calls || len(w.alerts) != step.alerts {
			t.Errorf("after %v: %d calls, alerts %v", step.wait, len(w.calls), w.alerts)
		}
	}
	if d := cmp.Diff(want, w.alerts[:1]); d != "" {
		t.Errorf("alert %s", d)
	}
	w.locked(func() { w.now, w.errs = w.now.Add(time.Minute), nil })
	w.settle(d)
	if got := w.rows[1]; got.outcome.State != campaign.NoticeSent {
		t.Errorf("in the end %+v", got.outcome)
	}
}

// TestBan stops what the bot says first, once, in the name of the platform.
func TestBan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{})
	w.errs = []error{&bot.SendError{Class: bot.Banned, Code: 50002}}
	w.settle(w.dispatcher())
	if w.level != campaign.StopFirst || w.by != "platform" || !w.mass.halted {
		t.Errorf("level %v by %q, broadcasts halted: %v", w.level, w.by, w.mass.halted)
	}
	if d := cmp.Diff([]campaign.Body{campaign.AccountAlert{Fault: campaign.FaultBanned, Code: 50002}}, w.alerts); d != "" {
		t.Errorf("alerts %s", d)
	}
	w = newWorld(t)
	w.level = campaign.StopFirst
	w.add(1, campaign.LateReply{})
	w.errs = []error{&bot.SendError{Class: bot.Banned, Code: 50002}}
	w.settle(w.dispatcher())
	if len(w.alerts) != 0 || w.by != "" {
		t.Errorf("stopped before, and told again: %v", w.alerts)
	}
}

// TestFeatureAlerts names each channel that the account may not use.
func TestFeatureAlerts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		said  bot.Reply
		fault campaign.AccountFault
	}{{bot.Text("x"), campaign.FaultTexts}, {bot.Choices{}, campaign.FaultChoices}, {bot.Picture{}, campaign.FaultPictures}} {
		w := newWorld(t)
		w.add(1, campaign.AnswerPicture{})
		w.words[1], w.errs = c.said, []error{&bot.SendError{Class: bot.Forbidden, Code: 1}}
		w.settle(w.dispatcher())
		if d := cmp.Diff([]campaign.Body{campaign.AccountAlert{Fault: c.fault, Code: 1}}, w.alerts); d != "" {
			t.Errorf("alerts %s", d)
		}
	}
	w := newWorld(t)
	r := w.add(1, campaign.ReminderText{Planned: noon()})
	r.who = &campaign.Person{ID: 7, Following: true, Subscriptions: 1}
	w.set(r)
	w.errs = []error{&bot.SendError{Class: bot.Forbidden, Code: 1}}
	w.settle(w.dispatcher())
	if d := cmp.Diff([]campaign.Body{campaign.AccountAlert{Fault: campaign.FaultSubscriptions, Code: 1}}, w.alerts); d != "" {
		t.Errorf("alerts %s", d)
	}
}

// TestWake queues shelved notices whose time has come, unless sending is stopped.
func TestWake(t *testing.T) {
	t.Parallel()
	for level, want := range map[campaign.StopLevel]campaign.NoticeState{
		campaign.StopNothing: campaign.NoticeSent, campaign.StopFirst: campaign.NoticeShelved,
	} {
		w := newWorld(t)
		r := w.add(1, campaign.HumanAnswer{})
		r.outcome = campaign.NoticeOutcome{State: campaign.NoticeShelved, Due: noon()}
		w.set(r)
		w.level = level
		w.settle(w.dispatcher())
		if got := w.rows[1].outcome.State; got != want {
			t.Errorf("level %v: %s, want %s", level, got, want)
		}
	}
}

// TestRecover settles what another process left on its way.
func TestRecover(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, b := range map[int64]campaign.Body{
		1: campaign.ReminderText{}, 2: campaign.HumanAnswer{}, 3: campaign.AccountAlert{}, 4: campaign.HumanAnswer{},
	} {
		r := w.add(id, b)
		r.outcome.State, r.owner = campaign.NoticeSending, "dead"
		if id == 3 {
			r.Person, r.Robot = 0, "staff"
		}
		if id == 4 {
			r.owner = "me"
		}
		w.set(r)
	}
	if err := w.dispatcher().Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[int64]campaign.NoticeState{}
	for id, r := range w.rows {
		got[id] = r.outcome.State
	}
	want := map[int64]campaign.NoticeState{
		1: campaign.NoticeUnknown, 2: campaign.NoticeShelved, 3: campaign.NoticeQueued, 4: campaign.NoticeSending,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestRun sends what is enqueued while it runs, and ends after the call under way.
func TestRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.dispatcher()
	ctx, cancel := context.WithCancel(t.Context())
	w.during = cancel
	done := make(chan bool)
	go func() { d.Run(ctx); close(done) }()
	w.unit.Lock()
	w.locked(func() { w.add(1, campaign.HumanAnswer{}) })
	w.unit.Unlock()
	d.Wake()
	<-done
	if got := w.rows[1].outcome.State; got != campaign.NoticeSent {
		t.Errorf("after the end: %s", got)
	}
}
