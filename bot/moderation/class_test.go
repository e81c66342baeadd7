package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// room is a world with seats.
type room struct {
	waiting int
	*world
	tally   campaign.Tally
	ended   bool
	member  campaign.Member
	running []string
}

func newRoom() *room { return &room{world: newWorld(), tally: campaign.Tally{Taken: 80}, waiting: 7} }

func (r *room) seats() *moderation.Seats {
	return &moderation.Seats{Guard: r.Guard, Store: r, Registration: r}
}

func (r *room) Tally(ctx context.Context, _ string) (campaign.Tally, error) {
	if err := ctx.Err(); err != nil {
		return campaign.Tally{}, err
	}
	return r.tally, nil
}

func (r *room) SetClosed(ctx context.Context, _ string, closed bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.tally.Closed = closed
	return nil
}

func (r *room) CountWaiting(ctx context.Context, _ string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return r.waiting, nil
}

func (r *room) AddSeats(ctx context.Context, _ string, n int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.tally.Extra += n
	return nil
}
func (*room) Total(t campaign.Tally) int { return 100 + t.Extra }
func (r *room) Ended(time.Time) bool     { return r.ended }
func (r *room) Promote(ctx context.Context, _ time.Time) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n := min(r.waiting, r.tally.Extra)
	r.waiting -= n
	return n, nil
}

func (r *room) StopAll(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.running = nil
	return nil
}

func (*room) Stopped(ctx context.Context) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return "B3 B4", nil
}

func (r *room) ByCode(ctx context.Context, code string) (*campaign.Person, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, p := range r.people {
		if p.Code == code {
			return p, nil
		}
	}
	return nil, campaign.ErrNotFound
}

// Said repeats the code of whoever is asked for.
func (r *room) Said(ctx context.Context, p bot.PersonID, until time.Time, n int) ([]moderation.Said, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return []moderation.Said{{At: until, Text: fmt.Sprint("hello ", p, " ", n)}}, nil
}

// Author knows the author of U12, who is the first person.
func (r *room) Author(ctx context.Context, ref moderation.Ref) (*campaign.Person, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if ref.Name() != "U12" || r.people[1] == nil {
		return nil, campaign.ErrNotFound
	}
	return r.people[1], nil
}

func (*room) Position(ctx context.Context, _ string, queue int64) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return int(queue) - 40, nil
}

func (r *room) Member(ctx context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := r.member
	m.Person = p
	return &m, nil
}

func (*room) Status(
	ctx context.Context, _ *campaign.Person, _ *campaign.Member, k campaign.Pack, _ time.Time,
) (campaign.PackStatus, error) {
	if err := ctx.Err(); err != nil {
		return campaign.PackStatus{}, err
	}
	if k.ID == "99" {
		return campaign.PackStatus{State: campaign.StatusHeld}, nil
	}
	return campaign.PackStatus{State: campaign.StatusReady}, nil
}

func (*room) Figures(ctx context.Context, _ string) (moderation.Counts, error) {
	if err := ctx.Err(); err != nil {
		return moderation.Counts{}, err
	}
	return moderation.Counts{Waiting: 7, Present: 60, Tickets: 3, Questions: 2}, nil
}

func (*room) Holders(ctx context.Context, _, pack string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return len(pack), nil
}

// Registration closes after a code and opens at once.
func TestCloseAndOpen(t *testing.T) {
	t.Parallel()
	r := newRoom()
	p, err := r.seats().ProposeClosing(t.Context(), m1(), noon())
	if err != nil || p.Taken != 80 || p.Total != 100 || r.tally.Closed {
		t.Fatalf("propose: %+v, %v, closed %v", p, err, r.tally.Closed)
	}
	if err := r.seats().Close(
		t.Context(), m1(), moderation.PendingClosing{}, noon(),
	); !errors.Is(err, moderation.ErrUnconfirmed) || r.tally.Closed {
		t.Errorf("without the code: %v, closed %v", err, r.tally.Closed)
	}
	pending := confirmed[moderation.PendingClosing](t, r.office, m1(), p.Code)
	if err := r.seats().Close(t.Context(), m1(), pending, noon()); err != nil || !r.tally.Closed {
		t.Errorf("with the code: %v, closed %v", err, r.tally.Closed)
	}
	for _, ended := range []bool{false, true} {
		r.ended = ended
		late, err := r.seats().Open(t.Context(), m1(), noon())
		if err != nil || late != ended || r.tally.Closed {
			t.Errorf("open: late %v, %v, closed %v", late, err, r.tally.Closed)
		}
	}
	r.logged(t, "m1 signup.close : open -> closed", "m1 signup.open : closed -> open", "m1 signup.open : closed -> open")
}

