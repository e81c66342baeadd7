package content

import (
	"strconv"
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// scalarReader reads the texts outside brackets: plain ones, in quotes, and in blocks.
type scalarReader struct {
	report *problemList
	in     *lineReader
}

var (
	marked  = regexp.MustCompile(`^(?:&[\w-]+|!!?[\w/-]*)\s+`)
	aliased = regexp.MustCompile(`^\*[\w-]+\s*(?:#.*)?$`)
)

// advanced reports a tag, an anchor or an alias: campaign files have none.
func (sc *scalarReader) advanced(out *node, l sourceLine, at int) *node {
	const what = "这里用了 YAML 的高级写法（! & *），活动文件不支持"
	if mark := marked.FindString(l.text[at:]); mark != "" {
		sc.report.certain(l.no, out.col, what, edit{out.from, out.from + len(mark), ""})
		out.text = strings.TrimRightFunc(cutRemark(l.text[at+len(mark):]), isBlank)
		sc.in.at++
		return out
	}
	if aliased.MatchString(l.text[at:]) {
		sc.report.problem(l.no, out.col, what, "直接写出内容；文字以它开头要加引号")
		out.kind = nullNode
		sc.in.at++
		return out
	}
	sc.needsQuotes(out, l, at, "这里用了 YAML 的高级写法（! & *），活动文件不支持。要是文字以它开头")
	return out
}

// needsQuotes reports a text that has to stand in quotes and reads the line as it is.
func (sc *scalarReader) needsQuotes(out *node, l sourceLine, at int, what string) *node {
	out.text = strings.TrimRightFunc(cutRemark(l.text[at:]), isBlank)
	out.to = out.from + len(out.text)
	sc.report.certain(l.no, l.col(at), what+"，要整段加上引号", edit{out.from, out.to, quote(out.text)})
	sc.in.at++
	return out
}

// quote writes a text in quotes.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}

// cutRemark returns what precedes a comment.
func cutRemark(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && (s[i-1] == ' ' || s[i-1] == '\t') {
			return s[:i]
		}
	}
	return s
}

// plain reads a text without quotes, which may go on in lines with more indentation.
func (sc *scalarReader) plain(out *node, l sourceLine, at, indent int) *node {
	raw := cutRemark(l.text[at:])
	if len(raw) < len(l.text)-at {
		out.remark = l.col(at + len(raw))
	}
	out.text = strings.TrimRightFunc(raw, isBlank)
	out.to = out.from + len(out.text)
	sc.checkPlain(out, l, at)
	sc.in.at++
	var b strings.Builder
	for out.remark == 0 {
		blank, s, more := sc.plainLine(indent)
		if !more {
			break
		}
		sc.in.at += blank
		l = sc.in.lines[sc.in.at]
		raw = cutRemark(s)
		if len(raw) < len(s) {
			out.remark = l.col(len(l.text) - len(s) + len(raw))
		}
		b.WriteString(strings.Repeat("\n", blank))
		if blank == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimRightFunc(raw, isBlank))
		out.to = 0
		sc.in.at++
	}
	out.text += b.String()
	return out
}

// plainLine finds the next line of a text without quotes and how many empty ones precede
// it.
func (sc *scalarReader) plainLine(indent int) (blank int, s string, more bool) {
	for sc.in.at+blank < len(sc.in.lines) && strings.TrimSpace(sc.in.lines[sc.in.at+blank].text) == "" {
		blank++
	}
	if sc.in.at+blank >= len(sc.in.lines) {
		return 0, "", false
	}
	next := sc.in.lines[sc.in.at+blank].text
	s = strings.TrimLeft(next, " ")
	if len(next)-len(s) <= indent || s[0] == '#' || strings.IndexFunc(s, isBlank) == 0 || sc.in.isItem(s) {
		return 0, "", false
	}
	_, entry := sc.in.headOf(s, false)
	return blank, s, !entry
}

// checkPlain reports a colon that YAML would read as the end of a key.
func (sc *scalarReader) checkPlain(out *node, l sourceLine, at int) {
	i := strings.Index(out.text+" ", ": ")
	if i < 0 {
		return
	}
	sc.report.certain(l.no, l.col(at+i), "这段文字里有「: 」（冒号加空格），要整段加上引号", edit{out.from, out.to, quote(out.text)})
}

// quotedInLine reads a text in quotes that ends in the same line.
func quotedInLine(s string) (text string, end int, ok bool) {
	mark := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == mark && mark == '\'' && i+1 < len(s) && s[i+1] == '\'':
			b.WriteByte('\'')
			i++
		case s[i] == mark:
			return b.String(), i + 1, true
		case s[i] == '\\' && mark == '"' && i+1 < len(s):
			r, n, _ := escape(s[i+1:])
			b.WriteString(r)
			i += n
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), len(s), false
}

