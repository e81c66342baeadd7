package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/storetest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for name, test := range map[string]func(*testing.T, string){
		"several start at once": startTogether, "lost units run again": deadlock, "rows to be saved are locked": lockedRows,
		"rivals insert one row": rivals, "a caller gives up": givesUp, "a unit ends in time": endsInTime,
		"a swallowed error": swallowed, "settings": settings,
		"scrub": scrub, "scrub as a limited user": scrubLimited, "scrub the others": scrubOthers, "wrong addresses": wrong,
		"two instances": twoInstances, "one on duty": oneOnDuty, "told": told, "a lost number": lostNumber,
		"a crowd": lane, "two lanes": lanesCross, "few connections": fewConnections,
		"session settings": sessionSettings, "counts": counts, "shares of a count": countShares,
		"dead connections": deadConnections, "read ahead": readAhead,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, server.URL())
		})
	}
}

func engine(t *testing.T, url string) *postgres.Engine {
	t.Helper()
	e, err := postgres.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func open(t *testing.T, url string) *sqlstore.Store {
	t.Helper()
	return storetest.Open(t, engine(t, url))
}

// query runs a statement on a connection of its own and returns the first value.
func query(t *testing.T, url, sql string) (value string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if err := conn.QueryRow(t.Context(), sql).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// startTogether lets four processes start on a schema that does not exist: they
// agree on it and on the key of the hashes.
func startTogether(t *testing.T, url string) {
	t.Helper()
	var wg sync.WaitGroup
	hashes := make([]string, 4)
	for i := range hashes {
		wg.Go(func() {
			e, err := postgres.Open(t.Context(), url, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(err)
				return
			}
			s, err := sqlstore.Open(t.Context(), e, time.Now, storetest.Channel())
			if err != nil {
				t.Error(err)
				return
			}
			hashes[i] = s.People.Hash("o1")
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, h := range hashes {
		if h == "" || h != hashes[0] {
			t.Errorf("hashes %q differ", hashes)
		}
	}
	if n := query(t, url, "SELECT count(*)::text FROM goose_db_version WHERE version_id > 0"); n != "1" {
		t.Errorf("%s migrations ran, want 1", n)
	}
}

// meet makes a person.
func meet(t *testing.T, s *sqlstore.Store, who bot.UserID) (p *campaign.Person) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) (err error) {
		p, err = s.People.Meet(ctx, who, campaign.ContactTyped, time.Now(), time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// deadlock lets two units take the same two rows in opposite order: one of them
// loses and runs again.
func deadlock(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	a, b := meet(t, s, "a"), meet(t, s, "b")
	var wg sync.WaitGroup
	var both sync.WaitGroup
	both.Add(2)
	var mu sync.Mutex
	runs := 0
	for _, order := range [][]bot.UserID{{"a", "b"}, {"b", "a"}} {
		wg.Go(func() {
			var first sync.Once
			err := s.Do(t.Context(), func(ctx context.Context) error {
				mu.Lock()
				runs++
				mu.Unlock()
				_, err := s.People.Meet(ctx, order[0], campaign.ContactTyped, time.Now(), time.Now())
				first.Do(func() { both.Done(); both.Wait() }) // each has one row
				_, other := s.People.Meet(ctx, order[1], campaign.ContactTyped, time.Now(), time.Now())
				return errors.Join(err, other)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if runs < 3 {
		t.Errorf("%d runs of two units that lock each other out, want one more at least", runs)
	}
	if a.ID == b.ID {
		t.Error("two people are one")
	}
}

// lockedRows lets two units change one member, as a check-in and a promotion do:
// none overwrites what the other one stored.
func lockedRows(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	change := func(f func(m *campaign.Member)) error {
		return s.Do(t.Context(), func(ctx context.Context) error {
			m, err := s.Seats.Member(ctx, "here", 1)
			if err != nil {
				return err
			}
			f(m)
			time.Sleep(50 * time.Millisecond) // the other one reads meanwhile
			return s.Seats.SaveMember(ctx, "here", m)
		})
	}
	if err := change(func(m *campaign.Member) { m.Source = "reg" }); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := change(func(m *campaign.Member) { m.WrongTries++ }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if m, err := s.Seats.Member(t.Context(), "here", 1); err != nil || m.WrongTries != 5 {
		t.Errorf("member = %+v, %v, want 5 changes", m, err)
	}
}

// rivals lets two units insert the row that both miss: the one that loses runs
// again and finds it.
func rivals(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	var wg, both sync.WaitGroup
	both.Add(2)
	for range 2 {
		wg.Go(func() {
			var first sync.Once
			err := s.Do(t.Context(), func(ctx context.Context) error {
				_, err := s.Tickets.Ticket(ctx, "here", campaign.TicketUnknown, 1)
				first.Do(func() { both.Done(); both.Wait() }) // both have read
				if err == nil {
					return nil
				}
				return s.Tickets.InsertTicket(ctx, &campaign.Ticket{Campaign: "here", Kind: campaign.TicketUnknown, Number: 1, Person: 1})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if open, err := s.Tickets.ListWaiting(t.Context(), "here", moderation.Page{Limit: 10}); err != nil || len(open.Rows) != 1 {
		t.Errorf("inbox = %v, %v, want one ticket", open.Rows, err)
	}
}

// givesUp ends the caller's context in the middle of a unit: it is committed, and
// its connection serves on.
func givesUp(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Do(ctx, func(ctx context.Context) error {
		cancel()
		return s.Seats.AddSeats(ctx, "here", 1)
	})
	if err != nil {
		t.Error(err)
	}
	if tally, err := s.Seats.Tally(t.Context(), "here"); err != nil || tally.Extra != 1 {
		t.Errorf("tally = %+v, %v, want what the unit wrote", tally, err)
	}
}

// endsInTime lets a unit wait for a row for longer than its life, where the server would let
// it wait on: it ends, and its connection is given up.
func endsInTime(t *testing.T, url string) {
	t.Helper()
	s := open(t, url+"&lock_timeout=20s&statement_timeout=20s")
	ensure(t, s, "c1")
	unlock := lockClass(t, url, "c1")
	begin := time.Now()
	add := func(ctx context.Context) error { return s.Seats.AddSeats(ctx, "c1", 1) }
	if err := s.Do(t.Context(), add); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if took := time.Since(begin); took > 8*time.Second {
		t.Errorf("the unit waited %v", took)
	}
	unlock()
	if err := s.Do(t.Context(), add); err != nil {
		t.Errorf("the next unit: %v", err)
	}
	if tally, err := s.Seats.Tally(t.Context(), "c1"); err != nil || tally.Extra != 1 {
		t.Errorf("tally = %+v, %v, want what the second unit wrote", tally, err)
	}
}

// swallowed lets a unit pass over an error of the database: it must not be told
// that it was stored.
func swallowed(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	err := s.Do(t.Context(), func(ctx context.Context) error {
		for p := range bot.PersonID(2) { // the second breaks the unique key
			_ = s.Seats.SaveMember(ctx, "here", &campaign.Member{Person: p + 1, Seat: 1})
		}
		return nil
	})
	if err == nil {
		t.Error("a unit that the database gave up succeeded")
	}
	s = open(t, url+"&lock_timeout=100ms")
	ensure(t, s, "swallowed")
	unlock := lockClass(t, url, "swallowed")
	err = s.Do(t.Context(), func(ctx context.Context) error {
		_, _ = s.Seats.NextQueue(ctx, "swallowed")
		return nil
	})
	if unlock(); err == nil {
		t.Error("a unit of which a query failed succeeded")
	}
}

// lockClass locks the row of a class until unlock is called.
func lockClass(t *testing.T, url, id string) (unlock func()) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "BEGIN; UPDATE campaign SET taken = taken WHERE id = '"+id+"'"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
}

// settings tests that a statement ends by itself, and that the address may say
// otherwise.
func settings(t *testing.T, url string) {
	t.Helper()
	for address, wanted := range map[string]string{url: "3s", url + "&statement_timeout=1500": "1500ms"} {
		e := engine(t, address)
		var got string
		err := e.Do(t.Context(), func(context.Context) error { return nil })
		if err == nil {
			got, err = e.Setting(t.Context(), "statement_timeout")
		}
		if err != nil || got != wanted {
			t.Errorf("statement_timeout = %q, %v, want %q", got, err, wanted)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// scrub erases somebody's words: no dead row holds them once the transactions of
// the tests beside this one have ended.
func scrub(t *testing.T, url string) {
	t.Helper()
	e := engine(t, url)
	s := storetest.Open(t, e)
	p := meet(t, s, "o1")
	err := s.Do(t.Context(), func(ctx context.Context) error {
		m := &bot.Message{Key: "k", Person: p.ID, Kind: bot.KindText, Text: "secret", Arrived: time.Now()}
		_, err := s.Journal.Record(ctx, "here", m, []byte("-"))
		return err
	})
	if err == nil {
		err = s.Do(t.Context(), func(ctx context.Context) error { return storetest.ForgetWords(ctx, s, p.ID) })
	}
	if err == nil {
		err = s.Erasure.Scrub(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	dead := "SELECT pg_stat_clear_snapshot()::text || n_dead_tup FROM pg_stat_user_tables " +
		"WHERE relname = 'journal' AND schemaname = current_schema()"
	if n := query(t, url, "SELECT reply FROM journal"); n != "-" {
		t.Errorf("the journal holds %q", n)
	}
	for range 100 {
		if query(t, url, dead) == "0" {
			return
		}
		time.Sleep(50 * time.Millisecond)
		if err := e.Scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("dead rows are left in the journal")
}

// wrong tests what whoever starts the program reads; never a password.
func wrong(t *testing.T, url string) {
	t.Helper()
	for address, words := range map[string]string{
		"postgres://u:hidden@127.0.0.1:1/none":                    "the database cannot be reached",
		"postgres://u:hidden@127.0.0.1:port/none":                 "is not understood",
		strings.Replace(url, "user=postgres", "user=nobody", 1):   "cannot be reached",
		strings.Replace(url, "/postgres?", "/nosuchdatabase?", 1): "cannot be reached",
	} {
		_, err := postgres.Open(t.Context(), address, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v, want %q and no password", address, err, words)
		}
	}
}
