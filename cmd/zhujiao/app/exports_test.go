package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zhujiao/bot/console"
	"zhujiao/bot/export"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// readTable reads a table that was taken in the console.
func readTable(t *testing.T, got answer, format string) (rows [][]string) {
	t.Helper()
	if got.status != http.StatusOK || got.header.Get("Content-Length") != fmt.Sprint(len(got.body)) {
		t.Fatalf("%d %v %.300q", got.status, got.header, got.body)
	}
	if format == "csv" {
		body, marked := strings.CutPrefix(got.body, "\uFEFF")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || !marked {
			t.Fatalf("%v %.100q", err, got.body)
		}
		return rows
	}
	f, err := excelize.OpenReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	sheet := f.GetSheetName(0)
	if rows, err = f.GetRows(sheet); err != nil {
		t.Fatal(err)
	}
	for r := range rows {
		for c := range rows[r] {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
				t.Errorf("%s is a formula: %s %v", cell, formula, err)
			}
		}
	}
	return rows
}

// TestExports takes every table in both formats: they have the people of the class by their
// short codes, nobody who has left or erased their data, and nothing that is computed; who took
// what is recorded.
func TestExports(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.scan(t, "a")
	c.register(t, "b", "d", "gone", "erased")
	c.say(t, "a", "=HYPERLINK(\"http://evil.example\")课程会讲到SaaS多租户后台吗")
	c.say(t, "gone", "海水为什么是咸的呢老师")
	c.say(t, "a", "提问 ＝cmd|' /C calc'!A0 订单和库存先学哪个比较好呢")
	c.say(t, "erased", "提问 我做线下零售3年，想转电商产品，应该怎么办呢")
	c.say(t, "m1", "#答 U1 @SUM(1+1)会提到")
	massSent(t, c)
	for _, who := range []string{"a", "b", "gone", "erased"} {
		c.say(t, who, "后台先行")
		c.say(t, who, "领取99")
	}
	c.unfollow(t, "gone")
	c.say(t, "erased", "删除我的数据")
	c.say(t, "erased", "确认删除")
	c.settle(t)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	code := regexp.MustCompile(`^同学[0-9A-Z]{4}$`)
	for what, want := range map[string]struct {
		rows  int
		parts []string
	}{
		"people":     {3, []string{"已报名", "reg-poster", "2022-07-07 20:50:00"}},
		"claims":     {2, []string{"99", "已领取"}},
		"questions":  {1, []string{"Q1", "'＝cmd"}},
		"tickets":    {1, []string{"U1", "'=HYPERLINK", "'@SUM", "已回答"}},
		"broadcasts": {3, []string{"B1", "送达"}},
	} {
		for _, format := range []string{"csv", "xlsx"} {
			got := m.ask(http.MethodPost, home(c)+"export/"+what, nil, "format="+format)
			rows := readTable(t, got, format)
			all := fmt.Sprint(rows)
			for _, row := range rows[1:] {
				if !code.MatchString(row[0]) && !code.MatchString(row[1]) {
					t.Errorf("%s.%s: a row has no short code: %q", what, format, row)
				}
			}
			if len(rows) != want.rows+1 {
				t.Errorf("%s.%s has %d rows, want %d: %s", what, format, len(rows)-1, want.rows, all)
			}
			for _, part := range want.parts {
				if !strings.Contains(all, part) {
					t.Errorf("%s.%s lacks %s: %s", what, format, part, all)
				}
			}
			for _, who := range []string{"a", "b", "gone", "erased"} {
				if strings.Contains(got.body, wxsim.OpenID("crowd", who)) {
					t.Errorf("%s.%s has an openid", what, format)
				}
			}
			name := got.header.Get("Content-Disposition")
			called := `^attachment; filename="` + what + `-20220707-2050\.` + format + `"; filename\*=UTF-8''[!-~]+$`
			if !regexp.MustCompile(called).MatchString(name) {
				t.Errorf("the file is called %s", name)
			}
		}
	}
	_, record := m.get(home(c) + "record?kind=export")
	_, record, _ = strings.Cut(record, `<ol class="record">`)
	if n := strings.Count(record, "导出表格"); n != 10 || !strings.Contains(record, "xlsx 3") || !strings.Contains(record, "阿敏") {
		t.Errorf("%d exports are recorded", n)
	}
	refusedExports(t, c, m)
}

