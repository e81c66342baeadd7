package faqlab_test

import (
	"slices"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/cmd/zhujiao/faqlab"
)

// TestClustersProposeForOwnEntries groups what nobody answered in a class with entries of
// its own: a choice that one person made teaches how the others asked.
func TestClustersProposeForOwnEntries(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{
		{ID: "parking", Question: "能停车吗"},
		{ID: "food", Question: "现场提供餐饮吗"},
		{ID: "dog", Question: "可以带狗吗"},
		{ID: "metro", Question: "坐地铁怎么过去"},
		{ID: "live", Question: "直播间在哪", Pending: true},
	}}
	var entries []faq.Entry
	for _, e := range c.FAQ {
		entries = append(entries, faq.Entry{ID: e.ID, Title: e.Question})
	}
	m, _ := faq.New(faq.Setup{Entries: entries})
	texts := []string{
		"四个轮子的能搁在哪呀", "四个轮子的搁在哪", "我四个轮子的搁在哪",
		"院子里的桂花开了没有", "院子里桂花开了吗",
		"直播间地址发一下", "直播间地址发我",
		"毛孩子能跟去吗", "毛孩子也能跟去吗",
	}
	chosen := map[string][]string{"parking": {"四个轮子的搁在哪好"}, "#人工": {"桂花开了吗"}}
	got := faqlab.Propose(m, c.Entry, texts, chosen)
	words := func(id string) (out []string) {
		for _, p := range got {
			if p.Entry == id {
				out = append(out, p.Words)
			}
		}
		slices.Sort(out)
		return out
	}
	if want := []string{"四个轮子的搁在哪", "四个轮子的能搁在哪呀", "我四个轮子的搁在哪"}; !slices.Equal(words("parking"), want) {
		t.Errorf("parking: %q, want %q", words("parking"), want)
	}
	if want := []string{"毛孩子也能跟去吗", "毛孩子能跟去吗"}; !slices.Equal(words("dog"), want) {
		t.Errorf("dog: %q, want %q", words("dog"), want)
	}
	if len(got) != 5 {
		t.Errorf("%+v: proposals for what no entry is about, or for one without an answer", got)
	}
	if again := faqlab.Propose(m, c.Entry, texts[:3], nil); len(again) > 0 {
		t.Errorf("%+v without anybody's choice", again)
	}
}
