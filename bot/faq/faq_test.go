package faq_test

import (
	"strconv"
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

func TestMatch(t *testing.T) {
	t.Parallel()
	m, conflicts := faq.New(sample())
	if len(conflicts) != 0 {
		t.Errorf("conflicts = %v, want none", conflicts)
	}
	tests := []struct {
		q    string
		band faq.Band
		ids  []string
	}{
		{"几点开始?", faq.Answer, []string{"time"}},
		{"請問幾點開始呢", faq.Answer, []string{"time"}},
		{"讲师介绍和名额", faq.Suggest, []string{"teacher", "seats"}},
		{"课程会讲到SaaS后台吗", faq.None, nil},
		{"能开发票吗", faq.None, nil},
		{"我不想报名了", faq.None, nil},
		{"", faq.None, nil},
	}
	for _, tt := range tests {
		got := m.Match(text.Fold(tt.q))
		if got.Band != tt.band || !cmp.Equal(ids(got), tt.ids) {
			t.Errorf("Match(%q) = %v %v, want %v %v", tt.q, got.Band, ids(got), tt.band, tt.ids)
		}
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	_, got := faq.New([]faq.Entry{{ID: "a", Title: "回放"}, {ID: "b", Title: "录播", Aliases: []string{"迴放？"}}})
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
	m, _ := faq.New(sample())
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
		m, _ := faq.New(entries)
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
