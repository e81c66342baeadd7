package storetest_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // names the driver pgx
	_ "modernc.org/sqlite"             // names the driver sqlite

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// scanning lists the queries that may read a whole table, or all rows of a class, each
// with its reason.
func scanning() map[string]string {
	const (
		audience   = "an audience: everybody who fits is counted or listed"
		moderators = "a table that only moderators fill, with few rows"
		slice      = "a slice: it ends after so many rows, and what it has read is gone"
		younger    = "a slice; what is younger stays, and is read again each hour of its last month"
		first      = firstRow
		partial    = "the index has only the few rows in this state"
		page       = "a page of a class: it begins after the row that was read last, and ends after so many"
		processes  = "a row for each process, 256 at most"
		chart      = "a chart of a class: counted at most once in some seconds, and only while somebody looks at it"
		oneEach    = "a row for each class, found by its key"
		bound      = "it counts up to a bound, at most once in some seconds, and no unit waits for it"
		report     = "sums over a class: asked while somebody looks at its report, and no unit waits for it"
		offline    = "asked by commands and tests, not by messages"
	)
	return map[string]string{
		"CountAudienceAll": audience, "CountAudienceStanding": audience, "CountAudiencePresent": audience,
		"CountAudienceSource": audience, "CountReminded": audience, "CountExhausted": audience,
		"VersionsBelow": page, "RecentUnanswered": page,
		"CandidatesByQueue": page, "CandidatesBySeat": page, "CandidatesInClass": page,
		"Holds":     "a row for each feature of the account, six at most",
		"Instances": processes, "ExpireInstances": processes, "CountMassSends": moderators,
		"Moderators": moderators, "QuotingCodes": moderators, "DropCodes": moderators, "ForgetCodes": moderators,
		"ForgetInvitations": moderators,
		"UntoldRuns":        moderators, "EndedClasses": moderators, "ServedClasses": moderators,
		"StoredClasses": "a row for each class; read at a start and when the content changes",
		"GonePeople":    moderators, "ForgetRuns": moderators, "Entries": moderators, "Phrasings": moderators,
		"LatestVersion": moderators, "ReminderRun": moderators, "ListClasses": moderators,
		"ClosedClasses": moderators,
		"CountReachAll": audience, "CountReachInClass": audience,
		"PeopleBySeat": page, "PeopleByQueue": page, "PeopleInClass": page,
		"CountAsked":    "a chart: asked while somebody looks at it, and no unit waits for it",
		"BehindAskers":  "the people who asked the lecturer something, each once: as CountAsked",
		"PeopleWhoCame": "the people who came by a code or registered, each once: as CountAsked",
		"ReminderRuns":  moderators,
		"ForgetDraws":   slice, "ForgetDrawers": slice,
		"ForgetReportRows": younger, "ForgetPromises": slice, "ForgetAskers": younger, "ForgetVotes": younger,
		"ForgetStrikes": younger, "ForgetReceivers": slice, "ForgetSubscriptions": younger,
		"DrawnPacks":  "the packs of a class",
		"CountStates": offline, "UnansweredSince": offline, "SentSince": "what was sent within a day",
		"WaitingPeople": "what was asked within ten minutes",
		"AuditMark":     first,
		"LargestSeat":   first, "FirstWaiting": first, "AnyoneWaiting": first, "TakeFreeSeat": first, "AnyPerson": first,
		"ClassesUntold": partial, "StopSending": partial, "UntoldBroadcasts": partial, "GiveUpAlerts": partial, "DueChunks": partial,
		"OpenJobs": partial, "NextJob": partial, "JobsOf": partial,
		"Logins": moderators, "DeleteLoginLinks": moderators, "ForgetLoginLinks": moderators, "ForgetSessions": moderators,
		"TicketMark": "the first 500 in the order of an index", "BroadcastMark": "the newest 20",
		"PresenceMark": "who was there within seconds",
		"Colleagues":   moderators, "AnswerTimes": "the newest 500 in the order of an index",
		"LastUnanswered": "the newest 500 since a time",
		"SeatTimes":      chart, "SourceShare": chart, "QuestionTimes": chart, "QuestionStates": chart,
		"QuestionMark": "the newest 500", "Wall": oneEach, "SaveWall": oneEach, "WallCode": oneEach,
		"SaveWallCode": oneEach, "WallMark": oneEach, "VersionAt": "it ends at the first row",
		"Screens": moderators, "DeleteScreensOf": moderators, "ForgetScreens": moderators,
		"CountStored": offline, "EndRuns": moderators, "UnderWay": moderators, "EndJobs": partial,
		"HoldMessages": partial, "DropAlerts": partial,
		"QueuedGauge": bound, "RobotGauge": bound, "SendingGauge": bound, "DeliveryStateGauge": bound, "FailuresByCode": bound,
		"JobGauge": bound, "TicketGauge": bound, "BroadcastGauge": partial, "InstanceGauge": processes,
		"ReportArrived": report, "ReportArrivals": report, "ReportSeats": report, "ReportClaims": report, "ReportHolders": report,
		"ReportTickets": report, "ReportWaits": report,
		"ReportNotices": report, "ReportAskers": report, "ReportQuestions": report, "ListChannels": moderators, "AddChannel": moderators,
		"ReportLinkReporters": report, "ReportOptedOut": report, "ReportCalls": report,
		"CountExportPeople": report, "CountExportClaims": report, "CountExportQuestions": report, "CountExportTickets": report,
		"CountExportReceivers": report,
		"CountTickets":         "it counts up to a bound", "ListInbox": "a list in the order of its index, which ends after 500 rows",
	}
}

