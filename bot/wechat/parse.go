package wechat

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxElements is the largest number of elements in a push; known pushes have fewer
// than 30.
const maxElements = 64

// errMalformed is the reason of every 400.
var errMalformed = errors.New("malformed push")

// element is one top-level element of a push: its name and its text, or its
// raw inner XML when it has children.
type element struct {
	name  string
	value string
	raw   []byte // of an element with children, and of Encrypt; part of the body
}

// document is a push as a list of elements in their order. Names are unique.
type document []element

// get returns the text of an element, "" when it is missing.
func (d document) get(name string) string {
	for i := range d {
		if d[i].name == name {
			return d[i].value
		}
	}
	return ""
}

// sealed returns the Encrypt element, nil when it is missing. It is part of the body.
func (d document) sealed() []byte {
	for i := range d {
		if d[i].name == "Encrypt" {
			if d[i].raw == nil {
				return []byte(d[i].value)
			}
			return d[i].raw
		}
	}
	return nil
}

// userText reports whether people write the content of an element. The platform
// puts it into CDATA without escaping "]]>", so such an element ends at the last
// "]]></name>". Otherwise people could add elements by typing them.
func userText(name string) bool {
	switch name {
	case "Content", "Recognition", "Title", "Description", "Url", "Label", "EventKey":
		return true
	default:
		return false
	}
}

// parseXML reads <xml>…</xml> in linear time. It skips what it does not know and
// rejects a repeated element, so that a later one cannot replace the first. It appends
// the elements to doc, which must be empty.
func parseXML(doc document, b []byte) (document, error) {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\ufeff")))
	if bytes.HasPrefix(b, []byte("<?")) {
		_, rest, ok := bytes.Cut(b, []byte("?>"))
		if !ok {
			return nil, errMalformed
		}
		b = bytes.TrimSpace(rest)
	}
	b, ok := bytes.CutPrefix(b, []byte("<xml>"))
	if !ok {
		return nil, errMalformed
	}
	b, ok = bytes.CutSuffix(b, []byte("</xml>"))
	if !ok {
		return nil, errMalformed
	}
	for {
		i := bytes.IndexByte(b, '<') // text between elements has no meaning
		if i < 0 {
			return doc, nil
		}
		b = b[i:]
		e, rest, err := parseElement(b)
		if err != nil {
			return nil, err
		}
		if doc, err = doc.add(e); err != nil {
			return nil, err
		}
		b = rest
	}
}

func (d document) add(e element) (document, error) {
	if len(d) == maxElements {
		return nil, errMalformed
	}
	for i := range d {
		if d[i].name == e.name && e.name != "List" { // subscribe_msg events repeat List
			return nil, errMalformed
		}
	}
	return append(d, e), nil
}

// parseElement reads one <Name>…</Name> or <Name/> from the front of b.
func parseElement(b []byte) (e element, rest []byte, err error) {
	end := bytes.IndexByte(b, '>')
	if b[0] != '<' || end < 2 {
		return e, nil, errMalformed
	}
	name := b[1:end]
	rest = b[end+1:]
	if name[len(name)-1] == '/' {
		name = bytes.TrimSpace(name[:len(name)-1])
		e.name = string(name)
		return e, rest, checkName(name)
	}
	if err := checkName(name); err != nil {
		return e, nil, err
	}
	e.name = known(name)
	if in, after, ok := oneCDATA(rest, e.name); ok {
		if e.name == "Encrypt" { // which the decoder checks
			e.raw = in
		} else {
			e.value = clean(in)
		}
		return e, after, nil
	}
	at, size := closingTag(rest, e.name)
	if at < 0 {
		return e, nil, errMalformed
	}
	return e, rest[at+size:], e.fill(rest[:at])
}

// known returns the name as a string, without an allocation for the names that
// every push has.
func known(name []byte) string {
	switch string(name) {
	case "ToUserName":
		return "ToUserName"
	case "FromUserName":
		return "FromUserName"
	case "CreateTime":
		return "CreateTime"
	case "MsgType":
		return "MsgType"
	case "Content":
		return "Content"
	case "MsgId":
		return "MsgId"
	case "Encrypt":
		return "Encrypt"
	default:
		return string(name)
	}
}

// oneCDATA reads the usual content of an element, a single CDATA section, in one
// pass. Content that people write is left to the complete parser.
func oneCDATA(b []byte, name string) (in, rest []byte, ok bool) {
	b, ok = bytes.CutPrefix(b, []byte("<![CDATA["))
	if !ok || userText(name) {
		return nil, nil, false
	}
	in, b, ok = bytes.Cut(b, []byte("]]></"))
	if !ok || len(b) <= len(name) || string(b[:len(name)]) != name || b[len(name)] != '>' || bytes.Contains(in, []byte("]]>")) {
		return nil, nil, false
	}
	return in, b[len(name)+1:], true
}

