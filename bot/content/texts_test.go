package content_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

// textsOf loads the sample with one of its texts replaced.
func textsOf(t *testing.T, key content.Key, words string) *content.Texts {
	t.Helper()
	file := sampleFile(t)
	head, rest, ok := strings.Cut(file, "\n文本:")
	if !ok {
		t.Fatal("the sample has no section 文本")
	}
	comment, rest, _ := strings.Cut(rest, "\n")
	file = head + "\n文本:" + comment + "\n  " + string(key) + ": |-\n    " + strings.ReplaceAll(words, "\n", "\n    ") + "\n" + rest
	v, ps := load(t, file, time.Time{})
	if v == nil {
		t.Fatalf("the file has errors: %v", ps)
	}
	return v.Texts
}

func TestRender(t *testing.T) {
	t.Parallel()
	// alert_late is a text that the sample leaves to the built-in ones.
	for name, c := range map[string]struct {
		text string
		vars content.Vars
		want string
	}{
		"values":                             {"第{名称}位", content.Vars{"名称": "3"}, "第3位"},
		"campaign-wide":                      {"{讲师}，{名额}席", nil, "刘志远，120席"},
		"line of an empty one":               {"一\n二{名称}\n三", content.Vars{"名称": ""}, "一\n三"},
		"line of a missing one":              {"一\n二{名称}", nil, "一"},
		"line of an empty campaign-wide one": {"一\n直播间：{直播间}", nil, "一"},
		"values are not templates":           {"{名称}", content.Vars{"名称": "{讲师}{"}, "{讲师}{"},
		"name of a long pack": {
			"「{包名99}」{状态backend-book-2022}",
			content.Vars{"状态backend-book-2022": "可领取"},
			"「电商产品经理入门面试资料包」可领取",
		},
		"braces without a name": {"{一 二} {一二三四五六七八九十一二三}", nil, "{一 二} {一二三四五六七八九十一二三}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := textsOf(t, content.KeyAlertLate, c.text).Render(content.KeyAlertLate, c.vars); got != c.want {
				t.Errorf("rendered %q, want %q", got, c.want)
			}
		})
	}
}

// TestRenderUnknownKey renders nothing for a key that no text has.
func TestRenderUnknownKey(t *testing.T) {
	t.Parallel()
	if got := textsOf(t, content.KeyAlertLate, "一").Render("nothing", nil); got != "" {
		t.Errorf("rendered %q, want nothing", got)
	}
}

// TestSeats renders the texts for another number of seats and leaves the others as
// they were.
func TestSeats(t *testing.T) {
	t.Parallel()
	before := textsOf(t, content.KeyAlertLate, "{名额}席")
	after, err := before.Seats(150)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.Render(content.KeyAlertLate, nil); got != "150席" {
		t.Errorf("with 150 seats: %q", got)
	}
	if got := before.Render(content.KeyAlertLate, nil); got != "120席" {
		t.Errorf("before: %q", got)
	}
}

// TestAnswers renders answers of the file and of moderators.
func TestAnswers(t *testing.T) {
	t.Parallel()
	file := textsOf(t, content.KeyAlertLate, "一")
	added := file.With(map[string]string{"F11": "免费，{讲师}说的", "seats": "满了"})
	if got := added.Answer("F11", time.Time{}, nil); got != "免费，{讲师}说的" {
		t.Errorf("moderator's answer = %q, want it unchanged", got)
	}
	if got := added.Answer("seats", time.Time{}, nil); got != "满了" {
		t.Errorf("replaced answer = %q", got)
	}
	if got := file.Answer("F11", time.Time{}, nil); got != "" {
		t.Errorf("the texts before have the answer %q too", got)
	}
	if !file.AnswerUses("seats", "剩余") || added.AnswerUses("seats", "剩余") {
		t.Error("the answer about seats uses {剩余} in the file only")
	}
	if got := file.States("seats"); !strings.Contains(got, "0") || strings.Contains(got, "{") {
		t.Errorf("States = %q, want 0 for each placeholder", got)
	}
}

func BenchmarkRender(b *testing.B) {
	data, _ := sample.Files.ReadFile(sample.FileName)
	fs := fstest.MapFS{"campaign.yaml": {Data: data}, "blocked_words.txt": {}}
	v, _, err := content.LoadFS(fs, "campaign.yaml", commands(), time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	vars := content.Vars{"序号": "1"}
	for b.Loop() {
		v.Texts.Render("register_ok", vars)
	}
}
