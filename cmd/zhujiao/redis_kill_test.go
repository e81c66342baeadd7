package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// cut is something bad that happens once so many pushes have been answered.
type cut struct {
	after int
	do    func()
}

// crowdKilled is how many people register and claim in these tests.
const crowdKilled = 300

// told is what somebody was told when registering and when claiming.
type told struct{ signed, claimed wxsim.Exchange }

// evening lets everybody register and claim, 32 at a time, while the cuts
// happen in the middle. Every push is repeated until it is answered.
func evening(p *process, cuts []cut) []told {
	out := make([]told, crowdKilled)
	answered, turns := make(chan struct{}, 2*crowdKilled), make(chan int)
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			for i := range turns {
				who := fmt.Sprint("p", i)
				out[i].signed = p.say(who, "报名")
				answered <- struct{}{}
				out[i].claimed = p.say(who, "领取49")
				answered <- struct{}{}
			}
		})
	}
	all.Go(func() {
		for n := range 2 * crowdKilled {
			<-answered
			for len(cuts) > 0 && cuts[0].after <= n {
				cuts[0].do()
				cuts = cuts[1:]
			}
		}
	})
	for i := range crowdKilled {
		turns <- i
	}
	close(turns)
	all.Wait()
	return out
}

// again repeats every push, 32 at a time: the words must be those of the first
// time.
func again(t *testing.T, p *process, all []told) {
	t.Helper()
	var wg sync.WaitGroup
	turns := make(chan int)
	for range 32 {
		wg.Go(func() {
			for i := range turns {
				for _, x := range []wxsim.Exchange{all[i].signed, all[i].claimed} {
					if got := p.pusher.Again(t.Context(), wxsim.OpenID("crowd", fmt.Sprint("p", i)), x.Sent); got.Text != x.Text {
						t.Errorf("person %d was told %q, and the second time %q", i, x.Text, got.Text)
					}
				}
			}
		})
	}
	for i := range all {
		turns <- i
	}
	close(turns)
	wg.Wait()
}

// checkTold wants seats 1..120 and waitlist places once each, 36 packs, and
// everybody's own overview to say what they were told.
func checkTold(t *testing.T, p *process, all []told) {
	t.Helper()
	signed, given := make([]wxsim.Exchange, len(all)), 0
	for i, x := range all {
		signed[i] = x.signed
		f := seatForm.FindStringSubmatch(x.signed.Text)
		if f == nil {
			t.Fatalf("person %d was told %q", i, x.signed.Text)
		}
		want := []string{"报名：候补第" + f[2] + "位"}
		if f[1] != "" {
			want = []string{"报名：已报名（第" + f[1] + "位）", "49学习资料包：已发完"}
		}
		if strings.HasPrefix(x.claimed.Text, "领取成功") {
			given++
			want[1] = "49学习资料包：已抽中"
		}
		overview := p.say(fmt.Sprint("p", i), "我的").Text
		for _, w := range want {
			if !strings.Contains(overview, w) {
				t.Errorf("person %d was told %q and %q, but the overview says %q", i, x.signed.Text, x.claimed.Text, overview)
			}
		}
	}
	checkSeats(t, signed, 120)
	if given != 36 {
		t.Errorf("%d packs were given, want 36", given)
	}
}

// spread puts one cut into each of n equal parts of the evening, so that they
// come in turns.
func spread(do ...func()) []cut {
	out := make([]cut, len(do))
	for i := range do {
		out[i] = cut{after: 2 * crowdKilled * (2*i + 1) / (2*len(do) + 1), do: do[i]}
	}
	return out
}

// TestRedisKilled kills redis-server in the middle and starts it again, empty,
// as often as the long test says. Nobody notices: each push is answered at its
// first delivery, also while Redis is away, and a repeat gets the same words.
func TestRedisKilled(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	p := newProcess(t, strings.NewReplacer("概率: 0.3", "概率: 1"), "ZHUJIAO_REDIS_URL="+r.URL())
	var do []func()
	for range kills() {
		do = append(do, r.Kill, r.Start)
	}
	all := evening(p, spread(do...))
	for i, x := range all {
		if x.signed.Tries != 1 || x.claimed.Tries != 1 {
			t.Errorf("person %d: answered at delivery %d and %d, want the first", i, x.signed.Tries, x.claimed.Tries)
		}
	}
	r.Kill()
	again(t, p, all)
	r.Start()
	again(t, p, all)
	checkTold(t, p, all)
	backAtRedis(t, p, r)
}

// TestRedisAndProgramKilled kills the program too. What it had in work is
// marked in Redis by a process that is dead now; the repeat must be answered
// all the same, with the words it would have got.
func TestRedisAndProgramKilled(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	p := newProcess(t, strings.NewReplacer("概率: 0.3", "概率: 1"), "ZHUJIAO_REDIS_URL="+r.URL())
	restart := func() { p.kill(); p.start() }
	var do []func()
	for i := range kills() {
		if i%2 == 0 {
			do = append(do, restart, r.Kill, r.Start)
		} else {
			do = append(do, r.Kill, restart, r.Start) // it comes back without Redis
		}
	}
	all := evening(p, spread(do...))
	again(t, p, all)
	restart()
	again(t, p, all)
	checkTold(t, p, all)
	backAtRedis(t, p, r)
}

// backAtRedis wants the program to use Redis again by itself.
func backAtRedis(t *testing.T, p *process, r *bottest.Redis) {
	t.Helper()
	if got := r.Command("FLUSHALL"); got != "+OK" {
		t.Fatalf("FLUSHALL: %q", got)
	}
	for i := range 200 {
		p.say(fmt.Sprint("late", i), "几点开始")
		if r.Command("DBSIZE") != ":0" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("the program does not come back to Redis:\n%s", p.log.String())
}
