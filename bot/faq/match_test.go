package faq_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

func sample() []faq.Entry {
	return []faq.Entry{
		{ID: "time", Title: "什么时候开课", Aliases: []string{"开课时间", "几点开始", "直播时间", "什么时间", "几点", "多久", "课程时间"}},
		{ID: "intro", Title: "课程介绍", Aliases: []string{"讲什么", "学什么", "课程内容", "大纲"}},
		{ID: "teacher", Title: "老师是谁", Aliases: []string{"讲师", "刘志远", "谁讲", "老师介绍"}},
		{ID: "seats", Title: "还有名额吗", Aliases: []string{"名额", "剩余名额", "还能报吗"}},
	}
}

func ids(r faq.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

// TestMatch checks which questions are answered, asked back or left to a person.
func TestMatch(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for q, want := range map[string]faq.Band{
		"请問幾點開始呢": faq.Answer, "讲师介绍和名额": faq.Suggest, "我不想报名了": faq.None, "淘宝怎么退款": faq.None, "今天天气怎么样": faq.None, "": faq.None,
	} {
		if got := m.Match(text.Fold(q)); got.Band != want {
			t.Errorf("%q: band %d (%v, %.2f), want %d", q, got.Band, ids(got), got.Confidence, want)
		}
	}
}

// TestOwnPhrasing asks every entry by each of its phrasings.
func TestOwnPhrasing(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for _, e := range sample() {
		for _, p := range append([]string{e.Title}, e.Aliases...) {
			if r := m.Match(text.Fold(p)); r.Band != faq.Answer || r.Hits[0].ID != e.ID {
				t.Errorf("%q: %v, want an answer by %s", p, ids(r), e.ID)
			}
		}
	}
}

// TestOwnPhrasingAlways asks random entries by each of their phrasings: the entry
// answers, or New has reported a conflict.
func TestOwnPhrasingAlways(t *testing.T) {
	t.Parallel()
	var words []string
	for _, in := range faq.Intents() {
		words = append(words, in.Phrasings...)
	}
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(1, 12, -1))
		entries := make([]faq.Entry, rapid.IntRange(1, 12).Draw(t, "entries"))
		for i := range entries {
			more := rapid.SliceOfN(phrase, 0, 5).Draw(t, "aliases")
			entries[i] = faq.Entry{ID: strconv.Itoa(i), Title: phrase.Draw(t, "title"), Aliases: more}
		}
		m, conflicts := faq.New(faq.Setup{Entries: entries, Without: faq.Phrasings})
		claimed := map[string]bool{}
		for _, c := range conflicts {
			claimed[c.Phrase] = true
		}
		for _, e := range entries {
			for _, p := range append([]string{e.Title}, e.Aliases...) {
				f := text.Fold(p)
				if r := m.Match(f); f != "" && !claimed[f] && (r.Band != faq.Answer || r.Hits[0].ID != e.ID) {
					t.Fatalf("%q of entry %s got %v", p, e.ID, ids(r))
				}
			}
		}
	})
}

// TestOneLetter matches phrasings of a single character or syllable.
func TestOneLetter(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"N", "n", "l", "a", "儿", "99"} {
		m, _ := faq.New(faq.Setup{Entries: []faq.Entry{{ID: "x", Title: p}}, Without: faq.Phrasings})
		if r := m.Match(text.Fold(p)); r.Band != faq.Answer {
			t.Errorf("%q is not answered by itself", p)
		}
	}
}

// TestParticulars offers an entry instead of its answer when the question is about a
// particular that the entry does not state (R18).
func TestParticulars(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: []faq.Entry{
		{ID: "pack", Title: "资料包里有什么", Intent: "资料内容", Answer: "面试资料包含：10+精选书单、20+行业报告、14+参考元件、大厂面试题。"},
		{ID: "teacher", Title: "老师是谁", Answer: "刘志远老师：前Thaifintech产品总监，《电商产品经理宝典》作者。", Aliases: []string{"老师多大了"}},
		{ID: "seats", Title: "还有名额吗", Answer: "仅限前120人，先到先得。"},
		{ID: "price", Title: "要钱吗", Answer: "免费。课程价值99元，限时免费报名。"},
	}})
	for q, want := range map[string]faq.Band{
		"资料包里有面试题吗": faq.Answer, "资料里有书单吗": faq.Answer, "有行业报告没": faq.Answer, "谁来讲课": faq.Answer,
		"老师多大了": faq.Answer, "要不要交钱": faq.Answer,
		"面试题有答案吗": faq.Suggest, "资料包里有axure源文件吗": faq.Suggest, "报告是2022年的吗": faq.Suggest, "老师是哪个大学毕业的": faq.Suggest,
		"学生有折扣不": faq.Suggest, "49的包里有什么": faq.Suggest,
	} {
		if got := m.Match(text.Fold(q)); got.Band != want {
			t.Errorf("%q: band %d (%v, %.2f), want %d", q, got.Band, ids(got), got.Confidence, want)
		}
	}
}

