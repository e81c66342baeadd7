package content_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
)

func texts(t *testing.T, file string) *content.Texts {
	t.Helper()
	v, ps := load(t, file, time.Time{})
	if v == nil {
		t.Fatal(errorsOf(ps))
	}
	return v.Texts
}

func TestCampaignPlaceholders(t *testing.T) {
	t.Parallel()
	x := texts(t, sampleFile(t))
	for text, want := range map[string]string{
		"{课名}": "7步破解电商后台逻辑", "{讲师}": "刘志远", "{名额}": "120", "{日期}": "7月7日", "{开课日}": "7月7日（周四）",
		"{开课时间}": "7月7日（周四）20:30-21:30", "{开课时刻}": "20:30", "{答疑分钟}": "10", "{签到时段}": "7月7日20:30-21:45",
		"{签到结束}": "7月7日21:45", "{校验码到期}": "7月14日", "{开放}": "7月6日00:00", "{上限}": "3", "{直播间}": "", "{下一场}": "",
		"a\n直播间：{直播间}\nb": "a\nb", "直播间：{直播间}\nb": "b", "b\n直播间：{直播间}": "b", "a\n\nb": "a\n\nb",
		"{x}": "", "a\n{x}{日期}": "a", "{v}": "{日期}{v}", "{": "{", "{}": "{}", "{a b}": "{a b}", "{{v}}": "{{日期}{v}}", "}{v": "}{v",
	} {
		if got := x.RenderText(text, content.Vars{"v": "{日期}{v}"}); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestOtherClass(t *testing.T) {
	t.Parallel()
	x := texts(t, strings.NewReplacer(
		"2022-07-07 20:30", "2022-12-31 23:30", "2022-07-07 21:30\n  答疑", "2023-01-01 00:30\n  答疑", "2022-07-07 21:45", "2023-01-01 00:45",
		`直播间: "" `, `直播间: "https://live.example.com/1" `, "2022-08-07", "2023-08-07", "2022-07-07", "2022-12-31", "2022-07-06", "2022-12-30",
	).Replace(sampleFile(t)))
	for text, want := range map[string]string{
		"{开课时间}": "12月31日（周六）23:30-1月1日00:30", "{签到时段}": "12月31日23:30-1月1日00:45", "{校验码到期}": "1月8日",
		"直播间：{直播间}": "直播间：https://live.example.com/1",
	} {
		if got := x.RenderText(text, nil); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	x := texts(t, strings.Replace(sampleFile(t), "待补: true                # 原文没有承诺", "待补说法: 等通知\n    待补: true #", 1))
	got := x.Render("pack_deliver", content.Vars{"包名": "A", "链接": "https://a.b/c", "有效至": "永久"})
	if want := "领取成功：A\n链接：https://a.b/c\n有效至：永久，请尽快转存。\n打不开请回复「失效」。"; got != want {
		t.Errorf("without a code: %q, want %q", got, want)
	}
	if got := x.Render("m_preview_prefix", content.Vars{"编号": "B1"}); got != "【预览 B1】\n" {
		t.Errorf("preview prefix = %q", got)
	}
	if got := x.Answer("time", nil); got != "7月7日（周四）20:30-21:30，线上直播，约1小时。\n讲解结束后还有10分钟互动答疑。" {
		t.Errorf("answer = %q", got)
	}
	if got := x.Answer("seats", content.Vars{"已报": "1", "剩余": "119"}); !strings.HasPrefix(got, "目前已报名1人，剩余119席（共120席）") {
		t.Errorf("answer = %q", got)
	}
	if a, b := x.Answer("replay", nil), x.Answer("live", nil); a != "等通知" || b != "" {
		t.Errorf("pending entries: %q, %q", a, b)
	}
	if !x.Uses("menu", "剩余") || x.Uses("menu", "已报") || !x.AnswerUses("seats", "已报") || x.Uses("nothing", "") {
		t.Error("Uses is wrong")
	}
	if got := x.Missing([]string{"menu", "nothing"}); len(got) != 1 || got[0] != "nothing" || x.Render("nothing", nil) != "" {
		t.Errorf("missing = %v", got)
	}
}

// TestBuiltin puts every text of the program into a campaign file: it must pass
// the same checks, and a lecturer or a date must not be in it.
func TestBuiltin(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("builtin.yaml")
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(sampleFile(t), "文本:   ")
	file := head + "文本:\n"
	for line := range strings.Lines(string(raw)) {
		if !strings.Contains(line, "下一场：{下一场}") && !strings.HasPrefix(line, "#") {
			file += "  " + line
		}
	}
	v, ps := load(t, file, time.Time{})
	if v == nil {
		t.Fatal(errorsOf(ps))
	}
	first := strings.Count(head, "\n") + 1
	for _, p := range ps {
		if p.Line > first {
			t.Error(p)
		}
	}
}

// TestPapers holds the built-in texts against the papers they come from.
func TestPapers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "campaign")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the papers are not beside the checkout")
	}
	raw, err := os.ReadFile("builtin.yaml")
	if err != nil {
		t.Fatal(err)
	}
	moderators, err := os.ReadFile(filepath.Join(dir, "moderator_texts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	_, rules, _ := strings.Cut(string(moderators), "\n")
	if !strings.Contains(string(raw), strings.TrimSpace(rules)) {
		t.Error("builtin.yaml does not hold the moderators' texts as written")
	}
	paper, err := os.ReadFile(filepath.Join(dir, "campaign.yaml"))
	if err != nil || string(paper) != sampleFile(t) {
		t.Errorf("the embedded sample differs, %v", err)
	}
	_, own, _ := strings.Cut(string(paper), "文本:   ")
	_, own, _ = strings.Cut(own, "\n")
	for line := range strings.Lines(own) {
		if !strings.Contains(string(raw), strings.TrimPrefix(line, "  ")) {
			t.Errorf("builtin.yaml lacks %q", line)
		}
	}
}
