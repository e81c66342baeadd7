package intent_test

import (
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

// What takes or gives back a seat or a pack is known before the unit, so that it waits for
// others without a connection; what only asks is not.
func TestContends(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		"报名": true, "我要报名": true, "我想报名这个课": true, "确认取消": true, "领取99": true, "面试资料包": true, "1 报名（还剩20席）": true,
		"几点开始": false, "失效99": false, "资料包": false, "签到 后台先行": false, "取消报名": false, "#数据": false, "谢谢": false,
	} {
		m := typed(said)
		m.Readings = shared().Read(m)
		if got := intent.Contends(m); got != want {
			t.Errorf("%s: %v, want %v", said, got, want)
		}
	}
	for arg, want := range map[string]bool{"scene-1": true, "": false} {
		m := &bot.Message{Kind: bot.KindEvent, Event: bot.EventScan, Arg: arg}
		m.Readings = shared().Read(m)
		if got := intent.Contends(m); got != want {
			t.Errorf("a scan of %q: %v, want %v", arg, got, want)
		}
	}
}
