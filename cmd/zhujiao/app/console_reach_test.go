package app

import (
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestOverviewReach shows whom the next reminder reaches, after the last one whom a broadcast does, and how
// many mass sends the month has left.
func TestOverviewReach(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 18, 0, 0)
	c.say(t, "a", "报名")
	c.scan(t, "b")
	member := signedIn(t, c, "小李", moderation.RoleStaff)
	_, page := member.get(home(c))
	for _, want := range []string{"提醒送得到</dt><dd><a href=", "&amp;at=1657193400", "「开课前1小时」送不到", "本月还能群发 4 / 4 次"} {
		if !strings.Contains(page, want) {
			t.Errorf("before the reminders the page lacks %q", want)
		}
	}
	_, page = member.post(home(c)+"schedule/skip", "name=开课前1小时", "at=1657193400")
	code := codeField.FindStringSubmatch(page)
	if code == nil {
		t.Fatalf("skipping asks for no code: %s", page)
	}
	member.post(home(c)+"confirm", "code="+code[1])
	if _, page = member.get(home(c)); !strings.Contains(page, "&amp;at=1657196400") || strings.Contains(page, "「开课前1小时」送不到") {
		t.Error("the page still shows a reminder that was called off")
	}
	c.at(7, 20, 25, 0)
	member = signedIn(t, c, "小王", moderation.RoleStaff)
	if _, page = member.get(home(c)); !strings.Contains(page, "群发送得到</dt>") {
		t.Error("after the reminders the page does not say whom a broadcast reaches")
	}
	if t.Failed() {
		t.Log(page)
	}
}
