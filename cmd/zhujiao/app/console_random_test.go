package app

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// TestConsoleRandomClasses makes ten classes with random answers, 200 with ZHUJIAO_TEST_LONG, by
// the command and in the console: each is the same text, and what a person changes in it by hand
// is all that changes.
func TestConsoleRandomClasses(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 22, 30, 0)
	rnd := rand.New(rand.NewPCG(16, 200))
	classes := 10
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		classes = 200
	}
	for i := range classes {
		file := randomAnswers(rnd, i)
		answers := map[string]string{}
		for _, field := range fieldsOf(t, file) {
			name, value, _ := strings.Cut(strings.TrimPrefix(field, "a-"), "=")
			answers[name] = value
		}
		made, err := studio{c.app}.Next(t.Context(), c.app.Campaign().ID, answers, c.app.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		want := byCommand(t, c, file)
		if made.Text != want {
			t.Fatalf("with the answers\n%sin the console:\n%s\nby the command:\n%s", file, made.Text, want)
		}
		changedByHand(t, made.Text, rnd.IntN(900)+121)
	}
}

// randomAnswers answer the questions for a new class. The class is the i-th.
func randomAnswers(rnd *rand.Rand, i int) string {
	one := func(of ...string) string { return of[rnd.IntN(len(of))] }
	return fmt.Sprintf("开始: 7月%d日%s\n名称: %s%d\n讲师: %s\n要点: %s\n直播间: %s\n口令: %s%d\n资料包99: %s\n资料包49: %s\n名额: %s\n",
		10+rnd.IntN(20), one("晚8点半", "20:00", "下午3点", "晚上七点"),
		one("数据分析入门", "A/B 测试: 怎么做", "产品#经理", "“引号”与'引号'", "100%会的Excel"), i,
		one("王芳，前某公司数据总监", "Lee: 设计师", "赵一#二"),
		one("指标；取数；分析", "只有一点", "a: b；c - d；[e]", "问题？；*星*"),
		one("https://live.example.com/14", "http://live.example.com/a?b=1&c=%20"), one("数据先行", "Go100", "开课"), i,
		one("不要", "照旧", "面试包 99元 https://pan.example.com/s/n 提取码 8k2m"),
		one("不要", "数据入门包 69元 https://pan.example.com/s/14 提取码 8k2m"),
		one("一百五十个", "80", "120人"))
}

// changedByHand loads a class, and what a person makes of its file: another number of seats
// with a note beside it. Only that differs.
func changedByHand(t *testing.T, text string, seats int) {
	t.Helper()
	load := func(text string) *content.Version {
		t.Helper()
		files := map[string][]byte{"class.yaml": []byte(text), "blocked_words.txt": nil}
		v, problems, err := content.LoadFiles(files, "class.yaml", Vocabulary(), time.Time{})
		if err != nil {
			t.Fatal(problems, err, text)
		}
		return v
	}
	before := load(text)
	edited := strings.Replace(text, fmt.Sprintf("名额: %d", before.Campaign.Signup.Seats), fmt.Sprintf("名额:  %d", seats), 1)
	edited = strings.Replace(edited, "\n报名:", "\n# 换了教室\n报名:", 1)
	after := load(edited)
	if after.Campaign.Signup.Seats != seats || after.Hash == before.Hash || string(after.Files["class.yaml"]) != edited {
		t.Fatalf("%d seats, want %d, in\n%s", after.Campaign.Signup.Seats, seats, edited)
	}
	after.Campaign.Signup.Seats, after.Campaign.Version = before.Campaign.Signup.Seats, before.Campaign.Version
	zones := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if d := cmp.Diff(before.Campaign, after.Campaign, zones, cmpopts.IgnoreUnexported(campaign.Campaign{}, campaign.Entry{})); d != "" {
		t.Fatalf("more than the seats has changed:\n%s", d)
	}
}

// TestConsoleTakesOver edits the text that the console has given out, as people do by hand, and
// gives it back: it is published as it is, byte for byte, five times on end.
func TestConsoleTakesOver(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	written, err := os.ReadFile(c.file)
	if err != nil {
		t.Fatal(err)
	}
	if _, given := m.get(home(c) + "content/file"); given != string(written) {
		t.Errorf("what is given out is not the file:\n%s", cmp.Diff(string(written), given))
	}
	for i, change := range [][2]string{
		{"名额: 120", "名额: 140 # 换了大教室"},
		{"\n报名:", "\n# 报名的规则 — 别改\n报名:"},
		{"老师是谁", "老师是谁 "},
		{"\n提问:", "\n\n\n提问:"},
		{"名额: 140 # 换了大教室", "名额:   140"},
	} {
		_, given := m.get(home(c) + "content/file")
		edited := strings.Replace(given, change[0], change[1], 1)
		if edited == given {
			t.Fatalf("%q is not in\n%s", change[0], given)
		}
		status, to := m.post(home(c)+"content/check", fmt.Sprint("base=", i+1), "text="+edited)
		if status != http.StatusSeeOther {
			t.Fatal(status, to)
		}
		publishes(t, m, "text")
		if _, got := m.get(home(c) + "content/file"); got != edited {
			t.Fatalf("after %q:\n%s", change, cmp.Diff(edited, got))
		}
	}
}
