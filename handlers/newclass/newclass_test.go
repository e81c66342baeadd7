package newclass_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/cmd/zhujiao/sample"
	asking "zhujiao/handlers/newclass"
)

func newForm(t *testing.T, first bool) *newclass.Form {
	t.Helper()
	now, none := time.Date(2022, 7, 8, 10, 0, 0, 0, time.UTC), func(string) bool { return false }
	o := newclass.Options{Now: now, Known: app.Vocabulary(), Beside: none}
	if !first {
		v, problems, err := content.LoadFS(sample.Files, sample.FileName, app.Vocabulary(), time.Time{})
		if err != nil {
			t.Fatal(problems)
		}
		o.Last = v
	}
	return newclass.New(o)
}

// constants reads the values of the constants of a type from a file.
func constants(t *testing.T, file, of string) []string {
	t.Helper()
	b, err := os.ReadFile("../../bot/content/newclass/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^\t`+of+`\w+\s+`+of+`\s+= "([^"]+)"`).FindAllStringSubmatch(string(b), -1) {
		out = append(out, m[1])
	}
	if len(out) < 15 {
		t.Fatalf("only %v in %s", out, file)
	}
	return out
}

// TestQuestionsHaveWords: each question says what it asks and how an answer is written, and
// each problem what is wrong, in words of its own.
func TestQuestionsHaveWords(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{true, false} {
		f := newForm(t, first)
		for _, name := range constants(t, "form.go", "Field") {
			q := newclass.Question{Field: newclass.Field(name)}
			if strings.HasPrefix(name, "资料包") || name == "链接" || name == "怎么领" {
				continue // by their kind
			}
			if ask := asking.Ask(f, q); len(strings.Split(ask, "\n")) < 2 || strings.HasPrefix(ask, "\n") || asking.How(f, q) == "" {
				t.Errorf("%s: %q", name, ask)
			}
		}
		for _, q := range f.Questions() {
			if ask := asking.Ask(f, q); strings.HasPrefix(ask, "\n") || strings.HasSuffix(ask, "\n") || strings.Contains(ask, "「」") {
				t.Errorf("%s: %q", q.Field, ask)
			}
		}
		seen := map[string]string{}
		for _, code := range constants(t, "problem.go", "Code") {
			p := &newclass.AnswerError{
				Code: newclass.Code(code), Words: "某某", At: time.Date(2022, 7, 9, 20, 0, 0, 0, time.UTC),
				Low: 1, High: 9,
			}
			said, _, _ := strings.Cut(asking.Refusal(f, newclass.Question{Field: newclass.FieldStart}, p), "\n")
			if said == "" || strings.Contains(said, "不对。") && code != "id" || seen[said] != "" && code != "entry" && code != "field" {
				t.Errorf("%s: %q, as %s", code, said, seen[said])
			}
			seen[said] = code
		}
	}
}

// TestSummary shows what people will read in each phase, when what happens, and what is still
// to be filled in.
func TestSummary(t *testing.T) {
	t.Parallel()
	f := newForm(t, false)
	i := asking.NewInterview(f)
	for _, words := range []string{
		"返回", "7月14日", "增长的底层逻辑", "<", "增长的底层逻辑", "李雷，前增长负责人", "一；二", "", "先拆指标", "不要", "不要", "", "名额", "二百个", "去 replay",
	} {
		if _, more := i.Question(); !more {
			t.Fatalf("nothing is asked before %q", words)
		}
		i.Answer(words)
	}
	if question, more := i.Question(); more {
		t.Fatalf("still asked: %s", question)
	}
	d := f.Draft()
	files := fstest.MapFS{"class.yaml": {Data: d.YAML()}}
	v, problems, err := content.LoadFS(files, "class.yaml", app.Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, string(d.YAML()))
	}
	shown := asking.Summary(f, v, time.Date(2022, 7, 8, 10, 0, 0, 0, v.Campaign.Zone))
	for _, want := range []string{
		"【关注】", "仅限前200人", "【报名】", "200个席位已报满", "【提醒「开课前1小时」】\n  还有1小时开课！今晚20:30", "【直播中发口令】", "【第二天来问】",
		"  7月8日（周五）10:00  放上文件就能看到这一场\n  7月13日（周三）00:00  报名开放，200席\n", "  7月14日（周四）20:30  开课", "21:45  签到结束",
		"  8月13日（周六）21:30  这一场的聊天内容都已删除\n", "  直播间：定了填在", "  问「怎么进群」：转给班主任",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not shown in\n%s", want, shown)
		}
	}
	shown, left, _ := strings.Cut(shown, "── 没有带过来 ──")
	if !strings.Contains(left, "「我做线下零售3年") {
		t.Errorf("what is left out: %s", left)
	}
	if strings.ContainsAny(shown, "{}") || strings.Contains(shown, "有回放吗") || strings.Contains(shown, "电商") {
		t.Errorf("%s", shown)
	}
}
