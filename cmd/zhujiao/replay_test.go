package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReplayOfItself replays what was asked against the file that serves: with
// what moderators published and taught on both sides nothing is different, and
// what they wrote themselves is no question.
func TestReplayOfItself(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	const taught, published = "那位大咖何方神圣来着", "请问附近哪里可以停车呢"
	c.say(t, "a", published)
	c.say(t, "m1", "#答 U1 楼下就有停车场。")
	if got := c.confirm(t, c.say(t, "m1", "#发布 U1")); !strings.Contains(got, "已发布") {
		t.Fatalf("published %q", got)
	}
	if got := c.confirm(t, c.say(t, "m1", "#问法 老师是谁 "+taught)); !strings.HasPrefix(got, "已加上") {
		t.Fatalf("taught %q", got)
	}
	for _, words := range []string{taught, published, "几点开始", "报名", "1", "后台先行"} {
		c.say(t, "b", words)
	}
	list := filepath.Join(t.TempDir(), "list.yaml")
	entries := "- {id: time, title: 什么时候开课, samples: [几点开始]}\n- {id: teacher, title: 老师是谁}\n"
	if err := os.WriteFile(list, []byte(entries), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"sample/campaign.yaml": "4 messages, 0 different texts would be treated differently; 8 commands, codes and passphrases left out\n",
		list:                   "4 messages, 0 different texts would be treated differently; 8 commands, codes and passphrases left out\n",
	} {
		out, code := commandLine(t, "http://127.0.0.1:9", "faq replay --days 3000 --faq "+file, "", "ZHUJIAO_DATA="+c.data)
		if code != 0 || out != want {
			t.Errorf("%s: exit %d, %q; want %q", file, code, out, want)
		}
	}
}
