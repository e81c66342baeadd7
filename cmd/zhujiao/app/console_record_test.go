package app

import (
	"encoding/csv"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/moderation"
)

// exported reads a table that was exported; its first row are the names of columns.
func exported(t *testing.T, got answer) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(got.body, "\uFEFF")
	if got.status != http.StatusOK || !marked || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") ||
		!strings.HasPrefix(got.header.Get("Content-Disposition"), `attachment; filename="record-2`) {
		t.Fatalf("%d %v %.200q", got.status, got.header, got.body)
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) == 0 || len(rows[0]) != 7 {
		t.Fatalf("%q: %v", body, err)
	}
	return rows[1:]
}

// TestConsoleRecord: the record is filtered by who, what, which thing, which day and which
// class, as a page and as a table that a spreadsheet computes nothing of.
func TestConsoleRecord(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	amin, li := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小李", moderation.RoleStaff)
	c.at(6, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "海水为什么是咸的呢老师")
	formula := `=HYPERLINK("http://evil.example","点我")`
	amin.post(home(c)+"tickets/U1/answer", "text="+formula)
	c.at(7, 10, 0, 0)
	li.post(home(c)+"tickets/U2/answer", "text=\t＝1+1")
	li.post(home(c)+"stop", "level=first")
	amin.post("/console/me/password", "password=correct horse battery")
	for _, s := range []struct {
		query string
		lines int
		part  string
	}{
		{"", 3, "急停"},
		{"who=阿敏", 1, "'=HYPERLINK"},
		{"who=小李&kind=ticket", 1, "U2"},
		{"kind=sending", 1, "小李"},
		{"target=u2", 1, "U2"},
		{"day=2022-07-06", 1, "阿敏"},
		{"day=2022-07-07", 2, "小李"},
		{"day=2022-07-08", 0, ""},
		{"who=没有这个人", 0, ""},
		{"of=door", 1, "密码"},
		{"of=door&who=小李", 0, ""},
		{"who=" + url.QueryEscape("阿敏' OR 1=1 --"), 0, ""},
	} {
		rows := exported(t, amin.ask(http.MethodGet, home(c)+"record.csv?"+s.query, nil))
		all := ""
		for _, r := range rows {
			all += strings.Join(r, "|") + "\n"
			for _, cell := range r {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") || strings.HasPrefix(cell, "＝") {
					t.Errorf("a spreadsheet computes %q", cell)
				}
			}
		}
		if len(rows) != s.lines || !strings.Contains(all, s.part) {
			t.Errorf("%q: %d lines, want %d with %q:\n%s", s.query, len(rows), s.lines, s.part, all)
		}
		_, page := amin.get(home(c) + "record?" + s.query)
		_, list, _ := strings.Cut(page, `<ol class="record">`)
		if n := strings.Count(list, "<time"); n != s.lines {
			t.Errorf("%q: the page has %d lines, want %d", s.query, n, s.lines)
		}
	}
	for _, bad := range []string{"day=yesterday", "kind=x", "of=elsewhere", "day=2022-07-32"} {
		if status, _ := amin.get(home(c) + "record?" + bad); status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, status)
		}
	}
	_, page := amin.get(home(c) + "record?who=阿敏&kind=ticket")
	_, to, _ := strings.Cut(page, `href="`+home(c)+`record.csv?`)
	to, _, _ = strings.Cut(to, `"`)
	if rows := exported(t, amin.ask(http.MethodGet, home(c)+"record.csv?"+html.UnescapeString(to), nil)); len(rows) != 1 {
		t.Errorf("the page's own link %q leads to %d lines", to, len(rows))
	}
	inside := amin.ask(http.MethodGet, home(c)+"record", func(r *http.Request) { r.Header.Set("User-Agent", "x MicroMessenger/8") })
	if !strings.Contains(inside.body, "在浏览器") {
		t.Error("in a browser that stores no files nothing says so")
	}
}

// TestConsoleRecordWhole: a table has every line, in order, however many pages there are.
func TestConsoleRecordWhole(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	li := signedIn(t, c, "小李", moderation.RoleStaff)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	const n = 450
	for i := range n {
		c.app.clock.Freeze(c.app.clock.Now().Add(time.Second))
		to := []string{"小李", ""}[i%2]
		if status, _ := li.post(home(c)+"tickets/U1/assign", "to="+to); status != http.StatusSeeOther {
			t.Fatal(i, status)
		}
	}
	rows := exported(t, li.ask(http.MethodGet, home(c)+"record.csv", nil))
	if len(rows) != n {
		t.Fatalf("%d lines, want %d", len(rows), n)
	}
	for i := 1; i < n; i++ {
		if rows[i][0] >= rows[i-1][0] {
			t.Fatalf("line %d is of %s, the one before of %s", i, rows[i][0], rows[i-1][0])
		}
	}
}
