package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// nameMin is the shortest name, in characters, by which a class is found in a text.
const nameMin = 4

// ReadBeside reads a message while several classes are live: people then say the name of
// the class with what they want. A text that means nothing with the name is read without
// it.
func (r *Reader) ReadBeside(m *bot.Message) bot.Readings {
	out := r.Read(m)
	if out.Source != bot.SourceText || out.Staff.Line != "" || !r.isNamed(m.Folded) {
		return out
	}
	switch Resolve(out, State{}).Kind {
	case Unknown, Offer, WrongPassphrase:
	default:
		return out
	}
	rest := *m
	rest.Text = r.withoutName(m)
	if rest.Folded = text.Fold(rest.Text); rest.Folded == "" {
		return out
	}
	without := r.Read(&rest)
	switch Resolve(without, State{}).Kind {
	case RunCommand, SuggestCommand, Answer, Offer, Passphrase:
		return without
	default:
		return out
	}
}

// isNamed reports whether a folded text has the name of the class.
func (r *Reader) isNamed(folded string) bool {
	return utf8.RuneCountInString(r.className) >= nameMin && strings.Contains(folded, r.className)
}

// withoutName returns a text without the name of the class and what joins it to the rest.
func (r *Reader) withoutName(m *bot.Message) string {
	said, name := m.Text, r.campaign.Name
	if !strings.Contains(said, name) {
		said, name = m.Folded, r.className
	}
	before, after, _ := strings.Cut(said, name)
	const joins = " 《》「」【】“”\"，,：:、的这那场课"
	after = strings.TrimLeft(after, joins)
	return strings.TrimRight(before, joins) + after
}
