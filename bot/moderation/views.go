package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Counted is how many there are of something: in the time that begins at At, or with a Name.
type Counted struct {
	At   time.Time
	Name string
	N    int
}

// SeatFilter chooses people of a class by how they stand.
type SeatFilter string

// The filters.
const (
	SeatsTaken   SeatFilter = "seated"
	SeatsAbsent  SeatFilter = "absent" // who has a seat and is not checked in
	SeatsWaiting SeatFilter = "waiting"
	SeatsPresent SeatFilter = "present"
)

// SeatViews reads the seats of a class.
type SeatViews interface {
	// ListPlaces returns who fits a filter, by seat, place on the waitlist or time of the
	// check-in.
	ListPlaces(ctx context.Context, class string, f SeatFilter, p Page) (List[MemberRow], error)
	// SeatOwner returns who has a seat, or ErrNotFound.
	SeatOwner(ctx context.Context, class string, seat int) (bot.PersonID, error)
	// WithCode returns at most twenty people whose short code this is.
	WithCode(ctx context.Context, code string) ([]bot.PersonID, error)
	// SeatSources counts those who have a seat by where they came from, the most first.
	SeatSources(ctx context.Context, class string) ([]Counted, error)
	// SeatTimes counts those who have a seat by when they registered, in steps.
	SeatTimes(ctx context.Context, class string, step time.Duration) ([]Counted, error)
}

// Views reads what pages show of a class beside the lists.
type Views struct {
	Campaign  *campaign.Campaign
	Seats     SeatViews
	Packs     PackViews
	Questions QuestionViews
	Persons   PersonViews
	Numbers   BehindReader
	Links     *Links
	People    *People
}

// Places returns who fits a filter.
func (s *Views) Places(ctx context.Context, who Actor, f SeatFilter, p Page) (List[MemberRow], error) {
	return list(who, ActionListPeople, p, func(p Page) (List[MemberRow], error) {
		return s.Seats.ListPlaces(ctx, s.Campaign.ID, f, p)
	})
}

// SeatOwner returns who has a seat, or ErrNotFound.
func (s *Views) SeatOwner(ctx context.Context, who Actor, seat int) (bot.PersonID, error) {
	if err := allow(who, ActionListPeople); err != nil {
		return 0, err
	}
	p, err := s.Seats.SeatOwner(ctx, s.Campaign.ID, seat)
	if err != nil {
		return 0, fmt.Errorf("find who has seat %d: %w", seat, err)
	}
	return p, nil
}

// WithCode returns the people whose short code this is: several may have the same.
func (s *Views) WithCode(ctx context.Context, who Actor, code string) ([]bot.PersonID, error) {
	if err := allow(who, ActionListPeople); err != nil {
		return nil, err
	}
	people, err := s.Seats.WithCode(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("find people by their code: %w", err)
	}
	return people, nil
}

// SeatFigures returns where those who have a seat came from, and when they registered.
func (s *Views) SeatFigures(ctx context.Context, who Actor, step time.Duration) (sources, times []Counted, err error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, nil, err
	}
	if sources, err = s.Seats.SeatSources(ctx, s.Campaign.ID); err != nil {
		return nil, nil, fmt.Errorf("count seats by source: %w", err)
	}
	if times, err = s.Seats.SeatTimes(ctx, s.Campaign.ID, step); err != nil {
		return nil, nil, fmt.Errorf("count seats by time: %w", err)
	}
	return sources, times, nil
}

// PackFacts are the figures of a pack.
type PackFacts struct {
	// Taken is how much of the stock is held, Extra how much was added to the file's.
	Taken, Extra int
	// Holders have the pack, Queued wait for it.
	Holders, Queued int
	// ByLink counts holders, Reports those who called a link dead, by its address.
	ByLink, Reports map[string]int
	// Added is when a link replaced the one before, by its address.
	Added map[string]time.Time
	// Stopped is when a link was stopped, by its address.
	Stopped map[string]time.Time
}

// Estimate is how many people a new link of a pack would be brought to: Now those whom the
// platform would take it for now, Later the others, who get it with their next message.
type Estimate struct{ Now, Later int }

// RenotifyRow is somebody who holds another link of a pack than the one that serves.
type RenotifyRow struct {
	Person *campaign.Person
	URL    string
	At     time.Time
	// Reach is set if the platform would take a notice to them now.
	Reach bool
}

// NewLink is a link of a pack that holders of others would be brought. Everybody is set if
// those who hold this very address need it, too: its extraction code is another one.
type NewLink struct {
	Pack, URL string
	Everybody bool
}

// PackViews reads how packs stand.
type PackViews interface {
	// PackFacts returns the figures of a pack.
	PackFacts(ctx context.Context, class, pack string) (PackFacts, error)
	// Renotified counts those who would be brought a link: holders of another one, or of any
	// if everybody is set, and those who wait for the pack.
	Renotified(ctx context.Context, class string, l NewLink, now time.Time) (Estimate, error)
	// ListRenotified returns the holders of another link, by person.
	ListRenotified(ctx context.Context, class string, l NewLink, p Page) (List[RenotifyRow], error)
	// ClaimTimes counts claims by when they were made, in steps.
	ClaimTimes(ctx context.Context, class, pack string, step time.Duration) ([]Counted, error)
}

