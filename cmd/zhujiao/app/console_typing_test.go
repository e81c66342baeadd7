package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

// begunForm is a form whose words are kept: where they are stored, on which page they stand, how
// it is sent, and what the page has of them.
type begunForm struct{ kept, page, send, field, at string }

// begunForms has everything that a form can be about: a draft and a broadcast that was sent, an
// approved question, and packs.
func begunForms(t *testing.T, c *crowd) map[string]begunForm {
	t.Helper()
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 3)
	c.say(t, "p1", "提问 我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.must(t, "m1", "#过 Q1", "Q1已通过")
	m := signedIn(t, c, "发送的人", moderation.RoleOwner)
	for _, name := range []string{"B1", "B2"} {
		m.post(home(c)+"sends/new", "text="+anyDayText+name)
		m.post(home(c)+"sends/new/audience", "of=seated")
	}
	_, page := m.get(home(c) + "sends/B2")
	m.post(home(c)+"sends/B2/seen", "made="+hidden(t, page, "made"))
	m.post(home(c)+"sends/B2/confirm", "people=3")
	c.app.clock.Freeze(c.app.clock.Now().Add(11 * time.Second))
	c.settle(t)
	h := home(c)
	return map[string]begunForm{
		"rewrite": {h + "typed/rewrite/B1", h + "sends/B1?edit=1", h + "sends/B1/edit", "text", ">%s</textarea>"},
		"correct": {h + "typed/correct/B2", h + "sends/B2?correct=1", h + "sends/B2/correct", "text", ">%s</textarea>"},
		"reply":   {h + "typed/reply/Q1", h + "questions?tab=board", h + "questions/Q1/answer", "text", ">%s</textarea>"},
		"link":    {h + "typed/link/99", h + "packs/99", h + "packs/99/replace", "url", `value="%s"`},
	}
}

// TestConsoleTyped: whatever is typed into a form and not sent stands in it again, for each member
// their own, and is stored, so that any process shows it; the page says so and who else has begun.
// Sending ends the own words and nobody else's, and what was refused is kept.
func TestConsoleTyped(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	forms := begunForms(t, c)
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleOwner)
	for name, f := range forms {
		words := map[*member]string{amin: anyDayText + name, li: anyDayText + name + "了"}
		if name == "link" {
			words = map[*member]string{amin: "https://pan.example.com/s/1amin", li: "https://pan.example.com/s/2li"}
		}
		for m, w := range words {
			if status, _ := m.post(f.kept, f.field+"="+w); status != http.StatusNoContent {
				t.Errorf("%s: %d", name, status)
			}
		}
		changed := map[*member]bool{} // what is typed is the text by now
		stands := func(m *member, w string, wanted bool) {
			t.Helper()
			status, page := m.get(f.page)
			if got := strings.Contains(page, strings.ReplaceAll(f.at, "%s", w)); status != http.StatusOK || got != (wanted || changed[m]) {
				t.Errorf("%s: %d, %q stands there %v, want %v", name, status, w, got, wanted)
			}
			if got := strings.Contains(page, "你上次没发出的内容（"); got != wanted {
				t.Errorf("%s: the page says that words are kept: %v, want %v", name, got, wanted)
			}
		}
		if n := one(t, rows(t, c), "SELECT count(*) FROM typed WHERE form = ? AND login IN ('阿敏', '小李')", name); n != 2 {
			t.Errorf("%s: another process finds %d texts, want 2", name, n)
		}
		stands(amin, words[amin], true)
		stands(li, words[li], true)
		if _, page := amin.get(f.page); !strings.Contains(page, "小李也写了一半") || strings.Contains(page, words[li]) {
			t.Errorf("%s: nothing tells of the other, or too much does", name)
		}
		if status, _ := amin.post(f.send, f.field+"="+strings.Repeat("太长", 3000)); status < 400 {
			t.Errorf("%s: what is too long was taken: %d", name, status)
		}
		refused := map[string]string{"rewrite": "测试", "correct": "测试", "reply": "你们都是骗子", "link": "pan.example.com"}[name]
		if status, _ := amin.post(f.send, f.field+"="+refused); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %q was not refused: %d", name, refused, status)
		}
		stands(amin, refused, true)
		amin.post(f.kept, f.field+"="+words[amin])
		status, next := amin.post(f.send, f.field+"="+words[amin])
		if name == "link" {
			stands(amin, words[amin], true) // until it is confirmed
			status, _ = amin.post(home(c)+"confirm", "code="+hidden(t, next, "code"))
		}
		if status != http.StatusSeeOther {
			t.Errorf("%s: sent: %d", name, status)
		}
		if name == "reply" { // it stands among those that were answered
			f.page = home(c) + "questions?tab=done"
		}
		changed[amin] = name == "rewrite"
		stands(amin, words[amin], false)
		stands(li, words[li], true)
		li.post(f.kept, f.field+"=")
		stands(li, words[li], false)
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM typed WHERE login IN ('阿敏', '小李') AND form <> 'new'"); n != 0 {
		t.Errorf("%d texts are left that were sent or emptied", n)
	}
}

