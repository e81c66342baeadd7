package storetest

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// memberships tests what is read to choose the class of a message, in a unit and outside.
func memberships(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	a, b := meet(t, s, "o1"), meet(t, s, "o2")
	meet(t, s, "o1")
	in(t, s, func(ctx context.Context) error {
		for class, m := range map[string]campaign.Member{
			here:    {Person: a.ID, Standing: campaign.StandingWaiting, Queue: 7},
			there:   {Person: a.ID, CheckedAt: noon()}, // gave the seat up
			"gone":  {Person: a.ID},
			"other": {Person: b.ID, Standing: campaign.StandingSeated, Seat: 1},
		} {
			if err := s.Seats.SaveMember(ctx, class, &m); err != nil {
				return err
			}
		}
		if err := s.Packs.SaveClaim(ctx, "lost", a.ID, campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()}); err != nil {
			return err
		}
		d := campaign.Dialogue{People: s.People, Class: there}
		if err := d.Ask(ctx, a, campaign.PendingCancel, noon()); err != nil {
			return err
		}
		d.Class = here
		if err := d.Offer(ctx, a, []string{"x", campaign.ClassChoice{Class: here, Concern: "claim", Key: "m:1"}.ID()}, noon()); err != nil {
			return err
		}
		return s.Packs.Take(ctx, here, a.ID, held("99"), -1)
	})
	wanted := map[string]campaign.Membership{here: {Registered: true, Claimed: true}, there: {}, "lost": {}}
	check := func(ctx context.Context) error { return checkMemberships(ctx, t, s, a, wanted) }
	if err := check(t.Context()); err != nil {
		t.Fatal(err)
	}
	in(t, s, check)
	if got, err := s.Classes().Memberships(t.Context(), "stranger"); err != nil || got.Person != nil || len(got.Classes) > 0 {
		t.Errorf("a stranger has %+v, %v", got, err)
	}
	want(t, "messages of somebody met again", meet(t, s, "o1").Heard, 3)
}

// checkMemberships compares what is read of a person.
func checkMemberships(
	ctx context.Context, t *testing.T, s *sqlstore.Store, a *campaign.Person, wanted map[string]campaign.Membership,
) error {
	t.Helper()
	got, err := s.Classes().Memberships(ctx, a.Hash)
	if err != nil {
		return err
	}
	p := got.Person
	if !maps.Equal(got.Classes, wanted) || p == nil || p.ID != a.ID || p.Heard != 2 ||
		p.ClassOf(campaign.SubjectCancel, noon()) != there || p.ClassOf(campaign.SubjectList, noon()) != here ||
		!p.Awaits(campaign.PendingCancel, noon()) || len(p.Choices) != 2 || !p.Offered(noon()) {
		t.Errorf("read %+v of %+v, want %+v", got.Classes, p, wanted)
		return nil
	}
	if c, ok := campaign.ClassChoiceOf(p.Choices[1]); !ok || c != (campaign.ClassChoice{Class: here, Concern: "claim", Key: "m:1"}) {
		t.Errorf("the choice of a class became %+v", c)
	}
	classes, err := s.Classes().ClassesOf(ctx, a.ID)
	slices.Sort(classes)
	if !slices.Equal(classes, slices.Sorted(maps.Keys(wanted))) {
		t.Errorf("classes of a person: %v", classes)
	}
	return err
}

// lastClasses tests the class of a person's last message, and what they said.
func lastClasses(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	none := func(what, got string, err error) {
		t.Helper()
		if got != "" || err != nil {
			t.Errorf("%s: %q, %v, want nothing", what, got, err)
		}
	}
	last, err := s.Classes().LastClass(t.Context(), p.ID, noon().Add(-time.Hour))
	none("no message", last, err)
	in(t, s, func(ctx context.Context) error {
		for i, class := range []string{there, here} {
			m := &bot.Message{Key: class, Person: p.ID, Kind: bot.KindText, Text: "said " + class}
			m.Arrived = noon().Add(time.Duration(i) * time.Minute)
			if _, err := s.Journal.Record(ctx, class, m, []byte("-")); err != nil {
				return err
			}
		}
		return nil
	})
	last, err = s.Classes().LastClass(t.Context(), p.ID, noon())
	want(t, "the last class", last, here)
	if err != nil {
		t.Fatal(err)
	}
	last, err = s.Classes().LastClass(t.Context(), p.ID, noon().Add(2*time.Minute))
	none("too long ago", last, err)
	said, err := s.Classes().Said(t.Context(), p.ID, there)
	if want(t, "what was said", said, "said "+there); err != nil {
		t.Fatal(err)
	}
	said, err = s.Classes().Said(t.Context(), p.ID+1, there)
	none("somebody else said", said, err)
}

