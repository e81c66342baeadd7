package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// shift tests moderation.ShiftStore and what the desk shows of it.
func shift(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	rows := s.Desk()
	ref := func(k moderation.Kind, n int) moderation.Ref { return moderation.Ref{Class: here, Kind: k, Number: n} }
	in(t, s, func(ctx context.Context) error {
		talk := ticketOf(campaign.TicketHuman, 1, p.ID)
		talk.State = campaign.TicketTaken
		_, err := s.Logins().AddLogin(ctx, "Min", moderation.RoleStaff, noon())
		return errors.Join(err, s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID)),
			s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 2, p.ID)), s.Tickets.InsertTicket(ctx, talk),
			s.Tickets.SetTicket(ctx, talk, "Min", noon()),
			s.Moderators.SaveModerator(ctx, moderation.Moderator{Hash: "h", Name: "An", Role: moderation.RoleReader}, noon()))
	})
	hold := func(from, to string, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			done, err := rows.Hold(ctx, ref(moderation.KindUnknown, 1), from, to, noon())
			want(t, "given by "+from+" to "+to, done, wanted)
			return err
		})
	}
	before, err := s.Drafts().Marks(t.Context(), here, noon())
	if err != nil {
		t.Fatal(err)
	}
	hold("", "Min", true)
	hold("", "An", false)
	if after, err := s.Drafts().Marks(t.Context(), here, noon()); err != nil || after.Tickets == before.Tickets {
		t.Errorf("the mark of tickets stays %q, %v", after.Tickets, err)
	}
	for by, wanted := range map[string]string{"": "[H1 U1]", "Min": "[H1 U1]", "An": "[]"} {
		want(t, "held by "+by, fmt.Sprint(heldBy(t, s, by)), wanted)
	}
	for _, wanted := range []bool{true, false} {
		in(t, s, func(ctx context.Context) error {
			done, err := rows.TakeTalk(ctx, ref(moderation.KindHuman, 1), "Min", "An", noon())
			want(t, "a talk that was taken", done, wanted)
			return err
		})
	}
	colleagues(t, s)
	in(t, s, func(ctx context.Context) error {
		_, err := s.Logins().RemoveLogin(ctx, "Min")
		return err
	})
	want(t, "held by somebody removed", fmt.Sprint(heldBy(t, s, "Min")), "[]")
	in(t, s, func(ctx context.Context) error {
		done := ticketOf(campaign.TicketUnknown, 1, p.ID)
		done.State, done.Answer = campaign.TicketAnswered, "yes"
		return s.Tickets.SetTicket(ctx, done, "An", noon())
	})
	hold("", "An", false)
}

// heldBy lists the tickets in somebody's hands.
func heldBy(t *testing.T, s *sqlstore.Store, by string) (names []string) {
	t.Helper()
	l, err := s.Drafts().ListDesk(t.Context(), here, moderation.DeskFilter{Held: true, By: by}, moderation.Page{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Rows {
		names = append(names, r.Name())
	}
	slices.Sort(names)
	return names
}

// colleagues tests who is listed after "Min" got a login and "An" was bound.
func colleagues(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	all, err := s.Desk().Colleagues(t.Context())
	wanted := []moderation.Colleague{{Name: "An", Role: moderation.RoleReader}, {Name: "Min", Role: moderation.RoleStaff}}
	if err != nil || !slices.Equal(all, wanted) {
		t.Errorf("colleagues = %+v, %v", all, err)
	}
}

// pictures tests what is kept of pictures, that no ticket has more than ten, and that they
// go with the person and with time.
func pictures(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	a, b := meet(t, s, "o1"), meet(t, s, "o2")
	of := func(n int) []campaign.SentPicture {
		t.Helper()
		got, err := s.Desk().Pictures(t.Context(), moderation.Ref{Class: here, Kind: moderation.KindHuman, Number: n})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for i, p := range []*campaign.Person{a, b} {
		call := ticketOf(campaign.TicketHuman, i+1, p.ID)
		in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, call) })
		for n := range campaign.PicturesMax + 2 {
			in(t, s, func(ctx context.Context) error {
				return s.Tickets.AddPicture(ctx, call, p.ID, campaign.SentPicture{Media: fmt.Sprint(n), URL: "u"}, noon())
			})
		}
	}
	if got := of(1); len(got) != campaign.PicturesMax || got[0] != (campaign.SentPicture{Media: "0", URL: "u"}) || got[9].Media != "9" {
		t.Errorf("pictures = %+v", got)
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Erasure.ForgetWords(ctx, a.ID)
		return err
	})
	want(t, "pictures of somebody erased", len(of(1)), 0)
	want(t, "pictures of somebody else", len(of(2)), campaign.PicturesMax)
	if _, err := s.Retention().Forget(t.Context(), campaign.RetainedPictures, noon().Add(time.Hour), 10); err != nil {
		t.Fatal(err)
	}
	want(t, "old pictures", len(of(2)), 0)
}

