package handlers

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
)

// tone is what a piece of courtesy says.
type tone int

// The tones; the strongest piece of a text decides.
const (
	toneNone    tone = iota // no courtesy
	toneNeutral             // goes with any: a name, a particle
	toneNoted               // heard, understood, applause: no answer
	toneHello
	toneThanks
)

// courtesy answers what is no question (ruling 13); none of it opens a ticket.
func (m *Mouth) courtesy(_ context.Context, msg *bot.Message) (bot.Reply, error) {
	switch m.tone(msg.Folded) {
	case toneThanks:
		return m.thanked(msg)
	case toneHello:
		return m.say("courtesy_hello", nil)
	case toneNoted:
		return bot.Silence{}, nil
	default:
		return nil, bot.ErrPass
	}
}

// thanked answers thanks.
func (m *Mouth) thanked(msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.say("courtesy_thanks_over", nil)
	}
	return m.say("courtesy_thanks", nil)
}

// wanting is what a remark has not: a question, or something that is wrong.
var wanting = regexp.MustCompile(`[吗么呢]|什么|怎么|咋|哪|几|谁|多少|啥|能不能|可不可以|可以|有没有|是不是|请|帮|给我|发我|麻烦|想|要|求|` +
	`没|不|失效|过期|坏|卡|退|投诉|催|急|但|可是`)

// news is what a remark may say besides: that something came or worked, or what
// its sender does next. Nobody has to look at it.
var news = regexp.MustCompile(`(资料|链接|文件|课程|课件|回放|消息|通知|提醒|书单|报告|东西)?(我|们|都|已经|已)*` +
	`(收到|看到|看完|听完|听到|领到|领取|拿到|下载|保存|转存|存好|打开|报上|报好|报名|签到|签上|进来|进去|进群|加上|找到|解决)(成功|好|完|名)?[了啦咯]|` +
	`我?先?(下|撤|走|睡|忙|去忙|休息)[了啦]|我?(会|一定)*[准按]时(参加|到|来|收看|听课?)|我?就?等着?(通知|消息|开课|回复)[了吧]?|` +
	`我?再?(看看|试试|想想|研究|考虑)`)

// remark tells whether a text thanks and asks for nothing: 资料收到了 谢谢. What is
// left beside thanks, praise and news is somebody's business (ruling 13).
func (m *Mouth) remark(msg *bot.Message) bool {
	if !m.thanking(msg.Folded) {
		return false // the usual case, and to look for news is dear
	}
	return !strings.ContainsAny(msg.Text, "?？") && m.tone(news.ReplaceAllString(msg.Folded, "好的")) == toneThanks
}

// thanking tells whether a text has a word of thanks somewhere.
func (m *Mouth) thanking(folded string) bool {
	for word, t := range m.tones {
		if t == toneThanks && strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

// tone reads a text piece by piece, the longest first: a text of nothing but
// courtesy has the tone of its strongest piece, any other has none.
func (m *Mouth) tone(folded string) tone {
	if laughter(folded) || strings.HasPrefix(folded, "【收到不支持的消息类型") {
		return toneNoted
	}
	switch strings.TrimRight(folded, "啊呀哈哦") { // a greeting alone: in 老师好厉害 it is none
	case "老师好", "老师们好", "刘老师好", "大家好", "同学们好", "各位好", "班主任好", "助教好":
		return toneHello
	}
	said := toneNone
	for rest := folded; rest != ""; {
		n, t := m.piece(rest)
		if t == toneNone {
			return toneNone
		}
		said, rest = max(said, t), rest[n:]
	}
	if said == toneNeutral {
		return toneNone // a name alone, or 「的」, says nothing
	}
	return said
}

// pieceMax is the longest piece of courtesy in bytes.
const pieceMax = 24

// praise is said in too many ways to list.
var praise = regexp.MustCompile(`^(老师|今天|今晚|这节课|这堂课|这场|课程|内容|直播|分享|真的|您|你)*(讲|说|分享|总结|准备)?[的得]?[真太很超好挺]*` +
	`((讲|说|分享|总结|准备)[的得][真太很超好挺非常特别]*(好|棒|赞|细|清楚|清晰|透彻|详细|仔细|到位|精彩|明白|实用|易懂|专业|用心|不错)|` +
	`有(收获|帮助|启发|道理|水平)|收获(很大|很多|满满|多多|颇丰|良多)|受益(匪浅|良多|很多)|干货(满满|很多|好多)|(满满|全是|都是)的?干货|` +
	`(学|涨)(到|了|很多|不少|好多|东西|知识)+|受教|长见识|精彩|专业|用心)`)

// piece is the longest piece of courtesy that a text begins with.
func (m *Mouth) piece(s string) (n int, t tone) {
	n = min(len(s), pieceMax)
	for n > 0 && m.tones[s[:n]] == toneNone {
		n--
	}
	if p := len(praise.FindString(s)); p > n {
		return p, toneNoted
	}
	return n, m.tones[s[:n]]
}

// tones are the pieces of courtesy, folded.
func tones() map[string]tone {
	out := map[string]tone{}
	for t, words := range map[tone]string{
		toneThanks: `谢谢 谢 多谢 感谢 感恩 谢过 谢啦 跪谢 拜谢 蟹蟹 些些 辛苦 辛苦了 thanks thank thankyou thx tks 3q 3ks 三克油 唔该 唔该晒 多谢晒 麻烦了
			麻烦你了 麻烦您了 费心了 有心了`,
		toneHello: `你好 您好 在吗 在么 在嘛 在不在 在不 有人吗 有人在吗 有人么 有人在么 hi hello hey 哈喽 哈啰 哈罗 嗨 嗨喽 早 早安 早上好
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
			out[w] = t
		}
	}
	return out
}

// laughter tells whether a text is one character over and over: 哈哈, 666.
func laughter(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("哈嘿呵嘻6嗯哦额啊w", first) || s == "6" {
		return false
	}
	return strings.Trim(s, string(first)) == "" && len(s) > utf8.RuneLen(first)
}
