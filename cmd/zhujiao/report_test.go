package main

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestReportCommand prints the report of a class as text and as JSON, while serve is running.
func TestReportCommand(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "a", "几点开始")
	here := "ZHUJIAO_DATA=" + c.data
	out, code := commandLine(t, "http://127.0.0.1:9", "report ecom-backend-0707", "", here)
	for _, part := range []string{"people signed ", "  2\n", "channel (none)", "first_wait ", "unknown", "self ", "100.0% (1 of 1)"} {
		if code != 0 || !strings.Contains(out, part) {
			t.Errorf("exit %d; the report lacks %q:\n%s", code, part, out)
		}
	}
	out, code = commandLine(t, "http://127.0.0.1:9", "report ecom-backend-0707 --json", "", here)
	var got struct {
		Class    string
		Channels []string
		Funnel   []struct {
			Key, Pack string
			N         int
			By        []int `json:"by_channel"`
		}
		Figures []struct {
			Key     string
			N, Of   int
			Percent *float64
			Known   bool
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: %s", code, err, out)
	}
	if got.Class != "ecom-backend-0707" || len(got.Channels) != 1 || got.Funnel[1].Key != "signed" || got.Funnel[1].N != 2 ||
		got.Funnel[1].By[0] != 2 || len(got.Figures) < 13 {
		t.Errorf("%+v", got)
	}
	for _, f := range got.Figures {
		if f.Key == "self" && (f.Percent == nil || *f.Percent != 100 || f.Of != 1) || f.Key == "conversions" && f.Known {
			t.Errorf("%+v", f)
		}
	}
	if out, code := commandLine(t, "http://127.0.0.1:9", "report nothing", "", here); code != 1 || !strings.Contains(out, "no class") {
		t.Errorf("another class: exit %d, %q", code, out)
	}
}

// TestExportCommand writes tables to new files that only their owner reads, and records it.
func TestExportCommand(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.say(t, "a", "报名")
	dir, here := t.TempDir(), "ZHUJIAO_DATA="+c.data
	file := filepath.Join(dir, "people.xlsx")
	out, code := commandLine(t, "http://127.0.0.1:9", "export ecom-backend-0707 people "+file, "", here)
	if code != 0 || !strings.Contains(out, "1 rows") {
		t.Fatalf("exit %d, %q", code, out)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if rows, err := f.GetRows("报名名单"); err != nil || len(rows) != 2 || rows[1][1] != "已报名" {
		t.Errorf("%q %v", rows, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
	for what, args := range map[string]string{
		"a file that is there": "people " + file, "a table that is none": "secrets " + filepath.Join(dir, "x.csv"),
		"another format": "people " + filepath.Join(dir, "x.pdf"), "no folder": "people " + filepath.Join(dir, "no", "x.csv"),
	} {
		if out, code := commandLine(t, "http://127.0.0.1:9", "export ecom-backend-0707 "+args, "", here); code != 1 {
			t.Errorf("%s: exit %d, %q", what, code, out)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("files are left: %v %v", left, err)
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(c.data, sqlite.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	var who, after string
	err = pool.QueryRowContext(t.Context(), "SELECT who, after FROM audit WHERE action = 'export.table'").Scan(&who, &after)
	if err != nil || who != "operator" || after != "xlsx 1" {
		t.Errorf("%q took %q: %v", who, after, err)
	}
}
