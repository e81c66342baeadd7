package sqlstore

import (
	"context"
	"fmt"

	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ContentDraftStore stores what moderators are changing in the content of classes.
type ContentDraftStore struct{ *core }

var _ moderation.ContentDraftStore = (*ContentDraftStore)(nil)

// ContentDrafts returns the store of unpublished content.
func (s *Store) ContentDrafts() *ContentDraftStore { return &ContentDraftStore{s.core} }

// SaveContentDraft implements moderation.ContentDraftStore.
func (s *ContentDraftStore) SaveContentDraft(ctx context.Context, class, name string, d moderation.ContentDraft) error {
	return s.q(ctx).SaveContentDraft(ctx, db.SaveContentDraftParams{
		Campaign: class, Login: name, Kind: string(d.Kind), Body: d.Text, Base: int64(d.Base), At: ms(d.At),
	})
}

// ContentDraft implements moderation.ContentDraftStore.
func (s *ContentDraftStore) ContentDraft(
	ctx context.Context, class, name string, kind moderation.ContentKind,
) (moderation.ContentDraft, error) {
	r, err := s.q(ctx).ContentDraft(ctx, db.ContentDraftParams{Campaign: class, Login: name, Kind: string(kind)})
	if err != nil {
		return moderation.ContentDraft{}, orNotFound(err)
	}
	return moderation.ContentDraft{Kind: kind, Text: r.Body, Base: int(r.Base), At: at(r.At)}, nil
}

// DropContentDraft implements moderation.ContentDraftStore.
func (s *ContentDraftStore) DropContentDraft(ctx context.Context, class, name string, kind moderation.ContentKind) error {
	leavesWords(ctx)
	_, err := s.q(ctx).DropContentDraft(ctx, db.DropContentDraftParams{Campaign: class, Login: name, Kind: string(kind)})
	return err
}

// History returns at most n versions of a class with numbers below another, the newest first.
func (s *VersionStore) History(ctx context.Context, class string, below, n int) ([]catalog.StoredVersion, error) {
	rows, err := s.q(ctx).VersionsBelow(ctx, db.VersionsBelowParams{Campaign: class, Below: int64(below), N: int32(min(n, pageMost))}) //nolint:gosec // bounded
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
