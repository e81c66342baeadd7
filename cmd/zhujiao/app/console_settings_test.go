package app

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleSettings changes a class by its form: texts become a version with nothing else
// changed, a new time moves the reminders as the command does, and seats are taken from nobody.
func TestConsoleSettings(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 12, 0, 0)
	c.register(t, "a", "b")
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	before := newestText(t, m)
	status, to := m.post(home(c)+"content/settings", "f-room=https://live.example.com/7", "f-phrase=后台先行\n第二句", "f-price=99")
	if status != http.StatusSeeOther {
		t.Fatal(status, to)
	}
	publishes(t, m, "form")
	want := strings.Replace(before, `直播间: ""  `, `直播间: "https://live.example.com/7"  `, 1)
	want = strings.Replace(want, `口令: ["后台先行"]`, `口令: [后台先行, 第二句]`, 1)
	if got := newestText(t, m); got != want {
		t.Errorf("more has changed than the form: %s", got)
	}
	if status, body := m.post(home(c)+"content/settings", "f-price=99"); status != http.StatusConflict {
		t.Error("nothing was changed:", status, body)
	}
	m.post(home(c)+"content/settings", "f-seats=1")
	status, body := m.post(home(c)+"content/propose", "kind=form")
	if status != http.StatusConflict || !strings.Contains(body, "不能少于已经报名的人") {
		t.Error("fewer seats than are taken:", status, body)
	}
	confirm := func(path string, fields ...string) {
		t.Helper()
		_, body := m.post(home(c)+path, fields...)
		code := regexp.MustCompile(`name="code" value="(\d+)"`).FindStringSubmatch(body)
		if code == nil {
			t.Fatal("no code:", body)
		}
		if status, body := m.post(home(c)+"confirm", "code="+code[1]); status != http.StatusSeeOther {
			t.Fatal(status, body)
		}
	}
	status, body = m.post(home(c)+"content/settings/move", "to=某天")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="某天"`) {
		t.Error("a time that nobody understands:", status, body)
	}
	confirm("content/settings/move", "to=7月8日 20:30")
	confirm("content/settings/lecturer", "name=王芳", "intro=前某公司总监")
	now := c.app.Campaign()
	if got := now.Start.In(now.Zone).Format("01-02 15:04"); got != "07-08 20:30" || now.Lecturer != "王芳" {
		t.Error("moved:", got, now.Lecturer)
	}
	if got := now.Reminders[0].At.In(now.Zone).Format("01-02 15:04"); got != "07-08 19:30" {
		t.Error("the reminder is at", got)
	}
	confirm("content/settings/cancel", "why=老师病了")
	if !c.app.Campaign().Cancelled {
		t.Error("it was not called off")
	}
	confirm("content/settings/restore")
	if c.app.Campaign().Cancelled {
		t.Error("it is still called off")
	}
	if _, body := m.get(home(c) + "content"); !strings.Contains(body, "用指令改") {
		t.Error("the versions do not say so:", body)
	}
}
