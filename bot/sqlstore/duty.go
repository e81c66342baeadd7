package sqlstore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"zhujiao/bot/sqlstore/db"
)

const (
	// dutyLife is how long a process has a duty that it does not renew.
	dutyLife = instanceLife
	// dutyEvery is how often it asks for it.
	dutyEvery = time.Second
)

// DutyStore gives what one process does for all to one of the processes on a database.
type DutyStore struct {
	*core
	name  string
	mu    sync.Mutex // guards below; held while the database is asked
	asked time.Time
	mine  bool
}

// Duty returns the store of a duty. Each process makes one for each name.
func (s *Store) Duty(name string) *DutyStore { return &DutyStore{core: s.core, name: name} }

// Mine reports whether this process has the duty. It takes it if no living process has it,
// and asks the database once a second. Two processes may both have it for a moment, if the
// first one stood still, so what is done must be done once by itself.
func (s *DutyStore) Mine(ctx context.Context) (bool, error) {
	me := InstanceStore{s.core}
	if s.engine.Exclusive() || !me.Trusted() {
		return me.Trusted(), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := realNow()
	if now.Before(s.asked.Add(dutyEvery)) {
		return s.mine, nil
	}
	var rows int64
	err := s.do(ctx, func(ctx context.Context) (err error) {
		rows, err = s.q(ctx).TakeDuty(ctx, db.TakeDutyParams{
			Name: s.name, Owner: me.Boot(), LeaseUntil: ms(s.instance.now().Add(dutyLife)), Now: ms(s.instance.now()),
			Seen: s.instance.lastSeen(),
		})
		return err
	})
	if err != nil {
		return false, fmt.Errorf("ask who does what is for all: %w", err)
	}
	s.asked, s.mine = now, rows > 0
	return s.mine, nil
}
