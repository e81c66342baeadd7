package sqlstore

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/sqlstore/db"
)

const (
	// sayingMin is how many characters words have at least to be looked for in what
	// others were answered: shorter ones are everybody's.
	sayingMin = 5
	// sayingHead is how many characters of them are looked for.
	sayingHead = 16
	// repeatTime is how long the platform may repeat a push, which then gets its
	// stored reply.
	repeatTime = time.Minute
)

// saying is something that a person wrote and others may have been shown.
type saying struct {
	words  string
	at     int64
	ticket string // its name; empty for a question
}

// sayings are the questions, the messages of tickets and the short code of a
// person.
func (s *Erasure) sayings(ctx context.Context, id int64) (out []saying, err error) {
	q := s.q(ctx)
	questions, err := q.QuestionWords(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range questions {
		out = append(out, saying{words: r.Body, at: r.At})
	}
	tickets, err := q.TicketWords(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range tickets {
		for part := range strings.SplitSeq(r.Body, partEnd) {
			out = append(out, saying{part, r.OpenedAt, r.Kind + strconv.FormatInt(r.Number, 10)})
		}
	}
	p, err := q.PersonByID(ctx, id)
	if err != nil {
		return nil, err
	}
	return append(out, saying{words: shortCode(p.Hash), at: ms(s.now().Add(-repeatTime))}), nil
}

// unsay takes a person's words out of actions that wait for their code, and out
// of the stored replies to others. What moderators were answered goes as a whole,
// unless its push may still be repeated.
func (s *Erasure) unsay(ctx context.Context, said []saying) error {
	q := s.q(ctx)
	if err := s.dropCodes(ctx, said); err != nil {
		return err
	}
	recent := ms(s.now().Add(-repeatTime))
	if err := q.BlankStaffReplies(ctx, recent); err != nil {
		return err
	}
	for _, w := range said {
		pattern, n := like(w.words)
		if n == 0 {
			continue
		}
		if err := q.BlankStaffQuotes(ctx, db.BlankStaffQuotesParams{Since: recent, Pattern: pattern}); err != nil {
			return err
		}
		if n < sayingMin { // a short code too
			continue
		}
		if err := q.BlankReplies(ctx, db.BlankRepliesParams{Since: w.at, Pattern: pattern}); err != nil {
			return err
		}
	}
	return nil
}

// like is the pattern of what holds the head of words, and how many characters
// it looks for.
func like(words string) (pattern string, n int) {
	r := []rune(strings.TrimSpace(words))
	r = r[:min(len(r), sayingHead)]
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(string(r)) + "%", len(r)
}

// dropCodes forgets the actions that wait and hold the person's words, and those
// whose time is over.
func (s *Erasure) dropCodes(ctx context.Context, said []saying) error {
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
		holds := func(w saying) bool {
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
