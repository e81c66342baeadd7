package app

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
	"zhujiao/bot/wxsim"
)

// broadcastToFour is a crowd with a broadcast to four people that has been confirmed
// and not begun.
func broadcastToFour(t *testing.T) *crowd {
	t.Helper()
	c := newBroadcasts(t, 4, nil)
	c.must(t, "m1", "#群发 已报名 "+anyDayText, "草稿B1")
	c.must(t, "m1", "#确认 B1 4", "B1开始发送：4人")
	return c
}

// dieDuringCall leaves the due call of a broadcast under way, as a killed process does.
func (c *crowd) dieDuringCall(t *testing.T) {
	t.Helper()
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		_, err := c.app.store.Chunks.DueChunk(ctx, c.app.clock.Now(), "dead")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// answerMassCalls lets a function answer mass calls, counted from 1, and counts them.
func (c *crowd) answerMassCalls(answer func(call int) (wxsim.Refusal, bool)) *atomic.Int32 {
	n := &atomic.Int32{}
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if !strings.HasSuffix(path, "/mass/send") {
			return wxsim.Refusal{}, false
		}
		return answer(int(n.Add(1)))
	}
	return n
}

// TestLostThenStopped: a broadcast whose call was lost and that was stopped then
// reaches everybody once when it goes on.
func TestLostThenStopped(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	c.answerMassCalls(func(call int) (wxsim.Refusal, bool) {
		if call == 1 {
			c.say(t, "m1", "#停")
			panic(http.ErrAbortHandler) // the call was not taken, its answer is lost
		}
		return wxsim.Refusal{}, false
	})
	c.settle(t)
	c.confirm(t, c.say(t, "m1", "#恢复"))
	c.at(7, 10, 10, 0)
	said := c.say(t, "m1", "#继续 B1")
	c.settle(t)
	if n := c.told("p1", anyDayText); n != 1 {
		t.Errorf("p1 got it %d times; %q, %q", n, said, c.alerts("B1"))
	}
}

// TestCancelInFlight: who cancels a broadcast while its call is under way is not
// told that nothing left.
func TestCancelInFlight(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	var said string
	c.answerMassCalls(func(int) (wxsim.Refusal, bool) {
		said = c.say(t, "m1", "#取消 B1")
		return wxsim.Refusal{}, false
	})
	c.settle(t)
	if c.told("p1", anyDayText) > 0 && strings.Contains(said, "未发4条不会再发") {
		t.Errorf("p1 got it; m1 read %q", said)
	}
}

// TestCancelBeforeRefusal: a call that was under way when its broadcast was
// cancelled and that the platform refused then is not made again.
func TestCancelBeforeRefusal(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	calls := c.answerMassCalls(func(int) (wxsim.Refusal, bool) {
		c.say(t, "m1", "#取消 B1")
		return wxsim.Refusal{Code: -1}, true
	})
	c.settle(t)
	if got := c.say(t, "m1", "#进度 B1"); calls.Load() != 1 || !strings.Contains(got, "已发0") {
		t.Errorf("%d calls, then %q, %v", calls.Load(), got, c.calls(t))
	}
}

// TestCancelAfterDeath: nor when a process died during the call.
func TestCancelAfterDeath(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	c.dieDuringCall(t)
	c.say(t, "m1", "#停")
	c.settle(t)
	if said := c.say(t, "m1", "#取消 B1"); strings.Contains(said, "未发4条不会再发") {
		t.Errorf("4 people may have it: %q, %v", said, c.calls(t))
	}
}

// TestSumAfterDeath: the report after a crash adds up to the audience, also when
// somebody left meanwhile.
func TestSumAfterDeath(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	c.dieDuringCall(t)
	c.unfollow(t, "p0")
	c.settle(t)
	if got := c.alerts("B1完成：送达3，送不到0，失败0，退订0"); len(got) > 0 {
		t.Errorf("of 4 people: %q", got)
	}
}

// TestEndDuringMass: a process that is to end repeats no call; the broadcast goes
// on with the next start.
func TestEndDuringMass(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	ctx, stop := context.WithCancel(t.Context())
	calls := c.answerMassCalls(func(int) (wxsim.Refusal, bool) {
		stop()
		return wxsim.Refusal{Code: -1}, true
	})
	c.app.outbox.Run(ctx)
	b, err := c.app.store.Broadcasts.Broadcast(t.Context(), c.app.Campaign().ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if n := calls.Load(); n > 1 || b.State != campaign.BroadcastSending {
		t.Errorf("%d calls, though the end was asked for during the first; the broadcast is %s", n, b.State)
	}
	c.platform.Refuse = nil
	c.at(7, 10, 1, 0)
	c.app.outbox = outbox.New(c.app.outbox.Options)
	c.settle(t)
	if n := c.told("p1", anyDayText); n != 1 {
		t.Errorf("after the next start p1 got it %d times", n)
	}
}

// TestOutage: while the platform answers nothing the call is made again every
// minute with the same client id, though it was taken the first time; after ten
// minutes a person is asked. In the end everybody has it once.
func TestOutage(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, nil)
	const massSend = "/cgi-bin/message/mass/send"
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) { return wxsim.Refusal{Cut: true}, path == massSend }
	c.commands(t, "#群发 已报名 "+anyDayText, "#确认 B1 4")
	before := c.platform.Calls(massSend)
	c.at(7, 10, 2, 0)
	c.settle(t)
	if calls := c.platform.Calls(massSend); calls <= before || len(c.alerts("【群发暂停】")) > 0 {
		t.Errorf("%d calls, then %d; alarms %q", before, calls, c.alerts("【群发暂停】"))
	}
	c.at(7, 10, 12, 0)
	c.settle(t)
	if len(c.alerts("【群发暂停】")) != 1 {
		t.Errorf("after ten minutes: alarms %q", c.alerts("【群发暂停】"))
	}
	c.platform.Refuse = nil
	c.commands(t, "#继续 B1")
	if n := c.toldInAll(anyDayText); n != 4 {
		t.Errorf("%d got it, want 4, once each", n)
	}
	if got := c.alerts("B1完成"); len(got) == 0 || !strings.Contains(got[0], "送达4，送不到0，失败0") {
		t.Errorf("the report is %q; %s; %v", got, c.say(t, "m1", "#进度 B1"), c.calls(t))
	}
}
