package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrSchema is returned for a database whose schema belongs to another version of the
// program.
var ErrSchema = errors.New("the database belongs to another version of zhujiao")

func newer(has, knows int64) error {
	return fmt.Errorf("%w: its schema is version %d, and this program knows %d: start the newer program again, or restore a backup "+
		"from before it", ErrSchema, has, knows)
}

// CheckSchema returns ErrSchema unless the schema of a database is the one that this
// program makes. Engines that open a database beside its server call it, because they
// must not change the schema.
func CheckSchema(ctx context.Context, pool *sql.DB) error {
	has, knows, err := SchemaVersions(ctx, pool)
	switch {
	case err != nil:
		return err
	case has > knows:
		return newer(has, knows)
	case has < knows:
		return fmt.Errorf("%w: its schema is version %d, and this program needs %d: start zhujiao serve of this version once, which "+
			"brings it up to date", ErrSchema, has, knows)
	default:
		return nil
	}
}

// CheckReadable returns ErrSchema for the schema of a newer program, and whether it is one of
// an older program, which Migrate brings up to date.
func CheckReadable(ctx context.Context, pool *sql.DB) (older bool, err error) {
	has, knows, err := SchemaVersions(ctx, pool)
	if err == nil && has > knows {
		err = newer(has, knows)
	}
	return has < knows, err
}

// SchemaVersions returns the version of a database's schema and the one that this program
// makes. It only reads.
func SchemaVersions(ctx context.Context, pool *sql.DB) (has, knows int64, err error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, 0, fmt.Errorf("embedded migrations: %w", err)
	}
	knows, err = goose.NumericComponent(files[len(files)-1]) // sorted by name
	if err != nil {
		return 0, 0, fmt.Errorf("embedded migrations: %w", err)
	}
	if err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&has); err != nil {
		return 0, 0, fmt.Errorf("read the version of the schema: %w", err)
	}
	return has, knows, nil
}

// Examined is what an engine finds out about a database without changing it.
type Examined struct {
	// Missing is set if there is none yet.
	Missing bool
	// Has and Knows are the versions of SchemaVersions.
	Has, Knows int64
	// Damage is what the database says of its own damage; empty for none.
	Damage string
	// ByLanguage is set if it sorts text by the rules of a language instead of by bytes.
	ByLanguage bool
	// Served is set if a process serves from it now; Told if that can be known.
	Served, Told bool
}

// Migrate brings the schema of a database up to date. Engines call it; it does
// not keep other processes out. It returns ErrSchema for the schema of a newer program.
func Migrate(ctx context.Context, pool *sql.DB, dialect goose.Dialect) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("embedded migrations: %w", err)
	}
	if dialect == goose.DialectSQLite3 {
		files = rowIDs{files}
	}
	p, err := goose.NewProvider(dialect, pool, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	if has > knows {
		return newer(has, knows)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// rowIDs is the migrations for SQLite. A primary key of type integer is the number of its
// row there; one of type bigint, which PostgreSQL needs, has an index of its own.
type rowIDs struct{ fs.FS }

// Open implements fs.FS.
func (r rowIDs) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if err != nil || path.Ext(name) != ".sql" {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	text = bytes.ReplaceAll(text, []byte("bigint PRIMARY KEY"), []byte("integer PRIMARY KEY"))
	return migration{f, bytes.NewReader(text)}, nil
}

// migration is an open file with another text.
type migration struct {
	fs.File
	text *bytes.Reader
}

// Read implements io.Reader.
func (m migration) Read(p []byte) (int, error) { return m.text.Read(p) }
