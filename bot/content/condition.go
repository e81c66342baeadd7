package content

import (
	"slices"
	"strings"

	"zhujiao/bot/campaign"
)

// Conditions of packs that somebody does not meet: the replies to a claim, and the
// words of a person's state (R19).
const (
	KeyPackNeedRegister  Key = "pack_need_register"
	KeyPackWaitlisted    Key = "pack_waitlisted"
	KeyPackNeedCheckin   Key = "pack_need_checkin"
	KeyPackMissedCheckin Key = "pack_missed_checkin"
	KeyStatusPackSignup  Key = "status_pack_signup"
	KeyStatusPackCheckin Key = "status_pack_checkin"
	KeyStatusPackMissed  Key = "status_pack_missed"
)

// conditionWord is a word that may stand under 条件.
type conditionWord struct {
	word string
	// of is empty for a registration, which every pack asks for.
	of []campaign.Condition
}

// conditionWords lists the words that may stand under 条件.
func conditionWords() []conditionWord {
	return []conditionWord{
		{"已报名", nil},
		{"已签到", []campaign.Condition{campaign.ConditionCheckedIn}},
	}
}

// MissingTexts returns the texts for a condition of a pack that somebody does not meet:
// the reply to a claim, and the status in a list. Both are empty if nothing is missing.
func MissingTexts(m campaign.Missing) (reply, status Key) {
	switch m {
	case campaign.MissingSignup:
		return KeyPackNeedRegister, KeyStatusPackSignup
	case campaign.MissingSeat:
		return KeyPackWaitlisted, KeyStatusPackSignup
	case campaign.MissingCheckin:
		return KeyPackNeedCheckin, KeyStatusPackCheckin
	case campaign.MissedCheckin:
		return KeyPackMissedCheckin, KeyStatusPackMissed
	case campaign.MissingNothing:
	}
	return "", ""
}

// conditions reads the 条件 of a pack.
func (l *loader) conditions(s *section) (out []campaign.Condition) {
	known := conditionWords()
	for _, word := range s.list("条件") {
		i := slices.IndexFunc(known, func(k conditionWord) bool { return k.word == word })
		if word == "" {
			continue // reported as no text
		}
		if i < 0 {
			var words []string
			for _, k := range known {
				words = append(words, k.word)
			}
			l.errorAt(s.get("条件"), "不认识的条件「"+word+"」", "可以写 "+strings.Join(words, "、"))
			continue
		}
		out = append(out, known[i].of...)
	}
	return out
}
