package campaign

import "time"

// Channel holds the limits of the messaging platform. The package that knows the
// platform fills it in, so that rules and stores contain no numbers of a platform.
type Channel struct {
	// Typed is the credit that a message of a person grants, Tapped that of a
	// follow, a scan or a tap.
	Typed, Tapped Credit
	// MaxText is the size of one text in bytes.
	MaxText int
	Mass    MassLimits
	// Account is the kind of the account, which decides what moderators are offered.
	Account AccountKind
}

// AccountKind is what kind of account people follow (ruling 59).
type AccountKind string

// The kinds. An unverified account can only answer; a subscription account has one mass
// send a day, so that there is no trial; a test account reaches its few testers.
const (
	AccountService      AccountKind = "service"
	AccountSubscription AccountKind = "subscription"
	AccountUnverified   AccountKind = "unverified"
	AccountTest         AccountKind = "test"
)

// Trial is how many people get a broadcast before the others: the number that the
// campaign wants, or 0 if the trial would use up the day's only call.
func (l MassLimits) Trial(wanted int) int {
	if l.PerDay < 2 {
		return 0
	}
	return wanted
}

// Credit is how many messages may be sent to a person, and for how long after
// the contact that granted them.
type Credit struct {
	Messages int
	Span     time.Duration
}

// MassLimits are the platform's limits of mass sends.
type MassLimits struct {
	// PerCall is the largest number of people in one call.
	PerCall int
	// PerDay is how many calls the account may make a day.
	PerDay int
	// PerMonth is how many mass sends a follower gets a calendar month.
	PerMonth int
	// Repeat is how long a call may be repeated with the same client id without
	// reaching anybody twice.
	Repeat time.Duration
}

// Grant is the credit of a contact; zero if it grants none.
func (ch Channel) Grant(c Contact) Credit {
	switch c {
	case ContactTyped:
		return ch.Typed
	case ContactTapped:
		return ch.Tapped
	default:
		return Credit{}
	}
}

// ChunkSize is the number of people in a call of a broadcast: small enough that
// a stop saves most of the audience, large enough that a broadcast needs at most
// half of a day's calls.
func (l MassLimits) ChunkSize(audience int) int {
	calls := max(1, l.PerDay/2)
	return min(l.PerCall, max(500, (audience+calls-1)/calls))
}
