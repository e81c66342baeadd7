package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// TestBadDaysOfRedis plays what may happen to Redis: everybody is answered all the same.
func TestBadDaysOfRedis(t *testing.T) {
	t.Parallel()
	for name, json := range map[string]string{
		"slow":  `{"type":"latency","attributes":{"latency":3000}}`,
		"hangs": `{"type":"timeout","attributes":{"timeout":0}}`,
		"cut":   `{"type":"reset_peer","attributes":{"timeout":0}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := proxied(t, "redis", strings.TrimSuffix(strings.TrimPrefix(bottest.StartRedis(t).URL(), "redis://"), "/0"))
			p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_REDIS_URL=redis://"+proxy.Listen+"/0")
			await(t, "Redis is in use", func() bool { return strings.Contains(p.readyz(), "redis: shared") })
			var end func()
			badDay{
				begin: func() { end = toxic(t, proxy, json) }, end: func() { end() },
				ready: "redis: local, redis failed", answered: true,
			}.live(t, p)
			await(t, "Redis is in use again", func() bool { return strings.Contains(p.readyz(), "redis: shared") })
		})
	}
}

// TestBadDaysOfThePlatform plays what the platform may do to calls while a moderator answers
// somebody. Messages are answered all the same. When the platform is itself again, the
// answer arrives once, comes before the next reply, or the moderators are told that it may
// not have arrived.
func TestBadDaysOfThePlatform(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]http.HandlerFunc{
		"slow": func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(15 * time.Second): // longer than a call may take
			case <-r.Context().Done():
			}
			http.Error(w, "too late", http.StatusGatewayTimeout)
		},
		"5xx":     func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", http.StatusInternalServerError) },
		"garbage": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>\x00{{{") },
		"40001": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}`)
		},
		"cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platformDay(t, bad)
		})
	}
}

// platformDay plays one of these days.
func platformDay(t *testing.T, bad http.HandlerFunc) {
	t.Helper()
	var asked atomic.Int64
	p := newProcess(t, strings.NewReplacer())
	p.say("b", "老师会讲跨境电商吗")
	p.say("m1", "#答 U1 不讲。")
	p.settle() // now there is a token
	if n, _ := twice(p.platform.Accepted(), "不讲"); n != 1 {
		t.Fatalf("on a good day an answer arrives %d times", n)
	}
	p.say("a", "课程会讲到SaaS后台吗")
	p.breakPlatform(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		bad(w, r)
	})
	told := p.say("m1", "#答 U2 会讲一点。").Text
	var settled sync.WaitGroup
	settled.Go(func() { p.settle() })
	xs := p.register(0)
	checkAnswered(t, "meanwhile", xs)
	await(t, "the platform is asked", func() bool { return asked.Load() > 0 })
	p.breakPlatform(nil)
	settled.Wait()
	p.set(p.clock().Add(2 * time.Minute)) // pauses of the account are a minute
	p.settle()
	arrived, _ := twice(p.platform.Accepted(), "会讲一点")
	next := p.say("a", "我的").Text
	if strings.Contains(next, "会讲一点") {
		arrived++
	}
	unknown := p.say("m1", "#未知").Text
	report := robotTexts(p)
	t.Logf("the moderator was told %q; the answer arrived %d times; unknown: %q", told, arrived, unknown)
	known := strings.Contains(report, "U2的回复没有送到") || !strings.HasPrefix(unknown, "没有结果未知")
	if arrived > 1 || arrived == 0 && !known {
		t.Errorf("the answer arrived %d times; the person's next reply is %q, the list of unknown %q, the group read %q",
			arrived, next, unknown, report)
	}
}

// robotTexts is what the moderators' group has read.
func robotTexts(p *process) (all string) {
	for _, a := range p.platform.Accepted() {
		if a.Way == "robot" {
			all += a.Text + "\n"
		}
	}
	return all
}

