package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestCommandsFolded: a full stop, a wide digit or traditional characters change
// no command, and free text stays as it was typed.
func TestCommandsFolded(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	for _, x := range [][2]string{
		{"#待答。", "没有待答的问题。"},
		{"#數據", "报名 2/120"},
		{"＃数据！", "报名 2/120"},
		{"#幫助", "#待答"},
		{"#停！", "已急停"},
		{"#停 全部！", "已全部停止"},
		{"#停，全部", "已全部停止"},
	} {
		c.expect(t, "m1", x[0], x[1])
	}
	_, code, ok := strings.Cut(c.say(t, "m1", "#恢复。"), "#确认 ")
	if !ok {
		t.Fatal("#恢复。 asks for no code")
	}
	c.expect(t, "m1", "#確認 "+code[:4]+"。", "已恢复")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.expect(t, "m1", "#加席 1,000", "写法：#加席 20")
	c.expect(t, "m1", "#过 Q3、Q4。", "没有找到Q3，什么都没有做。\n没有找到Q4，什么都没有做。")
	c.expect(t, "m1", "#答U1：", "写法：#答 U12 内容")
	c.expect(t, "m1", "#答 Ｕ１ 會講，Ａ 和 Ｂ！", "已回复U1")
	c.settle(t)
	if c.told("a", "班主任回复：會講，Ａ 和 Ｂ！") != 1 {
		t.Errorf("the answer arrived as %q", c.texts("a"))
	}
	c.expect(t, "m1", "#答U1，3点开始", "已回复U1")
	c.settle(t)
	if c.told("a", "班主任回复：3点开始") != 1 {
		t.Errorf("the answer arrived as %q", c.texts("a"))
	}
	c.expect(t, "m1", "#群發 已报名。 今晚20:30准时开课，直播间地址稍后发群里。", "草稿B1")
	c.expect(t, "m1", "#确认 B1 ２。", "B1开始发送：2人")
}

// TestRetryAfterLeave repeats a push of a moderator after somebody left: it gets the same reply.
func TestRetryAfterLeave(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "z", "你好")
	x := c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "m1"), "#数据", wxsim.FaultNone)
	c.unfollow(t, "z")
	if y := c.pusher.Again(t.Context(), wxsim.OpenID("crowd", "m1"), x.Sent); x.Text != y.Text {
		t.Errorf("first %q, again %q", x.Text, y.Text)
	}
}
