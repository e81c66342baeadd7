package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestQuietRest: the rest of a broadcast does not wake people at night, nor come
// by itself in the morning; a person continues it.
func TestQuietRest(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 12, nil)
	c.at(7, 21, 59, 0)
	c.commands(t, "#群发 已报名 "+anyDayText, "#确认 B1 12")
	c.at(7, 22, 30, 0)
	c.settle(t)
	if len(c.alerts("免打扰")) == 0 {
		t.Error("nobody was told that the rest waits")
	}
	if got := c.say(t, "m1", "#继续 B1"); got != "现在是免打扰时间，没有发送。08:00以后再回复「#继续 B1」。" {
		t.Errorf("at night: %q", got)
	}
	c.at(8, 8, 1, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 5 {
		t.Errorf("%d got it, want the 5 of the trial", n)
	}
	c.commands(t, "#继续 B1")
	if n := c.toldInAll(anyDayText); n != 12 {
		t.Errorf("continued by a person, %d got it, want 12", n)
	}
}

// TestContinueNextDay: a call that the platform certainly refused is made again
// however late; nobody is lost.
func TestContinueNextDay(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.at(6, 19, 0, 0)
	c.registerNumbered(t, "p", 6)
	c.platform.MassLeft = 0
	c.commands(t, "#群发 已报名 "+anyDayText, "#确认 B1 6")
	c.platform.MassLeft = 100
	c.at(7, 19, 25, 0)
	c.say(t, "p0", "退订")
	c.unfollow(t, "p1")
	c.commands(t, "#继续 B1")
	c.at(7, 19, 28, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 4 || c.told("p0", anyDayText) != 0 {
		t.Errorf("%d got it, want 4 without the one who opted out: %s", n, c.say(t, "m1", "#进度 B1"))
	}
	if got := c.alerts("B1完成"); len(got) == 0 || !strings.Contains(got[0], "送达4，送不到2，失败0") {
		t.Errorf("the report is %q, want 4 + 2", got)
	}
}

// TestCorrectGap: a correction reaches everybody who got the mistake, also when
// somebody of the first audience was left out.
func TestCorrectGap(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 8, nil)
	c.say(t, "m1", "#群发 已报名 "+anyDayText)
	c.say(t, "p0", "退订")
	c.commands(t, "#确认 B1 8")
	c.at(7, 10, 3, 0)
	c.settle(t)
	c.commands(t, "#更正 B1 感谢报名,问题可以继续发给我哦。", "#确认 B2 7")
	c.at(7, 10, 6, 0)
	c.settle(t)
	for i := 1; i < 8; i++ {
		if n := c.told(fmt.Sprint("p", i), "【更正】"); n != 1 {
			t.Errorf("p%d got the correction %d times", i, n)
		}
	}
}

// TestOneTwice: a message to one person that may have been sent is not sent
// again after a crash.
func TestOneTwice(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 2, nil)
	c.say(t, "m1", "#群发 已报名 "+eveningText)
	c.say(t, "p0", "退订")
	c.say(t, "m1", "#确认 B1 2")
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error { // a process that dies during its call
		_, err := c.app.store.Chunks.DueChunk(ctx, c.app.clock.Now(), "dead")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.settle(t)
	if n := c.told("p1", eveningText); n != 0 {
		t.Error("a custom message that may have been sent was pushed again")
	}
	if got := c.alerts("B1完成"); len(got) == 0 || !strings.Contains(got[0], "未知1") {
		t.Errorf("the report is %q", got)
	}
}

// TestOneRefused: a message to one person that was refused costs no credit and
// is not reported as sent.
func TestOneRefused(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 2, nil)
	c.say(t, "m1", "#群发 已报名 "+eveningText)
	c.say(t, "p0", "退订")
	c.say(t, "m1", "#确认 B1 2")
	code := c.refuse("/custom/send")
	*code = 40164
	if err := c.app.outbox.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, err := c.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "p1")))
	if err != nil {
		t.Fatal(err)
	}
	if n := c.platform.Credit(wxsim.OpenID("crowd", "p1")); p.Credits != n {
		t.Errorf("nothing was sent; we believe in %d credits, the platform in %d", p.Credits, n)
	}
	*code = 0
	c.at(7, 10, 5, 0)
	c.commands(t, "#继续 B1")
	if c.told("p1", eveningText) != 1 {
		t.Errorf("continued, p1 got nothing: %s, %q", c.say(t, "m1", "#进度 B1"), c.alerts("B1"))
	}
}

