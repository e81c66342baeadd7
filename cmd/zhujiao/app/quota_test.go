package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

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

// TestSilentMassSend lets the results of mass sends get lost: the platform is
// asked, and what it says failed is not reported as unknown.
func TestSilentMassSend(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"SEND_FAIL": "失败3", "SEND_SUCCESS": "未知3"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, func(cfg *Config) { cfg.Moderators = []string{wxsim.OpenID("crowd", "m")} })
			c.platform.Finished, c.platform.MassState = nil, state
			for _, who := range []string{"a", "b", "c"} {
				c.say(t, who, "报名")
			}
			c.say(t, "m", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
			c.say(t, "m", "#确认 B1 3")
			c.settle(t)
			for range 2 {
				c.app.clock.Freeze(c.app.clock.Now().Add(16 * time.Minute))
				c.settle(t)
			}
			var report string
			for _, a := range c.platform.Accepted() {
				if a.To == wxsim.OpenID("crowd", "m") && strings.Contains(a.Text, "B1完成") {
					report = a.Text
				}
			}
			if !strings.Contains(report, want) {
				t.Errorf("report %q, want %s", report, want)
			}
		})
	}
}
