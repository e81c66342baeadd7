package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot/content"
)

// listMax is how many bytes of a list are shown: a reply holds 2,048.
const listMax = 1800

// FitList joins as many lines as a reply holds, the first in any case. If one does
// not fit, the text more says how many of all are left.
func FitList(t *content.Texts, lines []string, all int, more content.Key) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 && b.Len()+len(line) > listMax {
			b.WriteString("\n" + t.Render(more, content.Vars{"数": strconv.Itoa(all - i)}))
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}
