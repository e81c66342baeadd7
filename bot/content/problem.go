package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"zhujiao/bot/text"
)

// Severity says whether a problem keeps a file from being used.
type Severity int

// The severities: a file with an Error is refused, a Warning is only told.
const (
	Error Severity = iota
	Warning
)

// Problem is one thing that is wrong with a file, in the operator's words.
type Problem struct {
	// File is the name of the file without its folder.
	File string
	// Line and Col count from 1; Col counts characters.
	Line, Col int
	Severity  Severity
	// Text says what is wrong, Hint what to do about it; Hint may be empty.
	Text, Hint string
}

// String gives the problem as one line: file:line:column, kind, words, hint.
func (p Problem) String() string {
	kind := nameError
	if p.Severity == Warning {
		kind = nameWarn
	}
	s := fmt.Sprintf(lineForm, p.File, p.Line, p.Col, kind, p.Text)
	if p.Hint != "" {
		s += fmt.Sprintf(tipForm, p.Hint)
	}
	return s
}

// Errors counts the problems that keep a file from being used.
func Errors(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if p.Severity == Error {
			n++
		}
	}
	return n
}

// sortProblems orders by place and drops what is said twice.
func sortProblems(ps []Problem) []Problem {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(ps)
}

// maxQuoted bounds what a problem quotes of the file, in bytes.
const maxQuoted = 90

// quoted makes a piece of the file fit to be quoted in one line.
func quoted(s string) string {
	cut := text.CutBytes(s, maxQuoted)
	cut = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		default:
			return r
		}
	}, cut)
	if len(s) > maxQuoted {
		cut += etc
	}
	return cut
}

// say adds a problem. The message is a constant of messages_zh.go: what is
// wrong, then tip, then what to do.
func (l *loader) say(sev Severity, n *node, msg string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = quoted(s)
		}
	}
	line, col := 1, 1
	if n != nil {
		line, col = max(n.line, 1), max(n.col, 1)
	}
	what, hint, _ := strings.Cut(fmt.Sprintf(msg, args...), tip)
	l.problems = append(l.problems, Problem{File: l.file, Line: line, Col: col, Severity: sev, Text: what, Hint: hint})
}

func (l *loader) err(n *node, msg string, args ...any) { l.say(Error, n, msg, args...) }

func (l *loader) warn(n *node, msg string, args ...any) { l.say(Warning, n, msg, args...) }

// nearest returns the word most likely meant, "" when none is near.
func nearest(word string, among []string) string {
	best, bestD := "", 3
	w := []rune(word)
	if len(w) > 30 {
		return ""
	}
	for _, k := range among {
		r := []rune(k)
		d := distance(w, r)
		if d >= max(len(r), len(w)) || len(r) > 3 && d > len(r)/2 {
			continue // nothing in common
		}
		if d < bestD || d == bestD && best != "" && k < best {
			best, bestD = k, d
		}
	}
	return best
}

// distance is the edit distance of two short words.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		prev := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			prev, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, prev+cost)
		}
	}
	return row[len(b)]
}
