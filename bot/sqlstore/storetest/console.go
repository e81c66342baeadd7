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

// logins tests moderation.LoginStore and moderation.LoginSecrets.
func logins(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows := s.Logins()
	in(t, s, func(ctx context.Context) error {
		_, err := rows.Login(ctx, "Min")
		missing(t, "a login that there is not", err)
		missing(t, "a password for nobody", rows.SetPassword(ctx, "Min", "hash"))
		first, err := rows.AddFirstLogin(ctx, "Min", noon())
		want(t, "the first login", first, true)
		return err
	})
	in(t, s, func(ctx context.Context) error {
		again, err := rows.AddFirstLogin(ctx, "An", noon())
		want(t, "a second first login", again, false)
		same, err2 := rows.AddLogin(ctx, "Min", moderation.RoleReader, noon())
		want(t, "a name that is taken", same, false)
		other, err3 := rows.AddLogin(ctx, "An", moderation.RoleReader, noon().Add(time.Second))
		want(t, "another name", other, true)
		return errors.Join(err, err2, err3, rows.SetRole(ctx, "An", moderation.RoleStaff), rows.SetPassword(ctx, "An", "hash"),
			rows.SetTOTP(ctx, "An", "secret", 7))
	})
	for _, step := range []struct {
		n    int64
		want bool
	}{{7, false}, {8, true}, {8, false}, {6, false}, {9, true}} {
		in(t, s, func(ctx context.Context) error {
			taken, err := rows.TakeStep(ctx, "An", step.n)
			want(t, "the step is taken", taken, step.want)
			return err
		})
	}
	all, err := rows.Logins(t.Context())
	if err != nil || len(all) != 2 || all[0].Name != "Min" || all[0].Role != moderation.RoleOwner {
		t.Errorf("logins = %+v, %v", all, err)
	}
	an, err := rows.Login(t.Context(), "An")
	wanted := moderation.Login{
		Name: "An", Role: moderation.RoleStaff, Password: "hash", TOTP: "secret", Step: 9, Made: noon().Add(time.Second),
	}
	if err != nil || !an.Made.Equal(wanted.Made) {
		t.Errorf("login = %+v, %v", an, err)
	}
	an.Made = wanted.Made
	want(t, "login", *an, wanted)
}

// loginsAtOnce lets several set up at once: one is the first.
func loginsAtOnce(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	won := make([]bool, 8)
	errs := make([]error, len(won))
	together(len(won), func(i int) {
		errs[i] = s.Do(t.Context(), func(ctx context.Context) (err error) {
			won[i], err = s.Logins().AddFirstLogin(ctx, string(rune('a'+i)), noon())
			return err
		})
	})
	n := 0
	for i, w := range won {
		if errs[i] != nil {
			t.Error(errs[i])
		}
		if w {
			n++
		}
	}
	want(t, "how many are the first", n, 1)
}

// signInLinks tests moderation.SignInLinks.
func signInLinks(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows := s.Logins()
	in(t, s, func(ctx context.Context) error { return rows.SaveLink(ctx, "token", "Min", noon().Add(time.Minute)) })
	_, err := rows.Link(t.Context(), "other", noon())
	missing(t, "an unknown link", err)
	_, err = rows.Link(t.Context(), "token", noon().Add(2*time.Minute))
	missing(t, "an old link", err)
	name, err := rows.Link(t.Context(), "token", noon().Add(time.Minute))
	if err != nil || name != "Min" {
		t.Errorf("whose the link is: %q, %v", name, err)
	}
	in(t, s, func(ctx context.Context) error { return rows.TakeLink(ctx, "token", noon()) })
	in(t, s, func(ctx context.Context) error {
		missing(t, "a used link", rows.TakeLink(ctx, "token", noon()))
		return nil
	})
	_, err = rows.Link(t.Context(), "token", noon())
	missing(t, "whose a used link is", err)
}

