package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// claim is a phrase that somebody answers to. A phrase with two owners would be
// answered by chance.
type claim struct {
	n           *node
	phrase      string
	kind        ownerKind
	owner, name string // a form of messages_zh.go and what goes into it
}

type ownerKind int

const (
	ownsBuiltin ownerKind = iota // a command word
	ownsCommand                  // an alias of a command
	ownsEntry
	ownsPack
	ownsPhrase
)

func (c claim) words() string {
	if c.name == "" {
		return c.owner
	}
	return fmt.Sprintf(c.owner, quoted(c.name))
}

func (l *loader) claim(c claim) { l.claims = append(l.claims, c) }

// use is a word that a menu sends.
type use struct {
	n    *node
	word string
}

// crossCheck checks what concerns several sections.
func (l *loader) crossCheck() {
	owners := make(map[string]claim, len(l.claims)+len(l.commands))
	for _, w := range l.commands {
		owners[text.Fold(w)] = claim{phrase: w, kind: ownsBuiltin, owner: ownCommand, name: w}
	}
	slices.SortStableFunc(l.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.n.line, b.n.line), cmp.Compare(a.n.col, b.n.col))
	})
	for _, c := range l.claims {
		l.own1(owners, c)
	}
	for _, u := range l.uses {
		if _, ok := owners[text.Fold(u.word)]; !ok {
			l.unusable(u)
		}
	}
}

// own1 enters one claim or says why it cannot be.
func (l *loader) own1(owners map[string]claim, c claim) {
	f := text.Fold(c.phrase)
	other, taken := owners[f]
	switch {
	case f == "":
		l.err(c.n, msgFoldsOut, c.phrase)
	case len(f) == 1 && f >= "0" && f <= "9":
		l.err(c.n, msgDigit, c.phrase)
	case strings.HasPrefix(f, "#"):
		l.err(c.n, msgHash, c.phrase)
	case c.kind == ownsPhrase && len([]rune(f)) < 2:
		l.err(c.n, msgShort, c.phrase)
	case taken:
		l.taken(c, other)
	default:
		owners[f] = c
	}
}

func (l *loader) taken(c, other claim) {
	if other.kind == ownsPhrase && c.kind != ownsPhrase {
		c, other = other, c // whoever comes first, the phrase is to be changed
	}
	same := c.kind == other.kind && c.name == other.name || other.kind == ownsBuiltin && c.name == other.name
	switch {
	case same && c.kind == ownsPack && c.n == other.n:
	case same && c.kind == ownsEntry, same && c.kind == ownsPack, same && c.kind == ownsPhrase:
		l.warn(c.n, msgSameTwo, c.phrase, c.words())
	case same:
		l.err(c.n, msgSameTwo, c.phrase, c.words())
	case other.kind == ownsBuiltin:
		l.err(c.n, msgTwoBuilt, c.phrase, other.words(), c.words())
	case c.kind == ownsPhrase:
		l.err(c.n, msgPassword, c.phrase, other.words(), other.n.line)
	default:
		l.err(c.n, msgTwoOwner, c.phrase, other.words(), other.n.line, c.words())
	}
}

// unusable reports a word of a menu that nobody answers to.
func (l *loader) unusable(u use) {
	if len(l.commands) == 0 {
		return
	}
	near := nearest(u.word, l.commands)
	if near == "" && len(l.claims) < maxSuggestions {
		all := make([]string, len(l.claims))
		for i, c := range l.claims {
			all[i] = c.phrase
		}
		near = nearest(u.word, all)
	}
	if near == "" {
		l.err(u.n, msgNoCmdAny, u.word, l.commandList())
		return
	}
	l.err(u.n, msgNoCmd, u.word, near)
}
