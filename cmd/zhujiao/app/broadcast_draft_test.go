package app

import (
	"strings"
	"testing"
)

// The texts of broadcasts: one tells of the evening of the class, the other is true on
// any day.
const (
	eveningText = "今晚20:30准时开课,直播间地址稍后发群里。"
	anyDayText  = "感谢报名,问题可以继续发给我。"
)

// newBroadcasts is a crowd with a moderator at 10:00 on the day of the class, with
// some registered.
func newBroadcasts(t *testing.T, seats int, more func(*Config)) *crowd {
	t.Helper()
	c := staffed(t, more)
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", seats)
	return c
}

// TestSameTextTwoDrafts: two drafts of one text do not reach people twice.
func TestSameTextTwoDrafts(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, nil)
	c.commands(t, "#群发 已报名 "+anyDayText, "#群发 已报名 "+anyDayText, "#确认 B1 4")
	got := c.commands(t, "#确认 B2 4")
	if n := c.told("p1", anyDayText); n != 1 || got != "B2没有发送：24小时内发过相同内容。" {
		t.Errorf("p1 got the same text %d times: %q", n, got)
	}
}

// TestSameTextNearly: a full stop more or less is the same text.
func TestSameTextNearly(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, nil)
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 4")
	for _, same := range []string{"今晚20:30准时开课,直播间地址稍后发群里", "今晚20：30准时开课，直播间地址 稍后发群里！"} {
		c.expect(t, "m1", "#群发 已报名 "+same, "24小时内发过相同内容（B1）")
	}
	c.expect(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址已经发在群里。", "草稿B2")
}

// TestConfirmStopped: nothing can be started while everything is stopped, so
// that nothing leaves by itself afterwards; the preview is in the reply.
func TestConfirmStopped(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, nil)
	draft := c.commands(t, "#停", "#群发 已报名 "+anyDayText)
	if strings.Contains(draft, "预览已发给你") || !strings.Contains(draft, "\n"+anyDayText+"\n") {
		t.Errorf("no preview left, yet %q", draft)
	}
	if got := c.commands(t, "#确认 B1 4"); got != "现在是急停状态，没有发送B1。要发送先回复「#恢复」。" {
		t.Errorf("stopped, yet %q", got)
	}
	c.confirm(t, c.say(t, "m1", "#恢复"))
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 0 {
		t.Errorf("after 恢复 it went out by itself to %d", n)
	}
}

// TestLongPreview: a text that leaves no room for the preview's mark makes no
// draft, rather than a draft that nobody has seen.
func TestLongPreview(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	if got := c.commands(t, "#群发 已报名 "+strings.Repeat("好", 680)); !strings.HasPrefix(got, "没有建草稿：") {
		t.Errorf("%q", got)
	}
}

// TestWrongDay: a text that names the wrong evening, weekday or address makes no
// draft.
func TestWrongDay(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.at(6, 10, 0, 0)
	c.registerNumbered(t, "p", 3)
	for _, s := range []string{
		"今晚开课,大家准时来听刘老师讲课。", "周五20:30准时开课,直播间地址稍后发群里。", "资料在 pan.evil.com/s/1abcd 自取哦各位同学",
		"资料在 HTTPS://pan.evil.com/s/1abcd 自取哦各位同学", "资料在pan.evil.com自取哦各位同学",
	} {
		if got := c.say(t, "m1", "#群发 已报名 "+s); !strings.HasPrefix(got, "没有建草稿") {
			t.Errorf("%s: %q", s, got)
		}
	}
	for _, s := range []string{
		"资料在https://pan.example.com/s/1ecom99a，请尽快转存", "资料在 pan.example.com/s/1ecom99a, 请尽快转存", "今天报名的同学，明天来听课记得带上问题",
		"周四20:30准时开课，欢迎来听", "Node.js和SaaS后台的区别会在课上讲",
	} {
		if got := c.say(t, "m1", "#群发 已报名 "+s); !strings.HasPrefix(got, "草稿") {
			t.Errorf("%s: %q", s, got)
		}
	}
}

// TestStaleText: 明天 of yesterday's draft is not sent today.
func TestStaleText(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.at(6, 10, 0, 0)
	c.registerNumbered(t, "p", 3)
	c.say(t, "m1", "#群发 已报名 明天20:30准时开课,直播间地址稍后发群里。")
	c.say(t, "m1", "#群发 已报名 明天老师会讲七步方法,记得带上问题。")
	c.at(7, 10, 0, 0)
	for _, s := range []string{"#定时 B1 19:40", "#确认 B1 3", "#确认 B2 3", "#定时 B2 19:40"} {
		if got := c.commands(t, s); strings.Contains(got, "已定时") || strings.Contains(got, "开始发送") {
			t.Errorf("on the day of the class, %s: %q", s, got)
		}
	}
	c.commands(t, "#改 B2 今天老师会讲七步方法,记得带上问题。", "#预览 B2")
	if got := c.commands(t, "#确认 B2 3"); !strings.Contains(got, "开始发送") {
		t.Errorf("written anew: %q", got)
	}
}

// TestDeadLink: a draft whose link was stopped meanwhile is not sent.
func TestDeadLink(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	c.commands(t, "#群发 已报名 资料在这里 https://pan.example.com/s/1ecom49a 请尽快转存", "#停链 49 1")
	got := c.commands(t, "#确认 B1 3")
	if want := "B1没有发送：链接「https://pan.example.com/s/1ecom49a」已停发。先改内容「#改 B1 内容」，或「#取消 B1」。"; got != want {
		t.Errorf("its link is stopped: %q, want %q", got, want)
	}
}

// TestUnverified: an account that cannot mass-send makes no drafts.
func TestUnverified(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, func(cfg *Config) { cfg.Account = "unverified" })
	if got := c.say(t, "m1", "#群发 已报名 "+eveningText); got != "这个公众号没有认证，不能群发，没有建草稿。" {
		t.Errorf("%q", got)
	}
}

// TestGrownConfirm: a number that was never shown cannot be confirmed.
func TestGrownConfirm(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	c.commands(t, "#群发 已报名 "+eveningText, "#定时 B1 19:00")
	c.registerNumbered(t, "x", 3)
	c.at(7, 19, 0, 0)
	c.settle(t)
	if got := c.say(t, "m1", "#确认 B1 6"); got != "B1要先重新预览，没有发送。请回复「#预览 B1」。" {
		t.Errorf("6 was never shown: %q; %q", c.alerts("B1"), got)
	}
}

// TestOddAudience writes an audience that is no number of a class: the moderator reads how to write it.
func TestOddAudience(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.must(t, "m1", "#群发 收到Babc "+anyDayText, "没有这个对象")
}

// TestCancelScheduled: who cancels reads how many will not get it.
func TestCancelScheduled(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	got := c.commands(t, "#群发 已报名 "+eveningText, "#定时 B1 19:40", "#取消 B1")
	if !strings.Contains(got, "未发3条") {
		t.Errorf("%q", got)
	}
}
