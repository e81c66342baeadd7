package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// beatLimit is how long the question whether this instance serves waits for the
	// database.
	beatLimit = 2 * time.Second
	// faultSpan is how long an error of the database counts. On a full disk what is small
	// may be committed while what is large is not.
	faultSpan = 30 * time.Second
)

// health is what /readyz knows beside the stores. The zero value is ready to use.
type health struct {
	draining atomic.Bool // a signal came; no new messages
	mu       sync.Mutex  // guards beat
	beat     *beat       // the write under way; nil for none
}

// beat is a write to the database; done is closed when err is set.
type beat struct {
	done chan struct{}
	err  error
}

// errSlowBeat is the error of a database that does not answer in time.
var errSlowBeat = fmt.Errorf("no answer within %v: look for a long backup or another program that writes", beatLimit)

// readyz answers whether this instance serves: 200, or 503 for reasons of its own. What
// it shares with other instances is a rung of the ladder that the body shows.
func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), beatLimit)
	defer cancel()
	database, serves := a.database(ctx)
	lines := []string{"ready", "database: " + database, "redis: " + a.rung()}
	if a.silent() {
		serves = false
		lines = append(lines, "instance: not seen by the database for too long, so that others take over what it had begun; it takes part "+
			"again by itself, unless every number is in use: stop other processes then")
	}
	if a.health.draining.Load() {
		serves = false
		lines = append(lines, "draining: the program ends")
	}
	status := http.StatusOK
	if !serves {
		status, lines[0] = http.StatusServiceUnavailable, "not ready"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, strings.Join(lines, "\n"))
}

// silent reports whether this process has lost its instance although the database answers:
// one that is down is no reason of this process.
func (a *App) silent() bool {
	last, ago := a.store.LastFault()
	return !a.store.Instances().Trusted() && (last == nil || ago > faultSpan)
}

// database says how the database is, and whether this instance can serve with it.
func (a *App) database(ctx context.Context) (words string, serves bool) {
	err := a.write(ctx)
	last, ago := a.store.LastFault()
	switch {
	case err != nil && a.store.Own():
		return "failed: " + err.Error(), false
	case err != nil:
		return "failed, pushes are not acknowledged until it is back: " + err.Error(), true
	case last != nil && !last.Passing && ago < faultSpan:
		return fmt.Sprintf("failed %.0f s ago: %v", ago.Seconds(), last), !a.store.Own()
	case last != nil:
		return fmt.Sprintf("ok; the last failure was %.0f s ago: %v", ago.Seconds(), last), true
	default:
		return "ok", true
	}
}

// write writes to the database. Questions at the same time share one write, so that they
// do not pile up behind a stuck database.
func (a *App) write(ctx context.Context) error {
	h := &a.health
	h.mu.Lock()
	b := h.beat
	if b == nil {
		b = &beat{done: make(chan struct{})}
		h.beat = b
		inner := context.WithoutCancel(ctx)
		a.work.Go(func() { // ends with the unit
			b.err = a.store.Beat(inner)
			h.mu.Lock()
			h.beat = nil
			h.mu.Unlock()
			close(b.done)
		})
	}
	h.mu.Unlock()
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return errors.Join(errSlowBeat, ctx.Err())
	}
}

// rung says what keeps the limits.
func (a *App) rung() string {
	if g, ok := a.gate.(interface{ Rung() string }); ok {
		return g.Rung()
	}
	return "none, limits are kept in this process"
}
