package app

import (
	"testing"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

// TestConsoleSends goes through a broadcast in a browser, on a phone and on a desktop:
// composed, looked at, confirmed, taken back; confirmed again, watched, paused, and the rest
// called off.
func TestConsoleSends(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			sending(t, size.name, size.width, size.height)
		})
	}
}

func sending(t *testing.T, name string, width, height int64) {
	t.Helper()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 12)
	c.say(t, "p3", "退订")
	base := serveConsole(t, c)
	d := sit(t, "sends-"+name, base, width, height)
	d.visit(link(t, c, "阿敏", moderation.RoleStaff))
	d.tap("登录")
	d.see("现在没有急事")
	d.proper()
	d.shoot("0-overview")
	d.tap("群发")
	d.see("这里还没有群发")
	d.proper()
	d.tap("新建群发")
	d.fill("text", "测试")
	d.tap("下一步：选对象")
	d.see("没有存成草稿：内容含「测试」")
	d.proper()
	d.shoot("1-refused")
	do(d.screen, chromedp.Evaluate[any](`document.getElementById("text").value = ""`))
	d.fill("text", anyDayText)
	d.until(`document.getElementById("kept").textContent === "已存草稿"`)
	d.tap("下一步：选对象")
	d.see("发给谁")
	d.see("已报名 12人，现在送得到11人")
	d.proper()
	do(d.screen, chromedp.Evaluate[any](`document.querySelector("details").open = true`))
	d.see("他们发过「退订」")
	d.shoot("2-audience")
	d.tap("已退订 1人")
	d.see("已报名 12人")
	d.until(`document.querySelectorAll("ol.rows li").length === 1`)
	d.proper()
	d.shoot("3-people")
	d.visit(home(c) + "sends/new/audience")
	d.tap("下一步：看预览")
	d.see("看过预览再发")
	d.see("草稿B1已存好")
	d.proper()
	d.shoot("4-preview")
	d.tap("发到我的微信")
	d.see("没有绑定微信")
	d.tap("看过了，下一步")
	d.see("确认发送")
	d.proper()
	d.shoot("5-confirm")
	d.fill("people", "11")
	d.tap("发送")
	d.see("人数不对")
	do(d.screen, chromedp.Evaluate[any](`document.getElementById("people").value = ""`))
	d.fill("people", "12")
	d.tap("发送")
	d.see("秒后发给12人")
	d.until(`+document.querySelector("[data-left]").textContent < 10`) // it counts down
	d.proper()
	d.shoot("6-leaving")
	d.tap("撤回")
	d.see("没有发给任何人，又是草稿了")
	c.at(7, 10, 5, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 0 {
		t.Fatalf("what was taken back reached %d people", n)
	}
	d.shoot("7-taken-back")
	d.fill("people", "12")
	d.tap("发送")
	d.see("秒后发给12人")
	c.at(7, 10, 5, 10)
	c.settle(t)
	d.see("先试发4人：✓") // the open page follows
	d.see("4 / 12 已发")
	d.proper()
	d.shoot("8-running")
	d.tap("暂停")
	d.see("B1已暂停")
	c.at(7, 10, 9, 0)
	c.settle(t)
	d.tap("取消未发的7人")
	d.see("没发的7人不会再发")
	d.proper()
	d.shoot("9-cancelled")
	if n := c.toldInAll(anyDayText); n != 4 { // p3 of the five has opted out
		t.Errorf("%d people got it", n)
	}
	d.tap("给已发的4人发更正")
	d.fill("text", "更正一下：直播间地址以群公告为准，给大家添麻烦了。")
	d.tap("下一步：看预览")
	d.see("更正B2已存成草稿")
	d.see("收到B1的人")
	d.shoot("10-correction")
	d.tap("日程")
	d.see("班主任清单")
	d.proper()
	d.shoot("11-schedule")
	d.mu.Lock()
	d.complaints = nil // the refusals: 422 is one
	d.mu.Unlock()
}
