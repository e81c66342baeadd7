package campaign_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// state is everything that the stores of one class hold in memory. Its values are
// replaced, never changed, so that a clone of the maps and slices is a snapshot.
type state struct {
	jobs    []campaign.Job
	people  map[bot.PersonID]campaign.Person
	members map[bot.PersonID]campaign.Member
	tally   campaign.Tally
	queue   int64
	// present counts check-ins besides those of members.
	present int
	numbers map[string]int
	tickets []campaign.Ticket
	askers  map[string][]bot.PersonID
	told    []campaign.Notice
	// pictures are the pictures of tickets that were noted, by ticket and id.
	pictures []string

	claims   map[claimKey]campaign.Claim
	added    map[string]int
	kept     map[string]campaign.ClaimState
	lots     map[string]float64
	fresh    []campaign.Mirror
	stopped  []string
	promised []bot.PersonID
	reports  []campaign.LinkReport

	questions []campaign.Question
	votes     map[vote]bool
	strikes   map[bot.PersonID]int
	muted     map[bot.PersonID]time.Time

	wordless, forgotten []bot.PersonID
	blanked             []bot.PersonID
	tokens              map[string]bool
	heard               []campaign.UnansweredQuestion
	chosen              []string
}

type claimKey struct {
	pack   string
	person bot.PersonID
}

type vote struct {
	question int
	person   bot.PersonID
}

func newState() *state {
	return &state{
		people: map[bot.PersonID]campaign.Person{}, members: map[bot.PersonID]campaign.Member{}, numbers: map[string]int{},
		askers: map[string][]bot.PersonID{}, claims: map[claimKey]campaign.Claim{}, added: map[string]int{},
		kept: map[string]campaign.ClaimState{}, lots: map[string]float64{}, votes: map[vote]bool{},
		strikes: map[bot.PersonID]int{}, muted: map[bot.PersonID]time.Time{}, tokens: map[string]bool{},
	}
}

func (s *state) clone() state {
	c := *s
	c.people, c.members, c.numbers = maps.Clone(s.people), maps.Clone(s.members), maps.Clone(s.numbers)
	c.tickets, c.askers, c.told = slices.Clone(s.tickets), maps.Clone(s.askers), slices.Clone(s.told)
	c.claims, c.added, c.kept, c.lots = maps.Clone(s.claims), maps.Clone(s.added), maps.Clone(s.kept), maps.Clone(s.lots)
	c.fresh, c.stopped = slices.Clone(s.fresh), slices.Clone(s.stopped)
	c.promised, c.reports = slices.Clone(s.promised), slices.Clone(s.reports)
	c.questions, c.votes = slices.Clone(s.questions), maps.Clone(s.votes)
	c.strikes, c.muted, c.tokens = maps.Clone(s.strikes), maps.Clone(s.muted), maps.Clone(s.tokens)
	c.wordless, c.forgotten = slices.Clone(s.wordless), slices.Clone(s.forgotten)
	c.heard, c.chosen = slices.Clone(s.heard), slices.Clone(s.chosen)
	return c
}

// twice is a campaign.Unit that runs everything twice and undoes the first run, as
// a store does after a serialisation failure: an effect in memory shows.
type twice struct{ *state }

func (u twice) Do(ctx context.Context, f func(ctx context.Context) error) error {
	before := u.clone()
	if err := f(ctx); err != nil {
		*u.state = before
		return err
	}
	*u.state = before.clone()
	return f(ctx)
}

// seats keeps members, seats and the waitlist.
type seats struct{ *state }

func (s seats) Member(_ context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	m, ok := s.members[p]
	if !ok {
		m.Person = p
	}
	return &m, nil
}

func (s seats) SaveMember(_ context.Context, _ string, m *campaign.Member) error {
	s.members[m.Person] = *m
	return nil
}

func (s seats) TakeSeat(_ context.Context, _ string, seats int) (int, error) {
	if s.tally.Taken >= seats {
		return 0, nil
	}
	s.tally.Taken++
	taken := map[int]bool{}
	for _, m := range s.members {
		taken[m.Seat] = true
	}
	n := 1
	for taken[n] {
		n++
	}
	return n, nil
}

func (s seats) FreeSeat(context.Context, string) error { s.tally.Taken--; return nil }

func (s seats) NextQueue(context.Context, string) (int64, error) {
	s.queue += 10 // not the position
	return s.queue, nil
}

func (s seats) waiting() []campaign.Member {
	all := slices.DeleteFunc(slices.Collect(maps.Values(s.members)), func(m campaign.Member) bool { return m.Queue == 0 })
	slices.SortFunc(all, func(a, b campaign.Member) int { return cmp.Compare(a.Queue, b.Queue) })
	return all
}

func (s seats) FirstWaiting(context.Context, string) (*campaign.Member, error) {
	for _, m := range s.waiting() {
		if s.load(m.Person).Following {
			return &m, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (s seats) Waiting(ctx context.Context, id string) (bool, error) {
	_, err := s.FirstWaiting(ctx, id)
	return err == nil, nil
}

func (s seats) Tally(context.Context, string) (campaign.Tally, error) { return s.tally, nil }

func (s seats) Position(_ context.Context, _ string, queue int64) (int, error) {
	return 1 + slices.IndexFunc(s.waiting(), func(m campaign.Member) bool { return m.Queue == queue }), nil
}

func (s seats) Present(context.Context, string) (int, error) {
	n := s.present
	for _, m := range s.members {
		if m.CheckedIn() {
			n++
		}
	}
	return n, nil
}

// notices keeps what is to be said first.
type notices struct{ *state }

func (s notices) Enqueue(_ context.Context, n campaign.Notice) error {
	s.told = append(s.told, n)
	return nil
}

func (s *state) next(kind string) int {
	s.numbers[kind]++
	return s.numbers[kind]
}
