package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// maxProblems is how many problems of one file are listed. Whoever mends these sees the
// rest.
const maxProblems = 200

// edit replaces the bytes [from, to) of a file.
type edit struct {
	from, to int
	with     string
}

// shown is a problem, by its index, whose hint shows the line of a byte as it should read.
type shown struct{ problem, at int }

// problemList collects the problems of a file.
type problemList struct {
	file     string
	src      string // the file, decoded
	problems []Problem
	edits    []edit // what mends the file and is certain
	left     int    // errors that are not listed and keep the file from serving
	// leftServed counts the errors that are not listed and with which the file serves.
	leftServed int
	lossy      bool // src lacks bytes of the file
	shown      []shown
}

// problem reports an error at a position.
func (p *problemList) problem(line, col int, what, hint string) {
	if len(p.problems) >= maxProblems {
		p.left++
		return
	}
	at := Problem{File: p.file, Line: max(line, 1), Col: max(col, 1), Text: printable(what), Hint: printable(hint)}
	p.problems = append(p.problems, at)
}

// certain reports an error that some edits mend; the hint shows the line as it should
// read.
func (p *problemList) certain(line, col int, what string, edits ...edit) {
	p.edits = append(p.edits, edits...)
	if len(p.problems) >= maxProblems {
		p.left++
		return
	}
	p.problem(line, col, what, p.mended(edits))
	p.shown = append(p.shown, shown{len(p.problems) - 1, edits[0].from})
}

// rollBack drops what was reported after a state of the list.
func (p *problemList) rollBack(problems, edits, left int) {
	p.problems, p.edits, p.left = p.problems[:problems], p.edits[:edits], left
	for len(p.shown) > 0 && p.shown[len(p.shown)-1].problem >= problems {
		p.shown = p.shown[:len(p.shown)-1]
	}
}

// mended says how the line of the first of some edits reads after all that are in it.
func (p *problemList) mended(edits []edit) string {
	if len(edits) == 0 || edits[0].from > len(p.src) {
		return ""
	}
	return p.lineWith(edits[0].from, edits)
}

// lineWith is the line of a byte after those of some edits that are in it.
func (p *problemList) lineWith(at int, edits []edit) string {
	from := strings.LastIndexAny(p.src[:at], "\r\n") + 1
	to := len(p.src)
	if end := strings.IndexAny(p.src[at:], "\r\n"); end >= 0 {
		to = at + end
	}
	var inLine []edit
	for _, e := range edits {
		if e.from >= from && e.to <= to {
			inLine = append(inLine, edit{e.from - from, e.to - from, e.with})
		}
	}
	return "改成：" + shorten(strings.TrimSpace(applyEdits(p.src[from:to], inLine)), 80)
}

// applyEdits returns a text after some edits. Of two that overlap the first counts.
func applyEdits(s string, edits []edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var b strings.Builder
	done := 0
	for i, e := range edits {
		if e.from < done || e.to > len(s) || i > 0 && e == edits[i-1] {
			continue
		}
		b.WriteString(s[done:e.from])
		b.WriteString(e.with)
		done = e.to
	}
	return b.String() + s[done:]
}

// errorAt reports an error at a node, or at the beginning of the file if n is nil.
func (p *problemList) errorAt(n *node, what, hint string) {
	if n == nil {
		n = &node{line: 1, col: 1}
	}
	p.problem(n.line, n.col, what, hint)
}

// contradiction reports an error with which the file serves.
func (p *problemList) contradiction(n *node, what, hint string) {
	before := len(p.problems)
	p.errorAt(n, what, hint)
	if len(p.problems) > before {
		p.problems[before].Served = true
	} else {
		p.left--
		p.leftServed++
	}
}

// warnAt reports a warning like errorAt.
func (p *problemList) warnAt(n *node, what, hint string) {
	before := len(p.problems)
	p.errorAt(n, what, hint)
	if len(p.problems) > before {
		p.problems[before].Warning = true
	} else {
		p.left--
	}
}

// rewrite reports an error in a value and shows the line with another one, which is
// certain.
func (p *problemList) rewrite(n *node, what, value string) {
	if n.to <= n.from {
		p.errorAt(n, what, "改成："+value)
		return
	}
	p.certain(n.line, n.col, what, edit{n.from, n.to, value})
}

// suggest is rewrite for what is likely but not certain.
func (p *problemList) suggest(n *node, what, value string) {
	if n.to <= n.from {
		p.errorAt(n, what, "改成："+value)
		return
	}
	p.problem(n.line, n.col, what, p.mended([]edit{{n.from, n.to, value}}))
}

// all returns the problems in the order of the file, and says how many more there are.
func (p *problemList) all() []Problem {
	for _, s := range p.shown {
		p.problems[s.problem].Hint = printable(p.lineWith(s.at, p.edits))
	}
	p.shown = nil
	Sort(p.problems)
	p.problems = slices.Compact(p.problems)
	if more := p.left + p.leftServed; more > 0 {
		last := p.problems[len(p.problems)-1]
		p.problems = append(p.problems, Problem{
			File: p.file, Line: last.Line, Col: last.Col, Text: "还有" + strconv.Itoa(more) + "处没有列出",
			Hint: "先改好上面的，再检查一次", Served: p.left == 0,
		})
		p.left, p.leftServed = 0, 0
	}
	return p.problems
}

// shorten cuts a text to a number of characters.
func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// printable is a text as one line, without control characters, which would confuse a
// terminal, and cut to a length that people read.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return '·'
		default:
			return r
		}
	}, s)
	return shorten(s, 400)
}
