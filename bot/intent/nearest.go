package intent

import "strings"

// NearestWord returns the one of some words that somebody may have meant by another: one
// that it begins or ends with, or that differs by one character, or by two of four. It
// returns "" for none.
func NearestWord(typed string, among []string) string {
	best, least := "", 6
	for _, w := range among {
		d := distance([]rune(typed), []rune(w))
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

// distance returns how many characters have to be put in, left out or replaced to make one
// text of another.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
