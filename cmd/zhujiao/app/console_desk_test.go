package app

import (
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/bottest"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/sqlite"
)

// TestConsoleTwoAtOnce lets two moderators answer the same ticket at the same time, a
// hundred times: one answer leaves, and the other's words are kept and offered to them.
func TestConsoleTwoAtOnce(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for engine, address := range map[string]string{"sqlite": "", "postgres": server.URL()} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			twoAtOnce(t, staffed(t, func(cfg *Config) { cfg.DatabaseURL = address }))
		})
	}
}

func twoAtOnce(t *testing.T, c *crowd) {
	t.Helper()
	c.at(7, 10, 0, 0)
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	for i := range 100 {
		who := fmt.Sprintf("u%d", i)
		c.say(t, who, fmt.Sprintf("第%o个门牌号在火星的哪条街上呀", i+81)) // 120, the number of seats, is none of them
	}
	for i := range 100 {
		path := fmt.Sprintf("%stickets/U%d", home(c), i+1)
		words := []string{fmt.Sprintf("阿敏的回答%d。", i), fmt.Sprintf("小李的回答%d。", i)}
		status, body := make([]int, 2), make([]string, 2)
		var both sync.WaitGroup
		for j, m := range []*member{amin, li} {
			m := &member{t: t, c: c, token: m.token}
			both.Go(func() { status[j], body[j] = m.post(path+"/answer", "text="+words[j]) })
		}
		both.Wait()
		lost := 0
		if status[0] == http.StatusSeeOther {
			lost = 1
		}
		if status[1-lost] != http.StatusSeeOther || status[lost] != http.StatusConflict {
			t.Fatalf("ticket %d: %v", i+1, status)
		}
		for _, want := range []string{words[lost], words[1-lost], "作为补充发出"} {
			if !strings.Contains(body[lost], want) {
				t.Fatalf("ticket %d: whoever was slower does not see %s: %s", i+1, want, body[lost])
			}
		}
		if _, kept := []*member{amin, li}[lost].get(path); !strings.Contains(kept, words[lost]+"</textarea>") {
			t.Fatalf("ticket %d: the second answer is lost", i+1)
		}
	}
	c.at(7, 10, 0, 10) // answers of the console are held for ten seconds
	c.settle(t)
	sent := map[string]int{}
	for _, a := range c.platform.Accepted() {
		if strings.Contains(a.Text, "的回答") {
			sent[a.To]++
		}
	}
	for who, n := range sent {
		if n != 1 {
			t.Errorf("%s got %d answers", who, n)
		}
	}
	if len(sent) != 100 {
		t.Errorf("%d people got an answer", len(sent))
	}
}

// TestConsoleSupplement sends the second answer in addition, by its button, once; and the
// same form sent twice is one answer.
func TestConsoleSupplement(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	path := home(c) + "tickets/U1"
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	for range 2 {
		if status, _ := amin.post(path+"/answer", "text=会提到。"); status != http.StatusSeeOther {
			t.Fatal(status)
		}
	}
	_, body := li.post(path+"/answer", "text=第三章专门讲。")
	code := hidden(t, body, "code")
	for i, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		if status, _ := li.post(home(c)+"confirm", "code="+code); status != want {
			t.Errorf("the button, %d times: %d, want %d", i+1, status, want)
		}
	}
	if _, body := li.get(path); strings.Contains(body, "第三章专门讲。</textarea>") {
		t.Error("what was sent is still a draft")
	}
	c.at(7, 10, 0, 10)
	c.settle(t)
	if got := c.texts("a"); len(got) != 2 || !strings.Contains(got[0], "会提到。") || !strings.Contains(got[1], "第三章专门讲。") {
		t.Errorf("the attendee got %q", got)
	}
	_, all := amin.get(home(c) + "record")
	_, own := amin.get(home(c) + "record?who=小李&kind=ticket&target=u1")
	if !strings.Contains(all, "会提到。</span>") || !strings.Contains(all, "第三章专门讲。") || strings.Count(all, "控制台") < 2 {
		t.Errorf("the record: %s", all)
	}
	if strings.Contains(own, "会提到。</span>") || !strings.Contains(own, "第三章专门讲。") {
		t.Errorf("the filtered record: %s", own)
	}
}

// hidden returns the value of a hidden field.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatalf("no field %s in %s", name, body)
	}
	return value
}

