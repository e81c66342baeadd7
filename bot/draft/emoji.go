package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// emoji returns the topic of the emoji that a line begins with, if no other line does.
func (m *marker) emoji(s string) topic {
	t := emojiTopic(s)
	if m.section == aboutAudience && namesFolk(undecorated(s)) {
		return noTopic // one of those whom the section lists
	}
	if t == noTopic || t != aboutPacks && m.emojis[firstRune(s)] > 1 && (t != aboutTeacher || !signedName.MatchString(s)) {
		return noTopic
	}
	return t
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// family is several people in one sign, who are no teacher.
var family = regexp.MustCompile(`^[👨👩][👨👩👧👦👶]`)

// signedName is somebody behind a sign, with who that is: 🎙 周予安 | 执业律师.
var signedName = regexp.MustCompile(`^[^\p{Han}A-Za-z]{1,8}\p{Han}{2,4}\s*[|｜，（]`)

// keptFor says how long is kept for questions.
var keptFor = regexp.MustCompile(`留[^，。]{0,4}\d+\s*分钟|[问答]`)

// emojiTopic knows the emojis that stand for labels.
func emojiTopic(s string) topic {
	if family.MatchString(s) {
		return noTopic
	}
	switch r := firstRune(s); {
	case strings.ContainsRune("📅🗓⏰⏱⏲🕒📆", r), r >= '🕐' && r <= '🕧':
		return aboutTime
	case strings.ContainsRune("📍🏠🏢🗺", r), strings.ContainsRune("🏥🏫🏛🏬", r) && onsite.MatchString(s), venueSign.MatchString(s) && venue.MatchString(s):
		return aboutPlace
	case strings.ContainsRune("🎤🎙👩🧑👨", r):
		return aboutTeacher
	case strings.ContainsRune("💰💵💴🎫🎟💸🆓", r):
		return aboutPrice
	case strings.ContainsRune("👥👫🪑", r):
		return aboutSeats
	case r == '🙋' && !qaWord.MatchString(s) && !keptFor.MatchString(s):
		return aboutAudience
	case r == '🎁':
		return aboutPacks
	case strings.ContainsRune("📲📝✍", r):
		return aboutSignup
	}
	return noTopic
}

var headingFrame = regexp.MustCompile(`^[【〖《\[].{2,20}[】〗》\]]$|^[一二三四五六七八九十]{1,2}、.{2,18}$|^(?i:part|step)?\s*0?\d\s*[|｜.、:：/ ]?\s*\p{Han}{2,12}[？?]?$`)
