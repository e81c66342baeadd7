package sqlstore

import (
	"context"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// CopyVotes gives a question some of the votes of another: see moderation.QuestionStore.
func (s *QuestionStore) CopyVotes(ctx context.Context, m campaign.VoteMove) (last bot.PersonID, err error) {
	q := s.q(ctx)
	voters, err := q.VotersAfter(ctx, db.VotersAfterParams{
		Campaign: m.Class, Number: int64(m.From), After: int64(m.After), N: int32(m.N),
	})
	if err != nil {
		return 0, fmt.Errorf("read votes: %w", err)
	}
	added := int64(0)
	for _, p := range voters {
		k, err := q.Vote(ctx, db.VoteParams{Campaign: m.Class, Number: int64(m.Into), Person: p})
		if err != nil {
			return 0, fmt.Errorf("copy a vote: %w", err)
		}
		added += k
	}
	if len(voters) == m.N {
		last = bot.PersonID(voters[m.N-1])
	}
	return last, countVotes(ctx, q, m.Class, m.Into, added)
}

// MoveMerged moves some of the questions that were merged into one to another: see
// moderation.QuestionStore.
func (s *QuestionStore) MoveMerged(ctx context.Context, id string, from, into, n int) (late []bot.PersonID, more bool, err error) {
	q := s.q(ctx)
	rows, err := q.MergedInto(ctx, db.MergedIntoParams{Campaign: id, Merged: int64(from), N: int32(n)})
	if err != nil {
		return nil, false, fmt.Errorf("read merged questions: %w", err)
	}
	for _, r := range rows {
		wrote, err := s.Wrote(ctx, id, into, bot.PersonID(r.Person))
		if err != nil {
			return nil, false, err
		}
		if !wrote {
			late = append(late, bot.PersonID(r.Person))
		}
		if err := q.SetMerged(ctx, db.SetMergedParams{Merged: int64(into), Campaign: id, Number: r.Number}); err != nil {
			return nil, false, fmt.Errorf("move a merged question: %w", err)
		}
	}
	return late, len(rows) == n, nil
}

// Wrote reports whether somebody asked a question, or one that was merged into it.
func (s *QuestionStore) Wrote(ctx context.Context, id string, number int, p bot.PersonID) (bool, error) {
	n, err := s.q(ctx).Wrote(ctx, db.WroteParams{Person: int64(p), Campaign: id, Number: int64(number)})
	if err != nil {
		return false, fmt.Errorf("look who asked a question: %w", err)
	}
	return n > 0, nil
}
