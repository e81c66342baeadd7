package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const (
	// readEvery is how long what was read from the database serves.
	readEvery = 5 * time.Second
	// readLimit bounds one reading.
	readLimit = 2 * time.Second
)

// Backlog is how much waits, and for how long the oldest does.
type Backlog struct {
	N   int
	Age time.Duration
}

// Stored is what waits in the database, of all processes on it.
type Stored struct {
	Queued, Robots, Sending, Jobs, Tickets Backlog
	Shelved, Unknown, FailingJobs          int
	Broadcasts, People, Done               int
	Instances                              int
}

// Rung is what keeps the limits.
type Rung string

// The rungs: Redis, this process because Redis fails, this process because no Redis is set.
const (
	RungShared Rung = "shared"
	RungLocal  Rung = "local"
	RungNone   Rung = "none"
)

// Live is what a process knows of itself.
type Live struct {
	Rung Rung
	// Token is the age of the access token; negative if there is none.
	Token time.Duration
	// Waiting are the pushes that wait for their reply.
	Waiting int
	// Trusted is set while this process may act on its leases, Draining once it is to end.
	Trusted, Draining bool
	// Connections to the database are open, Used of them in use; -1 if there is no pool.
	Connections, Used int
	// PoolWaits is how long units have waited for a connection, all together.
	PoolWaits time.Duration
	// Dropped are the lines of the log that were not written, because the same came too often.
	Dropped int64
}

// Source is read when somebody asks for the metrics.
type Source interface {
	// Live returns what the process knows of itself. It does not wait.
	Live() Live
	// Stored reads what waits in the database, until ctx ends.
	Stored(ctx context.Context) (Stored, error)
}

// collector reads a source when somebody asks.
type collector struct {
	source Source
	desc   map[string]*prometheus.Desc
	mu     sync.Mutex // guards below; held while the database is read
	until  time.Time
	stored Stored
	err    error
}

// Watch adds what a source knows to the metrics. It is called once.
func (m *Metrics) Watch(s Source) {
	c := &collector{source: s, desc: map[string]*prometheus.Desc{}}
	for name, g := range stateGauges() {
		c.desc[name] = prometheus.NewDesc(namespace+"_"+name, g.help, g.labels, nil)
	}
	m.registry.MustRegister(c)
	m.watched = c
}

type stateGauge struct {
	help   string
	labels []string
}

// stateGauges are the metrics of a source.
func stateGauges() map[string]stateGauge {
	state := []string{"state"}
	return map[string]stateGauge{
		"deliveries": {"Messages that have not left, by state, over all processes; 20000 means that many or more.", state},
		"delivery_age_seconds": {
			"How long the oldest of these has been due; of those under way, how long it has been.", state,
		},
		"jobs":                        {"Jobs that are not done, over all processes, by whether they have failed.", []string{"failing"}},
		"job_age_seconds":             {"How old the oldest job is.", nil},
		"tickets":                     {"Tickets that wait for a moderator.", nil},
		"ticket_age_seconds":          {"How long the oldest of them has waited.", nil},
		"broadcasts":                  {"Broadcasts that are being sent.", nil},
		"broadcast_people":            {"People to whom they go, by whether the call was made.", []string{"called"}},
		"instances":                   {"Processes that share the database and are alive.", nil},
		"database_read":               {"1 if what waits could be read from the database, else 0.", nil},
		"gate_rung":                   {"1 for what keeps the limits: Redis, or this process for one of two reasons.", []string{"rung"}},
		"token_age_seconds":           {"Age of the access token; absent until there is one.", nil},
		"pushes_waiting":              {"Pushes that wait for their reply.", nil},
		"instance_trusted":            {"1 while this process may act on its leases.", nil},
		"log_lines_dropped_total":     {"Lines of the log that were not written, because the same came too often.", nil},
		"draining":                    {"1 once the process is about to end.", nil},
		"database_connections":        {"Open connections to the database, by use.", []string{"use"}},
		"database_wait_seconds_total": {"How long units have waited for a connection, all together.", nil},
	}
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range c.desc {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c *collector) Collect(ch chan<- prometheus.Metric) {
	send := func(name string, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(c.desc[name], prometheus.GaugeValue, v, labels...)
	}
	l := c.source.Live()
	sendLive(send, l)
	if l.Connections >= 0 {
		ch <- prometheus.MustNewConstMetric(c.desc["database_wait_seconds_total"], prometheus.CounterValue, l.PoolWaits.Seconds())
	}
	ch <- prometheus.MustNewConstMetric(c.desc["log_lines_dropped_total"], prometheus.CounterValue, float64(l.Dropped))
	s, err := c.read()
	send("database_read", bit(err == nil))
	if err == nil {
		sendStored(send, s)
	}
}

// read returns what waits, read at most once in readEvery.
func (c *collector) read() (Stored, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.until) { //nolint:forbidigo // how long a reading serves
		return c.stored, c.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), readLimit)
	defer cancel()
	c.stored, c.err = c.source.Stored(ctx)
	c.until = time.Now().Add(readEvery) //nolint:forbidigo // see above
	return c.stored, c.err
}

type sender func(name string, v float64, labels ...string)

// sendLive sends what the process knows of itself.
func sendLive(send sender, l Live) {
	for _, r := range []Rung{RungShared, RungLocal, RungNone} {
		send("gate_rung", bit(l.Rung == r), string(r))
	}
	if l.Token >= 0 {
		send("token_age_seconds", l.Token.Seconds())
	}
	send("pushes_waiting", float64(l.Waiting))
	send("instance_trusted", bit(l.Trusted))
	send("draining", bit(l.Draining))
	if l.Connections >= 0 {
		send("database_connections", float64(l.Used), "used")
		send("database_connections", float64(l.Connections-l.Used), "idle")
	}
}

// sendStored sends what waits in the database.
func sendStored(send sender, s Stored) {
	for state, b := range map[string]Backlog{"queued": s.Queued, "robot": s.Robots, "sending": s.Sending} {
		send("deliveries", float64(b.N), state)
		send("delivery_age_seconds", b.Age.Seconds(), state)
	}
	send("deliveries", float64(s.Shelved), "shelved")
	send("deliveries", float64(s.Unknown), "unknown")
	send("jobs", float64(s.Jobs.N-s.FailingJobs), "no")
	send("jobs", float64(s.FailingJobs), "yes")
	send("job_age_seconds", s.Jobs.Age.Seconds())
	send("tickets", float64(s.Tickets.N))
	send("ticket_age_seconds", s.Tickets.Age.Seconds())
	send("broadcasts", float64(s.Broadcasts))
	send("broadcast_people", float64(s.Done), "yes")
	send("broadcast_people", float64(s.People-s.Done), "no")
	send("instances", float64(s.Instances))
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
