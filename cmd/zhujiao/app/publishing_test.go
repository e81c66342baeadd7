package app

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPublishedBeforePending: the answer to what the file has not filled in
// reaches everybody who asks, in whichever words.
func TestPublishedBeforePending(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*Config){
		"silent": nil,
		"spoken": func(cfg *Config) {
			change(t, cfg.Campaign, "    待补: true                # 原文没有承诺回放，不能替主办方承诺 =>     待补: true\n    待补说法: 回放还没定，定了告诉你。")
		},
	} {
		for _, first := range []string{"有回放吗", "请问能回看吗", "会不会有录播可以看"} {
			t.Run(name+" "+first, func(t *testing.T) {
				t.Parallel()
				c := staffed(t, edit)
				c.say(t, "a", first)
				asked := c.publish(t, "U1", "会有的，课后发。")
				if first == "有回放吗" && !strings.Contains(asked, "「有回放吗」还没填答案，以后也这样回答。") {
					t.Errorf("the preview says nothing of the pending entry: %q", asked)
				}
				others := []string{first}
				if name == "spoken" || first != "会不会有录播可以看" {
					others = append(others, "有回放吗", "回放", "错过了怎么办", "回放链接有吗")
				}
				for i, words := range others {
					c.expect(t, fmt.Sprint("b", i), words, "会有的，课后发。")
				}
				c.expect(t, "m1", "#撤销 F11", "已撤销F11")
				if got := c.say(t, "z", "有回放吗"); strings.Contains(got, "会有的") {
					t.Errorf("after #撤销: %q", got)
				}
			})
		}
	}
}

// TestCorrectionPublished: what is published later for the same question answers
// instead of what was before, until it is taken back.
func TestCorrectionPublished(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.publish(t, "U1", "会讲")
	c.expect(t, "b", "课程会讲到SaaS后台吗？", "会讲")
	c.askAndConfirm(t, "m1", "#问法 F11 SaaS讲不讲呀")
	asked := c.publish(t, "U1", "更正：不会讲")
	if !strings.Contains(asked, "会替换F11：") {
		t.Errorf("the preview does not say what it replaces: %q", asked)
	}
	c.expect(t, "c", "课程会讲到SaaS后台吗", "更正：不会讲")
	c.expect(t, "c", "SaaS讲不讲呀", "更正：不会讲")
	got := c.audit(t, "entry.publish")
	if want := []string{"entry.publish|F11||U1", "entry.publish|F12|F11|U1"}; !slices.Equal(got, want) {
		t.Errorf("the record has %q, want %q", got, want)
	}
	c.expect(t, "m1", "#撤销 F12", "已撤销F12")
	if got := c.say(t, "d", "课程会讲到SaaS后台吗"); got != "会讲" {
		t.Errorf("after #撤销 F12: %q, want what was before", got)
	}
}

// TestPublishedWords publishes a question with a slash in it: it is shown whole.
func TestPublishedWords(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 0, 0)
	c.say(t, "a", "紫藤A/B实验会不会讲呀")
	c.say(t, "m1", "#答 U1 会。")
	if got := c.say(t, "m1", "#发布 U1"); !strings.Contains(got, "问：紫藤A/B实验会不会讲呀") {
		t.Errorf("%q", got)
	}
}

// TestPublishAfterRemoval publishes after an entry left the file: the number is a new one.
func TestPublishAfterRemoval(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "b", "紫藤萝瀑布在哪")
	c.say(t, "m1", "#答 U1 会提到的。")
	c.say(t, "m1", "#答 U2 不知道的。")
	c.confirm(t, c.say(t, "m1", "#发布 U1"))
	b, err := os.ReadFile(c.file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "  - 编号: teacher")
	entry, _, _ := strings.Cut(rest, "  - 编号: ")
	c.editFile(t, "  - 编号: teacher"+entry, "")
	if got := c.confirm(t, c.say(t, "m1", "#发布 U2")); !strings.HasPrefix(got, "已发布常见问题F") {
		t.Errorf("an entry was published before one left the file: %q", got)
	}
}

// TestPublishedTwice publishes one question by two codes: the second is too late.
func TestPublishedTwice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会提到的。")
	first, second := c.say(t, "m1", "#发布 U1"), c.say(t, "m1", "#发布 U1")
	done := c.confirm(t, first)
	if !strings.HasPrefix(done, "已发布常见问题F") { // a second code may void the first
		done = c.confirm(t, second)
	}
	if !strings.HasPrefix(done, "已发布常见问题F") {
		t.Fatalf("published: %q", done)
	}
	want := "没有发布：「课程会讲到SaaS后台吗」已经是常见问题「课程会讲到SaaS后台吗」。"
	if got := c.say(t, "m1", "#发布 U1"); got != want {
		t.Errorf("published twice: %q", got)
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

// TestCodeOutlivesOthers lets somebody else leave between a question and its code: the code still holds.
func TestCodeOutlivesOthers(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "z", "你好")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会提到的。")
	ask := c.say(t, "m1", "#发布 U1")
	c.unfollow(t, "z") // who has nothing to do with it
	if got := c.confirm(t, ask); !strings.Contains(got, "已发布") {
		t.Error(got)
	}
}
