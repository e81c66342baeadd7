package app

import (
	"strings"
	"testing"
)

// TestTwoAnswer: a second moderator learns that another one is at it, and nothing
// goes out before a code.
func TestTwoAnswer(t *testing.T) {
	t.Parallel()
	c := officePair(t)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会讲")
	c.say(t, "m1", "#答 U1 补充：第三步会讲")
	asked, done := c.officeConfirm(t, "m2", "#答 U1 不会讲")
	if !strings.Contains(asked, "m1已经回复过U1：补充：第三步会讲") || !strings.Contains(done, "已回复U1") {
		t.Errorf("got %q, then %q", asked, done)
	}
	c.say(t, "b", "人工")
	c.say(t, "m1", "#接管 H1")
	c.officeWant(t, "m2", "#待答", "m1正在回复")
	c.officeWant(t, "m2", "#接管 H1", "m1正在回复H1")
	c.officeWant(t, "m2", "#答 H1 你好", "m1正在回复H1")
	c.say(t, "m1", "#答 H1 我来")
	c.settle(t)
	if c.thingsGot("b", "班主任回复：你好") != 0 || c.thingsGot("b", "班主任回复：我来") != 1 || c.thingsGot("a", "不会讲") != 1 {
		t.Errorf("a got %q, b got %q", c.texts("a"), c.texts("b"))
	}
}
