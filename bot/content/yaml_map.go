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
	y.enter(indent, false)
	defer y.leave()
	for {
		n, s, ok := y.peek()
		if !ok || n < indent && y.closes(n) {
			break
		}
		if n == indent && y.isItem(s) && len(y.lists) > 1 && y.lists[len(y.lists)-2] && y.levels[len(y.levels)-2] == n {
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

// closes reports whether a line with less indentation ends the innermost mapping: it
// belongs to one further out.
func (y *yamlReader) closes(n int) bool {
	return slices.Contains(y.levels[:len(y.levels)-1], n) || n < y.levels[0]
}

// next reads the entry at the next line. It returns false if the line is none of the
// mapping's.
func (m *mapReader) next(n int, s string) bool {
	y := m.y
	l, at := y.start(s)
	if y.isItem(s) {
		return m.stray(n, l, at)
	}
	h, ok := y.head(y.at, at, true)
	if !ok {
		y.notAnEntry(l, at)
		y.at++
		return true
	}
	if m.item && n == m.indent && len(m.out.pairs) > 0 && h.fault == noFault && h.key == m.out.pairs[0].key.text {
		list := y.levels[len(y.levels)-2]
		y.certain(l.no, l.col(at), "这一项前面少了「- 」：「"+h.key+"」在上一项里已经有了（第"+number(m.out.pairs[0].key.line)+"行）",
			edit{l.from, l.from + at, strings.Repeat(" ", list) + "- "})
		y.newItem = true
		return false
	}
	if n != m.indent {
		if home := m.home(n); home != nil {
			y.strayed++
			m.into(home, h)
			return true
		}
		y.certain(l.no, l.col(at), m.misplaced(n), edit{l.from, l.from + at, strings.Repeat(" ", m.indent)})
	} else if m.depth == 0 && y.lostComment(l, at, h) {
		y.at++
		return true
	}
	m.into(m.out, h)
	return true
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
	l := y.lines[y.at]
	if h.key == "<<" {
		y.problem(l.no, l.col(h.from), "这里用了 YAML 的高级写法（<<），活动文件不支持", "直接写出内容")
		y.at++
		return
	}
	key := &node{line: l.no, col: l.col(h.from), text: y.reportHead(l, h), from: l.from + h.from, to: l.from + h.to}
	value := y.entryValue(h, m.indent, m.depth)
	if to == m.out {
		m.last = l.no
		if first := m.seen[key.text]; first != nil {
			y.problem(key.line, key.col, "「"+key.text+"」写了两次，重复了：第"+number(first.line)+"行已经有了", "删掉一处")
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
	for i, level := range slices.Backward(y.levels) {
		if !y.lists[i] {
			continue
		}
		y.certain(l.no, l.col(at), "缩进不对：这一行前面有"+number(n)+"个空格，同一级的「-」前面是"+number(level)+"个，要对齐",
			edit{l.from, l.from + at, strings.Repeat(" ", level)})
		if y.indent == nil {
			y.indent = map[int]int{}
		}
		y.indent[y.at] = level
		return false
	}
	y.problem(l.no, l.col(at), "这里多了一个「-」，或者缩进不对：它不属于上面任何一个列表", "检查这一行前面的空格，或删掉「- 」")
	y.at++
	return true
}

// notAnEntry reports a line without a key.
func (y *yamlReader) notAnEntry(l sourceLine, at int) {
	s := l.text[at:]
	if strings.ContainsAny(s[:1], "{[\"'") {
		y.problem(l.no, l.col(at), "这一行不是「键: 值」：要是上面多行文字的一部分，前面要有和它们一样多的空格", "检查缩进；文字以括号或引号开头时整段加引号")
		return
	}
	y.problem(l.no, l.col(at), "这一行不是「键: 值」：「"+shorten(strings.TrimSpace(s), 30)+"」",
		"要是上面多行文字的一部分，把缩进补上，和它们对齐；要是说明，行首加「# 」；要是一项设置，写成「键: 值」（英文冒号加一个空格）")
}

// lostComment reports a line at the top of a file that reads like one of the comments
// around it.
func (y *yamlReader) lostComment(l sourceLine, at int, h head) bool {
	if y.isKey(tidyKey(h.key)) || utf8.RuneCountInString(h.key) < 12 && !y.besideComment() {
		return false
	}
	y.certain(l.no, l.col(at), "这一行不是「键: 值」，像是一行说明，行首少了「#」", edit{l.from + at, l.from + at, "# "})
	return true
}

// besideComment reports whether a comment stands directly before or after the next line.
func (y *yamlReader) besideComment() bool {
	for _, i := range []int{y.at - 1, y.at + 1} {
		if i >= 0 && i < len(y.lines) && strings.HasPrefix(y.lines[i].text, "#") {
			return true
		}
	}
	return false
}

// isItem reports whether a line is an item of a list, also with a mistake that list
// reports.
func (y *yamlReader) isItem(s string) bool {
	if s == "-" || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "-\t") {
		return true
	}
	_, size := dash(s)
	if size == 0 {
		return false
	}
	rest := strings.TrimLeftFunc(s[size:], isBlank)
	h, ok := y.headOf(rest, false)
	return ok && y.isKey(h.key) || len(y.lists) > 0 && y.lists[len(y.lists)-1]
}

// dash returns a character that people type for the mark of an item, and its size.
func dash(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if slices.Contains([]rune("-－—–−‐•·●*＊"), r) && !strings.HasPrefix(s, "--") {
		return r, size
	}
	return r, 0
}

// list reads the items with an indentation.
func (y *yamlReader) list(indent, depth int) *node {
	l, at := y.lines[y.at], len(y.lines[y.at].text)-len(strings.TrimLeftFunc(y.lines[y.at].text, isBlank))
	out := &node{kind: listNode, line: l.no, col: l.col(at)}
	y.enter(indent, true)
	defer y.leave()
	for {
		n, s, ok := y.peek()
		if !ok || n < indent && y.closes(n) || !y.isItem(s) && n <= indent {
			break
		}
		l, at := y.start(s)
		if y.newItem {
			y.newItem = false
			out.items = append(out.items, y.inlineMap(at, n, depth+1))
			continue
		}
		if !y.isItem(s) {
			y.problem(l.no, l.col(at), "缩进不对：这一行不属于上面任何一项", "和上一项的各行对齐，或删掉它")
			y.at++
			continue
		}
		if n != indent {
			y.certain(l.no, l.col(at), "缩进不对：这一行前面有"+number(n)+"个空格，同一级的「-」前面是"+number(indent)+"个，要对齐",
				edit{l.from, l.from + at, strings.Repeat(" ", indent)})
			if y.after() != n+2 {
				n = indent
			}
		}
		out.items = append(out.items, y.item(l, at, n, depth))
	}
	return out
}

// after returns the indentation of the line after the next one; -1 for none.
func (y *yamlReader) after() int {
	for _, l := range y.lines[y.at+1:] {
		if s := strings.TrimLeft(l.text, " "); strings.TrimSpace(s) != "" {
			return len(l.text) - len(s)
		}
	}
	return -1
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
		y.certain(l.no, l.col(at), what, edit{l.from + at, l.from + from, "- "})
	}
	if rest == "" || rest[0] == '#' {
		y.at++
		if n, _, ok := y.peek(); ok && n > indent {
			return y.nested(n, depth+1)
		}
		return &node{kind: nullNode, line: l.no, col: l.col(at)}
	}
	if y.isItem(rest) && rest[0] == '-' || y.startsEntry(from) {
		// What follows the mark is indented by what precedes it.
		inner := indent + max(2, utf8.RuneCountInString(l.text[at:from]))
		if more := strings.TrimLeft(rest, "- "); !y.startsEntry(from) {
			y.certain(l.no, l.col(from), "这里多了一个「-」，一行只写一个「- 」", edit{l.from + from, l.from + len(l.text) - len(more), ""})
			if from = len(l.text) - len(more); !y.startsEntry(from) {
				return y.value(from, indent, depth+1)
			}
			inner = indent + 2
		}
		return y.inlineMap(from, inner, depth+1)
	}
	return y.value(from, indent, depth+1)
}

func (y *yamlReader) startsEntry(from int) bool {
	h, ok := y.head(y.at, from, false)
	return ok && (h.fault == noFault || y.isKey(h.key))
}

// inlineMap reads a mapping whose first entry stands behind the mark of an item.
func (y *yamlReader) inlineMap(from, indent, depth int) *node {
	if depth > maxDepth {
		return y.nested(indent, depth)
	}
	m := &mapReader{y: y, out: &node{kind: mapNode}, indent: indent, depth: depth, seen: map[string]*node{}, item: true}
	y.enter(indent, false)
	defer y.leave()
	h, _ := y.head(y.at, from, false)
	m.into(m.out, h)
	for {
		n, s, ok := y.peek()
		if !ok || n < indent && y.closes(n) || y.isItem(s) && n <= indent {
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
