package content

import (
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
