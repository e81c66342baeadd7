package moderation

import "unicode/utf8"

// answerMax is how many bytes a moderator's answer may have. A message holds
// 2,048, and the answer shares it with a question of 200 characters or with the
// reply that it waits for.
const answerMax = 1200

// BlockList finds words that no text may hold.
type BlockList interface {
	// Find returns the first such word of a text.
	Find(words string) (word string, found bool)
}

// checkText refuses a text that must not be sent to people: with a *BlockedError, or
// with a *LongError if it does not fit into one message.
func checkText(list BlockList, words string) error {
	if len(words) > answerMax {
		return &LongError{Runes: utf8.RuneCountInString(words), Max: answerMax / 3}
	}
	if w, found := list.Find(words); found {
		return &BlockedError{Word: w}
	}
	return nil
}
