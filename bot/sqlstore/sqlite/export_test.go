package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"zhujiao/bot/sqlstore/db"
)

// FillDisk lets the database grow by so many pages and no more, as if the disk
// were full then.
func (e *Engine) FillDisk(ctx context.Context, pages int) error {
	return e.Do(ctx, func(ctx context.Context) error {
		var have int
		if err := e.writer.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&have); err != nil {
			return err
		}
		var most int
		return e.writer.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", have+pages)).Scan(&most)
	})
}

// LeaveOpen leaves a transaction open, as a failed commit that cannot be rolled back does.
// No unit may be running.
func (e *Engine) LeaveOpen(ctx context.Context) error {
	_, err := e.writer.begin.ExecContext(ctx)
	return err
}

// SetCache lets the writer keep so many pages in memory before it moves some of an open
// transaction to the log.
func (e *Engine) SetCache(ctx context.Context, pages int) error {
	return e.Do(ctx, func(ctx context.Context) error {
		_, err := e.writer.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = %d", pages))
		return err
	})
}

// BothMeet meets a person as messages do and by the query alone, and undoes both.
func (e *Engine) BothMeet(ctx context.Context, a db.MeetPersonParams) (quick, plain db.Person, err error) {
	undo := errors.New("undo")
	for i, met := range []*db.Person{&quick, &plain} {
		err := e.Do(ctx, func(ctx context.Context) (err error) {
			if i == 0 {
				*met, err = e.writer.every.MeetPerson(ctx, a)
			} else {
				*met, err = e.writer.q.MeetPerson(ctx, a)
			}
			return errors.Join(err, undo)
		})
		if err.Error() != undo.Error() {
			return quick, plain, err
		}
	}
	return quick, plain, nil
}

// Log is the log of a database that is watched.
type Log struct {
	// Syncs counts the syncs of it, and Early those that came before something was written that
	// had been collected. Beside counts how often a part of the database was sent to the disk by
	// others than the writer.
	Syncs, Early, Beside atomic.Int64
	// Held is held while what others send takes its time, Broken lets it fail.
	Held   sync.Mutex
	Broken atomic.Bool

	dir        string
	file, base uintptr // the writer's
	open, next openFunc
	sync, send fileFunc
}

// logs are kept, because the driver has pointers to them.
var logs struct {
	sync.Mutex
	all []*Log
}

// WatchLog watches the log of the database that will be opened in a directory.
func WatchLog(dir string) *Log {
	l := &Log{dir: dir}
	l.open = func(tls *libc.TLS, vfs, name, p uintptr, flags int32, outFlags uintptr) int32 {
		rc := l.next(tls, vfs, name, p, flags, outFlags)
		switch {
		case rc != sqlite3.SQLITE_OK || !strings.HasPrefix(libc.GoString(name), l.dir):
		case flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0:
			if l.base == 0 { // the writer is the first
				l.base = p
			}
			fileOf(p).send = pointer(l.send)
		case flags&sqlite3.SQLITE_OPEN_WAL != 0:
			if l.file == 0 {
				l.file = p
			}
			fileOf(p).sync = pointer(l.sync)
		}
		return rc
	}
	l.sync = func(tls *libc.TLS, p uintptr) int32 {
		l.Syncs.Add(1)
		if fileOf(p).used > 0 {
			l.Early.Add(1)
		}
		return syncData(tls, p)
	}
	l.send = func(tls *libc.TLS, p uintptr) int32 {
		if p == l.base {
			return writeOut(tls, p)
		}
		l.Held.Lock()
		defer l.Held.Unlock()
		l.Beside.Add(1)
		if l.Broken.Load() {
			return sqlite3.SQLITE_IOERR_WRITE
		}
		return writeOut(tls, p)
	}
	logs.Lock()
	defer logs.Unlock()
	if err := registerVFS(); err != nil {
		panic(err)
	}
	tls := libc.NewTLS()
	defer tls.Close()
	name, err := libc.CString(vfsName)
	if err != nil {
		panic(err)
	}
	vfs := at[sqlite3.Tsqlite3_vfs](sqlite3.Xsqlite3_vfs_find(tls, name))
	l.next = function[openFunc](vfs.FxOpen)
	logs.all = append(logs.all, l)
	vfs.FxOpen = pointer(l.open)
	return l
}

// Collect leaves something for the log behind, as a transaction that was rolled back does.
// No unit may be running.
func (l *Log) Collect() {
	tls := libc.NewTLS()
	defer tls.Close()
	buf := libc.Xcalloc(tls, 1, 8)
	defer libc.Xfree(tls, buf)
	logWrite(tls, l.file, buf, 8, 32<<20)
}

// Collected returns how many bytes are not written yet.
func (l *Log) Collected() int32 { return fileOf(l.file).used }

// Record records a message as messages do.
func (e *Engine) Record(ctx context.Context, a db.RecordParams) (n int64, err error) {
	err = e.Do(ctx, func(ctx context.Context) (err error) {
		n, err = e.writer.every.Record(ctx, a)
		return err
	})
	return n, err
}

// Tally reads the counters of a class as messages do.
func (e *Engine) Tally(ctx context.Context, id string) (t db.TallyRow, err error) {
	err = e.Do(ctx, func(ctx context.Context) (err error) {
		t, err = e.writer.every.Tally(ctx, id)
		return err
	})
	return t, err
}

// Unlocked reports whether the writer's connection locks no mutex.
func (e *Engine) Unlocked() bool {
	return at[sqlite3.Tsqlite3](e.writer.every.db).Fmutex == 0 && e.writer.every.mutex != 0
}

// LogPages are how many pages the log has when they are moved, how many more the writer waits
// for at most, and how many are added between two tries.
const LogPages, LogLate, LogAgain = logPages, logLate, logAgain

// LogWatch is the writer's watch over the log.
type LogWatch struct{ logWatch }

// Due says what is to be done.
func (w *LogWatch) Due(pages int32, little bool) (ask, rest bool) { return w.due(pages, little) }

// NoHelp ends what moves pages beside the writer.
func (e *Engine) NoHelp() {
	e.checkpoints.cancel()
	<-e.checkpoints.done
}
