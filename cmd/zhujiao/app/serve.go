package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// drain is how long messages in flight may take after a signal.
const drain = 9 * time.Second

// Serve listens on the addresses of cfg until ctx ends, then lets messages in flight
// finish.
func (a *App) Serve(ctx context.Context, cfg Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var behind sync.WaitGroup
	behind.Go(func() { importer{a}.watch(ctx) })   // ends with ctx
	behind.Go(func() { importer{a}.refresh(ctx) }) // ends with ctx
	behind.Go(func() { a.upkeep(ctx) })            // ends with ctx
	behind.Go(func() { followers{a}.run(ctx) })    // ends with ctx
	behind.Go(func() { a.outbox.Run(ctx) })        // ends with ctx, after the calls under way
	var servers []*http.Server
	if cfg.Lab != "" { // first, because tests set the clock as soon as the program is ready
		servers = append(servers, newServer(cfg.Lab, a.labRoutes()))
	}
	servers = append(servers, newServer(cfg.Listen, a.Routes()))
	failed := make(chan error, len(servers))
	for _, s := range servers {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.Addr)
		if err != nil {
			err = fmt.Errorf("listen on %s: %w; choose another address in ZHUJIAO_LISTEN or ZHUJIAO_LAB", s.Addr, err)
			cancel()
			behind.Wait()
			return errors.Join(err, a.store.Close())
		}
		go func() { failed <- s.Serve(l) }() // ends with Shutdown below
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	a.health.draining.Store(true)
	cancel()
	behind.Wait()
	return errors.Join(err, a.shutdown(servers)) //nolint:contextcheck // ctx has ended; draining has a time of its own
}

func newServer(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
}

func (a *App) shutdown(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	var errs []error
	for _, s := range servers {
		errs = append(errs, s.Shutdown(ctx))
	}
	return errors.Join(append(errs, a.Close(ctx))...)
}