// growing are the tables that grow with people and messages. PostgreSQL reads the
// others whole, because they are small.
func growing() []string {
	return []string{
		"person", "member", "arrival", "claim", "journal", "delivery", "ticket", "ticket_asker", "unanswered", "question", "vote", "strike",
		"link_report", "link_promise", "kept_draw", "draw", "forgotten", "subscription", "broadcast_person", "audit",
	}
}

// passing are the indices of states that rows leave at once, so that they are read whole:
// what is being sent, and what was withdrawn and not reported yet.
func passing() []string { return []string{" using delivery_sending", " using delivery_withdrawn"} }

// unsorted reports whether a query must read its rows in the order of an index: lists
// that moderators page through, and what is due.
func unsorted(name string) bool {
	return strings.HasPrefix(name, "List") || name == "Followed" || slices.Contains(queue(), name)
}

// queue are the queries that the outbox asks again and again, however much waits.
func queue() []string {
	return []string{"DueDeliveries", "DueRobot", "WakingDeliveries", "Interrupted", "Withdrawn"}
}

// query is one of the files in queries.
type query struct {
	name, sql string
	args      int
}

// queries reads all queries, with numbered arguments.
func queries(t *testing.T) (out []query) {
	t.Helper()
	files, err := filepath.Glob("../queries/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	arg, embed := regexp.MustCompile(`sqlc\.n?arg\((\w+)\)`), regexp.MustCompile(`sqlc\.embed\((\w+)\)`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range strings.Split(string(text), "-- name: ")[1:] {
			head, body, _ := strings.Cut(q, "\n")
			body, _, _ = strings.Cut(body, ";")
			var args []string
			body = arg.ReplaceAllStringFunc(body, func(s string) string {
				if !slices.Contains(args, s) {
					args = append(args, s)
				}
				return fmt.Sprint("$", slices.Index(args, s)+1)
			})
			name, _, _ := strings.Cut(head, " ")
			out = append(out, query{name, embed.ReplaceAllString(body, "$1.*"), len(args)})
		}
	}
	if len(out) < 150 {
		t.Errorf("%d queries were found: the test shows nothing", len(out))
	}
	return out
}

