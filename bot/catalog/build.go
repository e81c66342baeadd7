package catalog

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// current returns the snapshot of a class that is to serve: the old one if nothing has
// changed or if it fails. If the newest version cannot be loaded, what moderators added
// serves all the same, with the version before, and the error says why.
func (c *Catalog) current(ctx context.Context, s StoredClass, old *Snapshot, revision int64) (*Snapshot, error) {
	v, failed := c.newest(ctx, s, old)
	if v == nil {
		return old, failed
	}
	added, err := c.added(ctx, s.Class)
	if err != nil {
		return old, errors.Join(failed, err)
	}
	if old != nil && old.version == v && reflect.DeepEqual(added, old.additions) {
		return old, failed
	}
	fresh, err := c.build(ctx, v, old, added)
	if err != nil {
		return old, errors.Join(failed, err)
	}
	fresh.Revision = revision
	return fresh, failed
}

// newest returns the newest version of a class, or the one that serves if that cannot be
// loaded; nil if there is neither.
func (c *Catalog) newest(ctx context.Context, s StoredClass, old *Snapshot) (*content.Version, error) {
	if old != nil && (old.Version() == s.Hash && old.version.Account().Is(c.account.Load()) || s.unfit) {
		return old.version, nil
	}
	stored, err := c.o.Versions.LatestVersion(ctx, s.Class)
	if err != nil {
		return nil, fmt.Errorf("read the newest version of %s: %w", s.Class, err)
	}
	v, err := c.parse(stored)
	if err != nil && old != nil {
		v = old.version
	}
	return v, err
}

// build makes a snapshot that can serve.
func (c *Catalog) build(ctx context.Context, v *content.Version, old *Snapshot, added Additions) (*Snapshot, error) {
	if err := c.o.Store.Prepare(ctx, v.Campaign); err != nil {
		return nil, err
	}
	fresh, err := c.assemble(v, added)
	if err != nil {
		return nil, err
	}
	if err := c.o.Reader(ctx, fresh, old, sameEntries(fresh, old)); err != nil {
		return nil, err
	}
	c.o.Services(fresh)
	return fresh, nil
}

// assemble makes a snapshot of a version with what moderators added. It has neither a
// reader nor services.
func (c *Catalog) assemble(v *content.Version, added Additions) (*Snapshot, error) {
	texts, err := v.Texts.Seats(v.Campaign.Signup.Seats + added.Seats)
	if err != nil {
		return nil, err
	}
	answers := map[string]string{}
	for _, e := range added.Published {
		answers[e.ID()] = e.Answer
	}
	return &Snapshot{
		Serial: c.serial.Add(1), Campaign: campaign.WithScenes(v.Campaign.With(added.Published, added.Phrasings), added.Scenes),
		Texts: texts.With(answers), File: v.Name, FileEntries: len(v.Campaign.FAQ), version: v, additions: added,
	}, nil
}

// added reads what moderators added to a class.
func (c *Catalog) added(ctx context.Context, class string) (a Additions, err error) {
	if a.Published, err = c.o.Store.Entries(ctx, class); err != nil {
		return a, err
	}
	if a.Phrasings, err = c.o.Store.Phrasings(ctx, class); err != nil {
		return a, err
	}
	if a.Scenes, err = c.o.Store.Scenes(ctx, class); err != nil {
		return a, err
	}
	t, err := c.o.Store.Tally(ctx, class)
	a.Seats = t.Extra
	return a, err
}

// sameEntries reports whether two snapshots answer the same entries by the same
// phrasings, so that an index of one serves the other.
func sameEntries(fresh, old *Snapshot) bool {
	return old != nil && fresh.version == old.version &&
		reflect.DeepEqual(fresh.additions.Published, old.additions.Published) &&
		reflect.DeepEqual(fresh.additions.Phrasings, old.additions.Phrasings)
}
