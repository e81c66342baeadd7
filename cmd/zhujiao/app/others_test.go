package app

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// TestOthersMeanwhile writes to a bot while much happens to other people: a hundred leave
// at once, somebody is erased who wrote much, thousands get another link, and twice as
// many are reminded. Nobody waits for that. With ZHUJIAO_TEST_LONG it does so on both
// databases, the crowds are twenty times as large, and the slowest of a hundred messages
// takes at most three times as long as when nothing happens (which counts as 20 ms at least),
// and less than 100 ms.
func TestOthersMeanwhile(t *testing.T) { //nolint:paralleltest // it measures
	t.Run("sqlite", func(t *testing.T) { othersMeanwhile(t, nil) })
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		server := bottest.StartPostgres(t)
		t.Run("postgres", func(t *testing.T) { othersMeanwhile(t, server.URL) })
	}
}

// meanwhile is a crowd of which others write while much happens.
type meanwhile struct {
	*crowd
	pool  *sql.DB
	quiet time.Duration // the slowest of a hundred messages when nothing happens
	long  bool
}

func othersMeanwhile(t *testing.T, url func() string) {
	t.Helper()
	m := &meanwhile{long: os.Getenv("ZHUJIAO_TEST_LONG") != ""}
	people, crowd := 5_000, 1
	if m.long {
		people, crowd = 100_000, 20
	}
	m.crowd, m.pool = growing(t, url, people)
	m.at(7, 19, 0, 0)
	m.prepare(t, url == nil, 500*crowd, 1000*crowd)
	begin := time.Now()
	m.quiet = slowest(m.write(t, "", func() bool { return time.Since(begin) > 2*time.Second }))
	t.Logf("nothing happens: %v", m.quiet)
	m.during(t, "a hundred leave", func() {
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() { m.unfollow(t, fmt.Sprint("leaves", i)) })
		}
		all.Wait()
		m.settle(t)
	})
	m.during(t, "one is erased", func() {
		m.say(t, "much", "删除我的数据")
		m.expect(t, "much", "确认删除", "已删除")
		m.settle(t)
	})
	asked := m.say(t, "m1", "#换链 99 https://pan.example.com/s/1new ab12")
	m.during(t, "another link", func() {
		if got := m.confirm(t, asked); !strings.Contains(got, fmt.Sprint(500*crowd)) {
			t.Errorf("another link: %q, want %d who are told", got, 500*crowd)
		}
		m.settle(t)
	})
	m.at(7, 19, 30, 0)
	m.during(t, "a reminder", func() { m.settle(t) })
	if n := m.count(t, "SELECT count(*) FROM delivery WHERE kind = 'reminder'"); n < 1000*crowd {
		t.Errorf("%d were reminded, want %d", n, 1000*crowd)
	}
}

// prepare lets so many people hold a pack, and so many have a seat; a hundred and one
// wrote, one of them much.
func (m *meanwhile) prepare(t *testing.T, sqlite bool, holders, seated int) {
	t.Helper()
	for i := range 100 {
		m.say(t, fmt.Sprint("leaves", i), "课程会讲到SaaS多租户吗真的吗")
	}
	m.say(t, "much", "你好")
	p, err := m.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "much")))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		fmt.Sprintf("UPDATE journal SET person = %d WHERE key LIKE 'fill:%%77'", p.ID),
		"DELETE FROM claim WHERE state <> 'held'",
		fmt.Sprintf("DELETE FROM claim WHERE person NOT IN (SELECT person FROM claim ORDER BY person LIMIT %d)", holders),
		fmt.Sprintf("UPDATE count_bucket SET n = %d WHERE kind = 'held 99'", holders),
		"DELETE FROM count_bucket WHERE kind = 'wait'",
		fmt.Sprintf("DELETE FROM member WHERE person > %d AND person <= 1000000", seated),
		fmt.Sprintf("UPDATE member SET standing = 'seat', seat = 1000 + person, queue = NULL WHERE person <= %d", seated),
		"UPDATE person SET consent = 0", "UPDATE campaign SET taken = 120",
	} {
		if _, err := m.pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	m.settle(t)
	if sqlite { // else the first of them waits for all that was filled in
		if _, err := m.pool.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
	}
}

// write lets four people write until stop, and returns how long each waited.
func (m *meanwhile) write(t *testing.T, what string, stop func() bool) (took []time.Duration) {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	for w := range 4 {
		all.Go(func() {
			for i := 0; !stop(); i++ {
				begin := time.Now()
				m.expect(t, fmt.Sprint("other", w, "-", i/5, what), "几点开始", "20:30")
				d := time.Since(begin)
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
				time.Sleep(5 * time.Millisecond)
			}
		})
	}
	all.Wait()
	return took
}

// during lets people write while f runs.
func (m *meanwhile) during(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	begin := time.Now()
	go func() { // ends with f
		defer close(done)
		f()
	}()
	took := m.write(t, what, func() bool {
		select {
		case <-done:
			return time.Since(begin) > 2*time.Second // enough messages to speak of a hundred
		default:
			return false
		}
	})
	d, limit := slowest(took), 2*time.Second
	t.Logf("%s: %v for %d messages in %v", what, d, len(took), time.Since(begin).Round(time.Millisecond))
	if m.long {
		limit = min(3*max(m.quiet, 20*time.Millisecond), 100*time.Millisecond)
	}
	if d > limit && !bottest.Raced {
		t.Errorf("%s: the slowest of a hundred messages took %v, at most %v may be", what, d, limit)
	}
}

// slowest is what 99 of a hundred stay below.
func slowest(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)*99/100]
}

func (m *meanwhile) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := m.pool.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
