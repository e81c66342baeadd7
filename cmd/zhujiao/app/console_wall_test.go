package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

// TestConsoleQuestions reviews a question, puts it on the wall, goes on, marks it and takes
// that back, on a phone and on a desktop.
func TestConsoleQuestions(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			questions(t, size.name, size.width, size.height)
		})
	}
}

func questions(t *testing.T, name string, width, height int64) {
	t.Helper()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 3)
	d := sit(t, "questions-"+name, serveConsole(t, c), width, height)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "questions")
	d.see("订单拆单")
	d.proper()
	d.shoot("0-review")
	for i := range 3 {
		d.tap("通过")
		d.see(fmt.Sprintf("Q%d已通过，进了问题榜", i+1))
	}
	d.see("没有待审的提问")
	d.visit(home(c) + "questions?tab=board")
	d.tap("上墙")
	d.see("Q1已上墙")
	d.proper()
	d.shoot("1-board")
	d.visit(home(c) + "wall")
	d.see("订单拆单")
	d.see("接下来")
	d.proper()
	d.shoot("2-wall")
	d.tap("下一个 →")
	d.until(`document.querySelector(".onwall")?.innerText.includes("库存预占")`)
	d.tap("答完")
	d.see("没答完")
	d.tap("没答完")
	d.until(`[...document.querySelectorAll("button")].some(b => b.innerText.trim() === "答完")`)
	d.visit(home(c) + "questions?tab=done")
	d.see("订单拆单")
	d.tap("撤销")
	d.see("Q1回到了问题榜")
	d.proper()
	d.shoot("3-done")
	if n := one(t, rows(t, c), "SELECT count(*) FROM question WHERE state = 'approved'"); n != 3 {
		t.Errorf("%d are approved, want 3", n)
	}
}

// TestConsoleQuestionDeeds hides, merges and answers, each with its line in the record; an
// answer that is sent twice leaves once and cannot be taken back.
func TestConsoleQuestionDeeds(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 4)
	m, pool := signedIn(t, c, "阿敏", moderation.RoleStaff), rows(t, c)
	path := home(c) + "questions/"
	for _, deed := range []struct {
		path, field string
		want        int
	}{
		{"Q1/approve", "", http.StatusSeeOther},
		{"Q2/approve", "", http.StatusSeeOther},
		{"Q3/hide", "", http.StatusSeeOther},
		{"Q2/merge", "into=q1", http.StatusSeeOther},
		{"Q1/merge", "into=Q1", http.StatusUnprocessableEntity},
		{"Q1/merge", "into=Q77", http.StatusNotFound},
		{"Q1/merge", "into=", http.StatusNotFound},
		{"Q4/wall", "", http.StatusConflict},
		{"Q4/done", "", http.StatusConflict},
		{"Q99/approve", "", http.StatusNotFound},
		{"Q1/answer", "text=", http.StatusUnprocessableEntity},
		{"Q1/answer", "text=先学订单。", http.StatusSeeOther},
		{"Q1/answer", "text=先学订单。", http.StatusSeeOther},
		{"Q1/reopen", "", http.StatusConflict},
		{"Q1/answer", "text=你们都是骗子", http.StatusUnprocessableEntity},
	} {
		if status, body := m.post(path+deed.path, deed.field); status != deed.want {
			t.Errorf("%s %s: %d, want %d: %.400s", deed.path, deed.field, status, deed.want, body)
		}
	}
	c.settle(t)
	for _, who := range []string{"asker0", "asker1"} {
		if got := c.texts(who); strings.Count(strings.Join(got, " "), "先学订单。") != 1 {
			t.Errorf("%s heard %q", who, got)
		}
	}
	if n := one(t, pool, "SELECT votes FROM question WHERE number = 1"); n != 2 {
		t.Errorf("%d votes after the merge, want 2", n)
	}
	if n := one(t, pool, "SELECT count(*) FROM audit WHERE action LIKE 'question.%' AND via = 'console'"); n != 5 {
		t.Errorf("%d lines in the record, want 5", n)
	}
	teacher := signedIn(t, c, "刘老师", moderation.RoleLecturer)
	if _, body := teacher.get(home(c) + "questions"); strings.Contains(body, "价格体系") || strings.Contains(body, "同学") {
		t.Error("the lecturer sees what was not reviewed, or who asked")
	}
	if status, _ := teacher.get(home(c) + "seats"); status != http.StatusForbidden {
		t.Errorf("the lecturer sees seats: %d", status)
	}
	reader := signedIn(t, c, "看看", moderation.RoleReader)
	for _, page := range []string{"questions", "questions?tab=board", "seats", "packs", "wall"} {
		_, body := reader.get(home(c) + page)
		_, live, _ := strings.Cut(body, `<main`)
		if strings.Contains(live, `method="post"`) {
			t.Errorf("a reader is offered a deed on %s", page)
		}
	}
}

