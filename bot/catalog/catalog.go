package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// Options configure a catalog. All fields but Review are needed.
type Options struct {
	Unit     campaign.Unit
	Versions Versions
	Store    Store
	// Vocabulary is what a file may refer to.
	Vocabulary content.Vocabulary
	Clock      bot.Clock
	// Reader gives a snapshot its reader before it serves. Old is what serves now, nil if
	// the class is new; sameEntries says that its index still fits.
	Reader func(ctx context.Context, fresh, old *Snapshot, sameEntries bool) error
	// Services gives a snapshot its services. Its Reader is nil if it will not serve.
	Services func(fresh *Snapshot)
	// Changed is called in the unit that stores a version after the first of its class, so
	// that what the change asks for is done once, even after a crash.
	Changed func(ctx context.Context, class string, number int) error
	// Review finds problems of a version that only other packages can see, for those who
	// publish one in the console; nil finds none.
	Review func(v *content.Version) []content.Problem
}

// Catalog holds the classes that serve: those that are live, and the one that ended last.
// Reading it never waits for a build.
type Catalog struct {
	o      Options
	loaded atomic.Pointer[classes]
	serial atomic.Int64
	// past is the class that was opened last of those that do not serve; nil for none.
	past atomic.Pointer[Snapshot]
	// account is what holds for the account; nil for nothing.
	account atomic.Pointer[content.Account]
	mu      sync.Mutex // serialises builds; guards unfit
	// unfit are the versions that cannot be loaded, by class: they are not tried again.
	unfit map[string]string
}

// classes is what is loaded at a time. It is immutable.
type classes struct {
	serve []*Snapshot // by start, then id
	// before are the snapshots that served until the last swap, by class.
	before map[string]*Snapshot
	// stored are all classes that have a version, at a revision of the content.
	stored   []StoredClass
	revision int64
}

// New returns an empty catalog: Import fills it.
func New(o Options) *Catalog {
	c := &Catalog{o: o, unfit: map[string]string{}}
	c.loaded.Store(&classes{revision: -1})
	return c
}

// Classes returns every class that is loaded, by start, then id. The caller must not change
// the list.
func (c *Catalog) Classes() []*Snapshot { return c.loaded.Load().serve }

// Class returns the class with an id, if it is loaded.
func (c *Catalog) Class(id string) (*Snapshot, bool) { return c.loaded.Load().class(id) }

func (l *classes) class(id string) (*Snapshot, bool) {
	for _, s := range l.serve {
		if s.Campaign.ID == id {
			return s, true
		}
	}
	return nil, false
}

// Knows reports whether a class is stored, whether it serves or not.
func (c *Catalog) Knows(id string) bool {
	return slices.ContainsFunc(c.loaded.Load().stored, func(s StoredClass) bool { return s.Class == id })
}

// Main returns the main class at a time: see campaign.MainOf. It is nil before the first
// import.
func (c *Catalog) Main(at time.Time) *Snapshot {
	s, _ := campaign.MainOf(c.Classes(), func(s *Snapshot) *campaign.Campaign { return s.Campaign }, at)
	return s
}

// Snapshot returns the snapshot with a serial number, if it serves or served until the
// last swap of its class: messages that were read by it may still be under way.
func (c *Catalog) Snapshot(serial int64) (*Snapshot, bool) {
	l := c.loaded.Load()
	for _, s := range l.serve {
		if s.Serial == serial {
			return s, true
		}
		if b := l.before[s.Campaign.ID]; b != nil && b.Serial == serial {
			return b, true
		}
	}
	return nil, false
}

// Serves reports whether the snapshot with a serial number is one of those that serve now.
func (c *Catalog) Serves(serial int64) bool {
	return slices.ContainsFunc(c.loaded.Load().serve, func(s *Snapshot) bool { return s.Serial == serial })
}

// Import stores a file that was loaded as a version of its class, and serves it if the
// class is live. It reports false if nothing new serves: what commands have changed since a
// file was imported stays.
func (c *Catalog) Import(ctx context.Context, v *content.Version) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before, _ := c.Class(v.Campaign.ID)
	if err := c.store(ctx, v); err != nil {
		return false, fmt.Errorf("store the imported file: %w", err)
	}
	if err := c.refresh(ctx); err != nil {
		return false, err
	}
	after, serves := c.Class(v.Campaign.ID)
	return serves && after != before, nil
}

