package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// TestModeratorNames binds one more moderator from the settings: two people never have one name.
func TestModeratorNames(t *testing.T) {
	t.Parallel()
	c := staffed(t, approvalFrom(t, "2"))
	c.at(7, 10, 0, 0)
	ids := []bot.UserID{bot.UserID(wxsim.OpenID("crowd", "new")), bot.UserID(wxsim.OpenID("crowd", "m1"))}
	if err := bindKnown(t.Context(), c.app, ids, moderation.RoleOwner); err != nil { // the next start, with new before m1
		t.Fatal(err)
	}
	c.registerNumbered(t, "p", 4)
	c.say(t, "m1", "#群发 已报名 "+anyDayText)
	c.say(t, "m1", "#确认 B1 4")
	if got := c.say(t, "new", "#批准 B1"); !strings.Contains(got, "开始发送") {
		all, err := c.app.store.Moderators.Moderators(t.Context())
		t.Errorf("another person agrees: %q; the moderators are %v, %v", got, all, err)
	}
}

// TestBindKeepsOwner lets the owner try an invitation: they stay the owner.
func TestBindKeepsOwner(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	reader := moderation.Moderator{Name: "小王", Role: moderation.RoleReader}
	if err := c.app.store.Moderators.Invite(t.Context(), "ABCDEFGHIJ", reader, c.app.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.say(t, "m1", "#绑定 ABCDEFGHIJ") // tried by the owner
	if got := c.say(t, "m1", "#停"); !strings.Contains(got, "急停") {
		t.Errorf("the only owner can stop nothing any more: %q", got)
	}
}

// TestReaderConfirms: who may only read cannot send a broadcast to everybody.
func TestReaderConfirms(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 3, nil)
	reader := []bot.UserID{bot.UserID(wxsim.OpenID("crowd", "r1"))}
	if err := bindKnown(t.Context(), c.app, reader, moderation.RoleReader); err != nil {
		t.Fatal(err)
	}
	c.must(t, "m1", "#群发 已报名 "+eveningText, "草稿B1")
	got := c.say(t, "r1", "#确认 B1 3")
	c.settle(t)
	if n := c.toldInAll(eveningText); n != 0 || got != "你的角色不能用这个指令。" {
		t.Errorf("a reader sent a broadcast to %d: %q", n, got)
	}
}
