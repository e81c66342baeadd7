package app

import (
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// TestAnswerNobody answers somebody who has left: the moderator reads that nobody gets it.
func TestAnswerNobody(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.unfollow(t, "a")
	c.must(t, "m1", "#答 U1 会提到的。", "U1没有人能收到")
}

// TestLongAnswer answers with more than a message holds: the moderator reads that it was not sent.
func TestLongAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	got := c.say(t, "m1", "#答 U1 "+strings.Repeat("好", 678))
	c.settle(t)
	if c.told("a", "好好") == 0 && !strings.HasPrefix(got, "没有发出") {
		t.Errorf("%q, but a got %d texts and next reads %.60q", got, len(c.texts("a")), c.say(t, "a", "几点开始"))
	}
}

// TestRefusedAnswer has the platform refuse an answer: the person reads it with their next reply.
func TestRefusedAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: 40037}, strings.HasSuffix(path, "/custom/send")
	}
	c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	c.platform.Refuse = nil
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("an answer that the platform refused is lost: %q; #未知: %q", r, c.say(t, "m1", "#未知"))
	}
}

// TestStoppedAnswer answers while sending is stopped: the person reads it with their next reply, as promised.
func TestStoppedAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#停")
	got := c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("%q, but at the next message: %q", got, r)
	}
}

// TestAnswerWithoutQuota answers when the day has no calls left: the person reads it with their next reply.
func TestAnswerWithoutQuota(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: 45009}, strings.HasSuffix(path, "/custom/send")
	}
	c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	c.at(7, 12, 0, 0)
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("today nothing more can be pushed, and the passive reply leaves the answer out: %q", r)
	}
}

// TestTwoAnswer: a second moderator learns that another one is at it, and nothing
// goes out before a code.
func TestTwoAnswer(t *testing.T) {
	t.Parallel()
	c := withTwoModerators(t)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会讲")
	c.say(t, "m1", "#答 U1 补充：第三步会讲")
	asked, done := c.askAndConfirm(t, "m2", "#答 U1 不会讲")
	if !strings.Contains(asked, "m1已经回复过U1：补充：第三步会讲") || !strings.Contains(done, "已回复U1") {
		t.Errorf("got %q, then %q", asked, done)
	}
	c.say(t, "b", "人工")
	c.say(t, "m1", "#接管 H1")
	c.expect(t, "m2", "#待答", "m1正在回复")
	c.expect(t, "m2", "#接管 H1", "m1正在回复H1")
	c.expect(t, "m2", "#答 H1 你好", "m1正在回复H1")
	c.say(t, "m1", "#答 H1 我来")
	c.settle(t)
	if c.told("b", "班主任回复：你好") != 0 || c.told("b", "班主任回复：我来") != 1 || c.told("a", "不会讲") != 1 {
		t.Errorf("a got %q, b got %q", c.texts("a"), c.texts("b"))
	}
}

// TestInboxWhole lists more tickets than fit: the number is true, and #补签 全部 sees the last.
func TestInboxWhole(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 46, 0)
	for i := range 101 {
		c.say(t, fmt.Sprint("p", i), "紫藤萝"+string(rune('萝'+i))+"瀑布在哪")
	}
	c.say(t, "z", "补签 老师讲到订单拆单")
	got := c.say(t, "m1", "#待答")
	stats := c.say(t, "m1", "#数据")
	if !strings.HasPrefix(got, "待答102条") {
		t.Errorf("%q…(%d bytes), while %q", got[:30], len(got), stats)
	}
	if got := c.say(t, "m1", "#补签 全部"); !strings.Contains(got, "H1补签已通过") {
		t.Errorf("#补签 全部: %q", got)
	}
}

// TestSharedTicket erases the first of two who wait for an answer in the file: the second is still offered.
func TestSharedTicket(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "    待补: true                # 原文没有承诺回放，不能替主办方承诺 =>     待补: true\n    待补说法: 回放还没定，定了我在这里告诉你，不用再问。")
	})
	c.at(7, 10, 0, 0)
	c.say(t, "a", "有回放吗")
	promised := c.say(t, "b", "有回放吗")
	c.unfollow(t, "a")
	inbox := c.say(t, "m1", "#待答")
	pending := "    待补: true\n    待补说法: 回放还没定，定了我在这里告诉你，不用再问。\n    答: \"\""
	c.editFile(t, pending, "    答: 有回放，7天内可以看。")
	c.settle(t)
	if len(c.alerts("有答案了")) == 0 {
		t.Errorf("b was told %q; a left: inbox %q, nobody is offered to answer b; %q", promised, inbox,
			c.say(t, "m1", "#待答"))
	}
}

// TestTappedChoice sends a late list of choices as lines to tap; the tap is
// answered like the number.
func TestTappedChoice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	const question = "讲师介绍和名额"
	passive := c.say(t, "a", question)
	c.queueLateReply(t, "a", bot.Choices{Lead: "你想问的是？回复数字：", Items: []string{"老师是谁", "还有名额吗"}, Tail: "都不是请回复「人工」。"})
	var sent []string
	for _, a := range c.platform.Accepted() {
		if a.Way == "custom" {
			sent = append(sent, a.Text)
		}
	}
	if len(sent) != 1 || sent[0] != passive {
		t.Errorf("late, the list was sent as %q, want the passive reply %q", sent, passive)
	}
	x := c.pusher.Tap(t.Context(), wxsim.OpenID("crowd", "a"), "1", "第一行", wxsim.FaultNone)
	if !strings.HasPrefix(x.Text, "刘志远老师：") {
		t.Errorf("a tap on the first line got %q", x.Text)
	}
}

// TestConsoleLink puts who asks and the address of a ticket under its alert, if there is
// a console.
func TestConsoleLink(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://desk.example.com" })
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.settle(t)
	for _, a := range c.platform.Accepted() {
		first, rest, _ := strings.Cut(a.Text, "\n同学")
		if first == "【待答】U1 课程会讲到SaaS后台吗" && len(rest) > 4 && rest[4:] == "\nhttps://desk.example.com/console/go/U1" {
			return
		}
	}
	t.Errorf("no alert leads to the ticket: %v", c.platform.Accepted())
}
