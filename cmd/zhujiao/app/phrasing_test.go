package app

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestPassphraseKept has wordings in the database that are the passphrase, as an
// older program took them: check-in is not taken over by an answer.
func TestPassphraseKept(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 19, 0, 0)
	id := c.app.Campaign().ID
	for _, words := range []string{"后台先行", "签到后台先行", "后台线行"} {
		p := campaign.Phrasing{Entry: "who", Words: words}
		if ok, err := c.app.store.Content.AddPhrasing(t.Context(), id, p, "m1", c.app.clock.Now()); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if err := c.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"a", "b", "d"} {
		c.say(t, who, "报名")
	}
	c.peopleAt(7, 20, 50, 0)
	for who, words := range map[string]string{"a": "后台先行", "b": "签到 后台先行", "d": "后台线行"} {
		if got := c.say(t, who, words); !strings.HasPrefix(got, "签到成功") {
			t.Errorf("%q in the window got %q", words, got)
		}
	}
}

// TestPhrasingPreview shows what the words get now, if it is an entry.
func TestPhrasingPreview(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for words, want := range map[string]string{
		"请问这门课几点钟开始呀": "\n现在这样问会答成「什么时候开课」\n",
		"讲师介绍和名额":     "\n现在这样问会反问是不是「老师是谁」\n",
		"紫藤萝瀑布":       "加一种问法：紫藤萝瀑布\n以后这样问会回答：",
		"别再给我发消息了":    "加一种问法：别再给我发消息了\n以后这样问会回答：",
	} {
		if got := c.say(t, "m1", "#问法 who "+words); !strings.Contains(got, want) {
			t.Errorf("%q shows %q, want %q in it", words, got, want)
		}
		c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	}
}

// TestPublishedTwice publishes one question by two codes: the second is too late.
func TestPublishedTwice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会提到的。")
	first, second := c.say(t, "m1", "#发布 U1"), c.say(t, "m1", "#发布 U1")
	done := c.peopleYes(t, first)
	if !strings.HasPrefix(done, "已发布常见问题F") { // a second code may void the first
		done = c.peopleYes(t, second)
	}
	if !strings.HasPrefix(done, "已发布常见问题F") {
		t.Fatalf("published: %q", done)
	}
	want := "没有发布：「课程会讲到SaaS后台吗」已经是常见问题「课程会讲到SaaS后台吗」。"
	if got := c.say(t, "m1", "#发布 U1"); got != want {
		t.Errorf("published twice: %q", got)
	}
}
