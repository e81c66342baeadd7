package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Router finds the handler with the most specific pattern for a message: an exact word,
// then the longest prefix, then the kind. It folds words when they are registered and
// expects folded texts.
type Router struct {
	fold     func(string) string
	owners   map[string]string
	exact    map[string]Handler
	events   map[string]Handler
	kinds    map[Kind]Handler
	prefixes []wordHandler
}

type wordHandler struct {
	word string
	h    Handler
}

// NewRouter returns an empty router that folds words with fold.
func NewRouter(fold func(string) string) *Router {
	return &Router{
		fold: fold, owners: map[string]string{}, exact: map[string]Handler{},
		events: map[string]Handler{}, kinds: map[Kind]Handler{},
	}
}

// Handle registers a handler. It panics if another handler has registered a word, event
// or kind of the pattern, so that such a mistake shows when the program starts.
func (r *Router) Handle(name string, p Pattern, h Handler) {
	if p.event == "" {
		p.words = slices.Clone(p.words)
		for i, w := range p.words {
			p.words[i] = r.fold(w)
		}
	}
	for _, id := range p.ids() {
		if owner, taken := r.owners[id]; taken {
			panic(fmt.Sprintf("handlers %s and %s both want %q", owner, name, id))
		}
		r.owners[id] = name
	}
	r.add(p, h)
}

func (r *Router) add(p Pattern, h Handler) {
	switch {
	case p.event != "" && len(p.words) == 0:
		r.events[string(p.event)] = h
	case p.event != "":
		for _, key := range p.words {
			r.events[string(p.event)+" "+key] = h
		}
	case p.rank == rankExact:
		for _, w := range p.words {
			r.exact[w] = h
		}
	case p.rank == rankPrefix:
		r.prefixes = insert(r.prefixes, p.words, h)
	default:
		for _, k := range p.kinds {
			r.kinds[k] = h
		}
	}
}

// insert adds words to a list that is sorted by length, longest first.
func insert(list []wordHandler, words []string, h Handler) []wordHandler {
	for _, w := range words {
		list = append(list, wordHandler{w, h})
	}
	slices.SortStableFunc(list, func(a, b wordHandler) int { return cmp.Compare(len(b.word), len(a.word)) })
	return list
}

// Route calls the best handler for a message, and the next one as long as they return
// ErrPass. It returns Silence if there is none.
func (r *Router) Route(ctx context.Context, m *Message) (Reply, error) {
	for h := range r.candidates(m) {
		reply, err := h.Handle(ctx, m)
		if err != ErrPass { //nolint:errorlint // handlers return the sentinel itself, like io.EOF
			return reply, err
		}
	}
	return Silence{}, nil
}

// candidates yields the handlers for a message, the best first.
func (r *Router) candidates(m *Message) func(yield func(Handler) bool) {
	return func(yield func(Handler) bool) {
		offer := func(h Handler) bool { return h == nil || yield(h) }
		if m.Kind == KindEvent {
			_ = offer(r.events[string(m.Event)+" "+m.Arg]) && offer(r.events[string(m.Event)]) && offer(r.kinds[KindEvent])
			return
		}
		more := true
		if m.Kind == KindText {
			more = offer(r.exact[m.Folded]) && r.offerPrefixes(m.Folded, yield)
		}
		_ = more && offer(r.kinds[m.Kind])
	}
}

// offerPrefixes yields the handlers of the prefixes of a text, the longest first. It
// returns false if yield did.
func (r *Router) offerPrefixes(text string, yield func(Handler) bool) bool {
	for _, w := range r.prefixes {
		if strings.HasPrefix(text, w.word) && !yield(w.h) {
			return false
		}
	}
	return true
}
