package intent

import (
	"zhujiao/bot"
	"zhujiao/bot/text"
)

// ReadAll reads a text without stopping at the first reading that decides.
func (r *Reader) ReadAll(said string) bot.TextReading {
	return r.read(said, text.Fold(said), depth{all: true, memo: &memo{}})
}

// Closeness compares a folded text with the passphrases.
func (r *Reader) Closeness(folded string) bot.Closeness { return r.passphrases.closeness(nil, folded) }

// Tone reads the courtesy of a folded text.
func Tone(folded string) bot.Courtesy { return newCourtesy().read(folded) }

// AfterCourtesy cuts courtesy off the beginning of a folded text.
func AfterCourtesy(folded string) []string { return newCourtesy().afterCourtesy(folded) }

// Declines reports whether a folded text says that somebody will not come.
func Declines(folded string) bool { return newCourtesy().declines(folded) }

// Remark reports whether a text is thanks that ask for nothing.
func Remark(said string) bool { return newCourtesy().remark(said, text.Fold(said)) }

// ReadWish finds the wish of a folded text.
func ReadWish(folded string) bot.Wish { return readWish(folded) }

// Pieces returns the longest pieces that two bounds are about, in bytes: of courtesy,
// and of padding.
func Pieces() (courtesy, padding int) {
	c := newCourtesy()
	for w := range c.tones {
		courtesy = max(courtesy, len(w))
	}
	for w := range c.leads {
		courtesy = max(courtesy, len(w))
	}
	return courtesy, pieceMax
}