// Added seats go to the waitlist.
func TestAddSeats(t *testing.T) {
	t.Parallel()
	r := newRoom()
	p, err := r.seats().ProposeSeats(t.Context(), m1(), 20, noon())
	if err != nil || p.Total != 120 || r.tally.Extra != 0 {
		t.Fatalf("propose: %+v, %v", p, err)
	}
	got, err := r.seats().Add(t.Context(), m1(), confirmed[moderation.PendingSeats](t, r.office, m1(), p.Code), noon())
	if err != nil || got != (moderation.SeatsResult{Added: 20, Total: 120, Promoted: 7}) {
		t.Errorf("add: %+v, %v", got, err)
	}
	r.logged(t, "m1 seats.add : 100 -> 120")
	if _, err := r.seats().Add(t.Context(), m1(), moderation.PendingSeats{N: 1}, noon()); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("without a code: %v", err)
	}
	for n, want := range map[int]error{
		-5: moderation.ErrNumber, 0: moderation.ErrNumber, 1: nil, moderation.SeatsMax: nil, moderation.SeatsMax + 1: moderation.ErrNumber,
	} {
		if _, err := r.seats().ProposeSeats(t.Context(), m1(), n, noon()); !errors.Is(err, want) {
			t.Errorf("%d seats: %v, want %v", n, err, want)
		}
	}
}

// Stops only ever stop more; a code ends them all, but for broadcasts.
func TestStops(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.running = []string{"B3"}
	s := &moderation.Stops{Guard: r.Guard, Store: r, Sending: r, Broadcasts: r}
	for _, tt := range []struct{ wanted, want campaign.StopLevel }{
		{campaign.StopNothing, campaign.StopFirst},
		{campaign.StopFirst, campaign.StopFirst},
		{campaign.StopAll, campaign.StopAll},
		{campaign.StopFirst, campaign.StopAll},
	} {
		got, err := s.Stop(t.Context(), m1(), tt.wanted, noon())
		if err != nil || got != tt.want || r.level != tt.want || r.stopper != "m1" || r.running != nil {
			t.Errorf("stop %v: %v, %v, stored %v by %s, running %v", tt.wanted, got, err, r.level, r.stopper, r.running)
		}
	}
	code, err := s.ProposeResume(t.Context(), m2(), noon())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Resume(
		t.Context(), m2(), moderation.PendingResume{}, noon(),
	); !errors.Is(err, moderation.ErrUnconfirmed) || r.level != campaign.StopAll {
		t.Errorf("without the code: %v, level %v", err, r.level)
	}
	stopped, err := s.Resume(t.Context(), m2(), confirmed[moderation.PendingResume](t, r.office, m2(), code), noon())
	if err != nil || stopped != "B3 B4" || r.level != campaign.StopNothing || r.stopper != "m2" {
		t.Errorf("resume: %q, %v, level %v", stopped, err, r.level)
	}
	r.logged(t, "m1 sending.stop : running -> first stopped", "m1 sending.stop : first stopped -> first stopped",
		"m1 sending.stop : first stopped -> all stopped", "m1 sending.stop : all stopped -> all stopped",
		"m2 sending.resume B3 B4: all stopped -> running")
}

