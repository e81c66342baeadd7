package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestAccountFile: what the account file says holds for every class and outlives a bad edit
// and a restart with it; without the file the classes' own settings and the strictest limit
// hold.
func TestAccountFile(t *testing.T) {
	t.Parallel()
	settings := inFolder(t, 0, 1)
	var account string
	messages := func(c *crowd, want, duty int) {
		t.Helper()
		if got := (limits{c.app}).rules(); got.Messages != want {
			t.Errorf("%d messages are allowed, want %d", got.Messages, want)
		}
		for _, s := range c.app.catalog.Classes() {
			if got := s.Campaign.Duty.From; got != duty*60 {
				t.Errorf("the duty of %s begins at %d:00, want %d:00", s.Campaign.ID, got/60, duty)
			}
		}
	}
	t.Run("it is written", func(t *testing.T) {
		c := staffed(t, func(cfg *Config) {
			settings(cfg)
			change(t, filepath.Join(cfg.Campaign, "week1.yaml"), "条数: 10, 时间: 30秒 => 条数: 7, 时间: 30秒")
		})
		account = filepath.Join(c.file, content.AccountFile)
		messages(c, 7, 9)
		write := func(words string) {
			t.Helper()
			if err := os.WriteFile(account, []byte(words), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("限速:\n  每人: {条数: 20, 时间: 30秒}\n班主任在线: \"10:00-22:00\"\n")
		if out := c.rescan(t); out.err != nil {
			t.Fatal(out.err)
		}
		messages(c, 20, 10)
		write("限速:\n  每人: {条数: 很多, 时间: 30秒}\n")
		if out := c.rescan(t); !strings.Contains(out.failed, "account.yaml:2") || len(c.alerts("【活动文件有错】account.yaml")) != 1 {
			t.Errorf("a bad account file: %q, told %q", out.failed, c.alerts("account.yaml"))
		}
		messages(c, 20, 10)
	})
	again := staffed(t, settings)
	messages(again, 20, 10)
	if err := os.Remove(account); err != nil {
		t.Fatal(err)
	}
	if out := again.rescan(t); out.err != nil {
		t.Fatal(out.err)
	}
	messages(again, 7, 9)
}

// TestEachClassGoesOn: a reminder of one class is due while a broadcast of another one, which
// is over, runs; and a fault in a third stops neither.
func TestEachClassGoesOn(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, -2, -1, 0, 1))
	zone := c.app.Campaign().Zone
	c.app.clock.Freeze(time.Date(2022, 6, 30, 20, 0, 0, 0, zone))
	c.register(t, "p0", "p1", "p2")
	c.commands(t, "#群发 已报名 "+anyDayText, "#定时 B1 7月7日19:30")
	c.at(7, 12, 0, 0)
	c.register(t, "a")
	faulty, _ := c.app.catalog.Class("class--2")
	faulty.Attendees.Signups = nil // planning it panics
	c.at(7, 19, 30, 0)
	if err := c.app.outbox.Settle(t.Context()); err == nil || !strings.Contains(err.Error(), "class--2") {
		t.Errorf("the fault is not told: %v", err)
	}
	c.at(7, 19, 33, 0)
	_ = c.app.outbox.Settle(t.Context()) // the fault again
	if c.told("a", "还有1小时") != 1 || c.told("p0", "还有1小时") != 0 {
		t.Errorf("a reads %q, p0 %q", c.texts("a"), c.texts("p0"))
	}
	for _, who := range []string{"p0", "p1", "p2"} {
		if c.told(who, anyDayText) != 1 {
			t.Errorf("%s reads %q", who, c.texts(who))
		}
	}
	if c.told("a", anyDayText) != 0 {
		t.Error("the broadcast of another class reaches a")
	}
	got := c.rows(t, "SELECT campaign || ' ' || kind FROM delivery WHERE kind IN ('report', 'reminder') ORDER BY 1")
	if !slices.Contains(got, "class-0 reminder") || !slices.Contains(got, "class--1 report") {
		t.Errorf("deliveries %v", got)
	}
	for _, class := range []string{"class-0", "class-1"} {
		s, _ := c.app.catalog.Class(class)
		said, err := renderer{c.app}.Render(t.Context(), campaign.Notice{Campaign: class, Body: campaign.Promoted{Seat: 1}})
		words, _ := bot.Words(said)
		day := s.Campaign.Start.In(zone)
		if want := fmt.Sprintf("%d月%d日", day.Month(), day.Day()); err != nil || !strings.Contains(string(words), want) {
			t.Errorf("a notice of %s says %q, want %s in it, %v", class, words, want, err)
		}
	}
}

