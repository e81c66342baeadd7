package app

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // names the driver pgx

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestGrowth measures what costs people and moderators wait for, on an empty database
// and on one with ten thousand people and a hundred thousand messages, in turns: each
// costs at most twice as much there, or at most flat. With ZHUJIAO_TEST_LONG the full
// one is ten times as large.
func TestGrowth(t *testing.T) { //nolint:paralleltest // it measures
	server := bottest.StartPostgres(t)
	t.Run("sqlite", func(t *testing.T) { grows(t, nil) })                                     //nolint:paralleltest // it measures
	t.Run("postgres", func(t *testing.T) { grows(t, func() string { return server.URL() }) }) //nolint:paralleltest // it measures
}

const (
	// flat is what may be called flat, half of what is promised; on a slow machine it is as long
	// as eight messages.
	flat = 10 * time.Millisecond
	// idleUpkeep looks into forty tables, once an hour, inbox reads five hundred tickets where so
	// many wait, and figures counts up to ten thousand twice: they may take all that is promised.
	idleUpkeep = "upkeep with nothing to do"
	inbox      = "inbox"
	figures    = "figures"
	// growthRounds is how often each thing is measured; the fastest counts.
	growthRounds = 7
)

// costs are the durations of what was measured, by name.
type costs map[string][]time.Duration

// measured is a crowd with what it costs.
type measured struct {
	crowd *crowd
	costs costs
}

// measure adds how long f takes.
func (c costs) measure(what string, f func()) {
	begin := time.Now()
	f()
	c[what] = append(c[what], time.Since(begin))
}

func (c costs) median(what string) time.Duration {
	d := slices.Sorted(slices.Values(c[what]))
	return d[len(d)/2]
}

// fastest is what something costs without disturbance by other tests.
func (c costs) fastest(what string) time.Duration { return slices.Min(c[what]) }

func grows(t *testing.T, url func() string) {
	t.Helper()
	people := 10_000
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		people = 100_000
	}
	empty, full := costs{}, costs{}
	small, smallPool := growing(t, url, 0)
	large, largePool := growing(t, url, people)
	two := [2]measured{{small, empty}, {large, full}}
	both := func(change string) {
		t.Helper()
		for _, pool := range []*sql.DB{smallPool, largePool} {
			if _, err := pool.ExecContext(t.Context(), change); err != nil {
				t.Fatal(err)
			}
		}
	}
	both("UPDATE member SET queue = NULL WHERE standing = 'wait'") // else free seats are for those who wait
	rounds(t, two, voices)
	both("UPDATE member SET queue = person WHERE standing = 'wait'")
	both("UPDATE campaign SET taken = 120") // all seats are taken
	rounds(t, two, waiters)
	besideUpkeep(t, large)
	rounds(t, two, idle)
	rounds(t, two, draft)
	// The people are counted on a reading connection, while nobody waits: 300 ms a million.
	counted := max(100*time.Millisecond, time.Duration(people)*300*time.Nanosecond)
	if d := full.fastest(draftToAll); !bottest.Raced && d > counted {
		t.Errorf("a draft to everybody takes %v with %d people, want at most %v", d, people, counted)
	}
	for _, what := range slices.Sorted(maps.Keys(full)) {
		a, b := empty.fastest(what), full.fastest(what)
		t.Logf("%-24s %8.2f ms, with %d people %8.2f ms", what, a.Seconds()*1000, people, b.Seconds()*1000)
		limit := max(flat, 8*empty.fastest("message"))
		if what == idleUpkeep || what == inbox || what == figures {
			limit *= 2
		}
		if !bottest.Raced && what != draftToAll && b > 2*a && b > limit {
			t.Errorf("%s costs %v on an empty database and %v with %d people", what, a, b, people)
		}
	}
}

// rounds measures both in turns.
func rounds(t *testing.T, two [2]measured, measure func(t *testing.T, c *crowd, to costs, round int)) {
	t.Helper()
	for i := range growthRounds {
		for _, m := range two {
			measure(t, m.crowd, m.costs, i)
		}
	}
}

