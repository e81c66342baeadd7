package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// shared makes a ticket of one person that another one shares and has added to.
func shared(t *testing.T, s *sqlstore.Store) (a, b *campaign.Person) {
	t.Helper()
	a, b = meet(t, s, "a"), meet(t, s, "b")
	k := ticketOf(campaign.TicketUnknown, 1, a.ID)
	k.Matter = "text 1"
	in(t, s, func(ctx context.Context) error {
		if err := s.Tickets.InsertTicket(ctx, k); err != nil {
			return err
		}
		if err := s.Matters().ShareTicket(ctx, k, b.ID, "first, by b", noon()); err != nil {
			return err
		}
		return s.Tickets.AppendTicket(ctx, k, b.ID, "more, by b", noon().Add(time.Minute))
	})
	return a, b
}

func theTicket(t *testing.T, s *sqlstore.Store, number int) *campaign.Ticket {
	t.Helper()
	k, err := s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, number)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func matters(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.Matters().MatterTicket(t.Context(), here, "text 1")
	missing(t, "nobody asks it", err)
	a, b := shared(t, s)
	k := theTicket(t, s, 1)
	want(t, "askers", k.Askers, 2)
	want(t, "what moderators read", k.Text, "first/more, by b")
	again := ticketOf(campaign.TicketUnknown, 2, b.ID)
	again.Matter = "text 1"
	in(t, s, func(ctx context.Context) error {
		if err := s.Tickets.InsertTicket(ctx, again); !errors.Is(err, campaign.ErrShared) {
			t.Errorf("a second ticket of the matter: %v", err)
		}
		return nil
	})
	got, err := s.Matters().MatterTicket(t.Context(), here, "text 1")
	if err != nil || got.Number != 1 {
		t.Errorf("the ticket of the matter = %+v, %v", got, err)
	}
	_, err = s.Matters().MatterTicket(t.Context(), there, "text 1")
	missing(t, "another class", err)
	_, err = s.Matters().MatterTicket(t.Context(), here, "")
	missing(t, "tickets that nobody shares", err)
	asked, err := s.Matters().OpenAsked(t.Context(), here, b.ID, 5)
	if err != nil || len(asked) != 1 || asked[0].Number != 1 || !slices.Equal(asked[0].Said, []string{"first, by b", "more, by b"}) {
		t.Errorf("b asks %+v, %v", asked, err)
	}
	askers, err := s.Tickets.Askers(t.Context(), k, 0, 5)
	if err != nil || len(askers) != 2 || askers[0] != (campaign.Asker{Person: a.ID, Question: "first"}) || askers[1].WroteSince {
		t.Errorf("askers = %+v, %v", askers, err)
	}
	meet(t, s, "a") // writes again
	askers, err = s.Tickets.Askers(t.Context(), k, 0, 5)
	if err != nil || !askers[0].WroteSince || askers[1].WroteSince {
		t.Errorf("after another message of a: %+v, %v", askers, err)
	}
	k.State, k.Answer = campaign.TicketAnswered, "yes"
	in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, k, "m1", noon()) })
	in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, again) })
	asked, err = s.Matters().OpenAsked(t.Context(), here, b.ID, 5)
	if err != nil || len(asked) != 1 || asked[0].Number != 2 {
		t.Errorf("after the answer b asks %+v, %v", asked, err)
	}
	if code, err := s.Tickets.CodeOf(t.Context(), b.ID); err != nil || code != b.Code {
		t.Errorf("code %q, %v, want %q", code, err, b.Code)
	}
	_, err = s.Tickets.CodeOf(t.Context(), 12345)
	missing(t, "the code of nobody", err)
}

