package app

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/sqlite"
)

// asks lets people ask n questions; they are Q1 to Qn.
func asks(t *testing.T, c *crowd, n int) {
	t.Helper()
	topics := []string{"订单拆单", "库存预占", "类目属性", "价格体系", "促销叠加", "售后逆向", "结算对账", "仓库调拨", "会员等级", "权限角色"}
	for i := range n {
		said := c.say(t, fmt.Sprintf("asker%d", i), fmt.Sprintf("提问 我想知道%s在电商后台里第%d步到底该怎么设计才合理？", topics[i%len(topics)], i+1))
		if !strings.Contains(said, fmt.Sprintf("Q%d", i+1)) {
			t.Fatalf("question %d: %q", i+1, said)
		}
	}
}

// rows opens the database of a crowd's class.
func rows(t *testing.T, c *crowd) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(c.data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}

// one reads a number.
func one(t *testing.T, pool *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := pool.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// base36 writes a number as addresses do.
func base36(n int) string { return strconv.FormatInt(int64(n), 36) }

// signIn signs a browser in.
func (d *desk) signIn(t *testing.T, c *crowd, name string, r moderation.Role) {
	t.Helper()
	d.visit(link(t, c, name, r))
	d.tap("登录")
	d.until(`location.pathname.startsWith("/console/at/")`)
}

// forgive forgets what the browser complained about: refusals that a test asks for.
func (d *desk) forgive() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.complaints = nil
}

// TestConsoleSeats closes and opens registration, finds people and checks one in, and has the
// numbers of an independent count.
func TestConsoleSeats(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	for i := range 5 {
		c.say(t, fmt.Sprintf("u%d", i), "报名")
	}
	c.at(7, 21, 0, 0)
	c.say(t, "u0", "后台先行")
	pool := rows(t, c)
	d := sit(t, "seats", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "seats")
	d.see("120席")
	d.proper()
	d.shoot("0-seats")
	seats := one(t, pool, "SELECT count(*) FROM member WHERE seat IS NOT NULL")
	d.until(fmt.Sprintf(`document.querySelector(".big").innerText.startsWith("%d")`, seats))
	d.until(fmt.Sprintf(`[...document.querySelectorAll(".facts div")].some(e => e.innerText.replace(/\s/g, "") === "签到%d")`,
		one(t, pool, "SELECT count(*) FROM member WHERE checked_at > 0")))
	d.tap("关报名")
	d.see("关闭报名？")
	d.see("当前5/120")
	d.proper()
	d.shoot("1-close")
	if got := c.say(t, "late", "报名"); strings.Contains(got, "报名已关闭") {
		t.Error("closed before it was confirmed:", got)
	}
	d.tap("确认关闭")
	d.see("报名已关闭")
	if got := c.say(t, "later", "报名"); !strings.Contains(got, "报名") || strings.Contains(got, "第7位") {
		t.Error("closed, and somebody registers:", got)
	}
	if n := one(t, pool, "SELECT count(*) FROM member WHERE seat IS NOT NULL"); n != 6 {
		t.Errorf("%d have a seat, want 6", n)
	}
	d.tap("开报名")
	d.see("报名已打开")
	d.visit(home(c) + "seats?of=absent")
	d.see("第2位")
	if eval[bool](d.screen, `document.querySelector(".places").innerText.includes("第1位")`) {
		t.Error("somebody who is checked in is listed as absent")
	}
	d.fill("q", "2")
	d.tap("找")
	d.until(`location.pathname.includes("/people/")`)
	d.see("第2位")
	d.proper()
	d.shoot("2-person")
	d.tap("补签")
	d.see("已补签")
	if n := one(t, pool, "SELECT count(*) FROM member WHERE seat = 2 AND checked_at > 0"); n != 1 {
		t.Error("nobody was checked in")
	}
	c.settle(t)
	if got := c.texts("u1"); len(got) == 0 || !strings.Contains(got[len(got)-1], "补签") {
		t.Errorf("u1 heard %q", got)
	}
}

