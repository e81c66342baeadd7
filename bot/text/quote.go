package text

import (
	"strings"
	"unicode"
)

// Unquote removes the quotation marks and brackets around a text, because people copy
// a word together with its marks: 「提醒」 (R2). A mark at one end only is removed too,
// unless there are more marks inside.
func Unquote(s string) string {
	const opening, closing = `「『“‘"'＂＇(（`, `」』”’"'＂＇)）`
	t := strings.TrimSpace(s)
	bare := strings.TrimLeft(t, opening)
	if bare == t {
		return s
	}
	bare = strings.TrimRight(strings.TrimRightFunc(bare, afterQuote), closing)
	if strings.ContainsAny(bare, opening+closing) {
		return s
	}
	return bare
}

// afterQuote reports whether a character may follow a closing mark.
func afterQuote(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("。.!！?？~～,，", r)
}
