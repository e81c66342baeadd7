package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

var (
	_ campaign.HeardStore    = (*Store)(nil)
	_ campaign.PhrasingStore = (*Store)(nil)
)

// Hear remembers a question that was not answered at once.
func (s *Store) Hear(ctx context.Context, id string, h campaign.Heard, when time.Time) error {
	err := s.q(ctx).Hear(ctx, db.HearParams{
		ID: s.nextID(), Campaign: id, Person: int64(h.Person), At: ms(when), Body: h.Text, Outcome: string(h.Outcome),
	})
	if err != nil {
		return fmt.Errorf("remember a question: %w", err)
	}
	return nil
}

// Chosen notes which of the last choices somebody took.
func (s *Store) Chosen(ctx context.Context, id string, p bot.PersonID, entry string) error {
	return s.q(ctx).HeardChosen(ctx, db.HeardChosenParams{Entry: entry, Campaign: id, Person: int64(p)})
}

// AddPhrasing gives an entry a further phrasing, by which every instance answers
// from now on; false when it has it.
func (s *Store) AddPhrasing(ctx context.Context, id string, p campaign.Phrasing, by string, when time.Time) (bool, error) {
	n, err := s.q(ctx).AddPhrasing(ctx, db.AddPhrasingParams{Campaign: id, Entry: p.Entry, Phrase: p.Words, ByWhom: by, At: ms(when)})
	return s.rephrased(ctx, n, err)
}

// DropPhrasing takes a phrasing back that was added; false when it was not.
func (s *Store) DropPhrasing(ctx context.Context, id string, p campaign.Phrasing) (bool, error) {
	n, err := s.q(ctx).DropPhrasing(ctx, db.DropPhrasingParams{Campaign: id, Entry: p.Entry, Phrase: p.Words})
	return s.rephrased(ctx, n, err)
}

// rephrased makes every instance build its handlers anew.
func (s *Store) rephrased(ctx context.Context, n int64, err error) (bool, error) {
	if err != nil || n == 0 {
		return false, err
	}
	s.writer.forgetControl()
	return true, s.q(ctx).BumpEntries(ctx)
}

// Phrasings returns what moderators added, by entry.
func (s *Store) Phrasings(ctx context.Context, id string) (map[string][]string, error) {
	return phrasings(ctx, s.q(ctx), id)
}

func phrasings(ctx context.Context, q *db.Queries, id string) (map[string][]string, error) {
	rows, err := q.Phrasings(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read phrasings: %w", err)
	}
	out := map[string][]string{}
	for _, r := range rows {
		out[r.Entry] = append(out[r.Entry], r.Phrase)
	}
	return out, nil
}

// Past is what is stored of a campaign's questions, read beside a running
// process.
type Past struct {
	// Heard were not answered at once; Messages are all texts.
	Heard    []campaign.Heard
	Messages []string
	// Published are the entries, and Phrasings the further phrasings by entry,
	// that moderators added.
	Published []campaign.Published
	Phrasings map[string][]string
}

// ReadPast reads what was asked since a time.
func ReadPast(ctx context.Context, dir, id string, since time.Time) (p Past, err error) {
	pool, err := beside(dir)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	p, err = readPast(ctx, pool, id, since)
	if err != nil {
		err = fmt.Errorf("read what was asked: %w", explain(err))
	}
	return p, err
}

func readPast(ctx context.Context, pool *sql.DB, id string, since time.Time) (p Past, err error) {
	q := db.New(pool)
	rows, err := q.HeardSince(ctx, db.HeardSinceParams{Campaign: id, Since: ms(since)})
	if err != nil {
		return p, err
	}
	for _, r := range rows {
		p.Heard = append(p.Heard, campaign.Heard{
			Person: bot.PersonID(r.Person), Text: r.Body, Outcome: campaign.Outcome(r.Outcome), Entry: r.Entry,
		})
	}
	if p.Messages, err = q.MessagesSince(ctx, db.MessagesSinceParams{Campaign: id, Since: ms(since)}); err != nil {
		return p, err
	}
	entries, err := q.Entries(ctx, id)
	if err != nil {
		return p, err
	}
	for _, e := range entries {
		p.Published = append(p.Published, campaign.Published{Number: int(e.Number), Question: e.Question, Answer: e.Answer})
	}
	p.Phrasings, err = phrasings(ctx, q, id)
	return p, err
}
