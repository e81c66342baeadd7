package moderation_test

import (
	"errors"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// An answer reaches everybody who asked, and says whether they can read it now.
func TestAnswer(t *testing.T) {
	t.Parallel()
	s := newTickets()
	s.add(campaign.TicketUnknown, 1, 1, 2)
	r, err := s.Answer(t.Context(), m1(), ref(t, "U1"), "At eight.", noon())
	if err != nil || !r.Told || r.Second != nil {
		t.Fatalf("answer: %+v, %v", r, err)
	}
	s.is(t, "U1", campaign.TicketAnswered, "m1", "At eight.")
	s.told(t, "human to 1", "human to 2")
	s.logged(t, "m1 ticket.answer U1: open -> At eight.")

	for what, spoil := range map[string]func(*tickets){
		"the second has no credit left":    func(s *tickets) { s.people[2].Credits = 0 },
		"the second has left":              func(s *tickets) { s.people[2].Left = true },
		"the second's data was erased":     func(s *tickets) { delete(s.people, 2) },
		"sending is stopped by moderators": func(s *tickets) { s.level = campaign.StopFirst },
	} {
		s := newTickets()
		s.add(campaign.TicketUnknown, 1, 1, 2)
		spoil(s)
		if r, err := s.Answer(t.Context(), m1(), ref(t, "U1"), "At eight.", noon()); err != nil || r.Told {
			t.Errorf("%s: told %v, %v", what, r.Told, err)
		}
	}
}

// What cannot be answered is refused before anything is written.
func TestAnswerRefused(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("九", 401)
	for _, tt := range []struct {
		what, name, words string
		spoil             func(*tickets)
		want              error
	}{
		{"no such ticket", "U9", "Yes.", nil, moderation.ErrNotFound},
		{"another kind", "Q1", "Yes.", nil, moderation.ErrNotFound},
		{"nobody behind it", "U1", "Yes.", func(s *tickets) { s.askers["U1"] = nil }, moderation.ErrGone},
		{"a blocked word", "U1", "a scam", nil, &moderation.BlockedError{Word: "scam"}},
		{"too long", "U1", long, nil, &moderation.LongError{Runes: 401, Max: 400}},
	} {
		s := newTickets()
		s.add(campaign.TicketUnknown, 1, 1)
		if tt.spoil != nil {
			tt.spoil(s)
		}
		_, err := s.Answer(t.Context(), m1(), ref(t, tt.name), tt.words, noon())
		if !errors.Is(err, tt.want) && (err == nil || err.Error() != tt.want.Error()) {
			t.Errorf("%s: %v, want %v", tt.what, err, tt.want)
		}
		s.is(t, "U1", campaign.TicketOpen, "", "")
		s.told(t)
		s.logged(t)
	}
	s := newTickets()
	s.add(campaign.TicketUnknown, 1, 1)
	other := moderation.Ref{Class: "another", Kind: moderation.KindUnknown, Number: 1}
	if _, err := s.Answer(t.Context(), m1(), other, "Yes.", noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("a ticket of another class: %v", err)
	}
	if _, err := s.Answer(t.Context(), m1(), ref(t, "U1"), strings.Repeat("九", 400), noon()); err != nil {
		t.Errorf("an answer that just fits: %v", err)
	}
}

// A second moderator is asked for a code, which carries the words; the same
// moderator is not.
func TestAnswerSecond(t *testing.T) {
	t.Parallel()
	s := newTickets()
	s.add(campaign.TicketHuman, 1, 1)
	for range 2 {
		if r, err := s.Answer(t.Context(), m1(), ref(t, "H1"), "Soon.", noon()); err != nil || r.Second != nil {
			t.Fatalf("the first moderator: %+v, %v", r, err)
		}
	}
	r, err := s.Answer(t.Context(), m2(), ref(t, "H1"), "Now.", noon())
	if err != nil || r.Second == nil {
		t.Fatalf("the second moderator: %+v, %v", r, err)
	}
	if want := (moderation.SecondAnswer{Code: "0001", By: "m1", Answer: "Soon."}); *r.Second != want {
		t.Errorf("second = %+v, want %+v", *r.Second, want)
	}
	s.told(t, "human to 1", "human to 1")
	p := confirmed[moderation.PendingAnswer](t, s.office, m2(), r.Second.Code)
	if _, err := s.AnswerAnyway(t.Context(), m1(), p, noon()); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("with another moderator's code: %v", err)
	}
	if _, err := s.AnswerAnyway(
		t.Context(), m2(), moderation.PendingAnswer{Ticket: p.Ticket}, noon(),
	); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("without a code: %v", err)
	}
	if r, err := s.AnswerAnyway(t.Context(), m2(), p, noon()); err != nil || !r.Told {
		t.Errorf("with the code: %+v, %v", r, err)
	}
	s.is(t, "H1", campaign.TicketAnswered, "m2", "Now.")
	s.askers["H1"] = nil
	if _, err := s.AnswerAnyway(t.Context(), m2(), p, noon()); !errors.Is(err, moderation.ErrGone) {
		t.Errorf("after everybody left: %v", err)
	}
}