// TestSingleUnreached: of a broadcast to one person, too, the moderators read
// how it ended.
func TestSingleUnreached(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.platform.Touch(wxsim.OpenID("crowd", "s"), "scan")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "s"), "SCAN", "reg-poster", wxsim.FaultNone)
	c.at(7, 11, 0, 0)
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 1")
	if got := c.alerts("B1完成"); len(got) != 1 || !strings.Contains(got[0], "送达0，送不到1，失败0") {
		t.Errorf("not delivered, the report is %q; %q", got, c.say(t, "m1", "#进度 B1"))
	}
	if got := c.say(t, "m1", "#进度 B1"); got != "B1 已完成：已发0/1，失败0。" {
		t.Errorf("%q", got)
	}
}

// TestSingle: a broadcast to one person counts, and can be corrected.
func TestSingle(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 1, nil)
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 1")
	if got := c.say(t, "m1", "#进度 B1"); c.told("p0", eveningText) != 1 || got != "B1 已完成：已发1/1，失败0。" {
		t.Errorf("%q", got)
	}
	c.commands(t, "#更正 B1 今晚20:30准时开课,地址看群公告吧。", "#确认 B2 1")
	if c.told("p0", "【更正】") != 1 {
		t.Errorf("the correction did not come: %q", c.say(t, "m1", "#进度 B2"))
	}
}

// TestTrialOrder sends to all: the trial goes to who was seen last.
func TestTrialOrder(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i := range 6 {
		c.at(7, 10, 0, i)
		c.say(t, fmt.Sprint("p", i), "几点开始")
		c.platform.Touch(wxsim.OpenID("crowd", fmt.Sprint("never", i)), "subscribe")
	}
	c.at(7, 11, 0, 0)
	if err := (followers{c.app}).update(t.Context(), c.app.clock.Now(), nil); err != nil {
		t.Fatal(err)
	}
	c.must(t, "m1", "#群发 全部 "+anyDayText, "草稿B1")
	c.must(t, "m1", "#确认 B1 13", "B1开始发送：13人")
	c.settle(t)
	n := 0
	for i := range 6 {
		n += c.told(fmt.Sprint("never", i), anyDayText)
	}
	if n > 0 {
		t.Errorf("%d of the trial's five were seen last", n)
	}
}

// TestQuotaBeforeBroadcast starts a broadcast for which the account's calls of
// the day do not suffice: nobody gets it, the moderators are told, and it goes
// on when they say so.
func TestQuotaBeforeBroadcast(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) {
		cfg.Moderators, cfg.Robots = []string{wxsim.OpenID("crowd", "m")}, map[string]string{"staff": "K"}
	})
	for _, who := range []string{"a", "b", "c"} {
		c.say(t, who, "报名")
	}
	const words = "今晚20:30准时开课,直播间地址稍后发群里。"
	got := func() (people, told int) {
		for _, a := range c.platform.Accepted() {
			if a.Way == "mass" && a.Text == words {
				people++
			}
			if a.Way == "robot" && strings.Contains(a.Text, "群发暂停") {
				told++
			}
		}
		return people, told
	}
	c.platform.MassLeft = 0
	c.say(t, "m", "#群发 已报名 "+words)
	c.say(t, "m", "#确认 B1 3")
	c.settle(t)
	if people, told := got(); people != 0 || told != 1 {
		t.Errorf("%d people got it and %d alarms, want 0 and 1", people, told)
	}
	c.platform.MassLeft = 100
	c.say(t, "m", "#继续 B1")
	c.settle(t)
	if people, told := got(); people != 3 || told != 1 {
		t.Errorf("%d people got it and %d alarms, want 3 and 1", people, told)
	}
}

// TestBusyByResults: a broadcast that only waits for the platform's results does
// not hold up the next.
func TestBusyByResults(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	c.platform.Finished = func(context.Context, map[string]string) {} // late
	c.settle(t)
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	c.at(7, 10, 15, 0)
	c.settle(t)
	if got := c.say(t, "m1", "#确认 B2 4"); !strings.Contains(got, "开始发送") {
		t.Errorf("B1 has left a quarter of an hour ago (%q), yet %q", c.say(t, "m1", "#进度 B1"), got)
	}
}

// TestSizesNeverOne: no call of a larger audience is to one person.
func TestSizesNeverOne(t *testing.T) {
	t.Parallel()
	for audience := 2; audience < 40; audience++ {
		for trial := range 8 {
			sum := 0
			for _, n := range campaign.Sizes(audience, trial, 9) {
				if sum += n; n < 2 {
					t.Errorf("%d people, %d first: %v", audience, trial, campaign.Sizes(audience, trial, 9))
				}
			}
			if sum != audience {
				t.Errorf("%d people, %d first: %v", audience, trial, campaign.Sizes(audience, trial, 9))
			}
		}
	}
}
