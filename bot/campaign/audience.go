package campaign

import (
	"math"
	"strconv"

	"zhujiao/bot"
)

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
	// AudienceSigned has a seat or is on the waitlist.
	AudienceSigned AudienceKind = "signed"
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

// AudienceCursor is where the next page of an audience begins. The zero value is its
// beginning.
type AudienceCursor struct {
	// Phase counts the orders in which an audience is read: first those with a seat,
	// then the rest. After is the key of the last one that was read in it.
	Phase int
	After int64
	// Ended is set after the last page.
	Ended bool
}

// Unordered is the beginning of an audience for whoever needs everybody once, but nobody
// in the order of seats.
func (a Audience) Unordered() AudienceCursor {
	switch a.Kind {
	case AudienceSeated, AudienceWaiting, AudienceSigned, AudienceReceived:
		return AudienceCursor{}
	default:
		return AudienceCursor{Phase: 1}
	}
}

// AudienceQuery asks for the people of a class who fit an audience, and did so at a moment
// already.
type AudienceQuery struct {
	Class    string
	Audience Audience
	// Moment is a stamp: see AudienceCount.
	Moment int64
}

// AudiencePage is a part of an audience.
type AudiencePage struct {
	// People fit the rule. From the beginning, somebody with a seat may come twice.
	People []Candidate
	// Read is how many rows were read to find them.
	Read int
	Next AudienceCursor
}

// Candidate is somebody who fits the rule of an audience.
type Candidate struct {
	Person bot.PersonID
	// Known is set if their openid is stored, OptedOut if they want no messages.
	Known, OptedOut bool
}

// AnyMoment is the moment for everybody who fits now.
const AnyMoment = math.MaxInt64

// AudienceCount is the size of an audience at a moment.
type AudienceCount struct {
	// People is how many fit, Reachable how many of them follow, have not opted out and
	// have quota left this month.
	People, Reachable int
	// Moment is a stamp: who began to fit after it was not counted.
	Moment int64
}
