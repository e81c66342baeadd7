package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

func ticketOf(k campaign.TicketKind, n int, p bot.PersonID) *campaign.Ticket {
	return &campaign.Ticket{
		Campaign: here, Kind: k, Number: n, Person: p, State: campaign.TicketOpen, Text: "first", OpenedAt: noon(), Last: noon(),
	}
}

func tickets(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	want(t, "first number", number(t, s), 1)
	want(t, "second number", number(t, s), 2)
	in(t, s, func(ctx context.Context) error {
		n, err := s.Tickets.NextNumber(ctx, here, "H")
		want(t, "first number of another kind", n, 1)
		return err
	})
	_, err := s.Tickets.OpenTicket(t.Context(), here, campaign.TicketUnknown, 1)
	missing(t, "no ticket", err)
	in(t, s, func(ctx context.Context) error {
		return s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, 1))
	})
	in(t, s, func(ctx context.Context) error {
		return s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 2, 1))
	})
	got, err := s.Tickets.OpenTicket(t.Context(), here, campaign.TicketUnknown, 1)
	if err != nil || got.Number != 2 || got.Text != "first" || !got.Last.Equal(noon()) {
		t.Fatalf("open ticket = %+v, %v, want U2", got, err)
	}
	for _, other := range []func() error{
		func() error { _, err := s.Tickets.OpenTicket(t.Context(), here, campaign.TicketHuman, 1); return err },
		func() error { _, err := s.Tickets.OpenTicket(t.Context(), here, campaign.TicketUnknown, 2); return err },
		func() error {
			_, err := s.Tickets.OpenTicket(t.Context(), there, campaign.TicketUnknown, 1)
			return err
		},
	} {
		missing(t, "another kind, person or campaign", other())
	}
	later := noon().Add(time.Minute)
	in(t, s, func(ctx context.Context) error { return s.Tickets.AppendTicket(ctx, got, 1, "second", later) })
	got, err = s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, 2)
	if err != nil || got.Text != "first/second" || !got.Last.Equal(later) {
		t.Errorf("ticket = %+v, %v, want the words joined", got, err)
	}
	_, err = s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, 9)
	missing(t, "a ticket that is not there", err)
}

func entryTickets(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.Tickets.EntryTicket(t.Context(), here, "live")
	missing(t, "no ticket of the entry", err)
	k := ticketOf(campaign.TicketUnknown, 1, 1)
	k.Entry = "live"
	in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, k) })
	got, err := s.Tickets.EntryTicket(t.Context(), here, "live")
	if err != nil || got.Number != 1 {
		t.Fatalf("ticket of the entry = %+v, %v", got, err)
	}
	_, err = s.Tickets.OpenTicket(t.Context(), here, campaign.TicketUnknown, 1)
	missing(t, "a shared ticket as a person's own", err)
	for _, p := range []bot.PersonID{2, 3, 2} {
		in(t, s, func(ctx context.Context) error { return s.Tickets.AppendTicket(ctx, got, p, "", noon()) })
	}
	askers, err := s.Tickets.Askers(t.Context(), got, 0, 2)
	if err == nil && len(askers) == 2 {
		var rest []campaign.Asker
		rest, err = s.Tickets.Askers(t.Context(), got, askers[1].Person, 2)
		askers = append(askers, rest...)
	}
	if err != nil || !slices.Equal(askers, []campaign.Asker{{Person: 1, Question: "first"}, {Person: 2}, {Person: 3}}) {
		t.Errorf("askers = %v, %v, want 1, 2, 3 once each", askers, err)
	}
	n, err := s.Tickets.CountAskers(t.Context(), got)
	if err != nil || n != 3 {
		t.Errorf("%d askers, %v, want 3", n, err)
	}
	got, err = s.Tickets.EntryTicket(t.Context(), here, "live")
	if err != nil || got.Text != "first" {
		t.Errorf("text = %q, %v; who asks the same adds no words", got.Text, err)
	}
}

func inbox(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		return s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketHuman, 1, 1))
	})
	late := ticketOf(campaign.TicketUnknown, 1, 2)
	late.OpenedAt = noon().Add(-time.Hour)
	in(t, s, func(ctx context.Context) error { return s.Tickets.InsertTicket(ctx, late) })
	waiting, err := s.Tickets.ListWaiting(t.Context(), here, moderation.Page{Limit: 10})
	open := waiting.Rows
	if err != nil || len(open) != 2 || open[0].Name() != "U1" {
		t.Fatalf("inbox = %+v, %v, want U1 first", open, err)
	}
	_, err = s.Tickets.TakenTicket(t.Context(), here, 1)
	missing(t, "a ticket nobody took", err)
	h := open[1]
	h.State = campaign.TicketTaken
	in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, h, "m1", noon()) })
	taken, err := s.Tickets.TakenTicket(t.Context(), here, 1)
	if err != nil || taken.Name() != "H1" {
		t.Errorf("taken = %+v, %v, want H1", taken, err)
	}
	u := open[0]
	u.State, u.Answer = campaign.TicketAnswered, "yes"
	in(t, s, func(ctx context.Context) error { return s.Tickets.SetTicket(ctx, u, "m1", noon()) })
	_, err = s.Tickets.OpenTicket(t.Context(), here, campaign.TicketUnknown, 2)
	missing(t, "an answered ticket among the open ones", err)
	got, err := s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, 1)
	if err != nil || got.Answer != "yes" || got.State != campaign.TicketAnswered {
		t.Errorf("answered ticket = %+v, %v", got, err)
	}
	_, err = s.Tickets.Reach(t.Context(), 12345)
	missing(t, "a person who is not there", err)
}

