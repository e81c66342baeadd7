package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestAccountKinds offers each kind of account what it can do, and says so at the draft.
func TestAccountKinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, draft string
		// first is how many get the broadcast at once, trial included.
		first int
	}{
		{"service", "预览已发给你。确认无误回复「#确认 B1 人数」，定时回复「#定时 B1 时间」。", 5},
		{"subscription", "这个公众号是订阅号，一天只能群发一次", 12},
		{"test", "这个公众号是测试号", 5},
		{"unverified", "这个公众号没有认证，不能群发，没有建草稿。", 0},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			t.Parallel()
			c := newBroadcasts(t, 12, func(cfg *Config) { cfg.Account = tt.kind })
			got := c.commands(t, "#群发 已报名 "+eveningText)
			if !strings.Contains(got, tt.draft) {
				t.Errorf("the draft: %q", got)
			}
			c.commands(t, "#确认 B1 12")
			if n := c.toldInAll(eveningText); n != tt.first {
				t.Errorf("%d got it at once, want %d", n, tt.first)
			}
			c.app.clock.Freeze(c.app.clock.Now().Add(600e9))
			c.settle(t)
			if n := c.toldInAll(eveningText); n != min(12, tt.first*12) {
				t.Errorf("%d got it", n)
			}
			if tt.kind == "subscription" && len(c.calls(t)) != 1 {
				t.Errorf("%d calls on an account with one a day", len(c.calls(t)))
			}
		})
	}
}

// TestMassForbidden learns from the platform that the account has no mass send: the
// moderators read it in words.
func TestMassForbidden(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 12, nil)
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: 48001}, strings.HasSuffix(path, "/mass/send")
	}
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 12")
	if got := c.alerts("【群发暂停】B1：这个公众号没有群发的权限（微信返回 48001"); len(got) != 1 {
		t.Errorf("alerts %q of %q", got, c.alerts("【"))
	}
}
