package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// Services are what attendees' messages ask of one class.
type Services struct {
	Signups    *Signups
	Checkins   *Checkins
	Packs      *Packs
	Tickets    *Tickets
	Dialogue   *Dialogue
	Links      *Links
	Questions  *Questions
	Erasure    *Erasure
	Unanswered *Unanswered
}

// Member returns a person's row in this class; a new one, not stored, if there is
// none.
func (s *Signups) Member(ctx context.Context, p bot.PersonID) (*Member, error) {
	return s.Seats.Member(ctx, s.Campaign.ID, p)
}

// Tally reads how full the class is.
func (s *Signups) Tally(ctx context.Context) (Tally, error) {
	return s.Counts.Tally(ctx, s.Campaign.ID)
}

// Position returns somebody's place on the waitlist, from 1.
func (s *Signups) Position(ctx context.Context, m *Member) (int, error) {
	return s.Counts.Position(ctx, s.Campaign.ID, m.Queue)
}

// Attach joins a picture or voice to the open call of its sender; open is false if
// there is no call, and then nothing is stored.
func (s *Tickets) Attach(ctx context.Context, p bot.PersonID, words string, at time.Time) (number int, open bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if isNotFound(err) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("attach to a call: %w", err)
	}
	return t.Number, true, s.Store.AppendTicket(ctx, t, p, words, at)
}

// VoteStore takes votes back and lists what can be voted for.
type VoteStore interface {
	// Unvote takes a vote back; false when there was none.
	Unvote(ctx context.Context, campaign string, number int, p bot.PersonID) (bool, error)
	// QuestionsIn returns the questions in a state.
	QuestionsIn(ctx context.Context, campaign string, s QuestionState) ([]*Question, error)
}

// Unvote takes somebody's vote back and returns how many votes are left; ok is
// false if they have no vote that can be taken back.
func (s *Questions) Unvote(ctx context.Context, p bot.PersonID, number int) (left int, ok bool, err error) {
	q, err := s.Store.Question(ctx, s.Campaign.ID, number)
	switch {
	case isNotFound(err):
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("take a vote back: %w", err)
	case q.Person == p:
		return 0, false, nil // one's own question keeps its first vote
	}
	ok, err = s.Votes.Unvote(ctx, s.Campaign.ID, number, p)
	return q.Votes - 1, ok, err
}

// Board returns the approved questions, those with most votes first.
func (s *Questions) Board(ctx context.Context) ([]*Question, error) {
	qs, err := s.Votes.QuestionsIn(ctx, s.Campaign.ID, QuestionApproved)
	if err != nil {
		return nil, fmt.Errorf("read the board: %w", err)
	}
	return Ranked(qs), nil
}

// Count returns how many questions somebody has asked.
func (s *Questions) Count(ctx context.Context, p bot.PersonID) (int, error) {
	return s.Store.QuestionsBy(ctx, s.Campaign.ID, p)
}

// MessageCounter counts what is stored of somebody's messages.
type MessageCounter interface {
	CountMessages(ctx context.Context, p bot.PersonID) (int, error)
}

// CountMessages returns how many messages of somebody are stored.
func (s *Erasure) CountMessages(ctx context.Context, p bot.PersonID) (int, error) {
	return s.Messages.CountMessages(ctx, p)
}

// Unanswered records questions that were not answered at once, to learn from.
type Unanswered struct {
	Campaign *Campaign
	Store    UnansweredStore
}

// Record notes a question and what became of it.
func (s *Unanswered) Record(ctx context.Context, h UnansweredQuestion, at time.Time) error {
	return s.Store.RecordUnanswered(ctx, s.Campaign.ID, h, at)
}

// Chosen notes which entry somebody took of the last choices they were given.
func (s *Unanswered) Chosen(ctx context.Context, p bot.PersonID, entry string) error {
	return s.Store.Chosen(ctx, s.Campaign.ID, p, entry)
}

// SendPicture sends a picture beside the reply that it belongs to.
func (s *Tickets) SendPicture(ctx context.Context, p bot.PersonID, file string, at time.Time) error {
	return s.Notices.Enqueue(ctx, Notice{
		Campaign: s.Campaign.ID, Person: p, Body: AnswerPicture{File: file}, Priority: PriorityAnswer, Due: at,
	})
}
