package content_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// TestWriteTest adds test cases to files of several forms and changes one: everything else stays
// as it was, byte for byte.
func TestWriteTest(t *testing.T) {
	t.Parallel()
	bare := sampleVersion(t)
	listed, problems := load(t, testFile(t, "base.yaml"), time.Time{})
	if listed == nil {
		t.Fatal(problems)
	}
	windows := with(t, bare, strings.ReplaceAll(string(bare.Files[bare.Name]), "\n", "\r\n"))
	for name, v := range map[string]*content.Version{"bare": bare, "listed": listed, "windows": windows} {
		before := v.Campaign.Tests
		fresh := []campaign.TestCase{{Question: `要 "钱": 吗 # {不}`, Want: "price"}, {Question: "来个红包", Want: ""}, {Question: "是", Want: "报名"}}
		for _, c := range fresh {
			text, err := content.WriteTest(v, vocabulary(), c)
			if err != nil {
				t.Fatal(name, err)
			}
			if old := strings.TrimRight(string(v.Files[v.Name]), "\r\n"); !strings.HasPrefix(text, old) {
				t.Errorf("%s: something before the case has changed", name)
			}
			v = with(t, v, text)
		}
		if want := append(slices.Clone(before), fresh...); !slices.Equal(v.Campaign.Tests, want) {
			t.Errorf("%s: %+v, want %+v", name, v.Campaign.Tests, want)
		}
		again, err := content.WriteTest(v, vocabulary(), campaign.TestCase{Question: "来个红包！", Want: "teacher"})
		if err != nil {
			t.Fatal(name, err)
		}
		got := with(t, v, again).Campaign.Tests
		if len(got) != len(v.Campaign.Tests) || got[len(before)+1] != (campaign.TestCase{Question: "来个红包", Want: "teacher"}) {
			t.Errorf("%s: the same question is not changed: %+v", name, got)
		}
	}
}

// TestWriteTestRefused: a list in brackets is left to people.
func TestWriteTestRefused(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	v = with(t, v, string(v.Files[v.Name])+"测试: [{问: 几点, 应该: time}]\n")
	if _, err := content.WriteTest(v, vocabulary(), campaign.TestCase{Question: "要钱吗"}); !errors.Is(err, content.ErrUneditable) {
		t.Error("a list in brackets is changed:", err)
	}
}

// TestRemovedEntryTakesItsTests: the text without an entry has no case that wants it.
func TestRemovedEntryTakesItsTests(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	text := string(v.Files[v.Name])
	for _, c := range []campaign.TestCase{{Question: "回看吗", Want: "replay"}, {Question: "老板是谁"}} {
		var err error
		if text, err = content.WriteTest(with(t, v, text), vocabulary(), c); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"replay", "teacher"} {
		out, err := content.WriteEntry(with(t, v, text), vocabulary(), content.EntryEdit{ID: id, Remove: true})
		if err != nil {
			t.Fatal(err)
		}
		now := with(t, v, out)
		if n := len(now.Campaign.Tests); n != map[string]int{"replay": 1, "teacher": 2}[id] {
			t.Errorf("without %s: %+v", id, now.Campaign.Tests)
		}
	}
	one, err := content.WriteTest(v, vocabulary(), campaign.TestCase{Question: "回看吗", Want: "replay"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := content.WriteEntry(with(t, v, one), vocabulary(), content.EntryEdit{ID: "replay", Remove: true})
	if err != nil || strings.Contains(out, "\n测试:") || len(with(t, v, out).Campaign.Tests) > 0 {
		t.Error("the empty list is left:", err)
	}
}

// TestWriteTestsRandom adds random cases: each is read as it was written.
func TestWriteTestsRandom(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	rnd := rand.New(rand.NewPCG(11, 29))
	pieces := []string{"课", "a: b", "# x", `"`, "'", "{课名}", "，", "99", "- ", "[", "]", " ", "：", `\`, "!", "&", "*", "%", "|", ">", "😀"}
	var want []campaign.TestCase
	for i := range 100 {
		q := fmt.Sprint("问", i)
		for range rnd.IntN(8) {
			q += pieces[rnd.IntN(len(pieces))]
		}
		c := campaign.TestCase{Question: strings.Join(strings.Fields(q), " "), Want: []string{"", "time", "报名", "回放"}[rnd.IntN(4)]}
		text, err := content.WriteTest(v, vocabulary(), c)
		if err != nil {
			t.Fatal(c, err)
		}
		want, v = append(want, c), with(t, v, text)
	}
	if !slices.Equal(v.Campaign.Tests, want) {
		t.Errorf("%+v, want %+v", v.Campaign.Tests, want)
	}
}

// TestTooManyTests: two hundred cases are read, one more is refused at its line.
func TestTooManyTests(t *testing.T) {
	t.Parallel()
	v := sampleVersion(t)
	text := string(v.Files[v.Name]) + "测试:\n"
	for i := range content.TestCasesMost {
		text += fmt.Sprintf("  - {问: 问法%d, 应该: 不答}\n", i)
	}
	if n := len(with(t, v, text).Campaign.Tests); n != content.TestCasesMost {
		t.Fatal(n, "cases")
	}
	bad, problems := load(t, text+"  - {问: 再来一条, 应该: 不答}\n", time.Time{})
	line := strings.Count(text, "\n") + 1
	atBound := func(p content.Problem) bool { return p.Line == line && strings.Contains(p.Text, "最多200条") }
	if bad != nil || !slices.ContainsFunc(problems, atBound) {
		t.Error("one too many:", problems)
	}
}
