package draft

import "strings"

// cellEnd stands in a cell where one of its lines ends.
const cellEnd = "⏎"

// joinCells joins the lines of each cell. In a row that lists people or points, each line of a
// cell is one of them.
func joinCells(cells []string) {
	for i, c := range cells {
		sep := " "
		if i > 0 && labelTopic(cells[0]).in(aboutAudience, aboutPoints) {
			sep = "；"
		}
		var parts []string
		for p := range strings.SplitSeq(c, cellEnd) {
			if p = strings.TrimSpace(p); p != "" {
				parts = append(parts, p)
			}
		}
		cells[i] = strings.Join(parts, sep)
	}
}
