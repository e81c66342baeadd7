package moderation

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"zhujiao/bot/campaign"
)

// HeldAnswers withdraws answers that were sent from the console and are still held. Both
// methods join the unit of the context.
type HeldAnswers interface {
	// Withdraw cancels the notices of a topic that wait. It returns false if the call of one
	// of them has begun, or it was shelved or ended; the unit must then be rolled back.
	Withdraw(ctx context.Context, class, topic string, at time.Time) (bool, error)
	// Reopen gives a ticket the state, answer and author in before, if it still has the
	// answer and author in now; else it changes nothing. An open ticket that somebody else
	// has opened anew meanwhile is shared no more.
	Reopen(ctx context.Context, now, before *campaign.Ticket, at time.Time) error
}

// PendingTakeBack takes back an answer that was given At. Before is the ticket as it was
// before it.
type PendingTakeBack struct {
	approval
	Ticket Ref
	Words  string
	At     time.Time
	State  campaign.TicketState
	Answer string
	By     string
}

func (PendingTakeBack) action() Action { return ActionTakeBackAnswer }

func (p PendingTakeBack) args() map[string]string {
	return map[string]string{
		"ticket": p.Ticket.Name(), "words": p.Words, "at": strconv.FormatInt(p.At.UnixMilli(), 10), "state": string(p.State),
		"answer": p.Answer, "by": p.By,
	}
}

// takeBackOf is the inverse of args.
func takeBackOf(ticket Ref, args map[string]string, by approval) (Pending, error) {
	at, err := strconv.ParseInt(args["at"], 10, 64)
	if err != nil {
		return nil, ErrBadCode
	}
	return PendingTakeBack{
		by, ticket, args["words"], time.UnixMilli(at), campaign.TicketState(args["state"]), args["answer"], args["by"],
	}, nil
}

// held returns until when an answer is held: what is sent from the console, to few enough
// people for one unit; the zero time for others.
func held(who Actor, t *campaign.Ticket, at time.Time) time.Time {
	if who.Via != ViaConsole || t.Askers >= campaign.JobSlice {
		return time.Time{}
	}
	return at.Add(RegretTime)
}

// hold asks for the code that takes an answer back, if it is held.
func (s *Tickets) hold(ctx context.Context, who Actor, t *campaign.Ticket, words string, at time.Time) (r AnswerResult, err error) {
	r.Until = held(who, t, at)
	if r.Until.IsZero() {
		return r, nil
	}
	back := PendingTakeBack{Ticket: s.ref(t), Words: words, At: at, State: t.State, Answer: t.Answer, By: t.By}
	r.Code, err = s.Guard.ask(ctx, who, back, at)
	return r, err
}

// answerTopic groups the notices of an answer that is held. Another answer to the same ticket
// at the same time has other words.
func answerTopic(name, words string, at time.Time) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(words)) // it cannot fail
	return fmt.Sprintf("answer %s %d %x", name, at.UnixMilli(), h.Sum64())
}

// TakeBack withdraws an answer that nobody was told yet, after its code. It returns ErrLeft
// if somebody was.
func (s *Tickets) TakeBack(ctx context.Context, who Actor, p PendingTakeBack, at time.Time) error {
	if err := allow(who, ActionTakeBackAnswer); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	t, err := s.ticket(ctx, p.Ticket, KindUnknown, KindHuman)
	if err != nil {
		return err
	}
	all, err := s.Held.Withdraw(ctx, s.Campaign.ID, answerTopic(t.Name(), p.Words, p.At), at)
	if err != nil {
		return fmt.Errorf("take back the answer to %s: %w", t.Name(), err)
	}
	if !all {
		return ErrLeft
	}
	now, before := *t, *t
	now.Answer, now.By = p.Words, who.Name
	if p.State == campaign.TicketTaken {
		now.By = p.By // whoever talks to the person stays the one
	}
	before.State, before.Answer, before.By = p.State, p.Answer, p.By
	if err := s.Held.Reopen(ctx, &now, &before, at); err != nil {
		return fmt.Errorf("take back the answer to %s: %w", t.Name(), err)
	}
	return s.Guard.record(ctx, who, change{ActionTakeBackAnswer, t.Name(), p.Words, string(p.State)}, at)
}
