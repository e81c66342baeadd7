package content

import (
	"slices"
	"strings"
	"unicode"

	regexp "zhujiao/bot/lazyregexp"
)

// widest is how many columns a line may have in which a whole mapping stands. A Chinese
// character takes two.
const widest = 140

// yamlMap is a mapping to be written. With flow it is always written in one line, with
// inLine if there is room. Else its pairs share lines, if wrapped or fewer are enough.
type yamlMap struct {
	pairs        []yamlPair
	flow, inLine bool
	wrapped      int
}

// yamlPair is an entry of a mapping, with a remark for people behind it.
type yamlPair struct {
	key    string
	value  any // plainScalar, blockText, []plainScalar, *yamlMap or []*yamlMap
	remark string
}

// plainScalar is a value as it stands in the file. blockText is a text of several lines.
type (
	plainScalar string
	blockText   string
)

// add appends a key, unless its value is empty.
func (m *yamlMap) add(key string, value any) { m.remark(key, value, "") }

func (m *yamlMap) remark(key string, value any, remark string) {
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
		value = textOf(v)
	case plainScalar:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
		list := make([]plainScalar, len(v))
		for i, s := range v {
			list[i] = scalarOf(s)
		}
		value = list
	case []plainScalar:
		if len(v) == 0 {
			return
		}
	case *yamlMap:
		if len(v.pairs) == 0 {
			return
		}
	case []*yamlMap:
		if len(v) == 0 {
			return
		}
	}
	m.pairs = append(m.pairs, yamlPair{key, value, remark})
}

// textOf writes a text of one line as a scalar, and one of several as a block if the form
// of a block keeps it as it is.
func textOf(s string) any {
	lines := strings.Split(s, "\n")
	odd := func(l string) bool {
		return strings.TrimFunc(l, isBlank) != l || strings.ContainsFunc(l, unicode.IsControl)
	}
	if len(lines) < 2 || lines[0] == "" || lines[len(lines)-1] == "" || slices.ContainsFunc(lines, odd) {
		return scalarOf(s)
	}
	return blockText(s)
}

// simple is a text that means the same with and without quotation marks, to this program and
// to others that read YAML.
var simple = regexp.MustCompile(`^[\p{Han}\p{L}][\p{Han}\p{L}\p{N}，。、；！？（）《》「」+/_.\- ]*$`)

// scalarOf writes a text, in quotation marks where it could be taken for something else.
func scalarOf(s string) plainScalar {
	words := []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
	if simple.MatchString(s) && strings.TrimFunc(s, isBlank) == s && !slices.Contains(words, strings.ToLower(s)) {
		return plainScalar(s)
	}
	return quoted(s)
}

// quoted writes a text in quotation marks; an empty one stays empty.
func quoted(s string) plainScalar {
	if s == "" {
		return ""
	}
	return plainScalar(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s) + `"`)
}

func quotedList(list []string) []plainScalar {
	out := make([]plainScalar, len(list))
	for i, s := range list {
		out[i] = quoted(s)
	}
	return out
}

// line writes a mapping in one line; false if it does not go.
func (m *yamlMap) line() (string, bool) {
	parts := make([]string, len(m.pairs))
	for i, p := range m.pairs {
		v, ok := inLine(p.value)
		if s, scalar := p.value.(plainScalar); scalar {
			v = inBrackets(s)
		}
		if !ok {
			return "", false
		}
		parts[i] = p.key + ": " + v
	}
	return "{" + strings.Join(parts, ", ") + "}", true
}

// inLine writes a value in one line; false if it does not go.
func inLine(value any) (string, bool) {
	switch v := value.(type) {
	case plainScalar:
		return string(v), true
	case []plainScalar:
		words := make([]string, len(v))
		for i, s := range v {
			words[i] = inBrackets(s)
		}
		return "[" + strings.Join(words, ", ") + "]", true
	case *yamlMap:
		return v.line()
	case []*yamlMap:
		words := make([]string, len(v))
		for i, m := range v {
			s, ok := m.line()
			if !ok {
				return "", false
			}
			words[i] = s
		}
		return "[" + strings.Join(words, ", ") + "]", true
	case blockText:
		if strings.Count(string(v), "\n") > 1 {
			return "", false
		}
		return string(quoted(string(v))), true
	default:
		return "", false
	}
}

