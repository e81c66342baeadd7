package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Crowd is what Fill puts into a database.
type Crowd struct {
	// Classes are the ids over which the rows are spread; most belong to the first.
	Classes []string
	// People and Messages are numbers of rows; other tables get their share.
	People, Messages int
	// Now is the time of the newest row.
	Now time.Time
	// Settled leaves a program nothing to send, give out or erase: everything was sent and
	// given, and is 25 days old at most instead of 60.
	Settled bool
}

// rows is what Fill inserts into a table: n rows, for i from 1, with SQL expressions by
// column. Columns that are not named get 0 or an empty text.
type rows struct {
	table   string
	n       int
	columns map[string]string
}

// Fill fills the tables that grow with people and messages, in SQL that both databases
// know. It bypasses the stores and keeps their counts right. The classes must have
// been prepared.
func Fill(ctx context.Context, pool *sql.DB, c Crowd) error {
	for _, r := range c.rows() {
		if err := r.insert(ctx, pool); err != nil {
			return fmt.Errorf("fill %s: %w", r.table, err)
		}
	}
	for _, statement := range []string{
		"INSERT INTO count_bucket (campaign, kind, bucket, n) SELECT campaign, 'wait', queue / 512, count(*) FROM member " +
			"WHERE queue IS NOT NULL GROUP BY campaign, queue / 512",
		"INSERT INTO count_bucket (campaign, kind, bucket, n) SELECT campaign, 'held 99', 0, count(*) FROM claim " +
			"WHERE state = 'held' GROUP BY campaign",
		"UPDATE question SET votes = (SELECT count(*) FROM vote v WHERE v.campaign = question.campaign AND v.number = question.number)",
		"UPDATE campaign SET next_queue = (SELECT COALESCE(max(queue), 0) FROM member m WHERE m.campaign = campaign.id)",
	} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("count what was filled in: %w", err)
		}
	}
	return nil
}

// rows returns what is inserted. Ids of people are 1..People, so that tables fit
// together; their real ids are much larger.
func (c Crowd) rows() []rows {
	p, class := c.People, c.class()
	days, claim := 60, "CASE WHEN i % 9 = 0 THEN 'queued' ELSE 'held' END"
	if c.Settled {
		days, claim = 25, "'held'"
	}
	person := fmt.Sprintf("1 + i * 31 %% %d", p)
	ago := fmt.Sprintf("%d - (i %% %d) * 86400000 - i", c.Now.UnixMilli(), days)
	return append(c.written(person, ago), []rows{
		{"person", p, map[string]string{
			"id": "i", "openid": "CASE WHEN i % 500 = 0 THEN NULL ELSE 'oFill' || i END", "hash": "'g' || i", "first_at": ago,
			"last_at": ago, "following": "1", "consent": "i % 3",
		}},
		{"member", p / 2, map[string]string{
			"campaign": class, "person": "i", "standing": "'wait'", "seat": "NULL", "queue": "i", "source": "'reg'", "signed_at": ago,
		}},
		{"claim", p / 4, map[string]string{
			"campaign": class, "person": "i", "pack": "'99'", "url": "'u'", "at": ago,
			"state": claim,
		}},
		{"arrival", p / 2, map[string]string{
			"campaign": class, "source": "CASE WHEN i % 3 = 0 THEN '' ELSE 'reg' END", "person": "i", "at": ago,
		}},
		{"counter", 1, map[string]string{"campaign": "'" + c.Classes[0] + "'", "kind": "'U'", "n": fmt.Sprint(p)}},
		{"strike", p / 4, map[string]string{"campaign": class, "person": "i"}},
		{"link_report", p / 4, map[string]string{"campaign": class, "pack": "'99'", "url": "'u' || (i % 20)", "person": "i", "at": ago}},
		{"link_promise", p / 4, map[string]string{"campaign": class, "pack": "'49'", "person": "i"}},
		{"draw", p / 4, map[string]string{
			"campaign": class, "pack": "'49'", "number": "1000000 + i", "hash": "'g' || i", "odds": "300000", "at": ago,
			"gone": "CASE WHEN i % 50 = 0 THEN 1 ELSE 0 END",
		}},
		{"kept_draw", p / 4, map[string]string{"campaign": class, "pack": "'49'", "hash": "'k' || i"}},
		{"forgotten", p / 4, map[string]string{"hash": "'k' || i", "until": fmt.Sprint(c.Now.UnixMilli(), " + i")}},
		{"subscription", p / 4, map[string]string{"token": "'t' || i", "campaign": class, "person": person, "at": ago}},
		{"broadcast_person", p / 2, map[string]string{
			"campaign": class, "number": "1000000", "person": "i", "place": "i",
		}},
	}...)
}

