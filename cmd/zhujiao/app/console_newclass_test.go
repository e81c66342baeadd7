package app

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/bot/moderation"
	asking "zhujiao/handlers/newclass"
)

// nextAnswers answer the questions for the class after the sample.
const nextAnswers = `开始: 7月14日晚8点半
名称: 数据分析入门
讲师: 王芳，前某公司数据总监
要点: 指标；取数；分析
直播间: https://live.example.com/14
口令: 数据先行
资料包99: 不要
资料包49: 数据入门包 69元 https://pan.example.com/s/14 提取码 8k2m
名额: 一百五十个
`

// fieldsOf are the answers as fields of the console's form.
func fieldsOf(t *testing.T, file string) (out []string) {
	t.Helper()
	for line := range strings.Lines(file) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatal(line)
		}
		out = append(out, "a-"+name+"="+value)
	}
	return out
}

// byCommand is the file that zhujiao new writes for these answers.
func byCommand(t *testing.T, c *crowd, file string) string {
	t.Helper()
	last, problems, err := content.Load(c.file, Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, err)
	}
	form := newclass.New(newclass.Options{
		Last: last, Now: c.app.clock.Now(), Known: Vocabulary(), Taken: func(id string) bool { return id == last.Campaign.ID },
		Beside: func(name string) bool { return last.Files[name] != nil },
	})
	answers, bad := content.ReadAnswers("answers.yaml", []byte(file))
	if wrong := asking.AnswerAll(form, "answers.yaml", answers); len(wrong)+len(bad) > 0 {
		t.Fatal(wrong, bad)
	}
	return string(form.Draft().YAML())
}

// TestConsoleNewClass makes the next class from the last one: with the same answers it is the
// same version as zhujiao new makes, it serves beside the last one without a file, and nobody
// is told that its file is gone.
func TestConsoleNewClass(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 22, 30, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	_, body := m.get(home(c) + "content/new")
	before, _, _ := strings.Cut(body, "其余照上一场")
	if n := strings.Count(before, "<textarea"); n < 5 || n > 12 {
		t.Errorf("%d questions", n)
	}
	status, body := m.post(home(c)+"content/new", "a-开始=昨天", "a-名称=数据分析入门")
	if status != http.StatusOK || !strings.Contains(body, "项要改") || !strings.Contains(body, ">昨天</textarea>") {
		t.Fatal("a wrong answer:", status, body)
	}
	if _, body := m.get(home(c) + "content/new"); !strings.Contains(body, ">昨天</textarea>") {
		t.Error("what was typed is lost:", body)
	}
	status, to := m.post(home(c)+"content/new", fieldsOf(t, nextAnswers)...)
	if status != http.StatusSeeOther {
		t.Fatal("the answers are refused:", status, to)
	}
	_, body = m.get(to)
	for _, part := range []string{"数据分析入门", "直播中（", "第二天（", "时间表", "content/propose"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page lacks %q: %s", part, body)
		}
	}
	status, to = publishes(t, m, "made")
	if _, body := m.get(to); status != http.StatusSeeOther || !strings.Contains(body, "已建好") {
		t.Error("not made:", status, body)
	}
	blocked, err := os.ReadFile(filepath.Join(filepath.Dir(c.file), "blocked_words.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var made *content.Version
	want := byCommand(t, c, nextAnswers)
	for _, s := range c.app.catalog.Classes() {
		if s.Campaign.ID == c.app.Campaign().ID {
			continue
		}
		_, got := m.get("/console/at/" + s.Campaign.ID + "/content/file")
		if got != want {
			t.Errorf("by the command:\n%s\nin the console:\n%s", want, got)
		}
		v, problems, err := content.LoadFiles(map[string][]byte{
			"class.yaml": []byte(want), "blocked_words.txt": blocked,
		}, "class.yaml", Vocabulary(), time.Time{})
		if err != nil || v.Hash != s.Version() {
			t.Errorf("another version: %v, %v", problems, err)
		}
		made = v
	}
	if made == nil {
		t.Fatal("the new class does not serve")
	}
	importer{c.app}.sendAlerts(t.Context())
	importer{c.app}.scan(t.Context(), true)
	c.settle(t)
	if told := c.alerts(made.Campaign.ID); len(told) > 0 {
		t.Error("the moderators are told:", told)
	}
	if status, _ := m.post(home(c)+"content/new", fieldsOf(t, nextAnswers)...); status != http.StatusSeeOther {
		t.Error("a second class on another id:", status)
	}
}
