package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"zhujiao/bot/sqlstore"
)

// examinedMax is how many bytes of a database are looked at for damage: more would take
// longer than somebody waits.
const examinedMax = 256 << 20

// Examine looks at the database of a directory, also while a process serves from it. It
// makes no file and changes none.
func Examine(ctx context.Context, dir string) (found sqlstore.Examined, err error) {
	found.Served, found.Told = locked(filepath.Join(dir, "lock"))
	path := filepath.Join(dir, FileName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		found.Missing = true
		return found, nil
	}
	if err != nil {
		return found, err
	}
	if err := ours(path); err != nil {
		return found, err
	}
	pool, err := openReading(path)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if found.Has, found.Knows, err = sqlstore.SchemaVersions(ctx, pool); err != nil {
		return found, fmt.Errorf("open %s: %w", path, explain(err))
	}
	if info.Size() > examinedMax {
		return found, nil
	}
	var said string
	if err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		if ctx.Err() == nil {
			return found, fmt.Errorf("open %s: %w", path, explain(err))
		}
		return found, nil // it is large or the disk slow, and the rest is known
	}
	if said != "ok" {
		found.Damage = said
	}
	return found, nil
}

// openReading opens a database so that SQLite makes no file and changes none. A log of an
// open database has an index, which is read only too. Without them nobody has the database
// open, and all is in the file itself.
func openReading(path string) (*sql.DB, error) {
	how := "immutable=1"
	if there(path+"-wal") && there(path+"-shm") {
		how = "readonly_shm=1"
	}
	escape := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")
	pool, err := sql.Open("sqlite", "file:"+escape.Replace(path)+"?mode=ro&"+how+
		"&_pragma=busy_timeout("+strconv.FormatInt(busyWait.Milliseconds(), 10)+")&_pragma=query_only(ON)")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// locked reports whether a process has the lock of a data directory, by the kernel's list of
// locks: to try the lock would keep out a process that starts meanwhile. told is false where
// there is no such list.
func locked(path string) (held, told bool) {
	list, err := os.ReadFile("/proc/locks")
	if err != nil {
		return false, false
	}
	info, err := os.Stat(path)
	if err != nil {
		return false, errors.Is(err, fs.ErrNotExist)
	}
	number, ok := inode(info)
	if !ok {
		return false, false
	}
	for line := range strings.Lines(string(list)) {
		// 1: FLOCK  ADVISORY  WRITE 708 00:13:11 0 EOF
		f := strings.Fields(line)
		if len(f) < 6 || f[1] != "FLOCK" {
			continue
		}
		if f[5][strings.LastIndexByte(f[5], ':')+1:] == number {
			return true, true
		}
	}
	return false, true
}
