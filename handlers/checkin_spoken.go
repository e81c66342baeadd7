package handlers

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// about are words of a question about checking in, as opposed to a passphrase.
var about = regexp.MustCompile(`怎么|怎样|如何|什么|多少|几点|哪|吗|么$|没|不了|不上|不成|失败|成功|忘|听清|再说|是啥|啥|了没|可以|还能|能不能|` +
	`入口|按钮|链接|二维码|页面`)

// spokenPassphrase answers 签到 or 口令 with something behind it (R7). A question
// about it is no wrong try, nor is what says nothing: 签到了.
func (m *Mouth) spokenPassphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	near, said := m.spoken(msg.Text), behind(msg.Text)
	switch right := near >= m.enough(); {
	case !right && m.faq.Match(msg.Folded).Exact:
		return nil, bot.ErrPass
	case near >= faq.OneOff:
	case about.MatchString(said), m.idle(said):
		return m.askCheckin(ctx, msg)
	case m.noTry(said):
		return nil, bot.ErrPass
	}
	return m.tryPhrase(ctx, msg, near >= m.enough())
}

// behind is what stands, folded, behind 签到 or 口令.
func behind(words string) string {
	rest, ok := text.After(words, "签到")
	if !ok {
		rest, _ = text.After(words, "口令")
	}
	return text.Fold(rest)
}

// aroundPhrase is how many characters people put around a passphrase at most.
const aroundPhrase = 24

// likeness is how near a folded text, without what is said around a passphrase,
// comes to one of them.
func (m *Mouth) likeness(folded string) (best faq.Likeness) {
	if utf8.RuneCountInString(folded) > m.longest()+aroundPhrase {
		return faq.Unlike
	}
	for _, said := range m.within(folded) {
		for _, p := range m.phrases {
			best = max(best, p.Compare(said))
		}
	}
	return best
}

// passphrase answers a text that is the passphrase, ErrPass for all others.
func (m *Mouth) passphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.likeness(msg.Folded) < m.enough() {
		return nil, bot.ErrPass
	}
	return m.tryPhrase(ctx, msg, true)
}

// nearPassphrase answers a text that is almost the passphrase, while check-in
// is open, instead of guessing a question (ruling 18).
func (m *Mouth) nearPassphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	c := m.Campaign.Checkin
	if at := msg.Time(); at.Before(c.Open) || at.After(c.Close) || m.likeness(msg.Folded) < faq.OneOff {
		return nil, bot.ErrPass
	}
	return m.tryPhrase(ctx, msg, false)
}

// around are words that people put around a passphrase, besides courtesies.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var around = map[string]bool{
	"口令": true, "暗号": true, "密码": true, "签到": true, "签到码": true, "打卡": true, "报到": true, "来": true, "是": true, "为": true, "叫": true,
	"成功": true, "完成": true, "完毕": true, "过": true, "好": true, "码": true, "1": true, "在": true, "能": true, "吗": true, "么": true,
	"对吗": true, "对吧": true, "对不对": true, "是吗": true,
}

// aroundMax is the length of the longest of them, in bytes.
const aroundMax = len("对不对")

// peels bounds how much is taken away around a passphrase.
const peels = 8

// within are the readings of a text as a passphrase with something around it.
// Pieces are taken away one by one from both ends, so that a passphrase which
// itself begins or ends like one is found whole.
func (m *Mouth) within(folded string) (out []string) {
	heads := []string{folded}
	for s := folded; len(heads) <= peels; heads = append(heads, s) {
		n := m.padding(s)
		if n == 0 {
			break
		}
		s = s[n:]
	}
	for _, s := range heads {
		for n := 0; s != "" && n <= peels; n++ {
			out = append(out, s)
			cut := m.paddingEnd(s)
			if cut == 0 {
				break
			}
			s = s[:len(s)-cut]
		}
	}
	return out
}

// padding is how much of a text's beginning says nothing of a passphrase.
func (m *Mouth) padding(s string) int {
	n, _ := m.piece(s)
	for end := min(aroundMax, len(s)); end > n; end-- {
		if around[s[:end]] {
			return end
		}
	}
	return n
}

// paddingEnd is padding for the end: the longest piece of courtesy.
func (m *Mouth) paddingEnd(s string) int {
	for i := max(0, len(s)-max(pieceMax, aroundMax)); i < len(s); i++ {
		if utf8.RuneStart(s[i]) && (m.tones[s[i:]] != toneNone || around[s[i:]]) {
			return len(s) - i
		}
	}
	return 0
}

// idle tells whether words behind 签到 say nothing: 了, 打卡.
func (m *Mouth) idle(said string) bool {
	for said != "" {
		n := m.padding(said)
		if n == 0 {
			return false
		}
		said = said[n:]
	}
	return true
}

// noTry tells whether words are more than a try at a passphrase could be.
func (m *Mouth) noTry(said string) bool { return utf8.RuneCountInString(said) > 2*m.longest()+4 }

// longest is how many characters the longest passphrase has.
func (m *Mouth) longest() (n int) {
	for _, p := range m.Campaign.Checkin.Passphrases {
		n = max(n, utf8.RuneCountInString(strings.TrimSpace(p)))
	}
	return n
}

// besidesDoor tells whether a message of a call is about more than being let in.
func (m *Mouth) besidesDoor(words string) bool {
	return !AsksMakeup(words) && max(m.likeness(text.Fold(words)), m.spoken(words)) < m.enough()
}
