package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zhujiao/bot"
)

// TestEncodeJSON writes what people wrote as raw UTF-8 that every reader accepts.
func TestEncodeJSON(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`a<b>&'"\/`:               `a<b>&'\"\\/`,
		"一\u2028二\u2029三\u0085四":  "一\u2028二\u2029三四",
		"a\nb\tc\rd":              `a\nb\tc\rd`,
		"a\x00b\x14c\x1bd\x7fe\b": "abcde",
		"\xffa\xed\xa0\x80":       "\uFFFDa\uFFFD\uFFFD\uFFFD",
		"a\uFFFEb\uFFFFc\uFFFD":   "abc\uFFFD",
		"😀\U000E0067":             "😀\U000E0067",
		`\u003c`:                  `\\u003c`,
	} {
		got, err := bot.EncodeJSON(map[string]any{"text": map[string]string{"content": in}})
		if err != nil || string(got) != `{"text":{"content":"`+want+`"}}` {
			t.Errorf("%q is %s, %v; want %s", in, got, err, want)
		}
	}
	if _, err := bot.EncodeJSON(func() {}); err == nil {
		t.Error("a function is encoded")
	}
}

// TestCleanJSON mends what another encoder wrote, or what arrived.
func TestCleanJSON(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"a":"\u003ca\u003e\u0026"}`: `{"a":"<a>&"}`, `"\ud83d\ude00"`: `"😀"`, `"\ud83d"`: "\"\uFFFD\"",
		`"\ude00\ud83dx"`: "\"\uFFFD\uFFFDx\"", `"\ud83d\u0041"`: "\"\uFFFDA\"",
		`"\u2028\u0014\uffff\u0022\u005c"`: "\"\u2028\\\"\\\\\"", "\"a\x14b\nc\"": `"ab\nc"`, "\ufeff{}": `{}`,
		`"\x\u12"`: `"\\x\\u12"`, `"\/\b\f"`: `"/"`, "[1,\t2]": "[1,\t2]", `{"a":"b`: `{"a":"b`,
		`"a\"`: `"a\"`, "": "", "\"\xff\"": "\"\uFFFD\"",
	} {
		if got := string(bot.CleanJSON([]byte(in))); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// FuzzEncodeJSON decodes what we encode: nothing but what no reader takes is lost.
func FuzzEncodeJSON(f *testing.F) {
	for _, s := range []string{"", "a<b", "\u2028", "\x00\x14", "\xed\xa0\x80", "\uFFFF", `\"`, "😀", `\ud83d`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := bot.EncodeJSON([]string{s})
		if err != nil || !utf8.Valid(got) || strings.Contains(strings.ReplaceAll(string(got), `\\`, ""), `\u`) {
			t.Fatalf("%q is %s, %v", s, got, err)
		}
		var back []string
		want := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) || r == '\uFFFE' || r == '\uFFFF' {
				return -1
			}
			return r
		}, strings.Map(func(r rune) rune { return r }, s))
		if err := json.Unmarshal(got, &back); err != nil || len(back) != 1 || back[0] != want {
			t.Errorf("%q comes back as %q, %v; want %q", s, back, err, want)
		}
		if again := bot.CleanJSON(got); string(again) != string(got) {
			t.Errorf("%q, and then %q", got, again)
		}
		_ = bot.CleanJSON([]byte(s)) // does not panic
	})
}
