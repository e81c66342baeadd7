package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// messageStatements implements sqlstore.EveryMessage on the writer's connection, past the
// driver: see direct. Only the writer's goroutine uses it.
type messageStatements struct {
	*direct
	insert, greet, meet, record, tally, count directStatement
	// sums are what the open transaction adds to counts, one for each kind of a class: nobody
	// writes beside the writer, so they need no buckets.
	sums []db.AddCountParams
	// known is positive if most people who wrote lately were known.
	known int
}

var _ sqlstore.EveryMessage = (*messageStatements)(nil)

// prepareMessage prepares the statements on a connection of the driver. byName are the
// texts of the queries.
func prepareMessage(conn any, byName map[string]string) (m *messageStatements, err error) {
	m = &messageStatements{}
	if m.direct, err = newDirect(conn); err != nil {
		return nil, err
	}
	for name, s := range map[string]*directStatement{
		"InsertPerson": &m.insert, "GreetPerson": &m.greet, "MeetPerson": &m.meet, "Record": &m.record, "Tally": &m.tally,
		"AddCount": &m.count,
	} {
		if *s, err = m.prepare(strings.ReplaceAll(byName[name], "$", "?")); err != nil { // numbers instead of names
			return nil, errors.Join(err, m.close())
		}
	}
	return m, nil
}

// close releases the statements and gives the connection back.
func (m *messageStatements) close() error {
	var errs []error
	for _, s := range []directStatement{m.insert, m.greet, m.meet, m.record, m.tally, m.count} {
		errs = append(errs, m.release(s))
	}
	m.direct.close()
	return errors.Join(errs...)
}

// knownMost bounds known, so that a crowd of new people is soon noticed.
const knownMost = 8

// MeetPerson does what the query of the same name does. That looks up the person in every
// index, so it is left for people who have left or were erased. Who is new is inserted, and
// who is known is greeted; what was more frequent lately is tried first.
func (m *messageStatements) MeetPerson(_ context.Context, a db.MeetPersonParams) (p db.Person, err error) {
	var met bool
	tries := [...]func(db.MeetPersonParams) (db.Person, bool, error){m.insertPerson, m.greetPerson}
	if m.known > 0 {
		tries[0], tries[1] = tries[1], tries[0]
	}
	for _, try := range tries {
		if p, met, err = try(a); met || err != nil {
			return p, err
		}
	}
	found, err := m.ask(m.meet, func(row directRow) { p = personOf(row) },
		num(a.ID), openidOf(a), txt(a.Hash), num(a.At), num(a.GrantN), num(a.GrantUntil), num(a.Made))
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return p, err
}

// insertPerson inserts a person. met is false if they are known.
func (m *messageStatements) insertPerson(a db.MeetPersonParams) (p db.Person, met bool, err error) {
	n, err := m.exec(m.insert, num(a.ID), openidOf(a), txt(a.Hash), num(a.At), num(a.GrantN), num(a.GrantUntil), num(a.Made))
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
func (m *messageStatements) greetPerson(a db.MeetPersonParams) (p db.Person, met bool, err error) {
	met, err = m.ask(m.greet, func(row directRow) { p = personOf(row) },
		num(a.At), num(a.Made), num(a.GrantN), num(a.GrantUntil), txt(a.Hash))
	if met {
		m.known = min(m.known+1, knownMost)
	}
	return p, met, err
}

// openidOf returns the openid of somebody who writes as an argument.
func openidOf(a db.MeetPersonParams) argument {
	if !a.Openid.Valid {
		return argument{}
	}
	return txt(a.Openid.String)
}

// personOf reads the columns of a person in the order of the table.
func personOf(row directRow) (p db.Person) {
	if p.Openid.Valid = !row.null(1); p.Openid.Valid {
		p.Openid.String = row.text(1)
	}
	p.ID, p.Hash, p.FirstAt, p.LastAt = row.number(0), row.text(2), row.number(3), row.number(4)
	p.Following, p.Consent, p.Credits, p.CreditsUntil = row.number(5), row.number(6), row.number(7), row.number(8)
	p.Pending, p.PendingUntil, p.Choices, p.ChoicesUntil = row.text(9), row.number(10), row.text(11), row.number(12)
	p.Shelved, p.Taken, p.Since, p.MovedAt = row.number(13), row.number(14), row.number(15), row.number(16)
	p.ConsentAt, p.Heard, p.Listed = row.number(17), row.number(18), row.number(19)
	return p
}

// Record inserts a message.
func (m *messageStatements) Record(_ context.Context, a db.RecordParams) (int64, error) {
	return m.exec(m.record, txt(a.Key), txt(a.Campaign), num(a.Person), txt(a.Kind), txt(a.Body), txt(a.Reply), num(a.At),
		num(a.Quotes), txt(a.Why))
}

// Tally reads the counters of a class.
func (m *messageStatements) Tally(_ context.Context, id string) (t db.TallyRow, err error) {
	found, err := m.ask(m.tally, func(row directRow) {
		t = db.TallyRow{Taken: row.number(0), Extra: row.number(1), Closed: row.number(2)}
	}, txt(id))
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return t, err
}

// AddCount notes what is added to a count. storeSums stores it before the commit, by one
// statement for all units of the transaction.
func (m *messageStatements) AddCount(_ context.Context, a db.AddCountParams) error {
	for i := range m.sums {
		if s := &m.sums[i]; s.Campaign == a.Campaign && s.Kind == a.Kind {
			s.N += a.N
			return nil
		}
	}
	m.sums = append(m.sums, a)
	return nil
}

// storeSums stores what AddCount has noted.
func (m *messageStatements) storeSums() error {
	defer m.dropSums()
	for _, s := range m.sums {
		if _, err := m.exec(m.count, txt(s.Campaign), txt(s.Kind), num(s.Bucket), num(s.N)); err != nil {
			return fmt.Errorf("store a count: %w", err)
		}
	}
	return nil
}

// dropSums forgets what AddCount has noted in a unit that is rolled back.
func (m *messageStatements) dropSums() { m.sums = m.sums[:0] }
