package app

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

var codeField = regexp.MustCompile(`name="code" value="(\d+)"`)

// TestConsolePublishedByTaps changes a published answer and takes it back in a browser on a phone.
func TestConsolePublishedByTaps(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS多租户吗")
	c.say(t, "m1", "#答 U1 会讲一点。")
	c.confirm(t, c.say(t, "m1", "#发布 U1"))
	d := sit(t, "published", serveConsole(t, c), 390, 844)
	d.visit(link(t, c, "阿敏", moderation.RoleStaff))
	d.tap("登录")
	d.see("本月还能群发 4 / 4 次")
	d.proper()
	d.shoot("0-overview")
	d.tap("常见问题")
	d.tap("课程会讲到SaaS多租户吗")
	d.see("班主任用回答发布的")
	d.proper()
	d.shoot("1-entry")
	d.fill("text", "会讲，在第三步。")
	d.tap("下一步：看一遍")
	d.see("原来答")
	d.proper()
	d.shoot("2-rewrite")
	d.tap("确认改")
	d.see("F11的回答已改，马上生效。")
	do(d.screen, chromedp.Evaluate[any](`document.querySelector("details.menu").open = true`))
	d.tap("下一步：看下架以后")
	d.see("下架F11？")
	d.proper()
	d.shoot("3-retire")
	d.tap("确认下架")
	d.see("F11已下架，马上生效。")
	d.proper()
}

// TestConsoleChangesPublished changes what moderators have published, and takes it back, on the pages of frequent
// questions; attendees read at once what holds (ruling 50).
func TestConsoleChangesPublished(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS多租户吗")
	c.expect(t, "m1", "#答 U1 会讲一点。", "U1")
	asked := c.say(t, "m1", "#发布 U1")
	id := regexp.MustCompile(`F\d+`).FindString(c.confirm(t, asked))
	if id == "" {
		t.Fatalf("publishing: %q", asked)
	}
	member, path := signedIn(t, c, "小李", moderation.RoleStaff), home(c)+"faq/"+id
	if _, page := member.get(home(c) + "faq"); !strings.Contains(page, `href="`+path+`"`) {
		t.Errorf("the list does not lead to %s: %s", id, page)
	}
	confirm := func(deed, text string, shows ...string) string {
		t.Helper()
		_, page := member.post(path+"/"+deed, "text="+text)
		code := codeField.FindStringSubmatch(page)
		for _, want := range shows {
			if !strings.Contains(page, want) {
				t.Errorf("%s shows no %q: %s", deed, want, page)
			}
		}
		if code == nil {
			t.Fatalf("%s asks for no code: %s", deed, page)
		}
		member.post(home(c)+"confirm", "code="+code[1])
		_, page = member.get(home(c) + "faq")
		return page
	}
	for words, why := range map[string]string{"": "empty", "会讲一点。": "the same", "他们是骗子": "blocked"} {
		if status, page := member.post(path+"/rewrite", "text="+words); status == http.StatusOK || !strings.Contains(page, `role="alert"`) {
			t.Errorf("%s: %d %s", why, status, page)
		}
	}
	if page := confirm("rewrite", "会讲，\n在第三步。", "会讲一点。", "会讲，"); !strings.Contains(page, id+"的回答已改") {
		t.Errorf("after the change: %s", page)
	}
	c.expect(t, "b", "课程会讲到SaaS多租户吗", "会讲，\n在第三步。")
	if page := confirm("retire", "", "会讲，"); !strings.Contains(page, id+"已下架") {
		t.Errorf("after it was taken back: %s", page)
	}
	c.expect(t, "d", "课程会讲到SaaS多租户吗", "U")
	if status, _ := member.post(path + "/retire"); status != http.StatusNotFound {
		t.Errorf("what is gone can be taken back: %d", status)
	}
	reader := signedIn(t, c, "只看", moderation.RoleReader)
	if status, _ := reader.post(path+"/rewrite", "text=别的"); status != http.StatusForbidden {
		t.Errorf("somebody who only reads: %d", status)
	}
}
