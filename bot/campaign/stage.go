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

	// StageClosed is a part of StageOpen, and StageCancelled stands for all stages but the last:
	// see StageInDetail.
	StageClosed    Stage = "closed"
	StageCancelled Stage = "cancelled"
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

// ClaimsOver reports whether packs are not claimed any more at a time. Who holds one keeps it.
func (c *Campaign) ClaimsOver(at time.Time) bool { return at.After(c.ClaimsEnd()) }

// Stage returns where the class stands at a time.
func (c *Campaign) Stage(at time.Time) Stage {
	switch {
	case c.Running(at):
		return StageRunning
	case at.After(c.End) && c.ClaimsOver(at):
		return StageEnded
	case at.After(c.End):
		return StageAfter
	case at.Before(c.Signup.Open):
		return StageAnnounced
	default:
		return StageOpen
	}
}

// StageInDetail is Stage that also tells whether the class was cancelled, or its registration
// has closed: by the file, or by moderators if closed is set.
func (c *Campaign) StageInDetail(at time.Time, closed bool) Stage {
	switch s := c.Stage(at); {
	case s != StageEnded && c.Cancelled:
		return StageCancelled
	case s == StageOpen && (closed || !c.Signup.Close.IsZero() && at.After(c.Signup.Close)):
		return StageClosed
	default:
		return s
	}
}

// Live reports whether the class is announced and has not ended at a time.
func (c *Campaign) Live(at time.Time) bool { return c.Stage(at) != StageEnded }

// MainOf returns, of things that each have a class, in the order of the starts, the one whose
// class runs at a time, else the next that is open, else the last of those that are over and
// not ended, else the next at all, else the one that ended last (R20): before it opens, a
// class takes nothing from one that people still come to. Of two that run it is the one that
// began last. A class that was cancelled comes after those that are open. It returns false if
// there is none.
func MainOf[T any](all []T, class func(T) *Campaign, at time.Time) (main T, ok bool) {
	best := 0
	for _, t := range all {
		stage := class(t).Stage(at)
		rank := stage.rank()
		if class(t).Cancelled {
			rank = min(rank, StageAnnounced.rank())
		}
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
