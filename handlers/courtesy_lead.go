package handlers

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot/faq"
)

// lead is how a piece of courtesy may stand before a question.
type lead int

// The leads. A soft one may be a verb as well (收到资料了吗): it leads only with
// something of courtesy behind it. What follows leads nothing by itself.
const (
	leadNone lead = iota
	leadFollows
	leadSoft
	leadFree
)

// leads are the pieces that may stand before a question: the recogniser's own,
// less those that could be the question's, and what only ever precedes one.
func leads() map[string]lead {
	out := map[string]lead{}
	for w, t := range tones() {
		out[w] = leadFree
		if t == toneNeutral {
			out[w] = leadFollows
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

// leadPiece is the longest piece of courtesy before a question that a text begins
// with.
func (m *Mouth) leadPiece(s string) (rest string, l lead) {
	for n := min(len(s), pieceMax); n > 0; n-- {
		if l := m.leads[s[:n]]; l != leadNone {
			return s[n:], l
		}
	}
	return s, leadNone
}

// afterCourtesy are what is left of a folded text without the courtesy before it,
// the longest first: of 好的老师是谁 both 老师是谁 and 是谁. None if it has no such
// lead.
func (m *Mouth) afterCourtesy(folded string) (out []string) {
	rest, l := m.leadPiece(folded)
	if l == leadFollows {
		return nil // a name alone leads nothing: 老师是谁
	}
	for ; l != leadNone; rest, l = m.leadPiece(rest) {
		soft := l == leadSoft
		if _, next := m.leadPiece(rest); soft && next == leadNone || strings.HasPrefix(rest, "的") && soft {
			break
		}
		if utf8.RuneCountInString(rest) < 2 || strings.HasPrefix(rest, "像") { // 你好像…
			break
		}
		out = append(out, rest)
	}
	return out[max(0, len(out)-leadTries):]
}

// leadTries bounds how often one message is matched, however polite.
const leadTries = 3

// understood is what a folded question means that matched as a whole, without the
// courtesy before it if that says more. What asks nothing (收到了老师我晚上准时来) is not asked back.
func (m *Mouth) understood(folded string, whole faq.Result) faq.Result {
	best := whole
	for _, rest := range m.afterCourtesy(folded) {
		if best.Exact {
			break
		}
		if r := m.faq.Match(rest); r.Exact || r.Band > best.Band && (r.Band == faq.Answer || wanting.MatchString(rest)) {
			best = r
		}
	}
	return best
}