// takenClass tests the class in which a moderator talks to somebody.
func takenClass(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	taken, err := s.Classes().TakenClass(t.Context(), p.ID)
	if want(t, "nobody talks", taken, ""); err != nil {
		t.Fatal(err)
	}
	in(t, s, func(ctx context.Context) error {
		for _, class := range []string{here, there} {
			ticket := ticketOf(campaign.TicketHuman, 1, p.ID)
			ticket.Campaign = class
			if err := s.Tickets.InsertTicket(ctx, ticket); err != nil {
				return err
			}
			if ticket.State = campaign.TicketTaken; class == here {
				ticket.State = campaign.TicketOpen
			}
			if err := s.Tickets.SetTicket(ctx, ticket, "m1", noon()); err != nil {
				return err
			}
		}
		done := ticketOf(campaign.TicketHuman, 1, p.ID)
		done.State = campaign.TicketClosed // a class must not hand back who is taken over in another
		return s.Tickets.SetTicket(ctx, done, "m1", noon())
	})
	taken, err = s.Classes().TakenClass(t.Context(), p.ID)
	if want(t, "the class of the talk", taken, there); err != nil || !meet(t, s, "o1").TakenOver {
		t.Errorf("taken over in another class: %v", err)
	}
}

// moderatorsClasses tests the class of a moderator, and which are closed.
func moderatorsClasses(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		for _, class := range []string{here, there} {
			if err := s.Content.Prepare(ctx, &campaign.Campaign{ID: class, End: noon()}); err != nil {
				return err
			}
		}
		if err := s.Seats.SetClosed(ctx, there, true); err != nil {
			return err
		}
		m := moderation.Moderator{Hash: "h1", Name: "Min", Role: moderation.RoleOwner}
		if err := s.Moderators.SaveModerator(ctx, m, noon()); err != nil {
			return err
		}
		return s.Moderators.SwitchClass(ctx, "h1", there)
	})
	m, err := s.Moderators.Moderator(t.Context(), "h1")
	if err != nil || m.Class != there {
		t.Errorf("moderator %+v, %v", m, err)
	}
	in(t, s, func(ctx context.Context) error { // a new name keeps the class
		return s.Moderators.SaveModerator(ctx, moderation.Moderator{Hash: "h1", Name: "An", Role: moderation.RoleOwner}, noon())
	})
	if m, err = s.Moderators.Moderator(t.Context(), "h1"); err != nil || m.Class != there || m.Name != "An" {
		t.Errorf("moderator %+v, %v", m, err)
	}
	closed, err := s.Classes().ClosedClasses(t.Context())
	if err != nil || !slices.Equal(closed, []string{there}) {
		t.Errorf("closed: %v, %v", closed, err)
	}
}

// codeClasses tests the class in which a code was given.
func codeClasses(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		_, err := s.Moderators.SaveCode(ctx, "h1", "1234", moderation.WaitingAction{Class: here, Action: "seats.add"}, noon())
		return err
	})
	for _, tt := range []struct {
		hash, code string
		at         time.Time
		want       string
	}{
		{"h1", "1234", noon(), here}, {"h2", "1234", noon(), ""}, {"h1", "9999", noon(), ""}, {"h1", "1234", noon().Add(time.Hour), ""},
	} {
		class, err := s.Classes().CodeClass(t.Context(), tt.hash, tt.code, tt.at)
		if want(t, "class of the code "+tt.hash+tt.code, class, tt.want); err != nil {
			t.Fatal(err)
		}
	}
	in(t, s, func(ctx context.Context) error {
		a, err := s.Moderators.TakeCode(ctx, "h1", "1234", noon())
		want(t, "class of the action", a.Class, here)
		return err
	})
	class, err := s.Classes().CodeClass(t.Context(), "h1", "1234", noon())
	if want(t, "class of a used code", class, ""); err != nil {
		t.Fatal(err)
	}
}
