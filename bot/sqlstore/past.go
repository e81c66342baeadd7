package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Past is the stored past of a class, for replaying it.
type Past struct {
	// Unanswered are the questions that were not answered at once, Messages all texts.
	Unanswered []campaign.UnansweredQuestion
	Messages   []string
	// Published are the entries, and Phrasings the further phrasings by entry,
	// that moderators added.
	Published []campaign.Published
	Phrasings map[string][]string
}

// Past reads the messages and questions since a time.
func (s *JournalStore) Past(ctx context.Context, id string, since time.Time) (p Past, err error) {
	q := s.q(ctx)
	rows, err := q.UnansweredSince(ctx, db.UnansweredSinceParams{Campaign: id, Since: ms(since)})
	if err != nil {
		return p, fmt.Errorf("read what was not answered: %w", err)
	}
	for _, r := range rows {
		p.Unanswered = append(p.Unanswered, campaign.UnansweredQuestion{
			Person: bot.PersonID(r.Person), Text: r.Body, Outcome: campaign.Outcome(r.Outcome), Entry: r.Entry,
		})
	}
	if p.Messages, err = q.MessagesSince(ctx, db.MessagesSinceParams{Campaign: id, Since: ms(since)}); err != nil {
		return p, fmt.Errorf("read messages: %w", err)
	}
	if p.Published, err = published(ctx, q, id); err != nil {
		return p, err
	}
	p.Phrasings, err = phrasings(ctx, q, id)
	return p, err
}