func refusedExports(t *testing.T, c *crowd, m *member) {
	t.Helper()
	for _, bad := range []struct {
		what, format string
		status       int
	}{{"people", "pdf", 400}, {"people", "", 400}, {"secrets", "csv", 404}, {"people%0d%0aX-Evil:1", "csv", 404}} {
		got := m.ask(http.MethodPost, home(c)+"export/"+bad.what, nil, "format="+bad.format)
		if got.status != bad.status || got.header.Get("X-Evil") != "" {
			t.Errorf("%s as %q: %d", bad.what, bad.format, got.status)
		}
	}
	for _, role := range []moderation.Role{moderation.RoleReader, moderation.RoleLecturer} {
		less := signedIn(t, c, "少"+string(role), role)
		if status, _ := less.post(home(c)+"export/people", "format=csv"); status != http.StatusForbidden {
			t.Errorf("%s takes a table: %d", role, status)
		}
	}
	_, page := m.get(home(c) + "export")
	if !strings.Contains(page, "3行") || !strings.Contains(page, `value="xlsx"`) {
		t.Errorf("the page: %s", page)
	}
	inside := m.ask(http.MethodGet, home(c)+"export", func(r *http.Request) { r.Header.Set("User-Agent", "x MicroMessenger/8") })
	if !strings.Contains(inside.body, "在浏览器打开") || strings.Contains(inside.body, `value="xlsx"`) {
		t.Error("in a browser that stores no files nothing says so")
	}
	c.app.console.Tables = during{func() {
		if status, _ := m.post(home(c)+"export/people", "format=csv"); status != http.StatusServiceUnavailable {
			t.Errorf("a second table at once: %d", status)
		}
	}}
	before := c.rows(t, "SELECT count(*) FROM audit")
	status, body := m.post(home(c)+"export/people", "format=csv")
	if status != http.StatusInternalServerError || strings.Contains(body, "短码") {
		t.Errorf("a table that failed: %d %s", status, body)
	}
	if after := c.rows(t, "SELECT count(*) FROM audit"); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a table that nobody got is recorded: %v", after)
	}
}

// during does something while a table is made, which then fails.
type during struct{ f func() }

func (during) Title(k moderation.ExportKind) string { return tables{}.Title(k) }

func (during) Scratch() (console.Scratch, error) { return tables{}.Scratch() }

func (d during) Write(
	ctx context.Context, who moderation.Actor, x *moderation.Exports, k moderation.ExportKind, to *export.Sheet,
) (int, error) {
	d.f()
	_, err := tables{}.Write(ctx, who, x, k, to)
	return 0, errors.Join(err, io.ErrUnexpectedEOF)
}

// massSent sends a broadcast to all who are registered.
func massSent(t *testing.T, c *crowd) {
	t.Helper()
	c.say(t, "m1", "#群发 已报名 "+anyDayText)
	c.settle(t)
	c.say(t, "m1", "#确认 B1 5")
	c.settle(t)
	c.at(7, 20, 50, 0)
	c.settle(t)
}

// TestExportLarge takes a table of 100,000 people in both formats, and reads it again: each person
// is in it once. What it took is printed; the bound of time is that of something that hangs, that
// of memory is what a small machine has to spare.
func TestExportLarge(t *testing.T) { //nolint:paralleltest // it measures
	c, pool := growing(t, nil, 0)
	const most = 100_000
	people := Wanted{c.app.Campaign().ID, moderation.ExportPeople}
	for _, fill := range []string{
		"INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, credits, credits_until, " +
			"pending, pending_until, choices, choices_until, shelved, taken, since) " +
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) " +
			"SELECT i, 'o' || i, printf('%%064x', i), 1, 1, 1, 1, 0, 0, '', 0, '', 0, 0, 0, 0 FROM n",
		"INSERT INTO member (campaign, person, standing, seat, source, signed_at, checked_at, " +
			"wrong_tries, wrong_since, since, joined, seen) " +
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) " +
			"SELECT '" + c.app.Campaign().ID + "', i, 'seat', i, 'reg-poster', 1657180000000 + i, 0, 0, 0, 0, 0, 0 FROM n",
	} {
		if _, err := pool.ExecContext(t.Context(), fmt.Sprintf(fill, most)); err != nil {
			t.Fatal(err)
		}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // garbage goes by what other tests have left
	for _, format := range []string{"csv", "xlsx"} {
		file := filepath.Join(t.TempDir(), "people."+format)
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		stop, peak := watchMemory()
		begin := time.Now()
		rows, err := ExportTo(t.Context(), c.app.store, people, file, c.app.clock.Now())
		took := time.Since(begin)
		stop()
		more := (int64(peak.Load()) - int64(before.HeapAlloc)) >> 20
		t.Logf("%s: %d rows in %v, %d MiB of memory", format, rows, took.Round(time.Millisecond), more)
		if err != nil || rows != most || took > time.Minute || more > 100 {
			t.Errorf("%s: %d rows in %v with %d MiB: %v", format, rows, took, more, err)
		}
		if n, seats := rowsOf(t, file); n != most+1 || seats != most*(most+1)/2 {
			t.Errorf("%s: %d rows are read, whose seats add up to %d", format, n, seats)
		}
		if _, err := ExportTo(t.Context(), c.app.store, people, file, c.app.clock.Now()); err == nil {
			t.Error("a file is overwritten")
		}
	}
}

// watchMemory follows the heap until it is stopped.
func watchMemory() (stop func(), peak *atomic.Uint64) {
	peak = &atomic.Uint64{}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() { // ends with stop
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapAlloc))
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-ended }, peak
}

// rowsOf counts the rows of a table as a program that opens it finds them, and adds up the seats,
// which stand in its third column.
func rowsOf(t *testing.T, file string) (n, seats int) {
	t.Helper()
	read := func(row []string) {
		if n++; n > 1 {
			seats += number(t, row[2])
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".csv") {
		for r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))); ; {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				return n, seats
			}
			if err != nil {
				t.Fatal(err)
			}
			read(row)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		read(row)
	}
	if err := errors.Join(rows.Error(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return n, seats
}
