package app

import (
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/storetest"
	"zhujiao/bot/wxsim"
)

// TestReport plays a week of three classes and compares every step of each funnel, in all and by
// channel, and every figure with independent queries, or with what the test did where no row has
// it. Each query follows the definition that stands above it, word by word as the operators have
// it.
func TestReport(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for engine, address := range map[string]string{"sqlite": "", "postgres": server.URL()} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, func(cfg *Config) {
				cfg.DatabaseURL = address
				change(t, cfg.Campaign, "名额: 120 => 名额: 20")
				change(t, cfg.Campaign, "概率: 0.3 => 概率: 1") // or each database draws otherwise
			})
			w := playWeek(t, c)
			x := &expected{week: w, pool: poolOf(t, c, address)}
			for _, e := range evenings() {
				x.compare(t, e)
			}
			reportShown(t, c)
		})
	}
}

// expected computes a report without the code that makes reports.
type expected struct {
	*week
	pool *sql.DB
}

// number counts with a query of its own. A ? in it is the class.
func (x *expected) number(t *testing.T, class, query string) (n int) {
	t.Helper()
	if err := x.pool.QueryRowContext(t.Context(), strings.ReplaceAll(query, "?", "'"+class+"'")).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

// byChannel lists the people whom a condition on the table person selects by the channel by which
// they have registered, as the test knows it.
func (x *expected) byChannel(t *testing.T, class, where string) map[string]int {
	t.Helper()
	rows, err := x.pool.QueryContext(t.Context(), "SELECT hash FROM person WHERE id IN ("+strings.ReplaceAll(where, "?", "'"+class+"'")+")")
	if err != nil {
		t.Fatal(where, err)
	}
	defer func() { _ = rows.Close() }()
	channels := map[string]string{}
	for who, channel := range x.by[class] {
		channels[x.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))] = channel
	}
	out := map[string]int{}
	for rows.Next() {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			t.Fatal(err)
		}
		out[channels[hash]]++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// steps are who has come how far, by step and channel: 关注+扫码 → 报名 → 签到 → 领取 → 提问.
func (x *expected) steps(t *testing.T, c *campaign.Campaign) map[string]map[string]int {
	t.Helper()
	out := map[string]map[string]int{
		// 报名: who has a seat.
		string(moderation.FigureSigned): x.byChannel(t, c.ID, "SELECT person FROM member WHERE campaign = ? AND standing = 'seat'"),
		// 签到: who has said the passphrase and read that it counts.
		string(moderation.FigurePresent): x.checkedIn(c.ID),
		// 提问: who has asked the lecturer something.
		string(moderation.FigureAsked): x.byChannel(t, c.ID, "SELECT person FROM question WHERE campaign = ? AND person <> 0"),
		// 关注+扫码: whom the test has made come.
		string(moderation.StageArrived): {},
	}
	for channel, people := range x.came[c.ID] {
		out[string(moderation.StageArrived)][channel] = len(people)
	}
	for _, k := range c.Packs { // 领取: who has the pack
		out[string(moderation.FigureClaimed)+k.ID] = x.byChannel(t, c.ID,
			"SELECT person FROM claim WHERE campaign = ? AND state = 'held' AND pack = '"+k.ID+"'")
	}
	return out
}

// total adds up a step.
func total(by map[string]int) (n int) {
	for _, m := range by {
		n += m
	}
	return n
}

