package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
)

// TestWallAgain announces a question a second time, after nobody was told the first time.
func TestWallAgain(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 20, 40, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.must(t, "m1", "#过 Q1", "Q1已通过")
	code := 45047
	c.secondRefuses("/custom/send", &code)
	c.must(t, "m1", "#上墙 Q1", "Q1已上墙")
	c.settle(t)
	code = 0
	c.say(t, "a", "你好")
	said := c.must(t, "m1", "#上墙 Q1", "Q1已上墙")
	c.settle(t)
	if strings.Contains(said, "已提醒提问人") && c.peopleGot("a", "正在直播中回答") == 0 {
		t.Errorf("%q, yet a was never told", said)
	}
}

// TestRetryAfterLeave repeats a push of a moderator after somebody left: it gets the same reply.
func TestRetryAfterLeave(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "z", "你好")
	x := c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "m1"), "#数据", wxsim.FaultNone)
	c.peopleLeave(t, "z")
	if y := c.pusher.Again(t.Context(), wxsim.OpenID("crowd", "m1"), x.Sent); x.Text != y.Text {
		t.Errorf("first %q, again %q", x.Text, y.Text)
	}
}

// TestTrialOrder sends to all: the trial goes to who was seen last.
func TestTrialOrder(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i := range 6 {
		c.peopleAt(7, 10, 0, i)
		c.say(t, fmt.Sprint("p", i), "几点开始")
		c.platform.Touch(wxsim.OpenID("crowd", fmt.Sprint("never", i)), "subscribe")
	}
	c.peopleAt(7, 11, 0, 0)
	if err := (followers{c.app}).update(t.Context(), c.app.clock.Now()); err != nil {
		t.Fatal(err)
	}
	c.must(t, "m1", "#群发 全部 "+secondThanks, "草稿B1")
	c.must(t, "m1", "#确认 B1 13", "B1开始发送：13人")
	c.settle(t)
	n := 0
	for i := range 6 {
		n += c.peopleGot(fmt.Sprint("never", i), secondThanks)
	}
	if n > 0 {
		t.Errorf("%d of the trial's five were seen last", n)
	}
}

// TestInheritedCounts lets somebody inherit a question: it is none of their own three.
func TestInheritedCounts(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	for _, q := range []string{"我做线下零售3年,想转电商产品,订单和库存先学哪个?", "商品中心和类目要怎么拆分才合理呢", "促销叠加的规则后台要怎么设计才好呢"} {
		c.say(t, "b", "提问 "+q)
	}
	c.peopleLeave(t, "a")
	if got := c.say(t, "b", "提问 会员等级和优惠券的关系怎么设计才好"); !strings.Contains(got, "收到") {
		t.Errorf("b's third own question: %q", got)
	}
}

// TestConsentsDoNotAddUp agrees twice: one message is counted on, as the platform does.
func TestConsentsDoNotAddUp(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, secondConsenting)
	c.peopleAt(7, 19, 0, 0)
	c.agree(t, "a", c.scan(t, "a"), "confirm")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.peopleAt(7, 19, 5, 0)
	c.agree(t, "a", c.say(t, "a", "报名"), "confirm")
	if n := c.rows(t, "SELECT token FROM subscription WHERE spent=0"); len(n) != 1 {
		t.Errorf("%d messages are counted on; the platform allows one a scene", len(n))
	}
}

// TestDeclinedWithoutOpenid says no on the page of consent, which then names nobody.
func TestDeclinedWithoutOpenid(t *testing.T) {
	t.Parallel()
	s := &wechat.Subscriptions{Template: "T", Sign: func(string) string { return "sig" }}
	_, _, err := s.Confirmed(map[string][]string{"template_id": {"T"}, "action": {"cancel"}, "scene": {"1"}, "reserved": {"x.sig"}})
	if !errors.Is(err, wechat.ErrDeclined) {
		t.Error(err)
	}
}

// TestOddAudience writes an audience that is no number of a class: the moderator reads how to write it.
func TestOddAudience(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.must(t, "m1", "#群发 收到Babc "+secondThanks, "没有这个对象")
}
