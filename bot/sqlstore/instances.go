package sqlstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot/sqlstore/db"
)

const (
	// HeartbeatEvery is how often a process renews its instance.
	HeartbeatEvery = 2 * time.Second
	// instanceLife is how long an instance lives after it was last seen.
	instanceLife = 10 * time.Second
	// trustLife is how long a process trusts its own instance. It is shorter, because
	// others must not take over what this process is still doing.
	trustLife = instanceLife - time.Second
	// instances is how many numbers there are: eight bits of an id.
	instances = 256
	// besideNumber is the number in the ids of commands that run beside a server. It
	// is never leased.
	besideNumber = instances - 1
	// leaseLife is how long a delivery, a call or a job stays with an owner that lives
	// but does not end it: longer than the longest call with its repeats.
	leaseLife = 3 * time.Minute
)

// ErrInstances is returned when every instance number is in use.
var ErrInstances = errors.New("every instance number is in use: stop other processes on this database")

// InstanceStore leases the instance of this process: a number for its ids, and a name
// that owns what it leases.
type InstanceStore struct{ *core }

// instance is what this process knows of its own lease.
type instance struct {
	boot string
	// joined is set once a number was leased, number is the newest one.
	joined atomic.Bool
	number atomic.Int64
	// compared is when the database's clock was read last; nil for not yet.
	compared atomic.Pointer[clockReading]
	mu       sync.Mutex // guards trusted
	// trusted is when the own trust ends, by the monotonic clock.
	trusted time.Time
}

// clockReading is what the database's clock was at a moment of this process.
type clockReading struct{ database, at time.Time }

func newInstance() *instance {
	i := &instance{boot: rand.Text()}
	i.number.Store(besideNumber)
	return i
}

// now is the time by which leases end: the database's clock, as it was at the last heartbeat,
// and what has passed since by the monotonic clock. The machine's clock may be set meanwhile.
func (i *instance) now() time.Time {
	c := i.compared.Load()
	if c == nil {
		return realNow()
	}
	return c.database.Add(realNow().Sub(c.at))
}

// compare notes what the database's clock was at a moment.
func (i *instance) compare(database, at time.Time) {
	i.compared.Store(&clockReading{database.Round(0), at})
}

// leaseEnd is when a lease ends that is taken now, for a column.
func (i *instance) leaseEnd() int64 { return ms(i.now().Add(leaseLife)) }

// lastSeen is when an owner must have been seen last to be alive, for a query.
func (i *instance) lastSeen() int64 { return ms(i.now().Add(-instanceLife)) }

// Boot is the name of this run of the program, which owns what it leases. It never
// changes and no other run has it.
func (s *InstanceStore) Boot() string { return s.instance.boot }

// Number is the instance number that ids carry.
func (s *InstanceStore) Number() int { return int(s.instance.number.Load()) }

// Trusted reports whether this process may take leases and act on them. It may while
// its last heartbeat is so new that no other process can have taken its instance for
// dead, or while the engine keeps all others out.
func (s *InstanceStore) Trusted() bool {
	if !s.instance.joined.Load() {
		return false
	}
	if s.engine.Exclusive() {
		return true
	}
	s.instance.mu.Lock()
	defer s.instance.mu.Unlock()
	return realNow().Before(s.instance.trusted)
}

// Beat renews the instance of this process. It leases one if the process has none yet,
// or lost it because it was not seen for too long. On an exclusive engine every other
// owner has expired.
func (s *InstanceStore) Beat(ctx context.Context) error {
	began := realNow()
	now, err := s.engine.Now(ctx)
	if err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	asked := realNow()
	if s.engine.Exclusive() && s.instance.compared.Load() != nil {
		now = s.instance.now() // the database's clock is the machine's, which may have been set
	}
	var number int64
	err = s.do(ctx, func(ctx context.Context) error {
		number, err = s.renew(ctx, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("renew the instance: %w", err)
	}
	s.instance.number.Store(number)
	s.instance.mu.Lock()
	s.instance.trusted = began.Add(trustLife)
	s.instance.mu.Unlock()
	s.instance.compare(now, asked)
	s.instance.joined.Store(true)
	return nil
}

// renew returns the number that this process has, and leases one if it has none.
func (s *InstanceStore) renew(ctx context.Context, now time.Time) (int64, error) {
	q, me := s.q(ctx), s.instance
	if s.engine.Exclusive() {
		if err := q.ExpireInstances(ctx, me.boot); err != nil {
			return 0, err
		}
	}
	kept, err := q.BeatInstance(ctx, db.BeatInstanceParams{SeenAt: ms(now), Boot: me.boot})
	if err != nil || kept > 0 {
		return me.number.Load(), err
	}
	known, err := q.Instances(ctx)
	if err != nil {
		return 0, err
	}
	if n := int64(len(known)); n < besideNumber { // numbers are never deleted, so there is no gap
		return n, q.InsertInstance(ctx, db.InsertInstanceParams{Number: n, Boot: me.boot, SeenAt: ms(now)})
	}
	oldest := known[0]
	for _, k := range known {
		if k.SeenAt < oldest.SeenAt {
			oldest = k
		}
	}
	if oldest.SeenAt > ms(now.Add(-instanceLife)) {
		return 0, ErrInstances
	}
	taken, err := q.TakeInstance(ctx, db.TakeInstanceParams{
		Boot: me.boot, SeenAt: ms(now), Number: oldest.Number, Was: oldest.Boot, WasSeen: oldest.SeenAt,
	})
	if err == nil && taken == 0 {
		err = ErrInstances // another process was faster; the next heartbeat finds another number
	}
	return oldest.Number, err
}

// Leave ends the instance of this process, so that others take over at once what it
// has not finished.
func (s *InstanceStore) Leave(ctx context.Context) error {
	if !s.instance.joined.Swap(false) {
		return nil
	}
	return s.do(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).BeatInstance(ctx, db.BeatInstanceParams{SeenAt: 0, Boot: s.instance.boot})
		return err
	})
}
