package moderation

import (
	"strconv"

	"zhujiao/bot/campaign"
)

// Kind is the letter in front of a number (R14).
type Kind string

// The kinds of things that have a number within their class.
const (
	KindUnknown        = Kind(campaign.TicketUnknown)
	KindHuman          = Kind(campaign.TicketHuman)
	KindQuestion  Kind = "Q"
	KindEntry     Kind = "F"
	KindBroadcast Kind = "B"
)

// Ref names one thing of one class. Numbers count per class and kind, from 1.
type Ref struct {
	Class  string
	Kind   Kind
	Number int
}

// Name returns the reference as people write it, such as U12.
func (r Ref) Name() string { return string(r.Kind) + strconv.Itoa(r.Number) }

// RefOf parses a name such as U12. For any other text it returns the zero Ref and false.
func RefOf(class, name string) (Ref, bool) {
	if len(name) < 2 {
		return Ref{}, false
	}
	kind := Kind(name[:1])
	switch kind {
	case KindUnknown, KindHuman, KindQuestion, KindEntry, KindBroadcast:
	default:
		return Ref{}, false
	}
	n, err := strconv.ParseUint(name[1:], 10, 31)
	if err != nil || n == 0 {
		return Ref{}, false
	}
	return Ref{class, kind, int(n)}, true
}
