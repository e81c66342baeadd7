package app

import (
	"crypto/sha256"
	"sync"

	"zhujiao/bot"
	"zhujiao/bot/catalog"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// meanings remembers what a snapshot makes of texts that were asked: reading one takes up to half
// a millisecond, and a page counts a thousand. It is safe for concurrent use.
type meanings struct {
	served  *catalog.Snapshot
	routine func(said string) bool
	mu      sync.Mutex
	known   map[[sha256.Size]byte]meaning
}

// meaning is what becomes of a text, with the entry that answers it.
type meaning struct {
	kind  meaningKind
	entry string
}

// meaningKind sorts what was asked, as the page of the frequent questions counts it.
type meaningKind int

const (
	meansNothing meaningKind = iota
	meansRefusal
	meansRoutine
	meansAnswer
	meansOffer
)

// meaningsMost is how many texts are remembered: what two pages count, twice. Then it begins anew.
const meaningsMost = 2 * (askedMost + groupedMost)

// meaningsFor are the meanings of what serves.
func (r *reviews) meaningsFor(served *catalog.Snapshot) *meanings {
	return r.meanings.of(served.Serial, func() *meanings {
		return &meanings{
			served: served, known: map[[sha256.Size]byte]meaning{},
			routine: intent.Routine(served.Campaign, handlers.Blocked(served.Campaign), attendee.Commands()),
		}
	})
}

// of is what a text means.
func (m *meanings) of(said string) meaning {
	key := sha256.Sum256([]byte(said))
	m.mu.Lock()
	out, known := m.known[key]
	m.mu.Unlock()
	if known {
		return out
	}
	out = m.read(said)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= meaningsMost {
		clear(m.known)
	}
	m.known[key] = out
	return out
}

func (m *meanings) read(said string) (out meaning) {
	w := m.served.Reader.ReadWords(said)
	switch {
	case w.Refusal:
		out.kind = meansRefusal
	case w.Command.Word != "" || m.routine(said):
		out.kind = meansRoutine
	case w.Match.Band == bot.BandAnswer && len(w.Match.Hits) > 0 && !pending(m.served.Campaign, w.Match.Hits[0].ID):
		out.kind, out.entry = meansAnswer, w.Match.Hits[0].ID
	case w.Match.Band == bot.BandSuggest:
		out.kind = meansOffer
	}
	return out
}
