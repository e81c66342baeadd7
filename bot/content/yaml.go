package content

import (
	"strings"
	"unicode/utf8"
)

// Bounds of a campaign file. It needs a depth of 6, and 3,000 frequent questions need
// about 15,000 lines.
const (
	maxLines = 20000
	maxLine  = 8000 // bytes
	maxDepth = 32
)

// yamlReader reads the part of YAML that campaign files use: mappings, lists, texts in
// every style, and comments. It is written for people who type with a Chinese input
// method: it names each mistake, says how the line should read, and reads on as if it
// had been written so. It takes time in proportion to the size of the file.
type yamlReader struct {
	report  *problemList
	in      *lineReader
	scalars *scalarReader
	// newItem is set if the next line begins an item of a list though its mark is missing.
	newItem bool
	// strayed counts the lines that were read into an earlier mapping, because a line
	// before them has lost its indentation: its key is reported as unknown there.
	strayed int
}

// newYAMLReader returns a reader that reports to a list. isKey reports whether a word is a
// key of campaign files.
func newYAMLReader(report *problemList, isKey func(word string) bool) *yamlReader {
	in := &lineReader{keyReader: keyReader{isKey}, report: report}
	return &yamlReader{report: report, in: in, scalars: &scalarReader{report, in}}
}

// parse reads a file. It returns nil after reporting what keeps it from being read.
func (y *yamlReader) parse(data []byte) *node {
	src, ok := y.report.decodeSource(data)
	if !ok {
		return nil
	}
	y.report.src = src
	y.in.lines = splitLines(src)
	if last := y.in.lines[len(y.in.lines)-1]; len(y.in.lines) > maxLines {
		y.report.problem(last.no, 1, "文件太长了：有"+number(len(y.in.lines))+"行", "最多两万行")
		return nil
	}
	if !y.in.checkCharacters() {
		return nil
	}
	n, _, ok := y.in.peek()
	if !ok {
		y.report.problem(1, 1, "文件是空的", "从示例活动文件复制一份再改")
		return nil
	}
	root := y.nested(n, 0)
	if root != nil && root.kind != mapNode {
		y.report.problem(root.line, root.col, "这里应该是「键: 值」，例如 schema: campaign/v1", "从示例活动文件复制一份再改")
		return nil
	}
	if _, s, more := y.in.peek(); more && root != nil {
		l, at := y.in.start(s)
		y.report.problem(l.no, l.col(at), "前面的内容已经完了，后面还有：「"+shorten(s, 30)+"」", "检查括号和缩进")
	}
	return root
}

// nested reads the value that begins at the next line, whose indentation peek returned.
func (y *yamlReader) nested(indent, depth int) *node {
	_, s, _ := y.in.peek()
	l, at := y.in.start(s)
	if depth > maxDepth {
		y.report.problem(l.no, l.col(at), "嵌套太深了", "删掉多余的缩进、括号或「-」")
		y.in.at = len(y.in.lines)
		return &node{kind: nullNode, line: l.no, col: l.col(at)}
	}
	if y.in.isItem(s) {
		return y.list(indent, depth)
	}
	if depth == 0 && strings.ContainsAny(s[:1], "{[") {
		return y.value(at, -1, depth)
	}
	if _, ok := y.in.head(y.in.at, at, false); ok || depth == 0 || y.in.lacksColon(at, indent) {
		return y.mapping(indent, depth)
	}
	return y.value(at, indent-1, depth)
}

// entryValue reads the value after a key. It moves on to the line after the value.
func (y *yamlReader) entryValue(h head, indent, depth int) *node {
	l := y.in.lines[y.in.at]
	rest := l.text[h.value:]
	if trimmed := strings.TrimLeftFunc(rest, isBlank); trimmed != rest {
		h.value, rest = h.value+len(rest)-len(trimmed), trimmed
	}
	if rest != "" && (rest[0] != '#' || h.value > 0 && l.text[h.value-1] != ' ' && h.fault != noFault) {
		return y.value(h.value, indent, depth+1)
	}
	y.in.at++
	n, s, ok := y.in.peek()
	if ok && (n > indent || n == indent && y.in.isItem(s) && !y.in.inList(n)) {
		return y.nested(n, depth+1)
	}
	out := &node{kind: nullNode, line: l.no, col: l.col(h.value), from: l.from + len(strings.TrimRight(l.text, " ")), to: 0}
	if rest != "" {
		out.remark = l.col(h.value)
	}
	return out
}

// value reads a value that begins at a byte of the next line and whose further lines
// have more indentation than indent.
func (y *yamlReader) value(at, indent, depth int) *node {
	l := y.in.lines[y.in.at]
	s := l.text[at:]
	out := &node{line: l.no, col: l.col(at), from: l.from + at}
	if s == "" {
		out.kind = nullNode
		y.in.at++
		return out
	}
	switch s[0] {
	case '|', '>':
		if y.scalars.blockHeader(out, l, at) {
			y.in.at++
			y.scalars.block(out, s, indent)
			return out
		}
		return y.scalars.needsQuotes(out, l, at, "这段文字以「"+s[:1]+"」开头")
	case '"', '\'':
		return y.scalars.quoted(out, l, at, indent)
	case '[', '{':
		return y.flow(out, l, at, indent, depth)
	case '&', '*', '!':
		return y.scalars.advanced(out, l, at)
	case '@', '`', '%', ',', ']', '}':
		return y.scalars.needsQuotes(out, l, at, "这段文字以「"+s[:1]+"」开头")
	case '-', '?':
		if strings.HasPrefix(s[1:], " ") || s[1:] == "" {
			return y.scalars.needsQuotes(out, l, at, "「"+s[:1]+" 」不能写在冒号后面：列表要另起一行，文字以它开头")
		}
	}
	if mark, block := wideBlock(s); block {
		y.report.certain(l.no, out.col, "多行文字的记号「"+strings.TrimSpace(s)+"」要用英文的「|-」", edit{out.from, l.from + len(l.text), mark})
		y.in.at++
		y.scalars.block(out, mark, indent)
		return out
	}
	if open, _ := utf8.DecodeRuneInString(s); (open == '｛' || open == '［') && y.in.wideFlow(open, s) {
		return y.flow(out, l, at, indent, depth)
	}
	return y.scalars.plain(out, l, at, indent)
}