// escape reads what follows a backslash, and says how many bytes that are.
func escape(s string) (text string, size int, ok bool) {
	if at := strings.IndexByte("0abtnvfre \"/\\", s[0]); at >= 0 {
		return []string{"\x00", "\a", "\b", "\t", "\n", "\v", "\f", "\r", "\x1b", " ", "\"", "/", "\\"}[at], 1, true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[0]]
	if digits == 0 || len(s) <= digits {
		return `\` + s[:1], 1, false
	}
	n, err := strconv.ParseUint(s[1:1+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) { //nolint:gosec // invalid ones are refused
		return `\` + s[:1], 1, false
	}
	return string(rune(n)), 1 + digits, true //nolint:gosec // checked
}

// quoted reads a text in quotes, which may go on in lines with more indentation.
func (sc *scalarReader) quoted(out *node, l sourceLine, at, indent int) *node {
	end, closed := sc.quotedText(out, at, indent)
	if !closed {
		return sc.unclosedQuote(out, l, at)
	}
	l = sc.in.lines[sc.in.at]
	rest := strings.TrimLeftFunc(l.text[end:], isBlank)
	if rest != "" && rest[0] != '#' {
		whole := strings.TrimRightFunc(cutRemark(sc.in.lines[sc.in.at].text[min(at, len(l.text)):]), isBlank)
		if l.no == out.line {
			sc.report.certain(l.no, l.col(len(l.text)-len(rest)), "引号后面还有字：「"+shorten(rest, 20)+"」，要把整段放进一对引号里",
				edit{out.from, out.from + len(whole), quote(whole)})
		} else {
			sc.report.problem(l.no, l.col(len(l.text)-len(rest)), "引号后面还有字：「"+shorten(rest, 20)+"」", "把整段放进一对引号里，里面的引号用「」")
		}
	}
	sc.in.at++
	return out
}

// unclosedQuote reports a quotation mark without a second one and reads the line as it
// is.
func (sc *scalarReader) unclosedQuote(out *node, l sourceLine, at int) *node {
	s := strings.TrimRightFunc(l.text[at:], isBlank)
	if body := cutRemark(s); strings.ContainsAny(s[:1], "\"'") && len(body) < len(s) {
		s = strings.TrimRightFunc(body, isBlank)
	}
	out.style, out.text, out.to = quotedStyle, strings.TrimRight(s[1:], "”’＂"), out.from+len(s)
	what := "引号没有成对：这里的「" + s[:1] + "」没有另一半"
	if sc.in.at+1 >= len(sc.in.lines) || sc.in.at+2 == len(sc.in.lines) && sc.in.lines[sc.in.at+1].text == "" {
		what += "，文件到这里就断了，后面可能缺了内容"
	}
	sc.report.certain(l.no, l.col(at), what, edit{out.from, out.to, s[:1] + out.text + s[:1]})
	sc.in.at++
	return out
}

// maxQuotedLines is how many lines a text in quotes may have. More come only from a
// quotation mark without a second one.
const maxQuotedLines = 200

// quotedText reads a text in quotes that begins at a byte of the next line. It moves on
// to the line in which the text ends and returns the byte there; it reports false, and
// stays, if it does not end.
func (sc *scalarReader) quotedText(out *node, at, indent int) (end int, closed bool) {
	out.style = quotedStyle
	first := sc.in.at
	l := sc.in.lines[sc.in.at]
	mark := l.text[at]
	var b strings.Builder
	pos := at + 1
	for {
		end, joined := sc.quotedLine(&b, l, pos, mark)
		if end >= 0 {
			out.text, out.to = b.String(), l.from+end
			if sc.in.at != first {
				out.to = 0
			}
			return end, true
		}
		before := b.String()
		var more bool
		if l, pos, more = sc.nextQuotedLine(&b, first, indent); !more {
			sc.in.at = first
			return 0, false
		}
		if joined {
			b.Reset()
			b.WriteString(before)
		}
	}
}

// quotedLine reads a line of a text in quotes. It returns where the text ends, -1 for not
// in this line, and whether the line goes on in the next one without a space.
func (sc *scalarReader) quotedLine(b *strings.Builder, l sourceLine, pos int, mark byte) (end int, joined bool) {
	for ; pos < len(l.text); pos++ {
		c := l.text[pos]
		switch {
		case c == mark && mark == '\'' && strings.HasPrefix(l.text[pos+1:], "'"):
			b.WriteByte('\'')
			pos++
		case c == mark:
			return pos + 1, false
		case c == '\\' && mark == '"' && pos+1 == len(l.text):
			return -1, true
		case c == '\\' && mark == '"':
			text, size, ok := escape(l.text[pos+1:])
			if !ok {
				sc.report.certain(l.no, l.col(pos), "双引号里的「\\」有特别的意思，要写两个", edit{l.from + pos, l.from + pos, `\`})
			}
			b.WriteString(text)
			pos += size
		default:
			b.WriteByte(c)
		}
	}
	return -1, false
}

// nextQuotedLine goes on to the next line of a text in quotes. It reports false where
// there is none: at the end of the file, and at a line that cannot be part of the text.
func (sc *scalarReader) nextQuotedLine(b *strings.Builder, first, indent int) (l sourceLine, pos int, more bool) {
	blank := 0
	for sc.in.at++; sc.in.at < min(len(sc.in.lines), first+maxQuotedLines); sc.in.at++ {
		l = sc.in.lines[sc.in.at]
		s := strings.TrimLeft(l.text, " \t")
		if s == "" {
			blank++
			continue
		}
		if pos = len(l.text) - len(s); pos <= indent {
			return l, 0, false
		}
		if h, entry := sc.in.headOf(s, false); entry && sc.in.isKey(h.key) {
			return l, 0, false
		}
		folded := strings.TrimRight(b.String(), " ")
		b.Reset()
		b.WriteString(folded)
		if blank == 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.Repeat("\n", blank))
		return l, pos, true
	}
	return l, 0, false
}
