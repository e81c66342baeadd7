package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
)

// TestMyClasses lists each class of a person, and erases all of them.
func TestMyClasses(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a", "x")
	c.followBy(t, "a", "reg-week2")
	c.followBy(t, "b", "reg-week2")
	got := c.say(t, "a", "我的")
	if one, two, ok := strings.Cut(got, "\n\n"); !ok || !strings.HasPrefix(one, tagFirst+"你的进度\n报名：已报名（第1位）") ||
		!strings.HasPrefix(two, tagSecond+"你的进度\n报名：已报名（第1位）") || strings.Contains(got, third) {
		t.Errorf("我的: %q", got)
	}
	if got := c.say(t, "a", "我的数据"); !strings.HasPrefix(got, tagFirst+"我们存着") || !strings.Contains(got, "\n\n"+tagSecond+"我们存着") {
		t.Errorf("我的数据: %q", got)
	}
	c.at(7, 20, 50, 0)
	c.begins(t, "a", "领取49", tagFirst)
	c.begins(t, "a", "退订", "已关闭提醒和通知")
	c.begins(t, "a", "删除我的数据", "删除后：")
	c.begins(t, "a", "确认删除", "已删除你的全部数据", "到7月21日")
	for _, table := range []string{"member", "claim"} {
		if left := c.rows(t, "SELECT campaign || ' ' || person FROM "+table+" WHERE person NOT IN (SELECT id FROM person)"); len(left) > 0 {
			t.Errorf("%s keeps %v", table, left)
		}
	}
	seats := c.rows(t, "SELECT id || ' ' || taken FROM campaign ORDER BY id")
	if strings.Join(seats, ",") != "ecom-backend-0707 1,week2 1,week4 0" {
		t.Errorf("seats taken: %v", seats)
	}
	c.begins(t, "e", "报名", tagFirst, "第1位") // the seat that was given up
	c.begins(t, "x", "删除我的数据", "删除后：")
	c.begins(t, "x", "确认删除", "已删除你的全部数据", "到7月14日")
}

// TestNamedOnce names the class of what the bot says first, once, also if it waited on the
// shelf or comes as a late reply.
func TestNamedOnce(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.followBy(t, "a", "reg-week2")
	c.settle(t)
	start, _ := c.app.catalog.Class("week2")
	c.app.clock.Freeze(start.Campaign.Start.Add(-time.Hour))
	c.settle(t)
	if got := c.told("a", "还有1小时开课"); got != 0 { // the message was too long ago to send anything
		t.Errorf("%d reminders were sent", got)
	}
	c.begins(t, "a", "几点开始", tagSecond)
	c.app.clock.Freeze(start.Campaign.Start.Add(-10 * time.Minute))
	c.settle(t)
	if got := c.texts("a"); len(got) != 1 || !strings.HasPrefix(got[0], tagSecond+"还有10分钟开课") || strings.Count(got[0], tagSecond) != 1 {
		t.Errorf("reminders %q", got)
	}
}

// TestShelfNamed names each text that waited on the shelf by its class, and the reply by its
// own.
func TestShelfNamed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.begins(t, "a", "能停车吗真的", tagFirst, "U1")
	c.followBy(t, "a", "reg-week2")
	c.at(8, 12, 0, 0)
	c.begins(t, "a", "能打车吗真的", tagSecond, "U1")
	c.at(11, 12, 0, 0) // all credits have lapsed
	c.begins(t, "m1", "#场 1", tagFirst)
	c.begins(t, "m1", "#答 U1 可以停车。", tagFirst, "会在他下次发消息时补上")
	c.begins(t, "m1", "#场 2", tagSecond)
	c.begins(t, "m1", "#答 U1 可以打车。", tagSecond, "会在他下次发消息时补上")
	c.settle(t)
	const want = tagFirst + "你问的：能停车吗真的\n班主任回复：可以停车。\n\n" + tagSecond + "班主任回复：可以打车。\n\n" + tagSecond + "7月14日"
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, want) {
		t.Errorf("shelf and reply: %q", got)
	}
}

// TestLateReplyNamed gives a reply that comes late the name that it had, once.
func TestLateReplyNamed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.followBy(t, "a", "reg-week2")
	c.say(t, "a", "我的")
	c.queueLateReply(t, "a", bot.Text(tagSecond+"报名成功！"))
	if got := c.texts("a"); len(got) != 1 || got[0] != tagSecond+"报名成功！" {
		t.Errorf("a late reply: %q", got)
	}
}

// TestSameName tells weekly classes of one name apart by their days.
func TestSameName(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openClass(t, beside{"week2", 7, []string{
		"开放: 2022-07-13 00:00", "开放: 2022-07-01 00:00", "[reg-article, reg-poster, reg-group]", "[reg-week2]",
	}})
	c.begins(t, "a", "报名", "【"+first+"（7月7日）】报名成功")
	if got := c.followBy(t, "a", "reg-week2"); !strings.HasPrefix(got, "【"+first+"（7月14日）】报名成功") {
		t.Errorf("the second week: %q", got)
	}
	c.begins(t, "a", first+"几点开始", "【"+first+"（7月7日）】") // both have the name: the nearest
	c.begins(t, "m1", "#场 2", "【"+first+"（7月14日）】")
}
