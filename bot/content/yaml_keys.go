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

// keyReader reads the keys of mappings in a line, with the mistakes that people make in
// them and in the colon.
type keyReader struct {
	// isKey reports whether a word is a key of campaign files.
	isKey func(word string) bool
}

// headOf reads the key at the beginning of a text.
func (k *keyReader) headOf(s string, must bool) (head, bool) {
	if s == "" {
		return head{}, false
	}
	if s[0] == '"' || s[0] == '\'' {
		return quotedHead(s)
	}
	if strings.ContainsRune("{[]}|>&*!%@`", rune(s[0])) || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "? ") || s[0] == ':' {
		return head{}, false
	}
	best, found := head{}, false
	for i, r := range cutRemark(s) {
		h, ok := k.headAt(s, i, r, must)
		switch proper := h.fault == noFault || h.fault == otherSpace; {
		case !ok:
		case proper && found && k.isKey(best.key):
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
	return k.bareHead(s, must)
}

// headAt reads the key before a character, if that is a colon or meant as one.
func (k *keyReader) headAt(s string, i int, r rune, must bool) (head, bool) {
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
	known := k.isKey(tidyKey(h.key))
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
func (k *keyReader) bareHead(s string, must bool) (head, bool) {
	if !must {
		return head{}, false
	}
	word, rest, _ := strings.Cut(s, " ")
	word = strings.TrimRightFunc(word, isBlank)
	if !k.isKey(word) {
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

// wideFlow reports whether a text that begins with a full-width bracket is meant as a
// mapping or list and not as words.
func (k *keyReader) wideFlow(open rune, s string) bool {
	if open == '［' {
		return strings.ContainsAny(strings.TrimRightFunc(cutRemark(s), isBlank), "］]")
	}
	h, ok := k.headOf(strings.TrimLeftFunc(s[utf8.RuneLen(open):], isBlank), false)
	return ok && k.isKey(h.key)
}

// startsItemKey reports whether an item of a block list begins with a known key.
func (k *keyReader) startsItemKey(s string) bool {
	_, size := dash(s)
	h, ok := k.headOf(strings.TrimLeftFunc(s[size:], isBlank), false)
	return ok && k.isKey(h.key)
}
