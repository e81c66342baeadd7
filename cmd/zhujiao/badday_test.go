package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"zhujiao/bot/wxsim"
)

// proxied puts a proxy before a server, which can be made slow or cut.
func proxied(t *testing.T, name, upstream string) *toxiproxy.Proxy {
	t.Helper()
	srv := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := toxiproxy.NewProxy(srv, name, "127.0.0.1:0", upstream)
	if err := srv.Collection.Add(p, true); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Collection.Clear() })
	return p
}

// toxic makes a proxy bad in a way, until the returned function is called.
func toxic(t *testing.T, p *toxiproxy.Proxy, json string) (end func()) {
	t.Helper()
	added, err := p.Toxics.AddToxicJson(strings.NewReader(json))
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := p.Toxics.RemoveToxic(t.Context(), added.Name); err != nil {
			t.Error(err)
		}
	}
}

// badDay is something bad that lasts for a while.
type badDay struct {
	begin, end func()
	// ready are words of /readyz meanwhile; empty if it need not say anything.
	ready string
	// answered is set if everybody is answered all the same.
	answered bool
}

// dayPeople is how many register before, during and after a bad day.
const dayPeople = 12

// live lets people register before, during and after a bad day. Nobody gets a reply that is
// late or wrong. Whoever got none is pushed again, as the platform does, and then gets one;
// whoever was told something is told the same when pushed again, and the seats are given
// once each: what was acknowledged is kept, and what was not is not lost.
func (d badDay) live(t *testing.T, p *process) {
	t.Helper()
	xs := make([]wxsim.Exchange, 0, 3*dayPeople)
	xs = append(xs, p.register(0)...)
	checkAnswered(t, "before", xs)
	d.begin()
	during := p.register(dayPeople)
	if d.answered {
		checkAnswered(t, "meanwhile", during)
	}
	if d.ready != "" {
		await(t, "readyz says "+d.ready, func() bool { return strings.Contains(p.readyz(), d.ready) })
	}
	d.end()
	unanswered := 0
	for i := range during {
		if during[i].Failure != "" {
			unanswered++
			if !strings.Contains(during[i].Failure, "no answer") {
				t.Errorf("person %d: %s, want a reply or none", dayPeople+i, during[i].Failure)
			}
			during[i] = p.until(fmt.Sprint("p", dayPeople+i), during[i])
		}
	}
	xs = append(append(xs, during...), p.register(2*dayPeople)...)
	for i := range xs {
		xs[i] = p.until(fmt.Sprint("p", i), xs[i])
	}
	t.Logf("%d of %d were not answered meanwhile, and when pushed again", unanswered, dayPeople)
	seats := make([]int, len(xs))
	for i, x := range xs {
		f := seatForm.FindStringSubmatch(x.Text)
		if f == nil || f[1] == "" {
			t.Fatalf("person %d got %q, want a seat", i, x.Text)
		}
		seats[i], _ = strconv.Atoi(f[1])
	}
	checkNumbers(t, "seats", seats, len(xs))
	for i, x := range xs {
		who := fmt.Sprint("p", i)
		if got := p.until(who, p.pusher.Again(t.Context(), wxsim.OpenID("crowd", who), x.Sent)); got.Text != x.Text {
			t.Errorf("person %d was told %q, and when pushed again %q", i, x.Text, got.Text)
		}
	}
	if n := p.count("SELECT count(*) FROM member WHERE seat > 0"); n != len(xs) {
		t.Errorf("%d seats are stored, want %d", n, len(xs))
	}
}

// register lets people register at once, each with one push.
func (p *process) register(first int) []wxsim.Exchange {
	out := make([]wxsim.Exchange, dayPeople)
	var all sync.WaitGroup
	for i := range out {
		all.Go(func() {
			openid := wxsim.OpenID("crowd", fmt.Sprint("p", first+i))
			p.platform.Touch(openid, "text")
			out[i] = p.pusher.Text(p.t.Context(), openid, "报名", wxsim.FaultNone)
		})
	}
	all.Wait()
	return out
}

// readyz is what the program says of itself.
func (p *process) readyz() string {
	resp, err := http.Get(p.url + "/readyz")
	if err != nil {
		return err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// checkAnswered wants a reply to each.
func checkAnswered(t *testing.T, when string, xs []wxsim.Exchange) {
	t.Helper()
	for i, x := range xs {
		if x.Failure != "" || x.Text == "" {
			t.Errorf("%s: person %d got %q (%s)", when, i, x.Text, x.Failure)
		}
	}
}
