package content

import (
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// badStart is how no text without quotes begins.
var badStart = regexp.MustCompile("^(?:[-?](?: |$)|[>|@`%])")

// flowReader reads lists and mappings in brackets. They may stand on several lines.
type flowReader struct {
	report  *problemList
	in      *lineReader
	scalars *scalarReader
	pos     int // the byte in the next line
	indent  int // of the key that the value belongs to
	failed  bool
	inMap   bool // a plain text is a value of a mapping
	// lastEnd is where the last value ended, for a bracket that is missing.
	lastLine, lastEnd int
}

// flow reads a value in brackets that begins at a byte of the next line.
func (y *yamlReader) flow(out *node, l sourceLine, at, indent, depth int) *node {
	first, problems, edits, left := y.in.at, len(y.report.problems), len(y.report.edits), y.report.left
	f := &flowReader{report: y.report, in: y.in, scalars: y.scalars, pos: at, indent: indent}
	value := f.value(depth)
	if f.failed {
		if y.in.at <= first {
			y.in.at = first + 1
		}
		return value
	}
	l = y.in.lines[y.in.at]
	rest := strings.TrimLeftFunc(l.text[f.pos:], isBlank)
	if strings.Trim(rest, "。，,；;、.） ") == "" && rest != "" {
		from := len(l.text) - len(rest)
		y.report.certain(l.no, l.col(from), "括号后面多了「"+rest+"」", edit{l.from + from, l.from + len(l.text), ""})
	} else if rest != "" && rest[0] != '#' {
		if y.in.at == first && !strings.HasPrefix(rest, "]") && !strings.HasPrefix(rest, "}") {
			// The brackets were the beginning of a text.
			y.report.rollBack(problems, edits, left)
			return y.scalars.needsQuotes(out, l, at, "文字以「"+firstRune(l.text[at:])+"」（花括号或方括号）开头")
		}
		y.report.problem(l.no, l.col(len(l.text)-len(rest)), "括号后面多了「"+shorten(rest, 20)+"」", "删掉它，或把整段放进引号里")
	}
	if y.in.at == first {
		value.from, value.to = l.from+at, l.from+f.pos
	}
	y.in.at++
	return value
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

func (f *flowReader) line() sourceLine { return f.in.lines[f.in.at] }

// rest is what is left of the line.
func (f *flowReader) rest() string { return f.line().text[f.pos:] }

// ahead is the next part of the line.
func (f *flowReader) ahead() string {
	s := f.rest()
	return s[:min(len(s), 400)]
}

// skip goes on to the next character that counts. It returns false where the value
// cannot go on: at the end of the file, and at a line that belongs to something else.
func (f *flowReader) skip() bool {
	for {
		rest := f.rest()
		s := strings.TrimLeftFunc(rest, isBlank)
		if s != "" && (s[0] != '#' || len(s) == len(rest) && f.pos > 0) {
			f.pos += len(rest) - len(s)
			return true
		}
		if !f.nextLine() {
			return false
		}
	}
}

func (f *flowReader) nextLine() bool {
	for i := f.in.at + 1; i < len(f.in.lines); i++ {
		s := strings.TrimLeftFunc(f.in.lines[i].text, isBlank)
		if s == "" || s[0] == '#' {
			continue
		}
		n := len(f.in.lines[i].text) - len(s)
		closing := strings.ContainsAny(s[:1], "]}")
		if n <= f.indent && !closing || f.in.isItem(s) && f.in.startsItemKey(s) {
			return false
		}
		if h, entry := f.in.headOf(s, false); entry && n <= f.indent+2 && f.in.isKey(h.key) && !strings.ContainsAny(s, "]}") {
			return false
		}
		f.in.at, f.pos = i, n
		return true
	}
	return false
}

// value reads the value at the position.
func (f *flowReader) value(depth int) *node {
	l, s := f.line(), f.rest()
	out := &node{line: l.no, col: l.col(f.pos), from: l.from + f.pos}
	if depth > maxDepth {
		f.report.problem(l.no, out.col, "括号套得太深了", "检查前面的「[」和「{」是否都有另一半")
		f.fail()
		return out
	}
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '[', '{':
	case '［', '｛':
		ascii := map[rune]string{'［': "[", '｛': "{"}[r]
		f.report.certain(l.no, out.col, "括号「"+string(r)+"」是全角的，要用英文的「"+ascii+"」", edit{out.from, out.from + size, ascii})
		s = ascii
	case '"', '\'':
		return f.quoted(out)
	case '&', '*', '!':
		f.report.problem(l.no, out.col, "这里用了 YAML 的高级写法（! & *），活动文件不支持", "直接写出内容，文字以它开头要加引号")
		return f.plain(out, false)
	default:
		return f.plain(out, false)
	}
	f.pos += size
	if s[0] == '[' {
		out.kind = listNode
		f.elements(out, ']', depth)
		if !f.failed && f.in.at < len(f.in.lines) && f.line().no == out.line {
			out.to = f.line().from + f.pos
		}
	} else {
		out.kind = mapNode
		f.elements(out, '}', depth)
	}
	return out
}

// fail gives up on the value and goes on with the line after it.
func (f *flowReader) fail() {
	if !f.failed {
		f.failed = true
		f.in.at++
	}
}

// elements reads what stands between brackets, and the closing bracket.
func (f *flowReader) elements(out *node, closing byte, depth int) {
	seen := map[string]*node{}
	comma := true
	f.lastLine, f.lastEnd = f.in.at, f.pos
	for !f.failed {
		if !f.skip() {
			f.unclosed(out, closing)
			return
		}
		l := f.line()
		r, size := utf8.DecodeRuneInString(f.rest())
		switch {
		case r == rune(closing):
			f.pos += size
			f.lastLine, f.lastEnd = f.in.at, f.pos
			return
		case strings.ContainsRune("］】｝", r) && !strings.ContainsRune(f.ahead(), rune(closing)):
			f.report.certain(l.no, l.col(f.pos), "括号「"+string(r)+"」是全角的，要用英文的「"+string(closing)+"」",
				edit{l.from + f.pos, l.from + f.pos + size, string(closing)})
			f.pos += size
			return
		case r == ']' || r == '}':
			f.report.certain(l.no, l.col(f.pos), "括号不成对：这里应该是「"+string(closing)+"」，现在是「"+string(r)+"」（前一半在第"+number(out.line)+"行）",
				edit{l.from + f.pos, l.from + f.pos + size, string(closing)})
			f.pos += size
			return
		case strings.ContainsRune(",，、", r):
			f.separator(r, size, comma)
			comma = true
			continue
		case !comma:
			f.report.certain(f.in.lines[f.lastLine].no, f.in.lines[f.lastLine].col(f.lastEnd), "两项之间少了逗号「,」",
				edit{f.in.lines[f.lastLine].from + f.lastEnd, f.in.lines[f.lastLine].from + f.lastEnd, ","})
		}
		comma = false
		f.element(out, seen, closing, depth)
		if !f.failed {
			f.lastLine, f.lastEnd = f.in.at, f.pos
		}
	}
}

// separator reads a comma.
func (f *flowReader) separator(r rune, size int, double bool) {
	l := f.line()
	at := l.from + f.pos
	switch {
	case r != ',':
		with := ","
		if rest := f.rest()[size:]; rest != "" && rest[0] != ' ' {
			with = ", "
		}
		f.report.certain(l.no, l.col(f.pos), "括号里的「"+string(r)+"」是全角的，要用英文逗号「,」隔开；它是文字的一部分时，把这一项加上引号", edit{at, at + size, with})
	case double:
		f.report.certain(l.no, l.col(f.pos), "这里多了一个逗号", edit{at, at + size, ""})
	}
	f.pos += size
}

// unclosed reports a bracket without the other half.
func (f *flowReader) unclosed(out *node, closing byte) {
	what := "括号没有成对：这里的「" + map[byte]string{']': "[", '}': "{"}[closing] + "」没有另一半「" + string(closing) + "」"
	if f.in.at+1 >= len(f.in.lines) || f.in.at+2 == len(f.in.lines) && f.in.lines[f.in.at+1].text == "" {
		what += "，文件到这里就断了，后面可能缺了内容"
	}
	if l := f.in.lines[f.lastLine]; l.no == out.line {
		f.report.certain(out.line, out.col, what, edit{l.from + f.lastEnd, l.from + f.lastEnd, string(closing)})
	} else {
		f.report.problem(out.line, out.col, what, "在列表最后补上「"+string(closing)+"」")
	}
	f.fail()
}

// element reads an element of a list, or an entry of a mapping.
func (f *flowReader) element(out *node, seen map[string]*node, closing byte, depth int) {
	if closing == ']' {
		outer := f.inMap
		f.inMap = false
		defer func() { f.inMap = outer }()
		item := f.value(depth + 1)
		if f.failed {
			out.items = append(out.items, item)
			return
		}
		if item.kind == scalarNode && f.colon() != noFault {
			l := f.line()
			f.report.problem(l.no, l.col(f.pos), "列表的这一项里有冒号加空格", "把这一项加上引号："+quote(item.text+"…"))
			f.pos++
			f.plain(&node{}, false)
		}
		out.items = append(out.items, item)
		return
	}
	f.entry(out, seen, depth)
}

// colon says what kind of colon stands at the position; noFault means none.
func (f *flowReader) colon() headFault {
	if s := f.rest(); strings.HasPrefix(s, ":") {
		return noSpace
	} else if strings.HasPrefix(s, "：") {
		return fullColon
	}
	return noFault
}

// entry reads an entry of a mapping in braces.
func (f *flowReader) entry(out *node, seen map[string]*node, depth int) {
	l := f.line()
	key := &node{line: l.no, col: l.col(f.pos), from: l.from + f.pos}
	if s := f.rest(); s[0] == '"' || s[0] == '\'' {
		f.quoted(key)
	} else {
		f.plain(key, true)
	}
	if f.failed {
		return
	}
	if tidy := tidyKey(key.text); tidy != key.text && f.in.isKey(tidy) {
		f.report.certain(key.line, key.col, "「"+tidy+"」这个键里有看不见的字符、全角字符或中文引号", edit{key.from, key.to, tidy})
		key.text = tidy
	}
	value := f.entryValue(key, depth)
	if first := seen[key.text]; first != nil {
		f.report.problem(key.line, key.col, "「"+key.text+"」写了两次，重复了：第"+number(first.line)+"行已经有了", "删掉一处")
		return
	}
	seen[key.text] = key
	out.pairs = append(out.pairs, pair{key, value})
}

// entryValue reads the colon and the value of an entry in braces.
func (f *flowReader) entryValue(key *node, depth int) *node {
	l := f.line()
	at, col := l.from+f.pos, l.col(f.pos)
	missing := &node{kind: nullNode, line: key.line, col: key.col, from: key.from}
	fault := f.colon()
	if fault == noFault {
		return missing
	}
	_, size := utf8.DecodeRuneInString(f.rest())
	f.pos += size
	after := f.rest()
	if fault == fullColon {
		with := ": "
		if strings.HasPrefix(after, " ") {
			with = ":"
		}
		f.report.certain(l.no, col, "冒号「：」是全角的（中文冒号），要用英文的「:」并空一格", edit{at, at + size, with})
	} else if after != "" && !strings.ContainsAny(after[:1], " \t,]}") && !strings.ContainsAny(f.before(key), "\"'") {
		f.report.certain(l.no, col, "冒号后面少了一个空格", edit{at, at + size, ": "})
	}
	if !f.skip() {
		return missing
	}
	if strings.ContainsAny(f.rest()[:1], ",}]") {
		return missing
	}
	outer := f.inMap
	f.inMap = true
	value := f.value(depth + 1)
	f.inMap = outer
	return value
}

// before is how a key is written, when that is known.
func (f *flowReader) before(key *node) string {
	if key.to > key.from && key.to <= len(f.report.src) {
		return f.report.src[key.from : key.from+1]
	}
	return ""
}

// quoted reads a text in quotes.
func (f *flowReader) quoted(out *node) *node {
	l := f.line()
	end, closed := f.scalars.quotedText(out, f.pos, f.indent)
	if !closed {
		if at := strings.IndexAny(f.rest(), ",]}"); at > 0 {
			text := f.rest()[:at]
			out.text, out.to = text[1:], out.from+len(text)
			f.report.certain(l.no, l.col(f.pos), "引号没有成对：这里的「"+text[:1]+"」没有另一半", edit{out.to, out.to, text[:1]})
			f.pos += at
			return out
		}
		f.scalars.unclosedQuote(out, l, f.pos)
		f.in.at--
		f.pos = len(l.text)
		return out
	}
	f.pos = end
	return out
}

// plain reads a text without quotes: up to a comma, a bracket, a comment or, for a key,
// a colon.
func (f *flowReader) plain(out *node, key bool) *node {
	l, s := f.line(), f.rest()
	end := len(s)
	for i, r := range s {
		if ends(s, i, r, key) {
			end = i
			break
		}
	}
	space := strings.LastIndexByte(s[:end], ' ')
	if f.inMap && !key && space > 0 && strings.HasPrefix(s[end:], ":") && f.in.isKey(s[space+1:end]) {
		end = space // the comma before the key is missing
	}
	out.text = strings.TrimRightFunc(s[:end], isBlank)
	out.to = out.from + len(out.text)
	if out.from == 0 {
		out.from, out.to = l.from+f.pos, l.from+f.pos+len(out.text)
	}
	f.pos += end
	if badStart.MatchString(out.text) {
		f.report.certain(l.no, l.col(f.pos), "括号里的一项不能以「"+out.text[:1]+"」开头，文字以它开头要加上引号", edit{out.from, out.to, quote(out.text)})
	}
	if end == 0 { // a sign that begins no text
		_, size := utf8.DecodeRuneInString(s)
		f.report.problem(l.no, l.col(f.pos), "这里不该有「"+s[:size]+"」", "删掉它，或把整段放进引号里")
		f.pos += size
	}
	return out
}

// ends reports whether a text without quotes ends before a character.
func ends(s string, i int, r rune, key bool) bool {
	after := s[i+utf8.RuneLen(r):]
	switch r {
	case ',', ']', '}', '[', '{':
		return true
	case '，', '、':
		return separates(after)
	case '］', '｝', '】':
		return !strings.ContainsAny(after[:min(len(after), 400)], "]}")
	case '#':
		return i > 0 && s[i-1] == ' '
	case ':':
		return key || after == "" || after[0] == ' ' || after[0] == ','
	case '：':
		return key
	}
	return false
}

// separates reports whether a full-width comma is meant to part two elements: in a list
// always, in a mapping if a key follows.
func separates(after string) bool {
	after = after[:min(len(after), 400)]
	end := strings.IndexAny(after, "]}")
	if end < 0 || after[end] == ']' {
		return true
	}
	return strings.ContainsAny(after[:end], ":：")
}
