package text

import (
	"strings"
	"unicode/utf8"
)

// CutBytes returns the longest prefix of s that has at most limit bytes and ends at a
// character boundary.
func CutBytes(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// CutLine shortens s to at most limit bytes, including the tail that it appends. It
// cuts at the end of a line if one ends in the last quarter. A text that fits is
// returned as it is.
func CutLine(s string, limit int, tail string) string {
	if len(s) <= limit {
		return s
	}
	s = CutBytes(s, max(0, limit-len(tail)))
	if i := strings.LastIndexByte(s, '\n'); i >= len(s)*3/4 {
		s = s[:i]
	}
	return s + tail
}