// TestConsoleTypedRefused: only forms that there are keep words, only of those who may send them,
// no more than anything may have, and of nobody without end.
func TestConsoleTypedRefused(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	staff, lecturer := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "老师", moderation.RoleLecturer)
	reader := signedIn(t, c, "看的人", moderation.RoleReader)
	for _, s := range []struct {
		who    *member
		form   string
		words  string
		status int
	}{
		{staff, "reply/Q1", "x", http.StatusNoContent},
		{lecturer, "reply/Q1", "x", http.StatusNoContent},
		{lecturer, "rewrite/B1", "x", http.StatusForbidden},
		{lecturer, "link/99", "x", http.StatusForbidden},
		{reader, "reply/Q1", "x", http.StatusForbidden},
		{staff, "nothing/Q1", "x", http.StatusNotFound},
		{staff, "new/", "x", http.StatusNotFound},
		{staff, "reply/" + strings.Repeat("Q", 121), "x", http.StatusNotFound},
		{staff, "reply/Q1", strings.Repeat("长", 4001), http.StatusUnprocessableEntity},
	} {
		if status, _ := s.who.post(home(c)+"typed/"+s.form, "text="+s.words); status != s.status {
			t.Errorf("%.20s of %d letters: %d, want %d", s.form, len(s.words), status, s.status)
		}
	}
	last := 0
	for i := range 220 {
		last, _ = staff.post(home(c)+"typed/reply/Q"+base36(i), "text=x")
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM typed WHERE login = '阿敏'"); n != 200 || last != http.StatusUnprocessableEntity {
		t.Errorf("%d texts are kept of one member, the last answer is %d", n, last)
	}
}

// TestConsoleTypedInBrowser types an answer to a question into a page that changes under it: it is
// kept, stands there on another device, and is gone once it was sent.
func TestConsoleTypedInBrowser(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	begunForms(t, c)
	d := sit(t, "typed", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "questions?tab=board")
	d.tap("更多")
	const note = `document.querySelector("form[data-keep] [data-local]").textContent`
	d.fill("a-Q1", "先学订单")
	d.until(note + ` === "已存草稿"`)
	c.say(t, "p2", "提问 商品中心和类目要怎么拆分才合理呢，有没有例子")
	c.must(t, "m1", "#过 Q2", "Q2已通过") // the list is fetched anew
	d.until(`document.getElementById("fresh").hidden === false || document.getElementById("t-Q2")`)
	d.fill("a-Q1", "，再学库存")
	d.until(`document.getElementById("a-Q1").value === "先学订单，再学库存"`)
	d.until(note + ` === "已存草稿"`)
	do(d.screen, chromedp.Evaluate[any](`localStorage.clear()`)) // another device
	d.visit(home(c))
	d.visit(home(c) + "questions?tab=board")
	d.until(`document.getElementById("a-Q1").value === "先学订单，再学库存" && document.getElementById("a-Q1").offsetParent`)
	d.proper()
	d.shoot("0-question")
	d.tap("发出回答")
	d.see("已回答")
	if n := one(t, rows(t, c), "SELECT count(*) FROM typed WHERE form = 'reply'"); n != 0 {
		t.Errorf("%d texts are left", n)
	}
	if left := eval[int](d.screen, `Object.keys(localStorage).filter(k => k.includes("reply Q1")).length`); left != 0 {
		t.Error("the device still has the words")
	}
}