// store stores a version together with what its change asks for and with the rows that the
// class needs.
func (c *Catalog) store(ctx context.Context, v *content.Version) error {
	stored := StoredVersion{
		Class: v.Campaign.ID, Hash: v.Hash, Name: v.Name, Files: v.Files, At: c.o.Clock(), Origin: Origin{Kind: OriginFile},
	}
	return c.o.Unit.Do(ctx, func(ctx context.Context) error {
		_, err := c.save(ctx, stored, v.Campaign)
		return err
	})
}

// SetAccount sets what holds for the account, nil for nothing, and builds new snapshots of
// the classes if that has changed.
func (c *Catalog) SetAccount(ctx context.Context, a *content.Account) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if was := c.account.Swap(a); was.Is(a) {
		return nil
	}
	if len(c.Classes()) == 0 {
		return nil
	}
	if err := c.refresh(ctx); err != nil {
		return fmt.Errorf("take over the account's settings: %w", err)
	}
	return nil
}

// Account returns what holds for the account; nil for nothing.
func (c *Catalog) Account() *content.Account { return c.account.Load() }

// vocabulary is what a file may refer to, with what holds for the account.
func (c *Catalog) vocabulary() content.Vocabulary {
	known := c.o.Vocabulary
	known.Account = c.account.Load()
	return known
}

// parse loads a stored version. What holds for the account may contradict an old version,
// which then serves without it.
func (c *Catalog) parse(stored StoredVersion) (*content.Version, error) {
	known := c.vocabulary()
	v, problems, err := content.LoadFiles(stored.Files, stored.Name, known, time.Time{})
	if err != nil && known.Account != nil {
		v, problems, err = content.LoadFiles(stored.Files, stored.Name, c.o.Vocabulary, time.Time{})
	}
	if err != nil {
		for _, p := range problems {
			err = errors.Join(err, errors.New(p.String()))
		}
		return nil, fmt.Errorf("load the stored version of %s: %w", stored.Class, err)
	}
	return v, nil
}

// Change is a version of a class beside what came of it.
type Change struct {
	// Old is the campaign of the version before.
	Old *campaign.Campaign
	// Now is the class with its newest version, Newest the number of that.
	Now    *Snapshot
	Newest int
}

// Before returns what a version of a class has changed up to its newest one: other instances
// may have stored that.
func (c *Catalog) Before(ctx context.Context, class string, number int) (out Change, err error) {
	if err := c.Refresh(ctx); err != nil {
		return out, err
	}
	latest, err := c.o.Versions.LatestVersion(ctx, class)
	if err != nil {
		return out, fmt.Errorf("read the newest version of %s: %w", class, err)
	}
	now, err := c.Open(ctx, class)
	if err != nil {
		return out, err
	}
	if now.Version() != latest.Hash {
		return out, fmt.Errorf("version %d of %s does not serve here yet", latest.Number, class)
	}
	stored, err := c.o.Versions.Version(ctx, class, number-1)
	if err != nil {
		return out, fmt.Errorf("read version %d of %s: %w", number-1, class, err)
	}
	v, err := c.parse(stored)
	if err != nil {
		return out, err
	}
	return Change{v.Campaign, now, latest.Number}, nil
}

// Open returns a class that is stored, whether it serves or not: what was begun for it goes
// on after its end. One that does not serve has no reader. The error is
// campaign.ErrNotFound if there is no such class. It joins the unit of the context, and
// takes no lock.
func (c *Catalog) Open(ctx context.Context, id string) (*Snapshot, error) {
	if s, ok := c.Class(id); ok {
		return s, nil
	}
	revision := c.loaded.Load().revision
	if s := c.past.Load(); s != nil && s.Campaign.ID == id && s.Revision == revision {
		return s, nil
	}
	stored, err := c.o.Versions.LatestVersion(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read the newest version of %s: %w", id, err)
	}
	v, err := c.parse(stored)
	if err != nil {
		return nil, err
	}
	added, err := c.added(ctx, id)
	if err != nil {
		return nil, err
	}
	s, err := c.assemble(v, added)
	if err != nil {
		return nil, err
	}
	s.Revision = revision
	c.o.Services(s)
	c.past.Store(s)
	return s, nil
}

