package intent

import (
	"zhujiao/bot/faq"
	regexp "zhujiao/bot/lazyregexp"
)

// memo keeps what is found out about the texts of one message, so that the readers of
// several classes share it. One without maps keeps no patterns and no facts: a single
// reader looks for each once. It is not safe for concurrent use.
type memo struct {
	faq   faq.Memo
	found map[patternOf][]string
	facts map[factOf]any
}

// sharedMemo returns a memo for several readers.
func sharedMemo() *memo {
	return &memo{found: map[patternOf][]string{}, facts: map[factOf]any{}}
}

// patternOf is a pattern that was looked for in a text.
type patternOf struct {
	pattern *regexp.Regexp
	text    string
}

// find returns the submatches of a pattern in a text; nil if it does not match.
func (m *memo) find(pattern *regexp.Regexp, s string) []string {
	if m == nil || m.found == nil {
		return pattern.FindStringSubmatch(s)
	}
	key := patternOf{pattern, s}
	out, known := m.found[key]
	if !known {
		out = pattern.FindStringSubmatch(s)
		m.found[key] = out
	}
	return out
}

// is reports whether a pattern matches a text.
func (m *memo) is(pattern *regexp.Regexp, s string) bool {
	if m == nil || m.found == nil {
		return pattern.MatchString(s)
	}
	key := patternOf{pattern, s}
	out, known := m.found[key]
	if !known {
		if pattern.MatchString(s) {
			out = []string{}
		}
		m.found[key] = out
	}
	return out != nil
}

// fact is something that depends on a text alone.
type fact int

const (
	factWish fact = iota
	factDeclines
	factCourtesy
	factStripped
	factRefusal
	factManner
	factObject
)

// factOf is a fact of a text.
type factOf struct {
	fact fact
	text string
}

// once returns a fact of a text; find finds it.
func once[T any](m *memo, f fact, s string, find func(string) T) T {
	if m == nil || m.facts == nil {
		return find(s)
	}
	key := factOf{f, s}
	if out, known := m.facts[key].(T); known {
		return out
	}
	out := find(s)
	m.facts[key] = out
	return out
}
