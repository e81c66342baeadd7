package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

const (
	// soakPeople talk in turns, so seldom that nobody is limited (R11).
	soakPeople = 20000
	// soakSignups of them register; the others only ask.
	soakSignups = 300
	soakWorkers = 256
	// soakThreads is how many goroutines may be left when nothing is to do: some 40, and up
	// to 64 that rest after messages (bot.Tracker).
	soakThreads = 110
	// soakShare of the messages of the rate have to be said at least. The rest had no worker,
	// since a program did not run for a while, or the machine is slow.
	soakShare = 0.5
	// soakTardy of them at most may get their reply later than with their push, which is what
	// hardships do to some.
	soakTardy = 0.01
)

// soakTime is how long the soak lasts.
func soakTime() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("ZHUJIAO_TEST_SOAK")); err == nil {
		return d
	}
	return 10 * time.Second
}

// soakRate is how many messages a second come in: 500, or what ZHUJIAO_TEST_SOAK_RATE says
// for a machine that does other work.
func soakRate() int {
	if n, err := strconv.Atoi(os.Getenv("ZHUJIAO_TEST_SOAK_RATE")); err == nil {
		return n
	}
	return 500
}

// soak is a long evening: what everybody was told, and what was wrong with it.
type soak struct {
	t        *testing.T
	front    *process   // where people write to
	members  []*process // the programs behind it, or front itself
	turns    []chan int // by worker; each person has one worker, so that they wait for their answers
	signed   [soakPeople]string
	template string // a message, of which those that come to several programs at once are made
	lastID   atomic.Int64
	asked    int // how many messages the rate wants
	said     atomic.Int64
	repeated atomic.Int64
	skipped  atomic.Int64 // messages that had no worker while nobody was answered
	tardy    atomic.Int64 // replies that came after their push was given up
	mistakes atomic.Int64
	seen     []sightings // of each member
}

func newSoak(t *testing.T, front *process, members ...*process) *soak {
	t.Helper()
	s := &soak{t: t, front: front, members: members, seen: make([]sightings, len(members))}
	s.template = front.say("x", "你好").Sent
	s.lastID.Store(1 << 50)
	return s
}

// TestSoak lets 500 messages a second come in, some of them twice at a time, while Redis
// is restarted and the disk is full for a while. Nobody is told a wrong word or too late, and
// neither memory nor goroutines grow.
func TestSoak(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	disk, full := smallDisk(t)
	metrics := bottest.FreeAddr(t)
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_REDIS_URL="+r.URL(), "ZHUJIAO_DATA="+filepath.Join(disk, "data"),
		"ZHUJIAO_METRICS="+metrics)
	p.metrics = metrics
	s := newSoak(t, p, p)
	s.live(func(done <-chan struct{}) { restartRedis(done, r) }, func(done <-chan struct{}) { fillDisk(done, full) })
	s.check()
}

// live lets people write for the whole time while hardships happen, each of which ends
// when it is told so.
func (s *soak) live(hardships ...func(done <-chan struct{})) {
	done := make(chan struct{})
	var people, others sync.WaitGroup
	for range soakWorkers {
		turns := make(chan int, 4)
		s.turns = append(s.turns, turns)
		people.Go(func() {
			for i := range turns {
				s.talk(i)
			}
		})
	}
	others.Go(func() { s.watch(done) })
	for _, hardship := range hardships {
		others.Go(func() { hardship(done) })
	}
	s.run()
	close(done)
	others.Wait()
	for _, turns := range s.turns {
		close(turns)
	}
	people.Wait()
}

// smallDisk returns a directory on a disk of its own and what fills it; nil if that needs
// a right that is missing.
func smallDisk(t *testing.T) (dir string, full func() (free func())) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=3g"); err != nil {
		t.Logf("the disk is not filled, which needs the right to mount one: %v", err)
		return dir, nil
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, func() func() {
		name := filepath.Join(dir, "filler")
		f, err := os.Create(name)
		if err != nil {
			t.Error(err)
			return func() {}
		}
		for step := int64(64 << 20); step >= 4096; { // until nothing more fits
			size, _ := f.Seek(0, 2)
			if err := syscall.Fallocate(int(f.Fd()), 0, size, step); err != nil {
				step /= 2
			}
			_, _ = f.Seek(0, 2)
		}
		return func() { _, _ = f.Close(), os.Remove(name) }
	}
}

// run gives out turns until the time is over. The clock moves with real time.
func (s *soak) run() {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begin, second := time.Now(), 0
	for time.Since(begin) < soakTime() {
		<-tick.C
		if now := int(time.Since(begin) / time.Second); now > second {
			s.front.set(s.front.clock().Add(time.Duration(now-second) * time.Second))
			second = now
		}
		for due := int(time.Since(begin).Seconds() * float64(soakRate())); s.asked < due; s.asked++ {
			i := s.asked % soakPeople
			select {
			case s.turns[i%soakWorkers] <- i:
			default:
				s.skipped.Add(1)
			}
		}
	}
}

