package app

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

var codeField = regexp.MustCompile(`name="code" value="(\d+)"`)

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
