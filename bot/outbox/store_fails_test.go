package outbox_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

var errDown = errors.New("the database is down")

// failing is a world whose stores fail once: at access number left, counted from 0.
type failing struct {
	*world
	left atomic.Int64
}

// down counts an access.
func (f *failing) down() error {
	if f.left.Add(-1) == -1 {
		return errDown
	}
	return nil
}

func (f *failing) Wake(ctx context.Context, now time.Time, n int) (bool, error) {
	if err := f.down(); err != nil {
		return false, err
	}
	return f.world.Wake(ctx, now, n)
}

func (f *failing) Due(ctx context.Context, now time.Time, n int) ([]outbox.Item, error) {
	if err := f.down(); err != nil {
		return nil, err
	}
	return f.world.Due(ctx, now, n)
}

func (f *failing) DueRobot(ctx context.Context, robot string, now time.Time, n int) ([]campaign.Notice, error) {
	if err := f.down(); err != nil {
		return nil, err
	}
	return f.world.DueRobot(ctx, robot, now, n)
}

func (f *failing) Begin(ctx context.Context, n campaign.Notice, owner string) (bool, error) {
	if err := f.down(); err != nil {
		return false, err
	}
	return f.world.Begin(ctx, n, owner)
}

func (f *failing) Settle(ctx context.Context, n campaign.Notice, o campaign.NoticeOutcome) (bool, error) {
	if err := f.down(); err != nil {
		return false, err
	}
	return f.world.Settle(ctx, n, o)
}

func (f *failing) Interrupted(ctx context.Context, owner string, n int) ([]campaign.Notice, error) {
	if err := f.down(); err != nil {
		return nil, err
	}
	return f.world.Interrupted(ctx, owner, n)
}

func (f *failing) Enqueue(ctx context.Context, n campaign.Notice) error {
	if err := f.down(); err != nil {
		return err
	}
	return f.world.Enqueue(ctx, n)
}

func (f *failing) Control(ctx context.Context) (campaign.Control, error) {
	if err := f.down(); err != nil {
		return campaign.Control{}, err
	}
	return f.world.Control(ctx)
}

func (f *failing) TakeWithdrawn(ctx context.Context, n int) ([]campaign.Notice, error) {
	if err := f.down(); err != nil {
		return nil, err
	}
	return f.world.TakeWithdrawn(ctx, n)
}

func (f *failing) Undelivered(ctx context.Context, n campaign.Notice, why campaign.Failure) error {
	if err := f.down(); err != nil {
		return err
	}
	return f.world.Undelivered(ctx, n, why)
}

func (f *failing) Plan(ctx context.Context, now time.Time) error {
	if err := f.down(); err != nil {
		return err
	}
	return f.world.Plan(ctx, now)
}

// failingMass is the control of broadcasts of a failing world.
type failingMass struct {
	*massWorld
	f *failing
}

func (m failingMass) NextCall(ctx context.Context, now time.Time, owner string) (*campaign.Call, bool, error) {
	if err := m.f.down(); err != nil {
		return nil, false, err
	}
	return m.massWorld.NextCall(ctx, now, owner)
}

func (m failingMass) CallEnded(ctx context.Context, c *campaign.Call, r campaign.CallResult, now time.Time) error {
	if err := m.f.down(); err != nil {
		return err
	}
	return m.massWorld.CallEnded(ctx, c, r, now)
}

func (m failingMass) OverdueResult(ctx context.Context, now time.Time) (*campaign.Chunk, error) {
	if err := m.f.down(); err != nil {
		return nil, err
	}
	return m.massWorld.OverdueResult(ctx, now)
}

func (m failingMass) CallFailed(ctx context.Context, c *campaign.Chunk, s bot.MassStatus) error {
	if err := m.f.down(); err != nil {
		return err
	}
	return m.massWorld.CallFailed(ctx, c, s)
}

// result is what a dispatcher has done in the end.
type result struct {
	States      map[int64]campaign.NoticeState
	Calls       []string
	Undelivered []string
	Ended       int
	Overdue     []string
}

// everything is a world in which each part of the dispatcher has something to do.
func everything(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{})
	shelved := w.add(2, campaign.HumanAnswer{})
	shelved.Person, shelved.to = 8, "o8"
	shelved.outcome = campaign.NoticeOutcome{State: campaign.NoticeShelved, Due: noon()}
	w.set(shelved)
	w.alert(3)
	left := w.add(4, campaign.ReminderText{})
	left.Person, left.to, left.owner, left.outcome.State = 9, "o9", "dead", campaign.NoticeSending
	w.set(left)
	withdrawn := w.add(5, campaign.HumanAnswer{})
	withdrawn.Person, withdrawn.Promise.Name, withdrawn.outcome.State = 10, "U1", campaign.NoticeCancelled
	w.set(withdrawn)
	late := w.add(6, campaign.ReminderText{Planned: noon().Add(-time.Hour)})
	late.Person, late.to = 11, "o11"
	w.set(late)
	w.mass.calls = []*campaign.Call{{Chunk: campaign.Chunk{Number: 1}, Text: "news", People: []string{"a", "b"}}}
	w.mass.overdue = &campaign.Chunk{MsgID: "m9"}
	return w
}

// work recovers and settles until the stores have stopped failing, and returns what was
// reported on the way: returned or logged.
func work(t *testing.T, f *failing) (reported bool) {
	t.Helper()
	log := &logged{}
	f.log = log.logger()
	o := f.options()
	o.Ledger, o.Notices, o.Controls, o.Withdrawals, o.Plan = f, f, f, f, f
	o.Reports = func() outbox.Reports { return f }
	o.Broadcasts = func() outbox.BroadcastControl { return failingMass{&f.mass, f} }
	d := outbox.New(o)
	for _, do := range []func(context.Context) error{d.Recover, d.Recover, d.Settle, d.Settle} {
		if err := do(t.Context()); err != nil {
			if !errors.Is(err, errDown) {
				t.Fatal(err)
			}
			reported = true
		}
	}
	return reported || log.count(errDown.Error()) > 0
}

func (w *world) result() result {
	r := result{States: map[int64]campaign.NoticeState{}, Calls: slices.Sorted(slices.Values(w.calls)), Undelivered: w.undelivered}
	for id := range maps.Keys(w.rows) {
		r.States[id] = w.rows[id].outcome.State
	}
	r.Ended, r.Overdue = len(w.mass.ended), w.mass.failed
	return r
}

// TestStoreFails lets each access to a store fail, one after the other. It is reported, and
// what is to do is done all the same, once.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	quiet := &failing{world: everything(t)}
	quiet.left.Store(-1)
	if work(t, quiet) {
		t.Fatal("a failure was reported without one")
	}
	want, accesses := quiet.result(), -1-quiet.left.Load()
	for n := range accesses {
		f := &failing{world: everything(t)}
		f.left.Store(n)
		if reported := work(t, f); !reported && f.left.Load() < 0 {
			t.Errorf("access %d failed, and nobody was told", n)
		}
		if d := cmp.Diff(want, f.result()); d != "" {
			t.Errorf("after a failure of access %d (-want +got)\n%s", n, d)
		}
	}
}
