package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// everywhere leaves rows of a person in every table that can have some.
func everywhere(ctx context.Context, s *sqlstore.Store, p *campaign.Person, now time.Time) error {
	const words = "very secret words"
	ticket := campaign.Ticket{Campaign: "here", Kind: campaign.TicketUnknown, Number: 1, Person: p.ID, Text: words, OpenedAt: now}
	question := campaign.Question{Campaign: "here", Number: 1, Person: p.ID, Text: words, Folded: words, At: now}
	b := campaign.Broadcast{Campaign: "here", Number: 1, Audience: campaign.Audience{Kind: campaign.AudienceAll}, Text: "hello", Made: now}
	m := bot.Message{Key: "k", Person: p.ID, Kind: bot.KindText, Text: words, Arrived: now}
	_, record := s.Journal.Record(ctx, "here", &m, []byte(words))
	insert := s.Questions.InsertQuestion(ctx, &question)
	_, read := s.Questions.QuestionsIn(ctx, "here", campaign.QuestionPending)
	_, other := s.Journal.Record(ctx, "here", &bot.Message{Key: "k2", Person: 99, Kind: bot.KindText, Arrived: now}, []byte("read: "+words))
	_, strike := s.Questions.Strike(ctx, "here", p.ID)
	_, subscribe := s.People.Subscribe(ctx, "here", p.ID, "token", now)
	_, report := s.Links.AddReport(ctx, "here", campaign.LinkReport{Pack: "99", URL: "u", Person: p.ID, Number: 1, At: now})
	_, listed := s.Chunks.AddToAudience(ctx, &b, []bot.PersonID{p.ID}, 0)
	return errors.Join(record, insert, read, other, strike, subscribe, report, listed,
		s.Tickets.InsertTicket(ctx, &ticket),
		s.Seats.SaveMember(ctx, "here", &campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: 1, Source: "reg"}),
		s.Packs.SaveClaim(ctx, "here", p.ID, campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: now}),
		s.Links.PromiseLink(ctx, "here", "99", p.ID),
		s.Journal.RecordUnanswered(ctx, "here", campaign.UnansweredQuestion{Person: p.ID, Text: words}, now),
		s.Ledger.Enqueue(ctx, campaign.Notice{Campaign: "here", Person: p.ID, Body: campaign.HumanAnswer{Text: words}, Due: now}))
}

// TestForgottenEverywhere erases a person who has rows in every table: no text is
// left that they wrote or read, and no row that says more than that somebody was
// there.
func TestForgottenEverywhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	now := time.UnixMilli(1657166400123)
	var p *campaign.Person
	in := func(f func(ctx context.Context) error) {
		t.Helper()
		if err := s.Do(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	in(func(ctx context.Context) (err error) {
		if p, err = s.People.Meet(ctx, "secret-openid", campaign.ContactTyped, now, now); err != nil {
			return err
		}
		return everywhere(ctx, s, p, now)
	})
	before := tables(t, dir, p.ID)
	for _, table := range []string{
		"person", "member", "claim", "ticket", "ticket_asker", "question", "vote", "strike", "link_report", "link_promise", "journal",
		"delivery", "subscription", "unanswered", "broadcast_person",
	} {
		if before[table] == 0 {
			t.Errorf("the test has left no row of the person in %s", table)
		}
	}
	in(func(ctx context.Context) error {
		return storetest.Erase(ctx, s, p)
	})
	after := tables(t, dir, p.ID)
	for _, table := range []string{
		"ticket", "question", "journal", "delivery", // numbers and keys must not be given again
		"broadcast_person", // its size must not change after it was shown
	} {
		delete(after, table)
	}
	for table, n := range after {
		t.Errorf("%s has %d rows of the person", table, n)
	}
}

// tables counts a person's rows by table, and fails for each text that is secret
// unless the person is still there.
func tables(t *testing.T, dir string, id bot.PersonID) map[string]int {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	counts, secrets := map[string]int{}, []string{}
	for _, c := range columns(t, pool) {
		query := fmt.Sprintf("SELECT count(*) FROM %s WHERE CAST(%s AS text) LIKE '%%secret%%'", c.table, c.name)
		if c.name == "person" || c.name == "about" || c.table == "person" && c.name == "id" {
			query = fmt.Sprintf("SELECT count(*) FROM %s WHERE %s = %d", c.table, c.name, id)
		}
		var n int
		if err := pool.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(query, err)
		}
		switch {
		case n > 0 && strings.Contains(query, "secret"):
			secrets = append(secrets, c.table+"."+c.name)
		case n > 0:
			counts[c.table] += n
		}
	}
	if counts["person"] == 0 && len(secrets) > 0 {
		t.Errorf("secrets are left in %v", secrets)
	}
	return counts
}

type column struct{ table, name string }

func columns(t *testing.T, pool *sql.DB) (out []column) {
	t.Helper()
	const query = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
	rows, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.table, &c.name); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
