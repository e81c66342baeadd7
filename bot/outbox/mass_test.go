package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// ended is a call with what became of it.
type ended struct {
	Number int
	Result campaign.CallResult
}

// massWorld is the control of broadcasts in memory: it hands out calls in order.
type massWorld struct {
	calls   []*campaign.Call
	skip    bool // the next call ends without being made
	halted  bool
	ended   []ended
	overdue *campaign.Chunk
	failed  []string
	owners  []string
	taken   bool // another process has the calls that end
}

func (m *massWorld) clone() massWorld {
	c := *m
	c.calls, c.ended, c.failed, c.owners = slices.Clone(m.calls), slices.Clone(m.ended), slices.Clone(m.failed), slices.Clone(m.owners)
	return c
}

func (m *massWorld) NextCall(_ context.Context, _ time.Time, owner string) (*campaign.Call, bool, error) {
	if len(m.calls) == 0 || m.halted {
		return nil, false, nil
	}
	if m.skip {
		m.calls, m.skip = m.calls[1:], false
		return nil, true, nil
	}
	c := *m.calls[0]
	m.calls, m.owners = m.calls[1:], append(m.owners, owner)
	return &c, false, nil
}

func (m *massWorld) Running(context.Context, *campaign.Call) (bool, error) { return !m.halted, nil }

func (m *massWorld) CallEnded(_ context.Context, c *campaign.Call, r campaign.CallResult, _ time.Time) error {
	m.ended = append(m.ended, ended{c.Number, r})
	if m.taken {
		return fmt.Errorf("save a call: %w", campaign.ErrTakenOver)
	}
	return nil
}

func (m *massWorld) OverdueResult(context.Context, time.Time) (*campaign.Chunk, error) {
	c := m.overdue
	m.overdue = nil
	return c, nil
}

func (m *massWorld) CallFailed(_ context.Context, c *campaign.Chunk, s bot.MassStatus) error {
	m.failed = append(m.failed, c.MsgID+" "+s.Words)
	return nil
}

func (m *massWorld) StopAll(context.Context) error {
	m.halted = true
	return nil
}

// massChannel is the platform of a world.
type massChannel struct{ w *world }

func (c massChannel) MassSend(ctx context.Context, id string, openids []string, text string) (string, error) {
	err := c.w.call(ctx, "%s to %v: %s", id, openids, text)
	return "msg " + id, err
}

func (c massChannel) MassStatus(ctx context.Context, msgID string) (bot.MassStatus, error) {
	if err := c.w.call(ctx, "how is %s", msgID); err != nil {
		return bot.MassStatus{}, err
	}
	return bot.MassStatus{Words: "gone", Failed: msgID == "lost"}, nil
}

func (c massChannel) MassQuota(ctx context.Context, calls int) (*bot.SendError, error) {
	err := c.w.call(ctx, "quota for %d", calls)
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e, nil
	}
	return nil, err
}

func massCall(number, size int) *campaign.Call {
	c := &campaign.Call{Text: "news", Waiting: 3}
	c.Broadcast, c.Number, c.Size, c.ClientID = 1, number, size, fmt.Sprint("c", number)
	for i := range size {
		c.People = append(c.People, fmt.Sprint("o", i+1))
	}
	return c
}

func transient() error { return &bot.SendError{Class: bot.Transient, Code: -1} }

func lost() error { return &bot.SendError{Class: bot.Transient, MaybeSent: true} }

// TestMassCalls makes the calls of broadcasts and hands over their ends.
func TestMassCalls(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		call   *campaign.Call
		errs   []error
		calls  []string
		result campaign.CallResult
	}{
		"the first": {
			call: massCall(1, 2), calls: []string{"quota for 3", "c1 to [o1 o2]: news"}, result: campaign.CallResult{MsgID: "msg c1"},
		},
		"a later one asks for no quota": {
			call: massCall(2, 2), calls: []string{"c2 to [o1 o2]: news"}, result: campaign.CallResult{MsgID: "msg c2"},
		},
		"without quota": {
			call: massCall(1, 2), errs: []error{&bot.SendError{Class: bot.NoQuota, Code: 9}}, calls: []string{"quota for 3"},
			result: campaign.CallResult{Err: &bot.SendError{Class: bot.NoQuota, Code: 9}},
		},
		"an unknown quota": {
			call: massCall(1, 2), errs: []error{errors.New("down")}, calls: []string{"quota for 3", "c1 to [o1 o2]: news"},
			result: campaign.CallResult{MsgID: "msg c1"},
		},
		"repeated with the same id": {
			call: massCall(2, 2), errs: []error{lost(), transient()},
			calls:  []string{"c2 to [o1 o2]: news", "c2 to [o1 o2]: news", "c2 to [o1 o2]: news"},
			result: campaign.CallResult{MsgID: "msg c2", Maybe: true},
		},
		"given up after three repeats": {
			call: massCall(2, 2), errs: []error{lost(), lost(), lost(), lost()}, calls: slices.Repeat([]string{"c2 to [o1 o2]: news"}, 4),
			result: campaign.CallResult{Maybe: true, Err: &bot.SendError{Class: bot.Transient, MaybeSent: true}},
		},
		"refused": {
			call: massCall(2, 2), errs: []error{&bot.SendError{Class: bot.BadContent, Code: 3}}, calls: []string{"c2 to [o1 o2]: news"},
			result: campaign.CallResult{Err: &bot.SendError{Class: bot.BadContent, Code: 3}},
		},
		"to one": {call: massCall(1, 1), calls: []string{"o1: news"}, result: campaign.CallResult{}},
		"to one, again": {
			call: massCall(1, 1), errs: []error{transient()}, calls: []string{"o1: news", "o1: news"}, result: campaign.CallResult{},
		},
		"to one, without an answer": {
			call: massCall(1, 1), errs: []error{lost()}, calls: []string{"o1: news"},
			result: campaign.CallResult{Maybe: true, Err: &bot.SendError{Class: bot.Transient, MaybeSent: true}},
		},
		"an error of no class": {
			call: massCall(1, 1), errs: []error{errors.New("odd")}, calls: []string{"o1: news"},
			result: campaign.CallResult{Maybe: true, Err: &bot.SendError{Class: bot.Transient, MaybeSent: true, Words: "odd"}},
		},
		"to one, given up after five repeats": {
			call: massCall(1, 1), errs: slices.Repeat([]error{transient()}, 6), calls: slices.Repeat([]string{"o1: news"}, 6),
			result: campaign.CallResult{Err: &bot.SendError{Class: bot.Transient, Code: -1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.mass.calls, w.errs = []*campaign.Call{c.call}, c.errs
			w.settle(w.dispatcher())
			if d := cmp.Diff(c.calls, w.calls); d != "" {
				t.Errorf("calls (-want +got)\n%s", d)
			}
			if d := cmp.Diff([]ended{{c.call.Number, c.result}}, w.mass.ended); d != "" {
				t.Errorf("ended (-want +got)\n%s", d)
			}
			if d := cmp.Diff([]string{"me"}, w.mass.owners); d != "" {
				t.Errorf("owners %s", d)
			}
		})
	}
}

