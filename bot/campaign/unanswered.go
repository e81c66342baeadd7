package campaign

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
)

// Outcome is how a question ended that was not answered at once.
type Outcome string

// The outcomes.
const (
	// OutcomeUnknown went to a moderator.
	OutcomeUnknown Outcome = "unknown"
	// OutcomeSuggested was answered with choices, of which the person took none.
	OutcomeSuggested Outcome = "suggested"
	// OutcomeChosen was answered with choices, of which the person took Entry. The
	// question is proposed as a phrasing of that entry.
	OutcomeChosen Outcome = "chosen"
	// OutcomeWaiting asked why the class has not begun, although it should run.
	OutcomeWaiting Outcome = "waiting"
)

// UnansweredQuestion is a question that was not answered at once.
type UnansweredQuestion struct {
	Person  bot.PersonID
	Text    string
	Outcome Outcome
	Entry   string
}

// UnansweredStore remembers what the matcher did not answer; texts are forgotten like
// messages. Its methods join the unit of the context.
type UnansweredStore interface {
	RecordUnanswered(ctx context.Context, campaign string, h UnansweredQuestion, at time.Time) error
	// Chosen records which of the last choices somebody took.
	Chosen(ctx context.Context, campaign string, p bot.PersonID, entry string) error
	// Asked returns the question for which somebody was last offered choices of which they
	// have taken none; "" if there is none.
	Asked(ctx context.Context, campaign string, p bot.PersonID) (string, error)
	// LastTexts returns the last three texts that somebody sent since a time, the newest
	// first, without the one that is being answered.
	LastTexts(ctx context.Context, campaign string, p bot.PersonID, since time.Time) ([]string, error)
	// CountWaiting returns how many people asked with OutcomeWaiting since a time, at
	// most WaitingMany.
	CountWaiting(ctx context.Context, campaign string, since time.Time) (int, error)
	// CountAnswered counts that somebody's question was answered at once.
	CountAnswered(ctx context.Context, campaign string, p bot.PersonID) error
}

// WaitingMany people who ask within WaitingSpan why the class has not begun are told to
// the moderators.
const (
	WaitingMany = 3
	WaitingSpan = 10 * time.Minute
)

// Unanswered records questions that were not answered at once, to learn from.
type Unanswered struct {
	Campaign *Campaign
	Store    UnansweredStore
	Notices  Notices
}

// Answered counts that somebody's question was answered at once, without a moderator.
func (s *Unanswered) Answered(ctx context.Context, p bot.PersonID) error {
	return s.Store.CountAnswered(ctx, s.Campaign.ID, p)
}

// Waiting records that somebody asks why the class has not begun, and tells the moderators
// once for each class if several people do (ruling 52).
func (s *Unanswered) Waiting(ctx context.Context, p bot.PersonID, words string, at time.Time) error {
	if err := s.Record(ctx, UnansweredQuestion{Person: p, Text: words, Outcome: OutcomeWaiting}, at); err != nil {
		return err
	}
	n, err := s.Store.CountWaiting(ctx, s.Campaign.ID, at.Add(-WaitingSpan))
	if err != nil || n < WaitingMany {
		return err
	}
	alert := s.Campaign.Alert(NotBegunAlert{People: n}, at)
	alert.DedupKey = "waiting " + s.Campaign.ID + " " + strconv.FormatInt(s.Campaign.Start.Unix(), 10)
	return s.Notices.Enqueue(ctx, alert)
}

// Record stores a question with its outcome.
func (s *Unanswered) Record(ctx context.Context, h UnansweredQuestion, at time.Time) error {
	return s.Store.RecordUnanswered(ctx, s.Campaign.ID, h, at)
}

// Chosen records which of the last choices somebody took.
func (s *Unanswered) Chosen(ctx context.Context, p bot.PersonID, entry string) error {
	return s.Store.Chosen(ctx, s.Campaign.ID, p, entry)
}

// Asked returns the question for which somebody was last offered choices of which they have
// taken none, or "".
func (s *Unanswered) Asked(ctx context.Context, p bot.PersonID) (string, error) {
	return s.Store.Asked(ctx, s.Campaign.ID, p)
}

// LastTexts returns what somebody said shortly before, the newest first.
func (s *Unanswered) LastTexts(ctx context.Context, p bot.PersonID, at time.Time) ([]string, error) {
	return s.Store.LastTexts(ctx, s.Campaign.ID, p, at.Add(-ChoicesLife))
}

// Phrasing is a further way to ask for an entry.
type Phrasing struct{ Entry, Words string }