// TestTenWeeks holds a class each week on one database and in one process, with files that
// come one by one: what the classes have in common, pack 99 and tickets with equal numbers,
// is counted for each, what is loaded is bounded, and a message costs in the tenth week what it
// costs when a second class is live.
func TestTenWeeks(t *testing.T) {
	t.Parallel()
	folder, count := inFolder(t, 0), counted{}
	c := staffed(t, func(cfg *Config) {
		folder(cfg)
		count.hook(t, cfg)
	})
	var costs []cost
	const weeks = 10
	start, draws := c.app.Campaign().Start, map[string]int{}
	for w := range weeks {
		if w > 0 {
			weekly(t, c.file, w)
			if w > 1 { // old files are cleared away
				if err := os.Remove(filepath.Join(c.file, fmt.Sprintf("week%d.yaml", w-2))); err != nil {
					t.Fatal(err)
				}
			}
		}
		at := func(d time.Duration) { c.app.clock.Freeze(start.AddDate(0, 0, 7*w).Add(d)) }
		at(-3 * time.Hour)
		if err := c.app.catalog.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if out := c.rescan(t); out.err != nil {
			t.Fatal(out.err)
		}
		if got := c.app.Campaign().ID; got != fmt.Sprint("class-", w) {
			t.Fatalf("in week %d the main class is %s", w, got)
		}
		people := []string{"regular", fmt.Sprint("x", w), fmt.Sprint("y", w)}
		for seat, who := range people {
			if got := c.say(t, who, "报名"); !strings.Contains(got, fmt.Sprintf("第%d位", seat+1)) {
				t.Fatalf("week %d: %s hears %q", w, who, got)
			}
		}
		c.say(t, people[1], "会讲到跨境电商的税务申报吗")
		at(30 * time.Minute)
		for _, who := range people[:2] {
			c.expect(t, who, "后台先行", "签到成功")
			c.expect(t, who, "领取99", "https://")
		}
		for _, who := range people { // with chance 0.3, by the class and the person
			draws[fmt.Sprint("class-", w)] += strings.Count(c.say(t, who, "领取49"), "https://")
		}
		at(2 * time.Hour)
		c.settle(t)
		c.app.forget(t.Context())
		if n := len(c.ids()); n > 7 {
			t.Errorf("week %d: %d classes are loaded: %v", w, n, c.ids())
		}
		costs = append(costs, count.message(t, c, "regular", "请问老师是谁呀"))
	}
	t.Logf("a message of somebody who comes every week: %+v in the weeks", costs)
	if first, second, last := costs[0], costs[1], costs[weeks-1]; last.matched > first.matched || last.reads > second.reads ||
		last.rows > second.rows+8 {
		t.Errorf("a message costs %+v in the first week, %+v in the second, %+v in the last", first, second, last)
	}
	c.app.clock.Freeze(start.AddDate(1, 0, 0))
	c.app.forget(t.Context())
	if err := c.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := c.ids(); !slices.Equal(got, []string{"class-9"}) {
		t.Errorf("a year later %v are loaded", got)
	}
	for w := range weeks {
		s, err := c.app.catalog.Open(t.Context(), fmt.Sprint("class-", w))
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Moderation.Numbers.Store.Figures(t.Context(), s.Campaign.ID)
		if err != nil {
			t.Fatal(err)
		}
		tally, err := s.Moderation.Numbers.Store.Tally(t.Context(), s.Campaign.ID)
		if err != nil {
			t.Fatal(err)
		}
		held, err := s.Moderation.Numbers.Holders.Holders(t.Context(), s.Campaign.ID, "99")
		if err != nil || tally.Taken != 3 || f.Present != 2 || held != 2 {
			t.Errorf("week %d: %d seats, %d present, %d hold 99, %v", w, tally.Taken, f.Present, held, err)
		}
		won, err := s.Moderation.Numbers.Holders.Holders(t.Context(), s.Campaign.ID, "49")
		if err != nil || won != draws[s.Campaign.ID] {
			t.Errorf("week %d: %d hold 49, %d were told so, %v", w, won, draws[s.Campaign.ID], err)
		}
	}
	numbers := c.rows(t, "SELECT campaign || ' ' || kind || number FROM ticket ORDER BY campaign")
	other := func(n string) bool { return !regexp.MustCompile(`^class-\d U1$`).MatchString(n) }
	if len(numbers) != weeks || slices.ContainsFunc(numbers, other) {
		t.Errorf("tickets %v", numbers)
	}
	left := c.rows(t, "SELECT body FROM ticket WHERE body <> '' UNION ALL SELECT body FROM journal UNION ALL SELECT kind FROM delivery")
	if len(left) > 0 {
		t.Errorf("a year later %q is kept", left)
	}
	sum := 0
	for _, n := range draws {
		sum += n
	}
	if sum == 0 || sum == 3*weeks {
		t.Errorf("%d of %d draws win", sum, 3*weeks)
	}
}

// counted counts what messages cost, on an engine that counts.
type counted struct {
	reads atomic.Int64
	units *storetest.Counting
}

// cost is what a message costs: for how many classes its question is matched, how many
// readings its class takes before the unit, and how many rows the unit reads or writes.
type cost struct {
	matched int
	reads   int64
	rows    int
}

func (k *counted) hook(t *testing.T, cfg *Config) {
	t.Helper()
	cfg.hooks.engine = func(e sqlstore.Engine) sqlstore.Engine {
		k.units = storetest.Count(t, e, filepath.Join(cfg.Data, sqlite.FileName))
		return readsCounted{k.units, &k.reads}
	}
}

// message returns what a message costs.
func (k *counted) message(t *testing.T, c *crowd, who, words string) (out cost) {
	t.Helper()
	before := k.reads.Load()
	m := c.typedBy(who, words)
	if err := (intake{c.app}).read(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	out.reads, out.matched = k.reads.Load()-before, 1
	if m.Fit != nil {
		out.matched = 0
		for _, r := range m.Fit.Read {
			if !r.Words.Unmatched {
				out.matched++
			}
		}
	}
	k.units.Largest()
	c.must(t, who, words, "")
	out.rows = k.units.Largest()
	return out
}
