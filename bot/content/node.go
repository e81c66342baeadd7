package content

// node is a YAML value with its position. Scalars keep their text as written, so that
// 20:30 is not read as a number.
type node struct {
	line, col int
	kind      nodeKind
	style     nodeStyle
	text      string
	items     []*node
	pairs     []pair
	// from and to are the bytes of the value in the file. A value that stands on several
	// lines, and one that is missing, has no bytes.
	from, to int
	// end is where a value under a key ends that stands on several lines; else 0.
	end int
	// remark is where a comment begins on the line of a plain value; 0 for none.
	remark int
	// rows are where the lines of a block of text stand; none if they are folded.
	rows []row
}

// row is where a line of a block of text begins: the place, and the byte in the file.
type row struct{ line, col, from int }

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

// nodeStyle says how a scalar is written.
type nodeStyle int

const (
	plainStyle nodeStyle = iota
	quotedStyle
	blockStyle
)

// child returns the value under a key of a mapping, or nil.
func (n *node) child(key string) *node {
	if n == nil {
		return nil
	}
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}
