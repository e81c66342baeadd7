package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wxsim"
)

// dumped is two processes on a PostgreSQL of which a dump is made at night.
type dumped struct {
	server *bottest.Postgres
	p, q   *process
	file   string
	before []wxsim.Exchange
}

const (
	scheduledWords = "课件已经准备好了，记得来听直播。"
	answerWords    = "食堂不归我们管"
)

// TestDumpDrill plays what dumps of PostgreSQL are for, with the real programs and with the
// commands that zhujiao prints. After the dump people have their data erased at two processes,
// somebody leaves, and a reminder, a scheduled broadcast and an answer go out. The server is lost.
// From the restored dump nothing serves until zhujiao restore was run with the logs of both
// processes; then nobody who was erased is there, and nobody is told anything a second time.
func TestDumpDrill(t *testing.T) {
	t.Parallel()
	d := dumpedAtNight(t)
	d.day(t)
	if out := d.p.said("restore"); !strings.Contains(out, "stop every process first") {
		t.Errorf("restore while serve runs: %s", out)
	}
	d.p.kill()
	d.q.kill()
	d.lose(t)
	d.refused(t)
	d.renew(t)

	d.p.start()
	d.q.start()
	for range 3 {
		d.settle()
		d.set(d.p.clock().Add(61 * time.Second))
	}
	d.look(t)
}

// dumpedAtNight lets people register, an answer be on its way and a broadcast be scheduled
// when the dump is made.
func dumpedAtNight(t *testing.T) *dumped {
	t.Helper()
	d := &dumped{server: bottest.StartPostgres(t), file: filepath.Join(t.TempDir(), "night.dump")}
	execute(t, d.server.Database(), "CREATE DATABASE class")
	database := strings.Replace(d.server.Database(), "/postgres?", "/class?", 1) + "&search_path=lessons"
	d.p = newProcess(t, strings.NewReplacer("名额: 120", "名额: 1000"), "ZHUJIAO_DATABASE_URL="+database)
	d.p.database = database
	d.q = d.p.beside()
	d.q.start()
	t.Cleanup(d.q.kill)
	d.before = d.p.all(40, "报名")
	d.p.say("m1", "#群发 已报名 "+scheduledWords)
	if x := d.p.say("m1", "#定时 B1 19:28"); !strings.Contains(x.Text, "19:28") {
		t.Fatalf("the broadcast is not scheduled: %q", x.Text)
	}
	calls, goOn := make(chan struct{}, 100), make(chan struct{})
	d.p.refuse(func(path string) (wxsim.Refusal, bool) {
		if path == "/cgi-bin/message/custom/send" {
			calls <- struct{}{}
			<-goOn
		}
		return wxsim.Refusal{}, false
	})
	release := sync.OnceFunc(func() { close(goOn) })
	t.Cleanup(release)
	d.p.say("p7", strayQuestion)
	d.p.say("m1", "#答 U1 "+answerWords)
	<-calls
	d.run(t, d.p.said("backup", d.file), "pg_dump")
	release()
	d.p.refuse(func(string) (wxsim.Refusal, bool) { return wxsim.Refusal{}, false })
	return d
}

// run runs the command of a tool that zhujiao has printed.
func (d *dumped) run(t *testing.T, printed, tool string) {
	t.Helper()
	for line := range strings.Lines(printed) {
		if command := strings.TrimSpace(line); strings.HasPrefix(command, tool+" ") {
			cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
			cmd.Env = append(os.Environ(), "PATH="+d.server.Programs()+":"+os.Getenv("PATH"))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", command, err, out)
			}
			return
		}
	}
	t.Fatalf("no command of %s in %s", tool, printed)
}

// day is what happens after the dump.
func (d *dumped) day(t *testing.T) {
	t.Helper()
	for who, p := range map[string]*process{"p3": d.p, "p5": d.q} {
		p.say(who, "删除我的数据")
		if x := p.say(who, "确认删除"); !strings.Contains(x.Text, "已删除") {
			t.Fatalf("erasure: %q", x.Text)
		}
	}
	d.q.pusher.Event(t.Context(), wxsim.OpenID("crowd", "p4"), "unsubscribe", "", wxsim.FaultNone)
	for _, at := range []time.Duration{28 * time.Minute, 30 * time.Minute} {
		d.set(time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC).Add(at))
		d.settle()
	}
	for words, atLeast := range map[string]int{"还有1小时开课": 37, scheduledWords: 37, answerWords: 1} {
		if n, _ := twice(d.p.platform.Accepted(), words); n < atLeast {
			t.Fatalf("%q reached %d people before the loss, want %d", words, n, atLeast)
		}
	}
	for name, p := range map[string]*process{"p": d.p, "q": d.q} {
		lines, bad, err := sqlstore.ReadErased(filepath.Join(p.data(), sqlstore.ErasedName))
		if err != nil || bad != 0 || len(lines) == 0 {
			t.Errorf("the log of erasures of %s: %v, %d bad, %v", name, lines, bad, err)
		}
		text, _ := os.ReadFile(filepath.Join(p.data(), sqlstore.ErasedName))
		for _, who := range []string{"p3", "p4", "p5"} {
			if openid := wxsim.OpenID("crowd", who); strings.Contains(string(text), openid) {
				t.Errorf("the log of erasures of %s has the openid %s", name, openid)
			}
		}
	}
}

