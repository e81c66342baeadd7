package app

import (
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleWholeEvening spends an evening on one phone that knows no command: from the
// link that sets the console up to the stop, by taps on pages that lead to each other, and
// each step with what the attendees hear of it.
func TestConsoleWholeEvening(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.registerNumbered(t, "p", 12)
	c.at(7, 21, 0, 0)
	for _, u := range []string{"p1", "p2"} {
		c.say(t, u, "后台先行")
		c.say(t, u, "领取99")
	}
	c.say(t, "p1", "课程会讲到SaaS多租户后台吗")
	asks(t, c, 1)
	base := serveConsole(t, c)
	address, err := (front{c.app}).setUpLink(t.Context(), base)
	if err != nil || address == "" {
		t.Fatal("no link to set up:", address, err)
	}
	d := sit(t, "whole", base, 390, 844)
	d.visit(strings.TrimPrefix(address, base))
	d.fill("name", "阿敏")
	d.fill("password", "correct horse battery")
	d.tap("开始")
	d.see("现在最急的一件")
	d.tap("我")
	d.tap("退出登录")
	d.fill("name", "阿敏")
	d.fill("password", "correct horse battery")
	d.tap("登录")
	for _, part := range []func(t *testing.T, c *crowd, d *desk){
		answersOne, reviewsOne, replacesOne, broadcastsOne, admitsOne, handsOverAndStops,
	} {
		part(t, c, d)
		d.proper()
	}
}

// answersOne answers the ticket that is shown first, and publishes the answer.
func answersOne(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.see("现在最急的一件")
	d.tap("去回答")
	d.see("课程会讲到SaaS多租户后台吗")
	d.fill("text", "会提到，但重点是电商后台。")
	d.tap("回复并发布")
	d.tap("确认发布")
	d.see("已发布常见问题")
	c.at(7, 21, 0, 11)
	c.settle(t)
	if c.told("p1", "会提到，但重点是电商后台。") != 1 || !strings.Contains(c.say(t, "p9", "课程会讲到SaaS多租户后台吗"), "会提到") {
		t.Errorf("who asked got %q", c.texts("p1"))
	}
}

// reviewsOne lets a question be seen, puts it on the wall, and answers it.
func reviewsOne(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.tap("提问")
	d.tap("通过")
	d.see("Q1已通过，进了问题榜")
	d.tap("问题榜 1")
	d.tap("上墙")
	d.see("Q1已上墙")
	d.tap("大屏")
	d.until(`document.querySelector(".onwall")?.innerText.includes("订单拆单")`)
	d.tap("提问")
	d.tap("问题榜 1")
	d.tap("更多")
	d.fill("a-Q1", "先按仓库拆，再按商家拆。")
	d.tap("发出回答")
	d.see("Q1已回答")
	c.settle(t)
	if c.told("asker0", "先按仓库拆，再按商家拆。") != 1 {
		t.Errorf("who asked got %q", c.texts("asker0"))
	}
}

// replacesOne replaces a link that works no more.
func replacesOne(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.tap("资料包")
	d.tap("换链接、补货")
	d.fill("url", "https://pan.example.com/s/1new")
	d.fill("code", "9xyz")
	d.tap("看会补发给多少人")
	d.see("预计补发2")
	d.tap("确认换链接")
	d.see("会补发给2人")
	c.settle(t)
	if n := c.told("p1", "https://pan.example.com/s/1new") + c.told("p2", "https://pan.example.com/s/1new"); n != 2 {
		t.Errorf("%d people got the new link", n)
	}
}

// broadcastsOne writes a text, looks whom it reaches and how it looks, confirms it, watches
// it leave, and pauses it.
func broadcastsOne(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.tap("群发")
	d.tap("新建群发")
	d.fill("text", anyDayText)
	d.tap("下一步：选对象")
	d.see("已报名 12人，现在送得到12人")
	d.tap("下一步：看预览")
	d.see("看过预览再发")
	d.tap("看过了，下一步")
	d.fill("people", "12")
	d.tap("发送")
	d.see("秒后发给12人")
	c.at(7, 21, 0, 30)
	c.settle(t)
	d.see("先试发5人：✓")
	d.see("5 / 12 已发")
	d.tap("暂停")
	d.see("B1已暂停")
	c.at(7, 21, 9, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 5 {
		t.Errorf("%d people got the text", n)
	}
}

// admitsOne closes registration, and checks somebody in after the time for it.
func admitsOne(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.tap("报名")
	d.tap("关报名")
	d.tap("确认关闭")
	d.see("报名已关闭")
	if got := c.say(t, "late", "报名"); strings.Contains(got, "报名成功") || strings.Contains(got, "第13位") {
		t.Error("closed, and somebody registers:", got)
	}
	c.at(7, 21, 50, 0)
	d.tap("未签到")
	d.until(`location.search === "?of=absent"`)
	d.fill("q", "1")
	d.tap("找")
	d.see("第1位")
	d.tap("补签")
	d.see("已补签")
	c.settle(t)
	if c.told("p0", "补签") != 1 {
		t.Errorf("who was checked in got %q", c.texts("p0"))
	}
}

// handsOverAndStops takes over what a colleague has in hand, and stops everything in two
// taps.
func handsOverAndStops(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	c.say(t, "p5", "人工")
	signedIn(t, c, "小李", moderation.RoleStaff).post(home(c) + "tickets/H1/take")
	d.tap("交班")
	d.see("小李")
	d.tap("都接过来")
	d.see("从小李手里接过了1条：H1")
	before := d.clicks
	d.tap("急停")
	d.tap("马上停")
	d.see("已急停")
	if n := d.clicks - before; n != 2 {
		t.Errorf("%d taps to stop", n)
	}
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != 1 {
		t.Errorf("stopped: %+v, %v", control, err)
	}
}
