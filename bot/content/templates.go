package content

import (
	"slices"
	"strings"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	anyBraces  = regexp.MustCompile(`[{｛]+([^{}｛｝\n]*)[}｝]+|[{｛}｝]`)
	emptyInner = regexp.MustCompile(`^[\s\x{3000}]*$`)
)

// templateChecker checks how a text is written in the file: its braces, the names in them,
// and a comment that cuts it off.
type templateChecker struct{ report *problemList }

// maxInText is how many mistakes of one kind are reported in one text.
const maxInText = 20

// checkBraces reports placeholders that are written wrongly. Each is reported where it
// stands.
func (c *templateChecker) checkBraces(n *node, what, t string, known func(name string) bool) {
	reported := 0
	for _, m := range anyBraces.FindAllStringSubmatchIndex(t, -1) {
		whole, inner := t[m[0]:m[1]], ""
		if m[2] >= 0 {
			inner = t[m[2]:m[3]]
		}
		name := strings.TrimFunc(inner, isBlank)
		if whole == "{"+inner+"}" && !emptyInner.MatchString(inner) && (inner == name || !known(name)) {
			continue
		}
		if reported++; reported > maxInText {
			return
		}
		right := "{" + name + "}"
		switch {
		case m[2] < 0:
			c.report.problemIn(n, m[0], what+"里的「"+whole+"」没有另一半：花括号要成对", "写成 {名字}，或删掉它")
		case emptyInner.MatchString(inner):
			c.report.problemIn(n, m[0], what+"里的「"+whole+"」花括号里没有名字", "写上占位符的名字，例如 {课名}，或删掉它")
		case strings.ContainsAny(whole, "｛｝"):
			c.report.replaceIn(n, m[0], m[1], what+"里的花括号是全角的：「"+whole+"」会原样发出去", right)
		case len(whole) > len(inner)+2:
			c.report.replaceIn(n, m[0], m[1], what+"里的「"+whole+"」花括号多了，只要一对", right)
		default:
			c.report.replaceIn(n, m[0], m[1], what+"里的「"+whole+"」花括号里多了空格", right)
		}
	}
}

// checkPlaceholders reports names that a text may not use, with the most similar one.
func (c *templateChecker) checkPlaceholders(n *node, what, t string, allowed func(name string) bool, among func() []string) {
	unknown := slices.DeleteFunc(placeholders(t), allowed)
	if len(unknown) == 0 {
		return
	}
	names := among()
	known := setOf(names)
	for _, name := range unknown[:min(len(unknown), maxInText)] {
		at := strings.Index(t, "{"+name+"}")
		near := nearest(name, known)
		if near == "" {
			c.report.problemIn(n, at, what+"里不能用 {"+name+"}", "可以用："+braced(names))
			continue
		}
		c.report.suggestIn(n, at, at+len(name)+2, what+"里不能用 {"+name+"}，你是不是想写 {"+near+"}", "{"+near+"}")
	}
}

func setOf(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// braced lists names as placeholders.
func braced(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, "{"+n+"}")
	}
	return shorten(strings.Join(out, " "), 200)
}

// at returns the place of a byte of a value's text, and its byte in the file; that is -1
// where it is not known.
func (n *node) at(offset int) (line, col, from int) {
	if offset < 0 || offset > len(n.text) {
		return n.line, n.col, -1
	}
	switch {
	case len(n.rows) > 0:
		i := strings.Count(n.text[:offset], "\n")
		if i >= len(n.rows) {
			return n.line, n.col, -1
		}
		inRow := offset - strings.LastIndexByte(n.text[:offset], '\n') - 1
		row := n.rows[i]
		return row.line, row.col + utf8.RuneCountInString(n.text[offset-inRow:offset]), row.from + inRow
	case n.style == plainStyle && n.to == n.from+len(n.text):
		return n.line, n.col + utf8.RuneCountInString(n.text[:offset]), n.from + offset
	case n.style == quotedStyle && n.to == n.from+len(n.text)+2:
		return n.line, n.col + 1 + utf8.RuneCountInString(n.text[:offset]), n.from + 1 + offset
	default:
		return n.line, n.col, -1
	}
}

// problemIn reports an error at a byte of a value's text.
func (p *problemList) problemIn(n *node, offset int, what, hint string) {
	line, col, _ := n.at(offset)
	p.problem(line, col, what, hint)
}

// replaceIn reports an error in a part of a value's text and what it should be, which is
// certain.
func (p *problemList) replaceIn(n *node, from, to int, what, with string) {
	line, col, at := n.at(from)
	if at < 0 {
		p.problem(line, col, what, "改成："+with)
		return
	}
	p.certain(line, col, what, edit{at, at + to - from, with})
}

// suggestIn is replaceIn for what is likely but not certain.
func (p *problemList) suggestIn(n *node, from, to int, what, with string) {
	line, col, at := n.at(from)
	if at < 0 {
		p.problem(line, col, what, "改成："+with)
		return
	}
	p.problem(line, col, what, p.mended([]edit{{at, at + to - from, with}}))
}

// checkRemark warns of a text that ends at a comment.
func (c *templateChecker) checkRemark(n *node, what string) {
	if n == nil || n.remark == 0 || n.kind == nullNode {
		return
	}
	rest := c.report.src[n.from:]
	rest = strings.TrimRight(rest[:len(strings.SplitAfterN(rest+"\n", "\n", 2)[0])-1], " \r")
	hint := "要发出去就整段加引号"
	if n.to > n.from {
		hint = c.report.mended([]edit{{n.from, n.from + len(rest), quote(rest)}})
	}
	c.report.warnAt(&node{line: n.line, col: n.remark}, what+"在「 #」这里断了：后面的被当成说明，不会发出去", hint)
}
