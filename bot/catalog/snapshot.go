package catalog

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
)

// Snapshot is one class as it serves: a stored version of its content with the
// entries, phrasings and seats that moderators added. It is immutable.
type Snapshot struct {
	// Serial rises with every snapshot of this process.
	Serial int64
	// Revision is the content revision of the database that it was built for.
	Revision int64
	// Campaign and Texts include what moderators added.
	Campaign *campaign.Campaign
	Texts    *content.Texts
	// File is the name of the campaign file that it was imported from.
	File string
	// FileEntries is how many frequent questions the file has: published ones are
	// numbered after them (R14).
	FileEntries int
	// Reader understands messages to this class.
	Reader *intent.Reader
	// Attendees and Moderation are the services for attendees and for moderators.
	Attendees  *campaign.Services
	Moderation *moderation.Services

	version   *content.Version
	additions Additions
}

// Version returns the hash of the stored version, in hex.
func (s *Snapshot) Version() string { return s.version.Hash }

// Additions are what moderators added to a class's content.
type Additions struct {
	// Published are the entries, Phrasings the further phrasings by entry.
	Published []campaign.Published
	Phrasings map[string][]string
	// Scenes are further scenes of QR codes that register who scans them.
	Scenes []string
	// Seats is the number of seats beyond the file's.
	Seats int
}
