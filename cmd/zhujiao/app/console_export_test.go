package app

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// TestConsoleSeatsExport: the list of seats as a table has everybody once and in order, with
// nothing that a spreadsheet computes and nothing that leads to a person elsewhere; whoever may not
// list people gets none.
func TestConsoleSeatsExport(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 230") })
	c.at(7, 19, 0, 0)
	c.registerNumbered(t, "p", 233)
	c.say(t, "p7", "退订")
	c.at(7, 20, 50, 0)
	c.say(t, "p5", "后台先行")
	pool := rows(t, c)
	for seat, source := range map[int]string{3: `=HYPERLINK("http://evil.example")`, 4: "＋1", 9: "海报"} {
		if _, err := pool.Exec("UPDATE member SET source = ? WHERE seat = ?", source, seat); err != nil {
			t.Fatal(err)
		}
	}
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	for of, n := range map[string]int{"": 230, "waiting": 3, "present": 1, "absent": 229} {
		got := m.ask(http.MethodGet, home(c)+"seats.csv?of="+of, nil)
		body, marked := strings.CutPrefix(got.body, "\uFEFF")
		table, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if got.status != http.StatusOK || !marked || err != nil || len(table) != n+1 || len(table[0]) != 7 {
			t.Fatalf("%q: %d, %d lines, %v: %.200q", of, got.status, len(table), err, got.body)
		}
		seen := map[string]bool{}
		for i, line := range table[1:] {
			if of == "" && line[1] != fmt.Sprint(i+1) || seen[line[0]+line[1]] {
				t.Fatalf("line %d is %q", i+1, line)
			}
			seen[line[0]+line[1]] = true
			for _, cell := range line {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") || strings.HasPrefix(cell, "＋") {
					t.Errorf("a spreadsheet computes %q", cell)
				}
			}
		}
		if of != "" {
			continue
		}
		for i, want := range map[int]string{
			3: "'=HYPERLINK", 4: "'＋1", 9: "|海报|", 6: "已签到", 8: "已退订", 1: "|没有渠道码|2022-07-07 19:00:00||开着",
		} {
			if line := strings.Join(table[i], "|"); !strings.Contains(line, want) {
				t.Errorf("line %d is %q and lacks %q", i, line, want)
			}
		}
	}
	_, page := m.get(home(c) + "seats?of=absent")
	if !strings.Contains(page, home(c)+"seats.csv?of=absent") {
		t.Error("the page has no link to its table")
	}
	for _, r := range []moderation.Role{moderation.RoleReader, moderation.RoleLecturer} {
		status, body := signedIn(t, c, "别人", r).get(home(c) + "seats.csv")
		if status != http.StatusForbidden || strings.Contains(body, "海报") {
			t.Errorf("%s gets it: %d", r, status)
		}
	}
}