// judge compares what scans with the list.
func judge(t *testing.T, scans map[string][]string) {
	t.Helper()
	allowed := scanning()
	for name, steps := range scans {
		if allowed[name] == "" {
			t.Errorf("%s reads a whole table: it needs an index, or an entry in the list with its reason:\n\t%s",
				name, strings.Join(steps, "\n\t"))
		}
	}
}

// crowd fills a database with ten thousand people.
func crowd(t *testing.T, s *sqlstore.Store, pool *sql.DB) {
	t.Helper()
	classes := []string{"here", "there"}
	for _, id := range classes {
		if err := s.Content.Prepare(t.Context(), &campaign.Campaign{ID: id, End: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	c := storetest.Crowd{Classes: classes, People: 10_000, Messages: 40_000, Now: time.Now()}
	if err := storetest.Fill(t.Context(), pool, c); err != nil {
		t.Fatal(err)
	}
}

func openPool(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// lines returns the rows of an EXPLAIN, the last column of each.
func lines(t *testing.T, pool *sql.DB, query string, args ...any) (out []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		line := make([]any, len(columns))
		for i := range line {
			line[i] = new(any)
		}
		if err := rows.Scan(line...); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(*line[len(line)-1].(*any)))
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return out
}

// TestPlansSQLite explains every query on a filled database, as it is in production,
// which never makes statistics, and with statistics.
func TestPlansSQLite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, e)
	pool := openPool(t, "sqlite", filepath.Join(dir, sqlite.FileName))
	crowd(t, s, pool)
	class := regexp.MustCompile(`^SEARCH .*\(campaign=\?\)`)
	span := regexp.MustCompile(`^SEARCH .*\(campaign=\? AND \w+[<>]\?\)`)                 // a page's rows, else perhaps most of the class
	usual := regexp.MustCompile(`^SEARCH .* delivery_state \(campaign=\? AND state=\?\)`) // perhaps all that a class was sent
	robots := regexp.MustCompile(`^SEARCH .* delivery_(person|topic) \(person=\?`)        // all that is for robots, if the person is 0
	few := regexp.MustCompile(`^SCAN (CONSTANT|\(|few$)`)                                 // what is no table
	explain := func() (scans map[string][]string) {
		scans = map[string][]string{}
		for _, q := range queries(t) {
			for _, step := range lines(t, pool, "EXPLAIN QUERY PLAN "+q.sql, make([]any, q.args)...) {
				whole := strings.HasPrefix(step, "SCAN ") && !few.MatchString(step)
				whole = whole || strings.Contains(q.sql, "person = 0") && robots.MatchString(step)
				if whole || class.MatchString(step) || usual.MatchString(step) || !unsorted(q.name) && span.MatchString(step) ||
					unsorted(q.name) && strings.Contains(step, "TEMP B-TREE") {
					scans[q.name] = append(scans[q.name], step)
				}
			}
		}
		return scans
	}
	plain := explain()
	judge(t, plain)
	for name := range scanning() {
		if plain[name] == nil {
			t.Errorf("%s is in the list and does not read a whole table", name)
		}
	}
	if _, err := pool.ExecContext(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	judge(t, explain())
}

// TestQueueUsesIndices: what is due is found by an index and read in its order, and what
// holds it back by the rows of its person or robot. No reason is a good one for a scan.
func TestQueueUsesIndices(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	storetest.Open(t, e)
	pool, explained := openPool(t, "sqlite", filepath.Join(dir, sqlite.FileName)), 0
	for _, q := range queries(t) {
		if !slices.Contains(queue(), q.name) {
			continue
		}
		explained++
		for _, step := range lines(t, pool, "EXPLAIN QUERY PLAN "+q.sql, make([]any, q.args)...) {
			if strings.HasPrefix(step, "SCAN") || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s", q.name, step)
			}
		}
	}
	if explained != len(queue()) {
		t.Errorf("%d queries were explained, want %d", explained, len(queue()))
	}
}

// TestPlansPostgres explains every query with statistics.
func TestPlansPostgres(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	url := server.URL()
	e, err := postgres.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, e)
	pool := openPool(t, "pgx", url)
	crowd(t, s, pool)
	// Ten thousand rows are soon read whole. These settings make the planner do what it
	// does with tables that are too large for that.
	for _, statement := range []string{
		"ANALYZE", "SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off", "SET enable_hashjoin = off",
		"SET enable_mergejoin = off", "SET random_page_cost = 1.1",
	} {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	scans := map[string][]string{}
	for _, q := range queries(t) {
		if steps := wholeTables(explainPostgres(t, pool, q), unsorted(q.name)); len(steps) > 0 {
			scans[q.name] = steps
		}
	}
	judge(t, scans)
	endsAtOnce(t, pool)
}

// endsAtOnce explains, as the planner is in production, the queries that may begin to read a
// class because they end at the first row: what they join is found row by row. Who has left is a
// small part of the people, and still all people would be read to find it.
func endsAtOnce(t *testing.T, pool *sql.DB) {
	t.Helper()
	for _, setting := range []string{"enable_seqscan", "enable_hashjoin", "enable_mergejoin"} {
		if _, err := pool.ExecContext(t.Context(), "RESET "+setting); err != nil {
			t.Fatal(err)
		}
	}
	seq, explained := regexp.MustCompile(`Seq Scan on (\w+)`), 0
	for _, q := range queries(t) {
		if scanning()[q.name] != firstRow {
			continue
		}
		explained++
		plan := explainPostgres(t, pool, q)
		if !strings.Contains(strings.Join(plan, "\n"), " Join") {
			continue // it reads one table, to its first row
		}
		for _, step := range plan {
			if m := seq.FindStringSubmatch(step); m != nil && slices.Contains(growing(), m[1]) {
				t.Errorf("%s reads %s whole before its first row: %s", q.name, m[1], strings.TrimSpace(step))
			}
		}
	}
	if explained < 5 {
		t.Errorf("%d queries were explained: the test shows nothing", explained)
	}
}

// firstRow is the reason of the queries that read no further than to the first row that fits.
const firstRow = "it ends at the first row"

// explainPostgres returns the plan for any arguments.
func explainPostgres(t *testing.T, pool *sql.DB, q query) []string {
	t.Helper()
	if _, err := pool.ExecContext(t.Context(), "PREPARE q AS "+q.sql); err != nil {
		t.Fatalf("%s: %v", q.name, err)
	}
	defer func() {
		if _, err := pool.ExecContext(context.WithoutCancel(t.Context()), "DEALLOCATE q"); err != nil {
			t.Error(err)
		}
	}()
	nulls := ""
	if q.args > 0 {
		nulls = "(" + strings.TrimSuffix(strings.Repeat("NULL, ", q.args), ", ") + ")"
	}
	return lines(t, pool, "EXPLAIN EXECUTE q"+nulls)
}

// wholeTables returns the steps of a plan that read a whole table that grows, or all
// its rows of a class.
func wholeTables(plan []string, unsorted bool) (out []string) {
	scan := regexp.MustCompile(`(Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan)( Backward)?( using \w+)? on (\w+)`)
	class := regexp.MustCompile(`^\s*(Index|Recheck) Cond: \(+campaign = [^()]*\)+$`)
	for i, step := range plan {
		if unsorted && strings.Contains(step, "Sort Key") {
			out = append(out, step)
		}
		m := scan.FindStringSubmatch(step)
		if m == nil || !slices.Contains(growing(), m[4]) || slices.Contains(passing(), m[3]) {
			continue
		}
		next := ""
		if i+1 < len(plan) {
			next = plan[i+1]
		}
		if !strings.Contains(next, " Cond: ") || class.MatchString(next) {
			out = append(out, step+" "+strings.TrimSpace(next))
		}
	}
	return out
}
