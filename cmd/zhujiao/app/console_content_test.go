package app

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// newestText is the text of the newest version of the crowd's class.
func newestText(t *testing.T, m *member) string {
	t.Helper()
	status, body := m.get(home(m.c) + "content/file")
	if status != http.StatusOK {
		t.Fatal("the file cannot be exported:", status)
	}
	return body
}

// publishes proposes a draft and confirms it. It returns what was answered to the confirmation.
func publishes(t *testing.T, m *member, kind string) (int, string) {
	t.Helper()
	_, body := m.post(home(m.c)+"content/propose", "kind="+kind)
	code := regexp.MustCompile(`name="code" value="(\d+)"`).FindStringSubmatch(body)
	if code == nil {
		t.Fatal("no code to publish: ", body)
	}
	return m.post(home(m.c)+"confirm", "code="+code[1])
}

// TestConsoleContent publishes content without a file: it serves at once, on other instances
// too, a restart keeps it, an unchanged file takes nothing back, and a changed one wins and
// says so. An earlier version comes back with one tap.
func TestConsoleContent(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	first := newestText(t, m)
	if want, _ := os.ReadFile(c.file); first != string(want) {
		t.Error("what is exported is not the file that was imported")
	}
	text := strings.Replace(first, "讲师: 刘志远", "讲师: 王芳", 1)
	if text == first {
		t.Fatal("the sample has another lecturer")
	}
	status, to := m.post(home(c)+"content/check", "base=1", "text="+strings.ReplaceAll(text, "\n", "\r\n"))
	_, body := m.get(to)
	if status != http.StatusSeeOther || !strings.Contains(body, "讲师: 王芳") || !strings.Contains(body, "content/propose") {
		t.Fatal(status, to, body)
	}
	if got := c.say(t, "a", "老师是谁"); !strings.Contains(got, "刘志远") {
		t.Error("it serves before it is published:", got)
	}
	status, to = publishes(t, m, "text")
	if _, body := m.get(to); status != http.StatusSeeOther || !strings.Contains(body, "已发布第2版") || !strings.Contains(body, "加1行，减1行") {
		t.Error("published:", status, body)
	}
	if got := c.say(t, "a", "老师是谁"); !strings.Contains(got, "王芳") {
		t.Error("it does not serve:", got)
	}
	if newestText(t, m) != text {
		t.Error("what is exported is not what was published")
	}
	importer{c.app}.scan(context.Background(), true)
	if got := c.say(t, "a", "老师是谁"); !strings.Contains(got, "王芳") {
		t.Error("a file that has not changed took it back:", got)
	}
	change(t, c.file, "名额: 120 => 名额: 130")
	importer{c.app}.scan(context.Background(), true)
	if _, body := m.get(home(c) + "content"); !strings.Contains(body, "盖掉了第2版") || !strings.Contains(c.say(t, "a", "老师是谁"), "刘志远") {
		t.Error("a changed file does not win, or nobody says so:", body)
	}
	c.settle(t)
	status, _ = m.post(home(c)+"content/2/return", "base=3")
	if got := c.say(t, "a", "老师是谁"); status != http.StatusSeeOther || !strings.Contains(got, "王芳") {
		t.Error("returned:", status, got)
	}
	if status, body := m.post(home(c)+"content/1/return", "base=3"); status != http.StatusConflict {
		t.Error("returned on top of a version that is not the newest:", status, body)
	}
	rows := c.rows(t, "SELECT action || ' ' || who || ' ' || before || ' ' || after FROM audit WHERE action LIKE 'content.%' ORDER BY id")
	if got := fmt.Sprint(rows); got != "[[content.publish 阿敏 v1 v2] [content.return 阿敏 v3 v4]]" &&
		got != "[content.publish 阿敏 v1 v2 content.return 阿敏 v3 v4]" {
		t.Error("the record:", got)
	}
}

// TestConsoleContentRefused: what cannot serve is never published, whoever is slower is told
// what has changed, and a code is good for one text.
func TestConsoleContentRefused(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	first := newestText(t, amin)
	for what, text := range map[string]string{
		"a full-width colon": strings.Replace(first, "名额: 120", "名额： 120", 1), "an unknown key": first + "\n乱写: 1\n",
		"another class": strings.Replace(first, "编号: ecom-backend-0707", "编号: other-0707", 1), "nothing of the kind": "hello",
		"an end before the beginning": strings.Replace(first, "结束: 2022-07-07 21:30", "结束: 2022-07-07 20:00", 1),
	} {
		_, to := amin.post(home(c)+"content/check", "base=1", "text="+text)
		status, body := amin.get(to)
		if status != http.StatusOK || strings.Contains(body, "content/propose") ||
			!strings.Contains(body, "错误") && !strings.Contains(body, "那是另一场") {
			t.Errorf("%s: %d %s", what, status, body)
		}
		if status, body := amin.post(home(c)+"content/propose", "kind=text"); status != http.StatusConflict {
			t.Errorf("%s can be published: %d %s", what, status, body)
		}
	}
	_, to := amin.post(home(c)+"content/check", "base=1", "text="+strings.Replace(first, "名额: 120", "名额： 120", 1))
	_, body := amin.get(to)
	line := strings.Count(first[:strings.Index(first, "名额: 120")], "\n") + 1
	if !strings.Contains(body, fmt.Sprintf("content/edit?line=%d", line)) || !strings.Contains(body, "名额： 120") {
		t.Errorf("the error is not shown at line %d: %s", line, body)
	}
	amin.post(home(c)+"content/check", "base=1", "text="+strings.Replace(first, "名额: 120", "名额: 121", 1))
	li.post(home(c)+"content/check", "base=1", "text="+strings.Replace(first, "讲师: 刘志远", "讲师: 王芳", 1))
	_, body = amin.post(home(c)+"content/propose", "kind=text")
	code := regexp.MustCompile(`name="code" value="(\d+)"`).FindStringSubmatch(body)[1]
	publishes(t, li, "text")
	if status, body := amin.post(home(c)+"confirm", "code="+code); status != http.StatusConflict || !strings.Contains(body, "小李") {
		t.Errorf("published over somebody else's: %d %s", status, body)
	}
	_, body = amin.get(home(c) + "content/review?kind=text")
	if !strings.Contains(body, "别人也改了") || !strings.Contains(body, "讲师: 王芳") || strings.Contains(body, "content/propose") {
		t.Error("not told what has changed:", body)
	}
	amin.post(home(c)+"content/rebase", "kind=text", "base=2")
	_, body = amin.post(home(c)+"content/propose", "kind=text")
	code = regexp.MustCompile(`name="code" value="(\d+)"`).FindStringSubmatch(body)[1]
	amin.post(home(c)+"content/check", "base=2", "text="+strings.Replace(first, "名额: 120", "名额: 1", 1))
	if status, _ := amin.post(home(c)+"confirm", "code="+code); status != http.StatusConflict {
		t.Error("a code published another text than the one that was shown:", status)
	}
	if n := c.rows(t, "SELECT count(*) FROM content_version"); fmt.Sprint(n) != "[2]" && fmt.Sprint(n) != "[[2]]" {
		t.Error("versions:", n)
	}
}

