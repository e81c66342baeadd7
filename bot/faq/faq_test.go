package faq_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestMatch pins what must be answered, asked back or left to a person, with
// the sample campaign's own entries.
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

// TestOwnPhrasing asks every entry by each of its own phrasings.
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

// TestHostile matches texts that were made to be slow or to break something.
func TestHostile(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: sample()})
	for _, q := range []string{
		strings.Repeat("几点开始", 2500), strings.Repeat("啊", 10000), strings.Repeat("😀", 10000), strings.Repeat("zhuang", 2000),
		"\x00\xff\xfe", strings.Repeat("a", 10000), "𠮷𠮷𠮷", strings.Repeat("和", 5000),
	} {
		m.Match(text.Fold(q))
		m.Why(text.Fold(q))
	}
}

// TestIntents checks the shipped phrasings: none twice, none under two intents.
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
		"后台先形成": faq.Unlike, "前台先行": faq.OneOff, "后台先": faq.OneOff, "后先台行": faq.OneOff, "几点开始": faq.Unlike, "": faq.Unlike,
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
