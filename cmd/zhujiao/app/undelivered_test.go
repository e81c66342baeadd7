package app

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// refuseOnce answers the next calls to a path with these refusals, one each.
func (c *crowd) refuseOnce(path string, refusals ...wxsim.Refusal) {
	var mu sync.Mutex
	c.platform.Refuse = func(called string) (wxsim.Refusal, bool) {
		mu.Lock()
		defer mu.Unlock()
		if !strings.HasSuffix(called, path) || len(refusals) == 0 {
			return wxsim.Refusal{}, false
		}
		r := refusals[0]
		refusals = refusals[1:]
		return r, true
	}
}

const send = "/message/custom/send"

// TestUndeliveredAnswer tells a moderator who has read 已送达 what came of it instead, by
// chat, once, with the reason; the answer is there with the person's next message.
func TestUndeliveredAnswer(t *testing.T) {
	t.Parallel()
	for reason, refusal := range map[string]wxsim.Refusal{
		"对方已取关":         {Code: 43004},
		"对方现在收不到":       {Code: 45047},
		"微信没有回应，可能收到了":  {Cut: true},
		"今天的发送次数用完了":    {Code: 45009},
		"微信拒绝，错误码87014": {Code: 87014},
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 10, 0, 0)
			c.say(t, "a", "课程会讲到SaaS后台吗")
			c.settle(t)
			c.refuseOnce(send, refusal)
			c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（已送达）")
			c.settle(t)
			want := "U1的回复没有送到（" + reason + "），下次来时补上。"
			if n := c.told("m1", want); n != 1 || len(c.texts("m1")) != 1 {
				t.Errorf("m1 read %q, want %q once", c.texts("m1"), want)
			}
			if got := c.alerts("没有送到"); len(got) > 0 {
				t.Errorf("the group read it too: %q", got)
			}
			if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "班主任回复：会提到的。\n\n") {
				t.Errorf("a read %q", got)
			}
		})
	}
}

// TestUndeliveredToGroup tells the moderators' group when the moderator cannot be reached
// by chat: their credit is over, or the report itself is refused.
func TestUndeliveredToGroup(t *testing.T) {
	t.Parallel()
	const want = "U1的回复没有送到（对方现在收不到），下次来时补上。"
	for name, refusals := range map[string][]wxsim.Refusal{
		"no credit":      {{Code: 45015}},
		"report refused": {{Code: 45015}, {Code: 43004}},
		"report lost":    {{Code: 45015}, {Cut: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 10, 0, 0)
			c.say(t, "a", "课程会讲到SaaS后台吗")
			c.settle(t)
			c.refuseOnce(send, refusals...)
			c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（已送达）")
			if name == "no credit" {
				c.spendAll(t, "m1")
			}
			c.settle(t)
			if got := c.alerts(want); len(got) != 1 {
				t.Errorf("the group read %q, want %q; m1 %q", c.alerts(""), want, c.texts("m1"))
			}
		})
	}
}

