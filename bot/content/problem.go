package content

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is one thing that is wrong with a file, in the operator's words.
type Problem struct {
	File      string
	Line, Col int
	// Warning problems do not keep a file from being used.
	Warning bool
	Text    string
	// Hint says what to do; may be empty.
	Hint string
}

// String gives the problem as one line: file:line:column, kind, words.
func (p Problem) String() string {
	kind, hint := "错误", ""
	if p.Warning {
		kind = "提醒"
	}
	if p.Hint != "" {
		hint = "（" + p.Hint + "）"
	}
	return fmt.Sprintf("%s:%d:%d: %s：%s%s", p.File, p.Line, p.Col, kind, p.Text, hint)
}

// Errors counts the problems that keep a file from being used.
func Errors(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if !p.Warning {
			n++
		}
	}
	return n
}

// Sort puts problems in the order of the file.
func Sort(ps []Problem) {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}
