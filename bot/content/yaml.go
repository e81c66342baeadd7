package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a campaign file. It needs a depth of 6, and 3,000 frequent questions need
// about 15,000 lines.
const (
	maxLines = 20000
	maxLine  = 8000 // bytes
	maxDepth = 32
)

// yamlReader reads the part of YAML that campaign files use: mappings, lists, texts in
// every style, and comments. It is written for people who type with a Chinese input
// method: it names each mistake, says how the line should read, and reads on as if it
// had been written so. It takes time in proportion to the size of the file.
type yamlReader struct {
	*problemList
	lines []sourceLine
	at    int // the index of the next line
	// isKey reports whether a word is a key of campaign files.
	isKey func(word string) bool
	// levels are the indentations of the mappings and lists around the next line, and
	// lists says which of them are of lists.
	levels []int
	lists  []bool
	indent map[int]int // the indentation as it was meant, by line, where it differs
	// newItem is set if the next line begins an item of a list though its mark is missing.
	newItem bool
	// strayed counts the lines that were read into an earlier mapping, because a line
	// before them has lost its indentation: its key is reported as unknown there.
	strayed int
	begun   bool
}

// parse reads a file. It returns nil after reporting what keeps it from being read.
func (y *yamlReader) parse(data []byte) *node {
	src, ok := y.decodeSource(data)
	if !ok {
		return nil
	}
	y.src = src
	y.lines = splitLines(src)
	if last := y.lines[len(y.lines)-1]; len(y.lines) > maxLines {
		y.problem(last.no, 1, "文件太长了：有"+number(len(y.lines))+"行", "最多两万行")
		return nil
	}
	if !y.checkCharacters() {
		return nil
	}
	n, _, ok := y.peek()
	if !ok {
		y.problem(1, 1, "文件是空的", "从示例活动文件复制一份再改")
		return nil
	}
	root := y.nested(n, 0)
	if root != nil && root.kind != mapNode {
		y.problem(root.line, root.col, "这里应该是「键: 值」，例如 schema: campaign/v1", "从示例活动文件复制一份再改")
		return nil
	}
	if _, s, more := y.peek(); more && root != nil {
		l, at := y.start(s)
		y.problem(l.no, l.col(at), "前面的内容已经完了，后面还有：「"+shorten(s, 30)+"」", "检查括号和缩进")
	}
	return root
}

// checkCharacters reports bytes that no text has, and lines that are too long.
func (y *yamlReader) checkCharacters() bool {
	for _, l := range y.lines {
		if len(l.text) > maxLine && strings.Count(l.text, "[")+strings.Count(l.text, "{") > maxLine/4 {
			y.problem(l.no, 1, "括号套得太深了，这一行也太长", "检查前面的「[」和「{」是否都有另一半")
			return false
		}
		if len(l.text) > maxLine {
			y.problem(l.no, 1, "这一行太长了：有"+number(len(l.text))+"字节", "分成几行；一行最多"+number(maxLine)+"字节")
			return false
		}
		for i, r := range l.text {
			if r == 0 {
				y.problem(l.no, l.col(i), "文件里有空字节（NUL），文件坏了", "从备份恢复，或从示例活动文件复制一份再改")
				return false
			}
			if r < ' ' && r != '\t' || r == 0x7f {
				y.certain(l.no, l.col(i), "这里有看不见的控制字符", edit{l.from + i, l.from + i + 1, ""})
				break
			}
		}
	}
	return true
}

// peek skips empty lines and comments and returns the indentation and the content of the
// next line; false at the end of the document.
func (y *yamlReader) peek() (indent int, content string, ok bool) {
	for ; y.at < len(y.lines); y.at++ {
		l := y.lines[y.at]
		s := strings.TrimLeftFunc(l.text, isBlank)
		if s == "" || s[0] == '#' {
			continue
		}
		if y.marker(l) {
			continue
		}
		if y.at == len(y.lines) {
			break
		}
		if rest, ok := strings.CutPrefix(s, "＃"); ok && !strings.HasPrefix(rest, "：") {
			at := len(l.text) - len(s)
			y.certain(l.no, l.col(at), "说明前面的「＃」是全角的", edit{l.from + at, l.from + at + len("＃"), "#"})
			continue
		}
		y.begun = true
		return y.indentation(), s, true
	}
	return 0, "", false
}

// marker reports whether a line begins or ends a document, or gives directives. A file
// has one document; what follows it is not read.
func (y *yamlReader) marker(l sourceLine) bool {
	rest, isMark := strings.CutPrefix(l.text, "---")
	if !isMark {
		if rest, isMark = strings.CutPrefix(l.text, "..."); !isMark {
			if strings.HasPrefix(l.text, "%") && !y.begun {
				y.problem(l.no, 1, "这里用了 YAML 的高级写法（%），活动文件不支持", "删掉这一行")
				return true
			}
			return false
		}
	}
	rest = strings.TrimSpace(rest)
	switch {
	case rest != "" && rest[0] != '#':
		return false
	case !y.begun && l.text[0] == '-':
		return true
	}
	more := slices.ContainsFunc(y.lines[y.at+1:], func(l sourceLine) bool {
		s := strings.TrimSpace(l.text)
		return s != "" && s[0] != '#'
	})
	if more || l.text[0] == '-' {
		y.problem(l.no, 1, "「"+l.text[:3]+"」后面是第二份文档：一个文件只能写一场活动", "把下一场另存成一个文件，或删掉这一行和下面的内容")
	}
	y.at = len(y.lines) - 1 // the loop of peek goes on to the end
	return true
}

