package intent

import (
	"strings"

	"zhujiao/bot/text"
)

// NearestWord returns the one of some words that somebody may have meant by another: one
// that it begins or ends with, or that differs by one character, or by two of four. It
// returns "" for none.
func NearestWord(typed string, among []string) string {
	best, least := "", 6
	for _, w := range among {
		d := text.Distance([]rune(typed), []rune(w))
		switch n := len([]rune(w)); {
		case n < 2, d > 2, d == 2 && (n < 4 || len([]rune(typed)) < 4):
			continue
		case 2*d+elsewhere(typed, w) < least:
			best, least = w, 2*d+elsewhere(typed, w)
		}
	}
	for _, w := range among {
		if best == "" && len([]rune(w)) > 1 && (strings.HasPrefix(typed, w) || strings.HasSuffix(typed, w)) {
			best = w
		}
	}
	return best
}

// elsewhere is 1 if two words begin with different characters, else 0: people rather
// mistype the end.
func elsewhere(a, b string) int {
	if a != "" && b != "" && []rune(a)[0] == []rune(b)[0] {
		return 0
	}
	return 1
}
