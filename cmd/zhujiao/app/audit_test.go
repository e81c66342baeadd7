package app

import (
	"slices"
	"strings"
	"testing"
)

// TestAudit runs commands that change something: each leaves who, what, before
// and after.
func TestAudit(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "a", "人工")
	for _, command := range []string{
		"#答 U1 会提到,但重点是电商后台。", "#接管 H1", "#结束 H1", "#过 Q1", "#回答 Q1 先学订单。", "#停链 99 1", "#恢复链 99 1", "#补货 49 20",
		"#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。", "#改 B1 今晚20:30准时开课,直播间地址在群公告里。", "#预览 B1", "#定时 B1 20:00", "#取消 B1", "#停", "#停 全部",
	} {
		c.say(t, "m1", command)
	}
	c.askAndConfirm(t, "m1", "#恢复")
	got := c.audit(t)
	want := []string{
		"ticket.answer|U1|open|会提到,但重点是电商后台。", "ticket.take|H1|open|taken", "ticket.close|H1|taken|closed",
		"question.approve|Q1|pending|approved", "question.answer|Q1|approved|先学订单。",
		"link.stop|99 https://pan.example.com/s/1ecom99a|in use|stopped",
		"link.restore|99 https://pan.example.com/s/1ecom99a|stopped|in use",
		"pack.restock|49|0 of 36 taken|+20", "broadcast.draft|B1||今晚20:30准时开课,直播间地址稍后发群里。",
		"broadcast.edit|B1|今晚20:30准时开课,直播间地址稍后发群里。|今晚20:30准时开课,直播间地址在群公告里。",
		"broadcast.preview|B1|draft|今晚20:30准时开课,直播间地址在群公告里。",
		"broadcast.schedule|B1|draft|scheduled 2022-07-07T20:00:00+08:00", "broadcast.cancel|B1|scheduled|cancelled",
		"sending.stop||running|first stopped",
		"sending.stop||first stopped|all stopped", "sending.resume||all stopped|running",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the record has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSecondRecorded: the record shows who asked for a second person.
func TestSecondRecorded(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 4, approvalFrom(t, "3"))
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 4")
	got := c.audit(t, "broadcast.confirm")
	if want := []string{"broadcast.confirm|B1|draft|approval"}; !slices.Equal(got, want) {
		t.Errorf("the record has %q, want %q", got, want)
	}
}
