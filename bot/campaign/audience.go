package campaign

import "strconv"

// Audience is a rule that selects people, in a form that the store can apply. It does
// not keep the words that it was read from (已签到未领99).
type Audience struct {
	Kind AudienceKind
	// Arg is a pack's id, a channel's code, or the number of a broadcast; "" for the
	// kinds that need none.
	Arg string
}

// AudienceKind is a sort of audience.
type AudienceKind string

// The kinds.
const (
	// AudienceAll is everybody who follows the account.
	AudienceAll AudienceKind = "all"
	// AudienceSeated has a seat, AudienceWaiting is on the waitlist.
	AudienceSeated  AudienceKind = "seated"
	AudienceWaiting AudienceKind = "waiting"
	// AudiencePresent has checked in; AudienceWithout too, and does not hold pack Arg.
	AudiencePresent AudienceKind = "present"
	AudienceWithout AudienceKind = "present-without"
	// AudienceHolders holds pack Arg.
	AudienceHolders AudienceKind = "holders"
	// AudienceSource registered by channel Arg.
	AudienceSource AudienceKind = "source"
	// AudienceReceived was sent broadcast Arg.
	AudienceReceived AudienceKind = "received"
)

// ReceiversOf is the audience that was sent a broadcast.
func ReceiversOf(number int) Audience {
	return Audience{Kind: AudienceReceived, Arg: strconv.Itoa(number)}
}