// TestConsoleRefusals: what is refused sends nothing and keeps the words.
func TestConsoleRefusals(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path := home(c) + "tickets/U1"
	for _, s := range []struct{ words, want string }{
		{"", "还没写内容"}, {"你们都是骗子", "屏蔽词"}, {strings.Repeat("长", 500), "一条最多"},
	} {
		status, body := m.post(path+"/answer", "text="+s.words)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, s.want) || !strings.Contains(body, s.words+"</textarea>") {
			t.Errorf("%.20s: %d", s.words, status)
		}
		if _, again := m.get(path); !strings.Contains(again, s.words+"</textarea>") {
			t.Errorf("%.20s: is not kept", s.words)
		}
	}
	if status, _ := m.post(path+"/publish", ""); status != http.StatusConflict {
		t.Errorf("publishing without an answer: %d", status)
	}
	if status, body := m.post(path+"/answer", "text="+strings.Repeat("长", 30000)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge form: %d %.200s", status, body)
	}
	if status, _ := m.post(path + "/ignore"); status != http.StatusSeeOther {
		t.Error("ignored:", status)
	}
	if status, _ := m.post(path + "/ignore"); status != http.StatusConflict {
		t.Error("ignored twice:", status)
	}
	c.settle(t)
	if got := c.texts("a"); len(got) != 0 {
		t.Errorf("the attendee got %q", got)
	}
}

// TestConsoleMarkup: whatever people write stays text on every page.
func TestConsoleMarkup(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'-alert(3)-'`
	c.say(t, "a", evil+"课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "人工")
	c.say(t, "b", evil)
	c.say(t, "b", "提问 "+evil+"我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.say(t, "m1", "#群发 已报名 "+evil+"今晚20:30准时开课，直播间地址稍后发群里。")
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	m.post(home(c)+"tickets/U1/answer", "text="+evil)
	m.post(home(c)+"tickets/H1/draft", "text="+evil)
	_, proposal := m.post(home(c)+"tickets/U1/publish", "")
	m.post(home(c)+"confirm", "code="+hidden(t, proposal, "code"))
	m.post("/console/signin", "name="+evil, "password="+evil)
	pages := []string{proposal}
	_, pageOfWrong := (&member{t: t, c: c}).post("/console/signin", "name="+evil, "password=x")
	pages = append(pages, pageOfWrong)
	for _, path := range []string{
		home(c), home(c) + "tickets", home(c) + "tickets?tab=done", home(c) + "tickets/U1", home(c) + "tickets/H1", home(c) + "record",
		home(c) + "record?who=" + url.QueryEscape(evil), "/console/me", "/console/members",
	} {
		got := m.ask(http.MethodGet, path, func(r *http.Request) { r.Header.Set("User-Agent", evil) })
		if got.status != http.StatusOK {
			t.Errorf("%s: %d", path, got.status)
		}
		pages = append(pages, got.body)
	}
	shown := 0
	for i, body := range pages {
		if strings.Contains(body, "<img src=x") || strings.Contains(body, "<script>alert") || strings.Contains(body, `onerror=alert(1)">`) {
			t.Errorf("page %d has the markup:\n%s", i, body)
		}
		shown += strings.Count(body, "&lt;img src=x")
	}
	if shown < 6 {
		t.Errorf("the words are shown %d times: the test shows little", shown)
	}
}

