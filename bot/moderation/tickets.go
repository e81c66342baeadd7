package moderation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TicketStore keeps tickets. Every method joins the unit of the context.
type TicketStore interface {
	// Ticket returns a ticket by class, kind and number, or ErrNotFound.
	Ticket(ctx context.Context, class string, k campaign.TicketKind, number int) (*campaign.Ticket, error)
	// TakenTicket returns the ticket by which a moderator talks to a person, or
	// ErrNotFound.
	TakenTicket(ctx context.Context, class string, p bot.PersonID) (*campaign.Ticket, error)
	// SetTicket stores State and Answer.
	SetTicket(ctx context.Context, t *campaign.Ticket, by string, at time.Time) error
	// Askers returns at most n people after one, by id, who asked and have neither left
	// nor erased their data, with what they asked.
	Askers(ctx context.Context, t *campaign.Ticket, after bot.PersonID, n int) ([]campaign.Asker, error)
}

// Tickets is the service for the tickets of a class.
type Tickets struct {
	Guard    *Guard
	Campaign *campaign.Campaign
	Store    TicketStore
	Notifier *Notifier
	Blocked  BlockList
	Held     HeldAnswers
	// Drafts keeps the answers that are being written.
	Drafts *Drafts
	// Shift knows who is to deal with them, Data what is shown beside them.
	Shift *Shift
	Data  DeskData
	// Pieces returns the terms of a text that nobody has understood.
	Pieces func(said string) []string
}

// AnswerResult is the result of an answer.
type AnswerResult struct {
	// Told is false if somebody who asked can read the answer only with the reply to
	// their next message (ruling 2).
	Told bool
	// Until is set for an answer that is held until then. Code takes it back.
	Until time.Time
	Code  string
	// Second is set when another moderator is at the ticket: nothing was said,
	// and the answer waits for a code.
	Second *SecondAnswer
}

// SecondAnswer is why an answer waits for a code.
type SecondAnswer struct {
	Code string
	// By is the other moderator, who talks to the person if Talking is set, else
	// has given Answer.
	By      string
	Talking bool
	Answer  string
}

// Answer sends a moderator's answer to everybody who asked. If another moderator talks
// to them or has answered already, the answer waits for a code, because two answers to
// one question are confusing.
func (s *Tickets) Answer(ctx context.Context, who Actor, ref Ref, words string, at time.Time) (AnswerResult, error) {
	if err := allow(who, ActionAnswerTicket); err != nil {
		return AnswerResult{}, err
	}
	t, err := s.find(ctx, ref, KindUnknown, KindHuman)
	if err != nil {
		return AnswerResult{}, err
	}
	if err := checkText(s.Blocked, words); err != nil {
		return AnswerResult{}, err
	}
	other := busy(t, who.Name)
	if other == "" {
		return s.give(ctx, who, t, words, at)
	}
	code, err := s.Guard.ask(ctx, who, PendingAnswer{Ticket: ref, Words: words}, at)
	return AnswerResult{Second: &SecondAnswer{
		Code: code, By: other, Talking: t.State == campaign.TicketTaken, Answer: t.Answer,
	}}, err
}

// AnswerAnyway sends an answer in addition to that of another moderator, after its
// code.
func (s *Tickets) AnswerAnyway(ctx context.Context, who Actor, p PendingAnswer, at time.Time) (AnswerResult, error) {
	if err := allow(who, ActionAnswerTicket); err != nil {
		return AnswerResult{}, err
	}
	if err := p.confirmed(who); err != nil {
		return AnswerResult{}, err
	}
	t, err := s.find(ctx, p.Ticket, KindUnknown, KindHuman)
	if err != nil {
		return AnswerResult{}, err
	}
	return s.give(ctx, who, t, p.Words, at)
}

// give sends an answer to everybody who asked. A ticket that was taken over stays taken
// over.
func (s *Tickets) give(ctx context.Context, who Actor, t *campaign.Ticket, words string, at time.Time) (AnswerResult, error) {
	r, err := s.hold(ctx, who, t, words, at)
	if err != nil {
		return AnswerResult{}, err
	}
	if r.Told, err = s.tellAskers(ctx, who, t, words, at); err != nil {
		return AnswerResult{}, fmt.Errorf("answer %s: %w", t.Name(), err)
	}
	before, by := t.State, t.By
	t.Answer = words
	if t.State != campaign.TicketTaken {
		t.State, by = campaign.TicketAnswered, who.Name
	}
	if err := s.Store.SetTicket(ctx, t, by, at); err != nil {
		return AnswerResult{}, fmt.Errorf("answer %s: %w", t.Name(), err)
	}
	return r, s.Guard.record(ctx, who, change{ActionAnswerTicket, t.Name(), string(before), words}, at)
}

// ref is the reference of a ticket of the class.
func (s *Tickets) ref(t *campaign.Ticket) Ref { return Ref{s.Campaign.ID, Kind(t.Kind), t.Number} }

// busy returns the other moderator who talks to a ticket's person or has answered
// it already; "" for none.
func busy(t *campaign.Ticket, me string) string {
	if t.By != me && (t.State == campaign.TicketTaken || t.State == campaign.TicketAnswered && t.Answer != "") {
		return t.By
	}
	return ""
}

