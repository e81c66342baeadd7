package moderation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// HappeningKind says what a line of somebody's timeline is about.
type HappeningKind string

// The kinds.
const (
	HappenedSaid     HappeningKind = "said"
	HappenedTicket   HappeningKind = "ticket"
	HappenedQuestion HappeningKind = "question"
	HappenedDelivery HappeningKind = "delivery"
	HappenedReport   HappeningKind = "report"
	HappenedSignup   HappeningKind = "signup"
	HappenedCheckin  HappeningKind = "checkin"
	HappenedClaim    HappeningKind = "claim"
)

// Happening is a line of somebody's timeline. Which fields are set depends on its kind.
type Happening struct {
	Kind HappeningKind
	At   time.Time
	// Class is where it happened. What somebody said and was sent is of all classes.
	Class string
	// Name is a ticket, a question or a pack; the kind of a message or of a notice.
	Name string
	// Text is what they wrote, Answer what they were answered by By.
	Text, Answer, By string
	// Reply is the stored reply to what they said.
	Reply bot.Reply
	// Why is what was decided when they were answered; nil if that is not known.
	Why *bot.Reason
	// State and Reason are those of a notice, with the platform's Code; Due is when it may
	// leave, Done when its state was decided, Attempts how often it was tried.
	State, Reason  string
	Code, Attempts int
	ID             int64
	Due, Done      time.Time
	// Version is the content that was served.
	Version string
}

// PersonViews reads all that is known of a person. Every method returns at most n lines
// before a time, the newest first.
type PersonViews interface {
	// PersonByID returns a person, or ErrNotFound for one who was erased.
	PersonByID(ctx context.Context, p bot.PersonID) (*campaign.Person, error)
	// PersonSaid returns what they wrote with the replies.
	PersonSaid(ctx context.Context, p bot.PersonID, before time.Time, n int) ([]Happening, error)
	// PersonSent returns the notices to them.
	PersonSent(ctx context.Context, p bot.PersonID, before time.Time, n int) ([]Happening, error)
	// PersonAsked returns their tickets, questions and reports in a class.
	PersonAsked(ctx context.Context, class string, p bot.PersonID, before time.Time, n int) ([]Happening, error)
	// PersonClaims returns their claims in a class.
	PersonClaims(ctx context.Context, class string, p bot.PersonID) ([]Happening, error)
	// MutedUntil returns until when they may ask no question; the zero time for no bound.
	MutedUntil(ctx context.Context, class string, p bot.PersonID) (time.Time, error)
}

// Timeline is what is known of one person in a class.
type Timeline struct {
	Standing
	// Muted is until when they may ask no question.
	Muted time.Time
	Lines []Happening
	// Next is where older lines begin, the zero time at the end.
	Next time.Time
}

// timelinePage is how many lines of a timeline are read at once.
const timelinePage = 40

// Person returns what is known of a person, the newest first, before a time. It returns
// ErrNotFound for one who was erased.
func (s *Views) Person(ctx context.Context, who Actor, p bot.PersonID, before, at time.Time) (out Timeline, err error) {
	if err := allow(who, ActionFindPerson); err != nil {
		return out, err
	}
	person, err := s.Persons.PersonByID(ctx, p)
	if err != nil {
		return out, fmt.Errorf("find a person: %w", err)
	}
	if out.Standing, err = s.People.standing(ctx, person, at); err != nil {
		return out, fmt.Errorf("how a person stands: %w", err)
	}
	if out.Muted, err = s.Persons.MutedUntil(ctx, s.Campaign.ID, p); err != nil {
		return out, fmt.Errorf("whether a person may ask: %w", err)
	}
	if before.IsZero() {
		before = at.Add(time.Hour) // what was written while this is read
	}
	if out.Lines, err = s.lines(ctx, out.Standing, before); err != nil {
		return out, fmt.Errorf("read what is known of a person: %w", err)
	}
	if len(out.Lines) > timelinePage {
		out.Lines = out.Lines[:timelinePage]
		out.Next = out.Lines[timelinePage-1].At
	}
	return out, nil
}

// lines merges what each table knows: of each one line more than a page shows, so that it is
// known whether there is more.
func (s *Views) lines(ctx context.Context, of Standing, before time.Time) (out []Happening, err error) {
	p, n := of.Person.ID, timelinePage+1
	for _, read := range []func() ([]Happening, error){
		func() ([]Happening, error) { return s.Persons.PersonSaid(ctx, p, before, n) },
		func() ([]Happening, error) { return s.Persons.PersonSent(ctx, p, before, n) },
		func() ([]Happening, error) { return s.Persons.PersonAsked(ctx, s.Campaign.ID, p, before, n) },
		func() ([]Happening, error) { return s.Persons.PersonClaims(ctx, s.Campaign.ID, p) },
	} {
		some, err := read()
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	out = append(out,
		Happening{Kind: HappenedSignup, At: of.Member.SignedAt, Class: s.Campaign.ID, Name: of.Member.Source},
		Happening{Kind: HappenedCheckin, At: of.Member.CheckedAt, Class: s.Campaign.ID})
	out = slices.DeleteFunc(out, func(h Happening) bool { return h.At.IsZero() || !h.At.Before(before) })
	slices.SortStableFunc(out, func(a, b Happening) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	return out, nil
}
