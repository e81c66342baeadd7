package app

import (
	"bytes"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// audit lists the record of the class, the oldest first: action|target|before|after.
// Without actions it lists all of them.
func (c *crowd) audit(t *testing.T, actions ...moderation.Action) (out []string) {
	t.Helper()
	list, err := c.app.store.Desk().ListAudit(t.Context(), c.app.Campaign().ID, moderation.AuditFilter{}, moderation.Page{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(list.Rows) {
		if len(actions) == 0 || slices.Contains(actions, e.Action) {
			out = append(out, strings.Join([]string{string(e.Action), e.Target, e.Before, e.After}, "|"))
		}
	}
	return out
}

// calls lists the calls of broadcast B1.
func (c *crowd) calls(t *testing.T) []campaign.Chunk {
	t.Helper()
	b, err := c.app.store.Broadcasts.Broadcast(t.Context(), c.app.Campaign().ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	calls, _, err := c.app.store.Chunks.Chunks(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

// texts are what the bot said first to somebody.
func (c *crowd) texts(who string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.To == wxsim.OpenID("crowd", who) {
			out = append(out, a.Text)
		}
	}
	return out
}

// told counts the texts that somebody was sent and that hold a part, previews of
// broadcasts aside.
func (c *crowd) told(who, part string) (n int) {
	for _, s := range c.texts(who) {
		if strings.Contains(s, part) && !strings.HasPrefix(s, "【预览") {
			n++
		}
	}
	return n
}

// toldInAll counts the texts that people were sent and that hold a part, previews of
// broadcasts aside.
func (c *crowd) toldInAll(part string) (n int) {
	for _, a := range c.platform.Accepted() {
		if a.Way != "robot" && strings.Contains(a.Text, part) && !strings.HasPrefix(a.Text, "【预览") {
			n++
		}
	}
	return n
}

// alerts lists the posts of the moderators' group robot that hold a part.
func (c *crowd) alerts(part string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, part) {
			out = append(out, a.Text)
		}
	}
	return out
}

// fatesOf lists what became of the notices of a kind: state and reason.
func (c *crowd) fatesOf(t *testing.T, kind campaign.NoticeKind) (out []string) {
	t.Helper()
	for _, state := range []campaign.NoticeState{
		campaign.NoticeQueued, campaign.NoticeSending, campaign.NoticeSent, campaign.NoticeFailed, campaign.NoticeShelved,
		campaign.NoticeUnknown, campaign.NoticeCancelled,
	} {
		list, err := c.app.store.Ledger.ListDeliveries(t.Context(), c.app.Campaign().ID, state, moderation.Page{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range list.Rows {
			if row.Kind == kind {
				out = append(out, strings.TrimSpace(string(state)+" "+row.ErrorWords))
			}
		}
	}
	return out
}

// grep lists which words are in which file of the data directory.
func (c *crowd) grep(t *testing.T, words ...string) (hits []string) {
	t.Helper()
	err := filepath.WalkDir(c.data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				hits = append(hits, filepath.Base(path)+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// rows runs a query on the database, for what no reading method of the store shows.
func (c *crowd) rows(t *testing.T, query string) (out []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.data, "zhujiao.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
