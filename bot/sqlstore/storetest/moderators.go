package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// control tests campaign.Controls. What is remembered between units must never
// differ from what is committed.
func control(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	level := func(wanted campaign.StopLevel) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			c, err := s.Moderators.Control(ctx)
			want(t, "level", c.Level, wanted)
			return err
		})
		c, err := s.Moderators.Control(t.Context())
		if err != nil || c.Level != wanted {
			t.Errorf("level outside a unit = %v, %v, want %v", c.Level, err, wanted)
		}
	}
	set := func(l campaign.StopLevel, end error) {
		t.Helper()
		err := s.Do(t.Context(), func(ctx context.Context) error {
			if err := s.Moderators.SetLevel(ctx, l, "m1", noon()); err != nil {
				return err
			}
			c, err := s.Moderators.Control(ctx)
			want(t, "level in the unit that sets it", c.Level, l)
			return errors.Join(err, end)
		})
		if !errors.Is(err, end) {
			t.Errorf("set %v: %v, want %v", l, err, end)
		}
	}
	level(campaign.StopNothing)
	set(campaign.StopFirst, nil)
	level(campaign.StopFirst)
	set(campaign.StopAll, errSuite)
	level(campaign.StopFirst)
	set(campaign.StopNothing, nil)
	level(campaign.StopNothing)
}

// revision tests that what changes content counts.
func revision(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	var last int64
	for what, change := range map[string]func(ctx context.Context) error{
		"nothing": func(context.Context) error { return nil },
		"publish": func(ctx context.Context) error {
			_, err := s.Content.Publish(ctx, here, campaign.Published{Number: 1, Question: "q", Answer: "a"}, "m1", noon())
			return err
		},
		"phrasing": func(ctx context.Context) error {
			_, err := s.Content.AddPhrasing(ctx, here, campaign.Phrasing{Entry: "time", Words: "when"}, "m1", noon())
			return err
		},
		"seats": func(ctx context.Context) error { return s.Seats.AddSeats(ctx, here, 3) },
	} {
		in(t, s, change)
		got, err := s.Content.Revision(t.Context())
		if changed := got != last; err != nil || changed != (what != "nothing") {
			t.Errorf("after %s: revision %d became %d, %v", what, last, got, err)
		}
		last = got
	}
}

// moderators tests moderation.ModeratorStore.
func moderators(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	err := s.Moderators.Invite(t.Context(), "A", moderation.Moderator{Name: "Min", Role: moderation.RoleOwner}, noon().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Moderators.Moderator(ctx, "h1")
		missing(t, "a stranger", err)
		_, err = s.Moderators.Invitation(ctx, "B", noon())
		missing(t, "a wrong code", err)
		_, err = s.Moderators.Invitation(ctx, "A", noon().Add(2*time.Hour))
		missing(t, "an old code", err)
		m, err := s.Moderators.Invitation(ctx, "A", noon())
		want(t, "invitation", m, moderation.Moderator{Name: "Min", Role: moderation.RoleOwner})
		return err
	})
	in(t, s, func(ctx context.Context) error { return s.Moderators.TakeInvitation(ctx, "A", noon()) })
	in(t, s, func(ctx context.Context) error {
		missing(t, "a used code", s.Moderators.TakeInvitation(ctx, "A", noon()))
		_, err := s.Moderators.Invitation(ctx, "A", noon())
		missing(t, "the invitation of a used code", err)
		return nil
	})
	in(t, s, func(ctx context.Context) error {
		for _, m := range []moderation.Moderator{
			{Hash: "h1", Name: "Min", Role: moderation.RoleReader},
			{Hash: "h2", Name: "An", Role: moderation.RoleOwner},
			{Hash: "h1", Name: "Min2", Role: moderation.RoleOwner},
		} {
			if err := s.Moderators.SaveModerator(ctx, m, noon()); err != nil {
				return err
			}
		}
		return nil
	})
	m, err := s.Moderators.Moderator(t.Context(), "h1")
	if err != nil || *m != (moderation.Moderator{Hash: "h1", Name: "Min2", Role: moderation.RoleOwner}) {
		t.Errorf("moderator = %+v, %v, want the one saved last", m, err)
	}
	all, err := s.Moderators.Moderators(t.Context())
	if err != nil || len(all) != 2 {
		t.Errorf("moderators = %+v, %v, want two", all, err)
	}
}

