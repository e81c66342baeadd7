package app

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
)

// labRoutes returns the handlers by which tests set the business clock, and wait until
// nothing is left to do.
func (a *App) labRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /lab/clock", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Now time.Time `json:"now"`
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1024)).Decode(&in); err != nil || in.Now.IsZero() {
			http.Error(w, `want {"now":"2022-07-07T19:00:00+08:00"}`, http.StatusBadRequest)
			return
		}
		a.clock.Freeze(in.Now)
		if err := a.store.SetLabClock(r.Context(), in.Now); err != nil { // only commands beside this process need it
			a.log.WarnContext(r.Context(), "commands beside this process do not know the lab's clock", "error", err)
		}
		if err := a.catalog.Refresh(r.Context()); err != nil { // other classes may be live now
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /lab/settle", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		if err := errors.Join(a.work.Wait(ctx), a.outbox.Settle(ctx)); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		a.scrubber.scrub(ctx)
	})
	return localOnly(mux)
}

// localOnly refuses requests that name a host other than this machine: a page in a
// browser on it can reach a loopback address, but only by a name of the page's own.
func localOnly(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		ip := net.ParseIP(strings.Trim(host, "[]"))
		if !strings.EqualFold(host, "localhost") && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "the lab answers on a loopback address only", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}
