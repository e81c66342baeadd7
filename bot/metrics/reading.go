package metrics

import (
	"fmt"
	"math"

	dto "github.com/prometheus/client_model/go"
)

// Reading is what this process has counted since it began, and what waits, for people.
type Reading struct {
	// Waited are the pushes by how long they waited for their reply; a bucket holds those
	// above the one before. The last has no end (0).
	Waited []Bucket
	// P95 is the time within which 95 of 100 were answered, in seconds: the end of a bucket;
	// 0 if there were none, +Inf if it is above all ends.
	P95 float64
	// Sends counts calls by channel and end, Refused refused pushes by reason, Repeats the
	// pushes that came again.
	Sends   map[string]map[string]int
	Refused map[string]int
	Repeats int
	Live    Live
	// Stored is nil if the database could not be read.
	Stored *Stored
}

// Bucket counts pushes that waited at most so many seconds.
type Bucket struct {
	End float64
	N   int
}

// Read returns what is counted now. What waits in the database is read at most once in some
// seconds.
func (m *Metrics) Read() (Reading, error) {
	r := Reading{Sends: map[string]map[string]int{}, Refused: map[string]int{}}
	families, err := m.registry.Gather()
	if err != nil {
		return r, fmt.Errorf("read the metrics: %w", err)
	}
	for _, f := range families {
		for _, x := range f.GetMetric() {
			r.add(f.GetName(), x)
		}
	}
	if m.watched != nil {
		r.Live = m.watched.source.Live()
		if s, err := m.watched.read(); err == nil {
			r.Stored = &s
		}
	}
	return r, nil
}

// add takes over a metric that people are shown.
func (r *Reading) add(name string, x *dto.Metric) {
	n := int(x.GetCounter().GetValue())
	switch name {
	case namespace + "_push_seconds":
		r.wait(x.GetHistogram())
	case namespace + "_repeats_total":
		r.Repeats += n
	case namespace + "_refused_pushes_total":
		if n > 0 {
			r.Refused[label(x, "reason")] = n
		}
	case namespace + "_sends_total":
		if by := label(x, "channel"); n > 0 {
			if r.Sends[by] == nil {
				r.Sends[by] = map[string]int{}
			}
			r.Sends[by][label(x, "end")] = n
		}
	}
}

// wait reads a histogram.
func (r *Reading) wait(h *dto.Histogram) {
	all, below := h.GetSampleCount(), uint64(0)
	for _, b := range h.GetBucket() {
		r.Waited = append(r.Waited, Bucket{b.GetUpperBound(), int(b.GetCumulativeCount() - below)}) //nolint:gosec // far below 2^63
		below = b.GetCumulativeCount()
		if r.P95 == 0 && all > 0 && float64(below) >= 0.95*float64(all) {
			r.P95 = b.GetUpperBound()
		}
	}
	r.Waited = append(r.Waited, Bucket{0, int(all - below)}) //nolint:gosec // see above
	if r.P95 == 0 && all > 0 {
		r.P95 = math.Inf(1)
	}
}

func label(x *dto.Metric, name string) string {
	for _, l := range x.GetLabel() {
		if l.GetName() == name {
			return l.GetValue()
		}
	}
	return ""
}
