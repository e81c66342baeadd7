package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
)

// assents recognises texts of nothing but a yes or a no (ruling 47), with courtesy and
// repetition around it.
type assents struct {
	words    map[string]bot.Assent // by folded piece
	courtesy *courtesy
}

// assentMax is the longest text in bytes that can be one: 是的是的是的，谢谢老师.
const assentMax = 60

func newAssents(c *courtesy) *assents {
	a := &assents{words: map[string]bot.Assent{}, courtesy: c}
	for is, words := range map[bot.Assent]string{
		bot.AssentConfirm: `确认 确定 是的`,
		bot.AssentYes: `是 是啊 是呀 是滴 是哒 是呢 对 对的 对啊 对呀 对对 要 要的 要啊 要呀 要要 没错 需要 想 想的 我要 我想 必须的 当然 yes yep yeah
			是这个 就是这个 就这个 确实 确认的 确定的 嗯是 就是`,
		bot.AssentCourtesy: `嗯 恩 唔 好 好的 好滴 好哒 好呀 好啊 好吧 好嘞 好咧 好勒 行 行吧 行啊 行的 可以 可以的 可以呀 可以啊 可 中 成 得 得嘞 妥 ok okay okk okok okie
			嗯呢 嗯哪 没问题 好嘅 好好`,
		bot.AssentNo: `不 不是 不用 算了 不要 不了 不用了 不要了 不是的 不是了 不对 不想 不想了 不需要 不必 不必了 不行 别 先不 先不用 先不了 没有 没 no nope 否 不取消 不取消了 不删 不删了
			不删除 不删除了 不报 不报了 不找 不找了 先不要 暂时不用 暂不 都不用 没事 没事了`,
		bot.AssentNone:         `对了`, // by the way
		bot.AssentCancel:       `取消 取消吧 取消掉`,
		bot.AssentConfirmLeave: `确定取消 确定取消报名 确认取消报名`,
		bot.AssentConfirmErase: `确定删除 确认删除数据 确定删除数据 确认删除我的数据 确定删除我的数据`,
	} {
		for w := range strings.FieldsSeq(words) {
			a.words[w] = is
		}
	}
	return a
}

// read returns what a text says.
func (a *assents) read(said, folded string) bot.Assent {
	if folded == "" {
		return gesture(said)
	}
	if latin(folded) {
		folded = single(folded)
	}
	if len(folded) > assentMax || undecided(folded) {
		return bot.AssentNone
	}
	var t tally
	for rest := folded; rest != ""; {
		n, is := a.piece(rest)
		if n == 0 || !t.add(is) {
			return bot.AssentNone
		}
		rest = rest[n:]
	}
	return t.result()
}

// remark stands for a piece of courtesy that is neither a yes nor a no.
const remark bot.Assent = -1

// piece returns the longest piece at the beginning of a text, and what it says: AssentNone
// for a particle, a name or thanks.
func (a *assents) piece(s string) (n int, is bot.Assent) {
	for n = min(len(s), pieceMax); n > 0; n-- {
		if n < len(s) && !utf8.RuneStart(s[n]) {
			continue
		}
		if is, ok := a.words[s[:n]]; ok {
			return n, is
		}
		switch a.courtesy.tones[s[:n]] {
		case toneNeutral, toneThanks:
			return n, bot.AssentNone
		case toneNoted:
			return n, remark
		case toneGreeting:
			return 0, bot.AssentNone
		case toneNone:
		}
	}
	return 0, bot.AssentNone
}

// tally counts what the pieces of a text say.
type tally struct {
	seen   map[bot.Assent]bool
	denied bool
}

// add takes in a piece. It returns false if the text is no plain yes or no: 好不好, 要不要.
func (t *tally) add(is bot.Assent) bool {
	if t.seen == nil {
		t.seen = map[bot.Assent]bool{}
	}
	if t.denied && is != bot.AssentNo && is != bot.AssentNone {
		return false
	}
	t.seen[is] = true
	t.denied = t.denied || is == bot.AssentNo
	return true
}

// result is what all pieces say together. A confirmation counts only as the whole message;
// a no wins over mere courtesy before it (好的不用了).
func (t *tally) result() bot.Assent {
	for _, is := range []bot.Assent{bot.AssentConfirm, bot.AssentConfirmLeave, bot.AssentConfirmErase} {
		if t.seen[is] && len(t.seen) == 1 {
			return is
		}
	}
	yes := t.seen[bot.AssentYes] || t.seen[bot.AssentConfirm]
	switch {
	case t.seen[bot.AssentConfirmLeave] || t.seen[bot.AssentConfirmErase], t.denied && (yes || t.seen[bot.AssentCancel]):
		return bot.AssentNone
	case t.denied:
		return bot.AssentNo
	case t.seen[bot.AssentCancel]:
		return bot.AssentCancel
	case yes:
		return bot.AssentYes
	case t.seen[bot.AssentCourtesy]:
		return bot.AssentCourtesy
	default:
		return bot.AssentNone
	}
}

// undecided reports whether a text asks whether or not: 好不好, 行不行.
func undecided(folded string) bool {
	r := []rune(folded)
	for i := 1; i+1 < len(r); i++ {
		if r[i] == '不' && r[i-1] == r[i+1] {
			return true
		}
	}
	return false
}

// single shortens each run of one letter to one: okkk.
func single(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// gesture returns what a text of nothing but emoji says.
func gesture(said string) bot.Assent {
	no := strings.ContainsAny(said, "❌🙅👎🚫")
	yes := strings.ContainsAny(said, "👌👍🆗✅✔☑🙆")
	for _, w := range []string{"[OK]", "[ok]", "[好的]", "[强]", "[嗯]"} {
		yes = yes || strings.Contains(said, w)
	}
	switch {
	case yes && !no:
		return bot.AssentCourtesy
	case no && !yes:
		return bot.AssentNo
	default:
		return bot.AssentNone
	}
}
