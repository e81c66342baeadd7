package app

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleFAQ makes a frequent question of a group of questions that nobody answered: in two
// taps there is what it would change among past questions, and after a third it answers.
func TestConsoleFAQ(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 12, 0, 0)
	for i, words := range []string{"海水为什么是咸的呢", "海水为什么是咸的呀", "请问海水为什么是咸的", "老师是谁", "老师是谁", "答非所问", "报名"} {
		c.say(t, fmt.Sprint("p", min(i, 3)), words)
	}
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	_, body := m.get(home(c) + "faq?q=" + url.QueryEscape("海水为什么是咸的呢"))
	for _, part := range []string{"转给班主任", "做成新的一条", "7天2次", "哪一条问得多"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page lacks %q: %s", part, body)
		}
	}
	if !strings.Contains(body, "1次说没帮上") {
		t.Error("who was not helped is not counted:", body)
	}
	_, body = m.get(home(c) + "faq/groups")
	made := regexp.MustCompile(`href="([^"]+faq/new\?[^"]+)"`).FindStringSubmatch(body)
	if made == nil || !strings.Contains(body, "3次") {
		t.Fatal("no group: ", body)
	}
	_, body = m.get(strings.ReplaceAll(made[1], "&amp;", "&"))
	question := regexp.MustCompile(`name="question"[^>]*value="([^"]+)"`).FindStringSubmatch(body)
	aliases := regexp.MustCompile(`(?s)name="aliases"[^>]*>\n(.*?)</textarea>`).FindStringSubmatch(body)
	if question == nil || aliases == nil || !strings.Contains(question[1]+aliases[1], "海水为什么是咸的呀") {
		t.Fatal("the form is not filled in:", body)
	}
	if status, body := m.post(home(c)+"faq/new", "question="+question[1], "text="); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, question[1]) {
		t.Error("without an answer:", status, body)
	}
	status, to := m.post(home(c)+"faq/new", "question="+question[1], "aliases="+aliases[1], "text=因为有盐。\r\n也有别的。")
	if status != http.StatusSeeOther {
		t.Fatal(status, to)
	}
	_, body = m.get(to)
	for _, part := range []string{"新答上3个", "转给班主任 → 直接答", "答不上了0个"} {
		if !strings.Contains(body, part) {
			t.Errorf("the replay lacks %q: %s", part, body)
		}
	}
	publishes(t, m, "form")
	if got := c.say(t, "x", "海水为什么是咸的"); !strings.Contains(got, "因为有盐。\n也有别的。") {
		t.Error("it does not answer:", got)
	}
	if text := newestText(t, m); !strings.Contains(text, "# 答案和文本里到处能用的占位符") {
		t.Error("comments are lost:", text)
	}
}

// TestConsoleFAQTests makes a test case in the test box. Whatever is published later is tried by
// it: a failure is a warning that does not forbid to publish, and the page says so.
func TestConsoleFAQTests(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 12, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	_, body := m.get(home(c) + "faq?q=" + url.QueryEscape("老师是哪位呀"))
	if !strings.Contains(body, `<option value="teacher" selected>`) || strings.Contains(body, "<h2>测试</h2>") {
		t.Error("the box does not offer what it answers:", body)
	}
	m.post(home(c)+"faq/test", "words=老师是哪位呀", "want=teacher")
	if _, body = m.get(home(c) + "content/review?kind=form"); !strings.Contains(body, "老师是哪位呀") || strings.Contains(body, "应该答") {
		t.Error("the new case is not shown, or fails:", body)
	}
	publishes(t, m, "form")
	if _, body = m.get(home(c) + "faq"); !strings.Contains(body, "1条都和应该的一样") {
		t.Error("the case is not on the page:", body)
	}
	m.post(home(c)+"faq/test", "words=海水咸吗", "want=")
	publishes(t, m, "form")
	m.post(home(c)+"faq/new", "question=海水为什么是咸的", "aliases=海水咸吗\n老师是哪位呀", "text=因为有盐。")
	_, body = m.get(home(c) + "content/review?kind=form")
	for _, part := range []string{"测试「老师是哪位呀」应该答「老师是谁」，现在答「海水为什么是咸的」", "测试「海水咸吗」应该不答，现在答「海水为什么是咸的」"} {
		if !strings.Contains(body, part) {
			t.Errorf("the check lacks %q: %s", part, body)
		}
	}
	publishes(t, m, "form")
	if _, body = m.get(home(c) + "faq"); !strings.Contains(body, "2条里有2条和应该的不一样") {
		t.Error("the page does not say which fail:", body)
	}
	if text := newestText(t, m); !strings.Contains(text, `{问: "老师是哪位呀", 应该: "teacher"}`) || !strings.Contains(text, "应该: \"不答\"") {
		t.Error("the text lacks a case:", text)
	}
	if status, _ := m.post(home(c)+"faq/test", "words=老师是谁", "want=nobody"); status != http.StatusNotFound {
		t.Error("a case that wants what is not there:", status)
	}
	reader := signedIn(t, c, "小何", moderation.RoleReader)
	if status, _ := reader.post(home(c)+"faq/test", "words=老师是谁", "want="); status != http.StatusForbidden {
		t.Error("a reader makes a case:", status)
	}
}

// TestConsoleFAQEntry edits an entry, gives one a wording, and removes one. What moderators have
// published by an answer is left to their commands.
func TestConsoleFAQEntry(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 12, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	m.post(home(c)+"faq/teacher", "question=老师是谁", "aliases=讲师\n刘志远", "text=讲得很清楚的那位。")
	if _, body := m.get(home(c) + "content/review?kind=form"); !strings.Contains(body, "讲得很清楚的那位。") {
		t.Error("the change is not shown:", body)
	}
	publishes(t, m, "form")
	if got := c.say(t, "a", "老师是谁"); !strings.Contains(got, "讲得很清楚的那位。") {
		t.Error("the new answer is not given:", got)
	}
	m.post(home(c)+"faq/phrase", "entry=teacher", "words=今晚哪位大咖")
	publishes(t, m, "form")
	if got := c.say(t, "a", "今晚哪位大咖"); !strings.Contains(got, "讲得很清楚的那位。") {
		t.Error("the wording is not understood:", got)
	}
	m.post(home(c)+"faq/replay", "question=x", "text=y", "remove=1")
	publishes(t, m, "form")
	if text := newestText(t, m); strings.Contains(text, "编号: replay") || !strings.Contains(text, "编号: live") {
		t.Error("not removed, or more than that:", text)
	}
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.publish(t, "U1", "会提到。")
	_, body := m.get(home(c) + "faq")
	ref := regexp.MustCompile(`F\d+ 班主任发布`).FindString(body)
	if ref == "" {
		t.Fatal("what was published is not listed:", body)
	}
	ref, _, _ = strings.Cut(ref, " ")
	if status, _ := m.post(home(c)+"faq/"+ref, "question=x", "text=y"); status != http.StatusNotFound {
		t.Error("an entry that is not in the file is changed there:", status)
	}
	reader := signedIn(t, c, "小何", moderation.RoleReader)
	if status, body := reader.get(home(c) + "faq"); status != http.StatusOK || strings.Contains(body, "faq/new") {
		t.Error("a reader:", status, body)
	}
}
