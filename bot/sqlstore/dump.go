package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/sqlstore/db"
)

// ErrDump is returned for a database that a dump was restored into and that was not brought up
// to what has happened since.
var ErrDump = errors.New("this database was restored from a dump: run zhujiao restore first, which erases again who had their data " +
	"erased since, and holds back what may have been sent since")

// Origin is what an engine has whose backups are dumps, which its own tool restores. Nothing
// else would tell such a database from the one that was dumped.
type Origin interface {
	// Origin names the tables in which the rows of this database are. A dump does not take
	// them along: where it is restored it has others.
	Origin(ctx context.Context) (int64, error)
}

// The rows of the table heartbeat that a restored dump is known by.
const (
	rowOrigin  = 4
	rowDumped  = 5
	rowRenewed = 6
)

// CheckOrigin returns ErrDump for a restored dump. A database that serves
// for the first time notes its origin.
func (s *InstanceStore) CheckOrigin(ctx context.Context) error {
	e, ok := s.engine.(Origin)
	if !ok {
		return nil
	}
	here, err := e.Origin(ctx)
	if err == nil {
		err = s.do(ctx, func(ctx context.Context) error {
			return s.q(ctx).AddHeartbeat(ctx, db.AddHeartbeatParams{ID: rowOrigin, At: here})
		})
	}
	if err != nil {
		return fmt.Errorf("note where the database is: %w", err)
	}
	noted, err := mark(ctx, s.core, rowOrigin)
	if err == nil && noted != here {
		err = ErrDump
	}
	return err
}

// mark reads a row of the table heartbeat, 0 if there is none.
func mark(ctx context.Context, c *core, row int64) (int64, error) {
	n, err := c.q(ctx).Heartbeat(ctx, row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look whether the database was restored: %w", err)
	}
	return n, nil
}

// Dump is how a restored dump stands to the logs of erasures.
type Dump struct {
	// New is set until Finish: what was on its way has to be held back.
	New bool
	// Last is the number of the last erasure that the dump contains.
	Last int64
	// Renewed is when Finish was called, by the server's clock, zero if New. Lines that were
	// written after it are of this database, and all before of the one that was dumped.
	Renewed time.Time
}

// Lacks reports whether a dump lacks an erasure.
func (d Dump) Lacks(l ErasedLine) bool {
	return l.Number > d.Last && (d.New || l.At.Before(d.Renewed))
}

// Begin looks at a restored dump, in which nothing must serve: see CheckOrigin, which refuses
// it until Finish. If it is not to be seen that it is new, because tables were copied and not
// dumped, force says that it is.
func (s *Restored) Begin(ctx context.Context, force bool) (d Dump, err error) {
	e, ok := s.engine.(Origin)
	if !ok {
		return d, errors.New("this database is not restored from dumps")
	}
	here, err := e.Origin(ctx)
	if err != nil {
		return d, err
	}
	var marks [3]int64
	for i := range marks {
		if marks[i], err = mark(ctx, s.core, int64(rowOrigin+i)); err != nil {
			return d, err
		}
	}
	if !force && marks[0] == here {
		d.Last, d.Renewed = marks[1], at(marks[2])
		return d, nil
	}
	d.New = true
	if d.Last, err = (&Store{core: s.core}).LastErasure(ctx); err != nil {
		return d, fmt.Errorf("read the last erasure of the dump: %w", err)
	}
	return d, s.do(ctx, func(ctx context.Context) error {
		return s.q(ctx).SetHeartbeat(ctx, db.SetHeartbeatParams{ID: rowOrigin, At: 0})
	})
}

// Finish lets a dump serve that was brought up to what has happened since, and makes the numbers
// of later erasures larger than newest. Until it is called, all else may be repeated.
func (s *Restored) Finish(ctx context.Context, d Dump, newest int64) error {
	e, ok := s.engine.(Origin)
	if !ok {
		return nil
	}
	here, err := e.Origin(ctx)
	if err != nil {
		return err
	}
	now, err := s.engine.Now(ctx)
	if err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	return s.do(ctx, func(ctx context.Context) error {
		err := s.Number(ctx, newest)
		marks := map[int64]int64{}
		if d.New {
			marks = map[int64]int64{rowOrigin: here, rowDumped: d.Last, rowRenewed: ms(now)}
		}
		for row, n := range marks {
			err = errors.Join(err, s.q(ctx).SetHeartbeat(ctx, db.SetHeartbeatParams{ID: row, At: n}))
		}
		return err
	})
}
