package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// tellJob holds the arguments of a job that tells an answer to everybody who asked.
type tellJob struct {
	// Ticket is the name of a ticket's kind; empty for a question to the lecturer.
	Ticket campaign.TicketKind `json:",omitempty"`
	Number int
	// Words are the moderator's answer to a ticket. Those of a question are read when
	// they are told.
	Words string `json:",omitempty"`
	At    time.Time
	// By is the moderator who reads that the answer is delivered.
	By bot.PersonID
	// Held is until when the answer is held; zero if it leaves at once.
	Held time.Time `json:",omitzero"`
}

// promise is that of the moderator whose answer the job tells.
func (a tellJob) promise(name string) campaign.Promise {
	return Actor{Person: a.By}.promise(name, a.At)
}

// receiver is somebody who is told an answer. Question is what the answer has to quote,
// so that they know what it is about; empty if they have just asked it.
type receiver struct {
	person   bot.PersonID
	question string
}

// pageAfter returns the receivers after a person, by id.
type pageAfter func(ctx context.Context, after bot.PersonID, n int) ([]receiver, error)

// noticeTo makes the notice for a receiver.
type noticeTo func(r receiver) campaign.Notice

// tellSlice tells the next of the people, and moves the job. It returns whether all of
// them can read it now.
func (n *Notifier) tellSlice(ctx context.Context, j *campaign.Job, next pageAfter, notice noticeTo) (all bool, err error) {
	var after bot.PersonID
	if err := j.At(&after); err != nil {
		return false, err
	}
	people, err := next(ctx, after, campaign.JobSlice)
	if err != nil {
		return false, fmt.Errorf("find who asked: %w", err)
	}
	if all, err = n.tellEach(ctx, people, notice); err != nil {
		return false, err
	}
	if len(people) < campaign.JobSlice {
		j.Ended = true
		return all, j.Moved(after, len(people))
	}
	return all, j.Moved(people[len(people)-1].person, len(people))
}

// tellAll tells an answer to everybody who asked, the first of them now and the rest by a
// job. It returns true if all of them can read it now: of many it is not known yet.
func (n *Notifier) tellAll(ctx context.Context, args tellJob, next pageAfter, notice noticeTo) (told bool, err error) {
	j, err := campaign.NewJob(n.Campaign.ID, campaign.JobTell, args)
	if err != nil {
		return false, err
	}
	err = campaign.BeginJob(ctx, n.Jobs, &j, func(ctx context.Context, j *campaign.Job) (err error) {
		told, err = n.tellSlice(ctx, j, next, notice)
		return err
	})
	return told && j.Ended, err
}

// askers pages through the people of a ticket.
func (s *Tickets) askers(t *campaign.Ticket) pageAfter {
	return func(ctx context.Context, after bot.PersonID, n int) ([]receiver, error) {
		asked, err := s.Store.Askers(ctx, t, after, n)
		out := make([]receiver, len(asked))
		for i, a := range asked {
			out[i].person = a.Person
			if a.WroteSince && t.Kind == campaign.TicketUnknown {
				out[i].question = a.Question
			}
		}
		return out, err
	}
}

func (s *Tickets) tellAskers(ctx context.Context, who Actor, t *campaign.Ticket, words string, at time.Time) (told bool, err error) {
	args := tellJob{Ticket: t.Kind, Number: t.Number, Words: words, At: at, By: who.Person, Held: held(who, t, at)}
	return s.Notifier.tellAll(ctx, args, s.askers(t), answerNotice(args, who.promise(t.Name(), at)))
}

// answerNotice makes the notices of a moderator's answer.
func answerNotice(a tellJob, p campaign.Promise) noticeTo {
	return func(r receiver) campaign.Notice {
		body := campaign.HumanAnswer{Text: a.Words, Question: r.question}
		n := campaign.Notice{Body: body, Due: p.At, Priority: campaign.PriorityAnswer, Promise: p}
		if !a.Held.IsZero() {
			n.Due, n.Topic = a.Held, answerTopic(p.Name, a.Words, p.At)
		}
		return n
	}
}

// same makes the same notice for everybody.
func same(notice campaign.Notice) noticeTo { return func(receiver) campaign.Notice { return notice } }

// authors pages through the people of a question.
func (s *Questions) authors(q *campaign.Question) pageAfter {
	return func(ctx context.Context, after bot.PersonID, n int) ([]receiver, error) {
		people, err := s.Store.AuthorsAfter(ctx, s.Guard.Class, q.Number, after, n)
		return receivers(people), err
	}
}

func (s *Questions) tellAuthors(ctx context.Context, who Actor, q *campaign.Question, at time.Time) (told bool, err error) {
	args := tellJob{Number: q.Number, At: at, By: who.Person}
	return s.Notifier.tellAll(ctx, args, s.authors(q), same(lecturerNotice(q, who.promise(questionName(q), at))))
}

func receivers(people []bot.PersonID) []receiver {
	out := make([]receiver, len(people))
	for i, p := range people {
		out[i].person = p
	}
	return out
}

func questionName(q *campaign.Question) string {
	return Ref{Kind: KindQuestion, Number: q.Number}.Name()
}

func lecturerNotice(q *campaign.Question, p campaign.Promise) campaign.Notice {
	var body campaign.Body = campaign.LecturerAnswer{Number: q.Number, Author: q.Person, Question: q.Text, Answer: q.Answer}
	if q.Text == "" { // its author has erased it
		body, _ = campaign.WithoutQuote(body)
	}
	return campaign.Notice{
		Body: body, Due: p.At, Priority: campaign.PriorityAnswer, About: q.Person, Topic: fmt.Sprint("answered ", q.Number),
		Promise: p,
	}
}

// TellSlice does a slice of the job that tells an answer to everybody who asked.
func (s *Services) TellSlice(ctx context.Context, j *campaign.Job) error {
	var args tellJob
	if err := j.Read(&args); err != nil {
		return err
	}
	if args.Ticket != "" {
		t := &campaign.Ticket{Campaign: j.Campaign, Kind: args.Ticket, Number: args.Number}
		_, err := s.Tickets.Notifier.tellSlice(ctx, j, s.Tickets.askers(t), answerNotice(args, args.promise(t.Name())))
		return err
	}
	q, err := s.Questions.Store.Question(ctx, j.Campaign, args.Number)
	if errors.Is(err, ErrNotFound) {
		j.Ended = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the question of job %d: %w", j.ID, err)
	}
	_, err = s.Questions.Notifier.tellSlice(ctx, j, s.Questions.authors(q), same(lecturerNotice(q, args.promise(questionName(q)))))
	return err
}
