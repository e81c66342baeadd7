package content

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem describes something wrong with a file in words for the operator.
type Problem struct {
	File      string
	Line, Col int
	// Warning is set if the file can be used nevertheless.
	Warning bool
	// Served is set for an error with which the file serves nevertheless: a text that
	// contradicts the settings is no reason to answer nobody, or to go on with the texts
	// of yesterday.
	Served bool
	Text   string
	// Hint says what to do. It may be empty.
	Hint string
}

// String returns the problem as one line: file:line:column, kind, text and hint.
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

// Errors counts the problems that are not warnings.
func Errors(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if !p.Warning {
			n++
		}
	}
	return n
}

// Refused counts the errors with which a file cannot serve.
func Refused(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if !p.Warning && !p.Served {
			n++
		}
	}
	return n
}

// Sort sorts problems by file, line and column.
func Sort(ps []Problem) {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}
