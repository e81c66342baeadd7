package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// fleet is several processes on one PostgreSQL and one Redis, with one platform around
// them.
type fleet struct {
	// front is the address that the platform knows: what is said there goes to one process
	// after the other, and clock and settling concern all of them. No program runs in it.
	front   *process
	members []*process
	turn    atomic.Int64
	redis   *bottest.Redis
	way     *http.Transport
}

// newFleet starts three processes at once on a database that does not exist yet.
func newFleet(t *testing.T, file *strings.Replacer, env ...string) *fleet {
	t.Helper()
	return startFleet(t, bottest.StartPostgres(t).URL(), file, env...)
}

// startFleet is newFleet with the address of the database, by which the test reads it. The
// processes may have another one.
func startFleet(t *testing.T, database string, file *strings.Replacer, env ...string) *fleet {
	t.Helper()
	f := &fleet{redis: bottest.StartRedis(t), way: wxsim.Connections()}
	env = append([]string{"ZHUJIAO_DATABASE_URL=" + database, "ZHUJIAO_REDIS_URL=" + f.redis.URL()}, env...)
	f.front = prepare(t, file, env...)
	f.front.database = database
	for range 3 {
		f.members = append(f.members, f.front.beside())
	}
	f.each((*process).start)
	t.Cleanup(func() {
		f.each((*process).kill)
		for _, p := range f.members {
			p.lastWords()
		}
	})
	f.balance(t)
	return f
}

// beside is a program that shares everything with another one but its addresses and its
// directory.
func (p *process) beside() *process {
	p.t.Helper()
	listen, lab := bottest.FreeAddr(p.t), bottest.FreeAddr(p.t)
	q := &process{t: p.t, dir: p.t.TempDir(), database: p.database, now: p.now, platform: p.platform}
	q.url, q.lab = "http://"+listen, "http://"+lab
	q.pusher = &wxsim.Pusher{URL: q.url + "/wechat", Account: p.pusher.Account, Now: q.clock}
	q.metrics = bottest.FreeAddr(p.t)
	q.env = append(slices.Clone(p.env),
		"ZHUJIAO_METRICS="+q.metrics, "ZHUJIAO_LISTEN="+listen, "ZHUJIAO_LAB="+lab, "ZHUJIAO_DATA="+q.data())
	return q
}

// each does something with all processes at once.
func (f *fleet) each(do func(p *process)) {
	var all sync.WaitGroup
	for _, p := range f.members {
		all.Go(func() { do(p) })
	}
	all.Wait()
}

// balance puts a server before the processes.
func (f *fleet) balance(t *testing.T) {
	t.Helper()
	door := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:   func(*httputil.ProxyRequest) {},
		Transport: f, ErrorLog: log.New(io.Discard, "", 0),
	})
	t.Cleanup(door.Close)
	lab := http.NewServeMux()
	lab.HandleFunc("PUT /lab/clock", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Now time.Time }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		f.each(func(p *process) { p.set(in.Now) }) //nolint:contextcheck // the test's own
		w.WriteHeader(http.StatusNoContent)
	})
	lab.HandleFunc("POST /lab/settle", func(w http.ResponseWriter, _ *http.Request) {
		if !f.settle() { //nolint:contextcheck // the test's own
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	control := httptest.NewServer(lab)
	t.Cleanup(control.Close)
	f.front.url, f.front.lab = door.URL, control.URL
	f.front.pusher.URL = door.URL + "/wechat"
}

// RoundTrip sends a push to the next process that takes connections. A push that is cut off
// is not sent to another one: that is for the platform to do.
func (f *fleet) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	var body []byte
	if r.Body != nil {
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	for range f.members {
		p := f.members[int(f.turn.Add(1))%len(f.members)]
		to, err := url.Parse(p.url)
		if err != nil {
			return nil, err
		}
		out := r.Clone(r.Context())
		out.URL.Scheme, out.URL.Host, out.Host = to.Scheme, to.Host, to.Host
		out.Body = io.NopCloser(bytes.NewReader(body))
		if resp, err = f.way.RoundTrip(out); err == nil || !errors.Is(err, syscall.ECONNREFUSED) {
			return resp, err
		}
	}
	return nil, errors.New("no process takes connections")
}

// settle settles all processes, again until no call to the platform was made twice in a
// row: one may leave work to another that has settled already.
func (f *fleet) settle() bool {
	calls := func() (n int) {
		for _, k := range f.front.platform.Answers() {
			n += k
		}
		return n
	}
	for quiet := 0; quiet < 2; {
		before := calls()
		var failed atomic.Bool
		f.each(func(p *process) {
			if !p.settle() {
				failed.Store(true)
			}
		})
		if failed.Load() {
			return false
		}
		if quiet++; calls() != before {
			quiet = 0
		}
	}
	return true
}

// any is one of the processes.
func (f *fleet) any() *process { return f.members[rand.N(len(f.members))] }

// noneUnderWay waits until nothing in a table is on its way.
func (f *fleet) noneUnderWay(t *testing.T, table string) {
	t.Helper()
	if !f.front.idle(table) {
		t.Errorf("what a killed process has left in %s is not taken over:\n%s", table, f.members[0].log.String())
	}
}
