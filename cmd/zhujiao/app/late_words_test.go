package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wxsim"
)

// TestLateReplyForgets lets the reply to a moderator, which quotes somebody, become a
// delivery, and erases that person: nothing keeps their words, whether the reply still
// waits or has been said.
func TestLateReplyForgets(t *testing.T) {
	t.Parallel()
	for name, said := range map[string]bool{"it waits": false, "it was said": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &slowEngine{}
			c := staffed(t, func(cfg *Config) {
				cfg.hooks.engine = func(inner sqlstore.Engine) sqlstore.Engine { e.Engine = inner; return e }
			})
			c.say(t, "p", "课程会讲到SaaS多租户隔离吗真的吗")
			c.settle(t)
			m1 := wxsim.OpenID("crowd", "m1")
			sent := textPush(c, m1, "#待答", "88101")
			release := e.hold(&e.before)
			c.giveUp(t, m1, sent)
			release()
			c.settle(t)
			if rows := c.rows(t, "SELECT args FROM delivery WHERE kind = 'reply'"); len(rows) != 1 || !strings.Contains(rows[0], "SaaS") {
				t.Fatalf("late replies: %q, want one that quotes", rows)
			}
			if said {
				c.app.clock.Freeze(c.app.clock.Now().Add(2 * time.Minute))
				c.settle(t)
			}
			c.say(t, "p", "删除我的数据")
			c.say(t, "p", "确认删除")
			c.settle(t)
			if hits := c.grep(t, "SaaS多租户隔离"); len(hits) > 0 {
				t.Errorf("words of somebody erased are kept: %v", hits)
			}
		})
	}
}