// talk lets somebody say what is next for them, and looks at the answer.
func (s *soak) talk(i int) {
	who := fmt.Sprint("p", i)
	switch {
	case i < soakSignups && s.signed[i] == "":
		x := s.say(who, "报名")
		if !seatForm.MatchString(x.Text) {
			s.wrong("%s registered and was told %q", who, x.Text)
			return
		}
		s.signed[i] = x.Text
	case i < soakSignups:
		f := seatForm.FindStringSubmatch(s.signed[i])
		want := "报名：候补第" + f[2] + "位"
		if f[1] != "" {
			want = "报名：已报名（第" + f[1] + "位）"
		}
		if got := s.say(who, "我的").Text; !strings.Contains(got, want) {
			s.wrong("%s was told %q and then %q", who, s.signed[i], got)
		}
	default:
		if got := s.say(who, "老师是谁").Text; !strings.HasPrefix(got, "刘志远老师") {
			s.wrong("%s asked who the lecturer is and was told %q", who, got)
		}
	}
}

// say says something. In one case of five it is pushed again afterwards, to any program,
// and in one of ten to two programs at once: all answer with the same words.
func (s *soak) say(who, text string) wxsim.Exchange {
	s.said.Add(1)
	if rand.N(10) == 0 {
		return s.race(who, text)
	}
	x := s.front.say(who, text)
	if x.Text == "" {
		x.Text = s.late(who)
	} else if rand.N(5) == 0 {
		s.again(who, x)
	}
	return x
}

// late waits for a reply that came too late for its push, so that it is a message of its
// own. Of one that the platform refused it comes before the next reply.
func (s *soak) late(who string) string {
	s.tardy.Add(1)
	for range 300 {
		for _, a := range s.front.platform.Accepted() {
			if a.To == wxsim.OpenID("crowd", who) {
				return a.Text
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return s.front.say(who, "我的").Text
}

// again pushes something again, to any program.
func (s *soak) again(who string, x wxsim.Exchange) {
	s.repeated.Add(1)
	p := s.members[rand.N(len(s.members))]
	if got := p.pusher.Again(s.t.Context(), wxsim.OpenID("crowd", who), x.Sent); got.Failure == "" && got.Text != x.Text {
		s.wrong("%s was told %q, and by the repeat %q", who, x.Text, got.Text)
	}
}

// race pushes something to a program, and at the same time again to any.
func (s *soak) race(who, text string) wxsim.Exchange {
	openid := wxsim.OpenID("crowd", who)
	s.front.platform.Touch(openid, "text")
	sent := resent(s.template, openid, text, s.lastID.Add(1))
	told := make(chan wxsim.Exchange, 1)
	go func() { told <- s.front.pusher.Again(s.t.Context(), openid, sent) }() // ends with its answer
	repeat := s.members[rand.N(len(s.members))].pusher.Again(s.t.Context(), openid, sent)
	x := s.front.until(who, <-told)
	s.repeated.Add(1)
	if x.Text == "" {
		x.Text = s.late(who)
	} else if repeat.Failure == "" && repeat.Text != x.Text {
		s.wrong("%s was told %q, and by the copy at the same time %q", who, x.Text, repeat.Text)
	}
	return x
}

// wrong reports a wrong word; of many it shows ten.
func (s *soak) wrong(format string, args ...any) {
	if s.mistakes.Add(1) <= 10 {
		s.t.Errorf(format, args...)
	}
}

// restartRedis kills Redis and starts it again, ten times in all.
func restartRedis(done <-chan struct{}, r *bottest.Redis) {
	for {
		select {
		case <-done:
			return
		case <-time.After(soakTime() / 10):
			r.Kill()
			time.Sleep(min(2*time.Second, soakTime()/40))
			r.Start()
		}
	}
}

// fillDisk fills the disk in the middle, for a thirtieth of the time.
func fillDisk(done <-chan struct{}, full func() func()) {
	if full == nil {
		return
	}
	select {
	case <-done:
		return
	case <-time.After(soakTime() / 2):
	}
	free := full()
	time.Sleep(soakTime() / 30)
	free()
}

// check looks at the end at messages, seats, memory and goroutines.
func (s *soak) check() {
	s.t.Logf("%d messages of %d, %d of them pushed twice, %d replies after their push was given up, %d left out because nobody was free",
		s.said.Load(), s.asked, s.repeated.Load(), s.tardy.Load(), s.skipped.Load())
	said := float64(s.said.Load())
	if said < soakShare*float64(s.asked) && !bottest.Raced {
		s.t.Errorf("%.0f messages were said of %d, want a share of %v at least", said, s.asked, soakShare)
	}
	if float64(s.tardy.Load()) > soakTardy*said {
		s.t.Errorf("%d of %.0f replies came after their push was given up, want a share of %v at most", s.tardy.Load(), said, soakTardy)
	}
	signed := []wxsim.Exchange{}
	for _, words := range s.signed[:soakSignups] {
		if words != "" {
			signed = append(signed, wxsim.Exchange{Text: words})
		}
	}
	if len(signed) == soakSignups {
		checkSeats(s.t, signed, 120)
	}
	time.Sleep(7 * time.Second) // requests and calls under way end, and connections that are kept for the next
	for k, p := range s.members {
		s.seen[k].look(p)
		s.seen[k].check(s.t, k)
		s.checkThreads(p)
	}
}

// checkThreads ends a program by a signal that lets it list its goroutines.
func (s *soak) checkThreads(p *process) {
	if err := p.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		s.t.Fatal(err)
	}
	_ = p.cmd.Wait()
	n := strings.Count(p.log.String(), "\ngoroutine ")
	s.t.Logf("%d goroutines are left", n)
	if n == 0 || n > soakThreads {
		s.t.Errorf("%d goroutines are left, want between 1 and %d", n, soakThreads)
	}
}
