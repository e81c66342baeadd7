package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

const sendingThanks = "感谢报名,问题可以继续发给我。"

// sendingFour is a broadcast to four people that has been confirmed and not begun.
func sendingFour(t *testing.T) *crowd {
	t.Helper()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.peopleSeats(t, 4)
	c.must(t, "m1", "#群发 已报名 "+sendingThanks, "草稿B1")
	c.must(t, "m1", "#确认 B1 4", "B1开始发送：4人")
	return c
}

// sendingDies leaves the call of a broadcast under way, as a killed process does.
func (c *crowd) sendingDies(t *testing.T) {
	t.Helper()
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		_, err := c.app.store.Chunks.DueChunk(ctx, c.app.clock.Now(), "dead")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sendingMinute lets the robot take 20 messages a minute, as WeCom does.
func (c *crowd) sendingMinute() {
	var mu sync.Mutex
	var calls []time.Time
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		mu.Lock()
		defer mu.Unlock()
		if !strings.HasSuffix(path, "/webhook/send") {
			return wxsim.Refusal{}, false
		}
		now, n := c.app.clock.Now(), 0
		for _, at := range calls {
			if now.Sub(at) < time.Minute {
				n++
			}
		}
		if n >= 20 {
			return wxsim.Refusal{Code: 45009}, true
		}
		calls = append(calls, now)
		return wxsim.Refusal{}, false
	}
}

// sendingMass answers mass calls, counted from 1.
func (c *crowd) sendingMass(answer func(call int) (wxsim.Refusal, bool)) *atomic.Int32 {
	n := &atomic.Int32{}
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if !strings.HasSuffix(path, "/mass/send") {
			return wxsim.Refusal{}, false
		}
		return answer(int(n.Add(1)))
	}
	return n
}

// TestRobotBurstOnce: more alerts than a minute holds all reach the group, each
// once.
func TestRobotBurstOnce(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	for i := range 60 {
		c.say(t, fmt.Sprint("p", i), fmt.Sprintf("紫藤萝瀑布%03d在哪", i)+strings.Repeat("呀", 300))
	}
	c.sendingMinute()
	for m := range 12 {
		c.peopleAt(7, 10, m, 1)
		c.settle(t)
	}
	posted := strings.Join(c.peopleAlerts(""), "\n")
	var never, again, most int
	for i := range 60 {
		if i == 49 {
			continue // the matcher takes it for something else
		}
		n := strings.Count(posted, fmt.Sprintf("瀑布%03d在", i))
		most = max(most, n)
		if n == 0 {
			never++
		}
		if n > 1 {
			again++
		}
	}
	if never+again > 0 {
		t.Errorf("of 59 alerts %d were never posted, %d more than once (up to %d times)", never, again, most)
	}
}

// TestTalkWithoutCredit: what a moderator said when the platform took nothing more
// comes as the answer to the person's next words, though the bot itself is silent
// for them.
func TestTalkWithoutCredit(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	var last string
	for i := range 6 { // the platform takes five
		last = c.say(t, "m1", fmt.Sprintf("#答 H1 第%d句。", i+1))
		c.settle(t)
	}
	r := c.say(t, "a", "好的") // five more from now on
	c.settle(t)
	if c.peopleGot("a", "第6句") == 0 && !strings.Contains(r, "第6句") {
		t.Errorf("m1 read %q; a wrote and reads %q", last, r)
	}
}

// TestTalkOptedOut: somebody who opted out and talks to a moderator reads the
// answer when they write again.
func TestTalkOptedOut(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "退订")
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	said := c.say(t, "m1", "#答 H1 会提到的。")
	c.settle(t)
	r := c.say(t, "a", "在吗")
	c.settle(t)
	if c.peopleGot("a", "会提到的") == 0 && !strings.Contains(r, "会提到的") {
		t.Errorf("m1 reads %q, a reads %q", said, r)
	}
}

