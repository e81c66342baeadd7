package moderation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// QuestionTaker takes questions for the lecturer.
type QuestionTaker interface {
	// Forward takes a question for somebody, within the limits of their own questions.
	// It joins the unit of the context.
	Forward(ctx context.Context, p bot.PersonID, text, folded string, at time.Time) (campaign.AskResult, error)
}

// Forwarder turns tickets into questions for the lecturer (ruling 49).
type Forwarder struct {
	Tickets   *Tickets
	Questions QuestionTaker
}

// ForwardResult is the result of handing a ticket to the lecturer. Ask says what became of
// the question: it was taken, it joined the same one, or a limit refused it, and then
// nothing has changed. Told is true if everybody who asked can read of it now.
type ForwardResult struct {
	Ask  campaign.AskResult
	Told bool
}

// Taken reports whether there is a question now.
func (r ForwardResult) Taken() bool {
	switch r.Ask.Outcome {
	case campaign.AskTaken, campaign.AskDuplicate, campaign.AskOwn, campaign.AskSupported:
		return true
	default:
		return false
	}
}

// forwardJob holds the arguments of a job that hands the rest of those who ask a ticket to
// the question that it became.
type forwardJob struct {
	Number, Question int
	At               time.Time
	By               bot.PersonID
}

// Forward turns a ticket into a question for the lecturer: everybody who asked the ticket
// is an author of it and is told so, once, and the ticket is closed.
func (s *Forwarder) Forward(ctx context.Context, who Actor, ref Ref, at time.Time) (ForwardResult, error) {
	if err := allow(who, ActionForwardTicket); err != nil {
		return ForwardResult{}, err
	}
	t, err := s.Tickets.find(ctx, ref, KindUnknown)
	if err != nil {
		return ForwardResult{}, err
	}
	r, err := s.hand(ctx, who, t, at)
	if err != nil || !r.Taken() {
		return r, err
	}
	before := t.State
	if t.State == campaign.TicketOpen {
		t.State = campaign.TicketClosed
	}
	if err := s.Tickets.Store.SetTicket(ctx, t, who.Name, at); err != nil {
		return r, fmt.Errorf("forward %s: %w", ref.Name(), err)
	}
	c := change{ActionForwardTicket, ref.Name(), string(before), Ref{Kind: KindQuestion, Number: r.Ask.Number}.Name()}
	return r, s.Tickets.Guard.record(ctx, who, c, at)
}

// hand makes the first asker the author of a question, and the others with them: the first
// hundred at once and the rest by a job.
func (s *Forwarder) hand(ctx context.Context, who Actor, t *campaign.Ticket, at time.Time) (r ForwardResult, err error) {
	first, err := s.Tickets.Store.Askers(ctx, t, 0, 1)
	if err != nil || len(first) == 0 {
		return r, fmt.Errorf("who asked %s: %w", t.Name(), err)
	}
	words := s.words(t)
	if r.Ask, err = s.Questions.Forward(ctx, first[0].Person, words, text.Fold(words), at); err != nil || !r.Taken() {
		return r, err
	}
	args := forwardJob{t.Number, r.Ask.Number, at, who.Person}
	j, err := campaign.NewJob(t.Campaign, campaign.JobForward, args)
	if err != nil {
		return r, err
	}
	err = campaign.BeginJob(ctx, s.Tickets.Notifier.Jobs, &j, func(ctx context.Context, j *campaign.Job) (err error) {
		r.Told, err = s.slice(ctx, j, t, args)
		return err
	})
	r.Told = r.Told && j.Ended
	return r, err
}

// words returns what a ticket asks: its messages as one text.
func (s *Forwarder) words(t *campaign.Ticket) string {
	if e, ok := s.Tickets.Campaign.Entry(t.Entry); ok && t.Text == "" {
		return e.Question
	}
	return strings.Join(t.Parts, " ")
}

// slice hands the question to the next of those who ask the ticket, and tells them. Those
// who may not ask any more are told nothing.
func (s *Forwarder) slice(ctx context.Context, j *campaign.Job, t *campaign.Ticket, args forwardJob) (all bool, err error) {
	words := s.words(t)
	folded := text.Fold(words)
	next := func(ctx context.Context, after bot.PersonID, n int) ([]receiver, error) {
		asked, err := s.Tickets.Store.Askers(ctx, t, after, n)
		if err != nil {
			return nil, err
		}
		out := make([]receiver, len(asked))
		for i, a := range asked {
			out[i].person = a.Person
			if _, err := s.Questions.Forward(ctx, a.Person, words, folded, args.At); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return s.Tickets.Notifier.tellSlice(ctx, j, next, func(r receiver) campaign.Notice {
		return campaign.Notice{
			Body: campaign.QuestionForwarded{Number: args.Question}, Due: args.At, Priority: campaign.PriorityAnswer,
			DedupKey: fmt.Sprintf("forwarded %s %s %d", t.Campaign, t.Name(), r.person),
			Promise:  Actor{Person: args.By}.promise(t.Name(), args.At),
		}
	})
}

// ForwardSlice does a slice of the job that hands a ticket to the lecturer.
func (s *Services) ForwardSlice(ctx context.Context, j *campaign.Job) error {
	var args forwardJob
	if err := j.Read(&args); err != nil {
		return err
	}
	t, err := s.Tickets.Store.Ticket(ctx, j.Campaign, campaign.TicketUnknown, args.Number)
	if err != nil {
		return fmt.Errorf("read the ticket of job %d: %w", j.ID, err)
	}
	_, err = s.Questions.Forwarder.slice(ctx, j, t, args)
	return err
}
