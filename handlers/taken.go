package handlers

import (
	"regexp"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// unusable tells why words cannot be a wording of a frequent question, in words for
// a moderator; "" if they can. Whoever takes them now would lose them (the
// passphrase!), or keep them, so that the promised answer never comes.
func (m *Mouth) unusable(words string) string {
	f := text.Fold(words)
	if f == "" {
		return "「" + words + "」里没有字，只有标点或表情"
	}
	if by := m.takenBy(strings.TrimSpace(words), f); by != "" {
		return "「" + words + "」已经是" + by
	}
	return ""
}

// code is a number of a list or of the menu, a confirmation, an extraction code.
var code = regexp.MustCompile(`^(\d+|[a-z0-9]{0,7}\d[a-z0-9]{0,7})$`)

// Routine returns what tells, in a campaign, whether a message is answered without
// asking the matcher: a command, a code, a passphrase, courtesy, what is blocked.
func Routine(c *campaign.Campaign) func(raw string) bool {
	bare := *c
	bare.FAQ = nil // the wordings of entries are the matcher's
	m := New(Services{Campaign: &bare})
	return func(raw string) bool {
		folded := text.Fold(raw)
		_, bad := m.blocked.Find(folded)
		return folded == "" || bad || code.MatchString(folded) || m.takenBy(strings.TrimSpace(raw), folded) != ""
	}
}

// takenBy names whose words these are: by the content check's own table, else
// what is recognised without one; "" if nobody's.
func (m *Mouth) takenBy(words, folded string) string {
	if owner := m.claims.Owner(folded); owner != "" {
		return owner
	}
	if by := m.commanded(words, folded); by != "" {
		return by
	}
	switch {
	case m.likeness(folded) >= m.enough():
		return "签到口令（读音一样）"
	case m.tone(folded) != toneNone:
		return "客气话，不当问题"
	case m.declines(folded):
		return "「不想报名了」的说法，回的是怎么取消报名"
	default:
		return ""
	}
}

// commanded names the command that takes words with something behind its own:
// 领取99, 签到 with the passphrase, 提问 with a question.
func (m *Mouth) commanded(words, folded string) string {
	if p, ok := m.packNamed(folded, "领取", "领"); ok {
		return "领「" + p.Name + "」的指令"
	}
	if _, ok := m.packNamed(folded, "失效"); ok {
		return "指令「失效」"
	}
	switch {
	case strings.HasPrefix(folded, "#"):
		return "班主任的指令"
	case votes.MatchString(folded):
		return "指令「顶」"
	case strings.HasPrefix(folded, "补签"):
		return "指令「补签」"
	case strings.HasPrefix(folded, "提问") && !aboutAsking.MatchString(words):
		return "指令「提问」"
	case m.spoken(words) >= m.enough():
		return "签到口令"
	default:
		return ""
	}
}

// packNamed finds the pack that a command names behind one of its words.
func (m *Mouth) packNamed(folded string, words ...string) (campaign.Pack, bool) {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(folded, w); ok {
			p, found := m.packs[strings.TrimLeft(rest, "+:,-")]
			if found {
				return p, true
			}
		}
	}
	return campaign.Pack{}, false
}

// spoken is how near what stands behind 签到 or 口令 comes to a passphrase.
func (m *Mouth) spoken(words string) faq.Likeness {
	for _, w := range []string{"签到", "口令"} {
		if rest, ok := text.After(words, w); ok {
			return m.likeness(text.Fold(rest))
		}
	}
	return faq.Unlike
}
