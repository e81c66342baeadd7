package content

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

var blockMark = regexp.MustCompile(`^[|>](?:[1-9]?[-+]?|[-+][1-9])(?:\s+#.*|\s*)$`)

// wideBlock reports whether a text is the mark of a block with a wrong sign, and returns
// the right mark.
func wideBlock(s string) (string, bool) {
	s = strings.TrimSpace(strings.NewReplacer("｜", "|", "＞", ">", "－", "-", "—", "-", "–", "-", "−", "-", "丨", "|", "＋", "+").Replace(s))
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "--", "-")
	return s, blockMark.MatchString(s)
}

// blockHeader reports whether a block of text begins at a byte of the next line.
func (sc *scalarReader) blockHeader(out *node, l sourceLine, at int) bool {
	s := l.text[at:]
	if blockMark.MatchString(s) {
		return true
	}
	if mark, ok := wideBlock(s); ok {
		sc.report.certain(l.no, l.col(at), "多行文字的记号「"+strings.TrimSpace(s)+"」要写成「"+mark+"」", edit{out.from, l.from + len(l.text), mark})
		return true
	}
	head := s[:1+len(s[1:])-len(strings.TrimLeft(s[1:], "+-"))]
	own := len(l.text) - len(strings.TrimLeft(l.text, " -"))
	for _, next := range sc.in.lines[min(sc.in.at+1, len(sc.in.lines)):] {
		trimmed := strings.TrimLeft(next.text, " ")
		if strings.TrimSpace(trimmed) == "" {
			continue
		}
		if len(next.text)-len(trimmed) <= own {
			return false
		}
		sc.report.problem(l.no, l.col(at+len(head)), "「"+head+"」后面不能直接写文字：「"+shorten(strings.TrimSpace(s[len(head):]), 20)+"」",
			"把文字移到下一行，和下面的各行对齐")
		return true
	}
	return false
}

// blockReader reads a block of text.
type blockReader struct {
	report *problemList
	in     *lineReader
	out    *node
	parent int // the indentation of the key
	indent int // the indentation of the text; 0 before its first line
	lines  []string
	rows   []row
}

// block reads the lines of a block of text whose key has an indentation.
func (sc *scalarReader) block(out *node, mark string, parent int) {
	out.style = blockStyle
	b := &blockReader{report: sc.report, in: sc.in, out: out, parent: parent}
	if digit := strings.Trim(strings.TrimSpace(mark[:min(len(mark), 3)]), "|>+-# "); digit != "" && digit[0] >= '1' && digit[0] <= '9' {
		b.indent = max(parent, 0) + int(digit[0]-'0')
	}
	for sc.in.at < len(sc.in.lines) && b.take(sc.in.lines[sc.in.at]) {
		sc.in.at++
	}
	if sc.in.at == len(sc.in.lines) && sc.in.lines[sc.in.at-1].text == "" && len(b.lines) > 0 {
		b.lines = b.lines[:len(b.lines)-1] // what follows the last line break is no line
	}
	out.text = b.text(mark)
	if out.to = 0; mark[0] == '|' {
		out.rows = b.rows
	}
}

// take reads a line. It returns false if the line is not part of the text.
func (b *blockReader) take(l sourceLine) bool {
	s := strings.TrimLeft(l.text, " ")
	n := len(l.text) - len(s)
	if strings.TrimSpace(s) == "" {
		if b.indent > 0 && n > b.indent {
			b.add(l, l.text[b.indent:])
		} else {
			b.add(l, "")
		}
		return true
	}
	if n > b.parent && b.indent == 0 {
		b.indent = n
	}
	if (b.indent == 0 || n < b.indent) && strings.IndexFunc(s, isBlank) == 0 {
		return b.otherSpace(l, n)
	}
	if b.indent > 0 && n >= b.indent {
		b.add(l, l.text[b.indent:])
		return true
	}
	if !b.strays(l, s, n) {
		return false
	}
	what := "缩进不对：这一行是多行文字的一部分，前面要有" + number(b.indent) + "个空格，现在是" + number(n) + "个"
	content := strings.TrimLeftFunc(s, isBlank)
	b.report.certain(l.no, l.col(n), what, edit{l.from, l.from + len(l.text) - len(content), strings.Repeat(" ", b.indent)})
	b.add(l, content)
	return true
}