// TestConsoleQuestionOrder: votes move no row under the finger; the button brings the new
// order.
func TestConsoleQuestionOrder(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 3)
	c.say(t, "m1", "#过 Q1 Q2")
	d := sit(t, "order", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "questions?tab=board")
	d.see("库存预占")
	time.Sleep(1200 * time.Millisecond) // the first reading of the marks
	c.say(t, "v1", "顶2")
	c.say(t, "m1", "#过 Q3")
	d.until(`!document.getElementById("fresh").hidden && document.getElementById("t-Q2").innerText.includes("2票")`)
	const order = `[...document.querySelectorAll("li[data-ticket]")].filter(l => !l.hidden).map(l => l.dataset.ticket).join()`
	if got := eval[string](d.screen, order); got != "Q1,Q2" {
		t.Errorf("the list has jumped to %s", got)
	}
	// The tap comes while the page is reading what a further vote has changed.
	do(d.screen, chromedp.Evaluate[any](`{ const quick = fetch; window.reading = 0; window.fetch = async (...a) => {
		window.reading++; await new Promise(r => setTimeout(r, 1500)); return quick(...a); }; }`))
	c.say(t, "v2", "顶2")
	d.until(`window.reading > 0`)
	do(d.screen, chromedp.Evaluate[any](`document.getElementById("fresh").click()`))
	d.until(order + ` === "Q2,Q1,Q3"`)
	d.until(`document.getElementById("fresh").hidden`)
}

// TestConsoleWall opens a screen without a sign-in at 1920 by 1080: it follows the phone, its
// keys move it if its link allows it, all of a question fits, nobody's name is on it, and a
// link that was taken back shows nothing.
func TestConsoleWall(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 6)
	c.say(t, "long", "提问 "+strings.Repeat("我做线下零售，想转电商产品，", 12))
	c.say(t, "m1", "#过 Q1 Q2 Q3 Q4 Q5 Q7")
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path, _ := opened(t, m, c, "steers=1")
	d := sit(t, "wall", serveConsole(t, c), 1920, 1080)
	d.visit(path)
	d.until(`document.querySelectorAll("footer li").length === 3`)
	key := func(k string) {
		t.Helper()
		do(d.screen, chromedp.Evaluate[any](fmt.Sprintf(`dispatchEvent(new KeyboardEvent("keydown", {key: %q, cancelable: true}))`, k)))
	}
	up := func(words string) {
		t.Helper()
		d.until(`document.querySelector(".now .question").innerText.includes("` + words + `")`)
	}
	key("ArrowRight")
	up("订单拆单")
	d.until(`/^\d\d:\d\d$/.test(document.getElementById("left").innerText)`)
	d.shoot("1-first")
	key("ArrowRight")
	up("库存预占")
	key(" ")
	d.see("已答")
	key("ArrowLeft")
	up("订单拆单")
	fits := func(when string) {
		t.Helper()
		got := eval[[]int](d.screen, `[document.documentElement.scrollHeight, innerHeight, document.documentElement.scrollWidth, innerWidth,
  document.querySelector(".now").scrollHeight, document.querySelector(".now").clientHeight]`)
		if got[0] > got[1] || got[2] > got[3] || got[4] > got[5] {
			t.Errorf("%s: height, width, and the question's height, each with what there is: %v", when, got)
		}
	}
	fits("a short question")
	c.say(t, "m1", "#上墙 Q7") // from the chat
	up("线下零售")
	_, mirror := m.get(home(c) + "wall")
	status, body := m.post(home(c)+"wall/code", "seen="+hidden(t, mirror, "seen"), "address=http://weixin.qq.com/r/abc")
	if status != http.StatusSeeOther {
		t.Errorf("the QR code: %d %s", status, body)
	}
	d.until(`document.querySelector("figure img")?.naturalWidth > 100`)
	fits("a long question")
	d.shoot("2-long")
	html := eval[string](d.screen, `document.documentElement.outerHTML`)
	if strings.Contains(html, "同学") || strings.Contains(html, "售后逆向") {
		t.Errorf("the wall shows a name, or what was not reviewed:\n%s", html)
	}
	_, mirror = m.get(home(c) + "wall")
	if !strings.Contains(mirror, "线下零售") {
		t.Error("the phone does not mirror the wall")
	}
	if status, _ := m.post(home(c)+"wall/end", "screen="+hidden(t, mirror, "screen")); status != http.StatusSeeOther {
		t.Error("the screen is not ended:", status)
	}
	key("ArrowRight")
	d.see("没有这个页面")
	d.forgive()
}

