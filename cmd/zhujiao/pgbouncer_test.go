package main

import (
	"strings"
	"syscall"
	"testing"

	"zhujiao/bot/bottest"
)

// TestPgBouncer lets three programs reach PostgreSQL through a pooler that gives connections
// away between transactions, set up as docs/operations.md says: people register and claim,
// what is published at one program serves at the others though no NOTIFY arrives, and a
// restart loses nothing.
func TestPgBouncer(t *testing.T) {
	t.Parallel()
	if !long() {
		t.Skip("a short run needs no pooler")
	}
	server := bottest.StartPostgres(t)
	execute(t, server.Database(), "ALTER ROLE postgres SET lock_timeout = '2s'", "ALTER ROLE postgres SET statement_timeout = '3s'",
		"ALTER ROLE postgres SET idle_in_transaction_session_timeout = '5s'", "ALTER ROLE postgres SET synchronous_commit = 'on'",
		"ALTER ROLE postgres SET jit = 'off'")
	pooler := bottest.StartPgBouncer(t, server)
	f := startFleet(t, server.Database(), strings.NewReplacer("概率: 0.3", "概率: 1"), "ZHUJIAO_DATABASE_URL="+pooler.URL())
	p := f.members[0]
	all := evening(f.front, spread(func() {
		if code, took := p.end(0, syscall.SIGTERM); code != 0 || took > endMax {
			t.Errorf("a process ended with %d after %v", code, took)
		}
		p.start()
	}))
	again(t, f.front, all)
	checkTold(t, f.front, all)
	f.publish(t)
	// Three programs have thirty connections to the pooler, which has twenty to the server.
	if n := f.front.count("SELECT count(*) FROM pg_stat_activity WHERE datname = 'postgres'"); n > 20+1 {
		t.Errorf("%d connections to the server, want those of the pooler and the one that asks", n)
	}
}
