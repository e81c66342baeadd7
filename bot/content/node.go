package content

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a YAML value with its place. Scalars keep their text as written, so
// that 20:30 is no number and 49 no integer (YAML 1.1 traps).
type node struct {
	line, col int
	kind      nodeKind
	text      string
	// block is how far the lines of a block text are indented, -1 for all
	// other scalars.
	block int
	// inline is how many characters of syntax come before a scalar of one line,
	// -1 for all others.
	inline int
	items  []*node
	pairs  []pair
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

// parse reads a document. Problems of syntax are put into words; then the
// result is nil.
func (l *loader) parse(data []byte) *node {
	src, ok := l.decode(data)
	if !ok {
		return nil
	}
	if line, deep := nested(src); deep {
		l.err(&node{line: line, col: 1}, msgTooDeep)
		return nil
	}
	src = (&scanner{l: l, keys: l.keys()}).mend(src)
	f, err := parseSource(src)
	if err != nil {
		src = (&scanner{l: l, keys: l.keys(), loose: true}).mend(src)
		f, err = parseSource(src)
	}
	if err != nil {
		l.syntax(err)
		return nil
	}
	return l.document(f)
}

// parseSource keeps a panic of the parser from ending the program.
func parseSource(src string) (f *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("yaml parser: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(src), 0, parser.AllowDuplicateMapKey())
}

func (l *loader) document(f *ast.File) *node {
	var body ast.Node
	for _, d := range f.Docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType || d.Body.Type() == ast.NullType {
			continue
		}
		if body != nil {
			l.err(l.node(d.Body), msgManyDocs)
			return nil
		}
		body = d.Body
	}
	if body == nil {
		l.err(nil, msgEmpty)
		return nil
	}
	return l.convert(body, 0)
}

// syntax puts an error of the YAML parser into words with its place.
func (l *loader) syntax(err error) {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil || e.GetToken().Position == nil {
		if Errors(l.problems) == 0 {
			l.err(nil, msgSyntax, "?")
		}
		return
	}
	p := e.GetToken().Position
	for _, said := range l.problems {
		if said.Line == p.Line {
			return
		}
	}
	l.err(&node{line: p.Line, col: p.Column}, msgSyntax, e.GetMessage())
}

func (*loader) node(n ast.Node) *node {
	out := &node{line: 1, col: 1, block: -1, inline: -1}
	if t := n.GetToken(); t != nil && t.Position != nil {
		out.line, out.col = t.Position.Line, t.Position.Column
	}
	return out
}

// convert turns the parser's tree into ours. Anchors, aliases, tags and merges
// are not part of the format, so nothing can refer to itself or grow.
func (l *loader) convert(n ast.Node, depth int) *node {
	out := l.node(n)
	if depth > maxDepth {
		l.err(out, msgTooDeep)
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		l.convertMap(out, n.Values, depth)
	case *ast.MappingValueNode:
		l.convertMap(out, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		out.kind = listNode
		for _, v := range n.Values {
			out.items = append(out.items, l.convert(v, depth+1))
		}
	case *ast.NullNode:
		out.kind = nullNode
	case *ast.StringNode:
		stringScalar(out, n)
	case *ast.LiteralNode:
		literal(out, n)
	case *ast.TagNode:
		if n.Value != nil && strings.HasPrefix(n.Start.Value, "!!") && n.Start.Value != "!!binary" {
			return l.convert(n.Value, depth+1) // the standard tags are what YAML tools may add
		}
		out.kind = nullNode
		l.err(out, msgAdvanced)
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		out.kind = nullNode
		l.err(out, msgAdvanced)
	default:
		out.text = n.GetToken().Value
	}
	return out
}

func stringScalar(out *node, n *ast.StringNode) {
	out.text = n.Value
	switch t := n.GetToken(); {
	case strings.Contains(strings.TrimSpace(t.Origin), "\n"):
	case t.Type == token.SingleQuoteType, t.Type == token.DoubleQuoteType:
		out.inline = 1
	default:
		out.inline = 0
	}
}

// literal reads a block text. Line ends at its end are never meant.
func literal(out *node, n *ast.LiteralNode) {
	if n.Value == nil {
		return
	}
	out.text = strings.TrimRight(n.Value.Value, "\n")
	for line := range strings.Lines(n.Value.GetToken().Origin) {
		if strings.TrimSpace(line) != "" {
			out.block = len(line) - len(strings.TrimLeft(line, " "))
			return
		}
	}
	out.block = 0
}

func (l *loader) convertMap(out *node, values []*ast.MappingValueNode, depth int) {
	out.kind = mapNode
	first := map[string]int{}
	for _, v := range values {
		if v.Key == nil || v.Value == nil {
			continue
		}
		key := l.node(v.Key)
		switch k := v.Key.(type) {
		case *ast.StringNode:
			key.text = k.Value
		case *ast.MergeKeyNode, *ast.MappingKeyNode:
			l.err(key, msgAdvanced)
			continue
		default:
			key.text = k.GetToken().Value
		}
		if line, twice := first[key.text]; twice {
			l.err(key, msgTwice, key.text, line)
			continue
		}
		first[key.text] = key.line
		out.pairs = append(out.pairs, pair{key, l.convert(v.Value, depth+1)})
	}
	if len(out.pairs) > 0 {
		out.line, out.col = out.pairs[0].key.line, out.pairs[0].key.col
	}
}

// in returns the place of a byte offset within a scalar's text.
func (n *node) in(offset int) *node {
	before := n.text[:min(offset, len(n.text))]
	last := before[strings.LastIndexByte(before, '\n')+1:]
	if n.inline >= 0 {
		return &node{line: n.line, col: n.col + n.inline + utf8.RuneCountInString(before)}
	}
	if n.block < 0 {
		return n
	}
	return &node{
		line: n.line + 1 + strings.Count(before, "\n"), col: n.block + utf8.RuneCountInString(last) + 1,
	}
}
