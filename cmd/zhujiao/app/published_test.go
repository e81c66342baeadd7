package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
)

// TestPublishedKept lists what was published from chat, changes it and takes it back, each
// after a code, long after the ten minutes, and people read it at once.
func TestPublishedKept(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 9, 0, 0)
	c.expect(t, "m1", "#常见", "还没有从这里发布过常见问题。")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.publish(t, "U1", "会讲。")
	c.say(t, "b", "紫藤萝瀑布在哪")
	c.publish(t, "U2", "在公园。")
	c.at(7, 12, 0, 0)
	c.expect(t, "m1", "#常见", "发布过的常见问题2条：\nF12 紫藤萝瀑布在哪 → 在公园。\nF11 课程会讲到SaaS后台吗 → 会讲。")
	asked, done := c.askAndConfirm(t, "m1", "#改答 F11 不讲，只讲电商后台。")
	if !strings.HasPrefix(asked, "将改F11的回答。\n问：课程会讲到SaaS后台吗\n原来答：会讲。\n以后答：不讲，只讲电商后台。") || !strings.HasPrefix(done, "F11的回答已改") {
		t.Errorf("%q, then %q", asked, done)
	}
	c.expect(t, "c", "课程会讲到SaaS后台吗", "不讲，只讲电商后台。")
	c.at(7, 13, 0, 0)
	asked, done = c.askAndConfirm(t, "m1", "#下架 F11")
	if !strings.HasPrefix(asked, "将下架F11") || strings.Contains(asked, "以前发布过") || !strings.HasPrefix(done, "F11已下架") {
		t.Errorf("%q, then %q", asked, done)
	}
	if got := c.say(t, "d", "课程会讲到SaaS后台吗"); !strings.HasPrefix(got, "这个我还不会") {
		t.Errorf("after #下架: %q", got)
	}
	c.expect(t, "m1", "#下架 F11", "没有找到F11")
	c.expect(t, "m1", "#改答 F11 会", "没有找到F11")
	c.expect(t, "m1", "#改答 teacher 会", "没有找到teacher")
	c.expect(t, "m1", "#常见", "发布过的常见问题1条：\nF12 紫藤萝瀑布在哪 → 在公园。")
	got := c.audit(t, "entry.rewrite", "entry.retire")
	want := []string{"entry.rewrite|F11|会讲。|不讲，只讲电商后台。", "entry.retire|F11|published|retired"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the record has %q, want %q", got, want)
	}
}

// TestPublishedPages lists more than a reply holds in pages.
func TestPublishedPages(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 9, 0, 0)
	for i := range 12 {
		e := campaign.Published{Number: 11 + i, Question: fmt.Sprint("紫藤萝", i), Answer: strings.Repeat("在公园的湖边。", 20)}
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			_, err := c.app.store.Content.Publish(ctx, c.app.Campaign().ID, e, "m1", c.app.clock.Now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	first, second := c.say(t, "m1", "#常见"), c.say(t, "m1", "#常见 2")
	if !strings.Contains(first, "F22 ") || !strings.Contains(first, "下一页回复「#常见 2」") || !strings.Contains(second, "F11 ") {
		t.Errorf("%q, then %q", first, second)
	}
	c.expect(t, "m1", "#常见 9", "没有第9页，一共2页。")
}

// TestPublishedFillsEntry: the answer to what a pending entry covers answers all of that
// entry's wordings, also when the ticket has none of them.
func TestPublishedFillsEntry(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "直播在哪看啊，给个链接")
	asked := c.publish(t, "U1", "直播间：https://live.example.com/7")
	if !strings.Contains(asked, "「直播间在哪」还没填答案，以后也这样回答。") {
		t.Errorf("the preview: %q", asked)
	}
	for i, words := range []string{"直播间在哪", "怎么进直播间", "链接发一下", "直播在哪看啊，给个链接"} {
		c.expect(t, fmt.Sprint("b", i), words, "直播间：https://live.example.com/7")
	}
}

// TestLiveRoomFilled: as soon as 直播间 stands in the settings, the question for it is
// answered, and who asked before can be answered at once.
func TestLiveRoomFilled(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "直播间在哪")
	c.editFile(t, "  直播间: \"\" ", "  直播间: \"https://live.example.com/7\" ")
	c.settle(t)
	c.expect(t, "b", "怎么进直播间", "直播间：https://live.example.com/7")
	if got := c.alerts("【有答案了】「直播间在哪」"); len(got) != 1 {
		t.Errorf("alerts %q", got)
	}
}
