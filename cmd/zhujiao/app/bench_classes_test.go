package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
	"zhujiao/bot/wxsim"
)

// costOfReading measures how long the reading of a message of a takes, and how long the one
// query of their classes that is part of it, and for how many of the classes its question is
// matched.
func (c *crowd) costOfReading(t *testing.T, said string) (reading, query time.Duration, matched int) {
	t.Helper()
	m := &bot.Message{
		Kind: bot.KindText, From: bot.UserID(wxsim.OpenID("crowd", "a")), Text: said, Folded: text.Fold(said),
		At: c.app.clock.Now(), Arrived: c.app.clock.Now(),
	}
	begin := time.Now()
	if err := (intake{c.app}).read(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	reading = time.Since(begin)
	if m.Fit == nil {
		return reading, 0, 1
	}
	begin = time.Now()
	if _, err := c.app.store.Classes().Memberships(t.Context(), c.app.store.People.Hash(m.From)); err != nil {
		t.Fatal(err)
	}
	query = time.Since(begin)
	for _, r := range m.Fit.Read {
		if !r.Words.Unmatched {
			matched++
		}
	}
	return reading, query, matched
}

// usual is what reading messages that begin and end alike costs without the query, of several
// crowds in turn: the cost that a tenth stay below, which leaves out what else the machine does.
func usual(t *testing.T, said string, matched []int, of ...*crowd) []time.Duration {
	t.Helper()
	const rounds = 300
	readings, queries := make([][]time.Duration, len(of)), make([][]time.Duration, len(of))
	for n := 300; n < 300+rounds; n++ { // no number that the entries have
		for i, c := range of {
			reading, query, k := c.costOfReading(t, fmt.Sprintf(said, n))
			readings[i], queries[i] = append(readings[i], reading), append(queries[i], query)
			if k != matched[i] {
				t.Fatalf("%q is matched for %d classes, want %d", fmt.Sprintf(said, n), k, matched[i])
			}
		}
	}
	out := make([]time.Duration, len(of))
	for i := range out {
		slices.Sort(readings[i])
		slices.Sort(queries[i])
		out[i] = readings[i][rounds/10] - queries[i][rounds/10]
	}
	return out
}

// TestCostOfClasses bounds what reading a message costs while five classes are live, as a
// ratio to one. A question that the sender's class answers is matched for that class alone.
// One that none answers is matched for all that have begun, but what depends on the text
// alone is found out once, and so is what depends on the wordings if the classes have the same.
// Not parallel: tests beside it would take the processor from one crowd more than from another.
func TestCostOfClasses(t *testing.T) { //nolint:paralleltest // see above
	crowdOf := func(change func(*Config), open func(c *crowd)) *crowd {
		c := staffed(t, change)
		open(c)
		c.at(7, 20, 40, 0)
		c.say(t, "a", "报名")
		return c
	}
	running := func(change string) func(c *crowd) {
		return func(c *crowd) {
			for i := range 4 {
				of := func(s string) string { return strings.ReplaceAll(s, "%d", strconv.Itoa(i)) }
				c.openClass(t, beside{of("beside%d"), 0, []string{
					first, of("另外一门课之%d"), "口令: [\"后台先行\"]", of("口令: [\"漏斗模型%d\"]"),
					"[reg-article, reg-poster, reg-group]", of("[reg-beside%d]"), "老师介绍]", of(change),
				}})
			}
		}
	}
	one := crowdOf(nil, func(*crowd) {})
	weekly := crowdOf(inFolder(t, -1, 0, 1, 2, 3), func(*crowd) {})
	copies := crowdOf(nil, running("老师介绍]"))
	atOnce := crowdOf(nil, running("老师介绍, 第%d位老师的来历]"))
	known := usual(t, "请问第%d期讲完以后还能不能看到录像呀", []int{1, 1}, one, weekly)
	unknown := usual(t, "火星上的第%d座火山有没有人去爬过的", []int{1, 5, 5}, one, atOnce, copies)
	t.Logf("an answered question: %v with one class, %v with five a week apart", known[0], known[1])
	t.Logf("one that nobody answers: %v with one class, %v with five that run, %v if their wordings are the same",
		unknown[0], unknown[1], unknown[2])
	for _, tt := range []struct {
		what     string
		cost, of time.Duration
		most     float64
	}{
		{"an answered question, five a week apart", known[1], known[0], 2.5},
		{"one that nobody answers, five that run", unknown[1], unknown[0], 6},
		{"the same, of five with the same wordings", unknown[2], unknown[0], 5},
	} {
		if ratio := float64(tt.cost) / float64(tt.of); ratio > tt.most {
			t.Errorf("%s: %.1f times as much as one class, at most %.1f", tt.what, ratio, tt.most)
		}
	}
}