// lose drops the database, and restores the dump by the command that zhujiao prints. The clock
// of the lab goes on, which stands in the database.
func (d *dumped) lose(t *testing.T) {
	t.Helper()
	execute(t, d.server.Database(), "DROP DATABASE class", "CREATE DATABASE class")
	d.run(t, d.p.said("restore", d.file), "pg_restore")
	execute(t, d.p.database, fmt.Sprint("UPDATE heartbeat SET at = ", d.p.clock().UnixMilli(), " WHERE id = 2"))
}

// refused wants neither serve nor copy to take the dump as it is.
func (d *dumped) refused(t *testing.T) {
	t.Helper()
	for _, args := range [][]string{{"serve"}, {"copy", filepath.Join(t.TempDir(), "copy")}} {
		if out, err := d.p.command(args...); err == nil || !strings.Contains(out, "run zhujiao restore first") {
			t.Errorf("%s of a dump: %v, %s", args, err, out)
		}
	}
}

// renew runs the command after pg_restore: first without the log of the second process, as
// somebody does who has forgotten it, then with it, then once more.
func (d *dumped) renew(t *testing.T) {
	t.Helper()
	log := filepath.Join(d.q.data(), sqlstore.ErasedName)
	for i, want := range [][]string{
		{"erased again: 1 people who had asked for it, and the words of 0 who had left", "B1: it goes on only if"},
		{"already", "erased again: 1 people who had asked for it, and the words of 1 who had left"},
		{"already", "erased again: 0 people who had asked for it"},
	} {
		args := []string{"restore"}
		if i > 0 {
			args = append(args, "--erased", log)
		}
		out, err := d.p.command(args...)
		for end := time.Now().Add(15 * time.Second); strings.Contains(out, "stop every process first") && time.Now().Before(end); {
			time.Sleep(time.Second) // rows of the processes that lived at the time of the dump
			out, err = d.p.command(args...)
		}
		if i == 0 && strings.Contains(out, "sent since: 0 messages") {
			t.Errorf("the answer that was on its way is not held back: %s", out)
		}
		for _, words := range want {
			if err != nil || !strings.Contains(out, words) {
				t.Fatalf("zhujiao %s, time %d: %v, %s; want %q", strings.Join(args, " "), i+1, err, out, words)
			}
		}
	}
}

// look looks at what serves after the restore.
func (d *dumped) look(t *testing.T) {
	t.Helper()
	for _, words := range []string{"还有1小时开课", scheduledWords, answerWords} {
		if _, doubled := twice(d.p.platform.Accepted(), words); len(doubled) > 0 {
			t.Errorf("%d people were told twice %q", len(doubled), words)
		}
	}
	st := d.p.open()
	for i := range d.before {
		who := fmt.Sprint("p", i)
		found, err := st.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", who)))
		if gone := slices.Contains([]string{"p3", "p5"}, who); gone != errors.Is(err, campaign.ErrNotFound) {
			t.Errorf("%s is found: %v, and was erased: %v", who, err, gone)
		}
		if err != nil {
			continue
		}
		if _, err := st.People.UserOf(t.Context(), found.ID); (who == "p4") != errors.Is(err, campaign.ErrNotFound) {
			t.Errorf("the openid of %s, of whom p4 has left: %v", who, err)
		}
	}
	if n := d.p.count("SELECT count(*) FROM delivery WHERE state = 'unknown'"); n == 0 {
		t.Error("the answer that may have arrived is not listed as unknown")
	}
}

// set sets the clock of both processes; settle settles them.
func (d *dumped) set(at time.Time) { d.p.set(at); d.q.set(at) }
func (d *dumped) settle()          { d.p.settle(); d.q.settle() }
