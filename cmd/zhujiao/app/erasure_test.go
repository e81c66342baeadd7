package app

import (
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// TestErased lets somebody write, ask, call and leave: afterwards neither their
// openid nor a word of theirs is in any file of the database.
func TestErased(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*crowd){
		"erased": func(c *crowd) {
			c.say(t, "a", "删除我的数据")
			c.say(t, "a", "确认删除")
		},
		"left": func(c *crowd) {
			c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "unsubscribe", "", wxsim.FaultNone)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, nil)
			words := []string{"紫藤萝瀑布在哪", "想知道琥珀色的多租户怎么做权限隔离", "琥珀色后台能不能讲细一点呢"}
			c.say(t, "b", "报名")
			c.say(t, "a", "报名")
			c.say(t, "a", words[0])
			c.say(t, "a", words[1])
			c.say(t, "a", "提问 "+words[2])
			c.say(t, "a", "人工")
			c.settle(t)
			leave(c)
			c.settle(t)
			if hits := c.grep(t, append(words, wxsim.OpenID("crowd", "a"))...); len(hits) > 0 {
				t.Errorf("still there: %v", hits)
			}
			logged := c.logged.String()
			for _, w := range append(words, wxsim.OpenID("crowd", "a")) {
				if strings.Contains(logged, w) {
					t.Errorf("the log has %q", w)
				}
			}
			if !strings.Contains(logged, `"msg":`) {
				t.Error("nothing was logged at all")
			}
			if hits := c.grep(t, wxsim.OpenID("crowd", "b")); len(hits) == 0 {
				t.Error("the search finds nobody at all")
			}
		})
	}
}

// TestErasedCode erases somebody whose question waits to be published: no file holds it.
func TestErasedCode(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布在哪")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	c.must(t, "m1", "#发布 U1", "将新增常见问题")
	c.settle(t)
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.settle(t)
	if hits := c.grep(t, "紫藤萝瀑布在哪"); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}

// TestErasedInReplies erases somebody whose question others have read: it is in no stored reply.
func TestErasedInReplies(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
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
		t.Errorf("a's words are still there: %v", hits)
	}
}

// TestForgottenHash erases everything: the hash is gone after the day that was named.
func TestForgottenHash(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "报名")
	hash := c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", "a")))
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.settle(t)
	if len(c.grep(t, hash)) == 0 {
		t.Error("until that day the hash is kept, and the search does not find it")
	}
	c.at(31, 10, 0, 0)
	c.app.forget(t.Context())
	c.settle(t)
	if hits := c.grep(t, hash); len(hits) > 0 {
		t.Errorf("the hash is kept for ever: %v", hits)
	}
}

// TestPurgeInTime leaves after the class: the hash is gone seven days after it, not seven days later.
func TestPurgeInTime(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "报名")
	c.at(13, 10, 0, 0)
	c.unfollow(t, "a")
	hash := c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", "a")))
	c.settle(t)
	if len(c.grep(t, hash)) == 0 {
		t.Error("until 7月14日 the hash is kept, and the search does not find it")
	}
	c.at(15, 10, 0, 0)
	c.app.forget(t.Context())
	c.settle(t)
	if hits := c.grep(t, hash); len(hits) > 0 {
		t.Errorf("the hash was to be kept until 7月14日: %v", hits)
	}
}
