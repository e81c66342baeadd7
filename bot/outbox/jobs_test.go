package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

// jobWorld keeps jobs in memory, and does their slices. A unit that fails leaves nothing.
type jobWorld struct {
	mu     sync.Mutex // guards below
	open   []campaign.Job
	turn   int
	slices []string // what was done, in order: the job's kind
	pauses []time.Duration
	lost   bool              // another process takes every job over
	fail   []error           // of the next slices; nil when the list is over
	during func(kind string) // runs in each slice
}

func (*jobWorld) Do(ctx context.Context, f func(ctx context.Context) error) error { return f(ctx) }

func (w *jobWorld) LeaseJob(context.Context, string) (*campaign.Job, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.open) == 0 || len(w.pauses) > 0 && w.pauses[len(w.pauses)-1] > time.Minute-time.Second {
		return nil, campaign.ErrNotFound
	}
	w.turn++
	j := w.open[w.turn%len(w.open)]
	return &j, nil
}

func (w *jobWorld) SaveJob(_ context.Context, owner string, j *campaign.Job) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost || owner != "me" {
		w.open = nil
		return false, nil
	}
	i := slices.IndexFunc(w.open, func(o campaign.Job) bool { return o.ID == j.ID })
	w.open[i] = *j
	w.open = slices.DeleteFunc(w.open, func(o campaign.Job) bool { return o.Ended })
	return true, nil
}

func (w *jobWorld) FailJob(_ context.Context, _ string, id int64, _ string, pause time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pauses = append(w.pauses, pause)
	for i := range w.open {
		if w.open[i].ID == id {
			w.open[i].Attempts++
		}
	}
	return nil
}

func (w *jobWorld) OpenJobs(context.Context, time.Duration) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.pauses) > 0 && w.pauses[len(w.pauses)-1] == time.Minute {
		return 0, nil
	}
	return len(w.open), nil
}

// work counts to three in a job's cursor.
func (w *jobWorld) work(_ string, k campaign.JobKind) (campaign.JobWork, bool) {
	if k == "foreign" {
		return nil, false
	}
	step := func(_ context.Context, j *campaign.Job) error {
		if w.during != nil {
			w.during(string(k))
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if len(w.fail) > 0 {
			err := w.fail[0]
			w.fail = w.fail[1:]
			if err != nil {
				return err
			}
		}
		w.slices = append(w.slices, string(k))
		j.Cursor += "I"
		j.Ended = j.Cursor == "III"
		return nil
	}
	return func(context.Context, campaign.Job) (campaign.JobStep, error) { return step, nil }, true
}

func (w *jobWorld) dispatcher(t *testing.T) *outbox.Dispatcher {
	t.Helper()
	world := newWorld(t)
	d := world.dispatcher()
	o := d.Options
	o.Unit, o.Jobs, o.Work = w, w, w.work
	return outbox.New(o)
}

func settled(t *testing.T, d *outbox.Dispatcher) {
	t.Helper()
	if err := d.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestJobsTakeTurns settles two jobs: their slices alternate, and Settle waits for all.
func TestJobsTakeTurns(t *testing.T) {
	t.Parallel()
	w := &jobWorld{open: []campaign.Job{{ID: 1, Kind: "a"}, {ID: 2, Kind: "b"}}}
	settled(t, w.dispatcher(t))
	if got := strings.Join(w.slices, ""); len(w.open) != 0 || got != "bababa" {
		t.Errorf("slices %s, %d jobs are open", got, len(w.open))
	}
}

// TestFailedJob repeats a slice that failed, from where the job was, after pauses that
// double.
func TestFailedJob(t *testing.T) {
	t.Parallel()
	bad := errors.New("the disk is full")
	w := &jobWorld{open: []campaign.Job{{ID: 1, Kind: "a"}}, fail: []error{nil, bad, bad, bad}}
	settled(t, w.dispatcher(t))
	if want := []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}; !slices.Equal(w.pauses, want) {
		t.Errorf("pauses %v, want %v", w.pauses, want)
	}
	if len(w.slices) != 3 || len(w.open) != 0 {
		t.Errorf("%d slices, %d jobs are open", len(w.slices), len(w.open))
	}
}

// TestLostJob stores nothing of a slice whose job another process has taken over.
func TestLostJob(t *testing.T) {
	t.Parallel()
	w := &jobWorld{open: []campaign.Job{{ID: 1, Kind: "a"}}, lost: true}
	settled(t, w.dispatcher(t))
	if len(w.slices) != 1 || len(w.pauses) != 0 {
		t.Errorf("%d slices, pauses %v", len(w.slices), w.pauses)
	}
}

// TestForeignJob leaves a job alone that this process does not serve, and settles without
// it.
func TestForeignJob(t *testing.T) {
	t.Parallel()
	w := &jobWorld{open: []campaign.Job{{ID: 1, Kind: "foreign"}}}
	settled(t, w.dispatcher(t))
	if len(w.open) != 1 || len(w.slices) != 0 || len(w.pauses) != 1 {
		t.Errorf("%d jobs are open, %d slices, pauses %v", len(w.open), len(w.slices), w.pauses)
	}
}

// TestShutdownDuringJob ends Run after the slice under way, not after the job.
func TestShutdownDuringJob(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	w := &jobWorld{open: []campaign.Job{{ID: 1, Kind: "a"}}}
	w.during = func(string) { cancel() }
	w.dispatcher(t).Run(ctx)
	if len(w.slices) != 1 || len(w.open) != 1 || w.open[0].Cursor != "I" {
		t.Errorf("%d slices, %+v open; want one slice, stored", len(w.slices), w.open)
	}
}
