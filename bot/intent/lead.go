package intent

import (
	"strings"
	"unicode/utf8"
)

// leadTries bounds how often one message is matched, however polite it is.
const leadTries = 3

// afterCourtesy returns what is left of a folded text without the courtesy in
// front of it, the longest first: for 好的老师是谁 both 老师是谁 and 是谁. It returns
// nothing if the text does not begin with courtesy.
func (c *courtesy) afterCourtesy(folded string) (out []string) {
	rest, l := c.leadPiece(folded)
	if l == leadFollowing {
		return nil // a name comes after courtesy, never first: 老师是谁
	}
	for ; l != leadNone; rest, l = c.leadPiece(rest) {
		soft := l == leadSoft
		if _, next := c.leadPiece(rest); soft && next == leadNone || strings.HasPrefix(rest, "的") && soft {
			break
		}
		if utf8.RuneCountInString(rest) < 2 || strings.HasPrefix(rest, "像") { // 你好像…
			break
		}
		out = append(out, rest)
	}
	return out[max(0, len(out)-leadTries):]
}

// leadPiece cuts off the longest piece of courtesy that a text begins with and
// that may stand before a question.
func (c *courtesy) leadPiece(s string) (rest string, l lead) {
	for n := min(len(s), pieceMax); n > 0; n-- {
		if l := c.leads[s[:n]]; l != leadNone {
			return s[n:], l
		}
	}
	return s, leadNone
}
