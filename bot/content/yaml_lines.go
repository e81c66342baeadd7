package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineReader goes through the lines of a file. It knows which mappings and lists the next
// line may belong to, and mends its indentation.
type lineReader struct {
	keyReader
	report *problemList
	lines  []sourceLine
	at     int  // the index of the next line
	begun  bool // some line of the document has been read
	// levels are the indentations of the mappings and lists around the next line, and
	// lists says which of them are of lists.
	levels []int
	lists  []bool
	indent map[int]int // the indentation as it was meant, by line, where it differs
}

// checkCharacters reports bytes that no text has, and lines that are too long.
func (in *lineReader) checkCharacters() bool {
	for _, l := range in.lines {
		if len(l.text) > maxLine && strings.Count(l.text, "[")+strings.Count(l.text, "{") > maxLine/4 {
			in.report.problem(l.no, 1, "括号套得太深了，这一行也太长", "检查前面的「[」和「{」是否都有另一半")
			return false
		}
		if len(l.text) > maxLine {
			in.report.problem(l.no, 1, "这一行太长了：有"+number(len(l.text))+"字节", "分成几行；一行最多"+number(maxLine)+"字节")
			return false
		}
		if i := strings.IndexByte(l.text, 0); i >= 0 {
			in.report.problem(l.no, l.col(i), "文件里有空字节（NUL），文件坏了", "从备份恢复，或从示例活动文件复制一份再改")
			return false
		}
		in.controls(l)
	}
	return true
}

// controls reports the control characters of a line, once, and removes each of them.
func (in *lineReader) controls(l sourceLine) {
	first, edits := 0, []edit(nil)
	for i, r := range l.text {
		if r >= ' ' && r != 0x7f || r == '\t' {
			continue
		}
		if edits == nil {
			first = i
		}
		edits = append(edits, edit{l.from + i, l.from + i + 1, ""})
	}
	if edits != nil {
		in.report.certain(l.no, l.col(first), "这里有看不见的控制字符", edits...)
	}
}

// peek skips empty lines and comments and returns the indentation and the content of the
// next line; false at the end of the document.
func (in *lineReader) peek() (indent int, content string, ok bool) {
	for ; in.at < len(in.lines); in.at++ {
		l := in.lines[in.at]
		s := strings.TrimLeftFunc(l.text, isBlank)
		if s == "" || s[0] == '#' {
			continue
		}
		if in.marker(l) {
			continue
		}
		if in.at == len(in.lines) {
			break
		}
		if rest, ok := strings.CutPrefix(s, "＃"); ok && !strings.HasPrefix(rest, "：") {
			at := len(l.text) - len(s)
			in.report.certain(l.no, l.col(at), "说明前面的「＃」是全角的", edit{l.from + at, l.from + at + len("＃"), "#"})
			continue
		}
		in.begun = true
		return in.indentation(), s, true
	}
	return 0, "", false
}