// An open ticket that another moderator has only handed back needs no code.
func TestAnswerAfterTalk(t *testing.T) {
	t.Parallel()
	s := newTickets()
	s.add(campaign.TicketHuman, 1, 1).By = "m2"
	if r, err := s.Answer(t.Context(), m1(), ref(t, "H1"), "Yes.", noon()); err != nil || r.Second != nil {
		t.Errorf("answer: %+v, %v", r, err)
	}
	s.stored["H1"].State, s.stored["H1"].By, s.stored["H1"].Answer = campaign.TicketAnswered, "m2", ""
	if r, err := s.Answer(t.Context(), m1(), ref(t, "H1"), "Yes.", noon()); err != nil || r.Second != nil {
		t.Errorf("answer of a ticket that was closed without one: %+v, %v", r, err)
	}
}

// Whoever talks to a person goes on talking when an answer is given.
func TestTalk(t *testing.T) {
	t.Parallel()
	s := newTickets()
	s.add(campaign.TicketHuman, 1, 1)
	if err := s.TakeOver(t.Context(), m1(), ref(t, "H1"), noon()); err != nil {
		t.Fatal(err)
	}
	s.is(t, "H1", campaign.TicketTaken, "m1", "")
	if err := s.TakeOver(t.Context(), m1(), ref(t, "H1"), noon()); !errors.Is(err, moderation.ErrAlready) {
		t.Errorf("taken twice: %v", err)
	}
	taken, ok := errors.AsType[*moderation.TakenError](s.TakeOver(t.Context(), m2(), ref(t, "H1"), noon()))
	if !ok || taken.By != "m1" {
		t.Errorf("taken by another: %+v, %v", taken, ok)
	}
	if r, err := s.Answer(t.Context(), m2(), ref(t, "H1"), "Me too.", noon()); err != nil || r.Second == nil || !r.Second.Talking {
		t.Errorf("another one answers: %+v, %v", r.Second, err)
	}
	if _, err := s.Answer(t.Context(), m1(), ref(t, "H1"), "Yes.", noon()); err != nil {
		t.Fatal(err)
	}
	s.is(t, "H1", campaign.TicketTaken, "m1", "Yes.")
	other, err := s.HandBack(t.Context(), m2(), ref(t, "H1"), noon())
	if err != nil || other != "" {
		t.Fatalf("handed back: %q, %v", other, err)
	}
	s.is(t, "H1", campaign.TicketClosed, "m2", "Yes.")
	s.told(t, "human to 1", "closed to 1")
	s.logged(t, "m1 ticket.take H1: open -> taken", "m1 ticket.answer H1: taken -> Yes.", "m2 ticket.close H1: taken -> closed")
	if _, err := s.HandBack(t.Context(), m2(), ref(t, "H1"), noon()); !errors.Is(err, moderation.ErrAlready) {
		t.Errorf("handed back twice: %v", err)
	}
}

// Who was not talked to is not told that a talk is over, nor is who is talked to by
// another ticket.
func TestHandBackQuietly(t *testing.T) {
	t.Parallel()
	s := newTickets()
	s.add(campaign.TicketHuman, 1, 1)
	if other, err := s.HandBack(t.Context(), m1(), ref(t, "H1"), noon()); err != nil || other != "" {
		t.Fatalf("close an open ticket: %q, %v", other, err)
	}
	s.add(campaign.TicketHuman, 2, 1).State = campaign.TicketTaken
	s.add(campaign.TicketHuman, 3, 1).State = campaign.TicketTaken
	if other, err := s.HandBack(t.Context(), m1(), ref(t, "H2"), noon()); err != nil || other != "H3" {
		t.Errorf("another talk goes on: %q, %v", other, err)
	}
	s.told(t)
	s.add(campaign.TicketUnknown, 1, 1)
	if err := s.TakeOver(t.Context(), m1(), ref(t, "U1"), noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("take over a question: %v", err)
	}
	if _, err := s.HandBack(t.Context(), m1(), ref(t, "U1"), noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("close a question: %v", err)
	}
}
