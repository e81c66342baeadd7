package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// dialogue is a question or an answer: Q：要钱吗？
var dialogue = regexp.MustCompile(`^([QqAa问答])\s?\d{0,2}\s?[：:.、]\s?(\S.*)$`)

// lineKind is the form of a line of the article.
type lineKind int

const (
	paragraph lineKind = iota
	heading
	item
	row
)

// line is a piece of the article that stands by itself: a paragraph, a heading, an item of a
// list, a row of a table.
type line struct {
	// raw is the line as it stands in the article, text the same folded.
	raw, text string
	kind      lineKind
	depth     int // of a heading or of an item
	bold      bool
	// lead is what is bold at the beginning of a line that goes on; folded.
	lead string
	// cells are those of a row, folded.
	cells []string
	// columns are the topics of the columns, if the table has a head.
	columns []topic
	// table numbers the table of a row.
	table int
	// links are the words of the links that stand in the line.
	links []string
	// foot says that the line stands in the foot of a page.
	foot bool
	// gap says that an empty line stands before.
	gap bool

	// What marks finds.
	topic   topic  // what the line speaks about: its own label, else that of its section
	own     bool   // the label stands in the line itself
	value   string // what stands behind the label; the text without marks otherwise
	section int    // the line of the heading above, -1 for none
}

// cell returns the cell of the column about a topic; "" if there is none.
func (n *line) cell(about topic) string {
	if i := slices.Index(n.columns, about); i >= 0 && i < len(n.cells) {
		return n.cells[i]
	}
	return ""
}

// bounds of what is read; more is left out.
const (
	maxLines     = 4000
	maxLineRunes = 2000
)

// lineList collects lines.
type lineList struct {
	lines []line
	width int // of the last line as it stands, in bytes
}

// add appends a line unless it is empty.
func (l *lineList) add(n line) {
	n.raw = collapse(n.raw)
	if m := dialogue.FindStringSubmatch(n.raw); m != nil {
		n.raw = m[2]
		if n.kind != row && strings.ContainsAny(m[1], "Qq问") && runes(m[2]) < 30 {
			n.kind, n.depth = heading, 4
		}
	}
	if len(l.lines) >= maxLines || n.raw == "" {
		return
	}
	n.raw = short(n.raw, maxLineRunes)
	n.text = fold(n.raw)
	if n.text == "" {
		return
	}
	l.lines = append(l.lines, n)
}
