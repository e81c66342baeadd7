package bot

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// EncodeJSON encodes a value for a platform, as one line without its end. People's words
// are raw UTF-8, since platforms refuse or show escapes such as \u003c or \u2028:
// see CleanJSON.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return CleanJSON(bytes.TrimSuffix(b.Bytes(), []byte{'\n'})), nil
}

// CleanJSON rewrites the strings of a JSON text so that every reader accepts them:
// characters are raw UTF-8 instead of \u escapes; control characters other than tab and
// line break, U+FFFE and U+FFFF are removed, escaped or raw; what is no character, such
// as half of a surrogate pair, becomes U+FFFD. It also drops a byte order mark. All else
// is left as it is; so is what follows a string without an end.
func CleanJSON(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	dst := make([]byte, 0, len(src))
	for len(src) > 0 {
		start := bytes.IndexByte(src, '"')
		end := -1
		if start >= 0 {
			end = stringEnd(src[start+1:])
		}
		if end < 0 {
			return append(dst, src...)
		}
		inner := src[start+1 : start+1+end]
		dst = append(dst, src[:start+1]...)
		dst = append(appendClean(dst, inner), '"')
		src = src[start+1+end+1:]
	}
	return dst
}

// stringEnd returns the position of the quotation mark that ends a string, or -1.
func stringEnd(s []byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return -1
}

// appendClean appends the content of a string.
func appendClean(dst, s []byte) []byte {
	for len(s) > 0 {
		r, n := nextChar(s)
		s = s[n:]
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', byte(r))
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			if !unicode.IsControl(r) && r != '\uFFFE' && r != '\uFFFF' {
				dst = utf8.AppendRune(dst, r)
			}
		}
	}
	return dst
}

// nextChar returns the first character of the content of a string, and the number of
// bytes that it takes. A backslash before what is no escape stands for itself.
func nextChar(s []byte) (r rune, n int) {
	if s[0] != '\\' || len(s) == 1 {
		return utf8.DecodeRune(s)
	}
	switch s[1] {
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'u':
		return nextEscape(s)
	default:
		return '\\', 1
	}
}

// nextEscape is nextChar for what begins like \u003c, or with two of these for a
// surrogate pair.
func nextEscape(s []byte) (r rune, n int) {
	first, ok := hexEscape(s)
	if !ok {
		return '\\', 1
	}
	if !utf16.IsSurrogate(first) {
		return first, 6
	}
	if second, ok := hexEscape(s[6:]); ok {
		if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

// hexEscape reads \u and four hexadecimal digits at the beginning of s.
func hexEscape(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}