// ticket returns the ticket of a reference, or ErrNotFound, also for a reference
// of another kind.
func (s *Tickets) ticket(ctx context.Context, ref Ref, kinds ...Kind) (*campaign.Ticket, error) {
	if ref.Class != s.Campaign.ID || !slices.Contains(kinds, ref.Kind) {
		return nil, fmt.Errorf("ticket %s: %w", ref.Name(), ErrNotFound)
	}
	t, err := s.Store.Ticket(ctx, ref.Class, campaign.TicketKind(ref.Kind), ref.Number)
	if err != nil {
		return nil, fmt.Errorf("ticket %s: %w", ref.Name(), err)
	}
	return t, nil
}

// find returns the ticket of a reference like the method ticket, and ErrGone if
// everybody who asked has left.
func (s *Tickets) find(ctx context.Context, ref Ref, kinds ...Kind) (*campaign.Ticket, error) {
	t, err := s.ticket(ctx, ref, kinds...)
	if err != nil {
		return nil, err
	}
	people, err := s.Store.Askers(ctx, t, 0, 1)
	if err != nil {
		return nil, fmt.Errorf("who asked %s: %w", ref.Name(), err)
	}
	if len(people) == 0 {
		return nil, ErrGone
	}
	return t, nil
}

// TakeOver silences the bot for the person of a ticket until HandBack. It returns
// ErrAlready when this moderator has taken it, and a *TakenError when another has.
func (s *Tickets) TakeOver(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionTakeTicket); err != nil {
		return err
	}
	t, err := s.call(ctx, who, ref, campaign.TicketTaken)
	if err != nil {
		return err
	}
	return s.move(ctx, who, t, change{action: ActionTakeTicket, after: string(campaign.TicketTaken)}, at)
}

// HandBack closes a ticket: the bot answers again, and the person is told that the talk
// is over, if there was one. If a moderator still talks to them by another ticket, they
// are told nothing, and the name of that ticket is returned. HandBack returns
// ErrAlready for a ticket that this moderator has closed, and a *TakenError for one
// that another has.
func (s *Tickets) HandBack(ctx context.Context, who Actor, ref Ref, at time.Time) (stillTaken string, err error) {
	if err := allow(who, ActionCloseTicket); err != nil {
		return "", err
	}
	t, err := s.call(ctx, who, ref, campaign.TicketClosed)
	if err != nil {
		return "", err
	}
	talked := t.State == campaign.TicketTaken
	if err := s.move(ctx, who, t, change{action: ActionCloseTicket, after: string(campaign.TicketClosed)}, at); err != nil {
		return "", err
	}
	other, err := s.Store.TakenTicket(ctx, s.Campaign.ID, t.Person)
	switch {
	case err == nil:
		return other.Name(), nil
	case !errors.Is(err, ErrNotFound):
		return "", fmt.Errorf("look for another talk: %w", err)
	case !talked:
		return "", nil
	}
	_, err = s.Notifier.Tell(ctx, []bot.PersonID{t.Person}, campaign.Notice{
		Body: campaign.TalkEnded{}, Due: at, Priority: campaign.PriorityAnswer,
	})
	return "", err
}

// Look returns a ticket as a moderator sees it: Text is filled in as by Lists.Waiting.
func (s *Tickets) Look(ctx context.Context, who Actor, ref Ref) (*campaign.Ticket, error) {
	if err := allow(who, ActionListTickets); err != nil {
		return nil, err
	}
	t, err := s.ticket(ctx, ref, KindUnknown, KindHuman)
	if err != nil {
		return nil, err
	}
	t.Text = asked(s.Campaign, t, t.Text)
	return t, nil
}

// Ignore closes an open ticket that needs no answer; nobody is told. It returns a
// *TakenError if another moderator has dealt with it, and ErrAlready if this one has.
func (s *Tickets) Ignore(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionCloseTicket); err != nil {
		return err
	}
	t, err := s.ticket(ctx, ref, KindUnknown, KindHuman)
	switch {
	case err != nil:
		return err
	case t.State == campaign.TicketOpen:
		return s.move(ctx, who, t, change{action: ActionCloseTicket, after: string(campaign.TicketClosed)}, at)
	case t.By != who.Name && t.By != "":
		return &TakenError{By: t.By}
	default:
		return ErrAlready
	}
}

// call finds a call for a moderator that is not in a state yet.
func (s *Tickets) call(ctx context.Context, who Actor, ref Ref, to campaign.TicketState) (*campaign.Ticket, error) {
	t, err := s.find(ctx, ref, KindHuman)
	switch {
	case err != nil:
		return nil, err
	case t.State != to:
		return t, nil
	case busy(t, who.Name) != "":
		return nil, &TakenError{By: t.By}
	default:
		return nil, ErrAlready
	}
}

// move stores a ticket's new state, which is the field after of the change, and records
// the change.
func (s *Tickets) move(ctx context.Context, who Actor, t *campaign.Ticket, c change, at time.Time) error {
	c.target, c.before = t.Name(), string(t.State)
	t.State = campaign.TicketState(c.after)
	if err := s.Store.SetTicket(ctx, t, who.Name, at); err != nil {
		return fmt.Errorf("store %s: %w", t.Name(), err)
	}
	return s.Guard.record(ctx, who, c, at)
}

// asked returns the words of a ticket. If they were erased it is the question of
// the entry without an answer that the ticket is about.
func asked(c *campaign.Campaign, t *campaign.Ticket, words string) string {
	if e, ok := c.Entry(t.Entry); ok && words == "" {
		return e.Question
	}
	return words
}
