package main

import (
	"slices"
	"strings"
	"testing"
)

// TestChineseHelp: every command, flag and argument that has a help has one in Chinese,
// and help.zh.txt has none for what does not exist.
func TestChineseHelp(t *testing.T) {
	t.Parallel()
	p, err := newParser(&cli{}, stdio{getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	texts, used := chineseTexts(), map[string]bool{}
	eachHelp(p.Model.Node, func(what string, help *string) {
		if *help != "" && chineseText(texts, what) == "" {
			t.Errorf("help.zh.txt has nothing for %s (%s)", what, *help)
		}
		used[what] = true
		if i := strings.Index(what, "--"); i >= 0 {
			used[what[i:]] = true
		}
	})
	for what := range texts {
		if !used[what] && !strings.HasPrefix(what, `"`) {
			t.Errorf("help.zh.txt has %s, which does not exist", what)
		}
	}
	if len(used) < 30 {
		t.Errorf("%d texts were looked at: the test shows nothing", len(used))
	}
}

// TestNearest finds what was meant, and nothing if nothing is near.
func TestNearest(t *testing.T) {
	t.Parallel()
	commands := []string{"demo", "chat", "serve", "check", "menu", "qr", "tag", "mass", "robot", "moderator", "import", "faq", "version"}
	for typed, want := range map[string]string{
		"serv": "serve", "server": "serve", "sevre": "serve", "chekc": "check", "Demo": "demo", "vresion": "version",
		"nonsense": "", "x": "", "ab": "", "deploy": "", "模拟": "",
	} {
		if got := nearest(typed, commands); got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
	got := unknownSettings([]string{
		"ZHUJIAO_LITSEN=1", "ZHUJIAO_WECHAT_AESKEY=1", "ZHUJIAO_ZZZ", "ZHUJIAO_DATA=1", "ZHUJIAO_TEST_LONG=1", "PATH=/bin", "", "=x",
	})
	if want := []unknownSetting{
		{"ZHUJIAO_LITSEN", "ZHUJIAO_LISTEN"}, {"ZHUJIAO_WECHAT_AESKEY", "ZHUJIAO_WECHAT_AES_KEY"}, {"ZHUJIAO_ZZZ", ""},
	}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestLocale: the first variable that is set decides.
func TestLocale(t *testing.T) {
	t.Parallel()
	for env, want := range map[string]bool{
		"": false, "LANG=zh_CN.UTF-8": true, "LANG=en_GB.UTF-8": false, "LANG=zh_CN.UTF-8 LC_ALL=C": false,
		"LANG=en_GB.UTF-8 LC_MESSAGES=zh_TW": true, "LC_ALL=zh LANG=C": true,
	} {
		set := map[string]string{}
		for kv := range strings.FieldsSeq(env) {
			k, v, _ := strings.Cut(kv, "=")
			set[k] = v
		}
		if got := readsChinese(func(k string) string { return set[k] }); got != want {
			t.Errorf("%s: %v", env, got)
		}
	}
}
