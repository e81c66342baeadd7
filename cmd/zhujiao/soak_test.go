package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	soakRate    = 500 // messages a second
	// soakThreads is how many goroutines may be left when nothing is to do.
	soakThreads = 80
)

// soakTime is how long the soak lasts.
func soakTime() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("ZHUJIAO_TEST_SOAK")); err == nil {
		return d
	}
	return 10 * time.Second
}

// soak is a long evening: what everybody was told, and what was wrong with it.
type soak struct {
	t        *testing.T
	p        *process
	turns    []chan int // by worker; each person has one worker, so that they wait for their answers
	signed   [soakPeople]string
	said     atomic.Int64
	skipped  atomic.Int64 // messages that had no worker while the disk was full
	mistakes atomic.Int64
	memory   []int // resident KiB, sampled
}

// TestSoak lets 500 messages a second come in, some of them twice at a time, while Redis
// is restarted and the disk is full for a while. Nobody is told a wrong word, and neither
// memory nor goroutines grow.
func TestSoak(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	disk, full := smallDisk(t)
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_REDIS_URL="+r.URL(), "ZHUJIAO_DATA="+filepath.Join(disk, "data"))
	s := &soak{t: t, p: p}
	done := make(chan struct{})
	var all sync.WaitGroup
	for range soakWorkers {
		turns := make(chan int, 4)
		s.turns = append(s.turns, turns)
		all.Go(func() {
			for i := range turns {
				s.talk(i)
			}
		})
	}
	var hardships sync.WaitGroup
	hardships.Go(func() { s.restartRedis(done, r) })
	hardships.Go(func() { s.fillDisk(done, full) })
	s.run()
	close(done)
	hardships.Wait()
	for _, turns := range s.turns {
		close(turns)
	}
	all.Wait()
	s.check()
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
	tick := time.NewTicker(time.Second / soakRate)
	defer tick.Stop()
	begin, second := time.Now(), 0
	for i := 0; time.Since(begin) < soakTime(); i++ {
		<-tick.C
		if now := int(time.Since(begin) / time.Second); now > second {
			s.p.set(s.p.clock().Add(time.Duration(now-second) * time.Second))
			second = now
			s.memory = append(s.memory, s.resident())
		}
		select {
		case s.turns[i%soakPeople%soakWorkers] <- i % soakPeople:
		default:
			s.skipped.Add(1)
		}
	}
}

// talk lets somebody say what is next for them, and looks at the answer.
func (s *soak) talk(i int) {
	who := fmt.Sprint("p", i)
	switch {
	case i < soakSignups && s.signed[i] == "":
		x := s.say(who, "报名")
		if s.signed[i] = x.Text; !seatForm.MatchString(x.Text) {
			s.wrong("%s registered and was told %q", who, x.Text)
		}
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

// say says something, and in one case of five says it twice at a time: both get the same
// words.
func (s *soak) say(who, text string) wxsim.Exchange {
	s.said.Add(1)
	x := s.p.say(who, text)
	if rand.N(5) == 0 {
		if got := s.p.pusher.Again(s.t.Context(), wxsim.OpenID("crowd", who), x.Sent); got.Failure == "" && got.Text != x.Text {
			s.wrong("%s was told %q, and by the repeat %q", who, x.Text, got.Text)
		}
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
func (s *soak) restartRedis(done <-chan struct{}, r *bottest.Redis) {
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
func (s *soak) fillDisk(done <-chan struct{}, full func() func()) {
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

// resident is the memory of the program in KiB.
func (s *soak) resident() int {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.p.cmd.Process.Pid))
	if f := regexp.MustCompile(`VmRSS:\s+(\d+)`).FindSubmatch(b); f != nil {
		n, _ := strconv.Atoi(string(f[1]))
		return n
	}
	return 0
}

// check looks at the end at seats, memory and goroutines.
func (s *soak) check() {
	signed := []wxsim.Exchange{}
	for _, words := range s.signed[:soakSignups] {
		if words != "" {
			signed = append(signed, wxsim.Exchange{Text: words})
		}
	}
	if len(signed) == soakSignups {
		checkSeats(s.t, signed, 120)
	}
	third := len(s.memory) / 3
	if third > 0 {
		middle, last := slices.Max(s.memory[third:2*third]), slices.Max(s.memory[2*third:])
		s.t.Logf("%d messages, %d left out, memory at most %d, then %d MiB", s.said.Load(), s.skipped.Load(), middle>>10, last>>10)
		if soakTime() > time.Minute && last > middle*5/4 {
			s.t.Errorf("memory grew from %d to %d KiB", middle, last)
		}
	}
	time.Sleep(2 * time.Second) // requests and calls under way end
	if err := s.p.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		s.t.Fatal(err)
	}
	_ = s.p.cmd.Wait()
	if n := strings.Count(s.p.log.String(), "\ngoroutine "); n == 0 || n > soakThreads {
		s.t.Errorf("%d goroutines are left, want between 1 and %d", n, soakThreads)
	}
}
