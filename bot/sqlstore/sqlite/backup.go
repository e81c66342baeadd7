package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// BackupInfo says what is in a backup.
type BackupInfo struct {
	Size                      int64
	People, Classes, Messages int64
	// Print names the key of its hashes: see sqlstore.Store.KeyPrint.
	Print string
	// Older is set if its schema is one of before, which a restore brings up to date.
	Older bool
}

// Backup writes the database of a data directory, as it is at one moment, to a new file of
// mode 0600, and checks what was written. The database may be served meanwhile: nobody waits
// for it. The file has its name only once it is whole and on disk. An existing file is
// refused. When ctx ends nothing is left.
func Backup(ctx context.Context, dir, file string) (info BackupInfo, err error) {
	if _, err := os.Lstat(file); err == nil {
		return info, fmt.Errorf("%s exists: give a name that is free; an older backup is never overwritten", file)
	}
	b, err := OpenBeside(ctx, dir)
	if err != nil {
		return info, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".unfinished-*") // mode 0600
	if err != nil {
		return info, fmt.Errorf("the backup cannot be written: %w", err)
	}
	defer func() { err = errors.Join(err, temp.Close(), removeAll(temp.Name())) }()
	if _, err := b.pool.ExecContext(ctx, "VACUUM INTO ?", temp.Name()); err != nil {
		if ctx.Err() != nil {
			return info, errors.New("the backup was broken off; nothing is left of it")
		}
		return info, fmt.Errorf("write the backup: %w", explain(err))
	}
	if info, err = Inspect(ctx, temp.Name()); err != nil {
		return info, fmt.Errorf("the backup was written and cannot be used; nothing is left of it: %w", err)
	}
	if err := temp.Sync(); err != nil {
		return info, fmt.Errorf("write the backup: %w", err)
	}
	if err := os.Link(temp.Name(), file); err != nil { // never replaces what is there
		return info, fmt.Errorf("give the backup its name: %w", err)
	}
	return info, sqlstore.SyncDir(filepath.Dir(file))
}

// removeAll removes a database file and what lies beside it.
func removeAll(path string) (err error) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if e := os.Remove(path + end); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// ErrNoBackup is returned for a file that is no whole database of this program.
var ErrNoBackup = errors.New("it cannot be restored: give a file that zhujiao backup has written")

// Inspect checks a backup without changing it: every page of it, its schema and its key. It
// returns ErrNoBackup, sqlstore.ErrSchema for one of a newer program, or sqlstore.ErrKey.
func Inspect(ctx context.Context, file string) (info BackupInfo, err error) {
	stat, err := os.Stat(file)
	if err != nil {
		return info, fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return info, fmt.Errorf("%s has a log beside it (-wal), so that a part of its data is missing in the file: %w", file, ErrNoBackup)
	}
	head, err := headOf(file)
	if err != nil || head != "SQLite format 3\x00" {
		return info, fmt.Errorf("%s is no database: %w", file, ErrNoBackup)
	}
	pool, err := sql.Open("sqlite", "file:"+escapePath(file)+"?mode=ro&immutable=1")
	if err != nil {
		return info, fmt.Errorf("open %s: %w", file, err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
		if ctx.Err() != nil {
			return info, ctx.Err()
		}
		return info, fmt.Errorf("%s is damaged (%v%s): %w", file, errOrNothing(err), verdict, ErrNoBackup)
	}
	info.Size = stat.Size()
	err = info.read(ctx, pool, file)
	return info, err
}

// read reads what is in a backup that is no damaged file.
func (info *BackupInfo) read(ctx context.Context, pool *sql.DB, file string) (err error) {
	var ours int
	if err := pool.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "+
		"name IN ('goose_db_version', 'person', 'secret', 'control')").Scan(&ours); err != nil || ours != 4 {
		return fmt.Errorf("%s is a database of another program: %w", file, ErrNoBackup)
	}
	if info.Older, err = sqlstore.CheckReadable(ctx, pool); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	q := db.New(pool)
	printed, err := sqlstore.CheckKey(ctx, q)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	info.Print = sqlstore.KeyPrintOf(printed)
	if info.Older {
		return nil // its tables may be others
	}
	n, err := q.CountStored(ctx)
	if err != nil {
		return fmt.Errorf("count what is in %s: %w", file, err)
	}
	info.People, info.Classes, info.Messages = n.People, n.Classes, n.Messages
	return nil
}

func errOrNothing(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// escapePath escapes what would end the path of an address: a directory "class #2" is another
// one without.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// headOf returns the first 16 bytes of a file.
func headOf(file string) (_ string, err error) {
	f, err := os.Open(file) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	head := make([]byte, 16)
	_, err = f.Read(head)
	return string(head), err
}
