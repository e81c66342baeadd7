package catalog

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
)

// StoredVersion is the content of a class as it was imported. It holds everything
// that checking and serving read, so that an old version can be served again.
type StoredVersion struct {
	// Class is the campaign's id, Hash the hash of all files in hex.
	Class, Hash string
	// Number counts the versions of a class from 1; the store gives it.
	Number int
	// Name is the main file's name, Files the main file and the files it names.
	Name  string
	Files map[string][]byte
	At    time.Time
	Origin
}

// Origin says where a version comes from.
type Origin struct {
	// Kind is how it came, By the moderator whose command it was or who published it in the
	// console; empty for a file.
	Kind OriginKind
	By   string
	// Base is the number of the version that a command or the console has changed; 0 for a
	// class that is made in the console. It is not stored.
	Base int
}

// OriginKind is a way by which versions come.
type OriginKind string

// The ways.
const (
	OriginFile    OriginKind = "file"
	OriginCommand OriginKind = "command"
	OriginConsole OriginKind = "console"
)

// Versions stores versions. A version is never changed or removed.
type Versions interface {
	// SaveVersion stores a version and returns its number; 0 if there is nothing to store:
	// the newest version of the class that came from a file has the hash of this file, which
	// a command may have changed since; or another version than its base is the newest
	// when a command's or the console's comes. It joins the unit of the context, and changes
	// the revision.
	SaveVersion(ctx context.Context, v StoredVersion) (number int, err error)
	// LatestVersion returns the newest version of a class, or campaign.ErrNotFound.
	LatestVersion(ctx context.Context, class string) (StoredVersion, error)
	// Version returns the version with a number, or campaign.ErrNotFound.
	Version(ctx context.Context, class string, number int) (StoredVersion, error)
	// StoredClasses returns every class that has a version and was prepared.
	StoredClasses(ctx context.Context) ([]StoredClass, error)
	// FileVersion returns the newest version before a number that came from a file, or
	// campaign.ErrNotFound.
	FileVersion(ctx context.Context, class string, below int) (StoredVersion, error)
	// History returns at most n versions with numbers below another, the newest first.
	History(ctx context.Context, class string, below, n int) ([]StoredVersion, error)
}

// StoredClass says of a class that is stored which version is its newest, and when it ends.
type StoredClass struct {
	Class, Hash string
	// End is when the class is over, ClaimsEnd until when packs are claimed.
	End, ClaimsEnd time.Time

	unfit bool // its newest version cannot be loaded
}

// live reports whether the class has not ended at a time: see campaign.Campaign.Live.
func (s *StoredClass) live(at time.Time) bool { return !at.After(s.End) || !at.After(s.ClaimsEnd) }

// Store holds what a snapshot is built from besides its version. The methods that read
// do so outside of units.
type Store interface {
	// Prepare makes the rows that a class needs before it serves; it is idempotent.
	Prepare(ctx context.Context, c *campaign.Campaign) error
	// Revision increases with every change of what the methods below return. A snapshot
	// that was built for another revision is out of date.
	Revision(ctx context.Context) (int64, error)
	Entries(ctx context.Context, class string) ([]campaign.Published, error)
	Phrasings(ctx context.Context, class string) (map[string][]string, error)
	Tally(ctx context.Context, class string) (campaign.Tally, error)
	// Scenes returns those that moderators added to the file's.
	Scenes(ctx context.Context, class string) ([]string, error)
}
