package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// absent tests that who has left is passed over on the waitlist until they return.
func absent(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	first, second := meet(t, s, "first"), meet(t, s, "second")
	for i, p := range []*campaign.Person{first, second} {
		in(t, s, func(ctx context.Context) error {
			return s.Seats.SaveMember(ctx, here, &campaign.Member{Person: p.ID, Standing: campaign.StandingWaiting, Queue: int64(i + 1)})
		})
	}
	head := func(what string, wanted *campaign.Person) {
		t.Helper()
		waiting, err := s.Seats.Waiting(t.Context(), here)
		if err != nil || waiting != (wanted != nil) {
			t.Errorf("%s: somebody waits: %v, %v", what, waiting, err)
		}
		m, err := s.Seats.FirstWaiting(t.Context(), here)
		if wanted == nil {
			missing(t, what, err)
		} else if err != nil || m.Person != wanted.ID {
			t.Errorf("%s: %+v, %v, want %d", what, m, err, wanted.ID)
		}
	}
	contact := func(who string, c campaign.Contact, minute int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			at := noon().Add(time.Duration(minute) * time.Minute)
			_, err := s.People.Meet(ctx, bot.UserID(who), c, at, at)
			return err
		})
	}
	head("both are there", first)
	contact("first", campaign.ContactLeft, 1)
	head("the first has left", second)
	in(t, s, func(ctx context.Context) error {
		_, err := s.Erasure.ForgetWords(ctx, second.ID)
		return err
	})
	head("the second was forgotten too", nil)
	contact("first", campaign.ContactTapped, 2)
	head("the first has returned", first)
	n, err := s.Seats.Position(t.Context(), here, 2)
	if err != nil || n != 2 {
		t.Errorf("the place of the second is %d, %v", n, err)
	}
	if waiting, err := s.Seats.Waiting(t.Context(), there); err != nil || waiting {
		t.Errorf("in the other class somebody waits: %v, %v", waiting, err)
	}
}

// askingAtOnce lets those who wait and others ask for few free seats at the same time, after
// seats are not given out any more: only those who wait get one, and no seat twice.
func askingAtOnce(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const waiting, others, free = 24, 24, 10
	c := &campaign.Campaign{ID: here, Zone: time.UTC, Start: noon().Add(time.Hour), End: noon().Add(2 * time.Hour)}
	c.Signup = campaign.SignupRules{Seats: free, Waitlist: true, PromoteUntil: noon().Add(-time.Minute)}
	signups := &campaign.Signups{Campaign: c, Seats: s.Seats, Counts: s.Seats, Notices: s.Ledger}
	people := make([]bot.PersonID, waiting+others)
	for i := range people {
		people[i] = meet(t, s, fmt.Sprint("p", i)).ID
		if i >= waiting {
			continue
		}
		in(t, s, func(ctx context.Context) error {
			m := campaign.Member{Person: people[i], Standing: campaign.StandingWaiting, Queue: int64(i + 1), SignedAt: noon()}
			return s.Seats.SaveMember(ctx, here, &m)
		})
	}
	got := make([]campaign.SignupResult, len(people))
	together(len(people), func(i int) {
		err := s.Do(t.Context(), func(ctx context.Context) (err error) {
			got[i], err = signups.Register(ctx, people[i], "", noon(), noon())
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	var seats []int
	for i, r := range got {
		switch {
		case r.Outcome == campaign.SignupSeated && i < waiting:
			seats = append(seats, r.Number)
		case r.Outcome == campaign.SignupSeated:
			t.Errorf("somebody who did not wait got seat %d", r.Number)
		}
	}
	slices.Sort(seats)
	for i := range free {
		if len(seats) != free || seats[i] != i+1 {
			t.Fatalf("seats %v, want 1 to %d", seats, free)
		}
	}
}

// fileLinks tests what a changed file needs: the links of commands are dropped, and holders
// of links to keep are not moved.
func fileLinks(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for _, class := range []string{here, there} {
		in(t, s, func(ctx context.Context) error {
			return s.Links.AddLink(ctx, class, "99", campaign.Mirror{URL: "https://chat"}, noon())
		})
	}
	in(t, s, func(ctx context.Context) error { return s.Links.DropLinks(ctx, here, "99") })
	for class, wanted := range map[string]int{here: 0, there: 1} {
		l, err := s.Links.NewLinks(t.Context(), class, "99")
		if err != nil || len(l) != wanted {
			t.Errorf("new links of %s: %v, %v, want %d", class, l, err, wanted)
		}
	}
	for p, url := range []string{"https://a", "https://b", "https://c", "https://new"} {
		in(t, s, func(ctx context.Context) error {
			c := held("99")
			c.URL = url
			return s.Packs.Take(ctx, here, bot.PersonID(p+1), c, -1)
		})
	}
	in(t, s, func(ctx context.Context) error {
		m := campaign.HolderMove{Class: here, Pack: "99", URL: "https://new", Keep: []string{"https://b"}, N: 10}
		moved, next, err := s.Packs.MoveHolders(ctx, m)
		if !slices.Equal(moved, []bot.PersonID{1, 3}) || next != 0 {
			t.Errorf("moved %v, next %d", moved, next)
		}
		return err
	})
	kept, err := s.Packs.Claim(t.Context(), here, "99", 2)
	if err != nil || kept.URL != "https://b" {
		t.Errorf("who keeps their link has %+v, %v", kept, err)
	}
}
