package intent

import (
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// SharedReading reads one message for several classes. Each reads no more of it than is needed to
// choose among them, and what depends on the text alone is found out once. It is not safe
// for concurrent use.
type SharedReading struct {
	message *bot.Message
	memo    *memo
}

// NewSharedReading begins to read a message, which must be folded already.
func NewSharedReading(m *bot.Message) *SharedReading {
	return &SharedReading{m, sharedMemo()}
}

// Begin returns what the message means to a class without what costs most: a question stays
// unmatched. A text that has the name of the class is read as a whole.
func (s *SharedReading) Begin(r *Reader) bot.Readings {
	m := s.message
	named := m.Kind == bot.KindText && staffLine(m).Line == "" && hasName(r.className, m.Folded)
	out := readMessage(r, m, depth{begin: !named, memo: s.memo})
	if named {
		out = s.withoutName(r, out)
	}
	return out
}

// Finish matches the question of readings that Begin has returned, unless it is matched.
func (s *SharedReading) Finish(r *Reader, out *bot.Readings) {
	if out.Words.Unmatched {
		matchQuestion(r, &out.Words, depth{memo: s.memo})
	}
}

// Read returns everything that the message means to a class.
func (s *SharedReading) Read(r *Reader) bot.Readings {
	out := s.Begin(r)
	s.Finish(r, &out)
	return out
}

// ReadBeside reads a message while several classes are live: people then say the name of
// the class with what they want. A text that means nothing with the name, and one that is a
// command without it, is read without it.
func ReadBeside(r *Reader, m *bot.Message) bot.Readings { return NewSharedReading(m).Read(r) }

// withoutName returns the readings of a text that has the name of the class, of which out are
// those with the name.
func (s *SharedReading) withoutName(r *Reader, out bot.Readings) bot.Readings {
	m := s.message
	said := Resolve(out, State{}).Kind
	if said == RunCommand || said == Passphrase || out.Words.Match.OwnWording {
		return out
	}
	rest := *m
	rest.Text = withoutName(m, r.campaign.Name, r.className)
	if rest.Folded = text.Fold(rest.Text); rest.Folded == "" {
		return out
	}
	without := readMessage(r, &rest, depth{memo: s.memo})
	switch Resolve(without, State{}).Kind {
	case RunCommand:
		return without
	case SuggestCommand, Answer, Offer, Passphrase:
		if said == Unknown || said == Offer || said == WrongPassphrase {
			return without
		}
	case Unknown: // so only the name resembled an entry, if there is enough beside it to tell
		if said == Offer && utf8.RuneCountInString(rest.Folded) > nameMin {
			return without
		}
	default:
	}
	return out
}
