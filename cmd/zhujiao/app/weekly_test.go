package app

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestWeeklyClasses holds a class every week, each with a file and a start of its own,
// with upkeep each hour: seven days after the class in which they took part, no hash of
// people who left or erased everything is kept, although a class always serves.
func TestWeeklyClasses(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for week := range 4 { //nolint:paralleltest // one week after the other
		t.Run(fmt.Sprint("week ", week), func(t *testing.T) {
			c := newCrowd(t, func(cfg *Config) { cfg.Data = data; postpone(t, cfg.Campaign, week) })
			served, ok := c.app.catalog.Class(fmt.Sprint("class-", week))
			if !ok {
				t.Fatal("the class of the file does not serve")
			}
			class := served.Campaign
			c.app.clock.Freeze(class.End.Add(-2 * time.Hour))
			if week == 0 {
				for _, who := range []string{"leaves", "erases"} {
					c.say(t, who, "报名")
					c.say(t, who, "领取49")
				}
				c.say(t, "erases", "删除我的数据")
				c.say(t, "erases", "确认删除")
				c.unfollow(t, "leaves")
				if people, draws, erased := hashes(t, data); people != 1 || draws != 1 || erased != 1 {
					t.Fatalf("%d left, %d draws, %d erased are kept, want one of each", people, draws, erased)
				}
			}
			for h := 0; h < 7*24; h += 6 {
				c.app.clock.Freeze(class.End.Add(time.Duration(h) * time.Hour))
				c.app.forget(t.Context())
			}
			people, draws, erased := hashes(t, data)
			if wanted := 1 - min(week, 1); people != wanted || draws != wanted || week == 3 && erased > 0 {
				t.Errorf("after week %d: %d who left, %d draws and %d who were erased are kept", week, people, draws, erased)
			}
		})
	}
}

// postpone moves the sample's class by so many weeks and gives it another id.
func postpone(t *testing.T, file string, weeks int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`2022-0[78]-\d\d`).ReplaceAllStringFunc(string(b), func(day string) string {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return at.AddDate(0, 0, 7*weeks).Format(time.DateOnly)
	})
	text = strings.ReplaceAll(text, "ecom-backend-0707", fmt.Sprint("class-", weeks))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hashes counts the people without an openid, the draws that are kept under a hash, and
// the hashes of people who were erased.
func hashes(t *testing.T, data string) (people, draws, erased int) {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(data, sqlite.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	const query = "SELECT (SELECT count(*) FROM person WHERE openid IS NULL), (SELECT count(*) FROM kept_draw), " +
		"(SELECT count(*) FROM forgotten)"
	if err := pool.QueryRowContext(t.Context(), query).Scan(&people, &draws, &erased); err != nil {
		t.Fatal(err)
	}
	return people, draws, erased
}
