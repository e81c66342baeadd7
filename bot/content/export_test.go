package content

// Builtin returns the names of the placeholders of each built-in text.
func Builtin() map[Key][]string {
	out := map[Key][]string{}
	for key, words := range builtinTexts() {
		out[key] = placeholders(words)
	}
	return out
}

// ReadYAML reads a text and returns its tree of maps, lists, texts and nil, and what was
// reported.
func ReadYAML(doc string) (any, []Problem) {
	p := &problemList{file: "doc"}
	y := newYAMLReader(p, isSection)
	p.src = doc
	y.in.lines = splitLines(doc)
	n, _, ok := y.in.peek()
	if !ok {
		return nil, p.problems
	}
	var out any
	if root := y.nested(n, 0); root != nil {
		out = root.tree()
	}
	if _, _, more := y.in.peek(); more || y.strayed > 0 {
		p.problem(0, 0, "something is left", "")
	}
	return out, p.problems
}

func (n *node) tree() any {
	switch n.kind {
	case mapNode:
		out := map[string]any{}
		for _, p := range n.pairs {
			out[p.key.text] = p.value.tree()
		}
		return out
	case listNode:
		out := []any{}
		for _, i := range n.items {
			out = append(out, i.tree())
		}
		return out
	case nullNode:
		return nil
	default:
		return n.text
	}
}

// Field is a key of the campaign file.
type Field struct {
	Section, Key, Kind, Default, Example string
	Low, High                            int
	Words                                []string
}

// Fields returns the keys of the campaign file.
func Fields() (out []Field) {
	kinds := map[fieldKind]string{numberField: "number", choiceField: "choice", flagField: "flag"}
	for _, s := range fileSections() {
		for _, f := range s.fields {
			out = append(out, Field{s.name, f.key, kinds[f.kind], f.def, f.example, f.low, f.high, f.words})
		}
	}
	return out
}

// FieldKeys returns the names of the keys.
func FieldKeys() (out []string) {
	for _, f := range Fields() {
		out = append(out, f.Key)
	}
	return out
}
