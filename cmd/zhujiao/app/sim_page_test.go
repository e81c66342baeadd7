package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// bread is a class that shares no word with the sample.
const bread = `schema: campaign/v1
活动:
  编号: bake-0801
  名称: 在家烤出好面包
  主办: 面包研究所
  时区: Asia/Shanghai
  开始: 2022-08-01 19:00
  结束: 2022-08-01 20:00
  答疑分钟: 20
  讲师: 王小麦
  讲师介绍: 烘焙师。
  直播间: ""
  班主任在线: "10:00-21:00"
  承诺回复分钟: 15
报名:
  名额: 20
  开放: 2022-07-06 00:00
  截止: 2022-08-01 20:00
签到:
  口令: [小麦开花]
  开始: 2022-08-01 19:00
  结束: 2022-08-01 20:10
限速:
  每人: {条数: 8, 时间: 40秒}
菜单:
  - 名称: 报名
    指令: 报名
数字菜单: {"0": 菜单, "1": 报名}
常见问题:
  - 编号: oven
    问: 要什么烤箱
    答: 普通家用烤箱就行。
`

// breadFile writes the class about bread with words replaced, and returns its file.
func breadFile(t *testing.T, replaced ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bread.yaml")
	if err := os.WriteFile(file, []byte(strings.NewReplacer(replaced...).Replace(bread)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestSimPage lets a browser do by hand what a person would: register, ask, check in,
// claim, leave and come back.
func TestSimPage(t *testing.T) {
	t.Parallel()
	s := wide(t, "page", startDemo(t, ""))
	if !eval[bool](s, `document.querySelector("#phone-0 [data-role=input]").disabled`) {
		t.Error("somebody who does not follow can write")
	}
	s.press("关注")
	s.say("报名", "你是第1位")
	s.say("几点开始？", "20:30")
	s.press("开播")
	s.until(`document.querySelector("#clock").textContent.includes("20:30")`)
	s.say("后台先行", "签到成功")
	s.say("领取99", "提取码：8k2m")
	s.until(`document.querySelector("#status").textContent.includes("已签到")`)
	s.shoot("claimed")
	s.press("取关")
	s.until(`document.querySelector("#phone-0 [data-role=input]").placeholder.includes("重新关注")`)
	if eval[bool](s, `[...document.querySelectorAll("#phone-0 nav button")].some(b => !b.disabled)`) {
		t.Error("the menu of an account that one does not follow can be tapped")
	}
	s.press("关注")
	s.say("我的", "报名")
	got := eval[int](s, `(() => { const x = new XMLHttpRequest(); x.open("GET", "/favicon.ico", false); x.send(); return x.status; })()`)
	if got != 200 {
		t.Errorf("/favicon.ico: %d", got)
	}
}

// TestSimMenus opens one menu after the other: two are never open at once.
func TestSimMenus(t *testing.T) {
	t.Parallel()
	s := handheld(t, "menus", startDemo(t, ""))
	s.press("关注")
	s.see("欢迎来到")
	s.press("收起")
	s.press("公开课")
	s.see("课程介绍")
	s.press("资料包")
	s.until(`document.querySelectorAll("#phone-0 details[open]").length === 1`)
	s.see("怎么领资料")
	s.shoot("open")
	s.whole()
	do(s, chromedp.MouseClickXY(200, 300))
	s.until(`document.querySelectorAll("details[open]").length === 0`)
}

// TestSimRemembers reloads the page: it still has the same people on the phones, the same
// marks, and no tour that was closed. A new person is shown at once.
func TestSimRemembers(t *testing.T) {
	t.Parallel()
	url := startDemo(t, "")
	s := handheld(t, "remembers", url)
	s.press("关注")
	s.see("欢迎来到")
	s.press("新增学员")
	s.until(`document.querySelector("#phone-0 [data-role=person]").selectedOptions[0].text === "学员C"`)
	s.press("收起")
	s.press("关注")
	s.until(`document.querySelectorAll("#phone-0 li.bot").length === 1`)
	s.shoot("added")
	s.load()
	s.until(`document.querySelector("#phone-0 [data-role=person]").selectedOptions[0].text === "学员C"`)
	s.lack("让学员A")
	s.press("导览")
	s.see("让学员A报名")
	s.press("学员B")
	s.load()
	s.until(`document.querySelector("#phone-0 [data-role=person]").selectedOptions[0].text === "学员B"`)
	s.press("班主任群")
	s.until(`getComputedStyle(document.querySelector("#group")).display === "flex"`)
	s.until(`getComputedStyle(document.querySelector("#phone-0")).display === "none"`)
	s.press("让学员A报名")
	s.see("你是第1位")
	s.press("开播，让学员A签到")
	s.see("还有10分钟开课")
	s.press("学员B")
	s.press("新增学员")
	s.press("让学员A领99")
	s.see("8k2m")
	s.press("学员B")
	s.press("问一句，让班主任答")
	s.until(`[...document.querySelectorAll("#people .unread")].length >= 2`) // who was asked, and the group
	s.shoot("unread")
	s.load()
	s.until(`[...document.querySelectorAll("#people .unread")].length >= 2`)
}

// TestSimClock explains what moves the clock, and moves it to the next day.
func TestSimClock(t *testing.T) {
	t.Parallel()
	for _, start := range []func(*testing.T, string, string) *screen{wide, handheld} {
		s := start(t, "clock", startDemo(t, breadFile(t)))
		do(s, chromedp.Click("#clock-open"))
		s.see("限速按40秒计数，过41秒就能接着发")
		s.see("8月2日 10:00，第二天早上")
		s.shoot("explained")
		s.whole()
		s.press("第二天")
		s.until(`document.querySelector("#clock").textContent.startsWith("8月2日 10:00")`)
		s.press("+41 秒")
		s.until(`document.querySelector("#clock").textContent >= "8月2日 10:00:41"`)
	}
}

// TestSimCrowd sends crowds through the webhook and shows how far they are, and what they
// were answered.
func TestSimCrowd(t *testing.T) {
	t.Parallel()
	for _, start := range []func(*testing.T, string, string) *screen{wide, handheld} {
		s := start(t, "crowd", startDemo(t, ""))
		if strings.HasSuffix(s.name, "-phone") {
			s.press("幕后")
		}
		s.press("120人报名")
		s.see("120/120")
		s.see("120 人：报名成功！你是第…位，席位已锁定。")
		s.press("50人抢49")
		s.see("50人抢49 · 「领取49」 50/50")
		s.until(`document.querySelector("#crowd-title").innerText.includes("完成")`)
		s.until(`[...document.querySelectorAll("#crowd-replies li")].reduce((n, li) => n + parseInt(li.textContent), 0) === 50`)
		s.shoot("claimed")
		s.whole()
		s.press("120人报名")
		s.see("120 人：120个席位已报满，已帮你排到候补第…位。")
	}
}

// TestSimOtherClass plays another class, without packs: the page names nothing of the
// sample, and the tour still has six steps.
func TestSimOtherClass(t *testing.T) {
	t.Parallel()
	file := breadFile(t)
	for _, start := range []func(*testing.T, string, string) *screen{wide, handheld} {
		s := start(t, "bread", startDemo(t, file))
		s.see("在家烤出好面包")
		s.see("面包研究所")
		s.see("「小麦开花」，8月1日 19:00起有效")
		for _, word := range []string{"99", "49", "电商", "后台", "刘志远", "120", "7月7日", "31 秒", "扫码"} {
			s.lack(word)
		}
		for _, step := range []string{"让学员A关注", "让学员A报名", "开播，让学员A签到", "让学员A问一句", "问一句，让班主任答", "班主任群发"} {
			s.press(step)
		}
		s.see("六步走完了")
		s.press("学员A")
		s.see("普通家用烤箱就行。")
		s.see("感谢报名，有问题可以继续发给我。")
		s.shoot("toured")
		s.whole()
	}
}

// TestSimReload changes the campaign file while the page is open: a good change is taken
// over, and a bad one is explained and leaves the class as it was. Another id is another
// class beside it.
func TestSimReload(t *testing.T) {
	t.Parallel()
	file := breadFile(t)
	s := wide(t, "reload", startDemo(t, file))
	change(t, file, "名称: 在家烤出好面包 => 名称: 在家烤出好蛋糕")
	s.see("在家烤出好蛋糕")
	s.see("bread.yaml 改过了")
	change(t, file, "名额: 20 => 名额: 很多")
	s.see("bread.yaml 有1处错误，还在用改之前的内容")
	s.see("「名额」应该是")
	s.see("在家烤出好蛋糕")
	s.shoot("bad")
	change(t, file, "名额: 很多 => 名额: 30")
	s.see("30人报名")
	s.lack("处错误")
	change(t, file, "编号: bake-0801 => 编号: bake-0802")
	s.see("bread.yaml 改过了")
	s.see("在家烤出好蛋糕")
	s.lack("还在用改之前")
}
