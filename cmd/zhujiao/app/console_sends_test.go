package app

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/bottest"
	"zhujiao/bot/moderation"
)

// refuses posts a form and expects a status with some words on the page.
func (m *member) refuses(path string, status int, words []string, fields ...string) {
	m.t.Helper()
	got, body := m.post(path, fields...)
	if got != status {
		m.t.Errorf("%s %q: %d, want %d", path, fields, got, status)
	}
	for _, w := range words {
		if !strings.Contains(body, w) {
			m.t.Errorf("%s %q: the page lacks %s", path, fields, w)
		}
	}
}

// composed makes a broadcast in the console up to its confirmation, and returns its path.
func composed(t *testing.T, m *member, of, words string) string {
	t.Helper()
	home := home(m.c)
	if status, to := m.post(home+"sends/new", "text="+words); status != http.StatusSeeOther {
		t.Fatalf("written: %d %s", status, to)
	}
	status, path := m.post(home+"sends/new/audience", "of="+of)
	if status != http.StatusSeeOther {
		t.Fatalf("composed: %d %s", status, path)
	}
	_, body := m.get(path)
	if status, to := m.post(path+"/seen", "made="+hidden(t, body, "made")); status != http.StatusSeeOther {
		t.Fatalf("seen: %d %s", status, to)
	}
	return path
}

// TestConsoleSendOnce: what is sent twice by two taps is one broadcast, what was taken back
// never leaves, and what has left cannot be taken back.
func TestConsoleSendOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, sendOnce)
}

// onBoth runs a test with a staffed crowd on each engine.
func onBoth(t *testing.T, test func(t *testing.T, c *crowd)) {
	t.Helper()
	server := bottest.StartPostgres(t)
	for engine, address := range map[string]string{"sqlite": "", "postgres": server.URL()} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, staffed(t, func(cfg *Config) { cfg.DatabaseURL = address }))
		})
	}
}

func sendOnce(t *testing.T, c *crowd) {
	t.Helper()
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 8)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path := composed(t, m, "seated", anyDayText)
	if status, to := m.post(home(c)+"sends/new/audience", "of=seated"); status != http.StatusSeeOther || to != home(c)+"sends" {
		t.Errorf("composed twice: %d %s", status, to)
	}
	for _, wrong := range []string{"", "7", "-8", "八", "8.0"} {
		m.refuses(path+"/confirm", http.StatusUnprocessableEntity, []string{"人数不对"}, "when=now", "people="+wrong)
	}
	other := signedIn(t, c, "小李", moderation.RoleStaff)
	for i, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		if status, _ := m.post(path+"/confirm", "when=now", "people=8"); status != want {
			t.Errorf("confirmed, time %d: %d, want %d", i+1, status, want)
		}
	}
	c.at(7, 10, 0, 9)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 0 {
		t.Fatalf("%d people got it within ten seconds", n)
	}
	if status, _ := other.post(path + "/takeback"); status != http.StatusSeeOther { // anybody's mistake is everybody's to stop
		t.Error("taken back:", status)
	}
	c.at(7, 10, 1, 0)
	c.settle(t)
	if status, _ := m.post(path+"/confirm", "when=now", "people=8"); status != http.StatusSeeOther {
		t.Error("confirmed again:", status)
	}
	c.at(7, 10, 1, 10)
	c.settle(t)
	status, body := m.post(path + "/takeback")
	if status != http.StatusConflict || !strings.Contains(body, "已发出，不能撤回，可以更正") {
		t.Errorf("taken back too late: %d", status)
	}
	c.at(7, 10, 6, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 8 {
		t.Errorf("%d people got it", n)
	}
	if got := c.audit(t, moderation.ActionConfirmBroadcast, moderation.ActionTakeBackBroadcast); len(got) != 3 {
		t.Errorf("the record: %q", got)
	}
}

