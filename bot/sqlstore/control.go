package sqlstore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// controlMemory remembers the control row as it was last committed, because
// every message asks for it. Only an exclusive engine fills it.
type controlMemory struct {
	mu  sync.RWMutex
	row *campaign.Control
	// changes is increased when a unit changes the row and again when that unit ends. A
	// row that was read at another count may be out of date.
	changes int
}

// controlRead is what a unit did with the control row.
type controlRead struct {
	row     *campaign.Control // the row that the unit has read, nil if it has not
	changes int               // the memory's count before that
	changed bool              // the unit has changed the row
}

func (m *controlMemory) get() (row *campaign.Control, changes int) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.row, m.changes
}

// forget empties the memory. It is called when the row changes.
func (m *controlMemory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.row = nil
	m.changes++
}

// unitEnded remembers the row that a committed unit has read, unless it was changed
// meanwhile.
func (m *controlMemory) unitEnded(r controlRead, committed bool) {
	if r.changed {
		m.forget()
		return
	}
	if r.row == nil || !committed {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.changes == m.changes {
		m.row = r.row
	}
}

// readControl reads the stop level and the content's revision. A unit that has changed
// the row reads its own change, because the memory stays empty until it ends.
func (c *core) readControl(ctx context.Context) (campaign.Control, error) {
	row, changes := c.control.get()
	if row != nil {
		return *row, nil
	}
	r, err := c.q(ctx).Control(ctx)
	if err != nil {
		return campaign.Control{}, fmt.Errorf("read what is stopped: %w", err)
	}
	out := campaign.Control{Level: campaign.StopLevel(r.Level), ContentRevision: r.Revision}
	if u := unitOf(ctx); u != nil {
		u.control.row, u.control.changes = &out, changes
	}
	return out, nil
}

// changesControl is called before the unit of ctx changes the control row.
func (c *core) changesControl(ctx context.Context) {
	if u := unitOf(ctx); u != nil {
		u.control.changed = true
	}
	c.control.forget()
}

// bumpRevision makes every instance build a new snapshot.
func (c *core) bumpRevision(ctx context.Context) error {
	c.changesControl(ctx)
	return c.q(ctx).BumpRevision(ctx)
}

// Control reads the stop level and the content's revision.
func (s *ModeratorStore) Control(ctx context.Context) (campaign.Control, error) {
	return s.readControl(ctx)
}

// SetLevel stores the stop level.
func (s *ModeratorStore) SetLevel(ctx context.Context, l campaign.StopLevel, by string, when time.Time) error {
	s.changesControl(ctx)
	return s.q(ctx).SetLevel(ctx, db.SetLevelParams{Level: int64(l), At: ms(when), ByWhom: by})
}
