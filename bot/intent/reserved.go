package intent

import (
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// Reservation says why words cannot become a new wording of a frequent question: they
// have an owner. Either the owner would lose them, such as the passphrase, or it would
// keep them and the new answer would never be given.
type Reservation struct {
	Kind ReservationKind
	// Name is the command, the pack or the frequent question; empty for other kinds.
	Name string
}

// ReservationKind is the kind of the owner of words.
type ReservationKind string

// The kinds.
const (
	// Free words have no owner.
	Free ReservationKind = ""
	// NoWords is a text of nothing but punctuation and emoji.
	NoWords ReservationKind = "no_words"
	// DigitKey is a key of the menu of digits.
	DigitKey ReservationKind = "digit"
	// CommandWord is a command, an alias or a command with its argument; Name is the
	// command.
	CommandWord ReservationKind = "command"
	// PackName is a name of a pack, PackCommand a command that claims it; Name is the
	// pack's name.
	PackName    ReservationKind = "pack"
	PackCommand ReservationKind = "pack_command"
	// PassphraseWord is a passphrase, announced or not.
	PassphraseWord ReservationKind = "passphrase"
	// PassphraseSound is not written like a passphrase but sounds like one.
	PassphraseSound ReservationKind = "passphrase_sound"
	// EntryWording is a wording of a frequent question; Name is the question.
	EntryWording ReservationKind = "entry"
	// StaffLine is a moderator's command.
	StaffLine ReservationKind = "staff"
	// CourtesyWords are no question.
	CourtesyWords ReservationKind = "courtesy"
	// Declining says that somebody will not come.
	Declining ReservationKind = "declining"
)

// wordOwners are the folded words that the file and the moderators gave to
// somebody. The first owner keeps a word.
func wordOwners(c *campaign.Campaign, commands []Command) map[string]Reservation {
	out := map[string]Reservation{}
	take := func(r Reservation, words ...string) {
		for _, w := range words {
			f := text.Fold(w)
			if _, taken := out[f]; f != "" && !taken && !isDigit(f) {
				out[f] = r
			}
		}
	}
	names := Names(commands)
	for _, w := range names {
		take(Reservation{CommandWord, w}, w)
	}
	for _, w := range names {
		take(Reservation{CommandWord, w}, c.Aliases[w]...)
	}
	for _, p := range c.Packs {
		take(Reservation{PackName, p.Name}, packWords(p)...)
	}
	take(Reservation{Kind: PassphraseWord}, c.Checkin.Passphrases...)
	for _, e := range c.FAQ {
		take(Reservation{EntryWording, e.Question}, append([]string{e.Question}, e.Aliases...)...)
	}
	return out
}

func isDigit(folded string) bool { return len(folded) == 1 && folded >= "0" && folded <= "9" }

// ReservedBy returns the owner of words.
func (r *Reader) ReservedBy(words string) Reservation {
	folded := text.Fold(words)
	if folded == "" {
		return Reservation{Kind: NoWords}
	}
	return r.reservedBy(strings.TrimSpace(words), folded)
}

func (r *Reader) reservedBy(said, folded string) Reservation {
	if isDigit(folded) {
		return Reservation{Kind: DigitKey}
	}
	if owner, ok := r.owners[folded]; ok {
		return owner
	}
	if by := r.reservedCommand(said, folded); by.Kind != Free {
		return by
	}
	switch {
	case r.passphrases.closeness(nil, folded) == bot.CloseRight:
		return Reservation{Kind: PassphraseSound}
	case r.courtesy.read(folded) != bot.CourtesyNone:
		return Reservation{Kind: CourtesyWords}
	case r.courtesy.declines(folded):
		return Reservation{Kind: Declining}
	default:
		return Reservation{}
	}
}

// reservedCommand names the command that has these words with an argument.
func (r *Reader) reservedCommand(said, folded string) Reservation {
	if strings.HasPrefix(folded, "#") {
		return Reservation{Kind: StaffLine}
	}
	c, ok := r.commands.read(&bot.TextReading{Text: said, Folded: folded})
	switch {
	case ok && c.Pack != "" && r.commands.claims[c.Word]:
		p, _ := r.campaign.Pack(c.Pack)
		return Reservation{PackCommand, p.Name}
	case ok:
		return Reservation{CommandWord, c.Word}
	case r.passphrases.announced(nil, said).Closeness == bot.CloseRight:
		return Reservation{Kind: PassphraseWord}
	default:
		return Reservation{}
	}
}

// code is a number of a list or of the menu, a confirmation, an extraction code.
var code = regexp.MustCompile(`^(\d+|[a-z0-9]{0,7}\d[a-z0-9]{0,7})$`)

// Routine returns a function that reports whether a message is answered without
// asking the matcher: a command, a code, a passphrase, courtesy, what is blocked.
func Routine(c *campaign.Campaign, blocked *text.Words, commands []Command) func(said string) bool {
	bare := *c
	bare.FAQ = nil // the wordings of frequent questions are the matcher's
	r := newReader(&bare, Texts{Blocked: blocked}, commands)
	return func(said string) bool {
		folded := text.Fold(said)
		if r.blocked != nil {
			if _, bad := r.blocked.Find(folded); bad {
				return true
			}
		}
		return folded == "" || code.MatchString(folded) || r.reservedBy(strings.TrimSpace(said), folded).Kind != Free
	}
}