// add appends a line, which is the end of a line of the file.
func (b *blockReader) add(l sourceLine, content string) {
	at := len(l.text) - len(content)
	b.lines, b.rows = append(b.lines, content), append(b.rows, row{l.no, l.col(at), l.from + at})
}

// otherSpace reads a line that is indented by tabs or full-width spaces.
func (b *blockReader) otherSpace(l sourceLine, n int) bool {
	content := strings.TrimLeftFunc(l.text, isBlank)
	if h, entry := b.in.headOf(content, false); entry && b.in.isKey(tidyKey(h.key)) && !b.goesOn() || b.in.isItem(content) && !b.goesOn() {
		return false
	}
	if b.indent == 0 {
		b.indent = max(b.parent, 0) + 2
	}
	r, _ := utf8.DecodeRuneInString(l.text[n:])
	spaces := edit{l.from, l.from + len(l.text) - len(content), strings.Repeat(" ", b.indent)}
	b.report.certain(l.no, l.col(n), "行首用了"+blankName(r)+"，要用半角空格缩进", spaces)
	b.add(l, content)
	return true
}

// strays reports whether a line with less indentation than the text before it belongs to
// the text nevertheless: it reads like nothing else.
func (b *blockReader) strays(l sourceLine, s string, n int) bool {
	if b.indent == 0 || s[0] == '#' || strings.HasPrefix(s, "＃") || b.in.isItem(s) && n <= b.parent || strings.HasPrefix(l.text, "---") {
		return false
	}
	h, entry := b.in.headOf(s, false)
	switch {
	case entry && (n == b.parent && b.in.isKey(tidyKey(h.key)) || n == 0 && isSection(h.key)):
		return false
	case !entry:
		h, _ = b.in.headOf(s, true)
		return b.goesOn() || n > b.parent && h.fault != noColon
	case h.fault == noFault:
		return n > b.parent && !b.in.isKey(h.key)
	default:
		return b.goesOn()
	}
}

// goesOn reports whether the next line that is not empty is of the text again.
func (b *blockReader) goesOn() bool {
	for i := b.in.at + 1; i < min(len(b.in.lines), b.in.at+20); i++ {
		s := strings.TrimLeft(b.in.lines[i].text, " ")
		if strings.TrimSpace(s) != "" {
			return b.indent > 0 && len(b.in.lines[i].text)-len(s) >= b.indent
		}
	}
	return false
}

// text joins the lines as the mark of the block says.
func (b *blockReader) text(mark string) string {
	end := len(b.lines)
	for end > 0 && strings.TrimSpace(b.lines[end-1]) == "" {
		end--
	}
	lines, trailing := b.lines[:end], len(b.lines)-end
	head, _, _ := strings.Cut(mark, " ")
	var s string
	if mark[0] == '>' {
		s = fold(lines)
	} else {
		s = strings.Join(lines, "\n")
	}
	switch {
	case s == "" || strings.Contains(head, "-"):
		return s
	case strings.Contains(head, "+"):
		return s + strings.Repeat("\n", trailing+1)
	default:
		return s + "\n"
	}
}

// fold joins the lines of a text that is written with a >: a line break is a space, an
// empty line a line break. Lines with more indentation stay lines.
func fold(lines []string) string {
	var b strings.Builder
	breaks := 0
	more := false
	for i, l := range lines {
		if l == "" {
			breaks++
			continue
		}
		indented := l[0] == ' ' || l[0] == '\t'
		switch {
		case i == 0 || b.Len() == 0:
			b.WriteString(strings.Repeat("\n", breaks))
		case more || indented:
			b.WriteString(strings.Repeat("\n", breaks+1))
		case breaks > 0:
			b.WriteString(strings.Repeat("\n", breaks))
		default:
			b.WriteByte(' ')
		}
		b.WriteString(l)
		breaks, more = 0, indented
	}
	return b.String()
}
