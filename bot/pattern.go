package bot

import "strings"

// rank is how specific a pattern is. The most specific pattern wins, in whatever order
// patterns are registered, as in http.ServeMux.
type rank int

const (
	rankKind rank = iota
	rankPrefix
	rankExact
)

// Pattern selects the messages for a handler.
type Pattern struct {
	rank  rank
	words []string
	event Event
	kinds []Kind
}

// Exact selects texts that are equal to one of the words after folding.
func Exact(words ...string) Pattern { return Pattern{rank: rankExact, words: words} }

// Prefix selects texts that begin with one of the words.
func Prefix(words ...string) Pattern { return Pattern{rank: rankPrefix, words: words} }

// On selects an event, with one of the keys if there are any.
func On(e Event, keys ...string) Pattern { return Pattern{rank: rankExact, event: e, words: keys} }

// OfKind selects messages by their kind.
func OfKind(kinds ...Kind) Pattern { return Pattern{rank: rankKind, kinds: kinds} }

// ids returns the names of what a pattern selects; each may be registered only once.
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

// String returns the pattern for panics and logs.
func (p Pattern) String() string { return strings.Join(p.ids(), ", ") }
