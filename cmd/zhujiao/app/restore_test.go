package app

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/wechat"
)

// kept is a data directory with a store that keeps its erasures, as serve does.
type kept struct {
	t   *testing.T
	dir string
	st  *sqlstore.Store
	now time.Time
}

func keptIn(t *testing.T, dir string) *kept {
	t.Helper()
	k := &kept{t: t, dir: dir, now: time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC)}
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if k.st, err = storeOver(t.Context(), e, wechat.Limits(), func() time.Time { return k.now }); err != nil {
		t.Fatal(err)
	}
	log, err := sqlstore.OpenErased(dir, k.st.KeyPrint(), slog.New(slog.DiscardHandler))
	if err == nil {
		err = k.st.KeepErasures(t.Context(), log)
	}
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kept) close() {
	k.t.Helper()
	if err := k.st.Close(); err != nil {
		k.t.Fatal(err)
	}
}

// meets lets people write something, and take a seat.
func (k *kept) meets(users ...bot.UserID) {
	k.t.Helper()
	for _, u := range users {
		err := k.st.Do(k.t.Context(), func(ctx context.Context) error {
			p, err := k.st.People.Meet(ctx, u, campaign.ContactTyped, k.now, k.now)
			if err != nil {
				return err
			}
			m := campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: int(u[0]), Source: "reg"}
			return k.st.Seats.SaveMember(ctx, "here", &m)
		})
		if err != nil {
			k.t.Fatal(err)
		}
	}
}

// erases erases people, everything of them.
func (k *kept) erases(users ...bot.UserID) {
	k.t.Helper()
	for _, u := range users {
		p, err := k.st.People.Find(k.t.Context(), u)
		if err == nil {
			err = campaign.EraseAgain(k.t.Context(), k.st, k.st.Erasure, p, true)
		}
		if err != nil {
			k.t.Fatal(err)
		}
	}
}

func (k *kept) backsUp(name string) string {
	k.t.Helper()
	file := filepath.Join(k.t.TempDir(), name)
	if _, err := sqlite.Backup(k.t.Context(), k.dir, file); err != nil {
		k.t.Fatal(err)
	}
	return file
}

// knows wants people to be known, or not.
func (k *kept) knows(want bool, users ...bot.UserID) {
	k.t.Helper()
	for _, u := range users {
		if _, err := k.st.People.Find(k.t.Context(), u); (err == nil) != want {
			k.t.Errorf("%s is known: %v (%v), want %v", u, err == nil, err, want)
		}
	}
}

func restored(t *testing.T, dir, file string, replace bool, logs ...string) Restoration {
	t.Helper()
	done, err := Restore(t.Context(), dir, file, replace, logs...)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// TestErasedStayErased restores a backup by each of the three ways to know who was erased
// since. Who was erased before the backup and came back stays, in this backup and in one that is
// restored after it.
func TestErasedStayErased(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(dir string) (logs []string, to string){
		"by the log":          func(dir string) ([]string, string) { return nil, dir },
		"by the old database": func(dir string) ([]string, string) { return nil, dir },
		"by a log elsewhere": func(dir string) ([]string, string) {
			return []string{filepath.Join(dir, sqlstore.ErasedName)}, filepath.Join(filepath.Dir(dir), "elsewhere")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			k := keptIn(t, dir)
			k.meets("a", "b", "c")
			k.erases("a")
			k.meets("a") // is back
			early := k.backsUp("early.db")
			k.erases("b")
			late := k.backsUp("late.db")
			k.close()
			var err error
			switch name {
			case "by the log": // a damaged database
				err = os.WriteFile(filepath.Join(dir, sqlite.FileName), []byte("damaged"), 0o600)
			case "by the old database": // the process died before it wrote the log
				err = os.Remove(filepath.Join(dir, sqlstore.ErasedName))
			}
			if err != nil {
				t.Fatal(err)
			}
			logs, to := lose(dir)
			done := restored(t, to, early, true, logs...)
			if done.Erased != 1 || (done.OldFault != nil) != (name == "by the log") {
				t.Errorf("%d people were erased, and the old database: %v", done.Erased, done.OldFault)
			}
			k = keptIn(t, to)
			k.knows(true, "a", "c")
			k.knows(false, "b")
			k.meets("b") // is back, too
			third := k.backsUp("third.db")
			k.close()
			for file, b := range map[string]bool{late: false, third: true} {
				if restored(t, to, file, true); true {
					k = keptIn(t, to)
					k.knows(true, "a", "c")
					k.knows(b, "b")
					k.close()
				}
			}
		})
	}
}

