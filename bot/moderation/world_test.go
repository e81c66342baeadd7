package moderation_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// world is an office with people who can be told things.
type world struct {
	*office
	campaign *campaign.Campaign
	people   map[bot.PersonID]*campaign.Person
	notices  []campaign.Notice
	level    campaign.StopLevel
	stopper  string
	begun    []campaign.Job
}

func newWorld() *world {
	return &world{
		office: newOffice(),
		campaign: &campaign.Campaign{
			ID: class, Zone: time.UTC, Start: noon().Add(8 * time.Hour), End: noon().Add(10 * time.Hour),
			Signup: campaign.SignupRules{Seats: 100},
		},
		people: map[bot.PersonID]*campaign.Person{},
	}
}

// reachable adds a person whom the platform would take a message to.
func (w *world) reachable(id bot.PersonID) *campaign.Person {
	p := &campaign.Person{
		ID: id, Hash: fmt.Sprint("hash", id), Code: fmt.Sprint("CODE", id), Following: true,
		Credits: 3, CreditsUntil: noon().Add(time.Hour),
	}
	w.people[id] = p
	return p
}

func (w *world) notifier() *moderation.Notifier {
	return &moderation.Notifier{Campaign: w.campaign, People: w, Notices: w, Controls: w, Jobs: w}
}

func (w *world) Reach(ctx context.Context, id bot.PersonID) (*campaign.Person, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if p, ok := w.people[id]; ok {
		return p, nil
	}
	return nil, campaign.ErrNotFound
}

func (w *world) AddJob(ctx context.Context, j campaign.Job) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	w.begun = append(w.begun, j)
	return true, nil
}

func (w *world) Enqueue(ctx context.Context, n campaign.Notice) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.notices = append(w.notices, n)
	return nil
}

func (w *world) Control(ctx context.Context) (campaign.Control, error) {
	if err := ctx.Err(); err != nil {
		return campaign.Control{}, err
	}
	return campaign.Control{Level: w.level}, nil
}

func (w *world) SetLevel(ctx context.Context, l campaign.StopLevel, by string, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.level, w.stopper = l, by
	return nil
}

// told compares the queued notices with lines of the form "kind to person".
func (w *world) told(t *testing.T, want ...string) {
	t.Helper()
	got := []string{}
	for _, n := range w.notices {
		if n.Campaign != class || !n.Due.Equal(noon()) {
			t.Errorf("notice of %s due at %v, want %s at noon", n.Campaign, n.Due, class)
		}
		got = append(got, fmt.Sprintf("%s to %d", n.Kind(), n.Person))
	}
	if !slices.Equal(got, want) {
		t.Errorf("notices %q, want %q", got, want)
	}
}

// blockList blocks one word.
type blockList struct{}

func (blockList) Find(words string) (string, bool) { return "scam", words == "a scam" }

// tickets is a world with tickets.
type tickets struct {
	*world
	*moderation.Tickets
	stored map[string]*campaign.Ticket
	askers map[string][]bot.PersonID
}

func newTickets() *tickets {
	w := newWorld()
	s := &tickets{world: w, stored: map[string]*campaign.Ticket{}, askers: map[string][]bot.PersonID{}}
	s.Tickets = &moderation.Tickets{Guard: w.Guard, Campaign: w.campaign, Store: s, Notifier: w.notifier(), Blocked: blockList{}}
	return s
}

// add stores an open ticket whose askers can be reached.
func (s *tickets) add(k campaign.TicketKind, number int, askers ...bot.PersonID) *campaign.Ticket {
	t := &campaign.Ticket{Campaign: class, Kind: k, Number: number, State: campaign.TicketOpen, Text: "How?", Parts: []string{"How?"}}
	if len(askers) > 0 {
		t.Person = askers[0]
	}
	s.stored[t.Name()], s.askers[t.Name()] = t, askers
	for _, p := range askers {
		s.reachable(p)
	}
	return t
}

func (s *tickets) Ticket(ctx context.Context, c string, k campaign.TicketKind, number int) (*campaign.Ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if t, ok := s.stored[fmt.Sprint(string(k), number)]; ok && c == class {
		copied := *t
		return &copied, nil
	}
	return nil, campaign.ErrNotFound
}

func (s *tickets) TakenTicket(ctx context.Context, _ string, p bot.PersonID) (*campaign.Ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, t := range s.stored {
		if t.Person == p && t.State == campaign.TicketTaken {
			return t, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (s *tickets) SetTicket(ctx context.Context, t *campaign.Ticket, by string, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	copied := *t
	copied.By = by
	s.stored[t.Name()] = &copied
	return nil
}

func (s *tickets) Askers(ctx context.Context, t *campaign.Ticket, after bot.PersonID, n int) ([]campaign.Asker, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	all, err := s.everybody(ctx, t)
	all = slices.DeleteFunc(slices.Sorted(slices.Values(all)), func(p bot.PersonID) bool { return p <= after })
	var out []campaign.Asker
	for _, p := range all[:min(n, len(all))] {
		out = append(out, campaign.Asker{Person: p})
	}
	return out, err
}

func (s *tickets) everybody(_ context.Context, t *campaign.Ticket) ([]bot.PersonID, error) {
	return s.askers[t.Name()], nil
}

// is compares a stored ticket's state, last moderator and answer.
func (s *tickets) is(t *testing.T, name string, state campaign.TicketState, by, answer string) {
	t.Helper()
	got := s.stored[name]
	if got.State != state || got.By != by || got.Answer != answer {
		t.Errorf("%s is %s by %q, answered %q; want %s by %q, %q", name, got.State, got.By, got.Answer, state, by, answer)
	}
}

// ref names a thing of the class.
func ref(t *testing.T, name string) moderation.Ref {
	t.Helper()
	r, ok := moderation.RefOf(class, name)
	if !ok {
		t.Fatalf("%q is no name", name)
	}
	return r
}

// staff and the other roles that tests need.
func m1() moderation.Actor { return actor("m1", moderation.RoleStaff) }
func m2() moderation.Actor { return actor("m2", moderation.RoleStaff) }

// confirmed redeems the only code that waits for a moderator.
func confirmed[P moderation.Pending](t *testing.T, o *office, who moderation.Actor, code string) (p P) {
	t.Helper()
	got, err := o.Confirm(t.Context(), who, code, noon())
	if err != nil {
		t.Fatalf("confirm %s: %v", code, err)
	}
	p, ok := got.(P)
	if !ok {
		t.Fatalf("code %s stands for a %T, want a %T", code, got, p)
	}
	if _, err := o.Confirm(t.Context(), who, code, noon()); err == nil {
		t.Errorf("code %s works twice", code)
	}
	return p
}
