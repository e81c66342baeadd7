package app

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// whys returns what the page of somebody says about each reply, the newest first, as words.
func whys(t *testing.T, m *member, who string) (out []string) {
	t.Helper()
	id := m.c.rows(t, "SELECT id FROM person WHERE hash = '"+m.c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))+"'")
	var n int
	if _, err := fmt.Sscan(strings.Join(id, ""), &n); err != nil {
		t.Fatalf("who %s is: %q, %v", who, id, err)
	}
	_, page := m.get(home(m.c) + "people/" + base36(n))
	tags := regexp.MustCompile(`<[^>]*>|\s+`)
	for _, d := range regexp.MustCompile(`(?s)<details[^>]*><summary>为什么.*?</details>`).FindAllString(page, -1) {
		out = append(out, tags.ReplaceAllString(d, " "))
	}
	return out
}

// TestConsoleWhy: beside each reply stands what was decided when it was given, whatever the
// content says since: the command or the entry, how sure it was, the limit that applied, the
// credit, and the version. Of a reply from before that was stored the page says that it judges
// by the content of now.
func TestConsoleWhy(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	for _, said := range []string{"报名", "几点开始", "课程会讲到SaaS多租户后台吗"} {
		c.say(t, "a", said)
	}
	for range 7 {
		c.say(t, "a", "菜单")
	}
	c.say(t, "a", "菜单") // over the limit
	check := func(when string, wants ...[]string) {
		t.Helper()
		got := whys(t, m, "a")
		if len(got) != 11 {
			t.Fatalf("%s: %d reasons, want 11: %q", when, len(got), got)
		}
		for i, parts := range wants {
			for _, part := range parts {
				if line := got[[]int{10, 9, 8, 0}[i]]; !strings.Contains(line, part) {
					t.Errorf("%s: %q lacks %q", when, line, part)
				}
			}
		}
	}
	wants := [][]string{
		{"指令「报名」", "限速", "主动消息还剩5条", "内容是第1版"},
		{"直接答", "time 什么时候开课", "一字不差", "像 1.00", "没有超", "内容是第1版"},
		{"当作不会", "太低", "转给了班主任（U1）", "内容是第1版"},
		{"发得太快", "限速：超了（还要等"},
	}
	check("at once", wants...)
	c.editFile(t, "开课时间, 几点开始, ", "开课时间, ")
	c.say(t, "b", "几点开始")
	check("after the content was changed", wants...)
	if got := whys(t, m, "b"); len(got) != 1 || !strings.Contains(got[0], "内容是第2版") {
		t.Errorf("of the new version: %q", got)
	}
	if _, err := rows(t, c).Exec("UPDATE journal SET why = ''"); err != nil {
		t.Fatal(err)
	}
	for _, line := range whys(t, m, "a") {
		if !strings.Contains(line, "按现在的内容") || strings.Contains(line, "当时的决定") {
			t.Errorf("of before it was stored: %q", line)
		}
	}
}

// TestWhyIsErased: with somebody's words goes why they were answered as they were; what is left
// is the message that confirmed the erasure.
func TestWhyIsErased(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.say(t, "a", "几点开始")
	if n := one(t, rows(t, c), "SELECT count(*) FROM journal WHERE why LIKE '%answer%'"); n != 1 {
		t.Fatalf("%d reasons are stored, want 1", n)
	}
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.settle(t)
	if n := one(t, rows(t, c), "SELECT count(*) FROM journal WHERE why <> '' AND body <> '确认删除'"); n != 0 {
		t.Errorf("%d reasons are left", n)
	}
}