// record tests how the audit log is filtered and paged.
func record(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for i := range 12 {
		who, action, target := "Min", "ticket.answer", "U1"
		if i%2 == 1 {
			who = "An"
		}
		if i%3 == 0 {
			action, target = "link.stop", "99"
		}
		in(t, s, func(ctx context.Context) error {
			return s.Moderators.Audit(ctx, moderation.AuditEntry{
				Class: here, Who: who, Action: moderation.Action(action), Target: target, After: fmt.Sprint(i),
				At: noon().Add(time.Duration(i) * time.Hour),
			})
		})
	}
	for what, tt := range map[string]struct {
		f    moderation.AuditFilter
		want string
	}{
		"everything":       {moderation.AuditFilter{}, "[11 10 9 8 7 6 5 4 3 2 1 0]"},
		"of one":           {moderation.AuditFilter{Who: "An"}, "[11 9 7 5 3 1]"},
		"of a kind":        {moderation.AuditFilter{Kind: "link"}, "[9 6 3 0]"},
		"a part of a kind": {moderation.AuditFilter{Kind: "lin"}, "[]"},
		"about":            {moderation.AuditFilter{Target: "99", Who: "Min"}, "[6 0]"},
		"from until":       {moderation.AuditFilter{Since: noon().Add(2 * time.Hour), Until: noon().Add(4 * time.Hour)}, "[3 2]"},
		"nobody":           {moderation.AuditFilter{Who: "%"}, "[]"},
	} {
		var got []string
		for page := (moderation.Page{Limit: 2}); ; {
			l, err := s.Desk().ListAudit(t.Context(), here, tt.f, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range l.Rows {
				got = append(got, r.After)
			}
			if page.After = l.Next; l.Next == "" {
				break
			}
		}
		want(t, what, fmt.Sprint(got), tt.want)
	}
	l, err := s.Desk().ListAudit(t.Context(), there, moderation.AuditFilter{}, moderation.Page{Limit: 9})
	if err != nil || len(l.Rows) != 0 {
		t.Errorf("the other class has %+v, %v", l, err)
	}
}

// answerTimes tests how long first answers took, and what was not understood.
func answerTimes(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	for i, took := range []time.Duration{time.Minute, 5 * time.Minute, 6 * time.Minute, 25 * time.Minute, time.Hour, 2 * time.Hour} {
		in(t, s, func(ctx context.Context) error {
			x := ticketOf(campaign.TicketUnknown, i+1, p.ID)
			if err := s.Tickets.InsertTicket(ctx, x); err != nil {
				return err
			}
			x.State, x.Answer = campaign.TicketAnswered, "yes"
			return errors.Join(s.Tickets.SetTicket(ctx, x, "Min", x.OpenedAt.Add(took)),
				s.Tickets.SetTicket(ctx, x, "An", x.OpenedAt.Add(50*time.Hour))) // a supplement
		})
	}
	ignored := ticketOf(campaign.TicketUnknown, 7, p.ID)
	in(t, s, func(ctx context.Context) error {
		ignored.State = campaign.TicketClosed
		return errors.Join(s.Tickets.InsertTicket(ctx, ignored), s.Tickets.SetTicket(ctx, ignored, "Min", noon()))
	})
	got, err := s.Desk().AnswerTimes(t.Context(), here)
	if err != nil || got != (moderation.AnswerTimes{2, 1, 1, 1, 1}) {
		t.Errorf("answers took %v, %v", got, err)
	}
}
