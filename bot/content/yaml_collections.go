package content

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

func number(n int) string { return strconv.Itoa(n) }

// mapping reads the entries with an indentation.
func (y *yamlReader) mapping(indent, depth int) *node {
	m := &mapReader{y: y, out: &node{kind: mapNode}, indent: indent, depth: depth, seen: map[string]*node{}}
	y.in.enter(indent, false)
	defer y.in.leave()
	for {
		n, s, ok := y.in.peek()
		if !ok || n < m.indent && depth > 0 && y.in.closes(n) {
			break
		}
		if n == m.indent && y.in.isItem(s) && len(y.in.lists) > 1 && y.in.lists[len(y.in.lists)-2] && y.in.levels[len(y.in.levels)-2] == n {
			break
		}
		if !m.next(n, s) {
			break
		}
	}
	if len(m.out.pairs) > 0 {
		m.out.line, m.out.col = m.out.pairs[0].key.line, m.out.pairs[0].key.col
	}
	return m.out
}

// mapReader reads one mapping.
type mapReader struct {
	y             *yamlReader
	out           *node
	indent, depth int
	seen          map[string]*node // the keys, by their text
	last          int              // the line of the last entry, from 1; 0 for none
	item          bool             // the mapping is an item of a list
}

// next reads the entry at the next line. It returns false if the line is none of the
// mapping's.
func (m *mapReader) next(n int, s string) bool {
	y := m.y
	l, at := y.in.start(s)
	if y.in.isItem(s) {
		return m.stray(n, l, at)
	}
	h, ok := y.in.head(y.in.at, at, true)
	if !ok {
		y.notAnEntry(l, at)
		y.in.at++
		return true
	}
	if m.item && n == m.indent && len(m.out.pairs) > 0 && h.fault == noFault && h.key == m.out.pairs[0].key.text {
		list := y.in.levels[len(y.in.levels)-2]
		y.report.certain(l.no, l.col(at), "这一项前面少了「- 」：「"+h.key+"」在上一项里已经有了（第"+number(m.out.pairs[0].key.line)+"行）",
			edit{l.from, l.from + at, strings.Repeat(" ", list) + "- "})
		y.newItem = true
		return false
	}
	m.settle(n)
	if n != m.indent {
		if home := m.home(n); home != nil {
			y.strayed++
			m.into(home, h)
			return true
		}
		y.report.certain(l.no, l.col(at), m.misplaced(n), edit{l.from, l.from + at, strings.Repeat(" ", m.indent)})
	} else if m.depth == 0 && y.lostComment(l, at, h) {
		y.in.at++
		return true
	}
	m.into(m.out, h)
	return true
}

// settle takes the indentation of the second entry for that of the mapping if the first one
// is indented more: it is the first that is wrong then, and not all others.
func (m *mapReader) settle(n int) {
	in := m.y.in
	least := 0
	if len(in.levels) > 1 {
		least = in.levels[len(in.levels)-2] + 1
	}
	if m.item {
		least++ // behind the mark and a space
	}
	if len(m.out.pairs) != 1 || n >= m.indent || n < least {
		return
	}
	what := "缩进不对：这一行前面有" + number(m.indent) + "个空格，同一级的行是" + number(n) + "个"
	if m.item {
		what = "「-」后面的空格多了：同一项的下一行前面有" + number(n) + "个空格"
	}
	key := m.out.pairs[0].key
	m.y.report.certain(key.line, key.col, what+"，要对齐（第"+number(in.lines[in.at].no)+"行）", edit{key.from - (m.indent - n), key.from, ""})
	m.indent = n
	in.levels[len(in.levels)-1] = n
}

// misplaced says what is wrong with an indentation.
func (m *mapReader) misplaced(n int) string {
	what := "缩进不对：这一行前面有" + number(n) + "个空格，同一级的行是" + number(m.indent) + "个，要对齐"
	if m.last > 0 {
		what += "（第" + number(m.last) + "行）"
	}
	return what
}

// home returns the last mapping of an earlier entry that a line with more indentation
// belongs to. There is one if the line before it lost its indentation, which is reported
// as a key at the wrong place.
func (m *mapReader) home(n int) *node {
	for i := len(m.out.pairs) - 2; i >= 0; i-- {
		if v := m.out.pairs[i].value; v.kind == mapNode {
			if n > m.indent && len(v.pairs) > 0 && v.pairs[0].key.col == n+1 && !m.known(m.out.pairs[len(m.out.pairs)-1].key.text) {
				return v
			}
			return nil
		}
	}
	return nil
}

