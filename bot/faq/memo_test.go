package faq_test

import (
	"reflect"
	"testing"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// TestMemo asks several matchers about the same texts with one memo: each finds what it
// finds alone, though they differ in their concepts, in the words that they know and in
// their parts. Two with the same wordings and concepts compare a question once, whatever
// their answers and subjects are, unless one has no answers at all.
func TestMemo(t *testing.T) {
	t.Parallel()
	entries := []faq.Entry{
		{ID: "time", Title: "几点开始", Answer: "7月7日开始"}, {ID: "cake", Title: "有茶点吗", Aliases: []string{"管饭吗"}, Answer: "有"},
	}
	concepts := map[string][]string{"茶点": {"下午茶"}}
	answering := func(answer string) (out []faq.Entry) {
		for _, e := range entries {
			out = append(out, faq.Entry{ID: e.ID, Title: e.Title, Aliases: e.Aliases, Answer: answer})
		}
		return out
	}
	var matchers []*faq.Matcher
	for _, s := range []faq.Setup{
		{Entries: entries, Concepts: concepts, Subject: []string{"第一课"}},
		{Entries: entries, Concepts: concepts, Subject: []string{"股票入门课"}},
		{Entries: entries, Subject: []string{"第一课"}},
		{Entries: entries, Concepts: map[string][]string{"几点": {"下午茶"}}},
		{Entries: entries[1:], Concepts: concepts},
		{Entries: entries, Concepts: concepts, Without: faq.Sounds},
		{Entries: entries, Concepts: concepts, Without: faq.Phrasings},
		{Entries: answering("股票和7月9日"), Concepts: concepts, Subject: []string{"第三课"}},
		{Entries: answering("没有"), Concepts: concepts},
		{Entries: answering(""), Concepts: concepts},
	} {
		m, _ := faq.New(s)
		matchers = append(matchers, m)
	}
	const none, alike = "明天下雨吗", 3 // as many only differ from the first in answers and subject
	for _, said := range []string{
		"几点开始呀", "管饭吗", "下午茶有没有", "第一课", "股票几点开始", none, "几店开使啊", "几点几点几点开始呀呀呀呀",
		"我们这边几点开始，下午茶有没有，附近能不能停车",
	} {
		memo, folded := &faq.Memo{}, text.Fold(said)
		for i, m := range matchers {
			if got, want := m.MatchIn(memo, folded), m.Match(folded); !reflect.DeepEqual(got, want) {
				t.Errorf("%q, matcher %d: %+v, alone %+v", said, i, got, want)
			}
		}
		if n := faq.Compared(memo, folded); said == none && n != len(matchers)-alike {
			t.Errorf("%q is compared %d times, want %d", said, n, len(matchers)-alike)
		}
	}
}
