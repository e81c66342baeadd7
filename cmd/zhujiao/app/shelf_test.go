package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestShelfAtStopAll stops everything: the maintenance line comes alone.
func TestShelfAtStopAll(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "退订")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（对方现在收不到")
	c.settle(t)
	c.must(t, "m1", "#停 全部", "已全部停止")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("all is stopped: %q", got)
	}
}

// TestShelfTooLong keeps a text that fits no reply: what came after it is shown.
func TestShelfTooLong(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.late(t, "a", bot.Text(strings.Repeat("好", 670)))
	c.late(t, "a", bot.Text("短的。"))
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "短的。") {
		t.Errorf("what waits behind a long text was not shown: %.60q", got)
	}
}

// TestTakenReturn leaves during a take-over and returns: the bot answers again.
func TestTakenReturn(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.must(t, "m1", "#接管 H1", "已接管H1")
	c.peopleLeave(t, "a")
	c.peopleFollow(t, "a")
	c.say(t, "a", "几点开始")
	c.late(t, "a", bot.Text("迟到的回复"))
	if n := c.peopleGot("a", "迟到的回复"); n != 1 {
		t.Errorf("nobody talks to a any more, the late reply was not sent")
	}
}

// TestPromotedWhileGone gives a seat to somebody who left and returns: they read of it.
func TestPromotedWhileGone(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.peopleLeave(t, "b")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	got := c.peopleFollow(t, "b")
	got2 := c.say(t, "b", "几点开始")
	if !strings.Contains(got+got2, "转为正式报名") {
		t.Errorf("b was promoted and never told: %q %q; %q", got, got2, c.say(t, "b", "报名"))
	}
}

// TestTopicOfCampaign answers question 3 of two classes: neither answer replaces the other.
func TestTopicOfCampaign(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "你好")
	p, _ := c.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "a")))
	put := func(id string) {
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			return c.app.store.Ledger.Enqueue(ctx, campaign.Notice{
				Campaign: id, Person: p.ID, Due: c.app.clock.Now(), Topic: "answered 3",
				Body: campaign.LecturerAnswer{Number: 3, Question: "q " + id, Answer: "x"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("last-week")
	put("this-week")
	c.settle(t)
	if n := c.peopleGot("a", "老师回答"); n != 2 {
		t.Errorf("%d answers, want those of both classes", n)
	}
}

// TestStalePromotion keeps a promotion until after the class: nobody is called to a class that is over.
func TestStalePromotion(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.peopleAt(6, 10, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "b", "退订")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	c.peopleAt(9, 10, 0, 0)
	if got := c.say(t, "b", "你好"); strings.Contains(got, "20:30见") {
		t.Errorf("two days after the class: %q", got)
	}
}

// TestStarvedReply stops sending with many answers waiting: a late reply goes out before them.
func TestStarvedReply(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	for i := range 65 {
		c.say(t, fmt.Sprint("p", i), "紫藤萝瀑布在哪")
	}
	c.say(t, "z", "你好")
	c.must(t, "m1", "#停", "已急停")
	for i := range 65 {
		c.must(t, "m1", fmt.Sprintf("#答 U%d 不知道。", i+1), fmt.Sprintf("已回复U%d（对方现在收不到", i+1))
	}
	c.late(t, "z", bot.Text("迟到的回复"))
	if c.peopleGot("z", "迟到的回复") != 1 {
		t.Errorf("at #停 automatic replies go on, but a late one is stuck behind 65 stopped answers")
	}
}

// TestErasedAsker erases one of two who asked the same: the other still reads the answer.
func TestErasedAsker(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
	c.say(t, "m1", "#过 Q1 Q2")
	c.say(t, "m1", "#并 Q2 Q1")
	c.say(t, "b", "退订")
	c.say(t, "m1", "#回答 Q1 先学订单。")
	c.settle(t)
	c.peopleLeave(t, "a")
	if r := c.say(t, "b", "几点开始"); !strings.Contains(r, "老师回答了你的问题") {
		t.Errorf("b's shelved answer went with a: %q", r)
	}
}

// TestGoneIsForgotten loses the event of somebody who left: the list of followers erases them.
func TestGoneIsForgotten(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布在哪")
	c.platform.Touch(wxsim.OpenID("crowd", "a"), "unfollow") // the event is lost
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	c.settle(t)
	c.peopleAt(7, 12, 0, 0)
	if err := (followers{c.app}).update(t.Context(), c.app.clock.Now()); err != nil {
		t.Fatal(err)
	}
	c.settle(t)
	if hits := c.grep(t, wxsim.OpenID("crowd", "a"), "紫藤萝瀑布在哪"); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}

// TestForgottenHash erases everything: the hash is gone after the day that was named.
func TestForgottenHash(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "报名")
	hash := c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", "a")))
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.peopleAt(31, 10, 0, 0)
	c.app.forget(t.Context())
	c.settle(t)
	if hits := c.rows(t, "SELECT 'forgotten' FROM forgotten WHERE hash='"+hash+"'"); len(hits) > 0 {
		t.Errorf("the hash is kept for ever: %v", hits)
	}
}

// TestPurgeInTime leaves after the class: the hash is gone seven days after it, not seven days later.
func TestPurgeInTime(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.peopleAt(13, 10, 0, 0)
	c.peopleLeave(t, "a")
	hash := c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", "a")))
	c.peopleAt(15, 10, 0, 0)
	c.app.forget(t.Context())
	if hits := c.rows(t, "SELECT 'person' FROM person WHERE hash='"+hash+"'"); len(hits) > 0 {
		t.Errorf("the hash was to be kept until 7月14日: %v", hits)
	}
}

// TestRelinkReturn replaces the link of somebody who left and returns: they read the new one.
func TestRelinkReturn(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "概率: 0.3 => 概率: 1") })
	c.peopleAt(7, 10, 0, 0)
	c.peopleSeats(t, 1)
	c.say(t, "p0", "领取49")
	c.peopleLeave(t, "p0")
	got := c.peopleYes(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1new zzzz"))
	c.settle(t)
	if r := c.peopleFollow(t, "p0"); !strings.Contains(r, "1new") {
		t.Errorf("%q; after returning p0 reads %q", got, r)
	}
}

