package draft

import (
	"strings"
	"unicode"
)

// wideSigns are the narrow signs that people type in Chinese text, and how a printer sets them.
const (
	narrowSigns = ",:;!?()"
	wideSigns   = "，：；！？（）"
)

// hanSigns writes the punctuation of Chinese text in one way, so that no rule has to know both:
// a narrow sign beside a Chinese character becomes a wide one. Those of numbers, addresses and
// of English stay.
func hanSigns(s string) string {
	if !strings.ContainsAny(s, narrowSigns+`"`) || !strings.ContainsFunc(s, isHan) {
		return s
	}
	r := hanQuotes([]rune(s))
	wide := []rune(wideSigns)
	var open []bool // whether each open bracket was made wide
	for i, c := range r {
		at := strings.IndexRune(narrowSigns, c)
		if c > 0x7f || at < 0 {
			continue
		}
		beside := isHan(neighbour(r, i, -1)) || isHan(neighbour(r, i, 1))
		switch {
		case c == '(':
			open = append(open, beside)
		case c == ')' && len(open) > 0:
			beside = open[len(open)-1]
			open = open[:len(open)-1]
		}
		if beside {
			r[i] = wide[at]
		}
	}
	return string(r)
}

// hanQuotes makes a pair of straight quotes curly if a Chinese character stands beside one of them.
func hanQuotes(r []rune) []rune {
	open := -1
	for i, c := range r {
		switch {
		case c != '"':
		case open < 0:
			open = i
		default:
			if isHan(neighbour(r, open, -1)) || isHan(neighbour(r, open, 1)) || isHan(neighbour(r, i, -1)) || isHan(neighbour(r, i, 1)) {
				r[open], r[i] = '“', '”'
			}
			open = -1
		}
	}
	return r
}

// neighbour is the next character before or behind a place, spaces and closed brackets aside.
func neighbour(r []rune, i, step int) rune {
	for i += step; i >= 0 && i < len(r); i += step {
		if !unicode.IsSpace(r[i]) {
			return r[i]
		}
	}
	return 0
}

// isHan reports a character of Chinese text, its punctuation included.
func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3001 && r <= 0x3011 || strings.ContainsRune(wideSigns+"“”‘’", r)
}
