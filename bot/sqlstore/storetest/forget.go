package storetest

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// ForgetWords erases the words of a person in one unit, in slices of three rows.
func ForgetWords(ctx context.Context, s *sqlstore.Store, p bot.PersonID) error {
	left, err := s.Erasure.ForgetWords(ctx, p)
	return blank(ctx, s, left, err)
}

// Erase erases a person in one unit, in slices of three rows.
func Erase(ctx context.Context, s *sqlstore.Store, p *campaign.Person) error {
	left, err := s.Erasure.ForgetWords(ctx, p.ID)
	if err == nil {
		err = s.Erasure.ForgetFacts(ctx, p)
	}
	left.Facts = true
	return blank(ctx, s, left, err)
}

// blank blanks what is left of somebody, after an error nothing.
func blank(ctx context.Context, s *sqlstore.Store, left campaign.Leftover, err error) error {
	for ended := false; err == nil && !ended; {
		ended, err = s.Erasure.Blank(ctx, &left, 3)
	}
	return err
}
