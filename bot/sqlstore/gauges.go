package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Observer is told how long units take. It must not block, and may be called at the same
// time.
type Observer interface {
	// Unit is called at the end of a unit, with the real time that it took, its wait for a
	// lane or a connection and all its runs included. err is nil if it was committed; fault
	// is set if the database is to blame.
	Unit(took time.Duration, err error, fault bool)
}

// Observe tells o of all units of a store that end from now on.
func Observe(s *Store, o Observer) { s.core.observer.Store(&o) }

// observed tells the observer of a unit that began at a time.
func observed(c *core, begin time.Time, err error) {
	if o := c.observer.Load(); o != nil {
		_, fault := errors.AsType[*FaultError](err)
		(*o).Unit(time.Since(begin), err, fault)
	}
}

// gaugeMax bounds what is counted of each thing.
const gaugeMax = 20_000

// Backlog is how much waits, and since when the oldest does; zero for nothing. A number of
// gaugeMax means that many or more.
type Backlog struct {
	N      int
	Oldest time.Time
}

// Gauges are what waits in the database, of all processes on it.
type Gauges struct {
	// Queued wait for their time to people (Oldest is when the first is due), Robots to group
	// robots; Sending are under way.
	Queued, Robots, Sending Backlog
	// Shelved wait for their person, of Unknown nobody knows whether they arrived.
	Shelved, Unknown int
	// Jobs are open; FailingJobs of them have failed at least once.
	Jobs        Backlog
	FailingJobs int
	Tickets     Backlog
	// Broadcasts are being sent, to People people, for Done of whom the calls were made.
	Broadcasts, People, Done int
	// Instances have been seen within the life of an instance.
	Instances int
}

// ReadGauges reads what waits, in some classes as far as it belongs to one. Every count is
// bounded. It reads committed rows outside of units.
func ReadGauges(ctx context.Context, s *Store, classes []string) (g Gauges, err error) {
	q := s.core.engine.Reader()
	err = errors.Join(ledgerGauges(ctx, q, &g), workGauges(ctx, q, &g))
	for _, class := range classes {
		err = errors.Join(err, classGauges(ctx, q, class, &g))
	}
	if err != nil {
		return g, fmt.Errorf("count what waits: %w", err)
	}
	n, err := q.InstanceGauge(ctx, s.core.instance.lastSeen())
	if err != nil {
		return g, fmt.Errorf("count the processes: %w", err)
	}
	g.Instances = int(n)
	return g, nil
}

func ledgerGauges(ctx context.Context, q *db.Queries, g *Gauges) error {
	queued, err := q.QueuedGauge(ctx, gaugeMax)
	if err != nil {
		return err
	}
	robots, err := q.RobotGauge(ctx, gaugeMax)
	if err != nil {
		return err
	}
	sending, err := q.SendingGauge(ctx, gaugeMax)
	if err != nil {
		return err
	}
	g.Queued, g.Robots = Backlog{int(queued.N), at(queued.Oldest)}, Backlog{int(robots.N), at(robots.Oldest)}
	g.Sending = Backlog{int(sending.N), at(sending.Oldest)}
	return nil
}

func workGauges(ctx context.Context, q *db.Queries, g *Gauges) error {
	jobs, err := q.JobGauge(ctx, gaugeMax)
	if err != nil {
		return err
	}
	broadcasts, err := q.BroadcastGauge(ctx)
	if err != nil {
		return err
	}
	g.Jobs, g.FailingJobs = Backlog{int(jobs.N), at(jobs.Oldest)}, int(jobs.Failing)
	g.Broadcasts, g.People, g.Done = int(broadcasts.N), int(broadcasts.People), int(broadcasts.Done)
	return nil
}

func classGauges(ctx context.Context, q *db.Queries, class string, g *Gauges) error {
	for state, n := range map[string]*int{string(campaign.NoticeShelved): &g.Shelved, string(campaign.NoticeUnknown): &g.Unknown} {
		k, err := q.DeliveryStateGauge(ctx, db.DeliveryStateGaugeParams{Campaign: class, State: state, N: gaugeMax})
		if err != nil {
			return err
		}
		*n += int(k)
	}
	t, err := q.TicketGauge(ctx, db.TicketGaugeParams{Campaign: class, N: gaugeMax})
	if err != nil {
		return err
	}
	g.Tickets.N += int(t.N)
	if oldest := at(t.Oldest); t.N > 0 && (g.Tickets.Oldest.IsZero() || oldest.Before(g.Tickets.Oldest)) {
		g.Tickets.Oldest = oldest
	}
	return nil
}

// Pooled is what an engine has whose units share a pool of connections.
type Pooled interface {
	// Pool returns how the connections are used.
	Pool() sql.DBStats
}

// PoolOf returns how the connections of a store are used; false if there is no pool.
func PoolOf(s *Store) (stats sql.DBStats, ok bool) {
	p, ok := s.core.engine.(Pooled)
	if !ok {
		return stats, false
	}
	return p.Pool(), true
}
