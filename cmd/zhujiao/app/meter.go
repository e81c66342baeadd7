package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/pprof"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/metrics"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wechat"
)

// meter counts what the program does, and reads what waits when somebody asks.
type meter struct {
	*metrics.Metrics
	a       *App
	tracing *tracing
	gateway *wechat.Gateway // nil until the outbox is open
	dropped func() int64
}

func newMeter(a *App, cfg Config) *meter {
	m := &meter{Metrics: metrics.New(cfg.Build, wechat.Reasons()), a: a, dropped: cfg.LogDropped}
	m.Watch(m)
	return m
}

// Sent implements outbox.Observer.
func (m *meter) Sent(channel string, took time.Duration, e *bot.SendError) {
	m.Metrics.Sent(channel, took, e)
	m.tracing.sent(channel, took, e)
}

// push counts a push that was handled.
func (m *meter) push(msg *bot.Message, took time.Duration, err error) {
	m.Push(msg.Kind, msg.Event, took, err)
}

// read counts what was understood of a text that is no command.
func (m *meter) read(msg *bot.Message) {
	r := &msg.Readings
	if r.Source == bot.SourceText && r.Words.Command.Word == "" && !r.Words.Unmatched && r.Staff.Line == "" {
		m.Matched(r.Words.Match.Band)
	}
}

// observedGate counts the decisions of a gate.
type observedGate struct {
	bot.Gate
	meter *meter
}

// Admit implements bot.Gate.
func (g observedGate) Admit(ctx context.Context, a bot.Ask) (bot.Answer, error) {
	out, err := g.Gate.Admit(ctx, a)
	g.meter.Admitted(out, err)
	return out, err
}

// Live implements metrics.Source.
func (m *meter) Live() metrics.Live {
	a := m.a
	l := metrics.Live{Rung: metrics.RungNone, Token: -1, Connections: -1, Draining: a.health.draining.Load()}
	if g, ok := a.gate.(interface{ Rung() string }); ok {
		l.Rung = metrics.RungLocal
		if g.Rung() == "shared" {
			l.Rung = metrics.RungShared
		}
	}
	if a.receiver != nil {
		l.Waiting = a.receiver.Open()
	}
	if m.gateway != nil {
		if age, ok := m.gateway.TokenAge(); ok {
			l.Token = max(0, age)
		}
	}
	if m.dropped != nil {
		l.Dropped = m.dropped()
	}
	if a.store != nil {
		l.Trusted = a.store.Instances().Trusted()
		if pool, ok := sqlstore.PoolOf(a.store); ok {
			l.Connections, l.Used, l.PoolWaits = pool.OpenConnections, pool.InUse, pool.WaitDuration
		}
	}
	return l
}

// Stored implements metrics.Source.
func (m *meter) Stored(ctx context.Context) (metrics.Stored, error) {
	a := m.a
	if a.catalog == nil {
		return metrics.Stored{}, errors.New("the program is starting")
	}
	var classes []string
	for _, s := range a.catalog.Classes() {
		classes = append(classes, s.Campaign.ID)
	}
	g, err := sqlstore.ReadGauges(ctx, a.store, classes)
	if err != nil {
		return metrics.Stored{}, err
	}
	now := a.clock.Now()
	return metrics.Stored{
		Queued: backlog(g.Queued, now), Robots: backlog(g.Robots, now), Sending: backlog(g.Sending, now),
		Jobs: backlog(g.Jobs, now), Tickets: backlog(g.Tickets, now),
		Shelved: g.Shelved, Unknown: g.Unknown, FailingJobs: g.FailingJobs,
		Broadcasts: g.Broadcasts, People: g.People, Done: g.Done, Instances: g.Instances,
	}, nil
}

func backlog(b sqlstore.Backlog, now time.Time) metrics.Backlog {
	out := metrics.Backlog{N: b.N}
	if b.N > 0 && !b.Oldest.IsZero() {
		out.Age = max(0, now.Sub(b.Oldest))
	}
	return out
}

// addServers adds those of the metrics and of the profiles, as far as the settings want them.
func (m *meter) addServers(o *openings, cfg Config) {
	if cfg.Metrics != "" {
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", m.Handler())
		o.add("ZHUJIAO_METRICS", newServer(cfg.Metrics, mux))
	}
	if cfg.Pprof != "" {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
		s := newServer(cfg.Pprof, mux)
		s.WriteTimeout = 3 * time.Minute // a profile takes as long as it is asked to
		o.add("ZHUJIAO_PPROF", s)
	}
}