// TestStopNeverLowers types #停 after #停 全部: everything stays stopped.
func TestStopNeverLowers(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "m1", "#停 全部")
	c.say(t, "m1", "#停")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("#停 after #停 全部 lowered the stop: %q", got)
	}
}

// TestSeatsWithAdded adds a seat: the waitlist text counts it.
func TestSeatsWithAdded(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 2") })
	c.peopleAt(7, 10, 0, 0)
	c.peopleSeats(t, 2)
	c.peopleYes(t, c.say(t, "m1", "#加席 1"))
	c.say(t, "x", "报名")
	if got := c.say(t, "y", "报名"); !strings.HasPrefix(got, "3个席位已报满") {
		t.Errorf("of 3 seats: %q", got)
	}
}

// TestOpenTooLate opens registration after its end: the moderator reads that it stays closed.
func TestOpenTooLate(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 21, 31, 0)
	got := c.say(t, "m1", "#开报名")
	if r := c.say(t, "x", "报名"); strings.Contains(got, "已重新开放") && strings.Contains(r, "已截止") {
		t.Errorf("%q, then %q", got, r)
	}
}

// TestImageAfterOptOut asks a question with a picture after opting out: the picture still belongs to the answer.
func TestImageAfterOptOut(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "    问: 什么时候开课 =>     问: 什么时候开课\n    图片: g.png")
		_ = os.WriteFile(filepath.Join(filepath.Dir(cfg.Campaign), "g.png"), []byte("png"), 0o600)
	})
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "b", "几点开始")
	c.settle(t)
	c.say(t, "a", "退订")
	c.say(t, "a", "几点开始")
	c.settle(t)
	for _, row := range c.rows(t, "SELECT state||' '||words FROM delivery WHERE kind='image'") {
		if strings.Contains(row, "opted out") {
			t.Errorf("half of an answer was held back: %q", row)
		}
	}
}

// TestSeatKeptOnShelf leaves with the news of a seat unread and returns: it is read then; erased, it is gone.
func TestSeatKeptOnShelf(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "b", "退订")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.settle(t)
	c.peopleLeave(t, "b")
	if got := c.peopleFollow(t, "b"); !strings.HasPrefix(got, "好消息") {
		t.Errorf("b returned and reads %q", got)
	}
	c.say(t, "b", "删除我的数据")
	c.say(t, "b", "确认删除")
	if rows := c.rows(t, "SELECT state FROM delivery WHERE kind = 'promoted' AND args <> '{}'"); len(rows) > 0 {
		t.Errorf("erased, yet kept: %q", rows)
	}
}

// TestLeaveInFlight leaves during the call for a new link and returns: the link is whole, and read once.
func TestLeaveInFlight(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "概率: 0.3 => 概率: 1") })
	c.peopleAt(7, 10, 0, 0)
	c.peopleSeats(t, 1)
	c.say(t, "p0", "领取49")
	c.peopleYes(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1new zzzz"))
	once := true
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if once && strings.HasSuffix(path, "/custom/send") {
			once = false
			c.peopleLeave(t, "p0")
			return wxsim.Refusal{Code: 43004}, true
		}
		return wxsim.Refusal{}, false
	}
	c.settle(t)
	if got := c.peopleFollow(t, "p0"); !strings.Contains(got, "1new") {
		t.Errorf("p0 returned and reads %q", got)
	}
	if got := c.say(t, "p0", "几点开始"); strings.Contains(got, "链接") {
		t.Errorf("and again: %q", got)
	}
}

// TestStopWithoutSpace types #停全部: everything stops.
func TestStopWithoutSpace(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "m1", "#停全部")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("not stopped: %q", got)
	}
}
