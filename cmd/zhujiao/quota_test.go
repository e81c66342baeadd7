package main

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestQuotaBeforeBroadcast starts a broadcast for which the account's calls of
// the day do not suffice: nobody gets it, the moderators are told, and it goes
// on when they say so.
func TestQuotaBeforeBroadcast(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *config) {
		cfg.moderators, cfg.robots = []string{wxsim.OpenID("crowd", "m")}, map[string]string{"staff": "K"}
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
