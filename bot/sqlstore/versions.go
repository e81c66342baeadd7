package sqlstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/sqlstore/db"
)

// SaveVersion stores a version of a class's content, unless the newest one has the
// same hash.
func (s *ContentStore) SaveVersion(ctx context.Context, v catalog.StoredVersion) error {
	files, err := json.Marshal(v.Files)
	if err != nil {
		return fmt.Errorf("encode version %s: %w", v.Hash, err)
	}
	return s.do(ctx, func(ctx context.Context) error {
		last, err := s.q(ctx).LatestVersion(ctx, v.Class)
		if err = orNotFound(err); err != nil && !errors.Is(err, campaign.ErrNotFound) {
			return fmt.Errorf("read the newest version of %s: %w", v.Class, err)
		}
		if err == nil && last.Hash == v.Hash {
			return nil
		}
		return s.q(ctx).InsertVersion(ctx, db.InsertVersionParams{
			Campaign: v.Class, Number: last.Number + 1, Hash: v.Hash, Name: v.Name, Files: string(files), ImportedAt: ms(v.At),
		})
	})
}

// LatestVersion returns the newest version of a class's content.
func (s *ContentStore) LatestVersion(ctx context.Context, class string) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).LatestVersion(ctx, class)
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	v := catalog.StoredVersion{Class: r.Campaign, Hash: r.Hash, Name: r.Name, At: at(r.ImportedAt)}
	if err := json.Unmarshal([]byte(r.Files), &v.Files); err != nil {
		return v, fmt.Errorf("decode version %d of %s: %w", r.Number, class, err)
	}
	return v, nil
}

// Revision counts changes of what moderators added to the content of classes.
func (s *ContentStore) Revision(ctx context.Context) (int64, error) {
	c, err := s.readControl(ctx)
	return c.ContentRevision, err
}

// Prepare inserts the rows that the conditional updates of a campaign need. It is
// called before a campaign serves.
func (s *ContentStore) Prepare(ctx context.Context, c *campaign.Campaign) error {
	version := c.Version
	s.version.Store(&version)
	return s.do(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		if err := q.EnsureCampaign(ctx, db.EnsureCampaignParams{ID: c.ID, EndsAt: ms(c.End)}); err != nil {
			return fmt.Errorf("prepare campaign %s: %w", c.ID, err)
		}
		for _, p := range c.Packs {
			if err := q.EnsurePack(ctx, db.EnsurePackParams{Campaign: c.ID, ID: p.ID}); err != nil {
				return fmt.Errorf("prepare pack %s: %w", p.ID, err)
			}
		}
		return nil
	})
}

// Tally reads the counters of a class.
func (s *ContentStore) Tally(ctx context.Context, id string) (campaign.Tally, error) {
	return s.tally(ctx, id)
}