// TestConsoleSendRules: the rules of the chat's commands hold, and what is refused keeps what
// was typed.
func TestConsoleSendRules(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "需要第二人审批人数: 500 => 需要第二人审批人数: 3")
	})
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 5)
	m, other := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	for words, want := range map[string]string{
		"": "还没写内容", "转发到朋友圈领取资料包，人人有份": "诱导分享", "7月8日20:30开播，大家准时来直播间": "上课的日期",
		"资料在这里下载 https://evil.example/x 快来拿": "不在活动文件里",
	} {
		status, body := m.post(home(c)+"sends/new", "text="+words)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, want) || !strings.Contains(body, words+"</textarea>") {
			t.Errorf("%s: %d", words, status)
		}
		if _, again := m.get(home(c) + "sends/new"); !strings.Contains(again, words+"</textarea>") {
			t.Errorf("%s is not kept", words)
		}
	}
	if status, to := m.post(home(c)+"sends/new", "text=7月8日20:30开播，大家准时来直播间", "date=1"); status != http.StatusSeeOther {
		t.Errorf("a date that is meant: %d %s", status, to)
	}
	path := composed(t, m, "seated", anyDayText)
	for due, want := range map[string]string{"昨天8:30": "已经过了", "23:30": "免打扰", "猴年": "看不懂", "": "看不懂"} {
		kept := `value="` + due + `" maxlength="40"`
		m.refuses(path+"/confirm", http.StatusUnprocessableEntity, []string{want, kept}, "when=at", "due="+due, "people=5")
	}
	m.refuses(path+"/edit", http.StatusUnprocessableEntity, []string{"测试</textarea>"}, "text=测试")
	if status, _ := m.post(path+"/edit", "text="+anyDayText+"，请准时。"); status != http.StatusSeeOther {
		t.Errorf("edited: %d", status)
	}
	m.refuses(path+"/confirm", http.StatusConflict, []string{"重新看一遍预览"}, "when=now", "people=5")
	_, body := m.get(path)
	m.post(path+"/seen", "made="+hidden(t, body, "made"))
	if status, _ := m.post(path+"/confirm", "when=at", "due=11:00", "people=5"); status != http.StatusSeeOther {
		t.Errorf("with a time: %d", status)
	}
	if status, body := m.post(path + "/approve"); status != http.StatusConflict || !strings.Contains(body, "另一位班主任") {
		t.Errorf("approved by its author: %d", status)
	}
	if status, _ := other.post(path + "/approve"); status != http.StatusSeeOther {
		t.Errorf("approved: %d", status)
	}
	c.at(7, 11, 0, 0)
	c.settle(t)
	c.at(7, 11, 3, 0)
	c.settle(t)
	if n := c.toldInAll(anyDayText + "，请准时。"); n != 5 {
		t.Errorf("%d people got it", n)
	}
	m = signedIn(t, c, "小王", moderation.RoleStaff) // the session of before has ended
	if status, body := m.post(path + "/pause"); status != http.StatusConflict || !strings.Contains(body, "已发完") {
		t.Errorf("paused after its end: %d", status)
	}
}

// TestConsoleAnswerTakenBack holds an answer for ten seconds: it is taken back with its words
// kept, or it leaves and cannot be.
func TestConsoleAnswerTakenBack(t *testing.T) {
	t.Parallel()
	onBoth(t, answerTakenBack)
}

func answerTakenBack(t *testing.T, c *crowd) {
	t.Helper()
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path := home(c) + "tickets/U1"
	answer := func(words string) (code string) {
		m.post(path+"/answer", "text="+words)
		_, body := m.get(path)
		return hidden(t, body, "code")
	}
	code := answer("会提到。")
	c.at(7, 10, 0, 9)
	c.settle(t)
	if got := c.say(t, "a", "几点开始"); strings.Contains(got, "会提到") || c.told("a", "会提到") != 0 {
		t.Errorf("told within the ten seconds: %q", got)
	}
	if status, to := m.post(home(c)+"confirm", "code="+code); status != http.StatusSeeOther || to != path {
		t.Fatalf("taken back: %d %s", status, to)
	}
	if _, body := m.get(path); !strings.Contains(body, "会提到。</textarea>") || !strings.Contains(body, "待答</span>") {
		t.Errorf("after taking back: %s", body)
	}
	c.at(7, 10, 1, 0)
	c.settle(t)
	code = answer("会，第三章专门讲。")
	c.at(7, 10, 1, 10)
	c.settle(t)
	status, body := m.post(home(c)+"confirm", "code="+code)
	if status != http.StatusConflict || !strings.Contains(body, "已发出，不能撤回，可以更正") {
		t.Errorf("too late: %d", status)
	}
	c.say(t, "a", "几点开始")
	if got := c.texts("a"); c.told("a", "会，第三章") != 1 || c.told("a", "会提到") != 0 {
		t.Errorf("a got %q", got)
	}
}

// TestConsoleSchedule calls a reminder off, lets it go out after all, and moves another.
func TestConsoleSchedule(t *testing.T) {
	t.Parallel()
	onBoth(t, reminders)
}

