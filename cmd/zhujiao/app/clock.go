package app

import (
	"sync/atomic"
	"time"
)

// Clock is the business clock: the real one, or one that is set by hand, which
// then either stands (the lab) or runs on (the demo).
type Clock struct {
	set atomic.Pointer[handSet]
}

type handSet struct {
	at   time.Time
	real time.Time // when it was set; zero if the clock stands
}

// Now returns the business time.
func (c *Clock) Now() time.Time {
	h := c.set.Load()
	switch {
	case h == nil:
		return time.Now()
	case h.real.IsZero():
		return h.at
	default:
		return h.at.Add(time.Since(h.real))
	}
}

// Freeze sets the clock and stops it.
func (c *Clock) Freeze(at time.Time) { c.set.Store(&handSet{at: at}) }

// Start sets the clock and lets it run.
func (c *Clock) Start(at time.Time) { c.set.Store(&handSet{at: at, real: time.Now()}) }

// Set reports whether the clock was ever set.
func (c *Clock) Set() bool { return c.set.Load() != nil }
