package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestMassTextNamed puts the name of the class before a text to many people while more than
// one class is on, where the text does not say it: in the preview as in what is sent. The name
// makes no other text of it.
func TestMassTextNamed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.register(t, "a", "b")
	c.commands(t, "#群发 已报名 "+anyDayText)
	c.settle(t)
	c.commands(t, "#确认 B1 2")
	c.settle(t)
	c.openWeekly(t)
	if got := c.say(t, "m1", "#群发 已报名 "+anyDayText); !strings.Contains(got, "B1") {
		t.Errorf("the same text with a name before it: %q", got)
	}
	c.begins(t, "m1", "#群发 已报名 请准备好。", tagFirst, "少于10个字")
	c.begins(t, "m1", "#群发 已报名 请提前准备好一些纸和笔。", tagFirst, "草稿B2")
	c.settle(t)
	if got := c.texts("m1"); !slices.ContainsFunc(got, func(s string) bool {
		return strings.HasPrefix(s, tagFirst+"【预览 B2】") && strings.HasSuffix(s, "\n"+tagFirst+"请提前准备好一些纸和笔。")
	}) {
		t.Errorf("the preview: %q", got)
	}
	c.begins(t, "m1", "#改 B2 请提前准备好一些纸和尺。", tagFirst)
	c.commands(t, "#预览 B2")
	c.settle(t)
	c.commands(t, "#确认 B2 2")
	c.settle(t)
	for _, who := range []string{"a", "b"} {
		if c.told(who, tagFirst+"请提前准备好一些纸和尺。") != 1 || c.told(who, tagFirst+anyDayText) != 0 {
			t.Errorf("%s reads %q", who, c.texts(who))
		}
	}
	c.begins(t, "m1", "#群发 已报名 "+first+"请提前准备好一些水。", tagFirst)
	c.settle(t)
	if got := c.texts("m1"); !slices.ContainsFunc(got, func(s string) bool { return strings.HasSuffix(s, "\n"+first+"请提前准备好一些水。") }) {
		t.Errorf("a text that has the name: %q", got)
	}
}

// TestFileAlertNamesNoOther tells of a file that does not serve without the name of a class
// that does.
func TestFileAlertNamesNoOther(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, 0, -1))
	if err := os.WriteFile(filepath.Join(c.file, "new.yaml"), []byte("课程: 没有写完"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.rescan(t)
	if got := c.alerts("【活动文件有错】new.yaml"); len(got) != 1 || !strings.HasPrefix(got[0], "【活动文件有错】") {
		t.Errorf("told %q", c.alerts(""))
	}
	if err := os.Remove(filepath.Join(c.file, "week-1.yaml")); err != nil {
		t.Fatal(err)
	}
	c.rescan(t)
	if got := c.alerts("（6月30日）】【活动文件不见了】"); len(got) != 1 {
		t.Errorf("told %q", c.alerts(""))
	}
}

// TestNotNamedForAnother gives no notice the name of another class, if its own cannot be
// loaded.
func TestNotNamedForAnother(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	n := campaign.Notice{Campaign: "lost", Person: 1, Body: campaign.HumanAnswer{Text: "可以。"}}
	said, err := renderer{c.app}.Render(t.Context(), n)
	if words, _ := bot.Words(said); err != nil || words != "班主任回复：可以。" {
		t.Errorf("said %q, %v", words, err)
	}
}
