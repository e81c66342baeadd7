package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wxsim"
)

// served is the class of the sample.
const served = "ecom-backend-0707"

// jobPeople is to how many people a job is killed on its way.
const jobPeople = 2000

// inPast is a moment before the clock of the tests.
func inPast() time.Time { return time.Date(2022, 7, 7, 10, 0, 0, 0, time.UTC) }

// followers stores people who never wrote, and does something for each, beside the program.
func (p *process) followers(each func(ctx context.Context, st *sqlstore.Store, i int, who bot.PersonID) error) {
	p.t.Helper()
	st := p.open()
	for from := 0; from < jobPeople; from += 500 { // short units, so that the program can write
		err := st.Do(p.t.Context(), func(ctx context.Context) error {
			for i := from; i < from+500; i++ {
				u := bot.UserID(wxsim.OpenID("crowd", fmt.Sprint("f", i)))
				p.platform.Touch(string(u), "subscribe") // or the next listing takes them for gone
				if _, err := st.People.List(ctx, 1, []bot.UserID{u}, true); err != nil {
					return err
				}
				who, err := st.People.Find(ctx, u)
				if err != nil {
					return err
				}
				if err := each(ctx, st, i, who.ID); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// count runs a query that counts, in the database of the program.
func (p *process) count(query string) (n int) {
	p.t.Helper()
	driver, address := "sqlite", "file:"+filepath.Join(p.data(), "zhujiao.db")+"?mode=ro&_pragma=busy_timeout(5000)"
	if p.database != "" {
		driver, address = "pgx", p.database
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if err := pool.QueryRowContext(p.t.Context(), query).Scan(&n); err != nil {
		p.t.Fatal(query, err)
	}
	return n
}

var codeForm = regexp.MustCompile(`#确认 (\d{4})`)

// confirmed says a command of a moderator and confirms it by its code.
func (p *process) confirmed(command string) {
	p.t.Helper()
	asked := p.say("m1", command)
	code := codeForm.FindStringSubmatch(asked.Text)
	if code == nil {
		p.t.Fatalf("%s: %q has no code", command, asked.Text)
	}
	p.say("m1", "#确认 "+code[1])
}

// TestKilledDuringJobs kills the program as soon as a command that concerns many people is
// answered: its job is on the way then, goes on after the restart, and reaches everybody
// once.
func TestKilledDuringJobs(t *testing.T) {
	t.Parallel()
	held := campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://old", At: inPast()}
	waits := campaign.Claim{Pack: "99", State: campaign.ClaimQueued, At: inPast()}
	for name, test := range map[string]struct {
		prepare func(p *process)
		act     func(p *process)
		left    string // counts what was not done
		told    string // the kind of the notices, one for everybody
	}{
		"a replaced link": {
			prepare: func(p *process) {
				p.followers(func(ctx context.Context, st *sqlstore.Store, _ int, who bot.PersonID) error {
					return st.Packs.SaveClaim(ctx, served, who, held)
				})
			},
			act:  func(p *process) { p.confirmed("#换链 99 https://pan.baidu.com/s/1new ab12") },
			left: "SELECT count(*) FROM claim WHERE url <> 'https://pan.baidu.com/s/1new'",
			told: "link",
		},
		"a pack for who waits": {
			prepare: func(p *process) {
				p.followers(func(ctx context.Context, st *sqlstore.Store, i int, who bot.PersonID) error {
					m := campaign.Member{Person: who, Standing: campaign.StandingSeated, Seat: i + 1, CheckedAt: inPast()}
					m.SignedAt = inPast()
					return errors.Join(st.Seats.SaveMember(ctx, served, &m), st.Packs.SaveClaim(ctx, served, who, waits))
				})
			},
			act:  func(p *process) { p.confirmed("#换链 99 https://pan.baidu.com/s/1new ab12") },
			left: "SELECT count(*) FROM claim WHERE state <> 'held'",
			told: "pack",
		},
		"more seats": {
			prepare: func(p *process) {
				p.followers(func(ctx context.Context, st *sqlstore.Store, i int, who bot.PersonID) error {
					m := campaign.Member{Person: who, Standing: campaign.StandingWaiting, Queue: int64(i + 1), SignedAt: inPast()}
					return st.Seats.SaveMember(ctx, served, &m)
				})
			},
			act:  func(p *process) { p.confirmed("#加席 2000") },
			left: "SELECT count(*) FROM member WHERE standing <> 'seat'",
			told: "promoted",
		},
		"an answer": {
			prepare: func(p *process) {
				k := campaign.Ticket{Campaign: served, Kind: campaign.TicketUnknown, Number: 1, Text: "what", OpenedAt: inPast()}
				k.State = campaign.TicketOpen
				p.followers(func(ctx context.Context, st *sqlstore.Store, i int, who bot.PersonID) error {
					if i == 0 {
						k.Person = who
						return st.Tickets.InsertTicket(ctx, &k)
					}
					return st.Tickets.AppendTicket(ctx, &k, who, "", inPast())
				})
			},
			act:  func(p *process) { p.say("m1", "#答 U1 就在今晚。") },
			left: "SELECT 0",
			told: "human",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, strings.NewReplacer())
			p.set(p.clock())
			test.prepare(p)
			test.act(p)
			p.kill()
			told := fmt.Sprintf("FROM delivery WHERE kind = '%s'", test.told)
			before := p.count("SELECT count(*) " + told)
			const open = "SELECT count(*) FROM job WHERE state = 'open'"
			t.Logf("killed when %d of %d were told, with %d open jobs", before, jobPeople, p.count(open))
			if before == 0 || before == jobPeople {
				t.Errorf("%d of %d were told before the kill: the test shows nothing", before, jobPeople)
			}
			p.start()
			if !p.settle() {
				t.Fatal("it does not settle")
			}
			rows, people := p.count("SELECT count(*) "+told), p.count("SELECT count(DISTINCT person) "+told)
			if rows != jobPeople || people != jobPeople || p.count(test.left) != 0 {
				t.Errorf("%d notices to %d people, %d left; want %d", rows, people, p.count(test.left), jobPeople)
			}
			if n := p.count(open); n != 0 {
				t.Errorf("%d jobs are open", n)
			}
		})
	}
}

// TestKilledWhileListing kills the program as soon as a broadcast to many people was
// approved: its audience is on the way then. Everybody is called once, and who came after
// the count is not.
func TestKilledWhileListing(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	p.say("m1", "你好")
	p.say("m2", "你好")
	p.followers(func(context.Context, *sqlstore.Store, int, bot.PersonID) error { return nil })
	for i := range jobPeople {
		p.platform.Touch(wxsim.OpenID("crowd", fmt.Sprint("f", i)), "scan")
	}
	all := jobPeople + 2
	draft := p.say("m1", "#群发 全部 今晚20:30准时开课,直播间地址稍后发群里。")
	if !strings.Contains(draft.Text, fmt.Sprintf("%d人", all)) {
		t.Fatalf("draft: %q", draft.Text)
	}
	if n := p.count("SELECT count(*) FROM broadcast_person"); n != 0 {
		t.Errorf("a draft has stored %d people", n)
	}
	p.say("late", "你好")
	p.say("m1", fmt.Sprint("#确认 B1 ", all))
	if x := p.say("m2", "#批准 B1"); !strings.HasPrefix(x.Text, "B1开始发送") {
		t.Fatalf("approval: %q", x.Text)
	}
	p.kill()
	if n := p.count("SELECT count(*) FROM broadcast_person"); n == 0 || n == all {
		t.Errorf("%d of %d were listed before the kill: the test shows nothing", n, all)
	}
	p.start()
	for range 3 {
		if !p.settle() {
			t.Fatal("it does not settle")
		}
		p.set(p.clock().Add(150 * time.Second))
	}
	p.settle()
	n, places := p.count("SELECT count(*) FROM broadcast_person"), p.count("SELECT max(place) FROM broadcast_person")
	if n != all || places != all {
		t.Errorf("%d people in %d places, want %d", n, places, all)
	}
	accepted, doubled := twice(p.platform.Accepted(), "今晚20:30准时开课")
	if accepted != all || len(doubled) > 0 {
		t.Errorf("%d got it, %v twice; want %d once", accepted, doubled, all)
	}
	if x := p.say("m1", "#进度 B1"); !strings.Contains(x.Text, "已完成") {
		t.Errorf("progress: %q", x.Text)
	}
}

// TestKilledWhileErasing kills the program as soon as somebody who wrote much has erased
// their data: nothing that they wrote is left after the restart.
func TestKilledWhileErasing(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	p.say("x", "你好")
	st := p.open()
	who, err := st.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "x")))
	if err != nil {
		t.Fatal(err)
	}
	for from := 0; from < jobPeople; from += 500 {
		err := st.Do(t.Context(), func(ctx context.Context) error {
			for i := from; i < from+500; i++ {
				m := &bot.Message{Key: fmt.Sprint("old", i), Person: who.ID, Kind: bot.KindText, Text: "only mine", Arrived: inPast()}
				if _, err := st.Journal.Record(ctx, served, m, []byte("to only mine")); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p.say("x", "删除我的数据")
	p.say("x", "确认删除")
	p.kill()
	const left = "SELECT count(*) FROM journal WHERE body LIKE '%only mine%' OR reply LIKE '%only mine%'"
	if n := p.count(left); n == 0 || n == jobPeople {
		t.Errorf("%d of %d are left at the kill: the test shows nothing", n, jobPeople)
	}
	if n := p.count("SELECT count(*) FROM person WHERE openid IS NOT NULL"); n != 0 {
		t.Errorf("%d people are known at the kill", n)
	}
	p.start()
	if !p.settle() {
		t.Fatal("it does not settle")
	}
	if n := p.count(left); n != 0 {
		t.Errorf("%d texts are left", n)
	}
	if n := p.count("SELECT count(*) FROM job WHERE cursor <> '' AND kind = 'blank'"); n != 0 {
		t.Errorf("%d jobs still tell where they were", n)
	}
}
