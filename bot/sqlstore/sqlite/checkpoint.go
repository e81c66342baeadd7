package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// checkpointer moves pages from the database's log to its file, beside the writer. SQLite
// itself would do so in the commit that makes the log too long, and everybody would wait for
// the disk meanwhile.
//
// A step beside the writer leaves what the writer adds during it, and SQLite begins the log
// anew only when nothing is left. So the writer moves the little that is left, after a commit:
// see logWatch.
type checkpointer struct {
	pool   *sql.DB // one connection, which waits for nobody
	logger *slog.Logger
	asks   chan struct{} // holds one
	// step is held by whoever moves pages: SQLite lets one do it, and tells others that it
	// is busy.
	step sync.Mutex
	// little is true when the steps for which the writer has asked are done.
	little atomic.Bool
	cancel context.CancelFunc
	done   chan struct{}
}

const (
	// stepShort is how short a step is after which little is left for the writer: what was
	// written during it.
	stepShort = 10 * time.Millisecond
	// stepsMax is how many steps there are at most.
	stepsMax = 4
)

// startCheckpointer takes over a pool. stop ends its goroutine.
func startCheckpointer(ctx context.Context, pool *sql.DB, logger *slog.Logger) *checkpointer {
	c := &checkpointer{pool: pool, logger: logger, asks: make(chan struct{}, 1), done: make(chan struct{})}
	ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx)) // it outlives the context it was opened with
	go c.run(ctx)
	return c
}

func (c *checkpointer) run(ctx context.Context) {
	defer close(c.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.asks:
		}
		if err := c.moveMost(ctx); err != nil && ctx.Err() == nil {
			c.logger.WarnContext(ctx, "the database's log cannot be moved to its file beside the writer, which tries it now", "error", err)
		}
		c.little.Store(true)
	}
}

// ask begins to move most of the log and does not wait.
func (c *checkpointer) ask() {
	c.little.Store(false)
	select {
	case c.asks <- struct{}{}:
	default:
	}
}

// moveMost moves pages in steps that keep nobody out, until little is left.
func (c *checkpointer) moveMost(ctx context.Context) error {
	for range stepsMax {
		begun := realNow()
		if _, err := c.move(ctx, c.pool, "PASSIVE"); err != nil {
			return err
		}
		if realNow().Sub(begun) < stepShort {
			break
		}
	}
	return nil
}

// empty cuts the log to nothing, so that no file holds erased words any more; the pages
// themselves were overwritten (secure_delete). This keeps writers out, so most is moved
// before. It waits for nobody: somebody who reads for long, such as a backup, would keep all
// writers out.
func (c *checkpointer) empty(ctx context.Context) error {
	if err := c.moveMost(ctx); err != nil {
		return err
	}
	busy, err := c.move(ctx, c.pool, "TRUNCATE")
	if err != nil {
		return err
	}
	if busy {
		return errors.New("the log of the database cannot be emptied now: somebody is reading or writing")
	}
	return nil
}

// stop ends what is under way and closes the pool.
func (c *checkpointer) stop() error {
	c.cancel()
	<-c.done
	return c.pool.Close()
}

// rower is a connection or a pool of them.
type rower interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// move moves pages from the log to the database's file, once nobody else in this process does.
// busy is true if another process does, and for a TRUNCATE if somebody reads or writes.
func (c *checkpointer) move(ctx context.Context, on rower, mode string) (busy bool, err error) {
	c.step.Lock()
	defer c.step.Unlock()
	var log, moved int64
	if err := on.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &log, &moved); err != nil {
		return false, explain(err)
	}
	return busy, nil
}

// logWatch decides, after each commit of the writer, whether pages have to be moved from the
// log to the database's file.
type logWatch struct {
	last  int32 // pages in the log after the commit before
	next  int32 // how many there are when something is to be done
	asked bool  // the checkpointer was asked
}

const (
	// logPages is how many pages the log has when they are moved. A page that changes often
	// is moved less often from a longer log.
	logPages = 12_000
	// logLate is how many pages more it has when the writer waits until the step under way
	// has ended, and moves the rest itself: whoever writes is slowed down then, as if there was no
	// checkpointer.
	logLate = 24_000
	// logAgain is how many pages are added before they are moved again, while somebody who
	// reads keeps the log from beginning anew.
	logAgain = 1_000
)

// due says whether to ask the checkpointer and whether to move the rest, now that there are
// so many pages in the log. little is the checkpointer's.
func (w *logWatch) due(pages int32, little bool) (ask, rest bool) {
	if pages < w.last || w.next == 0 { // the log has begun anew
		w.next, w.asked = logPages, false
	}
	w.last = pages
	switch {
	case pages < w.next:
	case !w.asked:
		w.asked, ask = true, true
	case little || pages >= w.next+logLate:
		w.asked, rest = false, true
		w.next = pages + logAgain
	}
	return ask, rest
}

// pageCount is where SQLite keeps for us how many pages were in the log after the last commit
// of a connection. It lies in the driver's memory.
type pageCount uintptr

// countPages lets SQLite count. The connection no longer moves pages by itself.
func countPages(c *direct) (pageCount, error) {
	p := libc.Xcalloc(c.tls, 1, 4)
	if p == 0 {
		return 0, errors.New("no memory for the length of the log")
	}
	sqlite3.Xsqlite3_wal_hook(c.tls, c.db, pointer(setPages), p)
	return pageCount(p), nil
}

// setPages is called by SQLite after a commit.
func setPages(_ *libc.TLS, count, _, _ uintptr, pages int32) int32 {
	*at[int32](count) = pages
	return sqlite3.SQLITE_OK
}

// pages returns the count.
func (p pageCount) pages() int32 { return *at[int32](uintptr(p)) }

// free ends the counting, before the connection is given back.
func (p pageCount) free(c *direct) {
	if p != 0 {
		sqlite3.Xsqlite3_wal_hook(c.tls, c.db, 0, 0)
		libc.Xfree(c.tls, uintptr(p))
	}
}