// TestBadDaysOfTheClock lets the machine's clock be wrong by almost ten minutes, which is
// taken, and by more, which is refused with a reason that says so: nothing is acknowledged.
func TestBadDaysOfTheClock(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	platform := p.clock()
	p.pusher.Now = func() time.Time { return platform }
	who := 0
	for _, wrong := range []time.Duration{-590 * time.Second, 590 * time.Second} {
		p.set(platform.Add(wrong))
		checkAnswered(t, wrong.String(), p.register(who))
		who += dayPeople
	}
	for _, wrong := range []time.Duration{-11 * time.Minute, 11 * time.Minute} {
		p.set(platform.Add(wrong))
		xs := p.register(who)
		for _, x := range xs {
			if x.Status != http.StatusForbidden || x.Text != wxsim.FailureText {
				t.Errorf("a clock that is wrong by %v: HTTP %d %q", wrong, x.Status, x.Text)
			}
		}
		p.set(platform)
		for i, x := range xs {
			p.until(fmt.Sprint("p", who+i), x)
		}
		who += dayPeople
	}
	if n := p.count("SELECT count(*) FROM member WHERE seat > 0"); n != who {
		t.Errorf("%d seats, want %d: one for each, also for those who were refused first", n, who)
	}
	if !strings.Contains(p.log.String(), "timestamp outside the window") {
		t.Error("the log does not say why pushes were refused")
	}
}

// loadLimit is how much private memory a program may have in TestBadDayOfLoad.
const loadLimit = 256 << 20

// TestBadDayOfLoad brings ten times the load of an evening's busiest seconds, for a minute
// in the long version, to a program that gets 256 MiB of private memory and no more:
// everybody is answered in time.
func TestBadDayOfLoad(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		width := 16
		if long() {
			width = 160
		}
		loadDay(t, "", width)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		loadDay(t, bottest.StartPostgres(t).URL(), 16) // fewer, since the server is on the same machine
	})
}

// loadDay is this day on a PostgreSQL database, or on SQLite if address is empty. So many people
// write at once.
func loadDay(t *testing.T, address string, width int) {
	t.Helper()
	p := prepare(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+address)
	p.database = address
	p.start()
	t.Cleanup(func() {
		p.kill()
		p.lastWords()
	})
	limitMemory(t, p.cmd.Process.Pid, loadLimit)
	span := 3 * time.Second
	if long() {
		span = time.Minute
	}
	words := []string{"几点开始", "报名", "领取49", "我的", "课程会讲到SaaS后台吗", "资料包"}
	var all sync.WaitGroup
	var sent, failed atomic.Int64
	end := time.Now().Add(span)
	for w := range width {
		all.Go(func() {
			for i := 0; time.Now().Before(end); i++ {
				openid := wxsim.OpenID("crowd", fmt.Sprint("p", w, "-", i/3))
				p.platform.Touch(openid, "text")
				sent.Add(1)
				if x := p.pusher.Text(t.Context(), openid, words[i%len(words)], wxsim.FaultNone); x.Failure != "" {
					failed.Add(1)
					t.Errorf("%s: %s", words[i%len(words)], x.Failure)
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d messages in %v, %d without a reply; at most %d MiB", sent.Load(), span, failed.Load(), peakMiB(t, p.cmd.Process.Pid))
	if n := p.count("SELECT count(*) FROM member WHERE seat > 0"); n == 0 || n > 120 {
		t.Errorf("%d seats are taken of 120", n)
	}
}

// limitMemory lets the system refuse a program more than so many bytes of private memory from now
// on, upon which it ends. That is stricter than the limit of a container, which counts
// only what was written to, and counts pages of files only as long as nothing else is left to
// free. It needs no right.
func limitMemory(t *testing.T, pid int, bytes uint64) {
	t.Helper()
	if bottest.Raced {
		t.Log("no limit of the memory: what looks for races takes more by itself")
		return
	}
	limit := unix.Rlimit{Cur: bytes, Max: bytes}
	if err := unix.Prlimit(pid, unix.RLIMIT_DATA, &limit, nil); err != nil {
		t.Fatalf("the limit of the memory cannot be set: %v", err)
	}
}

// peakMiB is the most memory that a process has needed, 0 if it has ended.
func peakMiB(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Skip("the system does not say how much memory a process needs")
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(b)
	if m == nil {
		return 0
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}
