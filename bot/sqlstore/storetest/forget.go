package storetest

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore"
)

// ForgetWords erases the words of a person in one unit, in slices of three rows.
func ForgetWords(ctx context.Context, s *sqlstore.Store, p bot.PersonID) error {
	left, err := s.Erasure.ForgetWords(ctx, p)
	for ended := false; err == nil && !ended; {
		ended, err = s.Erasure.Blank(ctx, &left, 3)
	}
	return err
}
