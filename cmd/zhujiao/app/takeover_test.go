package app

import (
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// TestTakenByOther answers another ticket of somebody who is taken over: the bot stays silent.
func TestTakenByOther(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.say(t, "m1", "#答 U1 会提到的。")
	if got := c.say(t, "a", "几点开始"); got != "" {
		t.Errorf("H1 is taken over, yet the bot says %q", got)
	}
}

// TestTakenTwice ends an old call while a newer one is taken over: the bot stays silent.
func TestTakenTwice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#答 H1 你好。")
	c.settle(t)
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H2")
	c.say(t, "m1", "#接管 H1")
	ended := c.say(t, "m1", "#结束 H1")
	if got := c.say(t, "a", "几点开始"); got != "" || strings.Contains(ended, "恢复回复") {
		t.Errorf("H2 is taken: %q, %q", ended, got)
	}
}

// TestTakenClick taps the menu during a take-over: the bot stays silent.
func TestTakenClick(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.platform.Touch(wxsim.OpenID("crowd", "a"), "click")
	x := c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "CLICK", "我的", wxsim.FaultNone)
	if x.Text != "" {
		t.Errorf("taken over, a click gets %q", x.Text)
	}
}

// TestTakenReturn leaves during a take-over and returns: the bot answers again.
func TestTakenReturn(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.must(t, "m1", "#接管 H1", "已接管H1")
	c.unfollow(t, "a")
	c.follow(t, "a")
	c.say(t, "a", "几点开始")
	c.queueLateReply(t, "a", bot.Text("迟到的回复"))
	if n := c.told("a", "迟到的回复"); n != 1 {
		t.Errorf("nobody talks to a any more, the late reply was not sent")
	}
}

// TestNoBotAfterTakeOver holds back a late reply of the bot to somebody whom a
// moderator talks to by then, and gives it when the moderator has left.
func TestNoBotAfterTakeOver(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.queueLateReply(t, "a", bot.Text("迟到的回复"))
	if n := len(c.texts("a")); n != 0 {
		t.Fatalf("the bot said %q while a moderator had taken over", c.texts("a"))
	}
	if got := c.say(t, "a", "在吗老师"); got != "" {
		t.Errorf("during the take-over the bot answered %q", got)
	}
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "迟到的回复\n\n") {
		t.Errorf("after the take-over the first reply is %q, want what was held back before it", got)
	}
}

// TestTalkWithoutCredit: what a moderator said when the platform took nothing more
// comes as the answer to the person's next words, though the bot itself is silent
// for them.
func TestTalkWithoutCredit(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	var last string
	for i := range 6 { // the platform takes five
		last = c.say(t, "m1", fmt.Sprintf("#答 H1 第%d句。", i+1))
		c.settle(t)
	}
	r := c.say(t, "a", "好的") // five more from now on
	c.settle(t)
	if c.told("a", "第6句") == 0 && !strings.Contains(r, "第6句") {
		t.Errorf("m1 read %q; a wrote and reads %q", last, r)
	}
}

// TestTalkOptedOut: somebody who opted out and talks to a moderator reads the
// answer when they write again.
func TestTalkOptedOut(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "退订")
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	said := c.say(t, "m1", "#答 H1 会提到的。")
	c.settle(t)
	r := c.say(t, "a", "在吗")
	c.settle(t)
	if c.told("a", "会提到的") == 0 && !strings.Contains(r, "会提到的") {
		t.Errorf("m1 reads %q, a reads %q", said, r)
	}
}

// TestTalkHearsNoBot: while a moderator talks to somebody, a message of the bot that
// could not be sent before waits until they are done.
func TestTalkHearsNoBot(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
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
