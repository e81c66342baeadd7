package campaign

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How long personal data is kept (R17).
const (
	// TextLife is how long the texts of messages are kept.
	TextLife = 30 * 24 * time.Hour
	// HashLife is how long a keyed hash of somebody who left outlives the class.
	HashLife = 7 * 24 * time.Hour
)

// RetentionStore erases what is old. Each method is a unit of its own.
type RetentionStore interface {
	// ForgetTexts erases the texts of messages from before a time and returns their
	// number.
	ForgetTexts(ctx context.Context, before time.Time) (int64, error)
	// Purge deletes the hashes of people who left or were erased before a time, and
	// the results of draws that were kept for a class.
	Purge(ctx context.Context, campaign string, leftBefore time.Time) error
}

// Retention erases personal data when it has been kept long enough.
type Retention struct {
	Campaign *Campaign
	Store    RetentionStore
}

// HashesEnd reports whether the class has been over for so long that no hash of people
// who left is kept.
func (c *Campaign) HashesEnd(now time.Time) bool { return now.After(c.End.Add(HashLife)) }

// Apply erases what is old at a time. After the life of hashes it also purges those of
// people who have left since.
func (r *Retention) Apply(ctx context.Context, now time.Time) (err error) {
	if _, e := r.Store.ForgetTexts(ctx, now.Add(-TextLife)); e != nil {
		err = fmt.Errorf("forget old texts: %w", e)
	}
	if !r.Campaign.HashesEnd(now) {
		return err
	}
	if e := r.Store.Purge(ctx, r.Campaign.ID, now); e != nil {
		err = errors.Join(err, fmt.Errorf("forget people who left: %w", e))
	}
	return err
}