// figures are N of Of of every figure but the wait, by figure and pack.
func (x *expected) figures(t *testing.T, c *campaign.Campaign, steps map[string]map[string]int) map[string][2]int {
	t.Helper()
	in := func(query string) int { t.Helper(); return x.number(t, c.ID, query) }
	seats, came := total(steps[string(moderation.FigureSigned)]), total(steps[string(moderation.FigurePresent)])
	holders := in("SELECT count(DISTINCT person) FROM claim WHERE campaign = ? AND state = 'held'")
	tickets := in("SELECT count(*) FROM ticket WHERE campaign = ? AND kind IN ('U', 'H')")
	direct := x.direct[c.ID]
	manual := in("SELECT count(*) FROM ticket_asker WHERE campaign = ? AND kind IN ('U', 'H')")
	out := map[string][2]int{
		// 触达率 = 送达/应送: notices to people that have left or were given up, and broadcasts by
		// the row of each receiver, of which the platform has got so many.
		string(moderation.FigureReached): {
			in("SELECT count(*) FROM delivery WHERE campaign = ? AND person > 0 AND state = 'sent'") + x.broadcast(c),
			in("SELECT count(*) FROM delivery WHERE campaign = ? AND person > 0 "+
				"AND state NOT IN ('queued', 'held', 'sending', 'cancelled')") +
				in("SELECT count(*) FROM broadcast_person WHERE campaign = ? AND skipped = 0"),
		},
		// 报名率 = 报名/(关注+扫码)
		string(moderation.FigureSigned): {seats, x.total(c.ID)},
		// 候补数/转正数: the replies that said so, and the notices that said so.
		string(moderation.FigureWaited):   {x.waited[c.ID], 0},
		string(moderation.FigurePromoted): {in("SELECT count(*) FROM delivery WHERE campaign = ? AND kind = 'promoted'"), 0},
		// 到课率 = 签到/报名
		string(moderation.FigurePresent): {came, seats},
		// 提问率 = 提问人数/报名
		string(moderation.FigureAsked): {total(steps[string(moderation.FigureAsked)]), seats},
		// 答复率: tickets that a moderator's answer is recorded for
		string(moderation.FigureAnswered): {
			in("SELECT count(DISTINCT target) FROM audit WHERE campaign = ? AND action = 'ticket.answer'"), tickets,
		},
		// 自助解决率 = 1 − 转人工/问: what was asked is what was answered at once and who was handed on
		string(moderation.FigureSelf): {direct, direct + manual},
		// 失效反馈率: who called a link dead, of who has a pack
		string(moderation.FigureDeadLinks): {in("SELECT count(DISTINCT person) FROM link_report WHERE campaign = ?"), holders},
		// 退订率: who has a seat and has opted out
		string(moderation.FigureOptedOut): {
			in("SELECT count(*) FROM person WHERE consent = 2 " +
				"AND id IN (SELECT person FROM member WHERE campaign = ? AND standing = 'seat')"), seats,
		},
		// 取关率 = 领取后7天内取关/领取
		string(moderation.FigureUnfollowed): {x.goneSoon(t, c.ID), holders},
		// 转化 is written down by hand: nobody has yet
		string(moderation.FigureConverted): {0, came},
	}
	for _, k := range packsOf(c) { // 领取率 = 领99/签到
		out[string(moderation.FigureClaimed)+k] = [2]int{total(steps[string(moderation.FigureClaimed)+k]), came}
	}
	return out
}

// goneSoon counts who has a pack of a class and left within a week after they got it.
func (x *expected) goneSoon(t *testing.T, class string) (n int) {
	t.Helper()
	for who, at := range x.left {
		hash := x.app.store.People.Hash(bot.UserID(wxsim.OpenID("crowd", who)))
		n += min(1, x.number(t, class, fmt.Sprintf("SELECT count(*) FROM claim WHERE campaign = ? AND state = 'held' "+
			"AND at < %d AND at >= %d AND person IN (SELECT id FROM person WHERE hash = '%s')",
			at.UnixMilli(), at.AddDate(0, 0, -7).UnixMilli(), hash)))
	}
	return n
}

// broadcast is how many people the platform has shown the class's broadcast to.
func (x *expected) broadcast(c *campaign.Campaign) (n int) {
	for _, a := range x.platform.Accepted() {
		if c.ID == evenings()[0].id && a.Way == "mass" && strings.Contains(a.Text, anyDayText) {
			n++
		}
	}
	return n
}

