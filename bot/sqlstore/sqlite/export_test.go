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

// Syncs counts the syncs of a log, and those that came before something was written that
// had been collected.
type Syncs struct{ All, Early int64 }

// WatchSyncs counts the syncs of the database that will be opened in a directory.
func WatchSyncs(dir string) func() Syncs {
	w := &watch{dir: dir}
	w.open = func(tls *libc.TLS, vfs, name, p uintptr, flags int32, outFlags uintptr) int32 {
		rc := w.next(tls, vfs, name, p, flags, outFlags)
		if rc == sqlite3.SQLITE_OK && flags&sqlite3.SQLITE_OPEN_WAL != 0 && strings.HasPrefix(libc.GoString(name), w.dir) {
			fileOf(p).sync = pointer(w.sync)
		}
		return rc
	}
	w.sync = func(tls *libc.TLS, p uintptr) int32 {
		w.all.Add(1)
		if fileOf(p).used > 0 {
			w.early.Add(1)
		}
		return syncData(tls, p)
	}
	watches.Lock()
	defer watches.Unlock()
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
	w.next = function[openFunc](vfs.FxOpen)
	watches.all = append(watches.all, w)
	vfs.FxOpen = pointer(w.open)
	return func() Syncs { return Syncs{w.all.Load(), w.early.Load()} }
}

type watch struct {
	dir        string
	open, next openFunc
	sync       fileFunc
	all, early atomic.Int64
}

// watches are kept, because the driver has pointers to them.
var watches struct { //nolint:gochecknoglobals // as the registered VFS
	sync.Mutex
	all []*watch
}
