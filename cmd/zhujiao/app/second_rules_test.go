package app

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// secondThanks is what a broadcast says.
const secondThanks = "感谢报名,问题可以继续发给我。"

// secondRefuses lets the platform answer a path with a code, unless it is 0.
func (c *crowd) secondRefuses(path string, code *int) {
	c.platform.Refuse = func(p string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: *code}, *code != 0 && strings.HasSuffix(p, path)
	}
}

// secondConsenting has one-time subscriptions.
func secondConsenting(cfg *Config) { cfg.Template, cfg.PublicURL = "TPL1", "https://bot.example.com" }

// TestRefusedFeature lets the platform refuse one-time messages: answers still leave.
func TestRefusedFeature(t *testing.T) {
	t.Parallel()
	for _, code := range []int{48001, 48008, 50001} {
		c := staffed(t, secondConsenting)
		c.peopleAt(7, 19, 0, 0)
		c.agree(t, "a", c.scan(t, "a"), "confirm")
		c.secondRefuses("/template/subscribe", &code)
		c.say(t, "q", "课程会讲到SaaS后台吗")
		c.peopleAt(7, 19, 30, 0)
		c.settle(t)
		c.say(t, "m1", "#答 U1 会的。")
		c.settle(t)
		if ctl, _ := c.app.store.Moderators.Control(t.Context()); c.peopleGot("q", "会的") == 0 {
			t.Errorf("one-time messages are refused with %d: q's answer does not leave, level %v", code, ctl.Level)
		}
		if n := len(c.peopleAlerts("一次性订阅")); n != 1 {
			t.Errorf("%d alarms that one-time messages are refused, want 1", n)
		}
	}
}

// TestUnverifiedPicture answers with a picture on an account that may upload none: no alarm, no calls.
func TestUnverifiedPicture(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		cfg.Account = "unverified"
		change(t, cfg.Campaign, "    问: 什么时候开课 =>     问: 什么时候开课\n    图片: qr.png")
		if err := os.WriteFile(filepath.Join(filepath.Dir(cfg.Campaign), "qr.png"), []byte("\x89PNG\r\n\x1a\n0000"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	code := 48001
	c.secondRefuses("/media/upload", &code)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "几点开始")
	for m := range 4 {
		c.peopleAt(7, 10, m, 30)
		c.settle(t)
	}
	if got := c.peopleAlerts("48001"); len(got) > 0 {
		t.Errorf("%q; %v", got, c.rows(t, "SELECT kind||' '||state||' '||attempts FROM delivery WHERE kind='image'"))
	}
}

// TestMergeIntoGone merges a question into one whose asker left: it is refused, or the answer arrives.
func TestMergeIntoGone(t *testing.T) {
	t.Parallel()
	for _, answered := range []bool{false, true} {
		c := staffed(t, nil)
		c.peopleAt(7, 10, 0, 0)
		c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
		c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
		c.must(t, "m1", "#过 Q1 Q2", "Q1已通过")
		if answered {
			c.must(t, "m1", "#回答 Q1 先学订单。", "Q1已回答")
			c.settle(t)
		}
		c.peopleLeave(t, "a")
		c.must(t, "m1", "#并 Q2 Q1", "没有找到Q1")
		if got := c.say(t, "d", "问题榜"); !strings.Contains(got, "商品中心") {
			t.Errorf("answered %v: b's question is lost: %q", answered, got)
		}
	}
}

// TestReserved looks at the link of consent: the platform takes letters and digits only.
func TestReserved(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, secondConsenting)
	_, rest, _ := strings.Cut(c.app.subscriptions.Link("oABC", time.Unix(1657193400, 0)), "reserved=")
	v, _, _ := strings.Cut(rest, "&")
	if !regexp.MustCompile("^[0-9a-zA-Z]{1,128}$").MatchString(v) {
		t.Errorf("reserved=%s: the platform takes a-zA-Z0-9 only, 128 at most", v)
	}
	for _, reserved := range []string{v, strings.Replace(v, "Z", ".", 1)} { // the second is a link of an older version
		q := url.Values{"openid": {"oABC"}, "template_id": {"TPL1"}, "action": {"confirm"}, "reserved": {reserved}}
		if u, token, err := c.app.subscriptions.Confirmed(q); err != nil || u != "oABC" || token != reserved {
			t.Errorf("%s: %q, %q, %v", reserved, u, token, err)
		}
	}
}

