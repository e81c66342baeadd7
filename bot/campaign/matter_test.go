package campaign_test

import (
	"context"
	"slices"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// note notes an unknown text.
func (w *world) note(t *testing.T, p bot.PersonID, m campaign.Matter, clock string) (n campaign.Noted) {
	t.Helper()
	w.unit(t, func(ctx context.Context) (err error) {
		n, err = w.Tickets.Unknown(ctx, p, m, evening(clock))
		return err
	})
	return n
}

// TestRemarksJoin joins remarks of ten minutes to one ticket; each further one begins the
// ten minutes anew.
func TestRemarksJoin(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for _, step := range []struct {
		clock, words string
		number       int
		more         bool
		alerts       int
	}{
		{"09:00:00", "alpha", 1, false, 1},
		{"09:10:00", "bravo", 1, true, 1},
		{"09:20:00", "coda", 1, true, 1},
		{"09:30:01", "delta", 2, false, 2},
	} {
		n := w.note(t, 1, campaign.Matter{Text: step.words}, step.clock)
		if n.Number != step.number || n.More != step.more || len(w.told) != step.alerts {
			t.Errorf("%s: %+v, told %d, want U%d, %v", step.clock, n, len(w.told), step.number, step.more)
		}
	}
	first := w.tickets[0]
	if first.Text != "alpha/bravo/coda" || first.First() != "alpha" || len(first.Parts) != 3 {
		t.Errorf("the ticket = %+v", first)
	}
	if !first.Last.Equal(evening("09:20:00")) || !first.OpenedAt.Equal(evening("09:00:00")) || first.State != campaign.TicketOpen {
		t.Errorf("the ticket = %+v", first)
	}
	a, n := w.lastAlert(t)
	want := campaign.TicketAlert{Ticket: campaign.TicketUnknown, Number: 2, Text: "delta", Code: "CODE1"}
	if a != want || n.About != 1 || !n.Due.Equal(evening("09:30:01")) {
		t.Errorf("told %+v", n)
	}
}

// TestOneMatterOneTicket: a question, a request or a fault opens a ticket of its own unless
// it is like an open one of the same person; a fault alerts in any case.
func TestOneMatterOneTicket(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	asks, fault := true, true
	for i, step := range []struct {
		m      campaign.Matter
		number int
		more   bool
		alerts int
	}{
		{campaign.Matter{Text: "能开发票吗", Asks: asks}, 1, false, 1},
		{campaign.Matter{Text: "课程会讲到SaaS后台吗", Asks: asks}, 2, false, 2},
		{campaign.Matter{Text: "主要想知道多租户"}, 2, true, 2},
		{campaign.Matter{Text: "请问可以开发票吗", Asks: asks}, 1, true, 2},
		{campaign.Matter{Text: "直播间进不去", Fault: fault}, 3, false, 3},
		{campaign.Matter{Text: "还是进不去", Fault: fault}, 3, true, 4},
		{campaign.Matter{Text: "还是进不去", Fault: fault}, 3, true, 5},
		{campaign.Matter{Text: "听不到声音", Fault: fault}, 4, false, 6},
	} {
		n := w.note(t, 1, step.m, "20:00:00")
		if n.Number != step.number || n.More != step.more || len(w.told) != step.alerts {
			t.Errorf("step %d, %s: %+v, told %d, want U%d, %v, %d", i, step.m.Text, n, len(w.told), step.number, step.more, step.alerts)
		}
	}
	if got := w.tickets[2].Text; got != "直播间进不去/还是进不去" {
		t.Errorf("U3 = %q, want no line twice", got)
	}
}

// TestSharedTickets: people share a ticket only for the same text or the same entry, and
// many reports of one fault do not alert one by one for ever.
func TestSharedTickets(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	fault := campaign.Matter{Text: "直播间进不去", Fault: true}
	for i, step := range []struct {
		p      bot.PersonID
		m      campaign.Matter
		number int
		more   bool
	}{
		{1, campaign.Matter{Text: "能开发票吗", Asks: true}, 1, false},
		{2, campaign.Matter{Text: "能开 发票吗？", Asks: true}, 1, false},
		{3, campaign.Matter{Text: "可以开发票吗", Asks: true}, 2, false},
		{2, campaign.Matter{Text: "开发票能开吗", Asks: true}, 1, true},
		{4, campaign.Matter{Text: "有回放吗", Asks: true, Entry: "replay"}, 3, false},
		{5, campaign.Matter{Text: "错过了怎么办", Asks: true, Entry: "replay"}, 3, false},
		{5, campaign.Matter{Text: "有录像吗", Asks: true, Entry: "replay"}, 3, true},
	} {
		if n := w.note(t, step.p, step.m, "20:00:00"); n.Number != step.number || n.More != step.more {
			t.Errorf("step %d, %s: %+v, want U%d, %v", i, step.m.Text, n, step.number, step.more)
		}
	}
	if got := w.askers["U1"]; !slices.Equal(got, []bot.PersonID{1, 2}) {
		t.Errorf("askers of U1 = %v", got)
	}
	w.told = nil
	once := map[string]bool{}
	for p := range bot.PersonID(50) {
		w.note(t, p+10, fault, "20:00:00")
	}
	for _, n := range w.told {
		once[n.DedupKey] = true
	}
	if len(once) != 2 || w.told[2].DedupKey != "" || w.told[3].DedupKey == "" {
		t.Errorf("50 reports in a minute have the keys %v", once)
	}
}
