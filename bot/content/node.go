package content

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// node is a YAML value with its place. Scalars keep their text as written, so
// that 20:30 is no number and 49 no integer (YAML 1.1 traps).
type node struct {
	line, col int
	kind      nodeKind
	text      string
	items     []*node
	pairs     []pair
}

type pair struct{ key, value *node }

type nodeKind int

const (
	scalarNode nodeKind = iota
	listNode
	mapNode
	nullNode
)

// maxDepth bounds nesting; the campaign file needs 6.
const maxDepth = 32

// parseYAML reads a document. Problems of syntax are put into words; then the
// result is nil.
func (l *loader) parseYAML(data []byte) *node {
	if !utf8.Valid(data) {
		l.problem(1, 1, "文件不是 UTF-8 编码", "用记事本「另存为」，编码选 UTF-8")
		return nil
	}
	src := strings.TrimPrefix(string(data), "\ufeff")
	if !l.bounded(src) {
		return nil
	}
	src, bad := l.checkLines(src)
	f, err := parser.ParseBytes([]byte(src), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		if !bad {
			l.syntax(err)
		}
		return nil
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		l.problem(1, 1, "文件是空的", "从示例活动文件复制一份再改")
		return nil
	}
	return l.convert(f.Docs[0].Body, 0)
}

// checkLines finds what a Chinese input method does to YAML: a full-width
// colon after a key, full-width spaces or tabs as indentation. Colons are
// mended for the rest of the reading, so that they hide no other problem.
func (l *loader) checkLines(src string) (mended string, bad bool) {
	block := -1 // indentation of the key whose block scalar we are in
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		trimmed := strings.TrimLeft(line, " ")
		indent := len(line) - len(trimmed)
		if strings.TrimSpace(trimmed) == "" || block >= 0 && indent > block {
			continue
		}
		block = -1
		if strings.HasPrefix(trimmed, "#") {
			continue
		}
		if lineBad := l.checkLine(i+1, indent, trimmed); lineBad {
			bad = true
			lines[i] = strings.Replace(line, "：", ": ", 1)
		}
		end := strings.TrimRight(trimmed, " \r")
		if strings.HasSuffix(end, "|") || strings.HasSuffix(end, "|-") || strings.HasSuffix(end, ">") || strings.HasSuffix(end, ">-") {
			block = indent
		}
	}
	return strings.Join(lines, "\n"), bad
}

func (l *loader) checkLine(line, indent int, s string) bool {
	if strings.HasPrefix(s, "\t") {
		l.problem(line, indent+1, "行首用了制表符（Tab）", "改成空格")
		return true
	}
	if strings.HasPrefix(s, "\u3000") {
		l.problem(line, indent+1, "行首用了全角空格", "改成半角空格")
		return true
	}
	full, half := strings.Index(s, "："), strings.Index(s, ":")
	if full < 0 || half >= 0 && half < full || strings.ContainsAny(s[:full], `"'[{#`) {
		return false
	}
	if strings.HasPrefix(s, "- ") && !known(strings.TrimSpace(s[2:full])) {
		return false // an item of a list that happens to hold a colon
	}
	l.problem(line, indent+1+utf8.RuneCountInString(s[:full]), "冒号「：」是全角的，要用英文的「:」并空一格",
		"改成 "+s[:full]+": …")
	return true
}

// syntax puts an error of the YAML parser into words with its place.
func (l *loader) syntax(err error) {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		p := e.GetToken().Position
		l.problem(p.Line, p.Column, "这里的格式读不懂："+e.GetMessage(), "检查缩进、冒号后的空格和引号是否成对")
		return
	}
	l.problem(1, 1, "格式读不懂："+err.Error(), "")
}

// convert turns the parser's tree into ours. Anchors and aliases are not part
// of the format.
func (l *loader) convert(n ast.Node, depth int) *node {
	pos := n.GetToken().Position
	out := &node{line: pos.Line, col: pos.Column}
	if depth > maxDepth {
		l.problem(out.line, out.col, "嵌套太深", "")
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		out.kind = mapNode
		for _, v := range n.Values {
			l.addPair(out, v, depth)
		}
		if len(n.Values) > 0 {
			out.line, out.col = out.pairs[0].key.line, out.pairs[0].key.col
		}
	case *ast.MappingValueNode:
		out.kind = mapNode
		l.addPair(out, n, depth)
		out.line, out.col = out.pairs[0].key.line, out.pairs[0].key.col
	case *ast.SequenceNode:
		out.kind = listNode
		for _, v := range n.Values {
			out.items = append(out.items, l.convert(v, depth+1))
		}
	case *ast.NullNode:
		out.kind = nullNode
	case *ast.StringNode:
		out.text = n.Value
	case *ast.LiteralNode:
		out.text = n.Value.Value
	case *ast.TagNode, *ast.AnchorNode, *ast.AliasNode:
		l.problem(out.line, out.col, "这里用了 YAML 的高级写法（! & *），活动文件不支持", "直接写出内容")
	default:
		out.text = n.GetToken().Value
	}
	return out
}

func (l *loader) addPair(out *node, v *ast.MappingValueNode, depth int) {
	pos := v.Key.GetToken().Position
	key := &node{line: pos.Line, col: pos.Column, text: v.Key.GetToken().Value}
	for _, p := range out.pairs {
		if p.key.text == key.text {
			l.problem(key.line, key.col, "「"+key.text+"」写了两次", "删掉一处")
			return
		}
	}
	out.pairs = append(out.pairs, pair{key, l.convert(v.Value, depth+1)})
}