// TestHostile matches texts that were made to be slow or to break something: each
// gives a valid result and an explanation.
func TestHostile(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for _, q := range []string{
		strings.Repeat("几点开始", 2500), strings.Repeat("啊", 10000), strings.Repeat("😀", 10000), strings.Repeat("zhuang", 2000),
		"\x00\xff\xfe", strings.Repeat("a", 10000), "𠮷𠮷𠮷", strings.Repeat("和", 5000),
	} {
		folded := text.Fold(q)
		r := m.Match(folded)
		if len(r.Hits) > faq.MaxHits || !(r.Confidence >= 0 && r.Confidence <= 1) || r.Band == faq.Answer && len(r.Hits) == 0 {
			t.Errorf("%.20q: band %d, confidence %v, %d hits", q, r.Band, r.Confidence, len(r.Hits))
		}
		if folded != "" && len(m.Why(folded)) == 0 {
			t.Errorf("%.20q is not explained", q)
		}
	}
}

// TestIntents checks that no shipped phrasing occurs twice, not even in two intents.
func TestIntents(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	n := 0
	for _, in := range faq.Intents() {
		for _, p := range in.Phrasings {
			f := text.Fold(p)
			if other, dup := seen[f]; dup || f == "" {
				t.Errorf("%q is under %s and %s", p, other, in.Name)
			}
			seen[f] = in.Name
			n++
		}
	}
	if n < 1500 {
		t.Errorf("%d phrasings, want the whole file", n)
	}
}

func BenchmarkFree(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: sample()})
	b.ReportAllocs()
	for b.Loop() {
		m.Match("咱们这个课到底啥时候开讲来着")
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	_, got := faq.New(faq.Setup{Entries: []faq.Entry{{ID: "a", Title: "回放"}, {ID: "b", Title: "录播", Aliases: []string{"迴放？"}}}})
	if want := []faq.Conflict{{Phrase: "回放", IDs: []string{"a", "b"}}}; !cmp.Equal(got, want) {
		t.Errorf("conflicts = %v, want %v", got, want)
	}
}

func TestPhrase(t *testing.T) {
	t.Parallel()
	p := faq.NewPhrase("后台先行")
	tests := map[string]faq.Likeness{
		"后台先行": faq.Equal, "後臺先行": faq.Equal, "候台先行": faq.SameSound, "后台显形": faq.SameSound,
		"后台先形成": faq.Unlike, "前台先行": faq.OneOff, "后台先": faq.OneOff, "后先台行": faq.OneOff, "几点开始": faq.Unlike,
		"houtaixianxing": faq.SameSound, "Hou tai xian xing": faq.SameSound, "houtaixianhang": faq.SameSound, "houtaixian": faq.Unlike,
		"houtaixianxinga": faq.Unlike, "htxx": faq.Unlike, "hòutáixiānxíng": faq.Unlike, "": faq.Unlike,
	}
	for in, want := range tests {
		if got := p.Compare(text.Fold(in)); got != want {
			t.Errorf("Compare(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	m, _ := faq.New(faq.Setup{Entries: sample()})
	f.Add("几点开始")
	f.Fuzz(func(t *testing.T, s string) {
		if r := m.Match(text.Fold(s)); len(r.Hits) > faq.MaxHits {
			t.Fatalf("%d hits", len(r.Hits))
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	big := sample()
	for i := range 3000 {
		big = append(big, faq.Entry{ID: strconv.Itoa(i), Title: "问题" + strconv.Itoa(i) + "怎么办"})
	}
	for name, entries := range map[string][]faq.Entry{"30": sample(), "3000": big} {
		m, _ := faq.New(faq.Setup{Entries: entries})
		for _, q := range []string{"几点开始", "课程会讲到saas后台吗讲师"} {
			b.Run(name+"/"+q, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m.Match(q)
				}
			})
		}
	}
}

// TestPlain checks that normalising a text twice gives the same as once.
func TestPlain(t *testing.T) {
	t.Parallel()
	words := strings.Fields("咋 整 啥 时候 咩 地方 搁 哪 哪儿 我们 咱 请 问 下 那 个 就 是 呀 呢 啊 麻烦 点 样 边 度 唔 系 冇 得 攞 嘢 讲 a zen me 回放 99 ，")
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		var b strings.Builder
		for range 1 + rng.IntN(9) {
			b.WriteString(words[rng.IntN(len(words))])
		}
		once := faq.Plain(text.Fold(b.String()))
		if twice := faq.Plain(once); twice != once {
			t.Fatalf("%q is %q, then %q", b.String(), once, twice)
		}
		if f := text.Fold(b.String()); text.Fold(f) != f {
			t.Fatalf("%q folds to %q, then to %q", b.String(), f, text.Fold(f))
		}
	}
}

// TestShippedModels checks that the classifier and the model of matters were made of the
// current data.
func TestShippedModels(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]byte{"data/classifier.bin": faq.FitClassifier(), "data/topics.bin": faq.FitTopics()} {
		got, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the data give, %v: run .ci/fit, or zhujiao faq learn as it does", file, err)
		}
	}
}

// TestGroup groups texts that ask the same thing.
func TestGroup(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	texts := []string{"有没有停车位", "停车位有没有呀", "请问有停车位吗", "用什么软件画原型", "停车位有吗", "今天天气如何", "画原型用什么软件"}
	var got [][]int
	for _, g := range m.Group(texts) {
		got = append(got, slices.Sorted(slices.Values(g.Texts)))
	}
	if want := [][]int{{0, 1, 2, 4}, {3, 6}, {5}}; !cmp.Equal(got, want) {
		t.Errorf("groups %v, want %v", got, want)
	}
}

// TestReplay reports what a further entry changes, each text once with its count.
func TestReplay(t *testing.T) {
	t.Parallel()
	before, _ := faq.New(faq.Setup{Entries: sample()})
	after, _ := faq.New(faq.Setup{Entries: append(sample(), faq.Entry{ID: "park", Title: "有停车位吗", Aliases: []string{"停车", "停车位"}})})
	n := 0
	got := faq.Replay(before, after, []string{"停车位", "几点开始", "停 车位？", "老师是谁", "停车位"}, nil, func() { n++ })
	if len(got) != 1 || got[0].Times != 3 || got[0].Before.Band != faq.None || got[0].After.Hits[0].ID != "park" || n != 5 {
		t.Errorf("changes %+v after %d steps", got, n)
	}
}

// TestConfusions reports entries that are hard to tell apart.
func TestConfusions(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: append(sample(), faq.Entry{ID: "time2", Title: "课程什么时候开始", Aliases: []string{"开课时间是几点"}})})
	found := false
	for _, c := range m.Confusions() {
		found = found || c.ID == "time2" && c.Other == "time"
	}
	if !found {
		t.Errorf("confusions %+v, want time2 against time", m.Confusions())
	}
	if m, _ := faq.New(faq.Setup{Entries: sample()}); len(m.Confusions()) > 0 {
		t.Errorf("the sample's entries are confused: %+v", m.Confusions())
	}
}

