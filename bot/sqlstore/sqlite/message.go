package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// The statements of every message. They do what the queries of the same names do, but
// their parameters have no names, which the driver would look up each time.
const (
	insertPerson = `INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until,
  pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, consent_at)
VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, '', 0, '', 0, 0, 0, ?, ?, 0) ON CONFLICT (hash) DO NOTHING`
	insertMessage = `INSERT INTO journal (key, campaign, person, kind, body, reply, at, quotes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
)

// messageStatements implements sqlstore.EveryMessage on the driver of the writer's
// connection. The locks, rows and conversions of database/sql cost as much as SQLite
// needs for the statements. Only the writer's goroutine uses it.
type messageStatements struct {
	q              *db.Queries
	person, record driver.Stmt
	args           [9]driver.NamedValue
}

var _ sqlstore.EveryMessage = (*messageStatements)(nil)

// prepareMessage prepares the statements and calls rolledBack whenever SQLite gives up a
// transaction.
func prepareMessage(ctx context.Context, conn *sql.Conn, q *db.Queries, rolledBack func()) (*messageStatements, error) {
	m := &messageStatements{q: q}
	for i := range m.args {
		m.args[i].Ordinal = i + 1
	}
	err := conn.Raw(func(dc any) (err error) {
		hooks, ok := dc.(sqlite.HookRegisterer)
		c, prepares := dc.(driver.ConnPrepareContext)
		if !ok || !prepares {
			return errors.New("the driver of SQLite lacks hooks or prepared statements")
		}
		hooks.RegisterRollbackHook(rolledBack)
		if m.person, err = c.PrepareContext(ctx, insertPerson); err != nil {
			return err
		}
		m.record, err = c.PrepareContext(ctx, insertMessage)
		return err
	})
	if err != nil {
		return nil, errors.Join(err, m.close())
	}
	return m, nil
}

// close releases the statements; one that is left keeps the file open.
func (m *messageStatements) close() error {
	var errs []error
	for _, s := range []driver.Stmt{m.person, m.record} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// exec runs a statement and returns the number of rows that it has inserted.
func (m *messageStatements) exec(ctx context.Context, s driver.Stmt, values ...driver.Value) (int64, error) {
	for i, v := range values {
		m.args[i].Value = v
	}
	run, ok := s.(driver.StmtExecContext)
	if !ok {
		return 0, fmt.Errorf("%T cannot be run", s)
	}
	r, err := run.ExecContext(context.WithoutCancel(ctx), m.args[:len(values)])
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// MeetPerson inserts a person. For somebody who is known it runs the query of the same
// name, which updates the row and reads it.
func (m *messageStatements) MeetPerson(ctx context.Context, a db.MeetPersonParams) (db.Person, error) {
	var openid driver.Value
	if a.Openid.Valid {
		openid = a.Openid.String
	}
	n, err := m.exec(ctx, m.person, a.ID, openid, a.Hash, a.At, a.At, a.GrantN, a.GrantUntil, a.ID, a.Made)
	if err != nil {
		return db.Person{}, err
	}
	if n == 0 {
		return m.q.MeetPerson(ctx, a)
	}
	return db.Person{
		ID: a.ID, Openid: a.Openid, Hash: a.Hash, FirstAt: a.At, LastAt: a.At, Following: 1,
		Credits: a.GrantN, CreditsUntil: a.GrantUntil, Since: a.ID, MovedAt: a.Made,
	}, nil
}

// Record inserts a message.
func (m *messageStatements) Record(ctx context.Context, a db.RecordParams) (int64, error) {
	return m.exec(ctx, m.record, a.Key, a.Campaign, a.Person, a.Kind, a.Body, a.Reply, a.At, a.Quotes)
}
