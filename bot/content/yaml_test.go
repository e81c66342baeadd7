package content_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/content"
)

// TestYAML reads values in every style and compares them with those of a full parser.
func TestYAML(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"a: b", "a: 'it''s'", `a: "x\ty\u4e2d"`, "a:\n  b: c\n  d:\n    - e\n    - f", "a:\n- b\n- c",
		"a: [b, c, 'd, e', \"f\"]", "a: {b: c, d: [e, {f: g}]}", "a: |\n  x\n  y\n", "a: |-\n  x\n\n  y\n\n",
		"a: |+\n  x\n\n", "a: >\n  x\n  y\n\n  z\n", "a: >-\n  x\n  y\n", "a: |2-\n   x\n  y",
		"a: |-\n  # no comment\n  x: y", "a: b # c", "a: b#c", "# c\na: b\n\n# d\nc: d", "a: b\n  c\n  d", "a: 'b\n  c'",
		"a: \"b\n\n  c\"", "a: http://x.y/z?q=1#f", "a: 20:30", "a: - b c", "- a: b\n  c: d\n- e", "- - a\n  - b",
		"a: []", "a: {}", "a: ''", "a: [\n  b, # x\n  c,\n]", "\"a b\": c", "'a': b", "a b: c", "a: b: c", "? a",
		"a: [b", "a: ~x", "a:   b   ", "a: [b c, d]", "a: {b: c d}", "---\na: b\n...\n", "a:\n\n  b: c",
		"a:\n  - b\n\n  - c", "-\n  a: b\n-\n  - c", "a: |-\n    x\n      y\n    z", "a: |-\n\n  x", "a: \"\\\\\"",
		"a: \"b\\\n  c\"", "a: [{b: c}, {d: e}]", "a: [b: c]", "a: '#b'", "a: b'c", "a: b\"c\"", "a: {\"b\":c}",
		"a: {b}", "a: {b, c: d}", "a : b", "a: -1", "a: <b>", "a: (b)", "a: b,c", "a: b]c", "a: [b#c]", "- a\n- b\n",
		"a:\n    b: c\n    d: e\nf: g",
	} {
		compareYAML(t, doc)
	}
}

// TestYAMLMutations compares what is read from damaged files.
func TestYAMLMutations(t *testing.T) {
	t.Parallel()
	lines := strings.Split(testFile(t, "base.yaml"), "\n")
	r := rand.New(rand.NewPCG(1, 2))
	frags := []string{" ", "\n", ":", ": ", "-", "- ", "|", "[", "]", "{", "}", "\"", "'", "#", " #", ",", "  ", "a", ">", "\\", "''"}
	for range 500 {
		from := r.IntN(len(lines) - 1)
		s := []byte(strings.Join(lines[from:min(len(lines), from+1+r.IntN(25))], "\n"))
		for range r.IntN(3) {
			if len(s) == 0 {
				break
			}
			at := r.IntN(len(s))
			s = slices.Replace(s, at, min(len(s), at+r.IntN(2)), []byte(frags[r.IntN(len(frags))])...)
		}
		compareYAML(t, strings.ToValidUTF8(string(s), "x"))
	}
}

// compareYAML compares what the loader reads from a text without complaint with what a
// full parser reads.
func compareYAML(t *testing.T, doc string) {
	t.Helper()
	got, problems := content.ReadYAML(doc)
	if len(problems) > 0 {
		return
	}
	var want any
	if err := yaml.UnmarshalWithOptions([]byte(doc), &want, yaml.UseOrderedMap()); err != nil {
		t.Errorf("%q was read as %v; a full parser says %v", doc, got, strings.Split(err.Error(), "\n")[0])
		return
	}
	if !sameYAML(got, want) {
		t.Errorf("%q was read as %#v, a full parser reads %#v", doc, got, want)
	}
}

// sameYAML compares trees. Numbers and the like are texts for the loader.
func sameYAML(got, want any) bool {
	switch want := want.(type) {
	case yaml.MapSlice:
		m, ok := got.(map[string]any)
		keys := map[string]any{}
		for _, p := range want {
			key, isText := p.Key.(string)
			if !isText {
				return true
			}
			keys[key] = p.Value
		}
		if !ok || !slices.Equal(slices.Sorted(maps.Keys(m)), slices.Sorted(maps.Keys(keys))) {
			return false
		}
		for k := range m {
			if !sameYAML(m[k], keys[k]) {
				return false
			}
		}
		return true
	case []any:
		l, ok := got.([]any)
		if !ok || len(l) != len(want) {
			return false
		}
		for i := range l {
			if !sameYAML(l[i], want[i]) {
				return false
			}
		}
		return true
	case string:
		s, ok := got.(string) // the other parser drops spaces at the end of the file
		return ok && strings.TrimRight(s, " ") == strings.TrimRight(want, " ")
	case nil:
		return got == nil || got == "" || got == "~" || got == "null"
	default:
		_, ok := got.(string)
		return ok
	}
}
