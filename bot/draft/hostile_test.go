package draft_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/draft"
)

var (
	dateForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	clockForm = regexp.MustCompile(`^\d{2}:\d{2}$`)
)

// sound checks what holds of every reading, whatever the article.
func sound(t *testing.T, r draft.Reading) {
	t.Helper()
	for _, f := range r.Facts {
		if strings.TrimSpace(f.Source) == "" {
			t.Errorf("%s %v has no source", f.Field, f.Value)
		}
		switch v := f.Value.(type) {
		case string:
			if f.Field == draft.FieldDate && !dateForm.MatchString(v) || (f.Field == draft.FieldStart || f.Field == draft.FieldEnd) && !clockForm.MatchString(v) || v == "" {
				t.Errorf("%s %q has another form", f.Field, v)
			}
		case int:
			if v <= 0 {
				t.Errorf("%s is %d", f.Field, v)
			}
		case bool:
		case draft.Pack:
			if v.Name == "" || v.Condition == "" || v.Value < 0 {
				t.Errorf("pack %+v", v)
			}
		default:
			t.Errorf("%s is a %T", f.Field, v)
		}
	}
}

// FuzzRead reads anything.
func FuzzRead(f *testing.F) {
	for _, file := range announcements(f, "testdata") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("<table><td>\x00<b style=display:none></tr></table>7月7日(周四)晚8点"))
	f.Add([]byte("|时间|\n|-|\n| |\n\xff\xfe"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sound(t, draft.Read(data, draft.Options{Published: time.Date(2022, 7, 6, 0, 0, 0, 0, time.UTC)}))
		sound(t, draft.Read(data, draft.Options{}))
	})
}

// TestHostile reads pages that are large, deep or broken: they end, and say nothing.
func TestHostile(t *testing.T) {
	t.Parallel()
	for name, article := range map[string]string{
		"empty":         "",
		"deep":          "<html><body>" + strings.Repeat("<section><span>", 400_000) + "x",
		"unclosed":      strings.Repeat("<table><tr><td>", 200_000),
		"stray ends":    strings.Repeat("</div></section>", 300_000),
		"one line":      "<p>" + strings.Repeat("直播", 1_000_000),
		"digits":        strings.Repeat("7月7日8点", 100_000),
		"many lines":    strings.Repeat("- 报名送《资料》一份，7月7日（周四）20:30，限120人，99元\n", 20_000),
		"many headings": strings.Repeat("## 讲师介绍\n王小明，总监\n", 20_000),
		"attributes":    "<p " + strings.Repeat("a=1 ", 500_000) + ">",
		"brackets":      strings.Repeat("[", 500_000) + strings.Repeat("（", 500_000),
		"zero width":    strings.Repeat("\u200b", 1_000_000),
		"script":        "<script>" + strings.Repeat("时间：7月7日20:00 ", 200_000),
		"not text":      strings.Repeat("\xff\x00\x81", 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			r := draft.Read([]byte(article), draft.Options{})
			sound(t, r)
			t.Log(time.Since(began), len(r.Facts), "facts")
			if took := time.Since(began); took > 5*time.Minute && !bottest.Raced {
				t.Errorf("it took %v", took)
			}
			if name == "script" && len(r.Facts) > 0 {
				t.Errorf("a script says %v", r.Facts)
			}
		})
	}
}