// spendAll leaves somebody no credit.
func (c *crowd) spendAll(t *testing.T, who string) {
	t.Helper()
	if err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		p, err := c.app.store.People.Find(ctx, bot.UserID(wxsim.OpenID("crowd", who)))
		for spent := err == nil; spent && err == nil; {
			spent, err = c.app.store.Ledger.Spend(ctx, p.ID)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestUndeliveredKinds tells of each kind of message that a moderator believes delivered.
func TestUndeliveredKinds(t *testing.T) {
	t.Parallel()
	const question = "我做线下零售3年,想转电商产品,订单和库存先学哪个?"
	asked := func(t *testing.T, c *crowd) {
		t.Helper()
		c.say(t, "a", "提问 "+question)
		c.must(t, "m1", "#过 Q1", "Q1已通过")
	}
	for name, k := range map[string]struct {
		before func(*testing.T, *crowd)
		do     []string // the last of these is said before the platform refuses
		want   string
		group  bool
	}{
		"answer of the lecturer": {asked, []string{"m1 #回答 Q1 先学订单。"}, "Q1的回复没有送到（对方现在收不到），下次来时补上。", false},
		"question on the wall":   {asked, []string{"m1 #上墙 Q1"}, "Q1的上墙提醒没有送到（对方现在收不到）。", false},
		"makeup": {func(t *testing.T, c *crowd) {
			t.Helper()
			c.say(t, "a", "报名")
			c.at(7, 22, 0, 0)
			c.say(t, "a", "补签 老师讲到订单拆单")
		}, []string{"m1 #补签 H1"}, "H1的补签通知没有送到（对方现在收不到），下次来时补上。", false},
		"answer to a call": {func(t *testing.T, c *crowd) {
			t.Helper()
			c.say(t, "a", "人工")
		}, []string{"m1 #答 H1 在的。"}, "H1的回复没有送到（对方现在收不到），下次来时补上。", false},
		"promotion": {func(t *testing.T, c *crowd) {
			t.Helper()
			c.registerNumbered(t, "p", 120)
			c.say(t, "a", "报名")
		}, []string{"p6 取消报名", "p6 确认取消"}, "候补转正（第7位）的通知没有送到（对方现在收不到），下次来时补上。", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 19, 0, 0)
			k.before(t, c)
			c.settle(t)
			c.refuseOnce(send, wxsim.Refusal{Code: 45047})
			for _, line := range k.do {
				who, text, _ := strings.Cut(line, " ")
				c.say(t, who, text)
			}
			c.settle(t)
			if k.group {
				if got := c.alerts(k.want); len(got) != 1 {
					t.Errorf("the group read %q, want %q", c.alerts(""), k.want)
				}
				return
			}
			if n := c.told("m1", k.want); n != 1 {
				t.Errorf("m1 read %q, want %q", c.texts("m1"), k.want)
			}
		})
	}
}

// TestUndeliveredOnce answers a ticket of many people whom the platform refuses: the
// moderator reads it once, and once more for the next answer.
func TestUndeliveredOnce(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	for i := range 8 {
		c.say(t, fmt.Sprint("p", i), "课程会讲到SaaS后台吗")
		c.must(t, "m1", fmt.Sprintf("#答 U%d 会。", i+1), "已回复")
	}
	c.settle(t)
	for _, answer := range []string{"一", "二"} {
		c.refuseOnce(send, wxsim.Refusal{Code: 45047})
		c.app.clock.Freeze(c.app.clock.Now().Add(time.Second))
		c.say(t, "p0", "几点开始")
		c.must(t, "m1", "#答 U1 "+answer, "已回复")
		c.settle(t)
	}
	if n := c.told("m1", "U1的回复没有送到"); n != 2 {
		t.Errorf("m1 read %q, want one report for each answer", c.texts("m1"))
	}
}

// TestDeliveredIsNotReported tells nobody of answers that arrive, of one that is said to
// come later, and of notices that nobody was promised.
func TestDeliveredIsNotReported(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（已送达）")
	c.settle(t)
	c.say(t, "b", "人工")
	c.at(10, 11, 0, 0)
	c.must(t, "m1", "#答 H1 在的。", "已回复H1（对方现在收不到")
	c.settle(t)
	if got := append(c.alerts("没有送到"), c.texts("m1")...); len(got) > 0 {
		t.Errorf("the moderators read %q", got)
	}
}

// TestUndeliveredToWhoLeft answers somebody who leaves, or erases their data, before the
// answer gets through: the moderator reads that it will not arrive.
func TestUndeliveredToWhoLeft(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*testing.T, *crowd){
		"left": func(t *testing.T, c *crowd) { t.Helper(); c.unfollow(t, "a") },
		"erased": func(t *testing.T, c *crowd) {
			t.Helper()
			c.say(t, "a", "删除我的数据")
			c.say(t, "a", "确认删除")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 10, 0, 0)
			c.say(t, "a", "课程会讲到SaaS后台吗")
			c.settle(t)
			c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（已送达）")
			leave(t, c)
			c.settle(t)
			const want = "U1的回复没有送到（对方已取关或删除了数据）。"
			if got := c.texts("m1"); len(got) != 1 || got[0] != want {
				t.Errorf("m1 read %q, want %q", got, want)
			}
		})
	}
}

// TestReplacedIsNotReported answers a question again before the first answer has left: only
// the second arrives, and that is no failure.
func TestReplacedIsNotReported(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.commands(t, "#过 Q1", "#回答 Q1 先学订单。", "#回答 Q1 先学库存。")
	c.settle(t)
	if got := append(c.alerts("没有送到"), c.texts("m1")...); len(got) > 0 {
		t.Errorf("the moderators read %q", got)
	}
}
