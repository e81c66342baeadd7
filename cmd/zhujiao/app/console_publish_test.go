package app

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsolePublishesInOtherWords publishes an answer after its question was put into other
// words: nothing is published that was not shown as it is.
func TestConsolePublishesInOtherWords(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "我是张三13800000000，课程会讲到SaaS多租户后台吗")
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	path := home(c) + "tickets/U1"
	_, page := m.post(path+"/answer", "publish=1", "text=会提到，但重点是电商后台。")
	if !strings.Contains(page, `value="我是张三13800000000，课程会讲到SaaS多租户后台吗"`) {
		t.Fatalf("the words of the ticket are not in the form:\n%s", page)
	}
	// form returns the fields of the page with other words in them.
	form := func(question, answer, wordings string) []string {
		return []string{
			"code=" + hidden(t, page, "code"), "shown_question=" + hidden(t, page, "shown_question"),
			"shown_answer=" + html.UnescapeString(hidden(t, page, "shown_answer")), "shown_wordings=" + hidden(t, page, "shown_wordings"),
			"question=" + question, "answer=" + answer, "wordings=" + wordings,
		}
	}
	const question, wordings = "会讲SaaS多租户后台吗", "讲不讲多租户\n多租户架构有没有"
	const answer = "会提到\n\n重点是电商后台。 <a href=\"https://example.com/a\">回放</a>"
	status, body := m.post(path+"/publish", form(question, answer, "讲不讲多租户\n几点开始")...)
	if status != http.StatusConflict || !strings.Contains(body, "「几点开始」已经") || !strings.Contains(body, "讲不讲多租户\n几点开始</textarea>") ||
		!strings.Contains(body, `value="会讲SaaS多租户后台吗"`) {
		t.Errorf("a way to ask that another entry has: %d\n%s", status, body)
	}
	status, body = m.post(path+"/publish", form(question, "你们都是骗子", "")...)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "没有发布：内容里有屏蔽词「骗子」") {
		t.Errorf("a blocked answer: %d\n%s", status, body)
	}
	status, page = m.post(path+"/publish", form(question, answer, wordings)...)
	if status != http.StatusOK || !strings.Contains(page, "请再看一遍") {
		t.Fatalf("what was changed is not shown: %d\n%s", status, page)
	}
	if got := html.UnescapeString(hidden(t, page, "shown_answer")); got != answer {
		t.Errorf("the answer is shown as %q", got)
	}
	if got := c.say(t, "e", question); strings.Contains(got, "重点是电商后台") {
		t.Errorf("published before it was confirmed: %q", got)
	}
	c.at(7, 10, 3, 0) // the code holds for two minutes
	status, page = m.post(path+"/publish", form(question, answer, wordings)...)
	if status != http.StatusOK || !strings.Contains(page, "过了2分钟") || !strings.Contains(page, "多租户架构有没有</textarea>") {
		t.Fatalf("the words are lost when it is late: %d\n%s", status, page)
	}
	crlf := strings.NewReplacer("\n", "\r\n") // browsers send that
	status, body = m.post(path+"/publish", form(question, crlf.Replace(answer), crlf.Replace(wordings))...)
	if status != http.StatusSeeOther {
		t.Fatalf("what was shown is not published: %d\n%s", status, body)
	}
	for _, words := range []string{question, "讲不讲多租户", "多租户架构有没有"} {
		if got := c.say(t, "e", words); !strings.Contains(got, "重点是电商后台") {
			t.Errorf("%s: %q", words, got)
		}
	}
	if _, again := m.post(path+"/publish", "question="+question, "answer= "); !strings.Contains(again, "「问」和「答」都要写") {
		t.Errorf("an empty answer: %s", again)
	}
	if got := c.say(t, "e", question); !strings.Contains(got, `<a href="https://example.com/a">回放</a>`) {
		t.Errorf("the link is broken: %q", got)
	}
	if _, entry := m.get(home(c) + "faq/F11"); !strings.Contains(entry, "多租户架构有没有\n讲不讲多租户") {
		t.Errorf("the ways to ask are not shown: %s", entry)
	}
	if _, record := m.get(home(c) + "record"); strings.Count(record, "加问法") < 2 {
		t.Errorf("who added ways to ask is not recorded: %s", record)
	}
	if _, list := m.get(home(c) + "faq"); strings.Contains(list, "张三") {
		t.Error("the asker's name was published")
	}
}

// TestConsolePublishesByTaps publishes an answer with a further way to ask, on a phone: it is shown
// again as it was changed before it holds.
func TestConsolePublishesByTaps(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	d := sit(t, "publish", serveConsole(t, c), 390, 844)
	d.signIn(t, c, "阿敏", moderation.RoleStaff)
	d.visit(home(c) + "tickets/U1")
	d.see("现在能收到，还剩2天")
	d.fill("text", "会讲一点。")
	d.tap("回复并发布")
	d.see("发布成常见问题？")
	d.proper()
	d.shoot("0-shown")
	d.fill("wordings", "讲不讲多租户")
	d.tap("确认发布")
	d.see("内容改过了，请再看一遍。")
	d.proper()
	d.shoot("1-changed")
	if got := c.say(t, "e", "讲不讲多租户"); strings.Contains(got, "会讲一点") {
		t.Errorf("published before it was confirmed: %q", got)
	}
	d.tap("确认发布")
	d.see("F11")
	d.proper()
	if got := c.say(t, "e", "讲不讲多租户"); !strings.Contains(got, "会讲一点") {
		t.Errorf("what was confirmed does not answer: %q", got)
	}
}
