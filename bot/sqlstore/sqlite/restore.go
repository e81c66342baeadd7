package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"zhujiao/bot/sqlstore"
)

// ErrHasDatabase is returned for a restore into a directory that has a database.
var ErrHasDatabase = errors.New("this data directory already has a database")

// Restore is a backup on its way into a data directory, which it locks. It is worked on under
// another name, so that one that was broken off is simply begun again.
type Restore struct {
	Info BackupInfo
	// Engine is open on the copy, whose schema is up to date. Close it before Finish.
	Engine *Engine
	// HasOld is set if the directory has a database, which Finish moves aside.
	HasOld bool

	dir  string
	lock *os.File
}

// BeginRestore locks a directory, which is made if missing, checks a backup and copies it there
// under a temporary name. It returns ErrInUse, ErrHasDatabase unless replace is set, and the
// errors of Inspect.
func BeginRestore(ctx context.Context, dir, file string, replace bool) (_ *Restore, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: check the owner and mode of the one above it: %w", err)
	}
	r := &Restore{dir: dir}
	if r.lock, err = lockDir(dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Abandon())
		}
	}()
	old, err := os.Stat(r.path())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look at the data directory: %w", err)
	}
	r.HasOld = err == nil
	if r.HasOld && !replace {
		return nil, fmt.Errorf("%s: %w: add --replace, which moves it aside and deletes nothing, or set ZHUJIAO_DATA to an empty directory",
			r.path(), ErrHasDatabase)
	}
	if given, err := os.Stat(file); err == nil && r.HasOld && os.SameFile(given, old) {
		return nil, fmt.Errorf("%s is the database itself: %w", file, ErrNoBackup)
	}
	if r.Info, err = Inspect(ctx, file); err != nil {
		return nil, err
	}
	if err := removeAll(r.temp()); err != nil { // of a restore that was broken off
		return nil, fmt.Errorf("remove what an earlier restore has left: %w", err)
	}
	if err := copyFile(ctx, file, r.temp()); err != nil {
		return nil, err
	}
	r.Engine = &Engine{}
	if err := r.Engine.open(ctx, r.temp(), slog.New(slog.DiscardHandler)); err != nil {
		return nil, errors.Join(err, r.Engine.Close())
	}
	return r, nil
}

func (r *Restore) path() string { return filepath.Join(r.dir, FileName) }
func (r *Restore) temp() string { return r.path() + ".restoring" }

// Abandon removes the copy and unlocks the directory, whose own database stays as it was. The
// engine must be closed.
func (r *Restore) Abandon() error { return errors.Join(removeAll(r.temp()), r.lock.Close()) }

// Finish gives the copy its name, and returns that of the database that was there, empty for
// none. In between, the directory always has one of the two under the usual name.
func (r *Restore) Finish(ctx context.Context) (before string, err error) {
	if err := r.seal(ctx); err != nil {
		return "", errors.Join(err, r.Abandon())
	}
	defer func() { err = errors.Join(err, r.lock.Close()) }()
	if r.HasOld {
		before = r.path() + ".before-" + realNow().Format("20060102-150405.000")
		if err := os.Link(r.path(), before); err != nil {
			return "", fmt.Errorf("move the old database aside: %w", err)
		}
	}
	for _, end := range []string{"-wal", "-shm"} { // a database that could be read has none any more
		if err := os.Rename(r.path()+end, or(before, r.path()+".left")+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return before, fmt.Errorf("move the old database aside: %w", err)
		}
	}
	if err := os.Rename(r.temp(), r.path()); err != nil {
		return before, fmt.Errorf("put the restored database in its place: %w", err)
	}
	return before, sqlstore.SyncDir(r.dir)
}

// or returns a, or b if a is empty.
func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// seal brings the whole copy into one file on disk.
func (r *Restore) seal(ctx context.Context) (err error) {
	pool, err := openPool(r.temp(), 1, 1000, busyWait)
	if err != nil {
		return err
	}
	var busy, log, moved int64
	err = pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	if err = errors.Join(err, pool.Close()); err != nil || busy != 0 {
		return errors.Join(fmt.Errorf("complete the restored database: another program reads %s", r.temp()), explain(err))
	}
	f, err := os.OpenFile(r.temp(), os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("complete the restored database: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// OpenOld opens the database that Finish will move aside, to be read. Its Close leaves one
// file of it.
func (r *Restore) OpenOld(ctx context.Context) (*Beside, error) { return OpenBeside(ctx, r.dir) }

// copyFile copies a file to a new one of mode 0600, on disk when it returns.
func copyFile(ctx context.Context, from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return fmt.Errorf("read the backup: %w", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // in the data directory
	if err != nil {
		return fmt.Errorf("copy the backup: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("copy the backup: free some space on the disk of the data directory, then try again: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return out.Sync()
}
