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

// SaveVersion stores a version of a class's content: see catalog.Versions.
func (s *ContentStore) SaveVersion(ctx context.Context, v catalog.StoredVersion) (number int, err error) {
	files, err := json.Marshal(v.Files)
	if err != nil {
		return 0, fmt.Errorf("encode version %s: %w", v.Hash, err)
	}
	err = s.do(ctx, func(ctx context.Context) error {
		number = 0
		last, err := s.q(ctx).LatestVersion(ctx, v.Class)
		if err = orNotFound(err); err != nil && !errors.Is(err, campaign.ErrNotFound) {
			return fmt.Errorf("read the newest version of %s: %w", v.Class, err)
		}
		if err == nil && last.Hash == v.Hash {
			return nil
		}
		number = int(last.Number) + 1
		err = s.q(ctx).InsertVersion(ctx, db.InsertVersionParams{
			Campaign: v.Class, Number: last.Number + 1, Hash: v.Hash, Name: v.Name, Files: string(files), ImportedAt: ms(v.At),
		})
		if err != nil {
			return fmt.Errorf("store version %d of %s: %w", number, v.Class, err)
		}
		return s.bumpRevision(ctx)
	})
	return number, err
}

// LatestVersion returns the newest version of a class's content.
func (s *ContentStore) LatestVersion(ctx context.Context, class string) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).LatestVersion(ctx, class)
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	return version(r)
}

// Version returns a version of a class's content by its number.
func (s *ContentStore) Version(ctx context.Context, class string, number int) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).VersionNumbered(ctx, db.VersionNumberedParams{Campaign: class, Number: int64(number)})
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	return version(r)
}

// StoredClasses returns every class that has a version.
func (s *ContentStore) StoredClasses(ctx context.Context) ([]catalog.StoredClass, error) {
	rows, err := s.q(ctx).StoredClasses(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the stored classes: %w", err)
	}
	out := make([]catalog.StoredClass, len(rows))
	for i, r := range rows {
		out[i] = catalog.StoredClass{Class: r.ID, Hash: r.Hash, End: at(r.EndsAt), ClaimsEnd: at(r.ClaimsEnd)}
	}
	return out, nil
}

func version(r db.ContentVersion) (catalog.StoredVersion, error) {
	v := catalog.StoredVersion{Class: r.Campaign, Number: int(r.Number), Hash: r.Hash, Name: r.Name, At: at(r.ImportedAt)}
	if err := json.Unmarshal([]byte(r.Files), &v.Files); err != nil {
		return v, fmt.Errorf("decode version %d of %s: %w", r.Number, r.Campaign, err)
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
	s.versions.Store(c.ID, c.Version)
	return s.do(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		if err := q.EnsureCampaign(ctx, db.EnsureCampaignParams{ID: c.ID, EndsAt: ms(c.End), ClaimsEnd: ms(c.ClaimsEnd())}); err != nil {
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