// inBrackets is a value inside of brackets: there a full-width sign looks like a mistake for
// one that parts values.
func inBrackets(s plainScalar) string {
	if !strings.HasPrefix(string(s), `"`) && strings.ContainsAny(string(s), "，、；：。！？（）【】《》「」") {
		return string(quoted(string(s)))
	}
	return string(s)
}

// fits returns the line in which a mapping is to be written, or "".
func (m *yamlMap) fits(before int) string {
	s, ok := m.line()
	if !ok || !m.flow && (!m.inLine || before+columns(s) > widest) {
		return ""
	}
	return s
}

// wrap writes a mapping in as few lines as there is room for; "" if it does not go, or in too
// many lines.
func (m *yamlMap) wrap(indent int) string {
	var b strings.Builder
	width := 0
	for i, p := range m.pairs {
		v, ok := (&yamlMap{pairs: []yamlPair{p}}).line()
		if !ok {
			return ""
		}
		v = strings.TrimSuffix(strings.TrimPrefix(v, "{"), "}")
		if i > 0 {
			b.WriteByte(',')
			if width += columns(v) + 2; indent+width > widest {
				b.WriteString("\n" + strings.Repeat(" ", indent+1))
				width = columns(v)
			} else {
				b.WriteByte(' ')
			}
		} else {
			width = columns(v) + 1
		}
		b.WriteString(v)
	}
	if strings.Count(b.String(), "\n") >= m.wrapped {
		return ""
	}
	return "{" + b.String() + "}"
}

// columns is how wide a line is on a screen.
func columns(s string) (n int) {
	for _, r := range s {
		if n++; r > 0x2e80 {
			n++
		}
	}
	return n
}

// remarks joins what stands behind the values of a mapping that is written in one line.
func (m *yamlMap) remarks() string {
	for _, p := range m.pairs {
		if p.remark != "" {
			return "   # " + p.remark
		}
	}
	return ""
}

// write writes a mapping in lines of their own.
func (m *yamlMap) write(b *strings.Builder, indent int) {
	for _, p := range m.pairs {
		b.WriteString(strings.Repeat(" ", indent))
		p.write(b, indent)
	}
}

func (p yamlPair) write(b *strings.Builder, indent int) {
	b.WriteString(p.key + ":")
	switch v := p.value.(type) {
	case blockText:
		b.WriteString(" |-\n")
		for l := range strings.SplitSeq(string(v), "\n") {
			if l != "" {
				b.WriteString(strings.Repeat(" ", indent+2) + l)
			}
			b.WriteByte('\n')
		}
	case *yamlMap:
		if s := v.fits(indent + len(p.key)); s != "" {
			b.WriteString(" " + s + v.remarks() + "\n")
			return
		}
		b.WriteByte('\n')
		if s := v.wrap(indent + 2); s != "" {
			b.WriteString(strings.Repeat(" ", indent+2) + s + "\n")
			return
		}
		v.write(b, indent+2)
	case []*yamlMap:
		writeItems(b, indent, v)
	default:
		s, _ := inLine(v)
		b.WriteString(" " + s)
		if p.remark != "" {
			b.WriteString("   # " + p.remark)
		}
		b.WriteByte('\n')
	}
}

// writeItems writes a list of mappings. A single one that fits stands behind the key.
func writeItems(b *strings.Builder, indent int, items []*yamlMap) {
	if len(items) == 1 && items[0].flow && indent > 0 {
		if s := items[0].fits(0); s != "" {
			b.WriteString(" [" + s + "]" + items[0].remarks() + "\n")
			return
		}
	}
	b.WriteByte('\n')
	for _, m := range items {
		b.WriteString(strings.Repeat(" ", indent+2) + "- ")
		if s := m.fits(indent + 4); s != "" {
			b.WriteString(s + m.remarks() + "\n")
			continue
		}
		if s := m.wrap(indent + 4); s != "" {
			b.WriteString(s + m.remarks() + "\n")
			continue
		}
		m.writeItem(b, indent+4)
	}
}

// writeItem writes a mapping whose first line has begun.
func (m *yamlMap) writeItem(b *strings.Builder, indent int) {
	for i, p := range m.pairs {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", indent))
		}
		p.write(b, indent)
	}
}