// isBlank reports whether a character looks like space before a line or a value.
func isBlank(r rune) bool { return unicode.IsSpace(r) || isHidden(r) }

// isHidden reports whether nothing shows of a character. Joiners are not among these:
// they are parts of emoji.
func isHidden(r rune) bool {
	return slices.Contains([]rune{0x200b, 0xfeff, 0x2060, 0xad, 0x200e, 0x200f, 0x180e}, r)
}

// blankName names a character of white space that YAML does not take for space.
func blankName(r rune) string {
	switch {
	case r == '\t':
		return "制表符（Tab）"
	case r == '\u3000':
		return "全角空格"
	case r == '\u00a0' || r == '\u202f':
		return "不间断空格（从网页复制来的）"
	case isHidden(r):
		return "看不见的字符（零宽空格）"
	default:
		return "特殊的空格"
	}
}

// indentation returns the indentation of the next line. If it has other characters than
// spaces it reports them and guesses what was meant.
func (y *yamlReader) indentation() int {
	if n, ok := y.indent[y.at]; ok {
		return n
	}
	l := y.lines[y.at]
	lead := l.text[:len(l.text)-len(strings.TrimLeftFunc(l.text, isBlank))]
	bad := strings.IndexFunc(lead, func(r rune) bool { return r != ' ' })
	if bad < 0 {
		return len(lead)
	}
	r, _ := utf8.DecodeRuneInString(lead[bad:])
	n := y.meant(lead)
	if y.indent == nil {
		y.indent = map[int]int{}
	}
	y.indent[y.at] = n
	y.certain(l.no, l.col(bad), "行首用了"+blankName(r)+"，要用半角空格缩进", edit{l.from, l.from + len(lead), strings.Repeat(" ", n)})
	return n
}

// meant guesses the indentation of a line whose white space is not of spaces: one that
// fits the lines around it.
func (y *yamlReader) meant(lead string) int {
	fits := append([]int{0}, y.levels...)
	fits = append(fits, slices.Max(fits)+2) // a first line below the last
	for _, step := range []int{-1, 1} {
		for i := y.at + step; i >= 0 && i < len(y.lines); i += step {
			if s := strings.TrimLeft(y.lines[i].text, " "); s != "" && s[0] != '#' && !strings.ContainsFunc(s[:1], isBlank) {
				fits = append(fits, len(y.lines[i].text)-len(s))
				break
			}
		}
	}
	most := 0
	for _, w := range []int{2, 1, 4, 8} {
		n := widthOf(lead, w)
		if n > 0 && slices.Contains(fits, n) && (w > 1 || !strings.Contains(lead, "\t")) {
			return n
		}
		if w == 2 {
			most = n // as most people indent
		}
	}
	return most
}

// widthOf counts the columns of white space in which a tab or a wide space has a width.
func widthOf(lead string, wide int) (n int) {
	for _, r := range lead {
		switch {
		case r == ' ' || r == '\u00a0':
			n++
		case !isHidden(r):
			n += wide
		}
	}
	return n
}

// enter notes that what follows belongs to a mapping or list with an indentation.
func (y *yamlReader) enter(indent int, list bool) {
	y.levels, y.lists = append(y.levels, indent), append(y.lists, list)
}

func (y *yamlReader) leave() {
	y.levels, y.lists = y.levels[:len(y.levels)-1], y.lists[:len(y.lists)-1]
}

// start returns the line that peek found and where its content begins.
func (y *yamlReader) start(content string) (l sourceLine, at int) {
	l = y.lines[y.at]
	return l, len(l.text) - len(content)
}

// lacksColon reports whether the next line is the first of a mapping and its key lacks the
// colon: another entry follows with the same indentation.
func (y *yamlReader) lacksColon(at, indent int) bool {
	if h, ok := y.head(y.at, at, true); !ok || !y.isKey(h.key) {
		return false
	}
	for _, l := range y.lines[y.at+1:] {
		if s := strings.TrimLeft(l.text, " "); strings.TrimSpace(s) != "" && s[0] != '#' {
			_, ok := y.headOf(s, false)
			return ok && len(l.text)-len(s) == indent
		}
	}
	return false
}

// nested reads the value that begins at the next line, whose indentation peek returned.
func (y *yamlReader) nested(indent, depth int) *node {
	_, s, _ := y.peek()
	l, at := y.start(s)
	if depth > maxDepth {
		y.problem(l.no, l.col(at), "嵌套太深了", "删掉多余的缩进、括号或「-」")
		y.at = len(y.lines)
		return &node{kind: nullNode, line: l.no, col: l.col(at)}
	}
	if y.isItem(s) {
		return y.list(indent, depth)
	}
	if depth == 0 && strings.ContainsAny(s[:1], "{[") {
		return y.value(at, -1, depth)
	}
	if _, ok := y.head(y.at, at, false); ok || depth == 0 || y.lacksColon(at, indent) {
		return y.mapping(indent, depth)
	}
	return y.value(at, indent-1, depth)
}
