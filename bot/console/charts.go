package console

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/moderation"
)

// mark is one value of a chart: Label stands beside it, N is not negative. Path leads to the
// people behind it; it may be empty.
type mark struct {
	Label string
	N     int
	Path  string
}

// Charts are drawn in a square of 100 by 100, which the page stretches: widths and heights
// are attributes, because our policy forbids styles in the page.
const chartSize = 100.0

// drawnMark is a mark with its place in the drawing.
type drawnMark struct {
	mark
	X, Y, W, H string
	Share      int // of the sum, in percent
}

// drawing is what the templates of charts.html need.
type drawing struct {
	Marks  []drawnMark
	Points string // of a line
	Max    int
	Sum    int
	// First, Middle and Last stand below the drawing.
	First, Middle, Last string
}

// number is a length in a drawing.
func number(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// draw places marks side by side, the highest at the top.
func draw(marks []mark) (d drawing) {
	for _, m := range marks {
		d.Max = max(d.Max, m.N)
		d.Sum += m.N
	}
	if len(marks) == 0 {
		return d
	}
	d.First, d.Middle, d.Last = marks[0].Label, marks[len(marks)/2].Label, marks[len(marks)-1].Label
	wide := chartSize / float64(len(marks))
	var points []string
	for i, m := range marks {
		high := chartSize * float64(m.N) / float64(cmp.Or(d.Max, 1))
		x := float64(i) * wide
		out := drawnMark{mark: m, X: number(x + wide/10), Y: number(chartSize - high), W: number(wide * 0.8), H: number(high)}
		if d.Sum > 0 {
			out.Share = (m.N*200/d.Sum + 1) / 2
		}
		d.Marks = append(d.Marks, out)
		points = append(points, number(x+wide/2)+","+number(chartSize-high))
	}
	d.Points = strings.Join(points, " ")
	return d
}

// chartMarks is how many marks a chart over time has at most.
const chartMarks = 60

// stepFor returns how long the time behind one mark is, so that what happened from first to
// last fits a chart: at least the shortest, and a round number of minutes or hours.
func stepFor(first, last time.Time, shortest time.Duration) time.Duration {
	for _, step := range []time.Duration{
		time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	} {
		if step >= shortest && last.Sub(first) < step*chartMarks {
			return step
		}
	}
	day := 24 * time.Hour
	days := int(last.Sub(first) / day)
	return time.Duration(max(1, (days+chartMarks)/chartMarks)) * day
}

// overTime makes marks of what was counted in steps, also for steps in which nothing
// happened; of more than chartMarks the last ones. If sum is set, each mark has what
// happened until then. behind returns what leads to the people behind a time, nil for nothing.
func overTime(
	rows []moderation.Counted, step time.Duration, zone *time.Location, sum bool, behind func(from, to time.Time) string,
) (out []mark) {
	if len(rows) == 0 || step <= 0 {
		return nil
	}
	first, last := rows[0].At, rows[len(rows)-1].At
	form := "15:04"
	if y, m, d := first.In(zone).Date(); time.Date(y, m, d+1, 0, 0, 0, 0, zone).Before(last) || step >= 24*time.Hour {
		form = "1/2 15:04"
	}
	if step >= 24*time.Hour {
		form = "1/2"
	}
	n, total := 0, 0
	skip := int(last.Sub(first)/step) + 1 - chartMarks
	for i, at := 0, first; !at.After(last); i, at = i+1, at.Add(step) {
		here := 0
		for ; n < len(rows) && rows[n].At.Before(at.Add(step)); n++ {
			here += rows[n].N
		}
		total += here
		if i < skip {
			continue
		}
		m, from := mark{Label: at.In(zone).Format(form), N: here}, at
		if sum {
			m.N, from = total, time.Time{}
		}
		if behind != nil && m.N > 0 {
			m.Path = behind(from, at.Add(step))
		}
		out = append(out, m)
	}
	return out
}

// timesOf makes marks of what was counted over time.
func timesOf(
	v *visit, rows []moderation.Counted, shortest time.Duration, sum bool, behind func(from, to time.Time) string,
) []mark {
	if len(rows) == 0 {
		return nil
	}
	return overTime(rows, stepFor(rows[0].At, rows[len(rows)-1].At, shortest), v.Campaign.Zone, sum, behind)
}
