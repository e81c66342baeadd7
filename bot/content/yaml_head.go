package content

import (
	"strings"
	"unicode/utf8"
)

// maxKey is how far in a line a colon is looked for that ends a key by mistake.
const maxKey = 120

// headFault is a mistake in what precedes a value.
type headFault int

const (
	noFault headFault = iota
	fullColon
	noSpace
	otherSpace
	otherSign
	noColon
)

// head is a key with its colon, by the bytes of its line.
type head struct {
	key string
	// from and to enclose the key as written; value is where the value begins.
	from, to, value int
	fault           headFault
	sign            string // the mistake, as written
}

// head reads the key that begins at a byte of a line. A line that must be an entry is
// read as one even if its key is unknown and its colon is wrong.
func (y *yamlReader) head(line, at int, must bool) (head, bool) {
	h, ok := y.headOf(y.lines[line].text[at:], must)
	h.from, h.to, h.value = h.from+at, h.to+at, h.value+at
	return h, ok
}

// headOf reads the key at the beginning of a text.
func (y *yamlReader) headOf(s string, must bool) (head, bool) {
	if s == "" {
		return head{}, false
	}
	if s[0] == '"' || s[0] == '\'' {
		return quotedHead(s)
	}
	if strings.ContainsRune("{[|>&*!%@`", rune(s[0])) || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "? ") || s[0] == ':' {
		return head{}, false
	}
	best, found := head{}, false
	for i, r := range cutRemark(s) {
		h, ok := y.headAt(s, i, r, must)
		switch proper := h.fault == noFault || h.fault == otherSpace; {
		case !ok:
		case proper && found && y.isKey(best.key):
			return best, true
		case proper:
			return h, true
		case !found:
			best, found = h, true
		}
	}
	if found {
		return best, true
	}
	return y.bareHead(s, must)
}

// headAt reads the key before a character, if that is a colon or meant as one.
func (y *yamlReader) headAt(s string, i int, r rune, must bool) (head, bool) {
	if i == 0 || !strings.ContainsRune(":：﹕︰∶;；=＝", r) {
		return head{}, false
	}
	if next := s[i+utf8.RuneLen(r):]; i > maxKey && (r != ':' || next != "" && next[0] != ' ' && next[0] != '\t') {
		return head{}, false
	}
	h := head{key: strings.TrimRightFunc(s[:i], isBlank), to: len(strings.TrimRightFunc(s[:i], isBlank)), sign: string(r)}
	after := i + utf8.RuneLen(r)
	rest := strings.TrimLeftFunc(s[after:], isBlank)
	h.value = len(s) - len(rest)
	gap := s[after:h.value]
	known := y.isKey(tidyKey(h.key))
	short := utf8.RuneCountInString(h.key) <= 10 && !strings.ContainsAny(h.key, " ，。！？、「」（）()/")
	switch {
	case r == ':' && rest == "" || r == ':' && gap != "" && strings.Trim(gap, " \t") == "":
		return h, true
	case r == ':' && gap != "":
		h.fault = otherSpace
		return h, true
	case r == ':':
		h.fault = noSpace
		return h, known || must && short && !strings.HasPrefix(rest, "//") && !isDigits(h.key)
	case strings.ContainsRune("：﹕︰∶", r):
		h.fault = fullColon
		return h, known || must && short
	default:
		h.fault = otherSign
		return h, known
	}
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// quotedHead reads a key in quotes.
func quotedHead(s string) (head, bool) {
	text, end, ok := quotedInLine(s)
	if !ok {
		return head{}, false
	}
	rest := strings.TrimLeft(s[end:], " \t")
	h := head{key: text, to: end}
	after, colon := strings.CutPrefix(rest, ":")
	if !colon {
		if after, colon = strings.CutPrefix(rest, "："); !colon {
			return head{}, false
		}
		h.fault, h.sign = fullColon, "："
	}
	trimmed := strings.TrimLeftFunc(after, isBlank)
	h.value = len(s) - len(trimmed)
	if gap := after[:len(after)-len(trimmed)]; h.fault == noFault && trimmed != "" && strings.Trim(gap, " \t") != "" {
		h.fault = otherSpace
	}
	return h, true
}

// bareHead reads a known key without a colon.
func (y *yamlReader) bareHead(s string, must bool) (head, bool) {
	if !must {
		return head{}, false
	}
	word, rest, _ := strings.Cut(s, " ")
	word = strings.TrimRightFunc(word, isBlank)
	if !y.isKey(word) {
		return head{}, false
	}
	rest = strings.TrimLeftFunc(rest, isBlank)
	return head{key: word, to: len(word), value: len(s) - len(rest), fault: noColon}, true
}

// tidyKey is a key without what looks like nothing around and in it.
func tidyKey(key string) string {
	key = strings.Map(func(r rune) rune {
		if isHidden(r) {
			return -1
		}
		return r
	}, key)
	key = strings.TrimFunc(key, isBlank)
	for _, marks := range []string{"“”", "‘’", "「」", "＂＂", "【】"} {
		r := []rune(marks)
		if strings.HasPrefix(key, string(r[0])) && strings.HasSuffix(key, string(r[1])) && len(key) > len(marks) {
			return strings.TrimSuffix(strings.TrimPrefix(key, string(r[0])), string(r[1]))
		}
	}
	return halfWidth(key)
}

// reportHead reports the mistake in a key and its colon, and returns the key as it was
// meant.
func (y *yamlReader) reportHead(l sourceLine, h head) string {
	key := h.key
	if tidy := tidyKey(h.key); tidy != h.key && (y.isKey(tidy) || strings.ContainsFunc(h.key, isHidden)) {
		y.certain(l.no, l.col(h.from), "「"+tidy+"」这个键里有看不见的字符、全角字符或中文引号", edit{l.from + h.from, l.from + h.to, tidy})
		key = tidy
	}
	mend := edit{l.from + h.to, l.from + h.value, ": "}
	if strings.TrimSpace(l.text[h.value:]) == "" {
		mend.with = ":"
	}
	col := l.col(h.to)
	switch h.fault {
	case fullColon:
		y.certain(l.no, col, "冒号「"+h.sign+"」是全角的（中文冒号），要用英文的「:」并空一格", mend)
	case noSpace:
		y.certain(l.no, col, "冒号后面少了一个空格", mend)
	case otherSpace:
		gap := strings.Trim(l.text[h.to:h.value], ": \t")
		r, _ := utf8.DecodeRuneInString(gap)
		y.certain(l.no, col+1, "冒号后面是"+blankName(r)+"，要用半角空格", mend)
	case otherSign:
		y.certain(l.no, col, "「"+h.key+"」后面应该是英文冒号「:」，现在是「"+h.sign+"」", mend)
	case noColon:
		y.certain(l.no, col, "「"+h.key+"」后面少了冒号「:」", mend)
	case noFault:
	}
	return key
}

// halfWidth replaces full-width letters, digits and signs by the usual ones.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == '\u3000':
			return ' '
		default:
			return r
		}
	}, s)
}
