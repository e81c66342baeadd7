package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// drain is how long work under way may take after a signal.
const drain = 9 * time.Second

// Serve listens on the addresses of cfg until ctx ends, then lets work under way
// finish.
func (a *App) Serve(ctx context.Context, cfg Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var behind sync.WaitGroup
	behind.Go(func() { a.watch(ctx) })      // ends with ctx
	behind.Go(func() { a.refresh(ctx) })    // ends with ctx
	behind.Go(func() { a.upkeep(ctx) })     // ends with ctx
	behind.Go(func() { a.follow(ctx) })     // ends with ctx
	behind.Go(func() { a.outbox.Run(ctx) }) // ends with ctx, after the calls under way
	var servers []*http.Server
	if cfg.Lab != "" { // first: who sees that the program is ready sets its clock at once
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

// watch imports the campaign file when it changes or on SIGHUP, until ctx ends.
func (a *App) watch(ctx context.Context) {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	var poll sync.WaitGroup
	poll.Go(func() { a.watcher.Run(ctx, 2*time.Second, func() { a.reload(ctx) }) }) // ends with ctx
	defer poll.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			a.reload(ctx)
		}
	}
}

// reload imports the campaign file. A bad one leaves the version before serving.
func (a *App) reload(ctx context.Context) {
	imported := false
	v, err := a.readFile(ctx)
	if err == nil {
		imported, err = a.catalog.Import(ctx, v)
	}
	switch {
	case err != nil:
		a.log.ErrorContext(ctx, "the campaign file was not taken over; the version before goes on serving", "error", err)
	case imported:
		a.log.InfoContext(ctx, "campaign file taken over", "version", a.catalog.Current().Version()[:12])
	}
}

// refresh lets what was added elsewhere serve, once a second, until ctx ends.
func (a *App) refresh(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if err := a.catalog.Refresh(ctx); err != nil {
			a.log.ErrorContext(ctx, "what moderators added does not serve yet; trying again", "error", err)
		}
	}
}
