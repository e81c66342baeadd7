package catalog

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// Options configure a catalog. All fields are needed.
type Options struct {
	Unit     campaign.Unit
	Versions Versions
	Store    Store
	// Vocabulary is what a file may refer to.
	Vocabulary content.Vocabulary
	Clock      bot.Clock
	// Equip completes a snapshot before it serves. Old is what serves now, nil at
	// first; sameEntries says that its index still fits.
	Equip func(ctx context.Context, fresh, old *Snapshot, sameEntries bool) error
	// Changed is called in the unit that stores a version after the first of its class, so
	// that what the change asks for is done once, even after a crash.
	Changed func(ctx context.Context, class string, number int) error
}

// Catalog holds the class that serves. Reading it never waits for a build.
type Catalog struct {
	o       Options
	current atomic.Pointer[Snapshot]
	// before is the snapshot that served before the current one.
	before atomic.Pointer[Snapshot]
	mu     sync.Mutex // serialises builds; guards serial
	serial int64
}

// New returns an empty catalog: Import fills it.
func New(o Options) *Catalog { return &Catalog{o: o} }

// Current returns the snapshot that serves now. It is nil before the first import.
func (c *Catalog) Current() *Snapshot { return c.current.Load() }

// Snapshot returns the snapshot with a serial number, if it serves or served until
// the last swap: messages that were read by it may still be under way.
func (c *Catalog) Snapshot(serial int64) (*Snapshot, bool) {
	for _, p := range []*atomic.Pointer[Snapshot]{&c.current, &c.before} {
		if s := p.Load(); s != nil && s.Serial == serial {
			return s, true
		}
	}
	return nil, false
}

// Import stores a file that was loaded as a version of its class and serves it. It
// reports false if the file was imported already: what commands have changed since stays.
func (c *Catalog) Import(ctx context.Context, v *content.Version) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.Current()
	if old != nil && old.Campaign.ID != v.Campaign.ID {
		return false, fmt.Errorf("the campaign changed from %s to %s: restart to serve another one", old.Campaign.ID, v.Campaign.ID)
	}
	number, err := c.store(ctx, v)
	if err != nil {
		return false, fmt.Errorf("store the imported file: %w", err)
	}
	served, err := c.load(ctx, v.Campaign.ID)
	if err != nil {
		return false, err
	}
	if number == 0 && old != nil && served.Hash == old.Version() {
		return false, nil
	}
	if err := c.build(ctx, served, old); err != nil {
		return false, err
	}
	return number > 0 || old == nil, nil
}

// store stores a file as a version, together with what its change asks for. It returns the
// version's number, or 0 if the file was stored already.
func (c *Catalog) store(ctx context.Context, v *content.Version) (number int, err error) {
	stored := StoredVersion{
		Class: v.Campaign.ID, Hash: v.Hash, Name: v.Name, Files: v.Files, At: c.o.Clock(), Origin: Origin{Kind: OriginFile},
	}
	err = c.o.Unit.Do(ctx, func(ctx context.Context) (err error) {
		number, err = c.o.save(ctx, stored)
		return err
	})
	return number, err
}

// load reads the newest stored version of a class.
func (c *Catalog) load(ctx context.Context, class string) (*content.Version, error) {
	stored, err := c.o.Versions.LatestVersion(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("read the stored version of %s: %w", class, err)
	}
	return c.o.parse(stored)
}

// parse loads a stored version.
func (o *Options) parse(stored StoredVersion) (*content.Version, error) {
	v, problems, err := content.LoadFiles(stored.Files, stored.Name, o.Vocabulary, time.Time{})
	if err != nil {
		for _, p := range problems {
			err = errors.Join(err, errors.New(p.String()))
		}
		return nil, fmt.Errorf("load the stored version of %s: %w", stored.Class, err)
	}
	return v, nil
}