// TestConsoleAddSeats adds seats in two steps; those who wait get them and are told.
func TestConsoleAddSeats(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	for i := range 121 {
		c.say(t, fmt.Sprintf("u%d", i), "报名")
	}
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	if status, to := m.post(home(c) + "seats/promote"); status != http.StatusSeeOther {
		t.Errorf("promote without a seat: %d %s", status, to)
	}
	for _, wrong := range []string{"", "0", "-3", "abc", "99999999999999999999"} {
		if status, _ := m.post(home(c)+"seats/add", "n="+wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%q seats: %d", wrong, status)
		}
	}
	_, page := m.post(home(c)+"seats/add", "n=5")
	if !strings.Contains(page, "一共125席") {
		t.Errorf("the question: %s", page)
	}
	code := hidden(t, page, "code")
	for i, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		if status, _ := m.post(home(c)+"confirm", "code="+code); status != want {
			t.Errorf("confirmed %d times: %d, want %d", i+1, status, want)
		}
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM member WHERE seat IS NOT NULL"); n != 121 {
		t.Errorf("%d have a seat, want 121", n)
	}
	c.settle(t)
	if got := c.texts("u120"); len(got) != 1 || !strings.Contains(got[0], "121") {
		t.Errorf("who waited heard %q", got)
	}
}

// TestConsolePacks replaces a dead link: the estimate, the code, and who gets the new one.
func TestConsolePacks(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 50, 0)
	for i := range 3 {
		who := fmt.Sprintf("u%d", i)
		c.say(t, who, "报名")
		c.say(t, who, "后台先行")
		c.say(t, who, "领取99")
	}
	pool := rows(t, c)
	if _, err := pool.Exec("UPDATE person SET credits = 0 WHERE id = (SELECT person FROM claim ORDER BY person LIMIT 1)"); err != nil {
		t.Fatal(err)
	}
	d := sit(t, "packs", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "packs")
	d.see("3人拿着")
	d.proper()
	d.shoot("0-packs")
	d.visit(home(c) + "packs/99")
	d.fill("url", "pan.example.com/s/1new")
	d.tap("看会补发给多少人")
	d.see("没有换：网址要以")
	do(d.screen, chromedp.Evaluate[any](`document.getElementById("url").value = ""`))
	d.fill("url", "https://pan.example.com/s/1new")
	d.fill("code", "9xyz")
	d.tap("看会补发给多少人")
	d.see("预计补发3：马上2 下次1")
	d.proper()
	d.shoot("1-estimate")
	if got := c.texts("u1"); len(got) != 0 {
		t.Errorf("told before it was confirmed: %q", got)
	}
	d.tap("确认换链接")
	d.see("会补发给3人")
	d.proper()
	d.shoot("2-replaced")
	c.settle(t)
	told := 0
	for i := range 3 {
		for _, said := range c.texts(fmt.Sprintf("u%d", i)) {
			if strings.Contains(said, "https://pan.example.com/s/1new") {
				told++
			}
		}
	}
	if told != 2 {
		t.Errorf("%d people got the new link at once, want 2", told)
	}
	d.forgive()
}

// TestConsoleLinksByMark: a page of before a replacement stops no other link than the one
// that it showed.
func TestConsoleLinksByMark(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 50, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path := home(c) + "packs/99"
	_, before := m.get(path)
	mark := hidden(t, before, "mark")
	_, page := m.post(path+"/replace", "url=https://pan.example.com/s/1new", "code=9xyz")
	if status, _ := m.post(home(c)+"confirm", "code="+hidden(t, page, "code")); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	if status, _ := m.post(path+"/stop", "n=1", "mark="+mark); status != http.StatusNotFound {
		t.Errorf("the old page stops the new link: %d", status)
	}
	_, now := m.get(path)
	mark = hidden(t, now, "mark")
	if status, _ := m.post(path+"/stop", "n=1", "mark="+mark); status != http.StatusSeeOther {
		t.Errorf("stop: %d", status)
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM stopped_link WHERE url LIKE '%1new'"); n != 1 {
		t.Error("the link is not stopped")
	}
	if status, _ := m.post(path+"/restore", "n=1", "mark="+mark); status != http.StatusSeeOther {
		t.Errorf("restore: %d", status)
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM stopped_link WHERE url LIKE '%1new'"); n != 0 {
		t.Error("the link is still stopped")
	}
	if status, _ := m.post(path+"/restock", "n=5"); status != http.StatusUnprocessableEntity {
		t.Errorf("restocking what has no stock: %d", status)
	}
	if status, _ := m.post(home(c)+"packs/49/restock", "n=5"); status != http.StatusSeeOther {
		t.Errorf("restock: %d", status)
	}
	if n := one(t, rows(t, c), "SELECT extra FROM pack WHERE id = '49'"); n != 5 {
		t.Errorf("%d were added, want 5", n)
	}
}

