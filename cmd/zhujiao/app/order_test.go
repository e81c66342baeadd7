package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// madeAt brings a message that was made so many seconds after the clock was set, and
// arrives now.
func (c *crowd) madeAt(t *testing.T, who string, made int, elements string) string {
	t.Helper()
	openid := wxsim.OpenID("crowd", who)
	at := time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC).Add(time.Duration(made) * time.Second).Unix()
	x := c.pusher.Again(t.Context(), openid, fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName>"+
		"<CreateTime>%d</CreateTime>%s</xml>", c.pusher.Account.OriginalID, openid, at, elements))
	if x.Failure != "" {
		t.Errorf("%s: %s", elements, x.Failure)
	}
	return x.Text
}

// TestNewerDecisionWins plays each pair of decisions in both orders of arrival, with what
// leads to them: the one that was made later counts, and the reply to the other one says
// what holds.
func TestNewerDecisionWins(t *testing.T) {
	t.Parallel()
	n := 0
	text := func(words string) string {
		n++
		return fmt.Sprintf("<MsgType>text</MsgType><Content>%s</Content><MsgId>%d</MsgId>", words, 990000+n)
	}
	event := func(name string) string {
		return "<MsgType>event</MsgType><Event>" + name + "</Event><EventKey></EventKey>"
	}
	c := newCrowd(t, func(cfg *Config) { cfg.Account = "service" })
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	follows := func(who string) string {
		rows := c.rows(t, "SELECT following FROM person WHERE hash = '"+c.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))+"'")
		return "follows " + strings.Join(rows, "")
	}
	status := func(who string) string { return c.madeAt(t, who, 60, text("我的")) }
	for name, tc := range map[string]struct {
		first, later string // as they were made, at 20 and 30 s
		wanted       string
		read         func(who string) string
		says         string // in the reply to what arrives late
	}{
		"unfollow, follow": {event("unsubscribe"), event("subscribe"), "follows 1", follows, ""},
		"follow, unfollow": {event("subscribe"), event("unsubscribe"), "follows 0", follows, ""},
		"unfollow, text":   {event("unsubscribe"), text("菜单"), "follows 1", follows, ""},
		"text, unfollow":   {text("菜单"), event("unsubscribe"), "follows 0", follows, ""},
		"unfollow, scan":   {event("unsubscribe"), event("SCAN"), "follows 1", follows, ""},
		"optin, optout":    {text("提醒"), text("退订"), "已退订", status, "已关闭提醒"},
		"optout, optin":    {text("退订"), text("提醒"), "已开启", status, "提醒已开启"},
		"register, cancel": {text("报名"), text("确认取消"), "未报名", status, "没有报名"},
		"cancel, register": {text("确认取消"), text("报名"), "已报名", status, "你已经报名"},
	} {
		for order, arriving := range map[string][2]string{"in order": {tc.first, tc.later}, "late": {tc.later, tc.first}} {
			who := name + order
			made := map[string]int{tc.first: 20, tc.later: 30}
			switch name {
			case "optout, optin", "optin, optout", "unfollow, follow", "unfollow, text", "unfollow, scan":
				c.madeAt(t, who, 5, text("报名"))
			case "register, cancel", "cancel, register": // the seat and the question are older
				c.madeAt(t, who, 5, text("报名"))
				c.madeAt(t, who, 6, text("取消报名"))
			}
			var said string
			for _, elements := range arriving {
				said = c.madeAt(t, who, made[elements], strings.Replace(elements, "<MsgId>", "<MsgId>"+fmt.Sprint(len(order)), 1))
			}
			if order == "late" && !strings.Contains(said, tc.says) {
				t.Errorf("%s: the late reply is %q, want %q in it", name, said, tc.says)
			}
			if got := tc.read(who); !strings.Contains(got, tc.wanted) {
				t.Errorf("%s, %s: %q, want %q", name, order, got, tc.wanted)
			}
		}
	}
}

// TestLateUnfollowErasesNothing lets an unfollow arrive after its person came back: seat,
// reminders and their credit stay (ruling 35).
func TestLateUnfollowErasesNothing(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) { cfg.Account = "service" })
	c.must(t, "a", "报名", "报名成功")
	c.app.clock.Freeze(c.app.clock.Now().Add(20 * time.Second))
	c.madeAt(t, "a", 20, "<MsgType>event</MsgType><Event>subscribe</Event><EventKey></EventKey>")
	if got := c.madeAt(t, "a", 12, "<MsgType>event</MsgType><Event>unsubscribe</Event><EventKey></EventKey>"); got != "" {
		t.Errorf("an unfollow was answered: %q", got)
	}
	c.madeAt(t, "b", 15, "<MsgType>event</MsgType><Event>unsubscribe</Event><EventKey></EventKey>")
	c.madeAt(t, "b", 10, "<MsgType>text</MsgType><Content>菜单 </Content><MsgId>991</MsgId>")
	if got := c.rows(t, "SELECT body FROM journal WHERE key = 'm:991'"); len(got) != 1 || got[0] != "" {
		t.Errorf("of a message that comes after its sender left, %q is kept", got)
	}
	c.madeAt(t, "b", 11, "<MsgType>text</MsgType><Content>人工 我是小王有急事</Content><MsgId>992</MsgId>")
	c.settle(t)
	if hits := c.grep(t, "我是小王有急事"); len(hits) > 0 {
		t.Errorf("words that came after their sender left are kept: %v", hits)
	}
	c.at(7, 19, 30, 0)
	c.settle(t)
	if got := c.told("a", "还有1小时开课"); got != 1 {
		t.Errorf("reminded %d times, want once", got)
	}
}
