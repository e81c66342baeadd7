package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

var _ moderation.ContentDraftStore = (*VersionStore)(nil)

// SaveContentDraft implements moderation.ContentDraftStore.
func (s *VersionStore) SaveContentDraft(ctx context.Context, class, name string, d moderation.ContentDraft) error {
	return s.q(ctx).SaveContentDraft(ctx, db.SaveContentDraftParams{
		Campaign: class, Login: name, Kind: string(d.Kind), Body: d.Text, Base: int64(d.Base), At: ms(d.At),
	})
}

// ContentDraft implements moderation.ContentDraftStore.
func (s *VersionStore) ContentDraft(
	ctx context.Context, class, name string, kind moderation.ContentKind,
) (moderation.ContentDraft, error) {
	r, err := s.q(ctx).ContentDraft(ctx, db.ContentDraftParams{Campaign: class, Login: name, Kind: string(kind)})
	if err != nil {
		return moderation.ContentDraft{}, orNotFound(err)
	}
	return moderation.ContentDraft{Kind: kind, Text: r.Body, Base: int(r.Base), At: at(r.At)}, nil
}

// DropContentDraft implements moderation.ContentDraftStore.
func (s *VersionStore) DropContentDraft(ctx context.Context, class, name string, kind moderation.ContentKind) error {
	leavesWords(ctx)
	_, err := s.q(ctx).DropContentDraft(ctx, db.DropContentDraftParams{Campaign: class, Login: name, Kind: string(kind)})
	return err
}

// History returns at most n versions of a class with numbers below another, the newest first.
func (s *VersionStore) History(ctx context.Context, class string, below, n int) ([]catalog.StoredVersion, error) {
	rows, err := s.q(ctx).VersionsBelow(ctx, db.VersionsBelowParams{
		Campaign: class, Below: int64(below), N: int32(min(n, pageMost)),
	})
	if err != nil {
		return nil, fmt.Errorf("read the versions of %s: %w", class, err)
	}
	out := make([]catalog.StoredVersion, len(rows))
	for i, r := range rows {
		if out[i], err = version(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// pageMost is how many versions are read at once at most.
const pageMost = 100

// Heard is a text that somebody sent.
type Heard struct {
	Person bot.PersonID
	Text   string
}

// RecentTexts returns the last n texts to a class since a time, the newest first.
func (s *JournalStore) RecentTexts(ctx context.Context, class string, since time.Time, n int) ([]Heard, error) {
	rows, err := s.q(ctx).RecentTexts(ctx, db.RecentTextsParams{
		Campaign: class, Since: ms(since), N: int32(min(n, textsMost)),
	})
	if err != nil {
		return nil, fmt.Errorf("read the last texts to %s: %w", class, err)
	}
	out := make([]Heard, len(rows))
	for i, r := range rows {
		out[i] = Heard{bot.PersonID(r.Person), r.Body}
	}
	return out, nil
}

// RecentUnanswered returns the last n questions to a class since a time that were not answered
// at once, the newest first.
func (s *JournalStore) RecentUnanswered(ctx context.Context, class string, since time.Time, n int) ([]campaign.UnansweredQuestion, error) {
	rows, err := s.q(ctx).RecentUnanswered(ctx, db.RecentUnansweredParams{
		Campaign: class, Since: ms(since), N: int32(min(n, textsMost)),
	})
	if err != nil {
		return nil, fmt.Errorf("read what was not answered in %s: %w", class, err)
	}
	out := make([]campaign.UnansweredQuestion, len(rows))
	for i, r := range rows {
		out[i] = campaign.UnansweredQuestion{
			Person: bot.PersonID(r.Person), Text: r.Body, Outcome: campaign.Outcome(r.Outcome), Entry: r.Entry,
		}
	}
	return out, nil
}

// textsMost is how many texts are read at once.
const textsMost = 5000
