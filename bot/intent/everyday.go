package intent

import (
	"zhujiao/bot"
	"zhujiao/bot/text"
)

// Everyday reports whether a text is a greeting, thanks, a yes or a no: people say it to
// anybody, so it cannot be a passphrase.
func Everyday(said string) bool {
	c, folded := newCourtesy(), text.Fold(said)
	return c.read(folded) != bot.CourtesyNone || newAssents(c).read(said, folded) != bot.AssentNone
}