// known reports whether a key has a meaning at the top of a file.
func (m *mapReader) known(key string) bool { return m.depth > 0 || isSection(key) }

// into reads the entry at the next line into a mapping.
func (m *mapReader) into(to *node, h head) {
	y := m.y
	l := y.in.lines[y.in.at]
	if h.key == "<<" {
		y.report.problem(l.no, l.col(h.from), "这里用了 YAML 的高级写法（<<），活动文件不支持", "直接写出内容")
		y.in.at++
		return
	}
	key := &node{line: l.no, col: l.col(h.from), text: y.reportHead(l, h), from: l.from + h.from, to: l.from + h.to}
	value := y.entryValue(h, m.indent, m.depth)
	if value.kind == scalarNode && value.to <= value.from {
		value.end = y.in.endBefore()
	}
	if to == m.out {
		m.last = l.no
		if first := m.seen[key.text]; first != nil {
			y.report.problem(key.line, key.col, "「"+key.text+"」写了两次，重复了：第"+number(first.line)+"行已经有了", "删掉一处")
			return
		}
		m.seen[key.text] = key
	}
	to.pairs = append(to.pairs, pair{key, value})
}

// stray reports a list item among the entries of a mapping. Between two items of the
// list around the mapping it is one of these, at a wrong indentation.
func (m *mapReader) stray(n int, l sourceLine, at int) bool {
	y := m.y
	for i, level := range slices.Backward(y.in.levels) {
		if !y.in.lists[i] {
			continue
		}
		y.report.certain(l.no, l.col(at), "缩进不对：这一行前面有"+number(n)+"个空格，同一级的「-」前面是"+number(level)+"个，要对齐",
			edit{l.from, l.from + at, strings.Repeat(" ", level)})
		if y.in.indent == nil {
			y.in.indent = map[int]int{}
		}
		y.in.indent[y.in.at] = level
		return false
	}
	y.report.problem(l.no, l.col(at), "这里多了一个「-」，或者缩进不对：它不属于上面任何一个列表", "检查这一行前面的空格，或删掉「- 」")
	y.in.at++
	return true
}

// notAnEntry reports a line without a key.
func (y *yamlReader) notAnEntry(l sourceLine, at int) {
	s := l.text[at:]
	if strings.ContainsAny(s[:1], "{[\"'") {
		y.report.problem(l.no, l.col(at), "这一行不是「键: 值」：要是上面多行文字的一部分，前面要有和它们一样多的空格", "检查缩进；文字以括号或引号开头时整段加引号")
		return
	}
	y.report.problem(l.no, l.col(at), "这一行不是「键: 值」：「"+shorten(strings.TrimSpace(s), 30)+"」",
		"要是上面多行文字的一部分，把缩进补上，和它们对齐；要是说明，行首加「# 」；要是一项设置，写成「键: 值」（英文冒号加一个空格）")
}

// lostComment reports a line at the top of a file that reads like one of the comments
// around it.
func (y *yamlReader) lostComment(l sourceLine, at int, h head) bool {
	if y.in.isKey(tidyKey(h.key)) || utf8.RuneCountInString(h.key) < 12 && !y.in.besideComment() {
		return false
	}
	y.report.certain(l.no, l.col(at), "这一行不是「键: 值」，像是一行说明，行首少了「#」", edit{l.from + at, l.from + at, "# "})
	return true
}

// list reads the items with an indentation.
func (y *yamlReader) list(indent, depth int) *node {
	l, at := y.in.lines[y.in.at], len(y.in.lines[y.in.at].text)-len(strings.TrimLeftFunc(y.in.lines[y.in.at].text, isBlank))
	out := &node{kind: listNode, line: l.no, col: l.col(at)}
	y.in.enter(indent, true)
	defer y.in.leave()
	for {
		n, s, ok := y.in.peek()
		if !ok || n < indent && y.in.closes(n) || !y.in.isItem(s) && n <= indent {
			break
		}
		l, at := y.in.start(s)
		if y.newItem {
			y.newItem = false
			out.items = append(out.items, y.inlineMap(at, n, depth+1))
			continue
		}
		if !y.in.isItem(s) {
			y.report.problem(l.no, l.col(at), "缩进不对：这一行不属于上面任何一项", "和上一项的各行对齐，或删掉它")
			y.in.at++
			continue
		}
		if n != indent {
			y.report.certain(l.no, l.col(at), "缩进不对：这一行前面有"+number(n)+"个空格，同一级的「-」前面是"+number(indent)+"个，要对齐",
				edit{l.from, l.from + at, strings.Repeat(" ", indent)})
			if y.in.after() != n+2 {
				n = indent
			}
		}
		out.items = append(out.items, y.item(l, at, n, depth))
	}
	return out
}

