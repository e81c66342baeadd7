package app

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// TestTwoInstancesTakeOver changes the file of two instances on one database, each of which
// reads it twice: everybody is told once, and both serve the change.
func TestTwoInstancesTakeOver(t *testing.T) {
	t.Parallel()
	url := bottest.StartPostgres(t).URL()
	open := func() *crowd {
		return staffed(t, func(cfg *Config) {
			cfg.DatabaseURL = url
			change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
		})
	}
	a, b := open(), open()
	a.register(t, "x", "y")
	for _, who := range []string{"x", "y"} {
		a.must(t, who, "领取49", "领取成功")
	}
	edit := "https://pan.example.com/s/1ecom49a => https://pan.example.com/s/2ecom49a"
	change(t, a.file, edit)
	change(t, b.file, edit)
	for _, c := range []*crowd{a, b, a, b} {
		importer{c.app}.scan(context.Background(), true)
	}
	a.settle(t)
	b.settle(t)
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	for query, want := range map[string]int{
		"SELECT count(*) FROM delivery WHERE kind = 'link'":               2,
		"SELECT count(DISTINCT person) FROM delivery WHERE kind = 'link'": 2,
		"SELECT count(*) FROM content_version":                            2,
		"SELECT count(*) FROM job WHERE kind = 'renotify'":                1,
		"SELECT count(*) FROM job WHERE state = 'open'":                   0,
	} {
		var n int
		if err := pool.QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, %v, want %d", query, n, err, want)
		}
	}
	for _, c := range []*crowd{a, b} {
		c.expect(t, "x", "领取49", "2ecom49a")
	}
}

// TestOtherInstanceAdopts changes the file of one instance only: the other serves the stored
// version, also when the job of the change falls to it.
func TestOtherInstanceAdopts(t *testing.T) {
	t.Parallel()
	url := bottest.StartPostgres(t).URL()
	open := func() *crowd {
		return staffed(t, func(cfg *Config) {
			cfg.DatabaseURL = url
			change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
		})
	}
	a, b := open(), open()
	a.register(t, "x")
	a.must(t, "x", "领取49", "领取成功")
	change(t, a.file, "https://pan.example.com/s/1ecom49a => https://pan.example.com/s/2ecom49a")
	importer{a.app}.scan(t.Context(), true)
	b.platform.Touch(wxsim.OpenID("crowd", "x"), "text")
	b.settle(t) // does the jobs
	if n := b.told("x", "2ecom49a"); n != 1 {
		t.Errorf("told %d times, want once: %q", n, b.texts("x"))
	}
	b.expect(t, "x", "领取49", "2ecom49a")
}

// TestOtherInstancePublishes lets an answer that one instance publishes begin to serve on the
// other one between the reading of a message and its unit: the answer holds for that message.
func TestOtherInstancePublishes(t *testing.T) {
	t.Parallel()
	url := bottest.StartPostgres(t).URL()
	open := func() *crowd { return staffed(t, func(cfg *Config) { cfg.DatabaseURL = url }) }
	a, b := open(), open()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	const question, answer = "课程会讲到SaaS后台吗", "会提到，但重点是电商后台。"
	a.say(t, "x", question)
	a.must(t, "m1", "#答 U1 "+answer, "已回复U1")
	asked := a.say(t, "m1", "#发布 U1")
	b.say(t, "y", "你好") // the newest person
	held, err := pool.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.ExecContext(t.Context(), "SELECT id FROM person WHERE id = (SELECT max(id) FROM person) FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1)
	go func() { told <- b.say(t, "y", question) }() // ends with its reply
	wait := "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
	for waiting := 0; waiting == 0; time.Sleep(time.Millisecond) {
		if err := pool.QueryRowContext(t.Context(), wait).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	a.confirm(t, asked)
	importer{b.app}.additions(t.Context())
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if got := <-told; got != answer {
		t.Errorf("the other instance says %q", got)
	}
}