// class spreads rows over the classes.
func (c Crowd) class() string {
	if len(c.Classes) < 2 {
		return "'" + c.Classes[0] + "'"
	}
	return fmt.Sprintf("CASE WHEN i %% 3 = 0 THEN '%s' ELSE '%s' END", c.Classes[1], c.Classes[0])
}

// written returns what people wrote and were sent.
func (c Crowd) written(person, ago string) []rows {
	p, class := c.People, c.class()
	delivery := "CASE WHEN i % 20 = 0 THEN 'queued' WHEN i % 20 = 1 THEN 'shelved' WHEN i % 20 = 2 THEN 'failed' ELSE 'sent' END"
	if c.Settled {
		delivery = "'sent'"
	}
	return []rows{
		{"journal", c.Messages, map[string]string{
			"key": "'fill:' || i", "campaign": class, "person": person, "kind": "'text'", "body": "'a question about pricing ' || i",
			"reply": "'an answer of some length, as people get it, with a date and a time ' || i", "at": ago, "quotes": "0",
		}},
		{"delivery", p, map[string]string{
			"id": "i", "campaign": class, "person": "CASE WHEN i % 10 = 0 THEN 0 ELSE " + person + " END", "kind": "'human'",
			"args": `'{"text":"words"}'`, "due": ago, "priority": "i % 6", "done_at": ago, "created_at": ago,
			"state":   delivery,
			"channel": "CASE WHEN i % 10 = 0 THEN 'robot' ELSE 'person' END", "target": "'nobody'",
			"about": "CASE WHEN i % 10 = 0 THEN i ELSE 0 END",
			"once":  "NULL", "topic": "CASE WHEN i % 3 = 0 THEN 'remind ' || (i % 7) ELSE '' END",
		}},
		{"ticket", p / 4, map[string]string{
			"campaign": class, "kind": "'U'", "number": "i", "person": person, "body": "'how does it work ' || i",
			"opened_at": ago, "last_at": ago,
			"state": "CASE WHEN i % 4 = 0 THEN 'open' ELSE 'answered' END",
		}},
		{"ticket_asker", p / 4, map[string]string{"campaign": class, "kind": "'U'", "number": "i", "person": person, "at": ago}},
		{"unanswered", p / 2, map[string]string{
			"id": "i", "campaign": class, "person": person, "at": ago, "body": "'unknown ' || i", "outcome": "'unknown'",
		}},
		{"question", p / 4, map[string]string{
			"campaign": class, "number": "1000000 + i", "person": person, "body": "'what is it ' || i", "folded": "'whatisit' || i",
			"state": "CASE WHEN i % 9 = 0 THEN 'pending' ELSE 'answered' END", "at": ago,
			"merged": "CASE WHEN i % 5 = 0 THEN 1000000 + i / 5 ELSE 0 END",
		}},
		{"vote", p / 2, map[string]string{"campaign": class, "number": "1000000 + i % 100", "person": "i"}},
		{"audit", p / 4, map[string]string{
			"id": "i", "campaign": class, "at": ago, "who": "'Min'", "action": "'answer'", "after": "'words ' || i",
		}},
	}
}

// insert inserts the rows.
func (r rows) insert(ctx context.Context, pool *sql.DB) error {
	types, err := columnTypes(ctx, pool, r.table)
	if err != nil {
		return err
	}
	var names, values []string
	for _, t := range types {
		value, named := r.columns[t.Name()]
		switch {
		case named:
		case strings.EqualFold(t.DatabaseTypeName(), "text"):
			value = "''"
		default:
			value = "0"
		}
		names, values = append(names, t.Name()), append(values, value)
	}
	for column := range r.columns {
		if !slices.Contains(names, column) {
			return fmt.Errorf("there is no column %s", column)
		}
	}
	_, err = pool.ExecContext(ctx, fmt.Sprintf(
		"INSERT INTO %s (%s) SELECT %s FROM (WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %d) "+
			"SELECT i FROM n) n WHERE i <= %d", r.table, strings.Join(names, ", "), strings.Join(values, ", "), r.n, r.n))
	return err
}

// columnTypes returns the columns of a table.
func columnTypes(ctx context.Context, pool *sql.DB, table string) ([]*sql.ColumnType, error) {
	none, err := pool.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0") //nolint:gosec // the words of this file
	if err != nil {
		return nil, err
	}
	defer func() { _ = none.Close() }()
	if err := none.Err(); err != nil {
		return nil, err
	}
	return none.ColumnTypes()
}