func checkName(name []byte) error {
	if len(name) == 0 || len(name) > 64 {
		return errMalformed
	}
	for _, c := range name {
		if c < '0' || c > '9' && c < 'A' || c > 'Z' && c != '_' && c < 'a' || c > 'z' {
			return errMalformed
		}
	}
	return nil
}

// closingTag returns the position of the closing tag: the first </name> outside
// CDATA, or the last "]]></name>" if people write the content.
func closingTag(b []byte, name string) (at, size int) {
	tag := []byte("</" + name + ">")
	lead := len(b) - len(bytes.TrimLeft(b, " \t\r\n"))
	if userText(name) && bytes.HasPrefix(b[lead:], []byte("<![CDATA[")) {
		if i := bytes.LastIndex(b, append([]byte("]]>"), tag...)); i >= 0 {
			return i + 3, len(tag)
		}
	}
	for from := 0; ; {
		i := bytes.Index(b[from:], tag)
		if i < 0 {
			return -1, 0
		}
		open := bytes.Index(b[from:from+i], []byte("<![CDATA["))
		if open < 0 {
			return from + i, len(tag)
		}
		shut := bytes.Index(b[from+open:], []byte("]]>"))
		if shut < 0 {
			return -1, 0
		}
		from += open + shut + 3
	}
}

// fill sets the text of an element from its content: CDATA sections and escaped
// text, joined. Content with elements is kept raw.
func (e *element) fill(in []byte) error {
	trimmed := bytes.TrimSpace(in)
	if one, ok := singleCDATA(trimmed, userText(e.name)); ok {
		e.value = clean(one)
		return nil
	}
	if !bytes.HasPrefix(trimmed, []byte("<![CDATA[")) && bytes.IndexByte(trimmed, '<') >= 0 {
		e.raw = trimmed
		return nil
	}
	var b strings.Builder
	for len(trimmed) > 0 {
		head, rest, cdata := bytes.Cut(trimmed, []byte("<![CDATA["))
		if err := unescape(&b, head); err != nil {
			return err
		}
		if !cdata {
			break
		}
		inside, after, ok := bytes.Cut(rest, []byte("]]>"))
		if !ok {
			return errMalformed
		}
		b.Write(inside)
		trimmed = after
	}
	e.value = clean([]byte(b.String()))
	return nil
}

// singleCDATA returns the content of a single CDATA section. If people write it, a
// "]]>" that is not followed by another section belongs to the content.
func singleCDATA(b []byte, lenient bool) ([]byte, bool) {
	in, ok := bytes.CutPrefix(b, []byte("<![CDATA["))
	if !ok {
		return nil, false
	}
	in, ok = bytes.CutSuffix(in, []byte("]]>"))
	if !ok {
		return nil, false
	}
	if bytes.Contains(in, []byte("]]><![CDATA[")) { // sections in a row: a "]]>" that was escaped
		return nil, false
	}
	return in, lenient || !bytes.Contains(in, []byte("]]>"))
}

// unescape appends escaped text: the five entities of XML and character
// references.
func unescape(b *strings.Builder, s []byte) error {
	for {
		i := bytes.IndexByte(s, '&')
		if i < 0 {
			b.Write(s)
			return nil
		}
		b.Write(s[:i])
		name, rest, ok := bytes.Cut(s[i+1:], []byte(";"))
		if !ok {
			return errMalformed
		}
		r, ok := entity(string(name))
		if !ok {
			return errMalformed
		}
		b.WriteRune(r)
		s = rest
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	num, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(num, "x"); ok {
		num, base = hex, 16
	}
	n, err := strconv.ParseUint(num, base, 31)
	return rune(n), err == nil && n <= utf8.MaxRune
}

// clean returns text without what XML does not allow, which the platform passes on all
// the same.
func clean(b []byte) string { return Printable(string(b)) }

// Printable returns text as valid UTF-8 without the characters that XML does not allow.
func Printable(s string) string {
	if plainText(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// plainText reports whether Printable would change nothing, as for nearly every text.
func plainText(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
		if c == 0xef && i+1 < len(s) && s[i+1] == 0xbf { // U+FFC0 to U+FFFF
			return false
		}
	}
	return utf8.ValidString(s)
}

// control reports whether a character is not allowed in the platform's XML.
func control(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff
}
