package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// listMax is the largest size of a list in bytes: a reply holds 2,048.
const listMax = 1800

// FitList joins as many lines as fit into a reply, but at least the first, which is cut
// if it does not fit. If some lines are missing, it adds the text more with their number,
// out of all.
func FitList(t *content.Texts, lines []string, all int, more content.Key) string {
	var b strings.Builder
	for i, line := range lines {
		line = text.CutLine(line, listMax, "…")
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

// Pages parts the lines of a list into pages that each fit into a reply. A line that does
// not fit is cut.
func Pages(lines []string) (pages [][]string) {
	size := listMax
	for _, line := range lines {
		line = text.CutLine(line, listMax, "…")
		if size += len(line) + 1; size > listMax {
			pages, size = append(pages, nil), len(line)
		}
		last := len(pages) - 1
		pages[last] = append(pages[last], line)
	}
	return pages
}
