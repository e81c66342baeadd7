package campaign

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
)

// Forward takes a question that a moderator hands to the lecturer for somebody. The limits
// are those of Ask, but blocked words do not count against the author, who has not asked
// the lecturer: the outcome is AskBlocked then.
func (s *Questions) Forward(ctx context.Context, p bot.PersonID, text, folded string, at time.Time) (AskResult, error) {
	rules, n := s.Campaign.Questions, utf8.RuneCountInString(text)
	switch {
	case at.Before(rules.Open):
		return AskResult{Outcome: AskNotOpen}, nil
	case at.After(rules.Close):
		return AskResult{Outcome: AskClosed}, nil
	case s.Blocked(folded):
		return AskResult{Outcome: AskBlocked}, nil
	case n < rules.MinRunes:
		return AskResult{Outcome: AskShort, Number: n}, nil
	case n > rules.MaxRunes:
		return AskResult{Outcome: AskLong, Number: n}, nil
	}
	until, err := s.Strikes.MutedUntil(ctx, s.Campaign.ID, p)
	if err != nil {
		return AskResult{}, fmt.Errorf("hand a question to the lecturer: %w", err)
	}
	if at.Before(until) {
		return AskResult{Outcome: AskStillMuted, Until: until}, nil
	}
	return s.merged(ctx, &Question{Campaign: s.Campaign.ID, Person: p, Text: text, Folded: folded, At: at})
}

// merged takes a question, or counts it as a vote for the same one.
func (s *Questions) merged(ctx context.Context, q *Question) (AskResult, error) {
	same, err := s.Store.SameQuestion(ctx, s.Campaign.ID, q.Folded)
	if err == nil {
		return s.merge(ctx, same, &Question{Campaign: s.Campaign.ID, Person: q.Person, Text: q.Text, Merged: same.Number, At: q.At})
	}
	if !isNotFound(err) {
		return AskResult{}, fmt.Errorf("ask: %w", err)
	}
	return s.take(ctx, q)
}
