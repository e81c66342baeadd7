// Package sqlite is the engine of package sqlstore on one SQLite file in a data
// directory: a single writer that commits units in groups, and readers apart.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// FileName is the database's name in the data directory.
const FileName = "zhujiao.db"

// ErrInUse is returned when another process has the data directory.
var ErrInUse = errors.New("another zhujiao process uses this data directory")

// Engine is an open data directory that no other process serves from.
type Engine struct {
	writer      *writer
	checkpoints *checkpointer
	reads       *sql.DB
	writes      *sql.DB
	lock        *os.File
}

// busyWait is how long a transaction waits for another process that writes. A unit may
// have to wait for the one before it as well, and both together must end before the
// platform pushes again, which it does after 5 s.
const busyWait = 1500 * time.Millisecond

var _ sqlstore.Engine = (*Engine)(nil)

// Open opens or creates the database in a directory, which is made if missing,
// brings its schema up to date and starts the writer. Close ends it. A directory
// in use by another process is refused with ErrInUse.
func Open(ctx context.Context, dir string, log *slog.Logger) (*Engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: check the owner and mode of the one above it: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{lock: lock}
	if err := e.open(ctx, filepath.Join(dir, FileName), log); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context, path string, log *slog.Logger) error {
	err := registerVFS()
	if err != nil {
		return err
	}
	if e.writes, err = openPool(path, 1, 2000, busyWait, "&vfs="+vfsName); err != nil {
		return err
	}
	if err := sqlstore.Migrate(ctx, e.writes, goose.DialectSQLite3); err != nil {
		return fmt.Errorf("open %s: %w", path, explain(err))
	}
	if e.reads, err = openPool(path, 4, 1000, busyWait); err != nil {
		return err
	}
	beside, err := openPool(path, 1, 100, 0, "&vfs="+vfsName)
	if err != nil {
		return err
	}
	e.checkpoints = startCheckpointer(ctx, beside, log)
	if e.writer, err = startWriter(ctx, e.writes, e.checkpoints, log); err != nil {
		return fmt.Errorf("open %s: %w", path, explain(err))
	}
	return nil
}

// openPool opens a pool of n connections with our pragmas: WAL, every commit on
// disk, deleted content overwritten (personal data). Each connection keeps up to
// cache KiB of pages, which take twice that in memory: the driver's allocator rounds up.
// The writer meets everybody, the readers ask for little, and the system keeps the file in
// memory anyway. wait is how long a statement waits for
// another process that writes.
func openPool(path string, n, cache int, wait time.Duration, further ...string) (*sql.DB, error) {
	dsn := "file:" + escapePath(path) + "?_txlock=immediate&_pragma=busy_timeout(" + strconv.FormatInt(wait.Milliseconds(), 10) + ")" +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=secure_delete(ON)&_pragma=cache_size(-" + strconv.Itoa(cache) + ")&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)" +
		"&_pragma=journal_size_limit(67108864)&_pragma=wal_autocheckpoint(" + strconv.Itoa(logPages) + ")" + strings.Join(further, "")
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool, nil
}

// Do runs f as a unit: see sqlstore.Engine. After a full disk, which makes SQLite
// give up the whole transaction, units that shared it run again.
func (e *Engine) Do(ctx context.Context, f func(ctx context.Context) error) error {
	return e.writer.do(ctx, f)
}

// Reader returns queries on the reading connections.
func (e *Engine) Reader() *db.Queries { return db.New(e.reads) }

// Exclusive returns true: the lock of the directory keeps other servers out, and
// commands that run beside a server change no row that it remembers.
func (*Engine) Exclusive() bool { return true }

// Now returns the clock of this machine: all processes of the directory share it.
func (*Engine) Now(context.Context) (time.Time, error) {
	return realNow(), nil
}

// Scrub empties the database's log: see sqlstore.Engine.
func (e *Engine) Scrub(ctx context.Context) error { return e.checkpoints.empty(ctx) }