// TestConsoleDrafts: what is typed survives the process, shows who else is there, and goes
// when whoever asked has their data erased.
func TestConsoleDrafts(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	path := home(c) + "tickets/U1"
	m, other := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	if status, _ := m.post(path+"/draft", "text=会提到，但重"); status != http.StatusNoContent {
		t.Fatal(status)
	}
	for page, want := range map[string]string{path: "阿敏正在回", home(c) + "tickets": "阿敏正在回"} {
		if _, body := other.get(page); !strings.Contains(body, want) || strings.Contains(body, "会提到") {
			t.Errorf("%s for the other: %s", page, body)
		}
	}
	if _, body := m.get(path); !strings.Contains(body, "会提到，但重</textarea>") || strings.Contains(body, "正在回") {
		t.Error("the own draft:", body)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	if _, body := other.get(path); strings.Contains(body, "正在回") {
		t.Error("somebody who left a minute ago is still there")
	}
	if status, _ := m.post(home(c)+"tickets/U99/draft", "text=x"); status != http.StatusNotFound {
		t.Error("a draft for nothing:", status)
	}
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	var n int
	pool, err := sql.Open("sqlite", filepath.Join(c.data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if err := pool.QueryRow("SELECT count(*) FROM ticket_draft").Scan(&n); err != nil || n != 0 {
		t.Errorf("after the erasure %d drafts are left, %v", n, err)
	}
	if _, body := m.get(path); strings.Contains(body, "会提到") {
		t.Error("the draft about somebody who was erased is shown")
	}
}

// TestConsoleSurvives types an answer in a browser: it is there again after the tab was
// closed, and after the process ended while nothing could be stored.
func TestConsoleSurvives(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	addr := bottest.FreeAddr(t) // it is taken a second time
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	serve := func(l net.Listener) *http.Server {
		srv := newServer("", c.app.Routes())
		go func() { _ = srv.Serve(l) }() // ends with its Close
		return srv
	}
	srv := serve(l)
	d := sit(t, "survives", "http://"+addr, 390, 844)
	d.visit(link(t, c, "阿敏", moderation.RoleStaff))
	d.tap("登录")
	d.see("总览")
	path := home(c) + "tickets/U1"
	d.visit(path)
	d.fill("text", "会提到")
	d.until(`document.getElementById("kept").textContent === "已存草稿"`)
	do(d.screen, chromedp.Evaluate[any](`localStorage.clear()`)) // another device
	d.visit("/console/me")
	d.visit(path)
	d.until(`document.getElementById("text").value === "会提到"`)

	_ = srv.Close() // the process has gone, in the middle of a sentence
	d.fill("text", "，但重点是后台")
	d.until(`document.getElementById("kept").textContent.includes("先留在这台设备上")`)
	if l, err = net.Listen("tcp", addr); err != nil {
		t.Fatal(err)
	}
	srv = serve(l)
	defer func() { _ = srv.Close() }()
	d.mu.Lock()
	d.complaints = nil // of the time without a server
	d.mu.Unlock()
	d.visit(path)
	d.until(`document.getElementById("text").value.includes("，但重点是后台") && document.getElementById("text").value.includes("会提到")`)
	d.until(`document.getElementById("kept").textContent === "已存草稿"`)
	if _, body := signedIn(t, c, "阿敏", moderation.RoleStaff).get(path); !strings.Contains(body, "，但重点是后台") {
		t.Error("the words did not reach the server after it was back")
	}
	do(d.screen, chromedp.Navigate("about:blank")) // else the end of the server is a complaint
	d.mu.Lock()
	d.complaints = nil
	d.mu.Unlock()
}

// TestConsoleLive: a page that is open follows what others do, keeps its order under the
// finger, and touches no words that are being typed.
func TestConsoleLive(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "能开企业专票抬头写公司吗")
	base := serveConsole(t, c)
	d := sit(t, "live", base, 390, 844)
	d.visit(link(t, c, "阿敏", moderation.RoleStaff))
	d.tap("登录")
	d.see("总览")
	d.visit(home(c) + "tickets")
	d.see("能开企业专票")
	other := signedIn(t, c, "小李", moderation.RoleStaff)
	time.Sleep(1200 * time.Millisecond) // the first reading of the marks
	c.say(t, "e", "海水为什么是咸的呢老师")
	d.until(`!document.getElementById("fresh").hidden && document.getElementById("fresh").innerText === "有 1 条新的"`)
	if eval[bool](d.screen, `document.body.innerText.includes("海水为什么")`) {
		t.Error("a new ticket pushes the others away")
	}
	d.tap("有 1 条新的")
	d.see("海水为什么")
	other.post(home(c)+"tickets/U1/answer", "text=会提到。")
	d.until(`document.getElementById("t-U1").classList.contains("gone")`)
	if got := eval[string](d.screen, `document.querySelector("li[data-ticket]").dataset.ticket`); got != "U1" {
		t.Errorf("the first row is %s: the list has jumped", got)
	}
	d.shoot("list")
	d.visit(home(c) + "tickets/U2")
	d.fill("text", "能开，")
	other.post(home(c)+"tickets/U2/draft", "text=我来")
	d.see("小李正在回")
	other.post(home(c)+"tickets/U2/answer", "text=能开的。")
	d.see("能开的。")
	if got := eval[string](d.screen, `document.getElementById("text").value`); got != "能开，" {
		t.Errorf("what was being typed is now %q", got)
	}
	d.shoot("answered")
	d.tap("回复")
	d.see("小李已经回答了")
	d.see("作为补充发出")
	d.shoot("second")
	other.post(home(c)+"stop", "level=first")
	d.see("已急停")
	d.mu.Lock()
	d.complaints = nil // 409 is one
	d.mu.Unlock()
}