// TestConsolePerson shows one person's timeline with reasons, sends again what failed, and
// erases in two steps, which only an owner may.
func TestConsolePerson(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 50, 0)
	c.say(t, "a", "报名")
	c.say(t, "a", "后台先行")
	c.say(t, "a", "领取99")
	c.say(t, "a", "提问 我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.say(t, "m1", "#答 U1 会提到。")
	c.settle(t)
	pool := rows(t, c)
	if _, err := pool.Exec("UPDATE delivery SET state = 'failed', words = 'unreachable' WHERE kind = 'human'"); err != nil {
		t.Fatal(err)
	}
	id := one(t, pool, "SELECT person FROM member WHERE seat = 1")
	path := fmt.Sprintf("%speople/%s", home(c), base36(id))
	staffer := signedIn(t, c, "小李", moderation.RoleStaff)
	if status, _ := staffer.post(path + "/erase"); status != http.StatusForbidden {
		t.Errorf("a moderator erases: %d", status)
	}
	d := sit(t, "person", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "王姐", moderation.RoleOwner)
	d.visit(path)
	for _, want := range []string{"第1位", "领取99", "多租户后台", "会提到。", "问老师", "99资料包：领到", "没发出"} {
		d.see(want)
	}
	d.proper()
	d.shoot("0-person")
	const reasons = `[...document.querySelectorAll("summary")].filter(e => e.innerText === "为什么").length`
	if n := eval[int](d.screen, reasons); n < 5 {
		t.Errorf("%d replies have a reason", n)
	}
	d.tap("重发")
	d.see("已重新排队")
	c.settle(t)
	if got := c.texts("a"); len(got) < 2 || !strings.Contains(got[len(got)-1], "会提到。") {
		t.Errorf("sent again: %q", got)
	}
	notice := base36(one(t, pool, "SELECT id FROM delivery WHERE kind = 'human'"))
	if status, _ := staffer.post(path+"/resend", "notice="+notice); status != http.StatusNotFound {
		t.Errorf("what was sent is sent again: %d", status)
	}
	d.visit(path)
	d.tap("删除数据")
	d.see("全部数据？")
	d.proper()
	d.shoot("1-erase")
	d.tap("确认删除")
	d.see("数据已删除")
	if n := one(t, pool, "SELECT count(*) FROM member WHERE seat = 1"); n != 0 {
		t.Error("the seat of who was erased is still taken")
	}
	if got := c.say(t, "a", "5"); !strings.Contains(got, "未报名") {
		t.Errorf("who was erased is known: %q", got)
	}
}

// TestConsoleClassMarkup: whatever people and moderators write stays text on the pages of a
// class and on the wall.
func TestConsoleClassMarkup(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 50, 0)
	const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'-alert(3)-'`
	c.say(t, "a", "报名")
	c.say(t, "a", "后台先行")
	c.say(t, "a", "领取99")
	c.say(t, "a", "提问 "+evil+"我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.say(t, "a", evil+"课程会讲到SaaS多租户后台吗")
	pool := rows(t, c)
	if _, err := pool.Exec("UPDATE member SET source = ?", evil); err != nil {
		t.Fatal(err)
	}
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	_, review := m.get(home(c) + "questions")
	m.post(home(c) + "questions/Q1/approve")
	m.post(home(c) + "questions/Q1/wall")
	m.post(home(c)+"questions/Q1/answer", "text="+evil)
	address, opened := opened(t, m, c)
	_, refused := m.post(home(c)+"packs/99/replace", "url="+evil, "code="+evil, "until="+evil)
	pages := []string{review, opened, refused}
	person := base36(one(t, pool, "SELECT person FROM member WHERE seat = 1"))
	for _, path := range []string{
		home(c) + "questions?tab=done", home(c) + "wall", address, home(c) + "seats",
		home(c) + "seats?q=" + url.QueryEscape(evil), home(c) + "packs", home(c) + "packs/99", home(c) + "people/" + person,
	} {
		status, body := m.get(path)
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		pages = append(pages, body)
	}
	shown := 0
	for i, body := range pages {
		if strings.Contains(body, "<img src=x") || strings.Contains(body, "<script>alert") || strings.Contains(body, `onerror=alert(1)">`) {
			t.Errorf("page %d has the markup:\n%s", i, body)
		}
		shown += strings.Count(body, "&lt;img src=x")
	}
	if shown < 8 {
		t.Errorf("the words are shown %d times: the test shows little", shown)
	}
}

// opened opens a screen and returns its path, and the page that shows it.
func opened(t *testing.T, m *member, c *crowd, fields ...string) (path, page string) {
	t.Helper()
	_, page = m.post(home(c)+"wall/screen", fields...)
	_, rest, ok := strings.Cut(page, `data-copy value="`)
	address, _, _ := strings.Cut(rest, `"`)
	at := strings.Index(address, "/wall/")
	if !ok || at < 0 || len(address)-at < 20 {
		t.Fatalf("no link: %q in %s", address, page)
	}
	return address[at:], page
}
