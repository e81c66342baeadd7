package app

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

// TestConsoleContentPages makes the next class from the last one in a browser, reads its texts in
// each phase, publishes it, edits it as text with an error shown at its line, publishes and
// returns; and makes an entry of a group of questions, with what past questions get.
func TestConsoleContentPages(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 22, 30, 0)
			for i, words := range []string{"海水为什么是咸的呢", "海水为什么是咸的呀", "请问海水为什么是咸的"} {
				c.say(t, fmt.Sprint("p", i), words)
			}
			d := sit(t, "content-"+size.name, serveConsole(t, c), size.width, size.height)
			signedIn(t, c, "阿敏", moderation.RoleStaff).post("/console/me/password", "password=correct horse battery")
			d.visit(link(t, c, "阿敏", moderation.RoleStaff))
			d.tap("登录")
			d.see("总览")
			d.visit(home(c) + "content")
			makesClass(d)
			editsText(t, c, d)
			answersGroup(t, c, d)
		})
	}
}

// set puts words into the field with an id, as if they were typed.
func (d *desk) set(find, words string) {
	d.t.Helper()
	d.until(`document.querySelector(` + quoted(find) + `)`)
	do(d.screen, chromedp.Evaluate[any](`(() => { const e = document.querySelector(`+quoted(find)+`); e.value = `+quoted(words)+
		`; e.dispatchEvent(new Event("input", {bubbles: true})); })()`))
}

// makesClass answers the questions for the next class, and publishes it.
func makesClass(d *desk) {
	d.t.Helper()
	d.tap("新建一场")
	d.see("什么时候开课")
	d.proper()
	d.shoot("1-new")
	if n := eval[int](d.screen, `[...document.querySelectorAll("#answers > .question textarea")].length`); n > 12 {
		d.t.Errorf("%d questions", n)
	}
	d.set(`[name="a-开始"]`, "昨天")
	d.tap("下一步：看大家会读到什么")
	d.see("项要改")
	d.shoot("2-wrong")
	for line := range strings.Lines(nextAnswers) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		d.until(`document.querySelector(` + quoted(`[name="a-`+name+`"]`) + `)`)
		d.set(`[name="a-`+name+`"]`, value)
	}
	d.tap("下一步：看大家会读到什么")
	d.see("看一遍再发布")
	for _, phase := range []string{"报名开放前", "开课前", "直播中", "报名截止后", "第二天", "时间表"} {
		d.see(phase)
	}
	do(d.screen, chromedp.Evaluate[any](`document.querySelectorAll("details").forEach(e => { e.open = true; })`))
	d.see("数据分析入门")
	d.proper()
	d.shoot("3-read")
	d.tap("发布")
	d.tap("确认发布")
	d.see("已建好")
	d.shoot("4-made")
}

// editsText edits the class as text: an error is shown at its line, what is right is published,
// and taken back with one tap.
func editsText(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.visit(home(c) + "content/edit")
	d.until(`document.querySelector(".yaml pre")?.textContent.startsWith("1\n2\n3")`)
	d.proper()
	d.shoot("5-text")
	text := eval[string](d.screen, `document.getElementById("text").value`)
	d.set("#text", strings.Replace(text, "名额: 120", "名额： 120", 1))
	d.until(`document.getElementById("kept").textContent === "已存草稿"`)
	d.tap("检查并看差别")
	line := strings.Count(text[:strings.Index(text, "名额: 120")], "\n") + 1
	d.see(fmt.Sprintf("第%d行", line))
	d.see("错误")
	d.proper()
	d.shoot("6-error")
	d.tap(fmt.Sprintf("第%d行", line))
	d.until(`document.activeElement.id === "text"`)
	marked := `(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.getElementById("text"))`
	if got := eval[string](d.screen, marked); got != "  名额： 120" {
		t.Errorf("the line that is wrong is not chosen, but %q", got)
	}
	d.set("#text", strings.Replace(text, "讲师: 刘志远", "讲师: 王芳", 1))
	d.tap("检查并看差别")
	d.see("讲师: 王芳")
	d.shoot("7-diff")
	d.tap("发布")
	d.tap("确认发布")
	d.see("已发布第2版")
	d.proper()
	d.shoot("8-versions")
	d.tap("第1版")
	d.see("退回会改这些")
	d.proper()
	d.shoot("9-version")
	d.tap("退回到这一版")
	d.see("已退回到第1版")
	if got := c.say(t, "x", "老师是谁"); !strings.Contains(got, "刘志远") {
		t.Error("it was not returned:", got)
	}
}

// answersGroup makes an entry of a group of questions that nobody answered.
func answersGroup(t *testing.T, c *crowd, d *desk) {
	t.Helper()
	d.tap("常见问题")
	d.see("如果有人发…会回什么")
	d.proper()
	d.shoot("10-faq")
	d.tap("没答上的问题")
	d.see("海水为什么是咸的")
	d.proper()
	d.shoot("11-groups")
	d.tap("做成一条")
	d.see("加一条常见问题")
	d.set("#text", "因为有盐。")
	d.tap("下一步：看效果")
	d.see("新答上3个")
	d.proper()
	do(d.screen, chromedp.Evaluate[any](`[...document.querySelectorAll("h2")].find(
		e => e.innerText.includes("最近")).scrollIntoView({block: "center"})`))
	d.shoot("12-replay")
	d.tap("发布")
	d.tap("确认发布")
	d.see("已发布第4版")
	if got := c.say(t, "x", "海水为什么是咸的"); !strings.Contains(got, "因为有盐。") {
		t.Error("it does not answer:", got)
	}
}
