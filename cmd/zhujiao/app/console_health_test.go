package app

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/doctor"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wechat"
)

// examinedAs is a look at the set-up that finds one thing out of order, and counts how often
// it was made.
func examinedAs(looks *int) func(ctx context.Context) doctor.Report {
	return func(context.Context) doctor.Report {
		*looks++
		return doctor.Report{{Name: doctor.Redis, Finding: doctor.Finding{State: doctor.Bad, Code: doctor.CodeFailed}}}
	}
}

// TestConsoleHealth: the page shows what waits, what did not arrive and how quick replies
// are; a look at the set-up is made when somebody asks, and stays.
func TestConsoleHealth(t *testing.T) {
	t.Parallel()
	looks := 0
	c := staffed(t, func(cfg *Config) {
		cfg.Examine, cfg.Robots, cfg.PublicURL = examinedAs(&looks), map[string]string{"staff": "robotkey"}, "https://class.example.com"
	})
	c.at(7, 10, 0, 0)
	amin, xiaowang := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小王", moderation.RoleReader)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	*c.refuse("/message/custom/send") = 45015
	if status, body := amin.post(home(c)+"tickets/U1/answer", "text=会提到的"); status != http.StatusSeeOther {
		t.Fatalf("answer: %d %.200s", status, body)
	}
	c.at(7, 10, 1, 0) // the ten seconds of regret are over
	c.settle(t)
	_, page := amin.get(home(c) + "health")
	for _, want := range []string{
		"条里95条在", "等人回来再发的", "45015", "对方48小时没来说话", "没有设置 Redis", "数据库：SQLite", "AppID wx", "https://class.example.com", "staff", "检查一遍",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s:\n%s", want, page)
		}
	}
	for _, secret := range []string{"robotkey", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", ">token<"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page says %s", secret)
		}
	}
	if looks != 0 {
		t.Error("the page looks at the set-up by itself")
	}
	if status, _ := xiaowang.post(home(c) + "health/examine"); status != http.StatusForbidden || looks != 0 {
		t.Errorf("a reader may look: %d", status)
	}
	amin.post(home(c) + "health/examine")
	_, page = xiaowang.get(home(c) + "health")
	if looks != 1 || !strings.Contains(page, "结论：坏。有1处") || strings.Contains(page, "再检查一遍") {
		t.Errorf("%d looks:\n%s", looks, page)
	}
}

// refusing is a program that has refused a push for every reason there is.
type refusing struct{ console.Health }

func (r refusing) Vitals(ctx context.Context, class string) (console.Vitals, error) {
	out, err := r.Health.Vitals(ctx, class)
	out.Refused = map[string]int{}
	for i, reason := range wechat.Reasons() {
		out.Refused[reason] = 101 + i
	}
	return out, err
}

// TestConsoleRefusedPushes: the page says in words of its readers for what pushes were refused.
func TestConsoleRefusedPushes(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	c.app.console.Health = refusing{c.app.console.Health}
	_, page := m.get(home(c) + "health")
	rows, seen := regexp.MustCompile(`<th scope="row">([^<]+)</th><td>1\d\d</td>`).FindAllStringSubmatch(page, -1), map[string]bool{}
	for _, row := range rows {
		if !regexp.MustCompile(`\p{Han}`).MatchString(row[1]) || row[1] == "其他" || seen[row[1]] {
			t.Errorf("a reason without words of its own: %q", row[1])
		}
		seen[row[1]] = true
	}
	if len(rows) != len(wechat.Reasons()) {
		t.Errorf("%d reasons are shown, want %d", len(rows), len(wechat.Reasons()))
	}
}

// TestConsoleTestDelivery: whoever came by the chat is sent a message there; who has no chat
// or no credit is told what to do, and the record has it.
func TestConsoleTestDelivery(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example.com" })
	c.at(7, 10, 0, 0)
	amin := signedIn(t, c, "阿敏", moderation.RoleStaff)
	amin.post(home(c) + "health/test")
	if _, page := amin.get(home(c) + "health"); !strings.Contains(page, "没有绑定微信") {
		t.Errorf("without a chat:\n%s", page)
	}
	path := regexp.MustCompile(`/console/in/\S+`).FindString(c.say(t, "m1", "#控制台"))
	m1 := &member{t: t, c: c}
	if status, _ := m1.post(path); status != http.StatusSeeOther {
		t.Fatal("the link of the chat:", status)
	}
	for range 2 { // two taps are one
		m1.post(home(c) + "health/test")
	}
	c.settle(t)
	if got := c.told("m1", "【测试】"); got != 1 {
		t.Errorf("%d tests arrived: %q", got, c.texts("m1"))
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(49 * time.Hour))
	m1.post(home(c) + "health/test")
	if _, page := m1.get(home(c) + "health"); !strings.Contains(page, "太久没在公众号里说话") {
		t.Errorf("after two days:\n%s", page)
	}
	if got := c.audit(t, moderation.ActionTestDelivery); len(got) != 4 {
		t.Errorf("the record has %q", got)
	}
}
