package content_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
)

func mend(t *testing.T, file string) content.Mended {
	t.Helper()
	m, err := content.Mend(fstest.MapFS{"campaign.yaml": {Data: []byte(file)}, "blocked_words.txt": {}}, "campaign.yaml", vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMend corrects several mistakes at once and leaves the rest of the file as it is.
func TestMend(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	bad := strings.NewReplacer("名额: 120", "名额：１２０人", "  讲师: 刘志远", "　讲师:刘志远", `"09:00-22:00"`, "“9:00–22:00”", "[已报名, 已签到]", "［已报名，已签到］",
		"结束: 2022-07-07 21:45", "结束: 2022年7月7日 晚上9点45", "剩余{剩余}席", "剩余｛剩余｝席").Replace(base)
	for name, ends := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
		m := mend(t, "\ufeff"+strings.ReplaceAll(bad, "\n", ends))
		if got := string(m.Data); got != strings.ReplaceAll(base, "\n", ends) || !m.Changed {
			t.Errorf("%s: not as the good file:\n%s", name, m.Diff)
		}
		for _, want := range []string{
			"--- campaign.yaml（修改前）\n+++ campaign.yaml（修改后）\n@@ -14,1 +14,1 @@\n-　讲师:刘志远\n+  讲师: 刘志远\n", "-  名额：１２０人\n+  名额: 120\n",
		} {
			if !strings.Contains(m.Diff, want) {
				t.Errorf("%s: the diff lacks %q:\n%s", name, want, m.Diff)
			}
		}
		if strings.Contains(m.Diff, "\r") {
			t.Errorf("%s: the diff has the ends of lines", name)
		}
	}
}

// TestMendAll corrects a file in which all colons are full-width, lack their space, or all
// lines are indented by tabs, at once.
func TestMendAll(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	for name, by := range map[string][2]string{
		"full-width colons": {": ", "："}, "no spaces": {": ", ":"}, "tabs": {"    ", "\t\t"}, "tab": {"  ", "\t"},
	} {
		var lines []string
		for _, l := range strings.SplitAfter(base, "\n") {
			if !strings.HasPrefix(l, "#") && !strings.Contains(l, " # ") { // comments have colons of their own
				l = strings.ReplaceAll(l, by[0], by[1])
			}
			lines = append(lines, l)
		}
		m := mend(t, strings.Join(lines, ""))
		if v, ps := load(t, string(m.Data), time.Time{}); v == nil {
			t.Errorf("%s: left %v\n%.3000s", name, ps, m.Diff)
		}
	}
}

// TestMendLeaves leaves files alone that are good, that are none, and in which nothing is
// certain.
func TestMendLeaves(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	for name, file := range map[string]string{
		"good": base, "misspelt": strings.Replace(base, "讲师: ", "讲诗: ", 1), "HTML": "<html></html>", "empty": "", "UTF-16": "\xff\xfea\x00",
		"broken byte": strings.Replace(strings.Replace(base, "名额: 120", "名额：120", 1), "刘志远", "\xff", 1),
		"comment":     strings.Replace(base, "# 规则：1）", "# 规则：｛1｝）", 1),
	} {
		if m := mend(t, file); m.Changed || string(m.Data) != file || m.Diff != "" {
			t.Errorf("%s: changed: %s", name, m.Diff)
		}
	}
}

// TestMendEncoding writes a file in GBK as UTF-8.
func TestMendEncoding(t *testing.T) {
	t.Parallel()
	base := testFile(t, "base.yaml")
	if m := mend(t, gb(t, base)); string(m.Data) != base || m.Diff != "" {
		t.Errorf("not the file in UTF-8: %.300s", m.Diff)
	}
}

// FuzzMend corrects any file: it never panics, its result needs no further correction,
// and what it writes has no more errors than before.
func FuzzMend(f *testing.F) {
	f.Add("活动：\n　编号：a，b\n")
	f.Add("0" + strings.Repeat("\x12", 100) + ": 1") // more in one line than rounds
	f.Add(strings.Repeat("“\u200b", 20) + "：[［１，，，２］")
	f.Add("a: " + strings.Repeat("[", 9)) // each is closed in a round of its own
	f.Add("报名:\n  名额:１２人 #x\n 开放: “2022-7-6 0:00”\n")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4<<10 {
			return
		}
		m := mend(t, s)
		if again := mend(t, string(m.Data)); again.Changed {
			t.Errorf("%q → %q → %q", s, m.Data, again.Data)
		}
		_, before := load(t, s, time.Time{})
		if _, after := load(t, string(m.Data), time.Time{}); m.Changed && content.Errors(before) == 0 && content.Errors(after) > 0 {
			t.Errorf("%q → %q: %v", s, m.Data, after)
		}
	})
}
