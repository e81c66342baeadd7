package intent_test

import (
	"strings"
	"testing"

	"zhujiao/bot"
)

// TestAssent reads a yes or a no in the many ways in which people type one, and nothing
// into texts that say more.
func TestAssent(t *testing.T) {
	t.Parallel()
	for want, texts := range map[bot.Assent]string{
		bot.AssentCourtesy: `嗯 嗯嗯 嗯嗯嗯嗯 好 好的 好的！ 好的～ 好好好 好滴 好哒老师 行 行吧 可以 可以呀 可以的谢谢 OK OK~ ok！ okkk ＯＫ okok 👌 👍🏻 OK👌 好的👌
			[OK] [好的] 没问题 好嘞老师 嗯呢 嗯好的 收到，好的`,
		bot.AssentYes:          `是 是啊 是滴 是哒 对 对的 对对 对对对 对呀！ 要 要的 要要要 要的要的 没错！ yes YES yesss 是的呢谢谢 嗯是的 是的嗯 对，是的 我要 我是 当然 好的确认 需要`,
		bot.AssentConfirm:      `确认 确定 是的 确认。 确定！！！ 是的～ 「确认」 確認 確定 是的是的 确认确认 是的😀`,
		bot.AssentNo:           `不 不是 不用 算了 不要 不了 不用了 不用了谢谢 不必了，谢谢 算了吧 不是的 no NO！ nope 先不用 暂时不用 不取消 不取消了 不删了 好的不用了 嗯，不用 我不要 没有 ❌ 🙅`,
		bot.AssentCancel:       `取消 取消！ 取消吧 好的，取消吧 取消取消`,
		bot.AssentConfirmLeave: `确定取消 确定取消报名 确认取消报名！`,
		bot.AssentConfirmErase: `确定删除 确认删除数据 确定删除我的数据`,
		bot.AssentNone: `报名 几点开始 好不好 是不是 要不要 可不可以 行不行 可以吗 是吗 好吗 对了 不懂 不明白 没收到 不清楚 不好意思 谢谢 你好 收到 666 哈哈 😀 要钱吗 不是问这个 好的几点开始 不用报名吗
			确认一下时间 取消报名 确定能听吗 是的，几点开始 不要钱吗 1 ～ 是不 好的不是是`,
	} {
		for said := range strings.FieldsSeq(texts) {
			if got := shared().Read(typed(said)).Assent; got != want {
				t.Errorf("%q: %d, want %d", said, got, want)
			}
		}
	}
	if got := shared().Read(typed(strings.Repeat("好的", 2000))).Assent; got != bot.AssentNone {
		t.Errorf("a text without end: %d", got)
	}
}