// TestConcepts lets an operator teach a word.
func TestConcepts(t *testing.T) {
	t.Parallel()
	entries := []faq.Entry{{ID: "park", Title: "停车位在哪", Aliases: []string{"停车位"}}}
	plain, _ := faq.New(faq.Setup{Entries: entries})
	taught, _ := faq.New(faq.Setup{Entries: entries, Concepts: map[string][]string{"停车": {"停车位", "泊位", "落脚四轮"}}})
	const q = "落脚四轮在哪"
	if a, b := plain.Match(q), taught.Match(q); len(b.Hits) == 0 || len(a.Hits) > 0 && b.Hits[0].Score <= a.Hits[0].Score {
		t.Errorf("before %+v, after %+v", a, b)
	}
}

func large(n int) []faq.Entry {
	rng := rand.New(rand.NewPCG(5, 6))
	var words []string
	for _, in := range faq.Intents() {
		words = append(words, in.Phrasings...)
	}
	out := make([]faq.Entry, n)
	for i := range out {
		e := faq.Entry{ID: strconv.Itoa(i), Title: fmt.Sprint("第", i, "个问题", words[rng.IntN(len(words))])}
		for range 4 {
			e.Aliases = append(e.Aliases, words[rng.IntN(len(words))]+words[rng.IntN(len(words))]+strconv.Itoa(i))
		}
		out[i] = e
	}
	return out
}

// BenchmarkLarge matches among 3,000 entries of five phrasings.
func BenchmarkLarge(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: large(3000)})
	b.ReportAllocs()
	for b.Loop() {
		m.Match("咱们这个课到底啥时候开讲来着")
	}
}

// BenchmarkIndex builds the index of 3,000 entries of five phrasings.
func BenchmarkIndex(b *testing.B) {
	entries := large(3000)
	b.ReportAllocs()
	for b.Loop() {
		faq.New(faq.Setup{Entries: entries})
	}
}

// BenchmarkHostile folds and matches texts that were made to be slow.
func BenchmarkHostile(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for name, q := range map[string]string{
		"long": strings.Repeat("几点开始上课呀老师在哪里看直播", 700), "one": strings.Repeat("啊", 10000), "emoji": strings.Repeat("😀", 10000),
		"pinyin": strings.Repeat("zhuang", 1700),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				m.Match(text.Fold(q))
			}
		})
	}
}

// BenchmarkGroup groups 1,000 texts.
func BenchmarkGroup(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: sample()})
	var texts []string
	for _, in := range faq.Intents() {
		texts = append(texts, in.Phrasings...)
	}
	texts = texts[len(texts)-1000:]
	for b.Loop() {
		m.Group(texts)
	}
}
