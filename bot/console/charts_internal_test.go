package console

import (
	"testing"
	"time"

	"zhujiao/bot/moderation"
)

// TestOverTime: steps in which nothing happened have a mark, too, and marks are no more than
// fit; nothing that was counted is lost while everything fits.
func TestOverTime(t *testing.T) {
	t.Parallel()
	begin := time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	rows := []moderation.Counted{{At: begin, N: 2}, {At: begin.Add(20 * time.Minute), N: 3}, {At: begin.Add(29 * time.Minute), N: 1}}
	step := stepFor(begin, rows[2].At, 10*time.Minute)
	got := overTime(rows, step, time.UTC, false, nil)
	if step != 10*time.Minute || len(got) != 3 || got[0] != (mark{Label: "20:00", N: 2}) || got[1].N != 0 || got[2].N != 4 {
		t.Errorf("each %v: %+v", step, got)
	}
	if got := overTime(rows, step, time.UTC, true, nil); got[0].N != 2 || got[1].N != 2 || got[2].N != 6 {
		t.Errorf("sums: %+v", got)
	}
	for _, last := range []time.Duration{0, time.Minute, 3 * time.Hour, 60 * time.Hour, 24 * 90 * time.Hour, 24 * 800 * time.Hour} {
		rows := []moderation.Counted{{At: begin, N: 1}, {At: begin.Add(last), N: 1}}
		step := stepFor(rows[0].At, rows[1].At, time.Minute)
		marks := overTime(rows, step, time.UTC, true, nil)
		if len(marks) > chartMarks || marks[len(marks)-1].N != 2 {
			t.Errorf("over %v each %v: %d marks, the last is %+v", last, step, len(marks), marks[len(marks)-1])
		}
	}
	if got := overTime(nil, time.Minute, time.UTC, true, nil); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

// TestDraw: the highest mark reaches the top, shares are of the sum, and nothing divides by
// zero.
func TestDraw(t *testing.T) {
	t.Parallel()
	d := draw([]mark{{Label: "a", N: 1}, {Label: "b", N: 3}, {Label: "c"}})
	if d.Max != 3 || d.Sum != 4 || d.Marks[1].H != "100.00" || d.Marks[1].Y != "0.00" || d.Marks[0].Share != 25 || d.Marks[1].Share != 75 {
		t.Errorf("%+v", d)
	}
	if d := draw([]mark{{Label: "a"}}); d.Max != 0 || d.Marks[0].H != "0.00" || d.Marks[0].Share != 0 {
		t.Errorf("of nothing: %+v", d)
	}
	if d := draw(nil); d.Sum != 0 || len(d.Marks) != 0 {
		t.Errorf("without marks: %+v", d)
	}
}
