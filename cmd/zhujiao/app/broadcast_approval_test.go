package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// approvalFrom asks for a second moderator, m2, from so many receivers.
func approvalFrom(t *testing.T, people string) func(*Config) {
	t.Helper()
	return func(cfg *Config) {
		change(t, cfg.Campaign, "需要第二人审批人数: 500 => 需要第二人审批人数: "+people)
		cfg.Moderators = append(cfg.Moderators, wxsim.OpenID("crowd", "m2"))
	}
}

// TestSecondGrowth: an audience that has grown over the limit needs a second
// person.
func TestSecondGrowth(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 5, approvalFrom(t, "5"))
	c.commands(t, "#群发 已报名 "+eveningText, "#定时 B1 19:00")
	c.say(t, "x", "报名")
	c.at(7, 19, 0, 0)
	c.settle(t)
	if n := c.toldInAll(eveningText); n != 0 || len(c.alerts("【群发没发】B1")) == 0 {
		t.Errorf("6 people without a second person: %d got it, %s", n, c.say(t, "m1", "#进度 B1"))
	}
}

// TestApprovedGrown: what a second person agreed to is not sent to many more.
func TestApprovedGrown(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, approvalFrom(t, "3"))
	c.commands(t, "#群发 已报名 "+eveningText, "#定时 B1 19:00")
	c.say(t, "m2", "#批准 B1")
	c.registerNumbered(t, "x", 6)
	c.at(7, 19, 0, 0)
	c.settle(t)
	c.commands(t, "#确认 B1 10")
	if got := c.commands(t, "#预览 B1", "#确认 B1 10"); !strings.Contains(got, "#批准 B1") {
		t.Errorf("10 people were confirmed: %q", got)
	}
	if n := c.toldInAll(eveningText); n > 0 {
		t.Errorf("10 people without a second person's yes: %d got it", n)
	}
	c.say(t, "m2", "#批准 B1")
	c.settle(t)
	if n := c.toldInAll(eveningText); n != 5 {
		t.Errorf("approved, %d got the trial", n)
	}
}

// TestApproveLate: an approval after its time sends nothing.
func TestApproveLate(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, approvalFrom(t, "2"))
	c.commands(t, "#群发 已报名 "+anyDayText, "#定时 B1 19:40")
	c.at(8, 10, 0, 0)
	got := c.say(t, "m2", "#批准 B1")
	c.settle(t)
	if n := c.toldInAll(anyDayText); n > 0 || got != "B1没有发送：已经过了定时时间。请「#预览 B1」后重新确认。" {
		t.Errorf("the day after its time: %q, %d got it", got, n)
	}
}

// TestApproveStale: an approval on the next day does not send 今晚.
func TestApproveStale(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, approvalFrom(t, "2"))
	c.commands(t, "#群发 已报名 今晚老师会讲七步方法,记得带上问题。", "#确认 B1 4")
	c.at(8, 10, 0, 0)
	got := c.say(t, "m2", "#批准 B1")
	c.settle(t)
	if n := c.toldInAll("今晚老师"); n > 0 {
		t.Errorf("the day after: %q, %d got it", got, n)
	}
	c.commands(t, "#改 B1 老师讲了七步方法,有问题请继续发给我。", "#预览 B1", "#确认 B1 4")
	if got := c.say(t, "m2", "#批准 B1"); !strings.Contains(got, "开始发送") {
		t.Errorf("written anew and approved: %q", got)
	}
}

// TestApproveAtNight: a second person may agree at night to what leaves in the
// morning.
func TestApproveAtNight(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, approvalFrom(t, "2"))
	c.commands(t, "#群发 已报名 "+anyDayText, "#定时 B1 明天8:30")
	c.at(7, 22, 30, 0)
	if got := c.say(t, "m2", "#批准 B1"); !strings.Contains(got, "已定时") {
		t.Errorf("%q", got)
	}
}

// TestApprovedForItsTime: the second person's yes is for the time that they saw.
func TestApprovedForItsTime(t *testing.T) {
	t.Parallel()
	c := staffed(t, approvalFrom(t, "2"))
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 4)
	c.must(t, "m1", "#群发 已报名 "+anyDayText, "草稿B1")
	c.must(t, "m1", "#定时 B1 19:40", "B1超过2人")
	c.must(t, "m2", "#批准 B1", "B1已定时")
	c.must(t, "m1", "#定时 B1 10:05", "B1超过2人")
	c.at(7, 10, 5, 0)
	c.settle(t)
	if c.told("p1", anyDayText) > 0 {
		t.Error("the second person agreed to 19:40; it was sent at 10:05")
	}
}
