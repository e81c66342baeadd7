package moderation

import (
	"context"
	"fmt"
	"time"
)

// codeAgain is how long the platform is not asked again for a QR code that it has refused.
const codeAgain = time.Hour

// OwnCodeStore stores the account's own QR code of a class. Every method joins the unit of the
// context.
type OwnCodeStore interface {
	// OwnCode returns what the code says, "" while there is none.
	OwnCode(ctx context.Context, class string) (string, error)
	// ClaimOwnCode reports whether the caller is to ask the platform for it: there is none, and
	// nobody has asked since before.
	ClaimOwnCode(ctx context.Context, class string, at, before time.Time) (bool, error)
	// SaveOwnCode stores what the code says; the first one stays.
	SaveOwnCode(ctx context.Context, class, address string) error
}

// ClaimCode reports whether the caller is to make the QR code of the class: only one of all who
// ask at once, and after a refusal an hour later.
func (s *Wall) ClaimCode(ctx context.Context, who Actor, at time.Time) (bool, error) {
	if err := allow(who, ActionOpenScreen); err != nil {
		return false, err
	}
	mine, err := s.Codes.ClaimOwnCode(ctx, s.Guard.Class, at, at.Add(-codeAgain))
	if err != nil {
		return false, fmt.Errorf("claim the QR code of the class: %w", err)
	}
	return mine, nil
}

// KeepCode stores what the QR code says that the platform has made.
func (s *Wall) KeepCode(ctx context.Context, who Actor, address string) error {
	if err := allow(who, ActionOpenScreen); err != nil {
		return err
	}
	if err := s.Codes.SaveOwnCode(ctx, s.Guard.Class, address); err != nil {
		return fmt.Errorf("store the QR code of the class: %w", err)
	}
	return nil
}
