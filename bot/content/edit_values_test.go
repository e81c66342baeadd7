package content_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

// sampleVersion is the sample as it is.
func sampleVersion(t *testing.T) *content.Version {
	t.Helper()
	v, problems, err := content.LoadFS(sample.Files, sample.FileName, vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(problems, err)
	}
	return v
}

// with reads a text as the next version.
func with(t *testing.T, v *content.Version, text string) *content.Version {
	t.Helper()
	files := maps.Clone(v.Files)
	files[v.Name] = []byte(text)
	now, problems, err := content.LoadFiles(files, v.Name, vocabulary(), time.Time{})
	if err != nil {
		t.Fatalf("%v, %v in:\n%s", err, problems, text)
	}
	return now
}

// TestWriteEntry changes each entry of the sample, adds one, and removes it: the others and all
// comments stay.
func TestWriteEntry(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	for _, e := range v.Campaign.FAQ {
		for what, want := range map[string]content.EntryEdit{
			"a question": {ID: e.ID, Question: "问：换了一个 #问法", Answer: e.Answer, Aliases: e.Aliases, Pending: e.Pending},
			"wordings": {
				ID: e.ID, Question: e.Question, Answer: e.Answer, Pending: e.Pending,
				Aliases: append(slices.Clone(e.Aliases), "海水 \"咸\" 吗"),
			},
			"an answer": {ID: e.ID, Question: e.Question, Answer: "第一行：a: b\n第二行 # 不是注释\n\n  第三行", Aliases: e.Aliases},
			"lines":     {ID: e.ID, Question: e.Question, Answer: "第一行\n第二行", Aliases: e.Aliases},
		} {
			if what == "a question" && e.ID == "intro" {
				continue // the menu names it
			}
			text, err := content.WriteEntry(v, vocabulary(), want)
			if err != nil {
				t.Errorf("%s of %s: %v", what, e.ID, err)
				continue
			}
			got, _ := with(t, v, text).Campaign.Entry(e.ID)
			if got.Question != want.Question || !want.Pending && got.Answer != want.Answer || !slices.Equal(got.Aliases, want.Aliases) {
				t.Errorf("%s of %s: %+v, want %+v", what, e.ID, got, want)
			}
			if a, b := strings.Count(text, "#"), strings.Count(string(v.Files[v.Name]), "#"); a < b {
				t.Errorf("%s of %s: comments are lost", what, e.ID)
			}
		}
	}
	added := content.EntryEdit{ID: "salt", Question: "海水为什么是咸的", Answer: "因为有盐。", Aliases: []string{"海水咸吗"}}
	text, err := content.WriteEntry(v, vocabulary(), added)
	if err != nil {
		t.Fatal(err)
	}
	now := with(t, v, text)
	if e, ok := now.Campaign.Entry("salt"); !ok || e.Answer != added.Answer {
		t.Error("not added:", text)
	}
	gone, err := content.WriteEntry(now, vocabulary(), content.EntryEdit{ID: "salt", Remove: true})
	if err != nil || gone != string(v.Files[v.Name]) {
		t.Errorf("adding and removing leaves something: %v\n%s", err, gone)
	}
	nothing := content.EntryEdit{ID: "nothing", Remove: true}
	if _, err := content.WriteEntry(v, vocabulary(), nothing); !errors.Is(err, campaign.ErrNotFound) {
		t.Error("what is not there is removed:", err)
	}
}

// TestWriteRandom writes values and entries into 200 random classes, as zhujiao new writes them
// and as people write them: what is not wanted stays, byte for byte outside of what changed.
func TestWriteRandom(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	rnd := rand.New(rand.NewPCG(7, 14))
	words := func() string {
		pieces := []string{
			"课", "数据", "a: b", "# x", "\"", "'", "{课名}", "，", "99", "- ", "[", "]", " ", "：", "\\", "!", "&", "*", "%", "|", ">",
		}
		out := "说"
		for range rnd.IntN(9) {
			out += pieces[rnd.IntN(len(pieces))]
		}
		return strings.TrimSpace(out)
	}
	refused, drafted := 0, with(t, v, string(v.Draft().YAML()))
	for i := range 200 {
		base := v
		if i%2 == 1 {
			base = drafted
		}
		text := string(base.Files[base.Name])
		note := fmt.Sprintf("# 手写的说明%d", i)
		lines := strings.Split(text, "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "提问:") })
		base = with(t, v, strings.Join(slices.Insert(lines, at, note), "\n"))
		e := base.Campaign.FAQ[rnd.IntN(len(base.Campaign.FAQ))]
		intro := words()
		want := content.EntryEdit{
			ID: e.ID, Question: e.Question, Answer: words() + "\n" + words(),
			Aliases: append(slices.Clone(e.Aliases), fmt.Sprintf("随便一问%d", i)),
		}
		if rnd.IntN(3) == 0 {
			want.ID, want.Question, want.Aliases = fmt.Sprint("new", i), fmt.Sprintf("全新的一问%d呀", i), nil
		}
		text, err := content.WriteEntry(base, vocabulary(), want)
		if errors.Is(err, content.ErrUneditable) {
			refused++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		now := with(t, v, text)
		text, err = content.WriteValues(now, vocabulary(), []content.Value{
			{Section: "活动", Key: "讲师介绍", Text: intro}, {Section: "签到", Key: "口令", List: []string{"后台先行", fmt.Sprintf("口令%d号", i)}},
		})
		if err != nil {
			t.Fatal(err, text)
		}
		now = with(t, v, text)
		got, _ := now.Campaign.Entry(want.ID)
		if got.Answer != want.Answer || now.Campaign.LecturerIntro != intro || len(now.Campaign.Checkin.Passphrases) != 2 {
			t.Fatalf("%+v, %q, want %+v, %q in\n%s", got, now.Campaign.LecturerIntro, want, intro, text)
		}
		if !strings.Contains(text, note) || now.Campaign.Signup.Seats != v.Campaign.Signup.Seats {
			t.Fatal("something was lost")
		}
	}
	if refused > 20 {
		t.Errorf("%d of 200 were refused", refused)
	}
}
