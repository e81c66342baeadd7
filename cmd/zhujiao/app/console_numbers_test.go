package app

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"zhujiao/bot/bottest"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/sqlite"
)

// TestConsoleNumbers compares every number about sending with an independent query, and the
// lists behind the numbers with the numbers.
func TestConsoleNumbers(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for engine, address := range map[string]string{"sqlite": "", "postgres": server.URL()} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			numbers(t, address)
		})
	}
}

// counter counts with SQL of its own.
func counter(t *testing.T, c *crowd, address string) func(query string) int {
	t.Helper()
	driver, name := "pgx", address
	if address == "" {
		driver, name = "sqlite", "file:"+filepath.Join(c.data, sqlite.FileName)+"?mode=ro"
	}
	pool, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return func(query string) (n int) {
		t.Helper()
		if err := pool.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
			t.Fatal(query, err)
		}
		return n
	}
}

// busyEvening is a class of 70 people: 50 with a seat, some by the poster, who check in, claim,
// ask, opt out and leave.
func busyEvening(t *testing.T, c *crowd) {
	t.Helper()
	c.at(7, 19, 0, 0)
	for i := range 10 {
		c.scan(t, fmt.Sprint("s", i))
	}
	c.at(7, 19, 12, 0)
	c.registerNumbered(t, "p", 60)
	for i := range 5 {
		c.say(t, fmt.Sprint("p", i), "退订")
	}
	c.unfollow(t, "p5")
	c.unfollow(t, "s0")
	for i := range 4 {
		c.say(t, fmt.Sprint("x", i), "几点开始")
	}
	c.say(t, "p8", "提问 我做线下零售3年，想转电商产品，没碰过后台，订单和库存先学哪个？")
	c.at(7, 20, 50, 0)
	for i := 10; i < 40; i++ {
		if i == 30 {
			c.at(7, 20, 53, 0)
		}
		c.say(t, fmt.Sprint("p", i), "后台先行")
	}
	for i := 10; i < 20; i++ {
		c.say(t, fmt.Sprint("p", i), "领取99")
	}
}

func numbers(t *testing.T, address string) {
	t.Helper()
	c := staffed(t, func(cfg *Config) {
		cfg.DatabaseURL = address
		change(t, cfg.Campaign, "名额: 120 => 名额: 50")
	})
	busyEvening(t, c)
	count := counter(t, c, address)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	m.post(home(c)+"sends/new", "text="+anyDayText)
	_, page := m.get(home(c) + "sends/new/audience")
	const known, reached = " JOIN person p ON p.id = m.person WHERE p.openid IS NOT NULL", " AND p.following = 1 AND p.consent <> 2"
	for key, where := range map[string]string{
		"seated": "m.standing = 'seat'", "waiting": "m.standing = 'wait'", "signed": "m.standing IN ('seat', 'wait')",
		"present":            "m.checked_at > 0",
		"present-without:99": "m.checked_at > 0 AND m.person NOT IN (SELECT person FROM claim WHERE pack = '99' AND state = 'held')",
		"holders:99":         "m.person IN (SELECT person FROM claim WHERE pack = '99' AND state = 'held')",
		"source:reg-poster":  "m.source = 'reg-poster' AND m.standing <> ''",
	} {
		found := regexp.MustCompile(`value="` + key + `".*?<strong>(\d+)人</strong>(?:，现在送得到(\d+)人)?`).FindStringSubmatch(page)
		if found == nil {
			t.Errorf("no audience %s", key)
			continue
		}
		people, reach := number(t, found[1]), number(t, found[2])
		if want := count("SELECT count(*) FROM member m" + known + " AND " + where); people != want || want == 0 {
			t.Errorf("%s: %d people, want %d", key, people, want)
		}
		if want := count("SELECT count(*) FROM member m" + known + " AND " + where + reached); reach != want {
			t.Errorf("%s: %d are reached, want %d", key, reach, want)
		}
		away := count("SELECT count(*) FROM member m JOIN person p ON p.id = m.person WHERE p.openid IS NULL AND " + where)
		if n := listed(t, m, "reach?of="+key); n != people+away {
			t.Errorf("%s: the list has %d people, want %d and %d who left", key, n, people, away)
		}
		out := count("SELECT count(*) FROM member m" + known + " AND " + where + " AND p.following = 1 AND p.consent = 2")
		if n := listed(t, m, "reach?of="+key+"&why=out"); n != out {
			t.Errorf("%s: %d have opted out", key, n)
		}
		if n := listed(t, m, "reach?of="+key+"&why=left"); n != away {
			t.Errorf("%s: %d have left, want %d", key, n, away)
		}
	}
	drawn(t, m, count)
}

// drawn compares the charts of the first page.
func drawn(t *testing.T, m *member, count func(string) int) {
	t.Helper()
	_, page := m.get(home(m.c))
	for label, query := range map[string]string{
		"关注+扫码": "SELECT count(*) FROM person p WHERE p.id IN (SELECT person FROM arrival) " +
			"OR p.id IN (SELECT person FROM member WHERE standing <> '' OR decided_at > 0)",
		"报名": "SELECT count(*) FROM member WHERE standing = 'seat'",
		"签到": "SELECT count(*) FROM member WHERE checked_at > 0", "领99": "SELECT count(*) FROM claim WHERE pack = '99' AND state = 'held'",
		"提问": "SELECT count(DISTINCT person) FROM question",
	} {
		row := regexp.MustCompile(`<a href="([^"]+)">` + regexp.QuoteMeta(label) + `</a></th>.*?<td><a[^>]*>(\d+)人`)
		found := row.FindStringSubmatch(page)
		if found == nil || number(t, found[2]) != count(query) || found[2] == "0" {
			t.Errorf("%s: %q, want %d", label, found, count(query))
		}
	}
	_, chart, _ := strings.Cut(page, "近10小时")
	chart = regexp.MustCompile(`</?a[^>]*>`).ReplaceAllString(chart, "")
	sum := regexp.MustCompile(`合计</th><td></td><td>(\d+)人`).FindStringSubmatch(chart)
	if want := count("SELECT count(*) FROM member WHERE signed_at > 0"); sum == nil || number(t, sum[1]) != want {
		t.Errorf("registrations: %q, want %d", sum, want)
	}
	poster := regexp.MustCompile(`reg-poster (\d+)人`).FindStringSubmatch(chart)
	scanned := count("SELECT count(*) FROM member WHERE signed_at > 0 AND source = 'reg-poster'")
	if poster == nil || number(t, poster[1]) != scanned {
		t.Errorf("by the poster: %q, want %d", poster, scanned)
	}
	for _, want := range []string{
		`<th scope="row">19:00</th><td>reg-poster ` + fmt.Sprintf("%d</td><td>%d人", scanned, scanned),
		`<th scope="row">20:50</th><td>20人`, `<th scope="row">20:53</th><td>10人`,
	} {
		if !strings.Contains(chart, want) {
			t.Errorf("the charts lack %s", want)
		}
	}
}

// listed counts the people of a list by walking through its pages.
func listed(t *testing.T, m *member, path string) (n int) {
	t.Helper()
	path = home(m.c) + path
	for range 50 {
		status, body := m.get(path)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		n += strings.Count(body, "<strong>同学") + strings.Count(body, "<strong>已离开")
		next := regexp.MustCompile(`href="([^"]+)">下一页`).FindStringSubmatch(body)
		if next == nil {
			return n
		}
		path = strings.ReplaceAll(next[1], "&amp;", "&")
	}
	t.Fatalf("%s does not end", path)
	return n
}

func number(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
