package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// command runs a command of the program with the settings of a process, to its end, a minute
// at most.
func (p *process) command(args ...string) (output string, err error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	cmd := program(ctx, p.t, args...)
	cmd.Env = p.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestCopied moves a class from SQLite to PostgreSQL and back: every word, seat and number
// is there, repeated pushes get the words that they had got, and serve goes on.
func TestCopied(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: 20"))
	xs := p.all(30, "报名")
	p.say("p1", strayQuestion)
	if out, err := p.command("copy", t.TempDir()); err == nil || !strings.Contains(out, "another zhujiao process") {
		t.Errorf("copied while it is served: %v, %s", err, out)
	}
	p.kill()
	database := bottest.StartPostgres(t).URL()
	back := filepath.Join(t.TempDir(), "back")
	p.move(database, "ZHUJIAO_DATABASE_URL="+database)
	p.database = database
	p.start()
	stay := p.say("p3", "我的").Text
	for i, x := range xs {
		if got := p.pusher.Again(t.Context(), wxsim.OpenID("crowd", fmt.Sprint("p", i)), x.Sent); got.Text != x.Text {
			t.Errorf("person %d was told %q, and after the copy %q", i, x.Text, got.Text)
		}
	}
	xs = append(xs, p.say("late", "报名"))
	checkSeats(t, xs, 20)
	if code, _ := p.end(0, syscall.SIGTERM); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	p.move(back, "ZHUJIAO_DATABASE_URL=", "ZHUJIAO_DATA="+back)
	p.database = ""
	p.start()
	if got := p.say("p3", "我的").Text; got != stay {
		t.Errorf("an overview was %q, and after both copies %q", stay, got)
	}
	checkSeats(t, append(xs, p.say("later", "报名")), 20)
}

// move copies the database to a place, and lets the next start use it.
func (p *process) move(to string, env ...string) {
	p.t.Helper()
	out, err := p.command("copy", to)
	if err != nil || !strings.Contains(out, "copied and compared") || !strings.Contains(out, "person ") {
		p.t.Fatalf("copy: %v, %s", err, out)
	}
	if out, err := p.command("copy", to); err == nil || !strings.Contains(out, "is not empty") {
		p.t.Errorf("copied twice: %v, %s", err, out)
	}
	p.env = append(p.env, env...)
}

// TestCopyGoesOn breaks a copy off in the middle: nothing serves from it, another source is
// refused, what was changed is found, and the same command ends it.
func TestCopyGoesOn(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	xs := p.all(20, "报名")
	p.kill()
	to := filepath.Join(t.TempDir(), "to")
	if out, err := p.command("copy", to); err != nil {
		t.Fatalf("copy: %v, %s", err, out)
	}
	change := func(statements ...string) {
		t.Helper()
		pool, err := sql.Open("sqlite", filepath.Join(to, "zhujiao.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = pool.Close() }()
		for _, s := range statements {
			if _, err := pool.ExecContext(t.Context(), s); err != nil {
				t.Fatal(s, err)
			}
		}
	}
	change("UPDATE copied SET done = 0", "DELETE FROM journal WHERE key > (SELECT min(key) FROM journal)", "DELETE FROM person")
	there := p.beside()
	there.env = append(there.env, "ZHUJIAO_DATA="+to)
	if out, err := there.command("serve"); err == nil || !strings.Contains(out, "a copy that was not finished") {
		t.Errorf("serve on an unfinished copy: %v, %s", err, out)
	}
	change("UPDATE member SET seat = 77 WHERE seat = 1")
	if out, err := p.command("copy", to); err == nil || !strings.Contains(out, "table member: the copy is not the same") {
		t.Errorf("a changed copy is ended: %v, %s", err, out)
	}
	change("UPDATE member SET seat = 1 WHERE seat = 77")
	if out, err := p.command("copy", to); err != nil || !strings.Contains(out, "copied and compared") {
		t.Errorf("the copy does not go on: %v, %s", err, out)
	}
	there.start()
	t.Cleanup(there.kill)
	for i := range 20 {
		openid := wxsim.OpenID("crowd", fmt.Sprint("p", i))
		if got := there.pusher.Again(t.Context(), openid, xs[i].Sent); got.Text != xs[i].Text {
			t.Errorf("person %d was told %q, and after the copy %q", i, xs[i].Text, got.Text)
		}
	}
	change("DELETE FROM copied")
	if out, err := p.command("copy", to); err == nil || !strings.Contains(out, "another zhujiao process") {
		t.Errorf("copied over what is served: %v, %s", err, out)
	}
	there.kill()
	if out, err := p.command("copy", to); err == nil || !strings.Contains(out, "is not empty") {
		t.Errorf("copied over another database: %v, %s", err, out)
	}
}

// TestMigrated makes a database by hand, and starts on it.
func TestMigrated(t *testing.T) {
	t.Parallel()
	p := prepare(t, strings.NewReplacer())
	for range 2 {
		if out, err := p.command("migrate"); err != nil || !strings.Contains(out, "up to date") {
			t.Fatalf("migrate: %v, %s", err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(p.data(), "zhujiao.db")); err != nil {
		t.Error(err)
	}
	p.start()
	t.Cleanup(p.kill)
	if out, err := p.command("migrate"); err == nil || !strings.Contains(out, "another zhujiao process") {
		t.Errorf("migrated while it is served: %v, %s", err, out)
	}
	p.say("x", "你好")
}
