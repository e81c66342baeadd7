package app

import (
	"testing"
	"time"
)

// TestServedLonger lets packs be claimed for two months: what the class still works with is
// not erased a month after its end, so that no reminder is planned anew, an answer reaches who
// asked, and nobody reports a link twice.
func TestServedLonger(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "  结束: 2022-07-07 21:30 =>   结束: 2022-07-07 21:30\n  领取截止: 2022-09-07 23:59")
	})
	c.at(7, 20, 40, 0)
	c.register(t, "a")
	c.say(t, "a", "后台先行")
	c.at(7, 21, 50, 0)
	c.settle(t)
	alerts := len(c.alerts("提醒"))
	for hour := range 30 {
		c.app.clock.Freeze(c.app.Campaign().End.AddDate(0, 0, 31).Add(time.Duration(hour) * time.Hour))
		if hour == 14 {
			c.must(t, "b", "课程会讲到SaaS后台吗", "这个我还不会")
		}
		c.app.forget(t.Context())
		c.settle(t)
	}
	if got := c.alerts("提醒"); len(got) != alerts {
		t.Errorf("a month after the class its reminders are planned anew: %d alerts, the first %q", len(got)-alerts, got[alerts])
	}
	c.must(t, "m1", "#答 U1 会讲一点", "已回复U1")
	c.settle(t)
	if n := c.told("b", "会讲一点"); n != 1 {
		t.Errorf("who asked a month after the class was told %d times: %q", n, c.texts("b"))
	}
}

// TestAskersOfAnEndedClass: the class that ended last still answers. Who asks then is kept as
// long as the question is.
func TestAskersOfAnEndedClass(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.app.clock.Freeze(c.app.Campaign().ClaimsEnd().AddDate(0, 0, 10))
	c.must(t, "b", "课程会讲到SaaS后台吗", "这个我还不会")
	c.app.forget(t.Context())
	c.must(t, "m1", "#答 U1 会讲一点", "已回复U1")
	c.settle(t)
	if n := c.told("b", "会讲一点"); n != 1 {
		t.Errorf("who asked was told %d times: %q", n, c.texts("b"))
	}
	c.app.clock.Freeze(c.app.Campaign().ClaimsEnd().AddDate(0, 0, 50))
	c.app.forget(t.Context())
	if left := c.rows(t, "SELECT count(*) FROM ticket_asker"); left[0] != "0" {
		t.Errorf("%s askers are left 40 days later", left[0])
	}
}
