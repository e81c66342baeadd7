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
// class runs at a time, else the next that is open, else the last of those that are over and
// not ended, else the next at all, else the one that ended last (R20): before it opens, a
// class takes nothing from one that people still come to. Of two that run it is the one that
// began last. It returns false if there is none.
func MainOf[T any](all []T, class func(T) *Campaign, at time.Time) (main T, ok bool) {
	best := 0
	for _, t := range all {
		stage := class(t).Stage(at)
		rank := stage.rank()
		switch {
		case rank > best:
		case rank < best, stage == StageOpen, stage == StageAnnounced: // the first is the next
			continue
		case stage != StageRunning && class(t).End.Before(class(main).End):
			continue
		}
		main, best = t, rank
	}
	return main, best > 0
}

// rank orders the stages by which class is the main one.
func (s Stage) rank() int {
	switch s {
	case StageRunning:
		return 5
	case StageOpen:
		return 4
	case StageAfter:
		return 3
	case StageAnnounced:
		return 2
	default:
		return 1
	}
}
