package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// overLimit lets somebody write until the limit is reached and they have been told.
func (c *crowd) overLimit(t *testing.T, who string) {
	t.Helper()
	for range 10 {
		c.must(t, who, "菜单", "")
	}
	c.expect(t, who, "菜单", "发得有点快")
	if got := c.say(t, who, "菜单"); got != "" {
		t.Fatalf("over the limit: %q", got)
	}
}

// TestLimiterCarriesOut sends what changes the sender's own state over the limit: it has
// its effect, though it is not answered (ruling 40).
func TestLimiterCarriesOut(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) { cfg.Account = "service" })
	following := func(who string) string {
		return strings.Join(c.rows(t, "SELECT following FROM person WHERE hash = '"+
			c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))+"'"), "")
	}
	silent := func(who string, x wxsim.Exchange) {
		t.Helper()
		if x.Text != "" || x.Failure != "" {
			t.Errorf("%s over the limit: %q %s", who, x.Text, x.Failure)
		}
	}
	event := func(who, name, key string) {
		t.Helper()
		silent(who+" "+name, c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), name, key, wxsim.FaultNone))
	}
	for _, who := range []string{"a", "b", "d"} {
		c.must(t, who, "退订", "已关闭提醒")
		c.overLimit(t, who)
	}
	silent("a", c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "a"), "提醒", wxsim.FaultNone))
	event("b", "CLICK", "提醒")
	event("d", "unsubscribe", "")
	if got := following("d"); got != "0" {
		t.Errorf("after unfollowing over the limit: following %q", got)
	}
	event("d", "subscribe", "qrscene_reg-article")
	if got := following("d"); got != "1" {
		t.Errorf("after following over the limit: following %q", got)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	c.expect(t, "a", "我的", "提醒：已开启")
	c.expect(t, "b", "我的", "提醒：已开启")
	c.expect(t, "d", "我的", "已报名（第1位）")
}

// TestFirstOverLimitIsCarriedOut sends a lasting message as the first over the limit: it
// has its effect, and the sender is told of the limit.
func TestFirstOverLimitIsCarriedOut(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	for range 10 {
		c.must(t, "a", "菜单", "")
	}
	c.expect(t, "a", "提醒", "发得有点快")
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	c.expect(t, "a", "我的", "提醒：已开启")
}

// TestExemptWordsHaveTheirLimit uses the exempt words up: what changes state still does,
// and everything else is silent.
func TestExemptWordsHaveTheirLimit(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.must(t, "a", "提醒", "提醒已开启")
	for i := range 30 {
		if got := c.say(t, "a", "人工"); got == "" {
			t.Fatalf("call %d was not answered", i+1)
		}
	}
	c.expect(t, "a", "人工", "发得有点快")
	for _, words := range []string{"人工", "退订"} {
		if got := c.say(t, "a", words); got != "" {
			t.Errorf("%s over the wider limit: %q", words, got)
		}
	}
	c.expect(t, "a", "我的", "提醒：已退订") // the usual limit is another one
	c.settle(t)
	if got := c.alerts("人工"); len(got) != 1 {
		t.Errorf("alerts: %q, want one", got)
	}
}

// TestCallsOfTheErasedMerge calls a moderator, has everything erased and calls again, over
// and over: the moderators read one alert, also if the first ones were erased before they
// were sent, and find one open ticket.
func TestCallsOfTheErasedMerge(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string]bool{"alerts are sent": true, "alerts are erased": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			for range 9 {
				c.must(t, "a", "人工", "已呼叫班主任")
				if sent {
					c.settle(t)
				}
				c.must(t, "a", "删除我的数据", "")
				c.must(t, "a", "确认删除", "")
			}
			c.must(t, "a", "人工", "已呼叫班主任")
			c.settle(t)
			if got := c.alerts("人工"); len(got) != 1 || strings.Count(got[0], "人工】") != 1 {
				t.Errorf("alerts: %q, want one", got)
			}
			if got := c.say(t, "m1", "#待答"); strings.Count(got, "人工") != 1 {
				t.Errorf("the inbox is %q, want one call", got)
			}
		})
	}
}

// TestSecondCallIsHeard answers a call and gets another one soon after: that is a new
// matter, and the moderators hear of it.
func TestSecondCallIsHeard(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.must(t, "a", "人工", "")
	c.must(t, "m1", "#答 H1 好的，马上处理这个问题。", "")
	c.must(t, "a", "人工", "")
	c.settle(t)
	if got := strings.Join(c.alerts("人工"), "\n"); strings.Count(got, "【人工】") != 2 {
		t.Errorf("alerts: %q, want two", got)
	}
}

// TestModeratorsAreNotLimited gives many commands in a second.
func TestModeratorsAreNotLimited(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i := range 50 {
		if got := c.say(t, "m1", "#数据"); !strings.Contains(got, "报名") {
			t.Fatalf("command %d: %q", i+1, got)
		}
	}
}

// TestTapIsNoCommand taps a line that looks like a moderator's command: somebody else may
// have written it into a message to the moderator (ruling 34).
func TestTapIsNoCommand(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i, line := range []string{"#停", "＃停", " #停 全部"} {
		x := c.pusher.Tap(t.Context(), wxsim.OpenID("crowd", "m1"), fmt.Sprint(i+1), line, wxsim.FaultNone)
		if strings.Contains(x.Text, "已停") || x.Failure != "" {
			t.Errorf("a tap on %q: %q %s", line, x.Text, x.Failure)
		}
	}
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != 0 {
		t.Errorf("after taps everything is stopped: %+v, %v", control, err)
	}
	c.must(t, "m1", "#停", "")
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level == 0 {
		t.Errorf("a typed command has no effect: %+v, %v", control, err)
	}
}

// TestTrailingSlash pushes to the address with a slash at its end, as it may stand in the
// account's settings (ruling 46).
func TestTrailingSlash(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.pusher.URL += "/"
	c.expect(t, "a", "报名", "报名成功")
}

// TestConfirmationOverLimit carries the confirmation of an erasure out over the limit, in
// whatever words it is said, and no other confirmation in the same words.
func TestConfirmationOverLimit(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	people := map[string]string{"a": "确定", "b": "确定删除", "c": "确认"}
	for who, words := range people {
		c.register(t, who)
		c.expect(t, who, "删除我的数据", "确认删除")
		for range 9 { // the command itself has the wider limit
			c.must(t, who, "课程介绍", "")
		}
		if who == "a" { // the one that is told of the limit
			c.expect(t, who, words, "发得有点快")
		} else {
			c.expect(t, who, "课程介绍", "发得有点快")
			if got := c.say(t, who, words); got != "" {
				t.Errorf("%s over the limit: %q", who, got)
			}
		}
		hash := c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))
		if left := c.rows(t, "SELECT hash FROM person WHERE hash = '"+hash+"'"); len(left) != 0 {
			t.Errorf("%s wrote %q over the limit and is not erased", who, words)
		}
	}
	c.register(t, "leaves")
	c.expect(t, "leaves", "取消报名", "确认取消")
	for range 8 {
		c.must(t, "leaves", "课程介绍", "")
	}
	c.expect(t, "leaves", "课程介绍", "发得有点快")
	for _, words := range []string{"确定", "确认", "确定删除"} {
		if got := c.say(t, "leaves", words); got != "" {
			t.Errorf("over the limit: %q", got)
		}
	}
	if seats := c.rows(t, "SELECT seat FROM member"); len(seats) != 1 {
		t.Errorf("seats %v: a confirmation over the limit gives the seat up", seats)
	}
}
