package content

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// node is a YAML value with its position. Scalars keep their text as written, so that
// 20:30 is not read as a number.
type node struct {
	line, col int
	kind      nodeKind
	text      string
	items     []*node
	pairs     []pair
}

// pair is an entry of a mapping.
type pair struct{ key, value *node }

// nodeKind is the kind of a YAML value.
type nodeKind int

const (
	scalarNode nodeKind = iota
	listNode
	mapNode
	nullNode
)

// yamlReader parses YAML and reports what is wrong with it.
type yamlReader struct{ *problemList }

// maxDepth is the highest nesting depth; a campaign file needs 6.
const maxDepth = 32

// parseYAML parses a document. It returns nil after reporting problems of syntax.
func (y *yamlReader) parseYAML(data []byte) *node {
	if !utf8.Valid(data) {
		y.problem(1, 1, "文件不是 UTF-8 编码", "用记事本「另存为」，编码选 UTF-8")
		return nil
	}
	src := strings.TrimPrefix(string(data), "\ufeff")
	if !y.withinBounds(src) {
		return nil
	}
	src, bad := y.checkLines(src)
	f, err := parser.ParseBytes([]byte(src), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		if !bad {
			y.syntax(err)
		}
		return nil
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		y.problem(1, 1, "文件是空的", "从示例活动文件复制一份再改")
		return nil
	}
	return y.convert(f.Docs[0].Body, 0)
}

// checkLines reports mistakes that Chinese input methods cause in YAML: full-width colons
// after keys, and full-width spaces or tabs as indentation. It corrects the colons in its
// result, so that further problems are found too.
func (y *yamlReader) checkLines(src string) (mended string, bad bool) {
	block := -1 // indentation of the key of the current block scalar, or -1
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
		if lineBad := y.checkLine(i+1, indent, trimmed); lineBad {
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

// checkLine checks a line without its indentation and reports whether it has a mistake.
func (y *yamlReader) checkLine(line, indent int, s string) bool {
	if strings.HasPrefix(s, "\t") {
		y.problem(line, indent+1, "行首用了制表符（Tab）", "改成空格")
		return true
	}
	if strings.HasPrefix(s, "\u3000") {
		y.problem(line, indent+1, "行首用了全角空格", "改成半角空格")
		return true
	}
	full, half := strings.Index(s, "："), strings.Index(s, ":")
	if full < 0 || half >= 0 && half < full || strings.ContainsAny(s[:full], `"'[{#`) {
		return false
	}
	if strings.HasPrefix(s, "- ") && !isKnownKey(strings.TrimSpace(s[2:full])) {
		return false // a list item that contains a colon
	}
	y.problem(line, indent+1+utf8.RuneCountInString(s[:full]), "冒号「：」是全角的，要用英文的「:」并空一格",
		"改成 "+s[:full]+": …")
	return true
}

// syntax reports an error of the YAML parser.
func (y *yamlReader) syntax(err error) {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		p := e.GetToken().Position
		y.problem(p.Line, p.Column, "这里的格式读不懂："+e.GetMessage(), "检查缩进、冒号后的空格和引号是否成对")
		return
	}
	y.problem(1, 1, "格式读不懂："+err.Error(), "")
}

// convert converts the parser's tree. Tags, anchors and aliases are reported: the format
// of campaign files has none.
func (y *yamlReader) convert(n ast.Node, depth int) *node {
	pos := n.GetToken().Position
	out := &node{line: pos.Line, col: pos.Column}
	if depth > maxDepth {
		y.problem(out.line, out.col, "嵌套太深", "")
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		out.kind = mapNode
		for _, v := range n.Values {
			y.addPair(out, v, depth)
		}
		if len(n.Values) > 0 {
			out.line, out.col = out.pairs[0].key.line, out.pairs[0].key.col
		}
	case *ast.MappingValueNode:
		out.kind = mapNode
		y.addPair(out, n, depth)
		out.line, out.col = out.pairs[0].key.line, out.pairs[0].key.col
	case *ast.SequenceNode:
		out.kind = listNode
		for _, v := range n.Values {
			out.items = append(out.items, y.convert(v, depth+1))
		}
	case *ast.NullNode:
		out.kind = nullNode
	case *ast.StringNode:
		out.text = n.Value
	case *ast.LiteralNode:
		out.text = n.Value.Value
	case *ast.TagNode, *ast.AnchorNode, *ast.AliasNode:
		y.problem(out.line, out.col, "这里用了 YAML 的高级写法（! & *），活动文件不支持", "直接写出内容")
	default:
		out.text = n.GetToken().Value
	}
	return out
}

// addPair adds a key and value to a mapping and reports a repeated key.
func (y *yamlReader) addPair(out *node, v *ast.MappingValueNode, depth int) {
	pos := v.Key.GetToken().Position
	key := &node{line: pos.Line, col: pos.Column, text: v.Key.GetToken().Value}
	for _, p := range out.pairs {
		if p.key.text == key.text {
			y.problem(key.line, key.col, "「"+key.text+"」写了两次", "删掉一处")
			return
		}
	}
	out.pairs = append(out.pairs, pair{key, y.convert(v.Value, depth+1)})
}
