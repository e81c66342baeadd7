package intent_test

import (
	"testing"

	"zhujiao/bot/intent"
)

// TestAbuse: ruling 13 holds without a word of the operator's list.
func TestAbuse(t *testing.T) {
	t.Parallel()
	r := intent.New(class(), texts(), table())
	for _, said := range []string{
		"傻逼", "你们都是傻逼！", "sb", "智障机器人", "妈的", "你他妈的废物", "脑残吧你", "去死", "王八蛋", "真是个垃圾废物玩意", "人渣一群人渣",
		"专业代写论文，期刊包过，加微信 lunwen8899",
		"招兼职刷单，日结300，加V：shuadan666",
		"急用钱找我，无抵押贷款秒到账，电话13812345678",
		"正规代开发票，各行业普票专票，代办征信，微信：fapiao2022",
		"一手货源厂家直销，高仿名牌包包，扫码进群看货",
		"宝妈副业，在家就能赚，一天两小时月入过万，私信我领取",
		"高薪诚聘主播，日入过千，qq 123456789",
		"内幕消息荐股，牛股天天有，加群 https://t.cn/abc",
		"棋牌彩票平台注册送88，提现秒到账 www.abc888.com",
		"减肥瘦身不反弹，代理价从优，➕微信 shou5566",
	} {
		if in := intent.Resolve(r.Read(typed(said)), intent.State{}); in.Kind != intent.Nothing {
			t.Errorf("%s: %s", said, in.Kind)
		}
	}
	for _, said := range []string{
		"垃圾", "课讲得太烂了，浪费我时间", "你们这机器人太智障了，根本不回答我的问题", "气死我了", "傻傻分不清订单和支付单", "我妈的手机能看吗", "笑死", "妈呀报不上名",
		"2b的后台怎么做", "sb端和b端有什么区别",
		"群里有人发兼职刷单广告，加微信的，管管", "有人私聊我说代开发票，是你们吗", "收到一个微信说低价转让名额，日结的，是真的吗",
		"我是做招聘的，想和你们合作推广，电话13812345678", "老师能不能讲讲优惠券和返利怎么设计，我微信abc12345",
		"发票开给公司，电话13812345678", "我电话13812345678，帮我登记一下", "加微信进群", "扫码进群扫不了", "转让一个席位，加我微信abc12345",
		"佣金系统和推广链接怎么做", "优惠券的后台逻辑，订单、库存、返现都讲吗",
		"我们是做代理商系统的，货源和批发都有，微信里能看直播吗",
	} {
		if in := intent.Resolve(r.Read(typed(said)), intent.State{}); in.Kind == intent.Nothing {
			t.Errorf("%s: silence", said)
		}
	}
}
