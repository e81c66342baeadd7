package faq

import (
	"reflect"
	"runtime"
	"slices"
	"testing"

	"zhujiao/bot/text"
)

// TestShelf shares one core between matchers with equal entries, however their classes are
// called, and finds what matchers of their own find.
func TestShelf(t *testing.T) {
	t.Parallel()
	entries := []Entry{
		{ID: "time", Title: "几点开始", Answer: "7月7日开始"}, {ID: "cake", Title: "有茶点吗", Aliases: []string{"管饭吗"}, Answer: "有"},
	}
	setup := func(name string, change func(*Setup)) Setup {
		s := Setup{Entries: slices.Clone(entries), Subject: []string{name}, Concepts: map[string][]string{"茶点": {"下午茶"}}}
		change(&s)
		return s
	}
	same := func(*Setup) {}
	shelf := &Shelf{}
	first, _ := shelf.New(setup("第一课", same))
	for name, tt := range map[string]struct {
		Setup
		shared bool
	}{
		"another name":     {setup("第二课", same), true},
		"a foreign word":   {setup("股票入门课", same), false},
		"another answer":   {setup("第一课", func(s *Setup) { s.Entries[0].Answer = "8日" }), false},
		"another wording":  {setup("第一课", func(s *Setup) { s.Entries[1].Aliases = []string{"管饱吗"} }), false},
		"another concept":  {setup("第一课", func(s *Setup) { s.Concepts = nil }), false},
		"something absent": {setup("第一课", func(s *Setup) { s.Without = Sounds | Phrasings }), false},
	} {
		got, _ := shelf.New(tt.Setup)
		alone, _ := New(tt.Setup)
		if shared := got.core == first.core; shared != tt.shared {
			t.Errorf("%s: shared is %v", name, shared)
		}
		memo := &Memo{}
		for _, said := range []string{"几点开始呀", "管饭吗", "下午茶有没有", "第一课", "第二课", "股票几点开始", "明天下雨吗", "几点几点几点开始呀呀呀呀"} {
			first.MatchIn(memo, text.Fold(said))
			if got, want := got.MatchIn(memo, text.Fold(said)), alone.Match(text.Fold(said)); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %q: %+v, want %+v", name, said, got, want)
			}
		}
	}
	runtime.KeepAlive(first)
}
