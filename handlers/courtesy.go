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

var (
	grateful = regexp.MustCompile(`谢谢|多谢|感谢|谢啦|辛苦|唔该|thx|thanks`)
	// wanting is what a remark has not: a question, or something that is wrong.
	wanting = regexp.MustCompile(`[吗么呢]|什么|怎么|咋|哪|几|谁|多少|啥|能不能|可不可以|可以|有没有|是不是|请|帮|给我|发我|麻烦|想|要|求|` +
		`没|不|失效|过期|坏|卡|退|投诉|催|急|但|可是`)
)

// remark tells whether a text that is no question thanks for something: 资料收到了
// 谢谢. Nobody has to look at it (ruling 13).
func remark(msg *bot.Message) bool {
	return grateful.MatchString(msg.Folded) && !wanting.MatchString(msg.Folded) && !strings.ContainsAny(msg.Text, "?？")
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

// piece is the longest piece of courtesy that a text begins with.
func (m *Mouth) piece(s string) (n int, t tone) {
	for n := min(len(s), pieceMax); n > 0; n-- {
		if t := m.tones[s[:n]]; t != toneNone {
			return n, t
		}
	}
	return 0, toneNone
}

// tones are the pieces of courtesy, folded.
func tones() map[string]tone {
	out := map[string]tone{}
	for t, words := range map[tone]string{
		toneThanks: `谢谢 谢 多谢 感谢 感恩 谢过 谢啦 跪谢 拜谢 蟹蟹 些些 辛苦 辛苦了 thanks thank thankyou thx tks 3q 3ks 三克油 唔该 唔该晒 多谢晒 麻烦了
			麻烦你了 麻烦您了 费心了 有心了`,
		toneHello: `你好 您好 在吗 在么 在嘛 在不在 在不 有人吗 有人在吗 有人么 有人在么 hi hello hey 哈喽 哈啰 哈罗 嗨 嗨喽 早 早安 早上好
			上午好 中午好 下午好 晚上好 晚好 在 nihao 你好吗`,
		toneNoted: `好 好的 好滴 好哒 好嘞 好吧 好呀 好勒 好咧 行 行吧 可以 可以的 收到 已收到 收 get 嗯 恩 唔 哦 噢 喔 额 ok okay okk okok 知道 知道了 晓得了 明白 明白了
			了解 了解了 懂 懂了 get到了 没事 没事了 没问题 没问题了 不客气 晚安 再见 拜拜 拜 bye 88 886 棒 真棒 赞 点赞 厉害 牛 牛逼 nb 强 不错 太好了 好棒 来了 来啦 到了 打卡 报到
			加油 期待 支持 鼓掌 撒花 roger 明了 清楚 清楚了 搞定 搞定了 解决了 好了 1111 yes 对 对的 是的 嗯呢 嗯哪 中 得嘞 妥 妥了 遵命 妥妥的`,
		toneNeutral: `啊 呀 哈 哦 噢 呢 了 啦 的 哒 滴 哟 呐 吧 嘛 喽 咯 您 你 我 我们 大家 各位 老师 老师们 刘老师 班主任 班班 助教 助手 小助手 客服 亲 亲们 亲爱的 同学 同学们
			亲亲 宝 宝子 哥 姐 大佬 大神 太 很 非常 十分 真的 真 万分 超 超级 特别 都 也 就 先 那 那就 这就 一下 这边 you so much 您们 你们 ~ , ! . 、 + 分享 解答 回复 帮助 提醒 通知 啦啦`,
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
