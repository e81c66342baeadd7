package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ContentStore stores what is added to the content of classes: the entries and phrasings of
// moderators.
type ContentStore struct{ *core }

var (
	_ catalog.Store          = (*ContentStore)(nil)
	_ moderation.EntryStore  = (*ContentStore)(nil)
	_ moderation.LiveEntries = (*ContentStore)(nil)
)

// NextNumber returns the next number of a published entry, from 1.
func (s *ContentStore) NextNumber(ctx context.Context, id, kind string) (int, error) {
	return s.nextNumber(ctx, id, kind)
}

// Publish stores an entry that answers from now on. It returns false if its number
// exists already.
func (s *ContentStore) Publish(ctx context.Context, id string, e campaign.Published, by string, when time.Time) (bool, error) {
	q := s.q(ctx)
	n, err := q.InsertEntry(ctx, db.InsertEntryParams{
		Campaign: id, Number: int64(e.Number), Question: e.Question, Answer: e.Answer, At: ms(when), ByWhom: by,
	})
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.bumpRevision(ctx)
}

// Undo takes back an entry that was published after a time. It returns false if there
// is none.
func (s *ContentStore) Undo(ctx context.Context, id string, number int, since time.Time) (bool, error) {
	q := s.q(ctx)
	n, err := q.UndoEntry(ctx, db.UndoEntryParams{Campaign: id, Number: int64(number), Since: ms(since)})
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.bumpRevision(ctx)
}

// Rewrite gives a published entry another answer. It returns false if there is none that
// answers.
func (s *ContentStore) Rewrite(ctx context.Context, id string, e campaign.Published, by string) (bool, error) {
	n, err := s.q(ctx).RewriteEntry(ctx, db.RewriteEntryParams{Answer: e.Answer, ByWhom: by, Campaign: id, Number: int64(e.Number)})
	return s.rephrased(ctx, n, err)
}

// Entries returns the published entries of a campaign.
func (s *ContentStore) Entries(ctx context.Context, id string) ([]campaign.Published, error) {
	return published(ctx, s.q(ctx), id)
}

func published(ctx context.Context, q *db.Queries, id string) ([]campaign.Published, error) {
	rows, err := q.Entries(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read published entries: %w", err)
	}
	out := make([]campaign.Published, len(rows))
	for i, r := range rows {
		out[i] = campaign.Published{Number: int(r.Number), Question: r.Question, Answer: r.Answer}
	}
	return out, nil
}

// AddPhrasing gives an entry another phrasing, which every instance uses from now on.
// It returns false if the entry has it already.
func (s *ContentStore) AddPhrasing(ctx context.Context, id string, p campaign.Phrasing, by string, when time.Time) (bool, error) {
	n, err := s.q(ctx).AddPhrasing(ctx, db.AddPhrasingParams{Campaign: id, Entry: p.Entry, Phrase: p.Words, ByWhom: by, At: ms(when)})
	return s.rephrased(ctx, n, err)
}

// DropPhrasing removes a phrasing that was added. It returns false if there is none.
func (s *ContentStore) DropPhrasing(ctx context.Context, id string, p campaign.Phrasing) (bool, error) {
	n, err := s.q(ctx).DropPhrasing(ctx, db.DropPhrasingParams{Campaign: id, Entry: p.Entry, Phrase: p.Words})
	return s.rephrased(ctx, n, err)
}

// rephrased makes every instance build a new snapshot if n rows were changed.
func (s *ContentStore) rephrased(ctx context.Context, n int64, err error) (bool, error) {
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.bumpRevision(ctx)
}

// Phrasings returns the phrasings that moderators added, by entry.
func (s *ContentStore) Phrasings(ctx context.Context, id string) (map[string][]string, error) {
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
