package intent

import "strings"

// tonesByPiece returns the pieces of courtesy, folded, with their tones.
func tonesByPiece() map[string]tone {
	out := map[string]tone{}
	for t, words := range map[tone]string{
		toneThanks: `谢谢 谢 多谢 感谢 感恩 谢过 谢啦 跪谢 拜谢 蟹蟹 些些 辛苦 辛苦了 thanks thank thankyou thx tks 3q 3ks 三克油 唔该 唔该晒 多谢晒 麻烦了
			麻烦你了 麻烦您了 费心了 有心了`,
		toneGreeting: `你好 您好 在吗 在么 在嘛 在不在 在不 有人吗 有人在吗 有人么 有人在么 hi hello hey 哈喽 哈啰 哈罗 嗨 嗨喽 早 早安 早上好
			上午好 中午好 下午好 晚上好 晚好 在 nihao 你好吗
			新年好 新年快乐 节日快乐 周末愉快 周末好`,
		toneNoted: `好 好的 好滴 好哒 好嘞 好吧 好呀 好勒 好咧 行 行吧 可以 可以的 收到 已收到 收 get 嗯 恩 唔 哦 噢 喔 额 ok okay okk okok 知道 知道了 晓得了 明白 明白了
			了解 了解了 懂 懂了 get到了 没事 没事了 没问题 没问题了 不客气 晚安 再见 拜拜 拜 bye 88 886 棒 真棒 赞 点赞 厉害 牛 牛逼 nb 强 不错 太好了 好棒 来了 来啦 到了 打卡 报到
			加油 期待 支持 鼓掌 撒花 roger 明了 清楚 清楚了 搞定 搞定了 解决了 好了 1111 yes 对 对的 是的 嗯呢 嗯哪 中 得嘞 妥 妥了 遵命 妥妥的
			yyds 牛哇 牛啊 okie 么么哒 明天见 一会见 一会儿见 待会见 待会儿见 晚上见 今晚见 到时见 不见不散 回见 再会 不用谢 不谢 没关系 无所谓 不好意思 打扰 打扰了
			sorry 抱歉 好嘅 得啦 冇问题 冇事 哼 呃 诶 唉 拭目以待 赞赞 给力 强大 优秀 respect nice good great 爱了 爱了爱了 比心 抱拳 恭喜 恭喜恭喜`,
		toneNeutral: `啊 呀 哈 哦 噢 呢 了 啦 的 哒 滴 哟 呐 吧 嘛 喽 咯 您 你 我 我们 大家 各位 老师 老师们 刘老师 班主任 班班 助教 助手 小助手 客服 亲 亲们 亲爱的 同学 同学们
			亲亲 宝 宝子 哥 姐 大佬 大神 太 很 非常 十分 真的 真 万分 超 超级 特别 都 也 就 先 那 那就 这就 一下 这边 you so much 您们 你们 ~ , ! . 、 + 分享 解答 回复 帮助 提醒 通知 啦啦
			的直播 的课 的课程 的资料 的内容 的时间 讲解 讲课 指导 指点 耐心 精彩 付出 邀请 关心 今天 今晚 晚上 这么晚 已经 : ; 。 … - ( )`,
	} {
		for w := range strings.FieldsSeq(words) {
			out[w] = max(out[w], t) // the stronger tone of 哦, which is in two lists
		}
	}
	return out
}

// lead says how a piece of courtesy may stand before a question.
type lead int

// The leads. A soft one may also be a verb of the question (收到资料了吗), so that it
// leads only if another piece of courtesy follows. A following one never comes
// first: it is a name or a particle.
const (
	leadNone lead = iota
	leadFollowing
	leadSoft
	leadFree
)

// leadsByPiece returns the pieces that may stand before a question: the pieces of
// courtesy without those that could belong to the question, and words that only
// ever precede one.
func leadsByPiece() map[string]lead {
	out := map[string]lead{}
	for w, t := range tonesByPiece() {
		out[w] = leadFree
		if t == toneNeutral {
			out[w] = leadFollowing
		}
	}
	for l, words := range map[lead]string{
		leadNone: `在 早 中 强 牛 赞 棒 妥 拜 收 谢 打卡 报到 支持 期待 加油 点赞 搞定 来了 来啦 到了 解决了 好了 清楚 懂 bye 88 886 1111 牛逼 nb 不错
			你 您 我 我们 大家 各位 你们 您们 太 很 非常 十分 真的 真 万分 超 超级 特别 都 也 就 先 一下 这边 you so much 分享 解答 回复 帮助 提醒 通知
			今天 今晚 晚上 这么晚 已经 讲解 讲课 指导 指点 耐心 精彩 付出 邀请 关心 强大 优秀 给力 nice good great respect 爱了 爱了爱了`,
		leadSoft: `好 行 可以 对 收到 已收到 知道 明白 了解 没事 没问题`,
		leadFree: `请问 请问下 请问一下 想问 想问下 想问一下 我想问 我想问下 我想问一下 想请问 想请问一下 请教一下 问下 问一下 麻烦问下 麻烦问一下 咨询一下
			不好意思 打扰了 打扰一下 老师好 老师们好 刘老师好 大家好 各位好 班主任好 助教好`,
	} {
		for w := range strings.FieldsSeq(words) {
			out[w] = l
		}
	}
	return out
}
