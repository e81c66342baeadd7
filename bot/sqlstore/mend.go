package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
)

// gap is something that a migration got only after databases had been made by
// its first text: 00002 and 00003 were edited before the first release.
type gap struct {
	// since is the migration; databases below it get the whole of it later.
	since int64
	// probe reads nothing and fails exactly when the thing is missing.
	probe string
	fill  []string
}

// gaps are closed before later migrations run, since 00007 copies what 00002 was
// to have made.
func gaps() []gap {
	column := func(since int64, table, name string) gap {
		return gap{
			since, "SELECT " + name + " FROM " + table + " WHERE 1 = 0",
			[]string{"ALTER TABLE " + table + " ADD COLUMN " + name + " bigint NOT NULL DEFAULT 0"},
		}
	}
	return []gap{
		{2, "SELECT taken FROM person WHERE 1 = 0", []string{
			"CREATE TABLE person_new (id bigint PRIMARY KEY, openid text, hash text NOT NULL UNIQUE, first_at bigint NOT NULL, " +
				"last_at bigint NOT NULL, following bigint NOT NULL, consent bigint NOT NULL, credits bigint NOT NULL, " +
				"credits_until bigint NOT NULL, pending text NOT NULL, pending_until bigint NOT NULL, choices text NOT NULL, " +
				"choices_until bigint NOT NULL, shelved bigint NOT NULL, taken bigint NOT NULL)",
			"INSERT INTO person_new SELECT id, openid, hash, first_at, last_at, following, consent, credits, credits_until, pending, " +
				"pending_until, choices, choices_until, shelved, CASE WHEN EXISTS (SELECT 1 FROM ticket t " +
				"WHERE t.person = person.id AND t.state = 'taken') THEN 1 ELSE 0 END FROM person",
			"DROP TABLE person",
			"ALTER TABLE person_new RENAME TO person",
		}},
		column(2, "broadcast_chunk", "maybe"),
		column(2, "broadcast", "owner"),
		column(2, "reminder_run", "told"),
		{3, "SELECT hash FROM forgotten WHERE 1 = 0", []string{"CREATE TABLE forgotten (hash text PRIMARY KEY, at bigint NOT NULL)"}},
		column(3, "broadcast_chunk", "asked"),
	}
}

// mend gives a database what its migrations lacked when it was made; a new or a
// whole one stays as it is. The probes are plain SQL, so that any database
// understands them.
func mend(ctx context.Context, pool *sql.DB) error {
	if missing(ctx, pool, "SELECT version_id FROM goose_db_version WHERE 1 = 0") {
		return nil // a new database
	}
	var version int64
	if err := pool.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version").Scan(&version); err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	for _, g := range gaps() {
		if version < g.since || !missing(ctx, pool, g.probe) {
			continue
		}
		if err := fill(ctx, pool, g.fill); err != nil {
			return fmt.Errorf("mend the schema: %w", err)
		}
	}
	return nil
}

// missing tells whether a probe fails. One that fails for another reason does
// no harm: filling then fails too, and nothing is changed.
func missing(ctx context.Context, pool *sql.DB, probe string) bool {
	_, err := pool.ExecContext(ctx, probe)
	return err != nil
}

// fill runs statements in one transaction.
func fill(ctx context.Context, pool *sql.DB, statements []string) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return tx.Commit()
}
