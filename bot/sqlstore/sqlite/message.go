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
	insert, greet, meet, record statement
	// known is positive if most people who wrote lately were known.
	known int
	args  [16]driver.NamedValue
	row   [personColumns]driver.Value
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
	for name, s := range map[string]*statement{
		"InsertPerson": &m.insert, "GreetPerson": &m.greet, "MeetPerson": &m.meet, "Record": &m.record,
	} {
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
	for _, s := range []statement{m.insert, m.greet, m.meet, m.record} {
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

// knownMost bounds known, so that a crowd of new people is soon noticed.
const knownMost = 8

// MeetPerson does what the query of the same name does. That looks up the person in every
// index, so it is left for people who have left or were erased. Who is new is inserted, and
// who is known is greeted; what was more frequent lately is tried first.
func (m *messageStatements) MeetPerson(ctx context.Context, a db.MeetPersonParams) (p db.Person, err error) {
	var met bool
	tries := [...]func(context.Context, db.MeetPersonParams) (db.Person, bool, error){m.insertPerson, m.greetPerson}
	if m.known > 0 {
		tries[0], tries[1] = tries[1], tries[0]
	}
	for _, try := range tries {
		if p, met, err = try(ctx, a); met || err != nil {
			return p, err
		}
	}
	p, met, err = m.ask(ctx, m.meet, a.ID, nullable(a.Openid), a.Hash, a.At, a.GrantN, a.GrantUntil, a.Made)
	if err == nil && !met {
		err = sql.ErrNoRows
	}
	return p, err
}

// insertPerson inserts a person. met is false if they are known.
func (m *messageStatements) insertPerson(ctx context.Context, a db.MeetPersonParams) (p db.Person, met bool, err error) {
	n, err := m.exec(ctx, m.insert, a.ID, nullable(a.Openid), a.Hash, a.At, a.GrantN, a.GrantUntil, a.Made)
	if n == 0 || err != nil {
		return p, false, err
	}
	m.known = max(m.known-1, -knownMost)
	return db.Person{
		ID: a.ID, Openid: a.Openid, Hash: a.Hash, FirstAt: a.At, LastAt: a.At, Following: 1,
		Credits: a.GrantN, CreditsUntil: a.GrantUntil, Since: a.ID, MovedAt: a.Made, Heard: 1,
	}, true, nil
}

// greetPerson stores a contact of somebody who is known and has not left. met is false for
// all others.
func (m *messageStatements) greetPerson(ctx context.Context, a db.MeetPersonParams) (p db.Person, met bool, err error) {
	if p, met, err = m.ask(ctx, m.greet, a.At, a.Made, a.GrantN, a.GrantUntil, a.Hash); met {
		m.known = min(m.known+1, knownMost)
	}
	return p, met, err
}

// ask runs a statement that returns a person or nobody.
func (m *messageStatements) ask(ctx context.Context, s statement, values ...driver.Value) (p db.Person, found bool, err error) {
	ask, ok := s.Stmt.(driver.StmtQueryContext)
	if !ok {
		return p, false, fmt.Errorf("%T cannot be asked", s.Stmt)
	}
	rows, err := ask.QueryContext(ctx, m.bind(s, values))
	if err != nil {
		return p, false, err
	}
	switch err = rows.Next(m.row[:]); {
	case err == nil:
		p, err = personOf(m.row)
		found = true
	case errors.Is(err, io.EOF):
		err = nil
	}
	return p, found, errors.Join(err, rows.Close())
}

// nullable returns a text for the driver.
func nullable(s sql.NullString) driver.Value {
	if s.Valid {
		return s.String
	}
	return nil
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
	return m.exec(ctx, m.record, a.Key, a.Campaign, a.Person, a.Kind, a.Body, a.Reply, a.At, a.Quotes, a.Why)
}
