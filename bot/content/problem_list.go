package content

// problemList collects the problems of a file.
type problemList struct {
	file     string
	problems []Problem
}

// problem reports an error at a position.
func (p *problemList) problem(line, col int, what, hint string) {
	p.problems = append(p.problems, Problem{File: p.file, Line: max(line, 1), Col: max(col, 1), Text: what, Hint: hint})
}

// errorAt reports an error at a node, or at the beginning of the file if n is nil.
func (p *problemList) errorAt(n *node, what, hint string) {
	if n == nil {
		n = &node{line: 1, col: 1}
	}
	p.problem(n.line, n.col, what, hint)
}

// contradiction reports an error with which the file serves.
func contradiction(p *problemList, n *node, what, hint string) {
	p.errorAt(n, what, hint)
	p.problems[len(p.problems)-1].Served = true
}

// warnAt reports a warning like errorAt.
func (p *problemList) warnAt(n *node, what, hint string) {
	p.errorAt(n, what, hint)
	p.problems[len(p.problems)-1].Warning = true
}
