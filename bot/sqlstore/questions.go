package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// QuestionStore stores the questions to the lecturer, the votes, and who was muted.
type QuestionStore struct{ *core }

var (
	_ campaign.QuestionStore   = (*QuestionStore)(nil)
	_ moderation.QuestionStore = (*QuestionStore)(nil)
	_ campaign.VoteStore       = (*QuestionStore)(nil)
	_ campaign.Strikes         = (*QuestionStore)(nil)
)

// NextNumber returns the next number of a question, from 1.
func (s *QuestionStore) NextNumber(ctx context.Context, id, kind string) (int, error) {
	return s.nextNumber(ctx, id, kind)
}

// InsertQuestion stores a question with its author's vote: see campaign.QuestionStore.
// A question that was asked before gets a negative number.
func (s *QuestionStore) InsertQuestion(ctx context.Context, q *campaign.Question) error {
	if q.Number == 0 {
		return s.q(ctx).InsertRepeat(ctx, db.InsertRepeatParams{
			Number: -s.ids.next(), Person: int64(q.Person), Body: q.Text, At: ms(q.At), Campaign: q.Campaign, OfNumber: int64(q.Merged),
		})
	}
	err := s.q(ctx).InsertQuestion(ctx, db.InsertQuestionParams{
		Campaign: q.Campaign, Number: int64(q.Number), Person: int64(q.Person), Body: q.Text, Folded: q.Folded,
		State: string(q.State), At: ms(q.At),
	})
	if err != nil {
		return fmt.Errorf("store a question: %w", err)
	}
	_, err = s.Vote(ctx, q.Campaign, q.Number, q.Person)
	return err
}

// Question returns a question by number.
func (s *QuestionStore) Question(ctx context.Context, id string, number int) (*campaign.Question, error) {
	readsWords(ctx)
	r, err := s.q(ctx).Question(ctx, db.QuestionParams{Campaign: id, Number: int64(number)})
	if err != nil {
		return nil, orNotFound(err)
	}
	return question(r), nil
}

// SameQuestion returns an open question with the same folded text.
func (s *QuestionStore) SameQuestion(ctx context.Context, id, folded string) (*campaign.Question, error) {
	readsWords(ctx)
	r, err := s.q(ctx).SameQuestion(ctx, db.SameQuestionParams{Campaign: id, Folded: folded})
	if err != nil {
		return nil, orNotFound(err)
	}
	return question(r), nil
}

// AskerCode implements campaign.VoteStore.
func (s *QuestionStore) AskerCode(ctx context.Context, p bot.PersonID) (string, error) {
	hash, err := s.q(ctx).AskerHash(ctx, int64(p))
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read who asked: %w", err)
	}
	return shortCode(hash), nil
}

// QuestionsIn lists questions in a state by number.
func (s *QuestionStore) QuestionsIn(ctx context.Context, id string, st campaign.QuestionState) ([]*campaign.Question, error) {
	readsWords(ctx)
	rows, err := s.q(ctx).QuestionsIn(ctx, db.QuestionsInParams{Campaign: id, State: string(st)})
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	out := make([]*campaign.Question, len(rows))
	for i, r := range rows {
		out[i] = question(r)
	}
	return out, nil
}

// QuestionsBy counts a person's questions.
func (s *QuestionStore) QuestionsBy(ctx context.Context, id string, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).QuestionsBy(ctx, db.QuestionsByParams{Campaign: id, Person: int64(p)})
	return int(n), err
}

// Vote stores a vote. It returns false if the person has voted for the question
// already.
func (s *QuestionStore) Vote(ctx context.Context, id string, number int, p bot.PersonID) (bool, error) {
	n, err := s.q(ctx).Vote(ctx, db.VoteParams{Campaign: id, Number: int64(number), Person: int64(p)})
	if err != nil || n == 0 {
		return false, err
	}
	return true, countVotes(ctx, s.q(ctx), id, number, n)
}

// countVotes adds n to the number of a question's votes.
func countVotes(ctx context.Context, q *db.Queries, id string, number int, n int64) error {
	if err := q.CountVotes(ctx, db.CountVotesParams{N: n, Campaign: id, Number: int64(number)}); err != nil {
		return fmt.Errorf("count votes: %w", err)
	}
	return nil
}

// Unvote takes a vote back. It returns false if there is none.
func (s *QuestionStore) Unvote(ctx context.Context, id string, number int, p bot.PersonID) (bool, error) {
	n, err := s.q(ctx).Unvote(ctx, db.UnvoteParams{Campaign: id, Number: int64(number), Person: int64(p)})
	if err != nil || n == 0 {
		return false, err
	}
	return true, countVotes(ctx, s.q(ctx), id, number, -n)
}

// SetQuestion stores the state and the answer of a question.
func (s *QuestionStore) SetQuestion(ctx context.Context, q *campaign.Question) error {
	_, err := s.q(ctx).SetQuestion(ctx, db.SetQuestionParams{
		State: string(q.State), Merged: int64(q.Merged), Answer: q.Answer, WallAt: ms(q.OnWall), Campaign: q.Campaign,
		Number: int64(q.Number),
	})
	return err
}

// AuthorsAfter returns some of the authors: see moderation.QuestionStore.
func (s *QuestionStore) AuthorsAfter(ctx context.Context, id string, number int, after bot.PersonID, n int) ([]bot.PersonID, error) {
	rows, err := s.q(ctx).AuthorsAfter(ctx, db.AuthorsAfterParams{Campaign: id, Number: int64(number), After: int64(after), N: int32(n)})
	return personIDs(rows), err
}

// Strike counts a blocked text of a person.
func (s *QuestionStore) Strike(ctx context.Context, id string, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).Strike(ctx, db.StrikeParams{Campaign: id, Person: int64(p)})
	return int(n), err
}

// Mute forbids a person to ask questions until a time.
func (s *QuestionStore) Mute(ctx context.Context, id string, p bot.PersonID, until time.Time) error {
	return s.q(ctx).Mute(ctx, db.MuteParams{Until: ms(until), Campaign: id, Person: int64(p)})
}

// MutedUntil returns the end of a person's last mute.
func (s *QuestionStore) MutedUntil(ctx context.Context, id string, p bot.PersonID) (time.Time, error) {
	until, err := s.q(ctx).Muted(ctx, db.MutedParams{Campaign: id, Person: int64(p)})
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return time.Time{}, nil
	}
	return at(until), err
}

func question(r db.Question) *campaign.Question {
	return &campaign.Question{
		Campaign: r.Campaign, Number: int(r.Number), Person: bot.PersonID(r.Person), Text: r.Body, Folded: r.Folded,
		State: campaign.QuestionState(r.State), Merged: int(r.Merged), Answer: r.Answer, Votes: int(r.Votes), At: at(r.At),
		OnWall: at(r.WallAt),
	}
}
