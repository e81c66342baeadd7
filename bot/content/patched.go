package content

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Patched returns a YAML file with other values, each at a path of names with dots between
// them. An element of a list is named by its 编号 or by its position. Comments are lost.
func Patched(file []byte, values map[string]any) ([]byte, error) {
	var doc any
	if err := yaml.UnmarshalWithOptions(file, &doc, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	for path, value := range values {
		if n, is := value.(float64); is && n == math.Trunc(n) {
			value = int64(n) // values from JSON, which knows no whole numbers
		}
		changed, err := patchedNode(doc, strings.Split(path, "."), value)
		if err != nil {
			return nil, fmt.Errorf("change %s: %w", path, err)
		}
		doc = changed
	}
	return yaml.Marshal(doc)
}

// patchedNode returns a node with the value at a path.
func patchedNode(node any, path []string, value any) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	switch n := node.(type) {
	case yaml.MapSlice:
		i := slices.IndexFunc(n, func(m yaml.MapItem) bool { return fmt.Sprint(m.Key) == path[0] })
		if i < 0 && len(path) == 1 {
			return append(n, yaml.MapItem{Key: path[0], Value: value}), nil
		}
		if i >= 0 {
			v, err := patchedNode(n[i].Value, path[1:], value)
			n[i].Value = v
			return n, err
		}
	case []any:
		i := slices.IndexFunc(n, func(e any) bool { return hasID(e, path[0]) })
		if at, err := strconv.Atoi(path[0]); i < 0 && err == nil && at >= 0 && at < len(n) {
			i = at
		}
		if i >= 0 {
			v, err := patchedNode(n[i], path[1:], value)
			n[i] = v
			return n, err
		}
	}
	return node, fmt.Errorf("there is no %q", path[0])
}

// hasID says whether an element of a list has this 编号.
func hasID(e any, id string) bool {
	m, is := e.(yaml.MapSlice)
	return is && slices.ContainsFunc(m, func(f yaml.MapItem) bool { return f.Key == "编号" && fmt.Sprint(f.Value) == id })
}
