package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// The end of the program after a signal, by real time from the signal on. It has to be
// over after ten seconds, whatever hangs: the platform, a group robot, Redis, the disk.
const (
	// cutAfter is when the calls under way are ended and stored as ones whose answer was
	// lost.
	cutAfter = 5 * time.Second
	// drainFor is how long messages in work may take.
	drainFor = 7 * time.Second
	// endAfter is the deadline over everything.
	endAfter = 9 * time.Second
)

// Serve listens on the addresses of cfg until ctx ends, then lets messages and calls in
// work finish. Its end takes at most endAfter.
func (a *App) Serve(ctx context.Context, cfg Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	open, err := openListeners(ctx, a, cfg)
	if err != nil { // before anything is sent
		return errors.Join(err, a.shutdown(nil, &sync.WaitGroup{})) //nolint:contextcheck // see below
	}
	behind := a.startBehind(ctx)
	behind.Go(func() { a.guard(ctx, "renewing certificates", func() { open.watch(ctx) }) })
	front{a}.offerSetUp(ctx, ConsoleBase(cfg.PublicURL, open.public(), cfg.TLS.On())) // who is ready has said it
	failed := open.serve()
	a.log.InfoContext(ctx, "serving", "campaign", a.Campaign().ID, "listen", open.public(), "account", cfg.Account,
		"appid", cfg.WeChat.AppID, "mode", string(cfg.WeChat.Mode), "api", cfg.APIURL, "lab", cfg.Lab != "", "tls", cfg.TLS.On())
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	a.health.draining.Store(true)
	cancel()
	return errors.Join(err, a.shutdown(open.servers(), behind)) //nolint:contextcheck // ctx has ended; the end has a time of its own
}

// startBehind starts what runs beside the messages; all of it ends with ctx.
func (a *App) startBehind(ctx context.Context) *sync.WaitGroup {
	var behind sync.WaitGroup
	for what, run := range map[string]func(context.Context){
		takingOver: importer{a}.watch, takingAdditions: importer{a}.refresh, "hearing of changes": importer{a}.hear,
		"erasing what is old": a.upkeep, "scrubbing": a.scrubber.run, "listing followers": followers{a}.run,
		"sending": a.outbox.Run, // after the calls under way
	} {
		behind.Go(func() { a.guard(ctx, what, func() { run(ctx) }) })
	}
	return &behind
}

func newServer(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
}

// shutdown ends everything within endAfter: the servers take no more, what runs behind
// them has been told to end, and the stores close last. What does not end in time is
// left, and named in the error; the process ends all the same.
func (a *App) shutdown(servers []*http.Server, behind *sync.WaitGroup) error {
	end, cancel := context.WithTimeout(context.Background(), endAfter)
	defer cancel()
	cut := time.AfterFunc(cutAfter, a.outbox.Cut)
	defer cut.Stop()
	drain, stop := context.WithTimeout(end, drainFor)
	defer stop()
	closing := make(chan error, len(servers))
	for _, s := range servers {
		go func() { closing <- closeServer(drain, s) }() // ends with drain
	}
	err := within(drain, "background work", func() error {
		behind.Wait()
		return nil
	})
	for range servers {
		err = errors.Join(err, <-closing)
	}
	return errors.Join(err, a.close(drain, end))
}

// closeServer lets the requests of a server finish until ctx ends, then closes their
// connections.
func closeServer(ctx context.Context, s *http.Server) error {
	if err := s.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests on %s did not end: %w", s.Addr, err), s.Close())
	}
	return nil
}

// within calls f and returns its error, or another one as soon as ctx ends: f is left
// running then.
func within(ctx context.Context, what string, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }() // ends with f, or with the process
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done: // both at once
		return err
	default:
		return fmt.Errorf("%s did not end in time", what)
	}
}
