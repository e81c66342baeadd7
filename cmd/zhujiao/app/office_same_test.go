package app

import (
	"testing"
)

// TestSameTextNearly: a full stop more or less is the same text.
func TestSameTextNearly(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#确认 B1 4")
	for _, same := range []string{"今晚20:30准时开课,直播间地址稍后发群里", "今晚20：30准时开课，直播间地址 稍后发群里！"} {
		b.officeWant(t, "m1", "#群发 已报名 "+same, "24小时内发过相同内容（B1）")
	}
	b.officeWant(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址已经发在群里。", "草稿B2")
}