// wait is 首次答复中位时长 = min(答−问): of each ticket the record of its first answer, since the
// first of those who asked.
func (x *expected) wait(t *testing.T, class string) (median time.Duration) {
	t.Helper()
	rows, err := x.pool.QueryContext(t.Context(), strings.ReplaceAll("SELECT min(d.at) - (SELECT min(a.at) FROM ticket_asker a "+
		"WHERE a.campaign = ? AND a.kind || a.number = d.target) FROM audit d WHERE d.campaign = ? AND d.action = 'ticket.answer' "+
		"GROUP BY d.target ORDER BY 1", "?", "'"+class+"'"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []int64
	for rows.Next() {
		var took int64
		if err := rows.Scan(&took); err != nil {
			t.Fatal(err)
		}
		all = append(all, took)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return 0
	}
	return time.Duration((all[(len(all)-1)/2]+all[len(all)/2])/2) * time.Millisecond
}

// compare compares the report of a class.
func (x *expected) compare(t *testing.T, e playedEvening) {
	t.Helper()
	r, class, err := ReportOf(t.Context(), x.app.store, e.id, x.app.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	steps := x.steps(t, class)
	figures, met := x.figures(t, class, steps), map[string]bool{}
	for _, f := range r.Figures {
		name := string(f.Key) + f.Arg
		met[name] = true
		want, ok := figures[name]
		switch {
		case f.Key == moderation.FigureWait:
			if wait := x.wait(t, e.id); f.Time != wait || f.Known != (wait > 0) {
				t.Errorf("%s: the median is %v, want %v", e.id, f.Time, wait)
			}
		case !ok || f.N != want[0] || f.Of != want[1]:
			t.Errorf("%s %s: %d of %d, want %d of %d", e.id, name, f.N, f.Of, want[0], want[1])
		case f.Key == moderation.FigureSigned && (f.N > f.Of || f.N == 0):
			t.Errorf("%s: %d of %d have registered", e.id, f.N, f.Of)
		case f.Known == (f.Key == moderation.FigureConverted):
			t.Errorf("%s %s: known is %v", e.id, name, f.Known)
		}
	}
	for name := range figures {
		if !met[name] {
			t.Errorf("%s: the report lacks %s", e.id, name)
		}
	}
	x.compareFunnel(t, e, r, steps)
}

// compareFunnel compares the steps of a funnel, in all and by channel.
func (x *expected) compareFunnel(t *testing.T, e playedEvening, r moderation.Report, steps map[string]map[string]int) {
	t.Helper()
	if len(r.Funnel) != len(steps) {
		t.Errorf("%s: the funnel has %d steps, want %d", e.id, len(r.Funnel), len(steps))
	}
	for _, s := range r.Funnel {
		name, want := string(s.Key)+s.Arg, total(steps[string(s.Key)+s.Arg])
		if s.Key == moderation.StageArrived {
			want = x.total(e.id) // who came by two channels is one
		}
		if s.N != want || s.N == 0 && s.Arg != "49" {
			t.Errorf("%s %s: %d people, want %d", e.id, name, s.N, want)
		}
		found := map[string]int{}
		for i, channel := range r.Counts.Channels {
			if s.By[i] > 0 {
				found[channel.Code] = s.By[i]
			}
		}
		if !maps.Equal(found, steps[name]) {
			t.Errorf("%s %s by channel: %v, want %v", e.id, name, found, steps[name])
		}
	}
}

// reportShown looks at the page: it has the figures with their definitions, a moderator writes
// conversions down, and the short code leads to it.
func reportShown(t *testing.T, c *crowd) {
	t.Helper()
	at := "/console/at/ecom-backend-0707/"
	m, reads := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小读", moderation.RoleReader)
	_, page := m.get(at + "report")
	r, _, err := ReportOf(t.Context(), c.app.store, evenings()[0].id, c.app.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	parts := []string{
		"7月7日 20:30。统计到7月16日 09:00", "报名率", "送达 ÷ 应送", "首次答复中位时长", "还没填", "reg-poster", "没有渠道码", "1 − 转人工 ÷ 问",
	}
	present := 0
	for _, f := range r.Figures {
		if f.Known && f.Of > 0 && f.Time == 0 {
			parts = append(parts, fmt.Sprintf("%.1f%% %d/%d<", 100*float64(f.N)/float64(f.Of), f.N, f.Of))
		}
		if f.Key == moderation.FigureWait {
			parts = append(parts, fmt.Sprintf("%d分%d秒<", int(f.Time.Minutes()), int(f.Time.Seconds())%60))
		}
		if f.Key == moderation.FigurePresent {
			present = f.N
		}
	}
	for _, s := range r.Funnel {
		parts = append(parts, fmt.Sprintf(`">%d人</a>`, s.N)) // with a link to these people
	}
	for _, part := range parts {
		if !strings.Contains(page, part) {
			t.Errorf("the report lacks %q", part)
		}
	}
	if status, _ := reads.post(at+"report/conversions", "n=3"); status != http.StatusForbidden {
		t.Errorf("a reader writes conversions down: %d", status)
	}
	for _, bad := range []string{"n=-1", "n=x", "n=", "n=1000001"} {
		if status, _ := m.post(at+"report/conversions", bad); status < 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
	m.post(at+"report/conversions", "n=2")
	status, page := m.get(at + "report")
	if status != http.StatusOK || !strings.Contains(page, fmt.Sprint("2/", present)) || strings.Contains(page, "还没填") {
		t.Errorf("%d: conversions are not shown", status)
	}
	if _, record := m.get(at + "record?kind=report"); !strings.Contains(record, "记转化人数") {
		t.Error("conversions are not recorded")
	}
	code := regexp.MustCompile(`/r/([A-Z2-7]{8})`).FindStringSubmatch(page)
	if code == nil {
		t.Fatal("no short code")
	}
	got := m.ask(http.MethodGet, "/r/"+strings.ToLower(code[1]), nil)
	if to := got.header.Get("Location"); got.status != http.StatusSeeOther || to != at+"report" {
		t.Errorf("the short code: %d to %q", got.status, to)
	}
	for _, bad := range []string{"/r/", "/r/AAAAAAAA", "/r/..%2fconsole"} {
		if got := m.ask(http.MethodGet, bad, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
	for kind, path := range map[string]string{"image/svg+xml": "report.svg", "image/png": "report.png"} {
		got := m.ask(http.MethodGet, at+path, nil)
		if kind == "image/png" && font() == nil {
			if got.status != http.StatusNotFound {
				t.Errorf("a picture without a font: %d", got.status)
			}
			continue
		}
		if got.status != http.StatusOK || got.header.Get("Content-Type") != kind ||
			!strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
		if kind == "image/svg+xml" && (!strings.Contains(got.body, "报名  20人") || strings.Contains(got.body, "同学")) {
			t.Errorf("the picture: %.400s", got.body)
		}
	}
}

// TestReportLarge counts the report of a class among 50,000 people, with as many notices and
// a quarter as many tickets. What it took is printed; the bound is that of something that hangs.
// ZHUJIAO_TEST_LONG adds PostgreSQL.
func TestReportLarge(t *testing.T) { //nolint:paralleltest // it measures
	engines := map[string]func() string{"sqlite": nil}
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		engines["postgres"] = bottest.StartPostgres(t).URL
	}
	for engine, url := range engines { //nolint:paralleltest // it measures
		t.Run(engine, func(t *testing.T) {
			c, pool := growing(t, url, 0)
			class := c.app.Campaign().ID
			fillUp(t, pool, storetest.Crowd{Classes: []string{class}, People: 50_000, Messages: 1000, Now: c.app.clock.Now()})
			const answered = "UPDATE ticket SET answered_at = opened_at + 600000 WHERE state = 'answered'"
			if _, err := pool.ExecContext(t.Context(), answered); err != nil {
				t.Fatal(err)
			}
			best := time.Hour
			for range 3 {
				begin := time.Now()
				n, err := sqlstore.Reports(c.app.store).CountReport(t.Context(), class, 7*24*time.Hour)
				best = min(best, time.Since(begin))
				if err != nil || n.Arrived != 25_000 || n.Holders < 10_000 || n.Wait != 10*time.Minute || n.Due == 0 {
					t.Fatalf("%+v %v", n, err)
				}
			}
			t.Logf("counted in %v", best.Round(time.Millisecond))
			if best > 10*time.Second {
				t.Errorf("the report takes %v", best)
			}
		})
	}
}