// TestMassStops lets an account whose settings are wrong rest, and tells so; what is
// of one call alone stops nothing.
func TestMassStops(t *testing.T) {
	t.Parallel()
	alert := func(f campaign.AccountFault, code int) []campaign.Body {
		return []campaign.Body{campaign.AccountAlert{Fault: f, Code: code}}
	}
	for name, c := range map[string]struct {
		err    *bot.SendError
		halted bool
		alerts []campaign.Body
	}{
		"settings": {&bot.SendError{Class: bot.BadConfig, Code: 4}, false, alert(campaign.FaultSettings, 4)},
		"ban":      {&bot.SendError{Class: bot.Banned, Code: 5}, true, alert(campaign.FaultBanned, 5)},
		"quota":    {&bot.SendError{Class: bot.NoQuota, Code: 6}, false, nil},
		"content":  {&bot.SendError{Class: bot.BadContent, Code: 7}, false, nil},
		"too fast": {&bot.SendError{Class: bot.TooFast, Code: 8}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.mass.calls, w.errs = []*campaign.Call{massCall(2, 2), massCall(3, 2)}, []error{c.err}
			d := w.dispatcher()
			w.settle(d)
			if d := cmp.Diff(c.alerts, w.alerts, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("alerts (-want +got)\n%s", d)
			}
			rests := c.alerts != nil
			if w.mass.halted != c.halted || (len(w.mass.ended) == 1) != rests {
				t.Errorf("halted %v after %d calls", w.mass.halted, len(w.mass.ended))
			}
			w.locked(func() { w.now = w.now.Add(time.Minute) })
			w.settle(d)
			if more := len(w.mass.ended) == 2; more == c.halted {
				t.Errorf("a minute later: %d calls", len(w.mass.ended))
			}
		})
	}
}

// TestMassPostponed keeps a call for later when the broadcast was paused during it.
func TestMassPostponed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mass.calls, w.errs = []*campaign.Call{massCall(2, 2)}, []error{transient()}
	w.during = func() { w.unit.Lock(); w.mass.halted = true; w.unit.Unlock() }
	w.settle(w.dispatcher())
	want := []ended{{2, campaign.CallResult{Postponed: true, Err: &bot.SendError{Class: bot.Transient, Code: -1}}}}
	if d := cmp.Diff(want, w.mass.ended); d != "" || len(w.alerts) > 0 {
		t.Errorf("ended (-want +got)\n%s; alerts %v", d, w.alerts)
	}
}

// TestSkippedCall plans again after a call that ended without being made: its broadcast
// may be over, and the plan reports that.
func TestSkippedCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mass.calls, w.mass.skip = []*campaign.Call{massCall(1, 2)}, true
	w.settle(w.dispatcher())
	if w.plans != 2 || len(w.calls) > 0 {
		t.Errorf("%d plans, want 2; calls %q", w.plans, w.calls)
	}
}

// TestSettleDuringCall begins settling while a call is under way: the plan waits for the
// call, because its end may make something due.
func TestSettleDuringCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.mass.calls = []*campaign.Call{massCall(2, 2)}
		d, answer := w.dispatcher(), make(chan struct{})
		w.during = func() { <-answer }
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() { w.settle(d) })
			synctest.Wait()
		}
		if w.plans != 1 {
			t.Errorf("%d plans while the call is under way, want 1", w.plans)
		}
		close(answer)
		both.Wait()
	})
}

// TestOverdueResult asks about a call without a result, and counts only failures.
func TestOverdueResult(t *testing.T) {
	t.Parallel()
	for msgID, want := range map[string][]string{"lost": {"lost gone"}, "slow": nil} {
		w := newWorld(t)
		w.mass.overdue = &campaign.Chunk{MsgID: msgID}
		w.settle(w.dispatcher())
		if d := cmp.Diff(want, w.mass.failed); d != "" || !slices.Equal(w.calls, []string{"how is " + msgID}) {
			t.Errorf("%s: failed (-want +got)\n%s; calls %q", msgID, d, w.calls)
		}
	}
}
