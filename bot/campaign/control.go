package campaign

import (
	"context"
	"time"
)

// StopLevel says how much moderators have stopped (ruling 28).
type StopLevel int

// The levels; each includes those before it.
const (
	// StopNothing is normal service.
	StopNothing StopLevel = iota
	// StopFirst stops everything but replies (#停).
	StopFirst
	// StopAll stops answers too; people read that there is maintenance.
	StopAll
	// StopRobots stops the group robots too (断开): nothing leaves but replies.
	StopRobots
)

// String names a level for the record.
func (l StopLevel) String() string {
	switch l {
	case StopFirst:
		return "first stopped"
	case StopAll:
		return "all stopped"
	case StopRobots:
		return "cut off"
	default:
		return "running"
	}
}

// Control is the state that every message and every send looks at.
type Control struct {
	Level StopLevel
	// ContentRevision increases whenever published entries, phrasings or added seats
	// change: a snapshot of the class that was built for another one is out of date.
	ContentRevision int64
}

// Controls stores what moderators have stopped, in one row for all classes. Both
// methods join the unit of the context.
type Controls interface {
	Control(ctx context.Context) (Control, error)
	// SetLevel stores what is stopped, and the name of who has stopped it.
	SetLevel(ctx context.Context, l StopLevel, by string, at time.Time) error
}