// TestCodeOutlivesOthers lets somebody else leave between a question and its code: the code still holds.
func TestCodeOutlivesOthers(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "z", "你好")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#答 U1 会提到的。")
	ask := c.say(t, "m1", "#发布 U1")
	c.peopleLeave(t, "z") // who has nothing to do with it
	if got := c.peopleYes(t, ask); !strings.Contains(got, "已发布") {
		t.Error(got)
	}
}

// TestErasedInReplies erases somebody whose question others have read: it is in no stored reply.
func TestErasedInReplies(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "提问 紫藤萝瀑布和订单库存的关系要怎么拆分才好呢")
	c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
	c.must(t, "m1", "#过 Q1 Q2", "Q1已通过")
	c.must(t, "m1", "#并 Q2 Q1", "Q2已并入Q1")
	c.say(t, "d", "问题榜")
	c.say(t, "b", "退订")
	c.must(t, "m1", "#回答 Q1 先学订单。", "Q1已回答")
	c.settle(t)
	c.say(t, "b", "几点开始") // carries the answer, which quotes a
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.settle(t)
	if hits := c.grep(t, "紫藤萝瀑布"); len(hits) > 0 {
		t.Errorf("a's words are still there: %d stored replies to others",
			len(c.rows(t, "SELECT reply FROM journal WHERE reply LIKE '%紫藤萝%'")))
	}
}

// TestModeratorNames binds one more moderator from the settings: two people never have one name.
func TestModeratorNames(t *testing.T) {
	t.Parallel()
	c := staffed(t, secondFrom(t, "2"))
	c.peopleAt(7, 10, 0, 0)
	ids := []bot.UserID{bot.UserID(wxsim.OpenID("crowd", "new")), bot.UserID(wxsim.OpenID("crowd", "m1"))}
	if err := c.app.bindKnown(t.Context(), ids, moderation.RoleOwner); err != nil { // the next start, with new before m1
		t.Fatal(err)
	}
	c.peopleSeats(t, 4)
	c.say(t, "m1", "#群发 已报名 "+secondThanks)
	c.say(t, "m1", "#确认 B1 4")
	if got := c.say(t, "new", "#批准 B1"); !strings.Contains(got, "开始发送") {
		t.Errorf("another person agrees: %q; %v", got, c.rows(t, "SELECT name FROM moderator"))
	}
}

// TestBindKeepsOwner lets the owner try an invitation: they stay the owner.
func TestBindKeepsOwner(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	reader := moderation.Moderator{Name: "小王", Role: moderation.RoleReader}
	if err := c.app.store.Moderators.Invite(t.Context(), "ABCDEFGHIJ", reader, c.app.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.say(t, "m1", "#绑定 ABCDEFGHIJ") // tried by the owner
	if got := c.say(t, "m1", "#停"); !strings.Contains(got, "急停") {
		t.Errorf("the only owner can stop nothing any more: %q", got)
	}
}

// TestConsentAfterLeaving loads the page of consent again after leaving: it counts for nothing.
func TestConsentAfterLeaving(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, secondConsenting)
	c.peopleAt(7, 19, 0, 0)
	r := c.scan(t, "a")
	c.agree(t, "a", r, "confirm")
	c.peopleLeave(t, "a")
	code := c.agree(t, "a", r, "confirm") // the page is loaded again
	if rows := c.rows(t, "SELECT token FROM subscription"); len(rows) > 0 {
		t.Errorf("status %d; the link counts a second time, for somebody who left: %v", code, rows)
	}
}
