package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestPromotionIsShelved frees a seat: the head of the waitlist, who only
// scanned and cannot be told, is seated and reads it before the next reply.
func TestPromotionIsShelved(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	for i := range 120 {
		c.say(t, fmt.Sprint("p", i), "报名")
	}
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "p120"), "SCAN", "reg-article", wxsim.FaultNone)
	c.app.clock.Freeze(c.app.clock.Now().Add(2 * time.Minute))
	c.say(t, "p6", "取消报名")
	c.say(t, "p6", "确认取消")
	if err := c.app.outbox.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := c.say(t, "p120", "几点开始")
	told := strings.HasPrefix(got, "好消息！有同学让出席位，你已转为正式报名（第7位）。\n")
	if !told || !strings.Contains(got, "\n\n7月7日（周四）20:30-21:30，线上直播") {
		t.Errorf("the promoted person read %q", got)
	}
	if got := c.say(t, "p120", "几点开始"); strings.Contains(got, "好消息") {
		t.Errorf("the promotion was told twice: %q", got)
	}
}

// TestPromotedWhileGone frees a seat while the first of the waitlist has left: the next one gets
// it. Who returns has kept their place, gets the next seat and reads of it.
func TestPromotedWhileGone(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.at(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.register(t, "b", "d")
	c.unfollow(t, "b")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	if c.told("d", "转为正式报名（第1位）") != 1 {
		t.Errorf("the next one is told %q", c.texts("d"))
	}
	c.say(t, "d", "取消报名")
	c.say(t, "d", "确认取消")
	c.must(t, "e", "报名", "报名成功") // nobody waits who is there
	c.say(t, "e", "取消报名")
	c.say(t, "e", "确认取消")
	c.follow(t, "b")
	c.settle(t)
	if c.told("b", "转为正式报名（第1位）") != 1 {
		t.Errorf("b returned and is told %q; %q", c.texts("b"), c.say(t, "b", "报名"))
	}
}

// TestStalePromotion keeps a promotion until after the class: nobody is called to a class that is over.
func TestStalePromotion(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.at(6, 10, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "b", "退订")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	c.at(9, 10, 0, 0)
	if got := c.say(t, "b", "你好"); strings.Contains(got, "20:30见") {
		t.Errorf("two days after the class: %q", got)
	}
}

// TestSeatKeptOnShelf leaves with the news of a seat unread and returns: it is read then; erased, it is gone.
func TestSeatKeptOnShelf(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.at(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "b", "退订")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	c.unfollow(t, "b")
	if got := c.follow(t, "b"); !strings.HasPrefix(got, "好消息") {
		t.Errorf("b returned and reads %q", got)
	}
	c.say(t, "b", "删除我的数据")
	c.say(t, "b", "确认删除")
	if rows := c.rows(t, "SELECT state FROM delivery WHERE kind = 'promoted' AND args <> '{}'"); len(rows) > 0 {
		t.Errorf("erased, yet kept: %q", rows)
	}
}

// TestSeatsWithAdded adds a seat: the waitlist text counts it.
func TestSeatsWithAdded(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 2") })
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 2)
	c.confirm(t, c.say(t, "m1", "#加席 1"))
	c.say(t, "x", "报名")
	if got := c.say(t, "y", "报名"); !strings.HasPrefix(got, "3个席位已报满") {
		t.Errorf("of 3 seats: %q", got)
	}
}
