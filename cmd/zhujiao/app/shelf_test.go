package app

import (
	"strings"
	"testing"

	"zhujiao/bot"
)

// TestShelfTooLong keeps a text that fits no reply: what came after it is shown.
func TestShelfTooLong(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.queueLateReply(t, "a", bot.Text(strings.Repeat("好", 670)))
	c.queueLateReply(t, "a", bot.Text("短的。"))
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "短的。") {
		t.Errorf("what waits behind a long text was not shown: %.60q", got)
	}
}

// TestShelfWhenSilent: a moderator's answer also comes where unknown questions are
// met with silence.
func TestShelfWhenSilent(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "  编号: ecom =>   未知问题: 沉默\n  编号: ecom") })
	c.at(7, 10, 0, 0)
	c.say(t, "a", "退订")
	c.say(t, "a", "人工")
	said := c.say(t, "m1", "#答 H1 会的。")
	c.settle(t)
	if r := c.say(t, "a", "课程会讲到SaaS后台吗"); !strings.Contains(r, "会的") {
		t.Errorf("m1 reads %q, a reads %q", said, r)
	}
}