func questions(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	q := &campaign.Question{
		Campaign: here, Number: 1, Person: 1, Text: "How?", Folded: "how", State: campaign.QuestionApproved, At: noon(),
	}
	_, err := s.Questions.SameQuestion(t.Context(), here, "how")
	missing(t, "nobody asked it", err)
	in(t, s, func(ctx context.Context) error { return s.Questions.InsertQuestion(ctx, q) })
	for p, wanted := range map[bot.PersonID]bool{1: false, 2: true} {
		in(t, s, func(ctx context.Context) error {
			fresh, err := s.Questions.Vote(ctx, here, 1, p)
			want(t, "a first vote", fresh, wanted)
			return err
		})
	}
	in(t, s, func(ctx context.Context) error {
		fresh, err := s.Questions.Vote(ctx, here, 1, 2)
		want(t, "a second vote counts", fresh, false)
		return err
	})
	got, err := s.Questions.SameQuestion(t.Context(), here, "how")
	if err != nil || got.Number != 1 || got.Votes != 2 || got.Text != "How?" {
		t.Errorf("same question = %+v, %v, want Q1 with 2 votes", got, err)
	}
	again := &campaign.Question{Campaign: here, Person: 2, Text: "how", Merged: 1, At: noon()}
	own := &campaign.Question{Campaign: here, Person: 1, Text: "how", Merged: 1, At: noon()}
	for _, r := range []*campaign.Question{again, again, own} {
		in(t, s, func(ctx context.Context) error { return s.Questions.InsertQuestion(ctx, r) })
	}
	n, err := s.Questions.QuestionsBy(t.Context(), here, 2)
	if err != nil || n != 0 {
		t.Errorf("questions by 2, who repeated one = %d, %v", n, err)
	}
	n, err = s.Questions.QuestionsBy(t.Context(), here, 1)
	if err != nil || n != 1 {
		t.Errorf("questions by 1 = %d, %v", n, err)
	}
	_, err = s.Questions.Question(t.Context(), there, 1)
	missing(t, "another campaign's question", err)
}

func strikes(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	strike := func(wanted int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := s.Questions.Strike(ctx, here, 1)
			want(t, "strikes", n, wanted)
			return err
		})
	}
	strike(1)
	strike(2)
	until, err := s.Questions.MutedUntil(t.Context(), here, 1)
	if err != nil || !until.IsZero() {
		t.Errorf("muted until %v, %v, want never", until, err)
	}
	in(t, s, func(ctx context.Context) error { return s.Questions.Mute(ctx, here, 1, noon()) })
	if until, err = s.Questions.MutedUntil(t.Context(), here, 1); err != nil || !until.Equal(noon()) {
		t.Errorf("muted until %v, %v, want noon", until, err)
	}
	strike(1)
}

func reports(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	n, err := s.Links.Report(t.Context(), here, "99", "https://a", 1)
	if err != nil || n != 0 {
		t.Errorf("report = %d, %v, want none", n, err)
	}
	for i, p := range []bot.PersonID{1, 2} {
		in(t, s, func(ctx context.Context) error {
			r := campaign.LinkReport{Pack: "99", URL: "https://a", Person: p, Number: i + 1, At: noon()}
			people, err := s.Links.AddReport(ctx, here, r)
			want(t, "people who reported", people, i+1)
			return err
		})
	}
	if n, err = s.Links.Report(t.Context(), here, "99", "https://a", 2); err != nil || n != 2 {
		t.Errorf("report = %d, %v, want 2", n, err)
	}
	for since, wanted := range map[time.Time]int{noon().Add(-time.Minute): 1, noon().Add(time.Minute): 0} {
		if n, err = s.Links.ReportsSince(t.Context(), here, 1, since); err != nil || n != wanted {
			t.Errorf("reports since %v = %d, %v, want %d", since, n, err, wanted)
		}
	}
}

// numbers tests that each kind of thing is counted from 1 in each class, whatever
// store is asked.
func numbers(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	next := map[string]func(ctx context.Context, id, kind string) (int, error){
		"T": s.Tickets.NextNumber, "Q": s.Questions.NextNumber, "F": s.Content.NextNumber, "X": s.Links.NextNumber,
		"B": s.Broadcasts.NextNumber,
	}
	for kind, f := range next {
		for _, wanted := range []int{1, 2} {
			err := s.People.Do(t.Context(), func(ctx context.Context) error {
				n, err := f(ctx, here, kind)
				want(t, "number of "+kind, n, wanted)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	in(t, s, func(ctx context.Context) error {
		n, err := s.Broadcasts.NextNumber(ctx, there, "B")
		want(t, "number in the other class", n, 1)
		return err
	})
}
