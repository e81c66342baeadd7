package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

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

// forgetMany forgets somebody with more tickets than are blanked at once: no call touches more
// than it may, and a ticket that another one asks too becomes theirs.
func forgetMany(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const tickets, atOnce = 250, 100
	p, other := meet(t, s, "many"), meet(t, s, "other")
	in(t, s, func(ctx context.Context) error {
		for n := 1; n <= tickets; n++ {
			k := ticketOf(campaign.TicketUnknown, n, p.ID)
			k.Text = fmt.Sprint("mine ", n)
			if err := s.Tickets.InsertTicket(ctx, k); err != nil {
				return err
			}
		}
		// another one asks the same as in the first
		return s.Matters().ShareTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID), other.ID, "theirs", noon())
	})
	left := func() (n int) {
		for i := 1; i <= tickets; i++ {
			if k := theTicket(t, s, i); strings.HasPrefix(k.Text, "mine") || k.State == campaign.TicketOpen && i > 1 {
				n++
			}
		}
		return n
	}
	var l campaign.Leftover
	in(t, s, func(ctx context.Context) (err error) {
		l, err = s.Erasure.ForgetWords(ctx, p.ID)
		return err
	})
	if n := left(); n != tickets-atOnce {
		t.Errorf("%d tickets are left after the first unit, want %d", n, tickets-atOnce)
	}
	for ended, before := false, left(); !ended; {
		was := l
		in(t, s, func(ctx context.Context) (err error) {
			l = was
			ended, err = s.Erasure.Blank(ctx, &l, 40)
			return err
		})
		now := left()
		if before-now > 40 {
			t.Errorf("a unit has blanked %d tickets", before-now)
		}
		before = now
	}
	if n := left(); n != 0 {
		t.Errorf("%d tickets are never blanked", n)
	}
	if k := theTicket(t, s, 1); k.Text != "theirs" || k.Person != other.ID || k.Askers != 1 || k.State != campaign.TicketOpen {
		t.Errorf("what another one asks too: %+v", k)
	}
}