// marker reports whether a line begins or ends a document, or gives directives. A file
// has one document; what follows it is not read.
func (in *lineReader) marker(l sourceLine) bool {
	rest, isMark := strings.CutPrefix(l.text, "---")
	if !isMark {
		if rest, isMark = strings.CutPrefix(l.text, "..."); !isMark {
			if strings.HasPrefix(l.text, "%") && !in.begun {
				in.report.problem(l.no, 1, "这里用了 YAML 的高级写法（%），活动文件不支持", "删掉这一行")
				return true
			}
			return false
		}
	}
	rest = strings.TrimSpace(rest)
	switch {
	case rest != "" && rest[0] != '#':
		return false
	case !in.begun && l.text[0] == '-':
		return true
	}
	more := slices.ContainsFunc(in.lines[in.at+1:], func(l sourceLine) bool {
		s := strings.TrimSpace(l.text)
		return s != "" && s[0] != '#'
	})
	if more || l.text[0] == '-' {
		in.report.problem(l.no, 1, "「"+l.text[:3]+"」后面是第二份文档：一个文件只能写一场活动", "把下一场另存成一个文件，或删掉这一行和下面的内容")
	}
	in.at = len(in.lines) - 1 // the loop of peek goes on to the end
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
func (in *lineReader) indentation() int {
	if n, ok := in.indent[in.at]; ok {
		return n
	}
	l := in.lines[in.at]
	lead := l.text[:len(l.text)-len(strings.TrimLeftFunc(l.text, isBlank))]
	bad := strings.IndexFunc(lead, func(r rune) bool { return r != ' ' })
	if bad < 0 {
		return len(lead)
	}
	r, _ := utf8.DecodeRuneInString(lead[bad:])
	n := in.meant(lead)
	if in.indent == nil {
		in.indent = map[int]int{}
	}
	in.indent[in.at] = n
	in.report.certain(l.no, l.col(bad), "行首用了"+blankName(r)+"，要用半角空格缩进", edit{l.from, l.from + len(lead), strings.Repeat(" ", n)})
	return n
}

// meant guesses the indentation of a line whose white space is not of spaces: one that
// fits the lines around it.
func (in *lineReader) meant(lead string) int {
	fits := append([]int{0}, in.levels...)
	fits = append(fits, slices.Max(fits)+2) // a first line below the last
	for _, step := range []int{-1, 1} {
		for i := in.at + step; i >= 0 && i < len(in.lines); i += step {
			if s := strings.TrimLeft(in.lines[i].text, " "); s != "" && s[0] != '#' && !strings.ContainsFunc(s[:1], isBlank) {
				fits = append(fits, len(in.lines[i].text)-len(s))
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
func (in *lineReader) enter(indent int, list bool) {
	in.levels, in.lists = append(in.levels, indent), append(in.lists, list)
}

func (in *lineReader) leave() {
	in.levels, in.lists = in.levels[:len(in.levels)-1], in.lists[:len(in.lists)-1]
}

// start returns the line that peek found and where its content begins.
func (in *lineReader) start(content string) (l sourceLine, at int) {
	l = in.lines[in.at]
	return l, len(l.text) - len(content)
}

// lacksColon reports whether the next line is the first of a mapping and its key lacks the
// colon: another entry follows with the same indentation.
func (in *lineReader) lacksColon(at, indent int) bool {
	if h, ok := in.head(in.at, at, true); !ok || !in.isKey(h.key) {
		return false
	}
	for _, l := range in.lines[in.at+1:] {
		if s := strings.TrimLeft(l.text, " "); strings.TrimSpace(s) != "" && s[0] != '#' {
			_, ok := in.headOf(s, false)
			return ok && len(l.text)-len(s) == indent
		}
	}
	return false
}

// closes reports whether a line with less indentation ends the innermost mapping: it
// belongs to one further out.
func (in *lineReader) closes(n int) bool {
	return slices.Contains(in.levels[:len(in.levels)-1], n) || n < in.levels[0]
}

// besideComment reports whether a comment stands directly before or after the next line.
func (in *lineReader) besideComment() bool {
	for _, i := range []int{in.at - 1, in.at + 1} {
		if i >= 0 && i < len(in.lines) && strings.HasPrefix(in.lines[i].text, "#") {
			return true
		}
	}
	return false
}

// isItem reports whether a line is an item of a list, also with a mistake that list
// reports.
func (in *lineReader) isItem(s string) bool {
	if s == "-" || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "-\t") {
		return true
	}
	_, size := dash(s)
	if size == 0 {
		return false
	}
	rest := strings.TrimLeftFunc(s[size:], isBlank)
	h, ok := in.headOf(rest, false)
	return ok && in.isKey(h.key) || len(in.lists) > 0 && in.lists[len(in.lists)-1]
}

// dash returns a character that people type for the mark of an item, and its size.
func dash(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if slices.Contains([]rune("-－—–−‐•·●*＊"), r) && !strings.HasPrefix(s, "--") {
		return r, size
	}
	return r, 0
}

// after returns the indentation of the line after the next one; -1 for none.
func (in *lineReader) after() int {
	for _, l := range in.lines[in.at+1:] {
		if s := strings.TrimLeft(l.text, " "); strings.TrimSpace(s) != "" {
			return len(l.text) - len(s)
		}
	}
	return -1
}

func (in *lineReader) startsEntry(from int) bool {
	h, ok := in.head(in.at, from, false)
	return ok && (h.fault == noFault || in.isKey(h.key))
}

// inList reports whether a list with an indentation is around the next line.
func (in *lineReader) inList(n int) bool {
	for i, level := range in.levels {
		if level == n && in.lists[i] {
			return true
		}
	}
	return false
}

// head reads the key that begins at a byte of a line. A line that must be an entry is
// read as one even if its key is unknown and its colon is wrong.
func (in *lineReader) head(line, at int, must bool) (head, bool) {
	h, ok := in.headOf(in.lines[line].text[at:], must)
	h.from, h.to, h.value = h.from+at, h.to+at, h.value+at
	return h, ok
}

// endBefore is the byte after the last line before the next one that is not blank.
func (in *lineReader) endBefore() int {
	for i := min(in.at, len(in.lines)) - 1; i >= 0; i-- {
		if l := in.lines[i]; strings.TrimSpace(l.text) != "" {
			return l.from + len(l.text)
		}
	}
	return 0
}
