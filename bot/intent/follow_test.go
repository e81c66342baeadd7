package intent_test

import (
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// TestGoesOn reads the object of texts that leave out what is asked about it.
func TestGoesOn(t *testing.T) {
	t.Parallel()
	r := intent.New(class(), texts(), table())
	for said, want := range map[string]string{
		"那iPad呢？": "ipad", "换成安卓呢": "安卓", "那小孩也可以吗": "小孩", "还有停车的话呢": "停车", "平板呢": "平板", "那猫咋样": "猫", "那手机能用吗": "手机",
		"那怎么报名呢": "", "那我呢": "", "人呢": "", "为什么呢": "", "然后呢": "", "可以吗": "", "那行吗": "", "停车吗": "", "呢": "",
		"那我们家那个特别喜欢画画的小侄女呢": "",
	} {
		w := r.ReadWords(said).Wish
		if w.Object != want || (w.Wish == bot.WishOther) != (want != "") {
			t.Errorf("%s: %+v, want object %q", said, w, want)
		}
	}
}

// TestLeavesOutObject tells texts about what was spoken of last.
func TestLeavesOutObject(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{"里面都有啥": true, "那它多大": true, "这份怎么领": true, "包里有什么": false, "资料里面有什么": false} {
		if intent.LeavesOutObject(text.Fold(said)) != want {
			t.Errorf("%s: want %t", said, want)
		}
	}
}

// TestLacking suggests no command for what a class does not have, and leaves such wishes
// to its entries.
func TestLacking(t *testing.T) {
	t.Parallel()
	c := class()
	c.Packs, c.Questions.Unlisted = nil, true
	c.FAQ = append(c.FAQ, campaign.Entry{ID: "handout", Question: "讲义资料怎么领", Aliases: []string{"把资料发我", "发资料给我"}})
	for _, e := range intent.MatcherSetup(c, texts(), table()).Entries {
		if e.ID == "#资料包" || e.ID == "#失效" || e.ID == "#提问" {
			t.Errorf("%s is suggested", e.ID)
		}
	}
	r := intent.New(c, texts(), table())
	for said, want := range map[string]bot.Wish{
		"资料发我": bot.WishNone, "我要领礼包": bot.WishNone, "我想问老师一个问题": bot.WishNone, "看看大家的问题": bot.WishNone,
	} {
		if w := r.ReadWords(said); w.Wish.Wish != want {
			t.Errorf("%s: wish %d, want %d (%+v)", said, w.Wish.Wish, want, w.Match)
		}
	}
}