// TestConsoleContentFile exports a version, edits it by hand, and imports it: nothing is lost
// but what was edited. What is typed is kept without a script, and thrown away when asked.
func TestConsoleContentFile(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	text := strings.Replace(newestText(t, m), "名额: 120", "名额: 140 # 换了大教室", 1)
	upload := func(data string) (int, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		f, err := w.CreateFormFile("file", "class.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(data))
		_ = w.Close()
		r := httptest.NewRequest(http.MethodPost, home(c)+"content/import", &b)
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.AddCookie(&http.Cookie{Name: "zhujiao_console", Value: m.token})
		rec := httptest.NewRecorder()
		c.app.Routes().ServeHTTP(rec, r)
		return rec.Code, rec.Header().Get("Location")
	}
	for what, data := range map[string]string{"nothing": "", "no text": "\xff\xfe\x00a", "too much": strings.Repeat("a", 1<<20+1)} {
		if status, _ := upload(data); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", what, status)
		}
	}
	if status, to := upload("\ufeff" + text); status != http.StatusSeeOther || !strings.HasSuffix(to, "review?kind=text") {
		t.Fatal(status, to)
	}
	publishes(t, m, "text")
	if newestText(t, m) != text {
		t.Error("something was lost on the way")
	}
	m.post(home(c)+"content/2/draft", "text="+text+"# 再想想\n")
	if _, body := m.get(home(c) + "content/edit"); !strings.Contains(body, "# 再想想") || !strings.Contains(body, "你上次没发布的内容") {
		t.Error("what was typed is lost:", body)
	}
	large := text + strings.Repeat("# 一行很长的说明\n", 15000)
	if status, to := m.post(home(c)+"content/check", "base=2", "text="+large); status != http.StatusSeeOther {
		t.Error("a large text is refused:", status, to)
	}
	long := "text=" + strings.Repeat("长", 400_000)
	if status, _ := m.post(home(c)+"content/check", "base=2", long); status != http.StatusUnprocessableEntity {
		t.Error("more than a file may have is taken:", status)
	}
	m.post(home(c)+"content/drop", "kind=text")
	if _, body := m.get(home(c) + "content/edit"); strings.Contains(body, "# 再想想") {
		t.Error("what was thrown away is still there")
	}
}

// writesContent leaves a draft of each kind: a text with errors, another answer, and a new class.
func writesContent(t *testing.T, m *member) {
	t.Helper()
	text := newestText(t, m)
	m.post(home(m.c)+"content/check", "base=1", "text="+strings.Replace(text, "名额: 120", "名额： 120\n  乱写: <b>1</b>", 1))
	m.post(home(m.c)+"faq/teacher", "question=老师是谁", "aliases=讲师\n刘志远", "text=讲得很清楚的那位。")
	m.post(home(m.c)+"content/new", fieldsOf(t, nextAnswers)...)
}

// writesMarkup puts markup into each form of the content of a class. One that is refused shows
// its words too.
func writesMarkup(t *testing.T, m *member) {
	t.Helper()
	text := newestText(t, m) + "# " + evil + "\n" + evil + ": " + evil + "\n"
	for path, fields := range map[string][]string{
		"content/check":             {"base=1", "text=" + text},
		"content/new":               {"a-开始=" + evil, "a-名称=" + evil, "a-" + evil + "=" + evil},
		"faq/new":                   {"question=" + evil, "aliases=" + evil + "\n" + evil, "text=" + evil},
		"faq/intro":                 {"question=" + evil, "aliases=" + evil},
		"content/settings":          {"f-name=" + evil, "f-phrase=" + evil, "f-room=" + evil},
		"content/settings/move":     {"to=" + evil},
		"content/settings/lecturer": {"name=" + evil, "intro=" + evil},
		"content/settings/cancel":   {"why=" + evil},
		"content/propose":           {"kind=text"},
	} {
		if status, body := m.post(home(m.c)+path, fields...); strings.Contains(body, "<img src=x") || status >= 500 {
			t.Errorf("%s: %d, markup in %s", path, status, body)
		}
	}
}