// sessions tests what the console keeps of browsers, and that a removed login has nothing
// left.
func sessions(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows := s.Logins()
	in(t, s, func(ctx context.Context) error {
		_, err := rows.AddLogin(ctx, "Min", moderation.RoleStaff, noon())
		bound := moderation.Moderator{Hash: "h", Name: "Min", Role: moderation.RoleStaff}
		return errors.Join(err, s.Moderators.SaveModerator(ctx, bound, noon()),
			rows.SaveLink(ctx, "link", "Min", noon().Add(time.Hour)))
	})
	for i, token := range []string{"one", "two", "three"} {
		v := moderation.Session{
			Token: token, Login: "Min", Data: "ZGF0YQ==", Agent: "browser", Made: noon().Add(time.Duration(i) * time.Minute),
			Expires: noon().Add(time.Duration(i+1) * time.Hour),
		}
		if err := rows.SaveSession(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	changed := moderation.Session{Token: "two", Login: "Min", Data: "bmV3", Agent: "another", Made: noon(), Expires: noon()}
	if err := rows.SaveSession(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	v, err := rows.Session(t.Context(), "two", noon())
	if err != nil || v.Data != "bmV3" || v.Agent != "browser" || !v.Expires.Equal(noon().Add(2*time.Hour)) {
		t.Errorf("the session that was saved again: %+v, %v", v, err)
	}
	_, err = rows.Session(t.Context(), "one", noon().Add(time.Hour))
	missing(t, "a session that has run out", err)
	list := func(wanted int) {
		t.Helper()
		all, err := rows.Sessions(t.Context(), "Min", noon())
		if err != nil || len(all) != wanted {
			t.Errorf("sessions = %+v, %v, want %d", all, err, wanted)
		}
	}
	list(3)
	if err := errors.Join(rows.EndSession(t.Context(), "one"), rows.EndSession(t.Context(), "one")); err != nil {
		t.Error(err)
	}
	list(2)
	if err := rows.EndOtherSessions(t.Context(), "Min", "three"); err != nil {
		t.Error(err)
	}
	list(1)
	in(t, s, func(ctx context.Context) error {
		removed, err := rows.RemoveLogin(ctx, "Min")
		want(t, "removed", removed, true)
		return err
	})
	list(0)
	_, err = rows.Link(t.Context(), "link", noon())
	missing(t, "the link of somebody removed", err)
	_, err = s.Moderators.Moderator(t.Context(), "h")
	missing(t, "the moderator of somebody removed", err)
	in(t, s, func(ctx context.Context) error {
		removed, err := rows.RemoveLogin(ctx, "Min")
		want(t, "removed twice", removed, false)
		return err
	})
}

// drafts tests moderation.DraftStore, and that a draft goes with the person whom it is
// about.
func drafts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	rows, ref := s.Drafts(), moderation.Ref{Class: here, Kind: moderation.KindUnknown, Number: 1}
	in(t, s, func(ctx context.Context) error {
		missing(t, "a draft for no ticket", rows.SaveDraft(ctx, ref, "Min", "words", noon()))
		missing(t, "somebody at no ticket", rows.See(ctx, ref, "Min", noon()))
		return s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID))
	})
	later := noon().Add(time.Minute)
	in(t, s, func(ctx context.Context) error {
		return errors.Join(rows.SaveDraft(ctx, ref, "Min", "wor", noon()), rows.SaveDraft(ctx, ref, "Min", "words", later),
			rows.See(ctx, ref, "Min", later.Add(time.Minute)), rows.See(ctx, ref, "An", noon()))
	})
	got, err := rows.Drafts(t.Context(), ref)
	if err != nil || len(got) != 2 || got[0].Name != "An" || got[0].Text != "" || got[1].Text != "words" || !got[1].At.Equal(later) ||
		!got[1].Seen.Equal(later.Add(time.Minute)) {
		t.Errorf("drafts = %+v, %v", got, err)
	}
	present, err := rows.Present(t.Context(), here, later)
	if err != nil || len(present) != 1 || present[0] != (moderation.Presence{Ref: ref, Name: "Min"}) {
		t.Errorf("present = %+v, %v", present, err)
	}
	if other, err := rows.Present(t.Context(), there, noon()); err != nil || len(other) != 0 {
		t.Errorf("present in the other class = %+v, %v", other, err)
	}
	in(t, s, func(ctx context.Context) error {
		return errors.Join(rows.DropDraft(ctx, ref, "An"), rows.DropDraft(ctx, ref, "An"))
	})
	if got, err := rows.Drafts(t.Context(), ref); err != nil || len(got) != 1 {
		t.Errorf("after one was dropped: %+v, %v", got, err)
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Erasure.ForgetWords(ctx, p.ID)
		return err
	})
	if got, err := rows.Drafts(t.Context(), ref); err != nil || len(got) != 0 {
		t.Errorf("after the person was erased: %+v, %v", got, err)
	}
	in(t, s, func(ctx context.Context) error {
		missing(t, "a draft for a ticket that is gone", rows.SaveDraft(ctx, ref, "Min", "words", noon()))
		return nil
	})
}

