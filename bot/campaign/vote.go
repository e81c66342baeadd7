package campaign

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"zhujiao/bot"
)

// VoteStore takes votes back and lists what can be voted for.
type VoteStore interface {
	// Unvote takes a vote back. It returns false if there was none.
	Unvote(ctx context.Context, campaign string, number int, p bot.PersonID) (bool, error)
	// QuestionsIn returns the questions in a state.
	QuestionsIn(ctx context.Context, campaign string, s QuestionState) ([]*Question, error)
	// AskerCode returns the code of a person, by which others know them; empty if they
	// are gone.
	AskerCode(ctx context.Context, p bot.PersonID) (string, error)
}

// VoteOutcome says how a vote was taken.
type VoteOutcome int

// The ends of a vote.
const (
	VoteTaken VoteOutcome = iota
	VoteAlready
	VoteOwn
	VoteNone
)

// Vote counts a vote for an approved question.
func (s *Questions) Vote(ctx context.Context, p bot.PersonID, number int) (VoteOutcome, int, error) {
	q, err := s.Store.Question(ctx, s.Campaign.ID, number)
	switch {
	case isNotFound(err) || err == nil && q.State != QuestionApproved:
		return VoteNone, 0, nil
	case err != nil:
		return VoteNone, 0, fmt.Errorf("vote: %w", err)
	case q.Person == p:
		return VoteOwn, q.Votes, nil
	}
	fresh, err := s.Store.Vote(ctx, s.Campaign.ID, number, p)
	if err != nil {
		return VoteNone, 0, fmt.Errorf("vote: %w", err)
	}
	if !fresh {
		return VoteAlready, q.Votes, nil
	}
	return VoteTaken, q.Votes + 1, nil
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

// Ranked sorts questions as the board shows them: most votes first, then the
// older one.
func Ranked(qs []*Question) []*Question {
	slices.SortStableFunc(qs, func(a, b *Question) int {
		return cmp.Or(cmp.Compare(b.Votes, a.Votes), cmp.Compare(a.Number, b.Number))
	})
	return qs
}

// VoteMove is a part of the votes of one question that another one gets: those of at most N
// people after one, by id.
type VoteMove struct {
	Class      string
	From, Into int
	After      bot.PersonID
	N          int
}