// Close drains the writer and closes the database.
func (e *Engine) Close() error {
	var errs []error
	if e.writer != nil {
		errs = append(errs, e.writer.stop())
	}
	if e.checkpoints != nil {
		errs = append(errs, e.checkpoints.stop())
	}
	for _, pool := range []*sql.DB{e.reads, e.writes} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if e.lock != nil {
		errs = append(errs, e.lock.Close())
	}
	return errors.Join(errs...)
}

// Beside is an engine on a database that another process may be serving. SQLite allows
// reads and short writes meanwhile. It does not change the schema.
type Beside struct{ pool *sql.DB }

var _ sqlstore.Engine = (*Beside)(nil)

// OpenBeside opens the database of a directory, which Open of the same version of the
// program has made. The schema of another version is refused with sqlstore.ErrSchema.
func OpenBeside(ctx context.Context, dir string) (*Beside, error) {
	path := filepath.Join(dir, FileName)
	if err := ours(path); err != nil {
		return nil, err
	}
	pool, err := openPool(path, 1, 1000, 5*time.Second)
	if err != nil {
		return nil, err
	}
	if err := sqlstore.CheckSchema(ctx, pool); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, explain(err)), pool.Close())
	}
	return &Beside{pool}, nil
}

// ours refuses a file that Open did not make, before SQLite makes a database of
// it. The head of a database that logs ahead has two bytes that say so.
func ours(path string) error {
	f, err := os.Open(path) //nolint:gosec // in the directory of the settings
	if err != nil {
		return fmt.Errorf("no database of zhujiao serve: start it once: %w", err)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 20)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:16]) != "SQLite format 3\x00" || head[18] != 2 || head[19] != 2 {
		return fmt.Errorf("%s is no database of zhujiao serve: look at ZHUJIAO_DATA, or start serve once", path)
	}
	return nil
}

// Do runs f in a transaction of its own.
func (b *Beside) Do(ctx context.Context, f func(ctx context.Context) error) error {
	tx, err := b.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", explain(err))
	}
	q := db.New(tx)
	if err := sqlstore.RunUnit(ctx, q, q, f); err != nil {
		return errors.Join(explain(err), tx.Rollback())
	}
	return explain(tx.Commit())
}

// Reader returns queries that read.
func (b *Beside) Reader() *db.Queries { return db.New(b.pool) }

// Exclusive is false: the other process writes too.
func (*Beside) Exclusive() bool { return false }

// Now returns the clock of this machine.
func (*Beside) Now(context.Context) (time.Time, error) {
	return realNow(), nil
}

// Scrub does nothing: it is the other process's task.
func (*Beside) Scrub(context.Context) error { return nil }

// Close closes the database.
func (b *Beside) Close() error { return b.pool.Close() }

// explain turns the database's errors into words for whoever runs the program.
func explain(err error) error {
	code, ok := codeOf(err)
	if !ok {
		return err
	}
	var advice string
	passing := false
	switch code & 0xff {
	case 13:
		advice = "the disk is full: free some space, nothing was half-written"
	case 8:
		advice = "the data directory cannot be written: check its owner and mode"
	case 14:
		advice = "the database file cannot be opened: check the data directory's owner and mode"
	case 5, 6:
		advice = "another program holds the database's lock: let it end (a backup, a sqlite3 shell), nothing was written"
		passing = true
	case 10:
		advice = "the disk cannot be read or written: look at the system's log, and restore a backup on another disk"
	case 11, 26:
		advice = "the database file is damaged: stop the program and restore a backup"
	default:
		return err
	}
	return &sqlstore.FaultError{Advice: advice, Passing: passing, Err: err}
}

// codeOf returns SQLite's code of an error, whoever ran the statement.
func codeOf(err error) (int, bool) {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code(), true
	}
	e, ok := errors.AsType[*directError](err)
	if !ok {
		return 0, false
	}
	return e.code, true
}

// inTransaction reports whether a transaction could not begin because one is open.
func inTransaction(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == 1
}

// realNow is the time of the machine, by which leases go.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // the only place
