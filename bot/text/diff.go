package text

import "strings"

// DiffLine is a line of a comparison of two texts. Op is ' ' for one that both have, '-' for
// one of the first, '+' for one of the second, and '@' for lines that were left out. Old and
// New are its numbers in the two texts, from 1; 0 where it is not.
type DiffLine struct {
	Op       byte
	Text     string
	Old, New int
}

// diffCells bounds what a comparison costs: texts that differ in more lines than fit are shown
// as replaced.
const diffCells = 1 << 20

// Diff compares two texts line by line, with some lines of context around what differs. Equal
// texts give nothing. The ends of lines do not count.
func Diff(before, after string, context int) []DiffLine {
	a, b := diffLines(before), diffLines(after)
	var all []DiffLine
	differs := false
	walk(a, b, func(op byte, i, j int) {
		l := DiffLine{Op: op}
		if op != '+' {
			l.Text, l.Old = a[i], i+1
		}
		if op != '-' {
			l.Text, l.New = b[j], j+1
		}
		differs = differs || op != ' '
		all = append(all, l)
	})
	if !differs {
		return nil
	}
	return shorten(all, context)
}

func diffLines(s string) []string {
	s = strings.TrimSuffix(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// walk calls f for each line of a comparison, in order.
func walk(a, b []string, f func(op byte, i, j int)) {
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		f(' ', from, from)
		from++
	}
	m, n := len(a), len(b)
	for m > from && n > from && a[m-1] == b[n-1] {
		m, n = m-1, n-1
	}
	i, j := from, from
	if (m-from+1)*(n-from+1) <= diffCells {
		i, j = walkMiddle(a[:m], b[:n], from, f)
	}
	for ; i < m; i++ {
		f('-', i, j)
	}
	for ; j < n; j++ {
		f('+', i, j)
	}
	for ; i < len(a); i, j = i+1, j+1 {
		f(' ', i, j)
	}
}

// walkMiddle compares what lies between the equal beginning and the equal end by the longest
// common subsequence. It returns where it stopped: the rest is in one of the two only.
func walkMiddle(a, b []string, from int, f func(op byte, i, j int)) (i, j int) {
	m, n := len(a)-from, len(b)-from
	common := make([]int32, (m+1)*(n+1)) // of what follows
	at := func(i, j int) int { return i*(n+1) + j }
	for i := m - 1; i >= 0; i-- {
		for j := n - 1; j >= 0; j-- {
			if a[from+i] == b[from+j] {
				common[at(i, j)] = common[at(i+1, j+1)] + 1
			} else {
				common[at(i, j)] = max(common[at(i+1, j)], common[at(i, j+1)])
			}
		}
	}
	for i < m && j < n {
		switch {
		case a[from+i] == b[from+j]:
			f(' ', from+i, from+j)
			i, j = i+1, j+1
		case common[at(i+1, j)] >= common[at(i, j+1)]:
			f('-', from+i, from+j)
			i++
		default:
			f('+', from+i, from+j)
			j++
		}
	}
	return from + i, from + j
}

// shorten leaves out lines that are far from what differs.
func shorten(all []DiffLine, context int) (out []DiffLine) {
	near := make([]bool, len(all))
	for i := range all {
		if all[i].Op == ' ' {
			continue
		}
		for k := max(0, i-context); k <= min(len(all)-1, i+context); k++ {
			near[k] = true
		}
	}
	for i := range all {
		switch {
		case near[i]:
			out = append(out, all[i])
		case len(out) == 0 || out[len(out)-1].Op != '@':
			out = append(out, DiffLine{Op: '@'})
		}
	}
	return out
}
