package sqlstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/sqlstore/db"
)

// VersionStore stores the content of classes as it was imported or made by commands.
type VersionStore struct{ *core }

var _ catalog.Versions = (*VersionStore)(nil)

// Versions returns the store of versions.
func (s *Store) Versions() *VersionStore { return &VersionStore{s.core} }

// SaveVersion stores a version of a class's content: see catalog.Versions.
func (s *VersionStore) SaveVersion(ctx context.Context, v catalog.StoredVersion) (number int, err error) {
	files, err := json.Marshal(v.Files)
	if err != nil {
		return 0, fmt.Errorf("encode version %s: %w", v.Hash, err)
	}
	err = s.do(ctx, func(ctx context.Context) error {
		for n := int64(0); n == 0; { // another instance may store one between the two
			last, fresh, err := s.follows(ctx, v)
			number = int(last) + 1
			if err != nil || !fresh {
				number = 0
				return err
			}
			n, err = s.q(ctx).InsertVersion(ctx, db.InsertVersionParams{
				Campaign: v.Class, Number: last + 1, Hash: v.Hash, Name: v.Name, Files: string(files), ImportedAt: ms(v.At),
				Origin: string(v.Kind), ByWhom: v.By,
			})
			if err != nil {
				return fmt.Errorf("store version %d of %s: %w", number, v.Class, err)
			}
		}
		return s.bumpRevision(ctx)
	})
	return number, err
}

// follows returns the number of the newest version of a class, and whether another one is to
// be stored after it: see catalog.Versions.
func (s *VersionStore) follows(ctx context.Context, v catalog.StoredVersion) (last int64, fresh bool, err error) {
	latest, there, err := found(s.q(ctx).LatestVersion(ctx, v.Class))
	if err != nil {
		return 0, false, fmt.Errorf("read the newest version of %s: %w", v.Class, err)
	}
	switch v.Kind {
	case catalog.OriginCommand:
		return latest.Number, there && latest.Number == int64(v.Base), nil
	case catalog.OriginConsole:
		return latest.Number, latest.Number == int64(v.Base), nil
	case catalog.OriginFile:
	}
	file, there, err := found(s.q(ctx).LatestFileVersion(ctx, db.LatestFileVersionParams{Campaign: v.Class, Below: math.MaxInt64}))
	if err != nil {
		return 0, false, fmt.Errorf("read the newest file of %s: %w", v.Class, err)
	}
	return latest.Number, !there || file.Hash != v.Hash, nil
}

// found reports whether a row was found; that there is none is no error.
func found(r db.ContentVersion, err error) (db.ContentVersion, bool, error) {
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// FileVersion returns the newest version of a class before a number that came from a file.
func (s *VersionStore) FileVersion(ctx context.Context, class string, below int) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).LatestFileVersion(ctx, db.LatestFileVersionParams{Campaign: class, Below: int64(below)})
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	return version(r)
}

// LatestVersion returns the newest version of a class's content.
func (s *VersionStore) LatestVersion(ctx context.Context, class string) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).LatestVersion(ctx, class)
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	return version(r)
}

// Version returns a version of a class's content by its number.
func (s *VersionStore) Version(ctx context.Context, class string, number int) (catalog.StoredVersion, error) {
	r, err := s.q(ctx).VersionNumbered(ctx, db.VersionNumberedParams{Campaign: class, Number: int64(number)})
	if err != nil {
		return catalog.StoredVersion{}, orNotFound(err)
	}
	return version(r)
}

// StoredClasses returns every class that has a version.
func (s *VersionStore) StoredClasses(ctx context.Context) ([]catalog.StoredClass, error) {
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
	v.Kind, v.By = catalog.OriginKind(r.Origin), r.ByWhom
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
