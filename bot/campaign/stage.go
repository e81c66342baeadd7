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