// Before returns the campaign of the version before a number, and the number of the newest
// version, which serves when Before returns: other instances may have stored it.
func (c *Catalog) Before(ctx context.Context, class string, number int) (old *campaign.Campaign, newest int, err error) {
	if err := c.Refresh(ctx); err != nil {
		return nil, 0, err
	}
	latest, err := c.o.Versions.LatestVersion(ctx, class)
	if err != nil {
		return nil, 0, fmt.Errorf("read the newest version of %s: %w", class, err)
	}
	if served := c.Current(); served == nil || served.Version() != latest.Hash {
		return nil, 0, fmt.Errorf("version %d of %s does not serve here yet", latest.Number, class)
	}
	stored, err := c.o.Versions.Version(ctx, class, number-1)
	if err != nil {
		return nil, 0, fmt.Errorf("read version %d of %s: %w", number-1, class, err)
	}
	v, err := c.o.parse(stored)
	if err != nil {
		return nil, 0, err
	}
	return v.Campaign, latest.Number, nil
}

// Refresh builds a new snapshot if moderators have added something since the one
// that serves was built, or another instance has stored a newer version of the file.
// Messages go on being answered by the old one meanwhile.
func (c *Catalog) Refresh(ctx context.Context) error {
	if current := c.Current(); current == nil || !c.stale(ctx, current) {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	current := c.Current()
	if !c.stale(ctx, current) {
		return nil // somebody else was faster
	}
	v, err := c.newest(ctx, current)
	if err != nil { // what was added serves all the same
		return errors.Join(err, c.build(ctx, current.version, current))
	}
	return c.build(ctx, v, current)
}

// newest returns the newest stored version of the class that serves.
func (c *Catalog) newest(ctx context.Context, current *Snapshot) (*content.Version, error) {
	stored, err := c.o.Versions.LatestVersion(ctx, current.Campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("read the newest version of %s: %w", current.Campaign.ID, err)
	}
	if stored.Hash == current.Version() {
		return current.version, nil
	}
	return c.o.parse(stored)
}

// stale reports whether a snapshot was built for another revision. It reports true
// if the revision cannot be read: building says why.
func (c *Catalog) stale(ctx context.Context, s *Snapshot) bool {
	revision, err := c.o.Store.Revision(ctx)
	return err != nil || revision != s.Revision
}

// build makes a snapshot of a version with what moderators added, and swaps it in. The
// revision is read first: an addition during the build makes the snapshot out of date,
// and the next Refresh builds again.
func (c *Catalog) build(ctx context.Context, v *content.Version, old *Snapshot) error {
	if err := c.o.Store.Prepare(ctx, v.Campaign); err != nil {
		return err
	}
	revision, err := c.o.Store.Revision(ctx)
	if err != nil {
		return fmt.Errorf("read the content's revision: %w", err)
	}
	added, err := c.added(ctx, v.Campaign.ID)
	if err != nil {
		return err
	}
	texts, err := v.Texts.Seats(v.Campaign.Signup.Seats + added.Seats)
	if err != nil {
		return err
	}
	answers := map[string]string{}
	for _, e := range added.Published {
		answers[e.ID()] = e.Answer
	}
	c.serial++
	fresh := &Snapshot{
		Serial: c.serial, Revision: revision, Campaign: v.Campaign.With(added.Published, added.Phrasings),
		Texts: texts.With(answers), FileEntries: len(v.Campaign.FAQ), version: v, additions: added,
	}
	if err := c.o.Equip(ctx, fresh, old, sameEntries(fresh, old)); err != nil {
		return err
	}
	c.before.Store(old)
	c.current.Store(fresh)
	return nil
}

// added reads what moderators added to a class.
func (c *Catalog) added(ctx context.Context, class string) (a Additions, err error) {
	if a.Published, err = c.o.Store.Entries(ctx, class); err != nil {
		return a, err
	}
	if a.Phrasings, err = c.o.Store.Phrasings(ctx, class); err != nil {
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
