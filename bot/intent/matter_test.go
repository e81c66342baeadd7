package intent_test

import (
	"testing"

	"zhujiao/bot/intent"
)

// TestMatterOf tells questions, requests and reports of faults from remarks.
func TestMatterOf(t *testing.T) {
	t.Parallel()
	for kind, texts := range map[intent.Matter][]string{
		{Asks: true}: {
			"课程会讲到SaaS后台吗", "能开发票？", "供应链讲不讲", "老师的书哪里买", "帮我改一下名字", "求个课件", "把课件发我", "我要退款", "为什么没人理我",
			"一个人可以报几个名额", "会有证书么",
		},
		{Fault: true}:             {"直播间进不去", "卡", "卡死了", "好卡", "没声音", "听不到老师说话", "黑屏了", "视频打不开", "一直转圈", "还是进不去", "没收到链接"},
		{Asks: true, Fault: true}: {"怎么进不去", "为什么没声音？"},
		{}:                        {"主要想知道多租户", "真的", "我是做SaaS的", "老师讲得真好", "数据", "我的会员卡", "要求太高了"},
	} {
		for _, said := range texts {
			if got := intent.MatterOf(said); got != kind {
				t.Errorf("%s is %+v, want %+v", said, got, kind)
			}
		}
	}
}