// sharedErased erases who shares a ticket, and then who began it: each time only their own
// words go.
func sharedErased(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	a, b := shared(t, s)
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, b.ID) })
	k := theTicket(t, s, 1)
	if k.Text != "first" || k.Askers != 1 || k.State != campaign.TicketOpen || k.Person != a.ID {
		t.Errorf("without b: %+v", k)
	}
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, a.ID) })
	if k = theTicket(t, s, 1); k.Text != "" || k.Askers != 0 || k.State != "gone" || k.Matter != "" {
		t.Errorf("without both: %+v", k)
	}
}

// beginnerErased erases who began a shared ticket: it goes on with the words of the other.
func beginnerErased(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	a, b := shared(t, s)
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, a.ID) })
	k := theTicket(t, s, 1)
	if k.Text != "first, by b/more, by b" || k.Askers != 1 || k.State != campaign.TicketOpen || k.Person != b.ID {
		t.Errorf("without a: %+v", k)
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Retention().Forget(ctx, campaign.RetainedTickets, noon().Add(time.Hour), 100)
		return err
	})
	askers, err := s.Tickets.Askers(t.Context(), k, 0, 5)
	if err != nil || len(askers) != 1 || askers[0].Question != "" {
		t.Errorf("after their time the words are %+v, %v", askers, err)
	}
}

// crowdedInbox lists the most asked first, and of these the oldest.
func crowdedInbox(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for n, people := range []int{1, 3, 1, 3, 0} {
		k := ticketOf(campaign.TicketUnknown, n+1, 1)
		k.OpenedAt = noon().Add(time.Duration(-n) * time.Minute)
		in(t, s, func(ctx context.Context) error {
			if err := s.Tickets.InsertTicket(ctx, k); err != nil {
				return err
			}
			for p := range people {
				if err := s.Matters().ShareTicket(ctx, k, bot.PersonID(p+1), "", noon()); err != nil {
					return err
				}
			}
			return nil
		})
	}
	k := theTicket(t, s, 3)
	k.State = campaign.TicketAnswered
	in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, k, "m1", noon()) })
	for n, names := range map[int]string{10: "U4 U2 U5 U1", 3: "U4 U2 U5"} {
		open, err := s.Matters().ListInbox(t.Context(), here, n)
		var got []string
		for _, k := range open {
			got = append(got, k.Name())
		}
		if err != nil || strings.Join(got, " ") != names {
			t.Errorf("inbox of %d = %v, %v, want %s", n, got, err, names)
		}
	}
}

// watched tells once, whoever is first, and again after the time between.
func watched(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	k := ticketOf(campaign.TicketUnknown, 1, 1)
	taken := ticketOf(campaign.TicketHuman, 1, 1)
	in(t, s, func(ctx context.Context) error {
		return errors.Join(s.Tickets.InsertTicket(ctx, k), s.Tickets.InsertTicket(ctx, taken))
	})
	taken.State = campaign.TicketTaken
	in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, taken, "m1", noon()) })
	for _, c := range []struct {
		since, before time.Duration
		n             int
	}{{0, time.Second, 1}, {time.Second, time.Minute, 0}, {-time.Minute, 0, 0}} {
		names, err := s.Matters().WaitingBetween(t.Context(), here, noon().Add(c.since), noon().Add(c.before), 5)
		if err != nil || len(names) != c.n || c.n > 0 && names[0] != "U1" {
			t.Errorf("waiting from %v to %v = %v, %v", c.since, c.before, names, err)
		}
	}
	for i, c := range []struct {
		kind        string
		now, before time.Duration
		mine        bool
	}{
		{"overdue", 0, -time.Hour, true},
		{"overdue", time.Minute, -time.Hour, false},
		{"night", 0, -time.Hour, true},
		{"overdue", time.Hour, 0, true},
		{"overdue", time.Hour, 0, false},
	} {
		in(t, s, func(ctx context.Context) error {
			mine, err := s.Matters().WatchTold(ctx, here, c.kind, noon().Add(c.before), noon().Add(c.now))
			if mine != c.mine {
				t.Errorf("watch %d is mine: %v, want %v", i, mine, c.mine)
			}
			return err
		})
	}
}
