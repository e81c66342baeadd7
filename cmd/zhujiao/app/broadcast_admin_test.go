package app

import (
	"context"
	"maps"
	"strings"
	"testing"
)

// guarded is a crowd whose account has 群发保护: each mass send waits, and its result comes
// when the test says so.
func guarded(t *testing.T) (c *crowd, finish func(status string)) {
	t.Helper()
	c = newBroadcasts(t, 12, nil)
	var waiting []map[string]string
	c.platform.Finished = func(ctx context.Context, r map[string]string) {
		waiting = append(waiting, maps.Clone(r))
		r["Status"], r["FilterCount"], r["SentCount"] = "wait for admin confirm", "0", "0"
		c.pusher.Finished(ctx, r)
	}
	return c, func(status string) {
		t.Helper()
		for _, r := range waiting {
			if status != "send success" {
				r["FilterCount"], r["SentCount"] = "0", "0"
			}
			r["Status"] = status
			c.pusher.Finished(t.Context(), r)
		}
		waiting = nil
		c.settle(t)
	}
}

// TestAdminAsked says everywhere that an administrator has to approve, with the time left;
// an approved broadcast goes on.
func TestAdminAsked(t *testing.T) {
	t.Parallel()
	c, finish := guarded(t)
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 12")
	now := c.app.clock.Now()
	c.app.clock.Freeze(now.Add(61e9))
	const left = "等管理员在微信里确认，还剩29分钟"
	if got := c.say(t, "m1", "#进度 B1"); !strings.HasPrefix(got, "B1 等管理员确认：已发0/12") || !strings.Contains(got, left) {
		t.Errorf("#进度: %q", got)
	}
	if got := c.say(t, "m1", "#确认 B1 12"); !strings.Contains(got, left) {
		t.Errorf("#确认: %q", got)
	}
	if got := c.alerts("【群发等确认】B1"); len(got) != 1 {
		t.Errorf("alerts %q", got)
	}
	finish("send success")
	if got := c.say(t, "m1", "#进度 B1"); !strings.HasPrefix(got, "B1 发送中：已发5/12") || strings.Contains(got, "管理员") {
		t.Errorf("approved: %q", got)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(600e9))
	c.settle(t)
	finish("send success")
	if got := c.say(t, "m1", "#进度 B1"); !strings.HasPrefix(got, "B1 已完成：已发12/12") {
		t.Errorf("both approved: %q", got)
	}
	if got := c.alerts("【群发等确认】B1"); len(got) != 1 {
		t.Errorf("alerts %q", got)
	}
}

// TestAdminDenies ends a broadcast as 未获批准 when an administrator refuses it, when none
// answers in time, and when the platform says nothing at all. Nothing more is called.
func TestAdminDenies(t *testing.T) {
	t.Parallel()
	for status, why := range map[string]string{"err(40001)": "拒绝", "err(40002)": "30分钟内", "": "30分钟内"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			c, finish := guarded(t)
			c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 12")
			if status != "" {
				finish(status)
			}
			for range 3 {
				c.app.clock.Freeze(c.app.clock.Now().Add(1500e9))
				c.settle(t)
			}
			got := c.say(t, "m1", "#进度 B1")
			if !strings.HasPrefix(got, "B1 未获批准：已发0/12") || strings.Contains(got, "发送中") {
				t.Errorf("#进度: %q", got)
			}
			reports := c.alerts("B1未获批准：管理员")
			if len(reports) != 1 || !strings.Contains(reports[0], why) || !strings.Contains(reports[0], "送达0，送不到0，失败12") {
				t.Errorf("reports %q", reports)
			}
			if n := len(c.calls(t)); status != "" && n != 2 {
				t.Errorf("%d calls", n)
			}
		})
	}
}
