package app

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleShift: what a colleague holds is taken over with a tap, once, and the record
// says who took what from whom; the attendee notices nothing.
func TestConsoleShift(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	signedIn(t, c, "小王", moderation.RoleReader)
	c.say(t, "a", "人工")
	c.say(t, "b", "课程会讲到SaaS多租户后台吗")
	c.say(t, "d", "海水为什么是咸的呢老师")
	amin.post(home(c)+"tickets/H1/take", "")
	for _, s := range []struct {
		to   string
		want int
	}{
		{"阿敏", http.StatusSeeOther},
		{"阿敏", http.StatusConflict},
		{"小王", http.StatusUnprocessableEntity},
		{"没有这个人", http.StatusUnprocessableEntity},
	} {
		if status, body := li.post(home(c)+"tickets/U1/assign", "to="+s.to); status != s.want {
			t.Errorf("given to %s: %d, want %d: %.200s", s.to, status, s.want, body)
		}
	}
	_, mine := amin.get(home(c) + "tickets?tab=mine")
	_, others := li.get(home(c) + "tickets?tab=mine")
	_, all := li.get(home(c) + "tickets")
	_, ticket := li.get(home(c) + "tickets/U1")
	if !strings.Contains(mine, `id="t-U1"`) || !strings.Contains(mine, `id="t-H1"`) || strings.Contains(mine, `id="t-U2"`) ||
		strings.Contains(others, `id="t-`) || !strings.Contains(all, "给阿敏") || !strings.Contains(ticket, "交给了阿敏") {
		t.Errorf("mine:\n%s\nthe other's:\n%s\nall:\n%s", mine, others, all)
	}
	c.at(7, 10, 50, 0)
	_, page := li.get(home(c) + "shift")
	for _, want := range []string{"阿敏", "正在谈", "已经晚了", "都接过来", "给阿敏", "提醒"} {
		if !strings.Contains(page, want) {
			t.Errorf("the hand-over does not say %s:\n%s", want, page)
		}
	}
	if _, own := amin.get(home(c) + "shift"); strings.Contains(own, "都接过来") {
		t.Error("one can take from oneself")
	}
	status := make([]int, 2)
	var both sync.WaitGroup
	for i := range 2 { // two taps are one
		m := &member{t: t, c: c, token: li.token}
		both.Go(func() { status[i], _ = m.post(home(c)+"shift/take", "from=阿敏") })
	}
	both.Wait()
	if status[0]+status[1] != http.StatusSeeOther+http.StatusConflict {
		t.Errorf("two taps: %v", status)
	}
	if got := c.audit(t, moderation.ActionTakeShift); len(got) != 1 || !strings.Contains(got[0], "阿敏") || !strings.Contains(got[0], "小李") ||
		!strings.Contains(got[0], "H1") || !strings.Contains(got[0], "U1") {
		t.Errorf("the record: %q", got)
	}
	if _, mine := li.get(home(c) + "tickets?tab=mine"); !strings.Contains(mine, `id="t-U1"`) || !strings.Contains(mine, `id="t-H1"`) {
		t.Error("what was taken over is not mine:", mine)
	}
	for from, want := range map[string]int{"小李": http.StatusConflict, "": http.StatusConflict, "没有这个人": http.StatusConflict} {
		if status, _ := li.post(home(c)+"shift/take", "from="+from); status != want {
			t.Errorf("taken from %q: %d", from, status)
		}
	}
	c.settle(t)
	if got := c.texts("a"); len(got) != 0 {
		t.Errorf("the attendee got %q", got)
	}
}

// TestConsoleForward: a ticket becomes a question for the lecturer once, and whoever asked
// hears of it; while no questions are taken, it stays a ticket.
func TestConsoleForward(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	path := home(c) + "tickets/U1"
	if status, to := m.post(path + "/forward"); status != http.StatusSeeOther {
		t.Fatal(status, to)
	}
	if _, body := m.get(path); !strings.Contains(body, "成为提问Q1") {
		t.Error(body)
	}
	if status, _ := m.post(path + "/forward"); status != http.StatusConflict {
		t.Errorf("the second time: %d", status)
	}
	c.settle(t)
	if got := strings.Join(c.texts("a"), "|"); strings.Count(got, "Q1") != 1 {
		t.Errorf("whoever asked got %q", got)
	}
	if got := c.audit(t, moderation.ActionForwardTicket); len(got) != 1 {
		t.Errorf("the record: %q", got)
	}
	c.at(9, 20, 0, 0)
	c.say(t, "b", "海水为什么是咸的呢老师")
	m = signedIn(t, c, "小李", moderation.RoleStaff) // the session of before has ended
	if status, body := m.post(home(c) + "tickets/U2/forward"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "提问") {
		t.Errorf("after the class: %d %.300s", status, body)
	}
	if _, body := m.get(home(c) + "tickets"); !strings.Contains(body, `id="t-U2"`) {
		t.Error("what was not forwarded waits no more")
	}
}

// TestConsoleCharts: below the tickets stands how long answers took, and what people ask in
// vain; both as numbers, too.
func TestConsoleCharts(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	if _, body := m.get(home(c) + "tickets"); !strings.Contains(body, "还没有数据") || !strings.Contains(body, "最近7天没有") {
		t.Error("without tickets:", body)
	}
	c.say(t, "a", "火星门牌号怎么查")
	c.say(t, "b", "海边的火星门牌有多大")
	c.at(7, 10, 7, 0)
	m.post(home(c)+"tickets/U1/answer", "text=不查。")
	c.at(7, 11, 30, 0)
	m = signedIn(t, c, "小李", moderation.RoleStaff) // the session of before has ended
	m.post(home(c)+"tickets/U2/answer", "text=很大。")
	_, body := m.get(home(c) + "tickets")
	for _, want := range []string{"10分内 1条", "更久 1条", "火星门牌", "2人", "<svg"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %s:\n%s", want, body)
		}
	}
}
