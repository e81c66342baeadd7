package campaign

import "time"

// Stage is where a class stands (R20).
type Stage string

// The stages, in order.
const (
	// StageAnnounced comes before registration opens.
	StageAnnounced Stage = "announced"
	// StageOpen lasts from then on until the class begins.
	StageOpen Stage = "open"
	// StageRunning lasts from Start to End.
	StageRunning Stage = "running"
	// StageAfter lasts while packs are claimed.
	StageAfter Stage = "after"
	// StageEnded is the last one.
	StageEnded Stage = "ended"
)

// ClaimLife is how long packs are claimed after a class that does not say until when.
const ClaimLife = 30 * day

// ClaimsEnd returns the moment until which packs are claimed, inclusive.
func (c *Campaign) ClaimsEnd() time.Time {
	if c.ClaimsUntil.IsZero() {
		return c.End.Add(ClaimLife)
	}
	return c.ClaimsUntil
}

// Stage returns where the class stands at a time.
func (c *Campaign) Stage(at time.Time) Stage {
	switch {
	case c.Running(at):
		return StageRunning
	case at.After(c.End) && at.After(c.ClaimsEnd()):
		return StageEnded
	case at.After(c.End):
		return StageAfter
	case at.Before(c.Signup.Open):
		return StageAnnounced
	default:
		return StageOpen
	}
}

// Live reports whether the class is announced and has not ended at a time.
func (c *Campaign) Live(at time.Time) bool { return c.Stage(at) != StageEnded }

// MainOf returns, of things that each have a class, in the order of the starts, the one whose
// class runs at a time, else the next one, else the one that ended last (R20). Of two that
// run it is the one that began last. It returns false if there is none.
func MainOf[T any](all []T, class func(T) *Campaign, at time.Time) (main T, ok bool) {
	const none, over, next, running = 0, 1, 2, 3
	best := none
	for _, t := range all {
		c, rank := class(t), over
		switch {
		case c.Running(at):
			rank = running
		case at.Before(c.Start):
			rank = next
		}
		switch {
		case rank > best, rank == running && best == running:
			main, best = t, rank
		case rank == over && best == over && !c.End.Before(class(main).End):
			main = t
		}
	}
	return main, best != none
}
