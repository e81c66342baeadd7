package content

import "strings"

// maxLines bounds a campaign file; three thousand frequent questions need
// fifteen thousand.
const maxLines = 20000

// bounded refuses what no campaign file needs before the parser sees it, for
// its time grows with the square of depth and of the keys in a row: a megabyte
// of brackets would keep it busy for hours.
func (l *loader) bounded(src string) bool {
	line, depth := 1, 0
	for _, text := range strings.SplitAfter(src, "\n") {
		if line > maxLines {
			l.problem(line, 1, "文件太长了", "最多两万行")
			return false
		}
		if strings.Count(leading(text), "- ") > maxDepth {
			l.problem(line, 1, "列表套得太深了", "删掉行首多余的「-」")
			return false
		}
		for i, c := range []byte(text) {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > maxDepth {
				l.problem(line, i+1, "括号套得太深了", "检查前面的「[」和「{」是否都有另一半")
				return false
			}
		}
		line++
	}
	return true
}

// leading is what a line begins with besides text.
func leading(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, "- ?"))]
}
