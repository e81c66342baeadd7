package faq_test

import (
	"reflect"
	"testing"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// TestMemo asks several matchers about the same texts with one memo: each finds what it
// finds alone, though they differ in their concepts, in the words that they know and in
// their parts.
func TestMemo(t *testing.T) {
	t.Parallel()
	entries := []faq.Entry{
		{ID: "time", Title: "几点开始", Answer: "7月7日开始"}, {ID: "cake", Title: "有茶点吗", Aliases: []string{"管饭吗"}, Answer: "有"},
	}
	concepts := map[string][]string{"茶点": {"下午茶"}}
	var matchers []*faq.Matcher
	for _, s := range []faq.Setup{
		{Entries: entries, Concepts: concepts, Subject: []string{"第一课"}},
		{Entries: entries, Concepts: concepts, Subject: []string{"股票入门课"}},
		{Entries: entries, Subject: []string{"第一课"}},
		{Entries: entries, Concepts: map[string][]string{"几点": {"下午茶"}}},
		{Entries: entries[1:], Concepts: concepts},
		{Entries: entries, Concepts: concepts, Without: faq.Sounds},
		{Entries: entries, Concepts: concepts, Without: faq.Phrasings},
	} {
		m, _ := faq.New(s)
		matchers = append(matchers, m)
	}
	memo := &faq.Memo{}
	for _, said := range []string{
		"几点开始呀", "管饭吗", "下午茶有没有", "第一课", "股票几点开始", "明天下雨吗", "几店开使啊", "几点几点几点开始呀呀呀呀",
		"我们这边几点开始，下午茶有没有，附近能不能停车",
	} {
		for i, m := range matchers {
			folded := text.Fold(said)
			if got, want := m.MatchIn(memo, folded), m.Match(folded); !reflect.DeepEqual(got, want) {
				t.Errorf("%q, matcher %d: %+v, alone %+v", said, i, got, want)
			}
		}
	}
}
