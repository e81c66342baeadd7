package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot/wxsim"
)

const (
	// soakConnections is how many connections to PostgreSQL a program may have: its pool, one
	// that listens, and two while it starts.
	soakConnections = 10 + 1 + 2
	// soakRestarts is how often programs are restarted.
	soakRestarts = 6
	// soakQuestions is how many questions a moderator answers.
	soakQuestions = 40
)

// TestSeveralSoak is TestSoak with three programs on one PostgreSQL and one Redis. Any push
// and any repeat goes to any of them. Meanwhile they are restarted one after the other by
// a signal, and killed, Redis is restarted, and a moderator answers questions past a platform
// that fails. Nobody is told a wrong word or a word too late, nor an answer twice unless a call had no
// answer, no answer vanishes, and neither memory nor goroutines nor connections to PostgreSQL grow.
func TestSeveralSoak(t *testing.T) {
	t.Parallel()
	if os.Getenv("ZHUJIAO_TEST_SOAK") == "" {
		t.Skip("ZHUJIAO_TEST_SOAK names no time: three programs at 500 messages a second need a machine for themselves")
	}
	f := newFleet(t, strings.NewReplacer())
	s := newSoak(t, f.front, f.members...)
	calls := &injector{path: "/cgi-bin" + customSend, count: map[string]int{}}
	f.front.refuse(calls.refuse)
	asked, connections := 0, []int(nil)
	s.live(
		func(done <-chan struct{}) { restartRedis(done, f.redis) },
		f.restarting,
		f.front.breaking,
		func(done <-chan struct{}) { asked = s.moderate(done) },
		func(done <-chan struct{}) { connections = f.countConnections(done) },
	)
	f.front.refuse(func(string) (wxsim.Refusal, bool) { return wxsim.Refusal{}, false })
	t.Logf("the platform failed in %v", calls)
	most, limit := slices.Max(append(connections, 0)), soakConnections*len(f.members)
	if most == 0 || most > limit {
		t.Errorf("the programs had up to %d connections to PostgreSQL, want at most %d", most, limit)
	}
	checkFlat(t, "the connections to PostgreSQL", connections, 6)
	f.checkModerated(t, asked, calls.unanswered()+soakRestarts/2)
	s.check()
}

// restarting restarts all programs, one after the other, and in turns with that kills one,
// all in the first half of the time.
func (f *fleet) restarting(done <-chan struct{}) {
	for turn := range soakRestarts {
		select {
		case <-done:
			return
		case <-time.After(soakTime() / 2 / (soakRestarts + 1)):
		}
		if turn%2 == 1 {
			p := f.members[turn/2%len(f.members)]
			p.kill()
			p.start()
			continue
		}
		for i, p := range f.members {
			if code, took := p.end(0, syscall.SIGTERM); code != 0 || took > endMax {
				p.t.Errorf("program %d ended with %d after %v", i, code, took)
			}
			p.start()
		}
	}
}

// breaking breaks the platform four times, each time in another way for a fortieth of the
// time.
func (p *process) breaking(done <-chan struct{}) {
	for _, bad := range []http.HandlerFunc{
		func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", http.StatusInternalServerError) },
		func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>\x00{{{") },
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"errcode":40001,"errmsg":"invalid credential"}`)
		},
	} {
		select {
		case <-done:
			return
		case <-time.After(soakTime() / 5):
		}
		p.breakPlatform(bad)
		time.Sleep(soakTime() / 40)
		p.breakPlatform(nil)
	}
}

// ticketForm is the number of a ticket in the reply to a question.
var ticketForm = regexp.MustCompile(`U\d+`)

// answerTo is the answer to a question, which no other answer contains.
func answerTo(n int) string { return fmt.Sprintf("第%d个回答。", n) }

// moderate lets people ask what nobody has answered yet, each something else, and a
// moderator answer it. It returns how many have asked.
func (s *soak) moderate(done <-chan struct{}) (n int) {
	for n < soakQuestions {
		select {
		case <-done:
			return n
		case <-time.After(soakTime() / (soakQuestions + 5)):
		}
		reply := s.front.say(fmt.Sprint("asker", n), fmt.Sprintf("课程会讲到SaaS后台的第%d个模块吗", n)).Text
		ticket := ticketForm.FindString(reply)
		if ticket == "" {
			s.wrong("a question got no number: %q", reply)
		}
		if told := s.front.say("m1", "#答 "+ticket+" "+answerTo(n)).Text; !strings.Contains(told, ticket) {
			s.wrong("a moderator answered %s and was told %q", ticket, told)
		}
		n++
	}
	return n
}

// checkModerated wants each answer to have arrived once, by itself or before the next
// reply. If a call had no answer, which so many had at most, the answer is said before the next
// reply as well: to read it twice does less harm than to miss it (campaign.Lost).
func (f *fleet) checkModerated(t *testing.T, asked, unanswered int) {
	t.Helper()
	f.front.set(f.front.clock().Add(2 * time.Minute)) // pauses of the account are a minute
	f.noneUnderWay(t, "delivery")
	sent := f.front.platform.Accepted()
	unknown, late, doubled := 0, 0, 0
	for n := range asked {
		called, _ := twice(sent, answerTo(n))
		said := strings.Contains(f.front.say(fmt.Sprint("asker", n), "我的").Text, answerTo(n))
		switch {
		case called > 1:
			t.Errorf("%q was sent %d times", answerTo(n), called)
		case said && called == 1:
			doubled++
		case said:
			late++
		case called == 0:
			unknown++
		}
	}
	if doubled > unanswered {
		t.Errorf("%d answers were sent and said again, and at most %d calls had no answer", doubled, unanswered)
	}
	known := f.front.count("SELECT count(*) FROM delivery WHERE kind = 'human' AND state IN ('unknown', 'failed')")
	t.Logf("%d answers, %d of them came before the next reply and %d in both ways, %d did not arrive, of %d that moderators know",
		asked, late, doubled, unknown, known)
	if asked == 0 || unknown > known {
		t.Errorf("%d of %d answers vanished, and moderators know of %d", unknown, asked, known)
	}
}

// countConnections returns how many connections to PostgreSQL the programs had, five times a
// second.
func (f *fleet) countConnections(done <-chan struct{}) (out []int) {
	ctx := context.WithoutCancel(f.front.t.Context())
	conn, err := pgx.Connect(ctx, f.front.database)
	if err != nil {
		f.front.t.Error(err)
		return nil
	}
	defer func() { _ = conn.Close(ctx) }()
	for {
		select {
		case <-done:
			return out
		case <-time.After(200 * time.Millisecond):
		}
		n := 0
		if err := conn.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'zhujiao'").Scan(&n); err != nil {
			f.front.t.Error(err)
			return nil
		}
		out = append(out, n)
	}
}
