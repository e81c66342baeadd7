package app

import (
	"strings"
	"testing"
)

// TestShutInvitesNobody closes the registration: no reply invites to it any more
// (ruling 15), and all do again when it is open.
func TestShutInvitesNobody(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "甲", "报名")
	c.say(t, "甲", "取消报名")
	texts := []string{"领取99", "菜单", "还有名额吗", "取消报名", "我想报个名"}
	invites := func(s string) bool {
		return strings.Contains(s, "「1」") || strings.Contains(s, "1 免费报名") || strings.Contains(s, "「报名」")
	}
	for _, s := range texts {
		if got := c.say(t, "乙", s); !invites(got) {
			t.Errorf("open: %s is answered %q", s, got)
		}
	}
	c.peopleYes(t, c.say(t, "m1", "#关报名"))
	for _, s := range texts {
		if got := c.say(t, "丙", s); got == "" || invites(got) {
			t.Errorf("shut: %s is answered %q", s, got)
		}
	}
	if got := c.say(t, "甲", "确认取消"); got == "" || invites(got) {
		t.Errorf("shut: who cancels is told %q", got)
	}
	if got := c.peopleFollow(t, "丁"); got == "" || invites(got) {
		t.Errorf("shut: who follows is told %q", got)
	}
	c.say(t, "m1", "#开报名")
	if got := c.say(t, "丙", "菜单"); !invites(got) {
		t.Errorf("open again: the menu is %q", got)
	}
}