// TestWallTokens: only tokens that were made show anything, those that do not steer move
// nothing, guessing ends after a while, also for the right token, and a screen that shows
// goes on meanwhile. After the class it is dark.
func TestWallTokens(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 2)
	c.say(t, "m1", "#过 Q1 Q2")
	m, nobody := signedIn(t, c, "阿敏", moderation.RoleStaff), &member{t: t, c: c}
	shows, _ := opened(t, m, c)
	later, _ := opened(t, m, c)
	if n := one(t, rows(t, c), "SELECT count(*) FROM wall_screen WHERE token = ?", strings.TrimPrefix(shows, "/wall/")); n != 0 {
		t.Error("the token itself is stored")
	}
	if status, body := nobody.get(shows); status != http.StatusOK || !strings.Contains(body, "订单拆单") {
		t.Fatalf("the screen: %d %s", status, body)
	}
	if status, _ := nobody.post(shows+"/move", "seen=0", "step=next"); status != http.StatusForbidden {
		t.Errorf("a screen that does not steer: %d", status)
	}
	limited := 0
	for i := range 40 {
		if status, _ := nobody.get(fmt.Sprintf("/wall/GUESS%d", i)); status == http.StatusTooManyRequests {
			limited++
		} else if status != http.StatusNotFound {
			t.Errorf("a guess: %d", status)
		}
	}
	if status, _ := nobody.get(later); limited < 5 || status != http.StatusTooManyRequests {
		t.Errorf("%d of 40 guesses were limited; then a token that nobody has used: %d", limited, status)
	}
	if status, _ := nobody.get(shows); status != http.StatusOK {
		t.Errorf("the screen that shows is shut out by others' guesses: %d", status)
	}
	c.at(7, 23, 30, 0)
	if status, body := nobody.get(shows); status != http.StatusOK || strings.Contains(body, "订单拆单") {
		t.Errorf("after the class: %d %s", status, body)
	}
}

// TestWallReviewed puts questions through random deeds: whatever the wall shows is approved,
// or answered and still up, as an independent reading of the table says.
func TestWallReviewed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	const n = 8
	asks(t, c, n)
	m, pool := signedIn(t, c, "阿敏", moderation.RoleStaff), rows(t, c)
	deeds := []string{"approve", "approve", "hide", "wall", "done", "reopen", "answer"}
	moves := []string{"next", "back", "toggle", "clear"}
	seed := uint32(7)
	next := func(of int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>16) % of
	}
	shown := 0
	for step := range 120 {
		if next(3) == 0 {
			seen := 0
			_ = pool.QueryRow("SELECT revision FROM wall").Scan(&seen) // there may be none yet
			m.post(home(c)+"wall/move", "step="+moves[next(len(moves))], fmt.Sprintf("seen=%d", seen))
		} else {
			m.post(fmt.Sprintf("%squestions/Q%d/%s", home(c), next(n)+1, deeds[next(len(deeds))]), "text=先学订单。")
		}
		_, live := m.get(home(c) + "wall?fragment=1")
		for i := range n {
			if !strings.Contains(live, fmt.Sprintf("第%d步", i+1)) {
				continue
			}
			shown++
			var state string
			if err := pool.QueryRow("SELECT state FROM question WHERE number = ?", i+1).Scan(&state); err != nil {
				t.Fatal(err)
			}
			if state != "approved" && state != "answered" {
				t.Fatalf("step %d: Q%d is %s and on the wall", step, i+1, state)
			}
		}
	}
	if shown < 50 {
		t.Errorf("%d were shown: the test shows little", shown)
	}
}
