package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// messageStatements implements sqlstore.EveryMessage on the driver of the writer's
// connection. The locks, rows and conversions of database/sql cost as much as SQLite
// needs for the statements. Only the writer's goroutine uses it.
type messageStatements struct {
	insert, meet, record statement
	args                 [16]driver.NamedValue
	row                  [personColumns]driver.Value
}

// personColumns is the number of fields of db.Person.
const personColumns = 20

var _ sqlstore.EveryMessage = (*messageStatements)(nil)

// statement is a query of package db, prepared. Its parameters have lost their names,
// which the driver would look up each time; from has the number of the argument of each.
type statement struct {
	driver.Stmt
	from []int
}

// texts notes the text of each query that is prepared, by its name.
type texts struct {
	*sql.Conn
	byName map[string]string
}

// PrepareContext prepares a query.
func (t texts) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if head, _, ok := strings.Cut(strings.TrimPrefix(query, "-- name: "), " "); ok {
		t.byName[head] = query
	}
	return t.Conn.PrepareContext(ctx, query)
}

// prepareMessage prepares the statements on a connection of the driver.
func prepareMessage(ctx context.Context, conn driver.ConnPrepareContext, byName map[string]string) (m *messageStatements, err error) {
	m = &messageStatements{}
	for i := range m.args {
		m.args[i].Ordinal = i + 1
	}
	for name, s := range map[string]*statement{"InsertPerson": &m.insert, "MeetPerson": &m.meet, "Record": &m.record} {
		query := regexp.MustCompile(`\$\d+`).ReplaceAllStringFunc(byName[name], func(parameter string) string {
			n, _ := strconv.Atoi(parameter[1:]) // digits
			s.from = append(s.from, n-1)
			return "?"
		})
		if s.Stmt, err = conn.PrepareContext(ctx, query); err != nil {
			return nil, errors.Join(err, m.close())
		}
	}
	return m, nil
}

// close releases the statements; one that is left keeps the file open.
func (m *messageStatements) close() error {
	var errs []error
	for _, s := range []statement{m.insert, m.meet, m.record} {
		if s.Stmt != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// bind returns the arguments of a statement, valid until the next call.
func (m *messageStatements) bind(s statement, values []driver.Value) []driver.NamedValue {
	for i, from := range s.from {
		m.args[i].Value = values[from]
	}
	return m.args[:len(s.from)]
}

// exec runs a statement and returns the number of rows that it has inserted.
func (m *messageStatements) exec(ctx context.Context, s statement, values ...driver.Value) (int64, error) {
	run, ok := s.Stmt.(driver.StmtExecContext)
	if !ok {
		return 0, fmt.Errorf("%T cannot be run", s.Stmt)
	}
	r, err := run.ExecContext(ctx, m.bind(s, values))
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// MeetPerson inserts a person. For somebody who is known it runs the query of the same
// name, which updates the row and returns it.
func (m *messageStatements) MeetPerson(ctx context.Context, a db.MeetPersonParams) (db.Person, error) {
	var openid driver.Value
	if a.Openid.Valid {
		openid = a.Openid.String
	}
	values := [...]driver.Value{a.ID, openid, a.Hash, a.At, a.GrantN, a.GrantUntil, a.Made}
	n, err := m.exec(ctx, m.insert, values[:]...)
	if err != nil {
		return db.Person{}, err
	}
	if n == 0 {
		return m.meetKnown(ctx, values[:])
	}
	return db.Person{
		ID: a.ID, Openid: a.Openid, Hash: a.Hash, FirstAt: a.At, LastAt: a.At, Following: 1,
		Credits: a.GrantN, CreditsUntil: a.GrantUntil, Since: a.ID, MovedAt: a.Made, Heard: 1,
	}, nil
}

func (m *messageStatements) meetKnown(ctx context.Context, values []driver.Value) (p db.Person, err error) {
	ask, ok := m.meet.Stmt.(driver.StmtQueryContext)
	if !ok {
		return p, fmt.Errorf("%T cannot be asked", m.meet.Stmt)
	}
	rows, err := ask.QueryContext(ctx, m.bind(m.meet, values))
	if err != nil {
		return p, err
	}
	err = rows.Next(m.row[:])
	if err == nil {
		p, err = personOf(m.row)
	} else if errors.Is(err, io.EOF) {
		err = sql.ErrNoRows
	}
	return p, errors.Join(err, rows.Close())
}

// personOf reads the columns of a person in the order of the table.
func personOf(row [personColumns]driver.Value) (p db.Person, err error) {
	if p.Openid.String, p.Openid.Valid = row[1].(string); !p.Openid.Valid && row[1] != nil {
		err = fmt.Errorf("the column openid is %T", row[1])
	}
	for i, to := range [...]any{
		&p.ID, nil, &p.Hash, &p.FirstAt, &p.LastAt, &p.Following, &p.Consent, &p.Credits, &p.CreditsUntil, &p.Pending, &p.PendingUntil,
		&p.Choices, &p.ChoicesUntil, &p.Shelved, &p.Taken, &p.Since, &p.MovedAt, &p.ConsentAt, &p.Heard, &p.Listed,
	} {
		ok := true
		switch to := to.(type) {
		case *int64:
			*to, ok = row[i].(int64)
		case *string:
			*to, ok = row[i].(string)
		}
		if !ok {
			err = fmt.Errorf("column %d of a person is %T", i, row[i])
		}
	}
	return p, err
}

// Record inserts a message.
func (m *messageStatements) Record(ctx context.Context, a db.RecordParams) (int64, error) {
	return m.exec(ctx, m.record, a.Key, a.Campaign, a.Person, a.Kind, a.Body, a.Reply, a.At, a.Quotes)
}