// growing is a staffed crowd with so many other people in its database, and a
// connection to that.
func growing(t *testing.T, url func() string, people int) (*crowd, *sql.DB) {
	t.Helper()
	address, driver := "", "sqlite"
	c := staffed(t, func(cfg *Config) {
		if url != nil {
			cfg.DatabaseURL = url()
			address, driver = cfg.DatabaseURL, "pgx"
		}
	})
	if url == nil {
		address = filepath.Join(c.data, sqlite.FileName) + "?_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)"
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	if people > 0 {
		fillUp(t, pool, storetest.Crowd{
			Classes: []string{c.app.Campaign().ID}, People: people, Messages: 10 * people, Now: c.app.clock.Now(),
		})
	}
	return c, pool
}

// fillUp fills a database with a generated crowd.
func fillUp(t *testing.T, pool *sql.DB, crowd storetest.Crowd) {
	t.Helper()
	begin := time.Now()
	if err := storetest.Fill(t.Context(), pool, crowd); err != nil {
		t.Fatal(err)
	}
	var version string
	if pool.QueryRowContext(t.Context(), "SELECT version()").Scan(&version) == nil {
		// PostgreSQL, and as autovacuum does soon; SQLite has no statistics in production.
		if _, err := pool.ExecContext(t.Context(), "ANALYZE"); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("filled in %v", time.Since(begin).Round(time.Millisecond))
}

// besideUpkeep writes to a bot that erases half of a large database at the same time:
// nobody waits for that.
func besideUpkeep(t *testing.T, c *crowd) {
	t.Helper()
	done := make(chan error, 1)
	begin := time.Now()
	go func() { done <- campaign.Forget(t.Context(), c.app.store.Retention(), c.app.clock.Now()) }() // ends with its work
	messages := costs{}
	for i := 0; ; i++ {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			d := messages["message"]
			t.Logf("old data erased in %v; %d messages meanwhile, the median %v, the slowest %v",
				time.Since(begin).Round(time.Millisecond), len(d), messages.median("message"), slices.Max(d))
			if slices.Max(d) > time.Second {
				t.Errorf("a message took %v while old data was erased", slices.Max(d))
			}
			return
		default:
			messages.measure("message", func() { c.say(t, fmt.Sprint("meanwhile", i), "几点开始") })
		}
	}
}

// voices measures somebody new who takes a seat, asks, and leaves.
func voices(t *testing.T, c *crowd, to costs, round int) {
	t.Helper()
	who, other := fmt.Sprint("p", round), fmt.Sprint("q", round)
	say := func(what, who, text, wanted string) {
		t.Helper()
		to.measure(what, func() {
			if got := c.say(t, who, text); !strings.Contains(got, wanted) {
				t.Errorf("%s: %s says %q, and the answer is %q, want %q", what, who, text, got, wanted)
			}
		})
	}
	say("message", who, "几点开始", "20:30")
	say("seat", who, "报名", "报名成功")
	say("claim", who, "领取49", "49")
	say("unknown question", who, "课程会讲到SaaS多租户吗真的吗", "编号U")
	say("question to the lecturer", who, fmt.Sprint("提问 我做线下零售3年，想转电商产品，先学哪个", round), "Q")
	say("my data", who, "我的数据", "条")
	say(figures, "m1", "#数据", "")
	say(inbox, "m1", "#待答", "U")
	c.say(t, other, "几点开始")
	say("ask for erasure", other, "删除我的数据", "确认删除")
	say("erasure", other, "确认删除", "已删除")
	to.measure("leaving", func() {
		c.unfollow(t, who)
		if err := c.app.work.Wait(t.Context()); err != nil {
			t.Error(err)
		}
	})
	c.say(t, fmt.Sprint("stays", round), "报名") // takes the seat that was left
}

// draftToAll is the cost of counting everybody, which nobody else waits for.
const draftToAll = "draft to everybody"

// draft measures the draft of a broadcast to everybody.
func draft(t *testing.T, c *crowd, to costs, _ int) {
	t.Helper()
	to.measure(draftToAll, func() {
		c.expect(t, "m1", "#群发 全部 今晚20:30准时开课，直播间地址稍后发群里。", "人")
	})
}

// idle measures what the program does by itself when there is nothing to do.
func idle(t *testing.T, c *crowd, to costs, _ int) {
	t.Helper()
	to.measure(idleUpkeep, func() {
		if err := campaign.Forget(t.Context(), c.app.store.Retention(), c.app.clock.Now()); err != nil {
			t.Error(err)
		}
	})
	to.measure("what is due", func() {
		if _, err := c.app.store.Ledger.Due(t.Context(), c.app.clock.Now(), 64); err != nil {
			t.Error(err)
		}
	})
}

// waiters measures somebody new when all seats are taken.
func waiters(t *testing.T, c *crowd, to costs, round int) {
	t.Helper()
	who := fmt.Sprint("w", round)
	for _, m := range []struct{ what, text string }{{"place on the waitlist", "报名"}, {"my place on the waitlist", "我的"}} {
		to.measure(m.what, func() {
			if got := c.say(t, who, m.text); !strings.Contains(got, "候补第") {
				t.Errorf("%s: %q", m.what, got)
			}
		})
	}
}
