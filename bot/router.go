package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Router finds the handler whose pattern names a message best: exact words,
// then the longest prefix, then the kind. Words are folded when they are registered, texts before they come.
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

// NewRouter returns an empty router that folds registered words with fold.
func NewRouter(fold func(string) string) *Router {
	return &Router{
		fold: fold, owners: map[string]string{}, exact: map[string]Handler{},
		events: map[string]Handler{}, kinds: map[Kind]Handler{},
	}
}

// Handle registers a handler. It panics when a word, event or kind of the
// pattern has an owner already: two handlers for one word is a mistake of the
// programmer, to be seen at start and not on the evening of the class.
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

// insert keeps the list sorted, longest word first.
func insert(list []wordHandler, words []string, h Handler) []wordHandler {
	for _, w := range words {
		list = append(list, wordHandler{w, h})
	}
	slices.SortStableFunc(list, func(a, b wordHandler) int { return cmp.Compare(len(b.word), len(a.word)) })
	return list
}

// Route sends a message to its handler, and on to the next best while
// handlers return ErrPass. A message that nobody wants gets Silence.
func (r *Router) Route(ctx context.Context, m *Message) (Reply, error) {
	for h := range r.candidates(m) {
		reply, err := h.Handle(ctx, m)
		if err != ErrPass { //nolint:errorlint // handlers return the sentinel itself, as io.EOF is returned
			return reply, err
		}
	}
	return Silence{}, nil
}

// candidates yields handlers, best first.
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

// offerPrefixes yields the handlers of the prefixes of a text, the longest first;
// false when the caller needs no more.
func (r *Router) offerPrefixes(text string, yield func(Handler) bool) bool {
	for _, w := range r.prefixes {
		if strings.HasPrefix(text, w.word) && !yield(w.h) {
			return false
		}
	}
	return true
}
