package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/sqlstore/db"
)

const (
	// quoteMin is the smallest number of characters for which replies to others are
	// searched. Many people write shorter texts.
	quoteMin = 5
	// quoteHead is the number of leading characters that are searched for.
	quoteHead = 16
	// repeatTime is how long the platform may repeat a push. A repeat gets the stored
	// reply.
	repeatTime = time.Minute
)

// quote is a text of a person that replies to others may contain.
type quote struct {
	words  string
	at     int64
	ticket string // its name; empty for a question
}

// quotes returns the questions of a person.
func (s *ErasureStore) quotes(ctx context.Context, id int64) (out []quote, err error) {
	q := s.q(ctx)
	questions, err := q.QuestionWords(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range questions {
		out = append(out, quote{words: r.Body, at: r.At})
	}
	return out, nil
}

// head returns the first characters of a text, which are searched for.
func head(words string) string {
	r := []rune(strings.TrimSpace(words))
	return string(r[:min(len(r), quoteHead)])
}

// dropCodes deletes waiting actions that contain texts of the person, and those whose
// codes have expired.
func (s *ErasureStore) dropCodes(ctx context.Context, said []quote) error {
	q := s.q(ctx)
	if err := q.DropCodes(ctx, ms(s.now())); err != nil {
		return err
	}
	rows, err := q.QuotingCodes(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		var args map[string]string
		if err := json.Unmarshal([]byte(r.Args), &args); err != nil {
			return err
		}
		holds := func(w quote) bool {
			return w.ticket != "" && w.ticket == args["ticket"] || w.words != "" && w.words == args["question"]
		}
		if !slices.ContainsFunc(said, holds) {
			continue
		}
		if err := q.DropCode(ctx, db.DropCodeParams{Moderator: r.Moderator, Code: r.Code}); err != nil {
			return err
		}
	}
	return nil
}