// TestShelfWhenSilent: a moderator's answer also comes where unknown questions are
// met with silence.
func TestShelfWhenSilent(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "  编号: ecom =>   未知问题: 沉默\n  编号: ecom") })
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "退订")
	c.say(t, "a", "人工")
	said := c.say(t, "m1", "#答 H1 会的。")
	c.settle(t)
	if r := c.say(t, "a", "课程会讲到SaaS后台吗"); !strings.Contains(r, "会的") {
		t.Errorf("m1 reads %q, a reads %q", said, r)
	}
}

// TestTalkHearsNoBot: while a moderator talks to somebody, a word of the bot that
// could not be sent before waits until they are done.
func TestTalkHearsNoBot(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "退订")
	c.say(t, "a", "人工")
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "m1", "#过 Q1")
	c.say(t, "m1", "#回答 Q1 先学订单。") // in the bot's words
	c.settle(t)
	c.say(t, "m1", "#接管 H1")
	if r := c.say(t, "a", "在吗"); r != "" {
		t.Errorf("a moderator talks to a, who reads %q", r)
	}
	c.say(t, "m1", "#答 H1 会的。")
	c.settle(t)
	if r := c.say(t, "a", "在吗"); r != "班主任回复：会的。" {
		t.Errorf("the moderator said 会的, a reads %q", r)
	}
	c.say(t, "m1", "#结束 H1")
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "先学订单") {
		t.Errorf("afterwards a reads %q", r)
	}
}

// TestLostThenStopped: a broadcast whose call was lost and that was stopped then
// reaches everybody once when it goes on.
func TestLostThenStopped(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	c.sendingMass(func(call int) (wxsim.Refusal, bool) {
		if call == 1 {
			c.say(t, "m1", "#停")
			panic(http.ErrAbortHandler) // the call was not taken, its answer is lost
		}
		return wxsim.Refusal{}, false
	})
	c.settle(t)
	c.peopleYes(t, c.say(t, "m1", "#恢复"))
	c.peopleAt(7, 10, 10, 0)
	said := c.say(t, "m1", "#继续 B1")
	c.settle(t)
	if n := c.peopleGot("p1", sendingThanks); n != 1 {
		t.Errorf("p1 got it %d times; %q, %q", n, said, c.peopleAlerts("B1"))
	}
}

// TestCancelInFlight: who cancels a broadcast while its call is under way is not
// told that nothing left.
func TestCancelInFlight(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	var said string
	c.sendingMass(func(int) (wxsim.Refusal, bool) {
		said = c.say(t, "m1", "#取消 B1")
		return wxsim.Refusal{}, false
	})
	c.settle(t)
	if c.peopleGot("p1", sendingThanks) > 0 && strings.Contains(said, "未发4条不会再发") {
		t.Errorf("p1 got it; m1 read %q", said)
	}
}

// TestCancelBeforeRefusal: a call that was under way when its broadcast was
// cancelled and that the platform refused then is not made again.
func TestCancelBeforeRefusal(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	calls := c.sendingMass(func(int) (wxsim.Refusal, bool) {
		c.say(t, "m1", "#取消 B1")
		return wxsim.Refusal{Code: -1}, true
	})
	c.settle(t)
	if got := c.say(t, "m1", "#进度 B1"); calls.Load() != 1 || !strings.Contains(got, "已发0") {
		t.Errorf("%d calls, then %q, %v", calls.Load(), got, c.rows(t, "SELECT state FROM broadcast_chunk"))
	}
}

// TestCancelAfterDeath: nor when a process died during the call.
func TestCancelAfterDeath(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	c.sendingDies(t)
	c.say(t, "m1", "#停")
	c.settle(t)
	if said := c.say(t, "m1", "#取消 B1"); strings.Contains(said, "未发4条不会再发") {
		t.Errorf("4 people may have it: %q, %v", said, c.rows(t, "SELECT state FROM broadcast_chunk"))
	}
}