// Pack returns the figures of a pack, or ErrNotFound.
func (s *Views) Pack(ctx context.Context, who Actor, pack string) (PackFacts, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return PackFacts{}, err
	}
	if _, ok := s.Campaign.Pack(pack); !ok {
		return PackFacts{}, fmt.Errorf("pack %s: %w", pack, ErrNotFound)
	}
	f, err := s.Packs.PackFacts(ctx, s.Campaign.ID, pack)
	if err != nil {
		return f, fmt.Errorf("read how pack %s stands: %w", pack, err)
	}
	return f, nil
}

// ClaimTimes counts the claims of a pack by when they were made.
func (s *Views) ClaimTimes(ctx context.Context, who Actor, pack string, step time.Duration) ([]Counted, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	out, err := s.Packs.ClaimTimes(ctx, s.Campaign.ID, pack, step)
	if err != nil {
		return nil, fmt.Errorf("count the claims of pack %s: %w", pack, err)
	}
	return out, nil
}

// Estimate returns how many people a new link of a pack would be brought to.
func (s *Views) Estimate(ctx context.Context, who Actor, pack string, l campaign.Mirror, at time.Time) (Estimate, error) {
	if err := allow(who, ActionReplaceLink); err != nil {
		return Estimate{}, err
	}
	all, err := s.Links.List(ctx, who, pack, at)
	if err != nil {
		return Estimate{}, err
	}
	fresh := NewLink{Pack: pack, URL: l.URL}
	if i := slices.IndexFunc(all, func(old LinkState) bool { return old.URL == l.URL }); i >= 0 {
		fresh.Everybody = all[i].Code != l.Code
	}
	e, err := s.Packs.Renotified(ctx, s.Campaign.ID, fresh, at)
	if err != nil {
		return Estimate{}, fmt.Errorf("count who would get the new link of pack %s: %w", pack, err)
	}
	return e, nil
}

// Renotified returns the holders of another link of a pack than the one that serves.
func (s *Views) Renotified(ctx context.Context, who Actor, serves NewLink, at time.Time, p Page) (List[RenotifyRow], error) {
	l, err := list(who, ActionListPeople, p, func(p Page) (List[RenotifyRow], error) {
		return s.Packs.ListRenotified(ctx, s.Campaign.ID, serves, p)
	})
	for i, r := range l.Rows {
		l.Rows[i].Reach = r.Person.Spendable(campaign.PriorityLink, at) > 0 && r.Person.Consent != campaign.ConsentOut
	}
	return l, err
}

// AskedQuestion is a question with the short code of who asked it first, empty if they have
// left.
type AskedQuestion struct {
	*campaign.Question
	Code string
}

// QuestionViews reads the questions of a class.
type QuestionViews interface {
	// ListBoard returns the approved questions, those with most votes first, then the older.
	ListBoard(ctx context.Context, class string, p Page) (List[AskedQuestion], error)
	// ListAsked returns the questions in a state by number, the newest first if newest is set.
	ListAsked(ctx context.Context, class string, st campaign.QuestionState, newest bool, p Page) (List[AskedQuestion], error)
	// QuestionStates counts the questions by state, QuestionTimes by when they were asked.
	QuestionStates(ctx context.Context, class string) ([]Counted, error)
	QuestionTimes(ctx context.Context, class string, step time.Duration) ([]Counted, error)
}

// Board returns the approved questions as the board ranks them.
func (s *Views) Board(ctx context.Context, who Actor, p Page) (List[AskedQuestion], error) {
	return s.named(who)(list(who, ActionListQuestions, p, func(p Page) (List[AskedQuestion], error) {
		return s.Questions.ListBoard(ctx, s.Campaign.ID, p)
	}))
}

// Asked returns the questions in a state: those under review the oldest first, others the
// newest first.
func (s *Views) Asked(ctx context.Context, who Actor, st campaign.QuestionState, p Page) (List[AskedQuestion], error) {
	return s.named(who)(list(who, ActionListQuestions, p, func(p Page) (List[AskedQuestion], error) {
		return s.Questions.ListAsked(ctx, s.Campaign.ID, st, st != campaign.QuestionPending, p)
	}))
}

// named takes the codes away from roles that see nobody.
func (*Views) named(who Actor) func(l List[AskedQuestion], err error) (List[AskedQuestion], error) {
	return func(l List[AskedQuestion], err error) (List[AskedQuestion], error) {
		if !who.May(ActionFindPerson) {
			for i := range l.Rows {
				l.Rows[i].Code = ""
			}
		}
		return l, err
	}
}

// QuestionFigures counts the questions by state, and by when they were asked.
func (s *Views) QuestionFigures(ctx context.Context, who Actor, step time.Duration) (states, times []Counted, err error) {
	if err := allow(who, ActionListQuestions); err != nil {
		return nil, nil, err
	}
	if states, err = s.Questions.QuestionStates(ctx, s.Campaign.ID); err != nil {
		return nil, nil, fmt.Errorf("count questions by state: %w", err)
	}
	if times, err = s.Questions.QuestionTimes(ctx, s.Campaign.ID, step); err != nil {
		return nil, nil, fmt.Errorf("count questions by time: %w", err)
	}
	return states, times, nil
}
