package content

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/text"
)

// maxNesting bounds brackets within brackets; the campaign file needs 3, and
// the YAML parser's time grows with the square.
const maxNesting = 64

// decode turns the bytes of a file into text: UTF-8 with or without a mark,
// any line ends. It reports what is no text.
func (l *loader) decode(data []byte) (src string, ok bool) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		l.err(nil, msgUTF16)
		return "", false
	}
	for i, line := range bytes.Split(data, []byte{'\n'}) {
		switch {
		case !utf8.Valid(line):
			l.err(&node{line: i + 1, col: 1}, msgNotUTF8)
			return "", false
		case bytes.ContainsFunc(line, control):
			l.err(&node{line: i + 1, col: 1}, msgControl)
			ok = true
		}
	}
	if ok { // control characters, each of them said
		return "", false
	}
	return strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n").Replace(string(data)), true
}

func control(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0x7f }

// nested tells whether brackets or dashes are nested beyond reason.
func nested(src string) (line int, tooDeep bool) {
	line, depth := 1, 0
	for i, r := range src {
		switch r {
		case '\n':
			line++
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '-', '?', '!', '&':
			if strings.HasPrefix(src[i:], strings.Repeat(src[i:i+1]+" ", maxNesting/2)) {
				return line, true
			}
		}
		if depth > maxNesting {
			return line, true
		}
	}
	return 0, false
}

// scanner walks over the lines of a file outside block and quoted texts and
// mends what a Chinese input method does to YAML, so that one slip does not
// hide all other problems.
type scanner struct {
	l     *loader
	keys  map[string]bool
	loose bool // any short word before a full-width colon is taken for a key
	block int  // indentation of the key whose block text we are in, or -1
	quote byte // the quote we are in, or 0
	// indent is what a line that begins with the wrong kind of space probably
	// should begin with.
	indent int
}

// mend reports slips and returns the source without them; lines stay lines.
func (s *scanner) mend(src string) string {
	s.block = -1
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		lines[i] = s.line(i+1, line)
	}
	return strings.Join(lines, "\n")
}

func (s *scanner) line(no int, line string) string {
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	if strings.TrimSpace(body) == "" || s.quote == 0 && strings.HasPrefix(body, "#") {
		return line
	}
	if s.quote != 0 {
		s.scanQuotes(body)
		return line
	}
	if strings.HasPrefix(body, "\t") || strings.HasPrefix(body, fullSpace) {
		if s.block >= 0 && indent > s.block {
			return line // content of a block text
		}
		body = s.space(no, indent, body)
		indent = s.indent
	}
	if s.block >= 0 && indent > s.block {
		s.indent = indent
		return strings.Repeat(" ", indent) + body
	}
	s.block = -1
	dash := body
	for strings.HasPrefix(dash, "- ") {
		dash = strings.TrimLeft(dash[2:], " ")
	}
	at := indent + len(body) - len(dash)
	dash = s.colon(no, at, dash)
	s.scanQuotes(dash)
	s.opened(at, dash)
	return strings.Repeat(" ", indent) + body[:at-indent] + dash
}

// opened notes what a line opens: a block text, or a section below it.
func (s *scanner) opened(at int, line string) {
	end, _, _ := strings.Cut(line, " #")
	end = strings.TrimRight(end, " \t")
	s.indent = at
	key, value, _ := strings.Cut(end, ": ")
	if v := strings.TrimSpace(value); v != "" && strings.Trim(v, "|>+-0123456789") == "" && (v[0] == '|' || v[0] == '>') {
		s.block, s.indent = at, at+2
	} else if strings.HasSuffix(key, ":") {
		s.indent = at + 2
	}
}

// space reports tabs and full-width spaces at the beginning of a line.
func (s *scanner) space(no, indent int, body string) string {
	at := &node{line: no, col: indent + 1}
	if strings.HasPrefix(body, "\t") {
		s.l.err(at, msgTab)
	} else {
		s.l.err(at, msgFullSpace)
	}
	return strings.TrimLeft(body, " \t"+fullSpace)
}

// colon reports a key whose colon is full-width or lacks its space.
func (s *scanner) colon(no, at int, line string) string {
	end := strings.IndexAny(line, ":"+fullColon)
	if end <= 0 || strings.ContainsAny(line[:end], "[{#&*!|>%@`") {
		return line
	}
	key := strings.Trim(strings.TrimSpace(line[:end]), `"'`)
	_, size := utf8.DecodeRuneInString(line[end:])
	rest := line[end+size:]
	if !s.isKey(key) || size == 1 && (rest == "" || rest[0] == ' ' || rest[0] == '\t') && !fullAfter(rest) {
		return line
	}
	msg := msgFullColon
	if size == 1 {
		msg = msgNoSpace
	}
	if fullAfter(rest) && size == 1 {
		msg = msgFullAfter
	}
	s.l.err(&node{line: no, col: at + utf8.RuneCountInString(line[:end]) + 1}, msg, key)
	return line[:end] + ": " + strings.TrimLeft(rest, " \t"+fullSpace)
}

func fullAfter(rest string) bool { return strings.HasPrefix(strings.TrimLeft(rest, " "), fullSpace) }

// isKey tells whether a word is a key; of loose reading, whether it may be.
func (s *scanner) isKey(w string) bool {
	return s.keys[w] || s.loose && len([]rune(w)) <= 8 && text.Fold(w) == strings.ToLower(w)
}

// scanQuotes follows quotes over the rest of a line.
func (s *scanner) scanQuotes(line string) {
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case s.quote == '"' && c == '\\':
			i++
		case s.quote != 0:
			if c == s.quote {
				s.quote = 0
			}
		case (c == '"' || c == '\'') && startsValue(line[:i]):
			s.quote = c
		case c == '#' && (i == 0 || line[i-1] == ' '):
			return
		}
	}
}

// startsValue tells whether a quote after this text opens a value; one within
// a word does not.
func startsValue(before string) bool {
	b := strings.TrimRight(before, " \t")
	return b == "" || strings.ContainsRune(":,[{-", rune(b[len(b)-1]))
}
