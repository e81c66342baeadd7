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
// the class with what they want. A text that means nothing with the name, and one that is a
// command without it, is read without it.
func ReadBeside(r *Reader, m *bot.Message) bot.Readings {
	out := r.Read(m)
	if out.Source != bot.SourceText || out.Staff.Line != "" || !hasName(r.className, m.Folded) {
		return out
	}
	said := Resolve(out, State{}).Kind
	if said == RunCommand || said == Passphrase || out.Words.Match.OwnWording {
		return out
	}
	rest := *m
	rest.Text = withoutName(m, r.campaign.Name, r.className)
	if rest.Folded = text.Fold(rest.Text); rest.Folded == "" {
		return out
	}
	without := r.Read(&rest)
	switch Resolve(without, State{}).Kind {
	case RunCommand:
		return without
	case SuggestCommand, Answer, Offer, Passphrase:
		if said == Unknown || said == Offer || said == WrongPassphrase {
			return without
		}
	default:
	}
	return out
}

// hasName reports whether a folded text has the folded name of a class.
func hasName(name, said string) bool {
	return utf8.RuneCountInString(name) >= nameMin && strings.Contains(said, name)
}

// withoutName returns a text without the name of a class, which is given as it is written
// and folded, and without what joins it to the rest.
func withoutName(m *bot.Message, name, folded string) string {
	said := m.Text
	if !strings.Contains(said, name) {
		said, name = m.Folded, folded
	}
	before, after, _ := strings.Cut(said, name)
	const joins = " 《》「」【】“”\"，,：:、的这那场课"
	after = strings.TrimLeft(after, joins)
	return strings.TrimRight(before, joins) + after
}
