package bot

import "strings"

// rank orders patterns by how exactly they name a message; the best wins
// whatever the order of registration, as in http.ServeMux.
type rank int

const (
	rankKind rank = iota
	rankPrefix
	rankExact
)

// Pattern says which messages a handler wants.
type Pattern struct {
	rank  rank
	words []string
	event Event
	kinds []Kind
}

// Exact wants texts that are, folded, one of the words.
func Exact(words ...string) Pattern { return Pattern{rank: rankExact, words: words} }

// Prefix wants texts that begin with one of the words; the longest wins.
func Prefix(words ...string) Pattern { return Pattern{rank: rankPrefix, words: words} }

// On wants an event. Given keys, only with one of these keys.
func On(e Event, keys ...string) Pattern { return Pattern{rank: rankExact, event: e, words: keys} }

// OfKind wants messages of these kinds, whatever they hold.
func OfKind(kinds ...Kind) Pattern { return Pattern{rank: rankKind, kinds: kinds} }

// ids are the claims a pattern makes, each of which only one handler may own.
func (p Pattern) ids() []string {
	switch {
	case p.event != "" && len(p.words) == 0:
		return []string{"event " + string(p.event)}
	case p.event != "":
		return prefixed("event "+string(p.event)+" ", p.words)
	case p.rank == rankKind:
		ids := make([]string, len(p.kinds))
		for i, k := range p.kinds {
			ids[i] = "kind " + string(k)
		}
		return ids
	case p.rank == rankPrefix:
		return prefixed("prefix ", p.words)
	default:
		return prefixed("exact ", p.words)
	}
}

func prefixed(prefix string, words []string) []string {
	ids := make([]string, len(words))
	for i, w := range words {
		ids[i] = prefix + w
	}
	return ids
}

// String names the pattern in panics and logs.
func (p Pattern) String() string { return strings.Join(p.ids(), ", ") }