// Refresh builds new snapshots of the classes to which moderators have added something
// since they were built, or of which another instance has stored a newer version. It loads
// a class that has become live, and drops one that has ended. Messages go on being answered
// by the old snapshots meanwhile. What fails for one class changes nothing for the others.
func (c *Catalog) Refresh(ctx context.Context) error {
	if !c.stale(ctx) {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stale(ctx) {
		return nil // somebody else was faster
	}
	return c.refresh(ctx)
}

// Behind reports whether what is loaded was built before a revision of the content. A build
// that failed is no reason to wait: Refresh tries it again.
func (c *Catalog) Behind(revision int64) bool {
	l := c.loaded.Load()
	return l.revision >= 0 && l.revision < revision
}

// stale reports whether other classes are to serve, or other content. It reports true if
// the revision cannot be read: building says why.
func (c *Catalog) stale(ctx context.Context) bool {
	l := c.loaded.Load()
	if l.revision < 0 || !l.fits(c.o.Clock()) {
		return true
	}
	revision, err := c.o.Store.Revision(ctx)
	return err != nil || revision != l.revision
}

// fits reports whether just those classes are loaded that are to serve at a time.
func (l *classes) fits(at time.Time) bool {
	wanted := 0
	last := l.lastEnded(l.stored, at)
	for i := range l.stored {
		if s := &l.stored[i]; s.live(at) && l.usable(s) || s.Class == last {
			if _, ok := l.class(s.Class); !ok {
				return false
			}
			wanted++
		}
	}
	return wanted == len(l.serve)
}

// usable reports whether a stored class can serve: its newest version can be loaded, or the
// one before serves.
func (l *classes) usable(s *StoredClass) bool {
	_, loaded := l.class(s.Class)
	return loaded || !s.unfit
}

// lastEnded returns the class that ended last of those that can serve; empty for none.
func (l *classes) lastEnded(stored []StoredClass, at time.Time) (id string) {
	var end time.Time
	for i := range stored {
		if s := &stored[i]; l.usable(s) && !s.live(at) && (id == "" || s.End.After(end)) {
			id, end = s.Class, s.End
		}
	}
	return id
}

// refresh loads what is to serve now. The revision is read first: an addition during the
// builds makes them out of date, and the next Refresh builds again.
func (c *Catalog) refresh(ctx context.Context) error {
	revision, err := c.o.Store.Revision(ctx)
	if err != nil {
		return fmt.Errorf("read the content's revision: %w", err)
	}
	stored, err := c.o.Versions.StoredClasses(ctx)
	if err != nil {
		return fmt.Errorf("read which classes there are: %w", err)
	}
	was, at := c.loaded.Load(), c.o.Clock()
	now := &classes{before: map[string]*Snapshot{}, stored: c.judged(stored), revision: revision}
	last := was.lastEnded(now.stored, at)
	var failed error
	for i := range now.stored {
		s := &now.stored[i]
		if !was.usable(s) || !s.live(at) && s.Class != last {
			continue
		}
		old, _ := was.class(s.Class)
		fresh, err := c.current(ctx, *s, old, revision)
		if errors.Is(err, content.ErrBad) {
			c.unfit[s.Class], s.unfit = s.Hash, true
		} else if err != nil {
			now.revision = -1 // try again
		}
		failed = errors.Join(failed, err)
		now.add(fresh, old, was.before[s.Class])
	}
	c.loaded.Store(now)
	return failed
}

// judged marks the versions that cannot be loaded.
func (c *Catalog) judged(stored []StoredClass) []StoredClass {
	for i := range stored {
		stored[i].unfit = c.unfit[stored[i].Class] == stored[i].Hash
	}
	return stored
}

// add adds the snapshot of a class; nil for none.
func (l *classes) add(fresh, old, before *Snapshot) {
	if fresh == nil {
		return
	}
	if fresh != old && old != nil {
		before = old
	}
	if before != nil {
		l.before[fresh.Campaign.ID] = before
	}
	l.serve = append(l.serve, fresh)
	slices.SortFunc(l.serve, func(a, b *Snapshot) int {
		if d := a.Campaign.Start.Compare(b.Campaign.Start); d != 0 {
			return d
		}
		return strings.Compare(a.Campaign.ID, b.Campaign.ID)
	})
}