// marks tests that each change shows in the mark of what it changes.
func marks(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	ref := moderation.Ref{Class: here, Kind: moderation.KindUnknown, Number: 1}
	read := func() moderation.Marks {
		t.Helper()
		m, err := s.Drafts().Marks(t.Context(), here, noon())
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	var m moderation.Marks
	for _, step := range []struct {
		what string
		do   func(ctx context.Context) error
		mark *string
	}{
		{"a ticket", func(ctx context.Context) error {
			return s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID))
		}, &m.Tickets},
		{"a supplement", func(ctx context.Context) error {
			return s.Tickets.AppendTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID), p.ID, "more", noon().Add(time.Second))
		}, &m.Tickets},
		{"somebody there", func(ctx context.Context) error { return s.Drafts().See(ctx, ref, "Min", noon()) }, &m.Presence},
		{"a line of the record", func(ctx context.Context) error {
			return s.Moderators.Audit(ctx, moderation.AuditEntry{Class: here, Who: "Min", Action: "x", At: noon()})
		}, &m.Audit},
		{"a question", func(ctx context.Context) error {
			return s.Questions.InsertQuestion(ctx, &campaign.Question{
				Campaign: here, Number: 1, Person: p.ID, Text: "why", Folded: "why", State: campaign.QuestionPending, At: noon(),
			})
		}, &m.Questions},
		{"its review", func(ctx context.Context) error {
			return s.Questions.SetQuestion(ctx, &campaign.Question{Campaign: here, Number: 1, State: campaign.QuestionApproved})
		}, &m.Questions},
		{"a vote", func(ctx context.Context) error { _, err := s.Questions.Vote(ctx, here, 1, 77); return err }, &m.Questions},
		{"the wall", func(ctx context.Context) error {
			return s.Walls().SaveWall(ctx, here, moderation.WallState{Showing: 1})
		}, &m.Wall},
		{"seats", func(ctx context.Context) error { return s.Seats.AddSeats(ctx, here, 1) }, &m.Class},
		{"a stop", func(ctx context.Context) error { return s.Moderators.SetLevel(ctx, campaign.StopFirst, "Min", noon()) }, &m.Stop},
	} {
		m = read()
		before := *step.mark
		in(t, s, step.do)
		if m = read(); *step.mark == before {
			t.Errorf("%s: the mark stays %q", step.what, before)
		}
		if again := read(); again != m {
			t.Errorf("%s: the marks change by themselves: %+v, %+v", step.what, m, again)
		}
	}
	stopped, err := s.Drafts().Stopped(t.Context())
	if err != nil || stopped.Level != campaign.StopFirst || stopped.By != "Min" || !stopped.At.Equal(noon()) {
		t.Errorf("stopped = %+v, %v", stopped, err)
	}
}

// desk tests moderation.DeskReader and the last texts of a person.
func desk(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	in(t, s, func(ctx context.Context) error {
		for i := range 5 {
			kind := campaign.TicketUnknown
			if i%2 == 1 {
				kind = campaign.TicketHuman
			}
			if err := s.Tickets.InsertTicket(ctx, ticketOf(kind, i+1, p.ID)); err != nil {
				return err
			}
		}
		done := ticketOf(campaign.TicketUnknown, 1, p.ID)
		done.State, done.Answer = campaign.TicketAnswered, "yes"
		return s.Tickets.SetTicket(ctx, done, "Min", noon())
	})
	rows := s.Drafts()
	for kind, wanted := range map[moderation.Kind]int{"": 4, moderation.KindUnknown: 2, moderation.KindHuman: 2} {
		want(t, "tickets of kind "+string(kind), countDesk(t, rows, kind, p), wanted)
	}
	l, err := rows.ListHandled(t.Context(), here, moderation.Page{Limit: 10})
	if err != nil || len(l.Rows) != 1 || l.Rows[0].Answer != "yes" || !l.Rows[0].Done.Equal(noon()) {
		t.Errorf("what was dealt with: %+v, %v", l, err)
	}
	_, err = rows.ListDesk(t.Context(), here, moderation.DeskFilter{}, moderation.Page{Limit: 1, After: "x"})
	if !errors.Is(err, moderation.ErrPlace) {
		t.Errorf("after no place: %v", err)
	}
}

// countDesk pages through the tickets of a kind, which p has asked.
func countDesk(t *testing.T, rows *sqlstore.DraftStore, kind moderation.Kind, p *campaign.Person) (seen int) {
	t.Helper()
	for page := (moderation.Page{Limit: 1}); ; {
		l, err := rows.ListDesk(t.Context(), here, moderation.DeskFilter{Kind: kind}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range l.Rows {
			seen++
			if r.Asker.Code != p.Code || !r.Reachable(noon()) || r.Reachable(noon().Add(72*time.Hour)) {
				t.Errorf("who asked: %+v", r.Asker)
			}
		}
		if page.After = l.Next; l.Next == "" {
			return seen
		}
	}
}