func reminders(t *testing.T, c *crowd) {
	t.Helper()
	c.at(7, 18, 0, 0)
	c.registerNumbered(t, "p", 3)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	page := home(c) + "schedule"
	_, body := m.get(page)
	found := regexp.MustCompile(`name="name" value="([^"]+)"><input type="hidden" name="at" value="(\d+)"`).FindAllStringSubmatch(body, -1)
	if len(found) < 4 {
		t.Fatalf("the page has %d forms: %s", len(found), body)
	}
	first, second := []string{"name=" + found[0][1], "at=" + found[0][2]}, []string{"name=" + found[2][1], "at=" + found[2][2]}
	confirmed := func(path string, fields ...string) {
		t.Helper()
		status, body := m.post(page+path, fields...)
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, status, body)
		}
		if status, to := m.post(home(c)+"confirm", "code="+hidden(t, body, "code")); status != http.StatusSeeOther || to != page {
			t.Fatalf("%s confirmed: %d %s", path, status, to)
		}
	}
	confirmed("/skip", first...)
	if _, body := m.get(page); !strings.Contains(body, "这次跳过") {
		t.Error("the page does not say that it is skipped")
	}
	if status, _ := m.post(page+"/skip", first...); status != http.StatusConflict {
		t.Errorf("skipped twice: %d", status)
	}
	for _, want := range []int{http.StatusSeeOther, http.StatusConflict} {
		if status, _ := m.post(page+"/unskip", first...); status != want {
			t.Errorf("unskipped: %d, want %d", status, want)
		}
	}
	confirmed("/skip", first...)
	for to, want := range map[string]string{"17:00": "已经过了", "不知道": "看不懂"} {
		m.refuses(page+"/move", http.StatusUnprocessableEntity, []string{want}, append(second, "to="+to)...)
	}
	confirmed("/move", append(second, "to=20:10")...)
	c.settle(t)
	c.at(7, 19, 31, 0)
	c.settle(t)
	if n := len(c.texts("p1")); n != 0 {
		t.Errorf("the reminder that was called off was sent: %q", c.texts("p1"))
	}
	c.at(7, 20, 10, 0)
	c.settle(t)
	if n := len(c.texts("p1")); n != 1 {
		t.Errorf("at its new time: %q", c.texts("p1"))
	}
	c.at(7, 20, 20, 0)
	c.settle(t)
	if n := len(c.texts("p1")); n != 1 {
		t.Errorf("at its old time, too: %q", c.texts("p1"))
	}
	m = signedIn(t, c, "小王", moderation.RoleStaff) // the session of before has ended
	if status, _ := m.post(page+"/skip", first...); status != http.StatusConflict {
		t.Errorf("skipped after its time: %d", status)
	}
	_, body = m.get(page)
	if !strings.Contains(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, ""), "发给3人：送到3") {
		t.Errorf("what was sent: %s", body)
	}
	if got := c.audit(t, moderation.ActionSkipReminder, moderation.ActionUnskipReminder, moderation.ActionMoveReminder); len(got) != 4 {
		t.Errorf("the record: %q", got)
	}
}

// TestConsoleSendMarkup: whatever people write stays text on the pages about sending.
func TestConsoleSendMarkup(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "名称: 开课前1小时 => 名称: '<script>alert(2)</script>'")
	})
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 3)
	const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>'-alert(3)-'`
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	pages := map[string]string{}
	_, pages["refused text"] = m.post(home(c)+"sends/new", "text="+evil+"测试")
	path := composed(t, m, "seated", evil+"今晚20:30准时开课，直播间地址稍后发群里。")
	_, pages["confirm"] = m.post(path+"/confirm", "when=at", "due="+evil, "people="+evil)
	_, pages["edit"] = m.post(path+"/edit", "text="+evil+"测试")
	_, pages["correct"] = m.post(path+"/correct", "text="+evil+"测试")
	m.post(home(c)+"sends/new", "text="+evil+"明晚20:30的课准时开始，直播间地址稍后发群里。", "date=1")
	_, body := m.get(home(c) + "schedule")
	at := hidden(t, body, "at")
	_, pages["move"] = m.post(home(c)+"schedule/move", "name="+evil, "at="+at, "to="+evil)
	_, pages["skip"] = m.post(home(c)+"schedule/skip", "name=<script>alert(2)</script>", "at="+at)
	for _, p := range []string{
		"", "sends", "sends/new", "sends/new/audience", "sends/B1", "sends/B1?edit=1", "schedule",
		"reach?of=source:%22%3E%3Cscript%3Ealert(2)",
	} {
		status, body := m.get(home(c) + p)
		if status != http.StatusOK {
			t.Errorf("/%s: %d; %s", p, status, c.logged.String())
		}
		pages[p] = body
	}
	shown := 0
	for name, body := range pages {
		if strings.Contains(body, "<img src=x") || strings.Contains(body, "<script>alert") || strings.Contains(body, `onerror=alert(1)">`) {
			t.Errorf("%s has the markup:\n%s", name, body)
		}
		shown += strings.Count(body, "&lt;img src=x") + strings.Count(body, "&lt;script&gt;alert")
	}
	if shown < 12 {
		t.Errorf("the words are shown %d times: the test shows little", shown)
	}
	for _, path := range []string{
		"reach?of=nothing", "reach?of=seated:x", "reach?of=seated&why=x", "reach?of=received:x", "reach?of=seated&after=1.2.x",
		"sends/U1", "sends/B99", "sends/x",
	} {
		if status, _ := m.get(home(c) + path); status != http.StatusNotFound {
			t.Errorf("/%s: %d, want 404", path, status)
		}
	}
	if status, _ := m.post(home(c)+"sends/new/audience", "of=came"); status != http.StatusBadRequest {
		t.Error("an audience that nothing is sent to:", fmt.Sprint(status))
	}
}
