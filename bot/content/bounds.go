package content

import "strings"

// maxLines is the highest number of lines of a campaign file. 3,000 frequent questions
// need about 15,000.
const maxLines = 20000

// withinBounds refuses sources that are too long or too deeply nested before they are
// parsed. The parser's time grows with the square of the depth and of the number of
// keys, so that a megabyte of brackets would take hours.
func (y *yamlReader) withinBounds(src string) bool {
	line, depth := 1, 0
	for _, text := range strings.SplitAfter(src, "\n") {
		if line > maxLines {
			y.problem(line, 1, "文件太长了", "最多两万行")
			return false
		}
		if strings.Count(listPrefix(text), "- ") > maxDepth {
			y.problem(line, 1, "列表套得太深了", "删掉行首多余的「-」")
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
				y.problem(line, i+1, "括号套得太深了", "检查前面的「[」和「{」是否都有另一半")
				return false
			}
		}
		line++
	}
	return true
}

// listPrefix returns the spaces and list markers at the beginning of a line.
func listPrefix(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, "- ?"))]
}
