package campaign

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
)

// QuestionState is the state of a question for the lecturer.
type QuestionState string

// The states; only approved ones are seen by others (R16).
const (
	QuestionPending  QuestionState = "pending"
	QuestionApproved QuestionState = "approved"
	QuestionHidden   QuestionState = "hidden"
	QuestionMerged   QuestionState = "merged"
	QuestionAnswered QuestionState = "answered"
)

// Question is one question for the lecturer.
type Question struct {
	Campaign string
	Number   int
	Person   bot.PersonID
	// Text is as written. Folded is the normalised text: equal questions have the
	// same.
	Text, Folded string
	State        QuestionState
	// Merged is the number of the question that this one was merged into, or 0.
	Merged int
	Answer string
	Votes  int
	At     time.Time
	OnWall time.Time
}

// QuestionStore keeps questions and votes. Every method joins the unit of the
// context.
type QuestionStore interface {
	NextNumber(ctx context.Context, campaign, kind string) (int, error)
	// InsertQuestion stores a new question with its author's vote. A question without a
	// number repeats the question that it is merged into: it is stored once for each
	// person, without a vote, and is never shown.
	InsertQuestion(ctx context.Context, q *Question) error
	// Question returns a question by number, or ErrNotFound.
	Question(ctx context.Context, campaign string, number int) (*Question, error)
	// SameQuestion returns a pending or approved one with the same folded
	// text, or ErrNotFound.
	SameQuestion(ctx context.Context, campaign, folded string) (*Question, error)
	// QuestionsBy counts a person's questions, without repeats, those that
	// were merged into another of theirs, and those that they inherited by a repeat.
	QuestionsBy(ctx context.Context, campaign string, p bot.PersonID) (int, error)
	// Vote stores a vote of a person. It returns false if they have voted for the
	// question already.
	Vote(ctx context.Context, campaign string, number int, p bot.PersonID) (bool, error)
}

// Strikes counts blocked texts.
type Strikes interface {
	// Strike counts one more and returns how many there are.
	Strike(ctx context.Context, campaign string, p bot.PersonID) (int, error)
	// Mute forbids questions until a time and resets the count.
	Mute(ctx context.Context, campaign string, p bot.PersonID, until time.Time) error
	// MutedUntil returns the end of the last mute; the zero time for none.
	MutedUntil(ctx context.Context, campaign string, p bot.PersonID) (time.Time, error)
}

// StrikesMax blocked texts mute somebody for MuteLife (R16).
const (
	StrikesMax = 3
	MuteLife   = 24 * time.Hour
)

// AskOutcome says how a question was taken.
type AskOutcome int

// The ends of asking.
const (
	AskTaken AskOutcome = iota
	AskNotOpen
	AskClosed
	AskShort
	AskLong
	AskBlocked
	AskMuted
	AskStillMuted
	AskDuplicate
	// AskOwn is somebody's own question once more, AskSupported one that they have
	// voted for.
	AskOwn
	AskSupported
	AskTooMany
)

// AskResult is the outcome with what goes with it: a question's number and
// votes, a length, or the end of a mute.
type AskResult struct {
	Outcome       AskOutcome
	Number, Votes int
	Until         time.Time
}

// Questions decides about questions for the lecturer (R16).
type Questions struct {
	Campaign *Campaign
	Store    QuestionStore
	Votes    VoteStore
	Strikes  Strikes
	// Blocked reports whether a folded text holds a blocked word.
	Blocked func(folded string) bool
}

// Ask takes a question. text is as typed, folded the same text normalised.
func (s *Questions) Ask(ctx context.Context, p bot.PersonID, text, folded string, at time.Time) (AskResult, error) {
	rules, n := s.Campaign.Questions, utf8.RuneCountInString(text)
	switch {
	case at.Before(rules.Open) && !s.Campaign.Cancelled:
		return AskResult{Outcome: AskNotOpen}, nil
	case at.After(rules.Close), s.Campaign.Cancelled:
		return AskResult{Outcome: AskClosed}, nil
	}
	if r, stop, err := s.conduct(ctx, p, folded, at); stop || err != nil {
		return r, err
	}
	switch {
	case n < rules.MinRunes:
		return AskResult{Outcome: AskShort}, nil
	case n > rules.MaxRunes:
		return AskResult{Outcome: AskLong, Number: n}, nil
	}
	return s.merged(ctx, &Question{Campaign: s.Campaign.ID, Person: p, Text: text, Folded: folded, At: at})
}

// conduct refuses blocked words, and people who used them too often. stop is true
// if the question is refused.
func (s *Questions) conduct(ctx context.Context, p bot.PersonID, folded string, at time.Time) (r AskResult, stop bool, err error) {
	until, err := s.Strikes.MutedUntil(ctx, s.Campaign.ID, p)
	if err != nil {
		return AskResult{}, true, fmt.Errorf("ask: %w", err)
	}
	if at.Before(until) {
		return AskResult{Outcome: AskStillMuted, Until: until}, true, nil
	}
	if !s.Blocked(folded) {
		return AskResult{}, false, nil
	}
	n, err := s.Strikes.Strike(ctx, s.Campaign.ID, p)
	if err != nil || n < StrikesMax {
		return AskResult{Outcome: AskBlocked}, true, err
	}
	until = at.Add(MuteLife)
	return AskResult{Outcome: AskMuted, Until: until}, true, s.Strikes.Mute(ctx, s.Campaign.ID, p, until)
}

// merge counts the repeat of a question as a vote for it. The repeat is stored, so
// that its author is told the answer, too.
func (s *Questions) merge(ctx context.Context, q, again *Question) (AskResult, error) {
	if q.Person == again.Person {
		return AskResult{Outcome: AskOwn, Number: q.Number, Votes: q.Votes}, nil
	}
	if err := s.Store.InsertQuestion(ctx, again); err != nil {
		return AskResult{}, fmt.Errorf("ask: %w", err)
	}
	fresh, err := s.Store.Vote(ctx, s.Campaign.ID, q.Number, again.Person)
	if err != nil {
		return AskResult{}, fmt.Errorf("ask: %w", err)
	}
	if !fresh {
		return AskResult{Outcome: AskSupported, Number: q.Number, Votes: q.Votes}, nil
	}
	return AskResult{Outcome: AskDuplicate, Number: q.Number, Votes: q.Votes + 1}, nil
}

func (s *Questions) take(ctx context.Context, q *Question) (AskResult, error) {
	n, err := s.Store.QuestionsBy(ctx, s.Campaign.ID, q.Person)
	if err != nil {
		return AskResult{}, fmt.Errorf("ask: %w", err)
	}
	if n >= s.Campaign.Questions.PerPerson {
		return AskResult{Outcome: AskTooMany}, nil
	}
	if q.Number, err = s.Store.NextNumber(ctx, s.Campaign.ID, "Q"); err != nil {
		return AskResult{}, fmt.Errorf("number a question: %w", err)
	}
	q.State = QuestionApproved
	if s.Campaign.Questions.Review {
		q.State = QuestionPending
	}
	return AskResult{Outcome: AskTaken, Number: q.Number, Votes: 1}, s.Store.InsertQuestion(ctx, q)
}

// Count returns how many questions somebody has asked.
func (s *Questions) Count(ctx context.Context, p bot.PersonID) (int, error) {
	return s.Store.QuestionsBy(ctx, s.Campaign.ID, p)
}