func codes(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	action := moderation.WaitingAction{Action: "publish", Args: map[string]string{"ticket": "U1", "answer": "yes"}}
	save := func(hash string, at time.Time, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Moderators.SaveCode(ctx, hash, "1234", action, at)
			want(t, "the code is free", ok, wanted)
			return err
		})
	}
	take := func(hash string, at time.Time) (a moderation.WaitingAction, err error) {
		err = s.Do(t.Context(), func(ctx context.Context) (err error) {
			a, err = s.Moderators.TakeCode(ctx, hash, "1234", at)
			return err
		})
		return a, err
	}
	save("h1", noon(), true)
	save("h1", noon().Add(time.Minute), false)
	save("h2", noon(), true)
	_, err := take("h3", noon())
	missing(t, "another moderator's code", err)
	_, err = take("h1", noon().Add(moderation.CodeLife+time.Millisecond))
	missing(t, "a code that is too old", err)
	a, err := take("h1", noon().Add(moderation.CodeLife))
	if err != nil || a.Action != action.Action || a.Args["answer"] != "yes" {
		t.Errorf("took %+v, %v", a, err)
	}
	_, err = take("h1", noon())
	missing(t, "a used code", err)
	save("h1", noon().Add(moderation.CodeLife+time.Millisecond), true)
}

func audit(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for range 2 { // the same line twice is two lines
		in(t, s, func(ctx context.Context) error {
			return s.Moderators.Audit(ctx, moderation.AuditEntry{
				Class: here, Who: "m1", Action: "stop", Target: "all", Before: "running", After: "stopped", At: noon(),
			})
		})
	}
}

func office(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		waiting := campaign.Member{Person: 1, Standing: campaign.StandingWaiting, Queue: 1}
		present := campaign.Member{Person: 2, Standing: campaign.StandingSeated, Seat: 1, CheckedAt: noon()}
		q := campaign.Question{Campaign: here, Number: 1, Person: 1, Text: "Q", Folded: "q", State: campaign.QuestionPending, At: noon()}
		return errors.Join(s.Seats.SaveMember(ctx, here, &waiting), s.Seats.SaveMember(ctx, here, &present),
			s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, 1)), s.Questions.InsertQuestion(ctx, &q),
			s.Seats.SetClosed(ctx, here, true), s.Seats.AddSeats(ctx, here, 2))
	})
	f, err := s.Seats.Figures(t.Context(), here)
	if err != nil || f != (moderation.Counts{Waiting: 1, Present: 1, Tickets: 1, Questions: 1}) {
		t.Errorf("figures = %+v, %v, want one of each", f, err)
	}
	tally, err := s.Seats.Tally(t.Context(), here)
	if err != nil || !tally.Closed || tally.Extra != 2 {
		t.Errorf("tally = %+v, %v, want it closed with 2 more seats", tally, err)
	}
	if served, err := s.Content.Tally(t.Context(), here); err != nil || served != tally {
		t.Errorf("tally of what serves = %+v, %v, want %+v", served, err, tally)
	}
	f, err = s.Seats.Figures(t.Context(), there)
	if err != nil || f != (moderation.Counts{}) {
		t.Errorf("figures of the other class = %+v, %v, want nothing", f, err)
	}
	p := meet(t, s, "o1")
	for code, wanted := range map[string]bool{p.Code: true, "????": false, "2": false} {
		got, err := s.Seats.ByCode(t.Context(), code)
		if wanted && (err != nil || got.ID != p.ID) {
			t.Errorf("by code %s: %+v, %v", code, got, err)
		}
		if !wanted {
			missing(t, "by code "+code, err)
		}
	}
}
