package app

import (
	"strings"
	"testing"
)

// TestQuietAdvice: what the bot advises at night can be done.
func TestQuietAdvice(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	got := c.commands(t, "#群发 已报名 "+anyDayText, "#定时 B1 23:00")
	if want := "B1没有定时：7月7日23:00在免打扰时间里。换个时间，例如「#定时 B1 明天08:30」。"; got != want {
		t.Errorf("at 10:00: %q, want %q", got, want)
	}
	c.at(7, 22, 30, 0)
	got = c.say(t, "m1", "#确认 B1 3")
	if r := c.say(t, "m1", "#定时 B1 08:30"); r != "B1已定时7月8日08:30发送。取消回复「#取消 B1」。" {
		t.Errorf("%q, then %q", got, r)
	}
}

// TestScheduledLate: what the program missed is not sent the next morning.
func TestScheduledLate(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	c.say(t, "m1", "#群发 已报名 "+eveningText)
	c.say(t, "m1", "#定时 B1 19:40")
	c.at(8, 9, 0, 0) // the program was down
	c.settle(t)
	if n := c.toldInAll(eveningText); n > 0 || len(c.alerts("【群发没发】B1")) != 1 {
		t.Errorf("the morning after the class %d read it; alarms %q", n, c.alerts("B1"))
	}
}

// TestScheduledStopped: what fell due while everything was stopped waits for a
// person.
func TestScheduledStopped(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	c.commands(t, "#群发 已报名 "+anyDayText, "#定时 B1 20:00", "#停")
	c.at(7, 20, 1, 0)
	c.settle(t)
	c.confirm(t, c.say(t, "m1", "#恢复"))
	c.settle(t)
	if n := c.toldInAll(anyDayText); n > 0 || len(c.alerts("【群发没发】B1")) != 1 {
		t.Errorf("by itself after 恢复, to %d; alarms %q", n, c.alerts("B1"))
	}
	if got := c.commands(t, "#预览 B1", "#确认 B1 3"); !strings.Contains(got, "开始发送") {
		t.Errorf("confirmed anew: %q", got)
	}
}

// TestBeginEmpty: a scheduled broadcast that finds nobody says so.
func TestBeginEmpty(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 1, nil)
	c.commands(t, "#群发 已报名 "+eveningText, "#定时 B1 19:00")
	c.say(t, "p0", "取消报名")
	c.say(t, "p0", "确认取消")
	c.at(7, 19, 0, 0)
	c.settle(t)
	if len(c.alerts("B1")) == 0 {
		t.Errorf("ended without a word: %q", c.say(t, "m1", "#进度 B1"))
	}
}
