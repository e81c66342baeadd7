package moderation_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// door is a world of tickets with one person who wants to be let in.
type door struct {
	*tickets
	checkins *moderation.Checkins
	member   campaign.Member
	seats    bool
	admitted []bot.PersonID
	// pages are the pages that were read; unreadable breaks reading.
	pages      []moderation.Page
	unreadable error
}

func newDoor() *door {
	d := &door{tickets: newTickets(), seats: true}
	d.checkins = &moderation.Checkins{
		Guard: d.office.Guard, Tickets: d.Tickets, Reader: d, Members: d, Admitter: d,
		Requests: func(words string) bool { return strings.HasPrefix(words, "late") },
	}
	d.add(campaign.TicketHuman, 1, 1)
	return d
}

func (d *door) Member(ctx context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := d.member
	m.Person = p
	return &m, nil
}

func (d *door) Makeup(ctx context.Context, p bot.PersonID, at time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if !d.seats {
		return false, nil
	}
	d.member.CheckedAt = at
	d.admitted = append(d.admitted, p)
	return true, nil
}

// ListWaiting lists two tickets a page, in the order of their numbers; a place is
// the number of tickets before it.
func (d *door) ListWaiting(ctx context.Context, _ string, p moderation.Page) (l moderation.List[*campaign.Ticket], err error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	d.pages = append(d.pages, p)
	names := slices.SortedFunc(maps.Keys(d.stored), func(a, b string) int { return cmp.Compare(a[1:]+a, b[1:]+b) })
	from, _ := strconv.Atoi(p.After)
	to := min(len(names), from+2)
	for _, name := range names[from:to] {
		l.Rows = append(l.Rows, d.stored[name])
	}
	if to < len(names) {
		l.Next = strconv.Itoa(to)
	}
	return l, d.unreadable
}

// ListTickets completes moderation.TicketReader.
func (d *door) ListTickets(ctx context.Context, _ string, _ moderation.Page) (moderation.List[*campaign.Ticket], error) {
	if err := ctx.Err(); err != nil {
		return moderation.List[*campaign.Ticket]{}, err
	}
	return moderation.List[*campaign.Ticket]{}, errReading
}

// A request is granted once, and the person is told.
func TestGrant(t *testing.T) {
	t.Parallel()
	d := newDoor()
	r, err := d.checkins.Grant(t.Context(), m1(), ref(t, "H1"), noon())
	if err != nil || r != (moderation.GrantResult{Outcome: moderation.GrantAdmitted, Told: true}) || len(d.admitted) != 1 {
		t.Fatalf("grant: %+v, %v", r, err)
	}
	d.is(t, "H1", campaign.TicketAnswered, "m1", "")
	d.told(t, "makeup to 1")
	d.logged(t, "m1 checkin.grant H1: open -> checked in")
	if _, err := d.checkins.Grant(t.Context(), m1(), ref(t, "H1"), noon()); !errors.Is(err, moderation.ErrAlready) {
		t.Errorf("granted twice: %v", err)
	}
	d.told(t, "makeup to 1")
}

// A request can fail for want of a seat, and somebody may be in already.
func TestGrantOtherwise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		what    string
		prepare func(*door)
		want    moderation.GrantResult
		state   campaign.TicketState
		by      string
		log     []string
	}{
		{"full", func(d *door) { d.seats = false }, moderation.GrantResult{Outcome: moderation.GrantFull}, campaign.TicketOpen, "", nil},
		{
			"full with a waitlist", func(d *door) { d.seats, d.member.Standing = false, campaign.StandingWaiting },
			moderation.GrantResult{Outcome: moderation.GrantWaiting},
			campaign.TicketOpen, "", nil,
		},
		{
			"in by the passphrase", func(d *door) { d.member.CheckedAt = noon() },
			moderation.GrantResult{Outcome: moderation.GrantChecked},
			campaign.TicketAnswered, "m1",
			[]string{"m1 checkin.grant H1: open -> answered"},
		},
		{
			"talked to by another", func(d *door) { d.stored["H1"].State, d.stored["H1"].By = campaign.TicketTaken, "m2" },
			moderation.GrantResult{Told: true},
			campaign.TicketTaken, "m2",
			[]string{"m1 checkin.grant H1: taken -> checked in"},
		},
		{
			"out of reach", func(d *door) { d.people[1].Credits = 0 },
			moderation.GrantResult{},
			campaign.TicketAnswered, "m1",
			[]string{"m1 checkin.grant H1: open -> checked in"},
		},
	} {
		d := newDoor()
		tt.prepare(d)
		r, err := d.checkins.Grant(t.Context(), m1(), ref(t, "H1"), noon())
		if err != nil || r != tt.want {
			t.Errorf("%s: %+v, %v, want %+v", tt.what, r, err, tt.want)
		}
		d.is(t, "H1", tt.state, tt.by, "")
		d.logged(t, tt.log...)
	}
	d := newDoor()
	d.add(campaign.TicketUnknown, 1, 1)
	if _, err := d.checkins.Grant(t.Context(), m1(), ref(t, "U1"), noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("grant a question: %v", err)
	}
}

// The list holds calls in which some message asks for a late check-in, on every page
// of the inbox.
func TestOpenRequests(t *testing.T) {
	t.Parallel()
	d := newDoor()
	d.add(campaign.TicketHuman, 3, 4).Parts = []string{"late"}
	d.add(campaign.TicketHuman, 4, 5)
	d.add(campaign.TicketHuman, 5, 6).Parts = []string{"late"}
	d.add(campaign.TicketHuman, 2, 2).Parts = []string{"hello", "late again"}
	d.add(campaign.TicketUnknown, 1, 3).Parts = []string{"late"}
	got, err := d.checkins.Open(t.Context(), m1())
	if err != nil || !slices.Equal(got, []moderation.Ref{ref(t, "H2"), ref(t, "H3"), ref(t, "H5")}) {
		t.Errorf("requests = %v, %v, want H2, H3 and H5", got, err)
	}
	want := []moderation.Page{{Limit: moderation.PageMax}, {moderation.PageMax, "2"}, {moderation.PageMax, "4"}}
	if !slices.Equal(d.pages, want) {
		t.Errorf("read pages %v, want %v", d.pages, want)
	}
	d.unreadable = errReading
	if got, err := d.checkins.Open(t.Context(), m1()); !errors.Is(err, errReading) {
		t.Errorf("of an unreadable inbox: %v, %v", got, err)
	}
}
