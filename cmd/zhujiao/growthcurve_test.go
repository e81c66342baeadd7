package main

import (
	"cmp"
	"database/sql"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore/storetest"
)

const (
	// curveClass is the class of the sample.
	curveClass = "ecom-backend-0707"
	// curveMessages are in the journal for each person.
	curveMessages = 10
	// curveRounds is how often each thing is measured; the fastest counts, because others may
	// use the machine.
	curveRounds = 15
)

// curvePoint is what a program costs with so many people: milliseconds and MiB by name.
type curvePoint struct {
	engine string
	people int
	costs  map[string]float64
}

// curveCosts are what is measured, in the order of the table.
func curveCosts() []string {
	return []string{
		"message ms", "seat ms", "claim ms", "overview page ms", "seats page ms", "tickets page ms", "report page ms",
		"draft to everybody ms", "start ms", "memory MiB", "database MiB",
	}
}

// TestGrowthCurve measures one program with 1, 10, … people, ten messages of each in the
// journal, on both databases. ZHUJIAO_TEST_CURVE is the largest number of people, and
// ZHUJIAO_TEST_CURVE_DIR where growth.csv and growth.svg are written. A message, a seat and
// a claim cost as much with all as with one, give or take; a page is there in 300 ms.
func TestGrowthCurve(t *testing.T) { //nolint:paralleltest // it measures
	most, err := strconv.Atoi(os.Getenv("ZHUJIAO_TEST_CURVE"))
	if err != nil {
		t.Skip("ZHUJIAO_TEST_CURVE names no number of people")
	}
	var points []curvePoint
	for _, engine := range []string{"SQLite", "PostgreSQL"} { //nolint:paralleltest // it measures
		for people := 1; people <= most; people *= 10 {
			t.Run(fmt.Sprint(engine, " ", people), func(t *testing.T) {
				points = append(points, measurePoint(t, engine, people))
				t.Log(points[len(points)-1])
			})
		}
	}
	writeCurve(t, points)
	checkCurve(t, points)
}

// measurePoint fills a database and measures a program on it.
func measurePoint(t *testing.T, engine string, people int) curvePoint {
	t.Helper()
	p := prepare(t, strings.NewReplacer())
	driver, address := "sqlite", filepath.Join(p.data(), "zhujiao.db")+
		"?_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&_pragma=cache_size(-1000000)"
	if engine == "PostgreSQL" {
		driver, address = "pgx", bottest.StartPostgres(t).URL()
		p.database = address
		p.env = append(p.env, "ZHUJIAO_DATABASE_URL="+address)
	}
	p.start()
	t.Cleanup(p.kill)
	p.kill()
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	begin := time.Now()
	crowd := storetest.Crowd{
		Classes: []string{curveClass}, People: people, Messages: curveMessages * people, Now: p.clock(), Settled: true,
	}
	if err := storetest.Fill(t.Context(), pool, crowd); err != nil {
		t.Fatal(err)
	}
	after := []string{"UPDATE member SET queue = NULL WHERE standing = 'wait'"} // else free seats are for those who wait
	if p.database != "" {
		after = append(after, "ANALYZE") // as autovacuum does soon; SQLite has no statistics in production
	}
	for _, statement := range after {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("filled in %v", time.Since(begin).Round(time.Millisecond))
	return curvePoint{engine, people, p.costs(pool)}
}

// costs measures a program that does not run yet.
func (p *process) costs(pool *sql.DB) map[string]float64 {
	all := map[string][]float64{}
	measure := func(what string, do func()) {
		begin := time.Now()
		do()
		all[what] = append(all[what], time.Since(begin).Seconds()*1000)
	}
	measure("start ms", p.run)
	p.awaitClock()
	v := newVisitor(p.t)
	v.post(consoleLink(p.t, p, "阿敏", "班主任"), nil)
	for i := range curveRounds {
		who := fmt.Sprint("p", i)
		measure("message ms", func() { p.want(who, "几点开始", "20:30") })
		measure("seat ms", func() { p.want(who, "报名", "报名成功") })
		measure("claim ms", func() { p.want(who, "领取99", "99") })
		for page, path := range map[string]string{"overview": "", "seats": "seats", "tickets": "tickets", "report": "report"} {
			measure(page+" page ms", func() {
				if status, body := v.get(p.url + "/console/at/" + curveClass + "/" + path); status != 200 {
					p.t.Errorf("%s: HTTP %d %s", page, status, body)
				}
			})
		}
		if i < 5 {
			measure("draft to everybody ms", func() {
				p.want("m1", "#群发 全部 今晚20:30准时开课，直播间地址稍后发群里。", "人")
			})
		}
		time.Sleep(200 * time.Millisecond) // pages are counted anew after a while
	}
	out := map[string]float64{"memory MiB": float64(p.resident()) / 1024, "database MiB": databaseMiB(p, pool)}
	for what, d := range all {
		out[what] = slices.Min(d)
	}
	return out
}

// want says something and wants a reply with these words.
func (p *process) want(who, text, wanted string) {
	p.t.Helper()
	if got := p.say(who, text).Text; !strings.Contains(got, wanted) {
		p.t.Errorf("%s says %q and reads %q, want %q", who, text, got, wanted)
	}
}

// databaseMiB is how large the database is.
func databaseMiB(p *process, pool *sql.DB) float64 {
	p.t.Helper()
	query := "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	if p.database != "" {
		query = "SELECT pg_database_size(current_database())"
	}
	var size int64
	if err := pool.QueryRowContext(p.t.Context(), query).Scan(&size); err != nil {
		p.t.Fatal(err)
	}
	return float64(size) / (1 << 20)
}

// writeCurve writes the table and the plot.
func writeCurve(t *testing.T, points []curvePoint) {
	t.Helper()
	rows := [][]string{append([]string{"engine", "people", "messages"}, curveCosts()...)}
	for _, p := range points {
		row := []string{p.engine, strconv.Itoa(p.people), strconv.Itoa(curveMessages * p.people)}
		for _, what := range curveCosts() {
			row = append(row, strconv.FormatFloat(p.costs[what], 'f', 1, 64))
		}
		rows = append(rows, row)
		t.Log(strings.Join(row, " | "))
	}
	dir := cmp.Or(os.Getenv("ZHUJIAO_TEST_CURVE_DIR"), t.TempDir())
	var table strings.Builder
	if err := csv.NewWriter(&table).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"growth.csv": table.String(), "growth.svg": curvePlot(points)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// checkCurve wants what people wait for not to grow with the number of people, and pages
// to be there in time.
func checkCurve(t *testing.T, points []curvePoint) {
	t.Helper()
	for _, p := range points {
		first := points[slices.IndexFunc(points, func(q curvePoint) bool { return q.engine == p.engine })]
		for _, what := range []string{"message ms", "seat ms", "claim ms"} {
			if p.costs[what] > 2*first.costs[what] && p.costs[what] > first.costs[what]+10 {
				t.Errorf("%s with %d people: a %s takes %.1f, with one %.1f", p.engine, p.people, what, p.costs[what], first.costs[what])
			}
		}
		for _, what := range []string{"overview page ms", "seats page ms", "tickets page ms", "report page ms"} {
			if p.costs[what] > 300 {
				t.Errorf("%s with %d people: the %s %.1f, want at most 300", p.engine, p.people, what, p.costs[what])
			}
		}
	}
}
