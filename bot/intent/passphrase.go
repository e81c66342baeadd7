package intent

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// passphrases compares texts with the passphrases of a campaign.
type passphrases struct {
	phrases  []faq.Phrase
	right    faq.Likeness // how near is right: by ruling 18 the sound may suffice
	longest  int          // characters of the longest passphrase
	words    []string     // the command words that announce a passphrase
	courtesy *courtesy
	padding  map[string]bool
}

func newPassphrases(rules campaign.CheckinRules, commands []Command, c *courtesy) *passphrases {
	p := &passphrases{right: faq.Equal, courtesy: c, padding: map[string]bool{}}
	if rules.SameSound {
		p.right = faq.SameSound
	}
	for _, s := range rules.Passphrases {
		p.phrases = append(p.phrases, faq.NewPhrase(s))
		p.longest = max(p.longest, utf8.RuneCountInString(strings.TrimSpace(s)))
	}
	for _, row := range commands {
		if row.Argument == PassphraseArgument {
			p.words = append(p.words, text.Fold(row.Word))
		}
	}
	for w := range strings.FieldsSeq(paddingWords) {
		p.padding[w] = true
	}
	return p
}

// paddingWords are what people put around a passphrase, besides courtesy.
const paddingWords = `口令 暗号 密码 签到 签到码 打卡 报到 来 是 为 叫 成功 完成 完毕 过 好 码 1 在 能 吗 么 对吗 对吧 对不对 是吗
	要 想 我要 我想 我来 帮我 请 说 说的 说是 讲 讲的 念 念的 给 给的 报 报的 公布 公布的 发 发的 刚才 刚刚 听到 听到的 应该 应该是 就是 答案 这个 补 kouling`

const (
	// paddingMax is the longest of them, in bytes.
	paddingMax = len("对不对")
	// stripMax bounds how many pieces are taken away at each end of a text.
	stripMax = 8
	// letterMax is how many letters spell a character at most.
	letterMax = 6
	// surplusMax is how many characters people put around a passphrase at most.
	surplusMax = 24
)

// closeness says how near a folded text comes to a passphrase, without what may
// stand around one.
func (p *passphrases) closeness(m *memo, folded string) bot.Closeness {
	if utf8.RuneCountInString(folded) > p.longest+surplusMax && !latin(folded) || len(folded) > p.longest*letterMax+surplusMax*utf8.UTFMax {
		return bot.CloseNone
	}
	best := faq.Unlike
	for _, said := range once(m, factStripped, folded, p.stripped) {
		for _, phrase := range p.phrases {
			best = max(best, phrase.Compare(said))
		}
	}
	switch {
	case best >= p.right:
		return bot.CloseRight
	case best >= faq.OneOff:
		return bot.CloseAlmost
	default:
		return bot.CloseNone
	}
}

// latin reports whether a text is nothing but small letters, as pinyin is.
func latin(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < 'a' || c > 'z' }) < 0
}

// announces reports whether a folded text begins with 签到 or 口令.
func (p *passphrases) announces(folded string) bool {
	return slices.ContainsFunc(p.words, func(w string) bool { return strings.HasPrefix(folded, w) })
}

// announced reads what stands behind such a word in a text as typed.
func (p *passphrases) announced(m *memo, said string) bot.SpokenPassphrase {
	rest := ""
	for _, w := range p.words {
		if behind, ok := text.After(said, w); ok {
			rest = text.Fold(behind)
			break
		}
	}
	return bot.SpokenPassphrase{
		Announced: true, Closeness: p.closeness(m, rest), Question: aboutCheckin.MatchString(rest) || p.onlyPadding(rest),
		TooLong: utf8.RuneCountInString(rest) > 2*p.longest+4,
	}
}

// aboutCheckin matches words that show that a text is a question about checking in, and
// not an attempt at a passphrase.
var aboutCheckin = regexp.MustCompile(`怎么|怎样|如何|什么|多少|几点|哪|吗|么$|没|不了|不上|不成|失败|成功|忘|听清|再说|是啥|啥|了没|可以|还能|能不能|` +
	`入口|按钮|链接|二维码|页面`)

// stripped returns a text with more and more taken away from both ends, piece by
// piece, so that a passphrase is found that itself begins or ends like padding.
func (p *passphrases) stripped(folded string) (out []string) {
	heads := []string{folded}
	for s := folded; len(heads) <= stripMax; heads = append(heads, s) {
		n := p.paddingAtStart(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	if half := folded[:len(folded)/2]; half+half == folded {
		heads = append(heads, half) // said twice
	}
	for _, s := range heads {
		for n := 0; s != "" && n <= stripMax; n++ {
			out = append(out, s)
			cut := p.paddingAtEnd(s)
			if cut == 0 {
				break
			}
			s = s[:len(s)-cut]
		}
	}
	return out
}

// paddingAtStart is the length of the longest piece of padding or courtesy that a
// text begins with.
func (p *passphrases) paddingAtStart(s string) int {
	n, _ := p.courtesy.piece(s)
	for end := min(paddingMax, len(s)); end > n; end-- {
		if p.padding[s[:end]] {
			return end
		}
	}
	return n
}

// paddingAtEnd is paddingAtStart for the end of a text.
func (p *passphrases) paddingAtEnd(s string) int {
	for i := max(0, len(s)-max(pieceMax, paddingMax)); i < len(s); i++ {
		if utf8.RuneStart(s[i]) && (p.courtesy.tones[s[i:]] != toneNone || p.padding[s[i:]]) {
			return len(s) - i
		}
	}
	return 0
}

// onlyPadding reports whether a text consists of padding and courtesy: 了, 打卡.
func (p *passphrases) onlyPadding(s string) bool {
	for s != "" {
		n := p.paddingAtStart(s)
		if n == 0 {
			return false
		}
		s = s[n:]
	}
	return true
}