// TestSumAfterDeath: the report after a crash adds up to the audience, also when
// somebody left meanwhile.
func TestSumAfterDeath(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	c.sendingDies(t)
	c.peopleLeave(t, "p0")
	c.settle(t)
	if got := c.peopleAlerts("B1完成：送达3，送不到0，失败0，退订0"); len(got) > 0 {
		t.Errorf("of 4 people: %q", got)
	}
}

// TestReportAfterStop: a broadcast that had left when everything was stopped is
// reported.
func TestReportAfterStop(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	var results []map[string]string
	finished := c.platform.Finished
	c.platform.Finished = func(_ context.Context, r map[string]string) { results = append(results, r) }
	c.settle(t)
	c.must(t, "m1", "#停", "已急停")
	for _, r := range results {
		finished(t.Context(), r)
	}
	c.peopleYes(t, c.say(t, "m1", "#恢复"))
	c.peopleAt(8, 12, 0, 0)
	c.settle(t)
	if c.peopleGot("p1", sendingThanks) == 1 && len(c.peopleAlerts("B1完成")) == 0 {
		t.Errorf("all 4 have it since yesterday, no report: %q", c.say(t, "m1", "#进度 B1"))
	}
}

// TestBusyByResults: a broadcast that only waits for the platform's results does
// not hold up the next.
func TestBusyByResults(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	c.platform.Finished = func(context.Context, map[string]string) {} // late
	c.settle(t)
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	c.peopleAt(7, 10, 15, 0)
	c.settle(t)
	if got := c.say(t, "m1", "#确认 B2 4"); !strings.Contains(got, "开始发送") {
		t.Errorf("B1 has left a quarter of an hour ago (%q), yet %q", c.say(t, "m1", "#进度 B1"), got)
	}
}

// TestApprovedForItsTime: the second person's yes is for the time that they saw.
func TestApprovedForItsTime(t *testing.T) {
	t.Parallel()
	c := staffed(t, secondFrom(t, "2"))
	c.peopleAt(7, 10, 0, 0)
	c.peopleSeats(t, 4)
	c.must(t, "m1", "#群发 已报名 "+sendingThanks, "草稿B1")
	c.must(t, "m1", "#定时 B1 19:40", "B1超过2人")
	c.must(t, "m2", "#批准 B1", "B1已定时")
	c.must(t, "m1", "#定时 B1 10:05", "B1超过2人")
	c.peopleAt(7, 10, 5, 0)
	c.settle(t)
	if c.peopleGot("p1", sendingThanks) > 0 {
		t.Error("the second person agreed to 19:40; it was sent at 10:05")
	}
}

// TestEndDuringMass: a process that is to end repeats no call; the broadcast goes
// on with the next start.
func TestEndDuringMass(t *testing.T) {
	t.Parallel()
	c := sendingFour(t)
	ctx, stop := context.WithCancel(t.Context())
	calls := c.sendingMass(func(int) (wxsim.Refusal, bool) {
		stop()
		return wxsim.Refusal{Code: -1}, true
	})
	c.app.outbox.Run(ctx)
	if n, states := calls.Load(), fmt.Sprint(c.rows(t, "SELECT state FROM broadcast")); n > 1 || states != "[sending]" {
		t.Errorf("%d calls, though the end was asked for during the first; the broadcast is %s", n, states)
	}
	c.platform.Refuse = nil
	c.peopleAt(7, 10, 1, 0)
	c.settle(t)
	if n := c.peopleGot("p1", sendingThanks); n != 1 {
		t.Errorf("after the next start p1 got it %d times", n)
	}
}

// TestSettleBesideRun: settling beside the pump is safe, with -race.
func TestSettleBesideRun(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { c.app.outbox.Run(ctx) })
	for i := range 60 {
		wg.Go(func() { c.say(t, fmt.Sprint("p", i), fmt.Sprintf("紫藤萝瀑布%d在哪", i)) })
		if i%3 == 0 {
			if err := c.app.outbox.Settle(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	stop()
	wg.Wait()
}
