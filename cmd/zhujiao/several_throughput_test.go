package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestSeveralThroughput counts the messages of a second that one program and three programs
// answer on the same PostgreSQL, 64 at a time, in turns. ZHUJIAO_TEST_CURVE asks for it. On
// a machine with few processors the three share them with the database and the test, so it
// only wants three to answer half as many as one at least.
func TestSeveralThroughput(t *testing.T) { //nolint:paralleltest // it measures
	if os.Getenv("ZHUJIAO_TEST_CURVE") == "" {
		t.Skip("ZHUJIAO_TEST_CURVE is not set")
	}
	f := newFleet(t, strings.NewReplacer())
	answered := map[int]int{}
	const rounds, span = 4, 8 * time.Second
	for round := range rounds {
		for _, n := range []int{1, 3} {
			got := answering(f.members[:n], round, span)
			answered[n] += got
			t.Logf("%d programs: %.0f messages a second", n, float64(got)/span.Seconds())
		}
	}
	t.Logf("three programs answer %.2f times as many messages as one", float64(answered[3])/float64(answered[1]))
	if answered[3] < answered[1]/2 {
		t.Errorf("three programs answer %d messages in the time in which one answers %d", answered[3], answered[1])
	}
}

// answering lets people ask, 64 at a time, for a while, and returns how many were answered.
func answering(members []*process, round int, span time.Duration) int {
	var all sync.WaitGroup
	var n atomic.Int64
	end := time.Now().Add(span)
	for w := range 64 {
		p := members[w%len(members)]
		all.Go(func() {
			for i := 0; time.Now().Before(end); i++ {
				openid := wxsim.OpenID("crowd", fmt.Sprint(len(members), "-", round, "-", w, "-", i/4))
				if x := p.pusher.Text(p.t.Context(), openid, "几点开始", wxsim.FaultNone); x.Failure == "" {
					n.Add(1)
				} else {
					p.t.Error(x.Failure)
				}
			}
		})
	}
	all.Wait()
	return int(n.Load())
}
