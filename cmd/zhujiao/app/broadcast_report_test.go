package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestReportAfterStop: a broadcast that had left when everything was stopped is
// reported.
func TestReportAfterStop(t *testing.T) {
	t.Parallel()
	c := broadcastToFour(t)
	var results []map[string]string
	finished := c.platform.Finished
	c.platform.Finished = func(_ context.Context, r map[string]string) { results = append(results, r) }
	c.settle(t)
	c.must(t, "m1", "#停", "已急停")
	for _, r := range results {
		finished(t.Context(), r)
	}
	c.confirm(t, c.say(t, "m1", "#恢复"))
	c.at(8, 12, 0, 0)
	c.settle(t)
	if c.told("p1", anyDayText) == 1 && len(c.alerts("B1完成")) == 0 {
		t.Errorf("all 4 have it since yesterday, no report: %q", c.say(t, "m1", "#进度 B1"))
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

// TestFinishedError: a job that the platform failed is reported as failed.
func TestFinishedError(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, nil)
	c.platform.Finished = func(ctx context.Context, r map[string]string) {
		r["Status"], r["SentCount"], r["ErrorCount"], r["FilterCount"], r["TotalCount"] = "err(10001)", "0", "0", "0", "0"
		c.pusher.Finished(ctx, r)
	}
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 4")
	if got := c.alerts("B1完成"); len(got) == 0 || !strings.Contains(got[0], "失败4") {
		t.Errorf("the platform failed the job, the report is %q", got)
	}
}

// TestSumAfterErasure erases somebody between a broadcast's call and its result,
// and somebody else before it: the report still adds up.
func TestSumAfterErasure(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for _, who := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		c.say(t, who, "报名")
	}
	erase := func(who string) {
		c.say(t, who, "删除我的数据")
		c.say(t, who, "确认删除")
	}
	var held []map[string]string
	c.platform.Finished = func(_ context.Context, result map[string]string) { held = append(held, result) }
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	erase("h")
	c.say(t, "m1", "#确认 B1 8")
	c.settle(t)
	erase("a") // who was in the first call
	c.app.clock.Freeze(c.app.clock.Now().Add(3 * time.Minute))
	c.settle(t)
	for _, result := range held {
		c.pusher.Finished(t.Context(), result)
	}
	c.settle(t)
	var report string
	for _, a := range c.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, "B1完成") {
			report = a.Text
		}
	}
	if !strings.Contains(report, "B1完成：送达7，送不到1，失败0") {
		t.Errorf("the report is %q, want 7 + 1 + 0 = 8", report)
	}
}
