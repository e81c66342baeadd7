package sqlite_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestCrowdYields lets a crowd of units that yield wait for the writer, and then a unit that
// does not: it comes after one of them at most, however long each lasts.
func TestCrowdYields(t *testing.T) {
	t.Parallel()
	s := newStore(t, t.TempDir())
	const crowd = 50
	var all sync.WaitGroup
	var ran atomic.Int64
	started, free := make(chan struct{}), make(chan struct{})
	all.Go(func() { // ends when it is freed
		err := s.Do(t.Context(), func(context.Context) error {
			close(started)
			<-free
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	for range crowd {
		all.Go(func() { // ends with its unit
			err := campaign.Patient{Unit: s}.Do(t.Context(), func(context.Context) error {
				ran.Add(1)
				time.Sleep(10 * time.Millisecond) // longer than a group takes of them
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	time.Sleep(50 * time.Millisecond) // until they wait
	before := int64(-1)
	all.Go(func() { // ends with its unit
		err := s.Do(t.Context(), func(context.Context) error {
			before = ran.Load()
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	time.Sleep(50 * time.Millisecond) // until it waits
	close(free)
	all.Wait()
	if before < 0 || before > 1 || ran.Load() != crowd {
		t.Errorf("%d of %d that yield ran before it, %d in all; want one at most, and all of them", before, crowd, ran.Load())
	}
}

// TestYieldingUnitsCome writes without a pause: a unit that yields is stored in the meantime.
// One that fails, or that ends with the store, changes nothing for others.
func TestYieldingUnitsCome(t *testing.T) {
	t.Parallel()
	s := newStore(t, t.TempDir())
	patient := campaign.Patient{Unit: s}
	nothing := func(context.Context) error { return nil }
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { // ends with ctx
			for ctx.Err() == nil {
				if err := s.Do(context.WithoutCancel(ctx), nothing); err != nil {
					t.Error(err)
				}
			}
		})
	}
	fault := errors.New("of a unit that yields")
	for range 5 {
		if err := patient.Do(ctx, nothing); err != nil {
			t.Error(err)
		}
		if err := patient.Do(ctx, func(context.Context) error { return fault }); !errors.Is(err, fault) {
			t.Errorf("a unit that fails: %v", err)
		}
	}
	if ctx.Err() != nil {
		t.Error("units that yield were kept waiting by others")
	}
	stop()
	all.Wait()
}