// TestErasureOutlivesTheLog loses the log of erasures, a line of it, or the end of a line, as a
// crash between the commit and the log does: the next start completes it.
func TestErasureOutlivesTheLog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := keptIn(t, dir)
	k.meets("a", "b")
	k.erases("a", "b")
	k.close()
	path := filepath.Join(dir, sqlstore.ErasedName)
	whole, bad, err := sqlstore.ReadErased(path)
	if err != nil || bad != 0 || len(whole) != 4 { // words and everything of two
		t.Fatalf("the log has %d lines, %d bad, %v", len(whole), bad, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 1, len(text) / 2, len(text) - 1, len(text)} {
		if err := os.WriteFile(path, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		keptIn(t, dir).close()
		if lines, bad, err := sqlstore.ReadErased(path); err != nil || bad != 0 || len(lines) != len(whole) {
			t.Errorf("after a log of %d bytes there are %d lines, %d bad, %v; want %d", cut, len(lines), bad, err, len(whole))
		}
	}
}

// TestRestoreRefuses gives files and directories that must not be restored: each is refused
// with what to do, and the directory is as it was.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := keptIn(t, dir)
	k.meets("a")
	good := k.backsUp("good.db")
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, change func(b []byte) []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, change(append([]byte{}, text...)), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	_, running := Restore(t.Context(), dir, good, true)
	k.close()
	_, there := Restore(t.Context(), dir, good, false)
	if !errors.Is(running, sqlite.ErrInUse) || !errors.Is(there, sqlite.ErrHasDatabase) {
		t.Errorf("in use: %v; with a database: %v", running, there)
	}
	newer := write("newer.db", func(b []byte) []byte { return b })
	changeFile(t, newer, "UPDATE goose_db_version SET version_id = 99 WHERE version_id > 0")
	keyless := write("keyless.db", func(b []byte) []byte { return b })
	changeFile(t, keyless, "DELETE FROM secret")
	other := filepath.Join(t.TempDir(), "other.db")
	changeFile(t, other, "CREATE TABLE person (id integer)")
	for file, want := range map[string]error{
		write("empty.db", func([]byte) []byte { return nil }):                      sqlite.ErrNoBackup,
		write("text.db", func([]byte) []byte { return []byte("not a database") }):  sqlite.ErrNoBackup,
		write("cut.db", func(b []byte) []byte { return b[:len(b)/2] }):             sqlite.ErrNoBackup,
		write("torn.db", func(b []byte) []byte { clear(b[4096:40960]); return b }): sqlite.ErrNoBackup,
		filepath.Join(dir, "missing.db"):                                           sqlite.ErrNoBackup,
		filepath.Join(dir, sqlite.FileName):                                        sqlite.ErrNoBackup,
		dir:                                                                        sqlite.ErrNoBackup,
		other:                                                                      sqlite.ErrNoBackup,
		newer:                                                                      sqlstore.ErrSchema,
		keyless:                                                                    sqlstore.ErrKey,
	} {
		if _, err := Restore(t.Context(), dir, file, true); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(file), err, want)
		}
	}
	if _, err := Restore(t.Context(), dir, good, true, filepath.Join(dir, "no.log")); err == nil {
		t.Error("a log of erasures that is not there was taken")
	}
	names, err := filepath.Glob(filepath.Join(dir, "zhujiao.db?*"))
	if err != nil || len(names) > 0 {
		t.Errorf("refused restores left %v, %v", names, err)
	}
	k = keptIn(t, dir)
	k.knows(true, "a")
	k.close()
}

// TestRestoreHolds restores a backup that was made while things were on their way: nothing of
// it goes on by itself, and the record says why.
func TestRestoreHolds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	k := keptIn(t, dir)
	k.meets("a")
	err := k.st.Do(t.Context(), func(ctx context.Context) error {
		var errs []error
		for n := 1; n <= 1201; n++ {
			hi := campaign.Notice{Campaign: "here", Person: bot.PersonID(n), Body: campaign.HumanAnswer{Text: "hi"}, Due: k.now}
			errs = append(errs, k.st.Ledger.Enqueue(ctx, hi))
		}
		for n, state := range []campaign.BroadcastState{campaign.BroadcastSending, campaign.BroadcastScheduled, campaign.BroadcastDraft} {
			all := campaign.Audience{Kind: campaign.AudienceAll}
			b := campaign.Broadcast{Campaign: "here", Number: n + 1, Audience: all, Text: "hello", Made: k.now}
			errs = append(errs, k.st.Broadcasts.Insert(ctx, &b))
			b.State = state
			errs = append(errs, k.st.Broadcasts.Save(ctx, &b))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
	file := k.backsUp("busy.db")
	k.close()
	done := restored(t, dir, file, true)
	if done.Held.Deliveries != 1201 || strings.Join(done.Held.Broadcasts, ", ") != "here B1, here B2" {
		t.Errorf("held %d messages and broadcasts %v", done.Held.Deliveries, done.Held.Broadcasts)
	}
	k = keptIn(t, dir)
	defer k.close()
	states, err := k.st.Ledger.States(t.Context(), "here", campaign.NoticeHuman)
	if err != nil || states[campaign.NoticeUnknown] != 1201 {
		t.Errorf("the messages are %v, %v", states, err)
	}
	for n, want := range []campaign.BroadcastState{campaign.BroadcastStopped, campaign.BroadcastHeld, campaign.BroadcastDraft} {
		var b *campaign.Broadcast
		err := k.st.Do(t.Context(), func(ctx context.Context) (err error) {
			b, err = k.st.Broadcasts.Broadcast(ctx, "here", n+1)
			return err
		})
		if err != nil || b.State != want {
			t.Errorf("B%d: %+v, %v; want %s", n+1, b, err, want)
		}
	}
	if at, err := k.st.Reminders.RestoredAt(t.Context()); err != nil || at.IsZero() {
		t.Errorf("the time of the restore is %v, %v", at, err)
	}
}

// changeFile changes a database file behind the program's back.
func changeFile(t *testing.T, file, statement string) {
	t.Helper()
	pool, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pool.ExecContext(t.Context(), statement)
	if err := errors.Join(err, pool.Close()); err != nil {
		t.Fatal(err)
	}
}
