package draft

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// rowSpan is a first cell that goes on in the rows below: the label of several rows.
type rowSpan struct {
	rows int // how many rows it still covers
	next int // what the row that is open has said
	text string
}

// mostSpanned bounds the rows that a cell covers.
const mostSpanned = 40

// open notes a cell that begins.
func (s *rowSpan) open(t html.Token, cells int) {
	if cells > 0 || s.rows > 0 {
		return
	}
	for _, a := range t.Attr {
		if n, err := strconv.Atoi(a.Val); err == nil && a.Key == "rowspan" && n > 1 {
			s.next = min(n, mostSpanned)
		}
	}
}

// fill puts the cell in front of a row that it covers.
func (s *rowSpan) fill(cells []string) []string {
	switch {
	case s.rows > 0:
		s.rows--
		cells = append([]string{s.text}, cells...)
	case s.next > 1:
		s.rows, s.text, s.next = s.next-1, cells[0], 0
	}
	return cells
}

// closeLink ends a link of the line.
func (w *walker) closeLink() {
	if s := collapse(w.link.String()); w.inLink && s != "" && len(w.links) < 20 {
		w.links = append(w.links, s)
	}
	w.inLink = false
	w.link.Reset()
}

// linkWords are the words of the links of a line of Markdown.
func linkWords(raw string) (out []string) {
	for _, m := range mdLink.FindAllStringSubmatch(raw, 20) {
		if s := unmarked(m[1]); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// linked reports whether a sentence holds one of its line's links.
func linked(s sentence) bool {
	for _, l := range s.line.links {
		if strings.Contains(s.text, fold(l)) {
			return true
		}
	}
	return false
}

// pairRows makes a row for each label of rows such as 时间|…|时长|….
func pairRows(lines []line) []line {
	var out []line
	for _, n := range lines {
		if n.kind != row || len(n.cells) < 4 || len(n.cells)%2 != 0 || !pairLabels(n.cells) {
			out = append(out, n)
			continue
		}
		for i := 0; i < len(n.cells); i += 2 {
			one := n
			one.cells = n.cells[i : i+2]
			one.raw = strings.Join(one.cells, " ")
			one.text = one.raw
			out = append(out, one)
		}
	}
	return out
}

// pairLabels reports cells of which every other one is a label, and none of the rest.
func pairLabels(cells []string) bool {
	for i, c := range cells {
		if (labelTopic(c) != noTopic) != (i%2 == 0) {
			return false
		}
	}
	return true
}