// item reads an item whose mark stands at a byte of the next line.
func (y *yamlReader) item(l sourceLine, at, indent, depth int) *node {
	r, size := dash(l.text[at:])
	rest := strings.TrimLeftFunc(l.text[at+size:], isBlank)
	from := len(l.text) - len(rest)
	if gap := l.text[at+size : from]; r != '-' || rest != "" && (gap == "" || strings.Trim(gap, " \t") != "") {
		what := "「-」后面要空一格（半角空格）"
		if r != '-' {
			what = "列表的「" + string(r) + "」要写成英文的「-」，后面空一格"
		}
		y.report.certain(l.no, l.col(at), what, edit{l.from + at, l.from + from, "- "})
	}
	if rest == "" || rest[0] == '#' {
		y.in.at++
		if n, _, ok := y.in.peek(); ok && n > indent {
			return y.nested(n, depth+1)
		}
		return &node{kind: nullNode, line: l.no, col: l.col(at)}
	}
	if y.in.isItem(rest) && rest[0] == '-' || y.in.startsEntry(from) {
		// What follows the mark is indented by what precedes it.
		inner := indent + max(2, utf8.RuneCountInString(l.text[at:from]))
		if more := strings.TrimLeft(rest, "- "); !y.in.startsEntry(from) {
			y.report.certain(l.no, l.col(from), "这里多了一个「-」，一行只写一个「- 」", edit{l.from + from, l.from + len(l.text) - len(more), ""})
			if from = len(l.text) - len(more); !y.in.startsEntry(from) {
				return y.value(from, indent, depth+1)
			}
			inner = indent + 2
		}
		return y.inlineMap(from, inner, depth+1)
	}
	return y.value(from, indent, depth+1)
}

// inlineMap reads a mapping whose first entry stands behind the mark of an item.
func (y *yamlReader) inlineMap(from, indent, depth int) *node {
	if depth > maxDepth {
		return y.nested(indent, depth)
	}
	m := &mapReader{y: y, out: &node{kind: mapNode}, indent: indent, depth: depth, seen: map[string]*node{}, item: true}
	y.in.enter(indent, false)
	defer y.in.leave()
	h, _ := y.in.head(y.in.at, from, false)
	m.into(m.out, h)
	for {
		n, s, ok := y.in.peek()
		if !ok || n < indent && y.in.closes(n) || y.in.isItem(s) && n <= indent {
			break
		}
		if !m.next(n, s) {
			break
		}
	}
	if len(m.out.pairs) > 0 {
		m.out.line, m.out.col = m.out.pairs[0].key.line, m.out.pairs[0].key.col
	}
	return m.out
}

// reportHead reports the mistake in a key and its colon, and returns the key as it was
// meant.
func (y *yamlReader) reportHead(l sourceLine, h head) string {
	key := h.key
	if tidy := tidyKey(h.key); tidy != h.key && (y.in.isKey(tidy) || strings.ContainsFunc(h.key, isHidden)) {
		y.report.certain(l.no, l.col(h.from), "「"+tidy+"」这个键里有看不见的字符、全角字符或中文引号", edit{l.from + h.from, l.from + h.to, tidy})
		key = tidy
	}
	mend := edit{l.from + h.to, l.from + h.value, ": "}
	if strings.TrimSpace(l.text[h.value:]) == "" {
		mend.with = ":"
	}
	col := l.col(h.to)
	switch h.fault {
	case fullColon:
		y.report.certain(l.no, col, "冒号「"+h.sign+"」是全角的（中文冒号），要用英文的「:」并空一格", mend)
	case noSpace:
		y.report.certain(l.no, col, "冒号后面少了一个空格", mend)
	case otherSpace:
		gap := strings.Trim(l.text[h.to:h.value], ": \t")
		r, _ := utf8.DecodeRuneInString(gap)
		y.report.certain(l.no, col+1, "冒号后面是"+blankName(r)+"，要用半角空格", mend)
	case otherSign:
		y.report.certain(l.no, col, "「"+h.key+"」后面应该是英文冒号「:」，现在是「"+h.sign+"」", mend)
	case noColon:
		y.report.certain(l.no, col, "「"+h.key+"」后面少了冒号「:」", mend)
	case noFault:
	}
	return key
}
