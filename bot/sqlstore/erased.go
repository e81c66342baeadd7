package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/sqlstore/db"
)

// ErasureKind says what was erased of a person.
type ErasureKind string

// The kinds: of who left, their openid and words; of who asked for it, everything.
const (
	ErasedWords ErasureKind = "left"
	ErasedAll   ErasureKind = "erased"
)

// Erased is one erasure. Numbers count from 1 and belong to the unit of the erasure: a
// backup contains all those up to its own last number, and no other.
type Erased struct {
	Number int64
	Kind   ErasureKind
	Trace  string // see TraceOf
}

// TraceOf returns what is kept of somebody who was erased, longer than their keyed hash: a
// hash of that. By it they are found in a database that still has the keyed hash, such as a
// backup, and nowhere else.
func TraceOf(hash string) string {
	sum := sha256.Sum256([]byte("erased\x00" + hash))
	return hex.EncodeToString(sum[:16])
}

// ErasureLog keeps erasures outside of the database, because a backup that is restored
// knows nothing of those that came after it.
type ErasureLog interface {
	// Keep stores erasures so that they outlive a power cut, before it returns. What it
	// cannot store it keeps for the next call, which may have no erasures of its own.
	Keep(ctx context.Context, erased []Erased)
}

// KeepErasures has a log keep each erasure after its commit, before the unit returns. First it
// gets those that are stored: the process may have ended between a commit and the log. It is
// called before units run.
func (s *Store) KeepErasures(ctx context.Context, log ErasureLog) error {
	for after := int64(0); ; {
		rows, err := s.Erasures(ctx, after, erasurePage)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		log.Keep(ctx, rows)
		after = rows[len(rows)-1].Number
	}
	s.core.erasures = log
	return nil
}

// erasurePage is how many erasures are read at once.
const erasurePage = 500

// Erasures returns at most n stored erasures after a number. They are stored for a week.
func (s *Store) Erasures(ctx context.Context, after int64, n int) ([]Erased, error) {
	rows, err := s.core.q(ctx).Erasures(ctx, db.ErasuresParams{After: after, N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read erasures: %w", err)
	}
	out := make([]Erased, len(rows))
	for i, r := range rows {
		out[i] = Erased{r.Number, ErasureKind(r.Kind), r.Trace}
	}
	return out, nil
}

// LastErasure returns the number of the last erasure, 0 if there was none.
func (s *Store) LastErasure(ctx context.Context) (int64, error) {
	n, err := s.core.q(ctx).LastErasure(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

// KeyPrint returns a part of the fingerprint of the secret key, by which the hashes of one
// installation are told from those of another one.
func (s *Store) KeyPrint() string { return KeyPrintOf(fingerprint(s.core.keys.key)) }

// KeyPrintOf shortens a fingerprint as it is stored beside the people.
func KeyPrintOf(stored string) string { return stored[:min(len(stored), 12)] }

// noteErasure notes an erasure of the unit, which numberErasures numbers.
func noteErasure(ctx context.Context, c *core, k ErasureKind, hash string) {
	if u := unitOf(ctx); u != nil && !c.restoring {
		u.gone = append(u.gone, Erased{Kind: k, Trace: TraceOf(hash)})
	}
}

// numberErasures numbers and stores what a unit has erased, at its very end: whoever erases
// waits then for the commit of those who got a number before, so that a backup has all up to
// its last number, and keeps nobody waiting who erases nothing.
func numberErasures(ctx context.Context, c *core, u *unit) error {
	for i := range u.gone {
		e := &u.gone[i]
		n, err := u.q.NextNumber(ctx, db.NextNumberParams{Kind: "erasure"})
		if err == nil {
			err = u.q.AddErasure(ctx, db.AddErasureParams{Number: n, Kind: string(e.Kind), Trace: e.Trace, At: ms(c.now())})
		}
		if err != nil {
			return fmt.Errorf("number an erasure: %w", err)
		}
		e.Number = n
	}
	return nil
}

// keepErasures keeps what a unit that was committed has erased.
func keepErasures(ctx context.Context, c *core, u *unit) {
	if len(u.gone) > 0 && c.erasures != nil {
		c.erasures.Keep(context.WithoutCancel(ctx), u.gone)
	}
}

// RestoredAt returns the business time when this database was restored from a backup, the
// zero time if it was not.
func (s *ReminderStore) RestoredAt(ctx context.Context) (time.Time, error) {
	when, err := s.q(ctx).Restored(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return at(when), err
}
