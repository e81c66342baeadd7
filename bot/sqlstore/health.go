package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// FaultError is an error of the database itself, not of a unit: a full disk, a damaged
// file, a lock of somebody else. Engines return it.
type FaultError struct {
	// Advice says what is wrong and what to do.
	Advice string
	// Passing is set for what ends by itself, such as a lock of another program.
	Passing bool
	Err     error
}

// Error implements error.
func (e *FaultError) Error() string { return e.Advice + ": " + e.Err.Error() }

// Unwrap returns the database's own error.
func (e *FaultError) Unwrap() error { return e.Err }

// fault is the last error of the database in a unit, with the real time when it came.
type fault struct {
	err *FaultError
	at  time.Time
}

// noteFault remembers the error of a unit if the database is to blame.
func (c *core) noteFault(err error) {
	if e, ok := errors.AsType[*FaultError](err); ok {
		c.fault.Store(&fault{e, realNow()})
	}
}

// LastFault returns the last error of the database in a unit, and how long ago that was
// in real time; nil if there was none. A database may commit what is small while it has
// no room for what is large, so a Beat alone proves little.
func (s *Store) LastFault() (e *FaultError, ago time.Duration) {
	f := s.core.fault.Load()
	if f == nil {
		return nil, 0
	}
	return f.err, time.Since(f.at)
}

// Beat proves that the database takes writes, by a unit that changes a row.
func (s *Store) Beat(ctx context.Context) error {
	return s.core.do(ctx, func(ctx context.Context) error {
		n, err := s.core.q(ctx).Beat(ctx, ms(s.core.now()))
		if err == nil && n != 1 {
			err = errors.New("the row of the heartbeat is gone: restore a backup")
		}
		if err != nil {
			return fmt.Errorf("write a heartbeat: %w", err)
		}
		return nil
	})
}

// Own reports whether the database belongs to this process alone, so that its failure is
// this instance's own.
func (s *Store) Own() bool { return s.core.engine.Exclusive() }
