package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/gate"
	"zhujiao/bot/middleware"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
)

const (
	// lateAfter leaves half a second of the platform's five for the way back.
	lateAfter = 4500 * time.Millisecond
	// inFlightMax bounds the messages in work at once.
	inFlightMax = 4096
	// textLife is how long what people wrote is kept.
	textLife = 30 * 24 * time.Hour
)

// app is the whole, wired.
type app struct {
	log   *slog.Logger
	clock *clock
	store *sqlstore.Store
	live  *content.Live
	mouth atomic.Pointer[handlers.Mouth]
	gate  gate.Gate
	work  middleware.Tracker
	hook  *wechat.Receiver
	mods  map[bot.UserID]bool
}

// newApp wires everything from top to bottom. It needs no network.
func newApp(ctx context.Context, cfg config, clk *clock, log *slog.Logger) (*app, error) {
	a := &app{log: log, clock: clk, mods: map[bot.UserID]bool{}}
	for _, m := range cfg.moderators {
		a.mods[bot.UserID(m)] = true
	}
	if err := a.open(ctx, cfg); err != nil {
		return nil, err
	}
	var err error
	if a.gate, err = newGate(cfg.redisURL, a.rules, clk, log); err != nil {
		return nil, errors.Join(err, a.store.Close())
	}
	a.hook, err = wechat.NewReceiver(cfg.wechat, a.chain(), clk.Now, log, a.apologize)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("wechat account: %w", err), a.store.Close())
	}
	return a, nil
}

// open loads the campaign and opens its store.
func (a *app) open(ctx context.Context, cfg config) error {
	v, problems, err := content.Load(cfg.campaign, handlers.Commands(), time.Time{})
	logProblems(ctx, a.log, problems)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_CAMPAIGN: %w", err)
	}
	a.store, err = sqlstore.Open(ctx, sqlstore.Options{Dir: cfg.data, Clock: a.clock.Now, Log: a.log})
	if err != nil {
		return fmt.Errorf("ZHUJIAO_DATA: %w", err)
	}
	a.live = content.NewLive(cfg.campaign, v, handlers.Commands(), func() time.Time { return time.Time{} }, a.swap)
	if err := a.use(ctx, v); err != nil {
		return errors.Join(err, a.store.Close())
	}
	return nil
}

func logProblems(ctx context.Context, log *slog.Logger, ps []content.Problem) {
	for _, p := range ps {
		level := slog.LevelError
		if p.Warning {
			level = slog.LevelWarn
		}
		log.Log(ctx, level, "campaign file", "problem", p.String())
	}
}

// swap is asked before a new version of the content serves.
func (a *app) swap(old, fresh *content.Version) error {
	ctx := context.Background()
	if old.Campaign.ID != fresh.Campaign.ID {
		return fmt.Errorf("the campaign changed from %s to %s: restart to serve another one", old.Campaign.ID, fresh.Campaign.ID)
	}
	t, err := a.store.Tally(ctx, fresh.Campaign.ID)
	if err != nil {
		return err
	}
	if fresh.Campaign.Signup.Seats+t.Extra < t.Taken {
		return fmt.Errorf("%d seats are fewer than the %d registered", fresh.Campaign.Signup.Seats, t.Taken)
	}
	return a.use(ctx, fresh)
}

// use makes a version the one that answers.
func (a *app) use(ctx context.Context, v *content.Version) error {
	if err := a.store.Prepare(ctx, v.Campaign); err != nil {
		return err
	}
	a.mouth.Store(newMouth(v, a.store))
	return nil
}

// newMouth introduces the services of a campaign to the handlers.
func newMouth(v *content.Version, st *sqlstore.Store) *handlers.Mouth {
	c := v.Campaign
	signups := &campaign.Signups{Campaign: c, Seats: st, Counts: st, Notices: st}
	tickets := &campaign.Tickets{Campaign: c, Store: st}
	return handlers.New(handlers.Services{
		Campaign: c, Texts: v.Texts, Seats: st, Counts: st, Signups: signups, Tickets: tickets,
		Checkins: &campaign.Checkins{Campaign: c, Signups: signups, Tickets: tickets, Present: st},
		Packs:    &campaign.Packs{Campaign: c, Seats: st, Counts: st, Claims: st, Lots: st},
		Dialogue: &campaign.Dialogue{People: st},
	})
}

// chain is what happens around every message, the outermost first (design.md
// §4): the gate before anything that costs, the unit around everything that
// writes, the shelf inside it.
func (a *app) chain() bot.Handler {
	return bot.Chain(
		bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) { return a.mouth.Load().Handle(ctx, m) }),
		middleware.Recover(),
		middleware.Log(a.log, stopwatch, nil),
		handlers.Prepare,
		middleware.Gate(a.gate, a.classify, middleware.InFlight{Max: inFlightMax, Wait: lateAfter}),
		middleware.Late(lateAfter, &a.work),
		middleware.Unit(middleware.Units{
			Unit: a.store, Journal: a.store, People: a.store, Notices: a.store, Campaign: a.live.Current().Campaign.ID,
		}),
		middleware.Shelf(a.store, renderer{a}, wechat.MaxText),
	)
}

// renderer gives notices the words of the version that serves.
type renderer struct{ a *app }

// Render implements middleware.Renderer.
func (r renderer) Render(ctx context.Context, n campaign.Notice) (string, error) {
	return r.a.mouth.Load().Render(ctx, n)
}

func stopwatch() func() time.Duration {
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}

func (a *app) apologize(err error) bot.Reply { return a.mouth.Load().Apologize(err) }

// classify tells the gate whose message it is and whether it counts: what is
// exempt and moderators' commands do not (R11, ruling 5).
func (a *app) classify(m *bot.Message) gate.Ask {
	ask := gate.Ask{Key: m.Key}
	if m.FromPerson() {
		ask.Person = a.store.Hash(m.From)
	}
	command := m.Encrypted && len(m.Folded) > 0 && m.Folded[0] == '#' && a.mods[m.From]
	ask.Count = m.FromPerson() && m.Event != bot.EventUnsubscribe && !command && !a.mouth.Load().Exempt(m)
	return ask
}

func (a *app) rules() gate.Rules {
	l := a.live.Current().Campaign.Limits
	return gate.Rules{Messages: l.Messages, Span: l.Span}
}

// routes are the public paths.
func (a *app) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/wechat", a.hook)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := a.store.Ping(ctx); err != nil {
			http.Error(w, "database: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	return mux
}

// upkeep forgets old texts, once an hour, until ctx ends.
func (a *app) upkeep(ctx context.Context) {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		if _, err := a.store.ForgetTexts(ctx, a.clock.Now().Add(-textLife)); err != nil {
			a.log.ErrorContext(ctx, "forget old texts", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// close waits for work under way and closes the store.
func (a *app) close(ctx context.Context) error {
	err := a.work.Wait(ctx)
	if c, ok := a.gate.(interface{ Close() error }); ok {
		err = errors.Join(err, c.Close())
	}
	return errors.Join(err, a.store.Close())
}
