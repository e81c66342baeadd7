package wechat

import (
	"slices"
	"strings"

	"zhujiao/bot"
)

// classes lists the platform's error codes by what to do about them. A code that is
// not listed means that the call was wrong.
func classes() map[bot.ErrorClass][]int {
	return map[bot.ErrorClass][]int{
		bot.Transient: {-1},
		bot.BadConfig: {
			40001, 40014, 42001, 41001, 40013, 40125, 40164, 40243, 50004, 50007, 61004, 61024,
			89503, 89501, 89506, 89507,
		},
		bot.NoRecipient: {40003, 43004, 43019, 43101, 46004, 48002, 49003, 50005},
		bot.NoWindow:    {45015, 45047, 45080, 45081},
		bot.TooFast:     {45011, 45066},
		bot.NoQuota:     {45009, 45028, 48006},
		bot.BadContent:  {45002, 40007, 44004, 45166, 47003, 40037, 45157, 45008, 40009, 40008},
		bot.Forbidden:   {48001, 48008, 50001},
		bot.Banned:      {48004, 50002},
	}
}

// Codes with a meaning beyond their class.
const (
	noOpenID      = 40003
	noMenu        = 46003 // there is no menu
	mediaGone     = 40007 // the platform does not know this upload (any more)
	notFollowing  = 43004
	massSpent     = 45028 // the quota of mass sends is used up
	duplicateMass = 45065 // the clientmsgid was used within 24 hours; the answer has the first call's msg_id
)

// refused returns the error for an answer with an error code.
func refused(code int, words string) *bot.SendError {
	words, _, _ = strings.Cut(words, " rid:")
	for class, codes := range classes() {
		if slices.Contains(codes, code) {
			return &bot.SendError{Class: class, Code: code, Words: words, Gone: code == notFollowing || code == noOpenID}
		}
	}
	return &bot.SendError{Class: bot.Bug, Code: code, Words: words}
}