// A person is found by their short code, with all that concerns them.
func TestFindPerson(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.campaign.Packs = []campaign.Pack{{ID: "99"}, {ID: "49"}}
	r.member = campaign.Member{Standing: campaign.StandingWaiting, Queue: 42, Seat: 0}
	p := r.reachable(1)
	s := &moderation.People{Campaign: r.campaign, Store: r, Members: r, Packs: r}
	got, err := s.Find(t.Context(), m1(), p.Code, noon())
	if err != nil || got.Person != p || got.Member.Person != 1 || got.Position != 2 || !got.Reachable {
		t.Fatalf("find: %+v, %v", got, err)
	}
	if len(got.Packs) != 2 || got.Packs[0].Status.State != campaign.StatusHeld || got.Packs[1].Pack.ID != "49" {
		t.Errorf("packs %+v", got.Packs)
	}
	p.Consent = campaign.ConsentOut
	if got, _ := s.Find(t.Context(), m1(), p.Code, noon()); got.Reachable {
		t.Error("somebody who opted out is called reachable")
	}
	p.Consent, p.Credits = campaign.ConsentIn, 0
	r.member = campaign.Member{Standing: campaign.StandingSeated, Queue: 42}
	if got, _ := s.Find(t.Context(), m1(), p.Code, noon()); got.Reachable || got.Position != 0 {
		t.Errorf("without credit and with a seat: %+v", got)
	}
	if got, err := s.Find(t.Context(), m1(), "U12", noon()); err != nil || got.Person != p {
		t.Errorf("the author of U12 is %+v, %v", got.Person, err)
	}
	if _, err := s.Find(t.Context(), m1(), "U13", noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("there is no U13: %v", err)
	}
	if _, err := s.Find(t.Context(), m1(), "XXXX", noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// The figures are those of the stores, with the holders of each pack.
func TestFigures(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.campaign.Packs = []campaign.Pack{{ID: "99"}, {ID: "149"}}
	got, err := (&moderation.Numbers{Campaign: r.campaign, Store: r, Holders: r}).Read(t.Context(), actor("r", moderation.RoleReader))
	if err != nil || got.Present != 60 || got.Tally.Taken != 80 || got.Holders["99"] != 2 || got.Holders["149"] != 3 {
		t.Errorf("figures %+v, %v", got, err)
	}
}

// unknowns keeps one notice whose fate is unknown.
type unknowns struct{ left []int64 }

func (u *unknowns) Repeat(ctx context.Context, id int64, _ time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if len(u.left) == 0 || u.left[0] != id {
		return false, nil
	}
	u.left = nil
	return true, nil
}

func (u *unknowns) RepeatFailed(ctx context.Context, id int64, p bot.PersonID, at time.Time) (bool, error) {
	if p != 7 {
		return false, ctx.Err()
	}
	return u.Repeat(ctx, id, at)
}

// A notice that was not sent is repeated once, for the person it goes to.
func TestRepeatFailed(t *testing.T) {
	t.Parallel()
	o := newOffice()
	s := &moderation.Deliveries{Guard: o.Guard, Store: &unknowns{left: []int64{71}}}
	if err := s.RepeatFailed(t.Context(), m1(), 71, 8, noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("to somebody else: %v", err)
	}
	if err := s.RepeatFailed(t.Context(), m1(), 71, 7, noon()); err != nil {
		t.Error(err)
	}
	if err := s.RepeatFailed(t.Context(), m1(), 71, 7, noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	o.logged(t, "m1 delivery.repeat 1z: failed -> queued")
}

// A moderator is sent a message of their own if they have a chat with credit.
func TestTestDelivery(t *testing.T) {
	t.Parallel()
	o := newWorld()
	s := &moderation.Deliveries{Guard: o.Guard, Notify: o.notifier()}
	if now, err := s.Test(t.Context(), m1(), noon()); err != nil || now {
		t.Errorf("without a chat: %v, %v", now, err)
	}
	o.reachable(5)
	bound := m1()
	bound.Person = 5
	if now, err := s.Test(t.Context(), bound, noon()); err != nil || !now {
		t.Errorf("with a chat: %v, %v", now, err)
	}
	o.logged(t, "m1 delivery.test :  -> ", "m1 delivery.test :  -> ")
}

// A notice of which nobody knows whether it arrived is repeated once.
func TestRepeat(t *testing.T) {
	t.Parallel()
	o := newOffice()
	s := &moderation.Deliveries{Guard: o.Guard, Store: &unknowns{left: []int64{71}}}
	if err := s.Repeat(t.Context(), m1(), 71, noon()); err != nil {
		t.Error(err)
	}
	if err := s.Repeat(t.Context(), m1(), 71, noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	o.logged(t, "m1 delivery.repeat 1z: unknown -> queued")
}

// TestTotalSeats sets the number of seats, up or down, whatever others add in the meantime.
func TestTotalSeats(t *testing.T) {
	t.Parallel()
	r := newRoom()
	p, more, err := r.seats().ProposeTotal(t.Context(), m1(), 150, noon())
	if err != nil || p.Total != 150 || p.Taken != 80 || more != 50 {
		t.Fatalf("propose: %+v, %d, %v", p, more, err)
	}
	pending := confirmed[moderation.PendingSeats](t, r.office, m1(), p.Code)
	r.tally.Extra = 20 // somebody else was faster
	got, err := r.seats().Add(t.Context(), m1(), pending, noon())
	if err != nil || got.Total != 150 || got.Added != 30 {
		t.Errorf("set: %+v, %v", got, err)
	}
	p, more, err = r.seats().ProposeTotal(t.Context(), m1(), 60, noon())
	if err != nil || p.Total != 60 || more != -90 {
		t.Fatalf("fewer: %+v, %d, %v", p, more, err)
	}
	got, err = r.seats().Add(t.Context(), m1(), confirmed[moderation.PendingSeats](t, r.office, m1(), p.Code), noon())
	if err != nil || got.Total != 60 || got.Added != -90 || r.tally.Taken != 80 {
		t.Errorf("fewer: %+v, %v, taken %d", got, err, r.tally.Taken)
	}
	r.logged(t, "m1 seats.add : 120 -> 150", "m1 seats.add : 150 -> 60")
	for total, want := range map[int]error{
		0: moderation.ErrNumber, moderation.SeatsMax + 1: moderation.ErrNumber, 60: moderation.ErrAlready,
	} {
		if _, _, err := r.seats().ProposeTotal(t.Context(), m1(), total, noon()); !errors.Is(err, want) {
			t.Errorf("%d seats: %v, want %v", total, err, want)
		}
	}
}
