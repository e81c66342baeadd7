package text

import (
	"strings"
	"unicode"
)

// Unquote takes away the quotation marks and brackets around a text: people copy
// a word as it was written to them, 「提醒」 (R2). A mark that stands at one end
// only goes too, unless more of its kind are inside.
func Unquote(s string) string {
	const opening, closing = `「『“‘"'＂＇(（`, `」』”’"'＂＇)）`
	t := strings.TrimSpace(s)
	bare := strings.TrimLeft(t, opening)
	if bare == t {
		return s
	}
	bare = strings.TrimRight(strings.TrimRightFunc(bare, over), closing)
	if strings.ContainsAny(bare, opening+closing) {
		return s
	}
	return bare
}

// over tells whether a character may follow a closing mark.
func over(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("。.!！?？~～,，", r) }
