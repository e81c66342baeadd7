package app

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// playedEvening is a class of the week that a test plays: on which day of July it is, how its people
// are called, how many come, how many of those who have a seat check in, and its channels: an
// article and a poster.
type playedEvening struct {
	id, name, phrase, people string
	day, come, present       int
	article, poster          string
}

// evenings are the classes of the week, in order. The first two have fewer seats than people.
func evenings() []playedEvening {
	return []playedEvening{
		{"ecom-backend-0707", first, "后台先行", "p", 7, 34, 14, "reg-article", "reg-poster"},
		{"growth-0709", second, "增长飞轮", "r", 9, 22, 7, "two-article", "two-poster"},
		{"data-0711", third, "漏斗模型", "s", 11, 12, 5, "three-article", "three-poster"},
	}
}

// week plays the classes, and writes down what it does where no row of the database has it.
type week struct {
	*crowd
	t *testing.T
	// came has who came to a class by which channel, by class, channel and name; the empty
	// channel is none.
	came map[string]map[string]map[string]bool
	// by is by which channel somebody has registered last, by class and name.
	by map[string]map[string]string
	// present are those who have read that they are checked in, by class and name.
	present map[string]map[string]bool
	// waited counts the replies that say that somebody is on the waitlist now, direct those that
	// answer a question, by class.
	waited, direct map[string]int
	// left are the times at which people stopped following the account for the first time, by
	// name.
	left map[string]time.Time
}

// playWeek opens the classes and plays them. All classes take registrations from the first day.
func playWeek(t *testing.T, c *crowd) *week {
	t.Helper()
	w := &week{
		crowd: c, t: t, came: map[string]map[string]map[string]bool{}, by: map[string]map[string]string{},
		present: map[string]map[string]bool{}, waited: map[string]int{}, direct: map[string]int{}, left: map[string]time.Time{},
	}
	for i, e := range evenings() {
		w.came[e.id], w.by[e.id], w.present[e.id] = map[string]map[string]bool{}, map[string]string{}, map[string]bool{}
		if i == 0 {
			continue // the file of the crowd
		}
		c.openClass(t, beside{e.id, e.day - 7, []string{
			first, e.name, fmt.Sprintf("开放: 2022-07-%02d 00:00", e.day-1), "开放: 2022-07-01 00:00",
			`口令: ["后台先行"]`, `口令: ["` + e.phrase + `"]`,
			"[reg-article, reg-poster, reg-group]", "[" + e.article + ", " + e.poster + "]", "名额: 20", fmt.Sprint("名额: ", 14-2*i),
		}})
	}
	for i, e := range evenings() {
		c.at(6, 8+i, 0, 0)
		w.register(e)
	}
	ours := evenings()
	w.hold(ours[0])
	w.hold(ours[1])
	soon := w.seated(ours[0])[5:8]
	w.at(10, 9, 0, 0)
	w.leaves(soon[0])
	w.leaves(soon[1])
	w.followBy(t, soon[1], "elsewhere") // and comes back, to the class that is next
	w.arrives(ours[2].id, "", soon[1])
	w.hold(ours[2])
	w.at(16, 9, 0, 0)
	w.leaves(soon[1])
	w.leaves(soon[2]) // more than a week after the class
	w.settle(t)
	return w
}

// arrives notes that somebody came to a class by a channel.
func (w *week) arrives(class, channel, who string) {
	if w.came[class][channel] == nil {
		w.came[class][channel] = map[string]bool{}
	}
	w.came[class][channel][who] = true
}

// scans lets somebody follow by a code of a class, which registers them if they are not yet.
func (w *week) scans(e playedEvening, channel, who string) {
	w.t.Helper()
	w.arrives(e.id, channel, who)
	w.signed(e, channel, who, w.followBy(w.t, who, channel))
}

// asks lets somebody register by words: they have come by no channel.
func (w *week) asks(e playedEvening, who string) {
	w.t.Helper()
	w.arrives(e.id, "", who)
	w.signed(e, "", who, w.say(w.t, who, e.name+"报名"))
}

// signed reads the reply to a registration. Who is registered already stays so by the channel that
// they came by first; who has cancelled registers anew.
func (w *week) signed(e playedEvening, channel, who, reply string) {
	w.t.Helper()
	switch {
	case strings.Contains(reply, "你已经报名成功") || strings.Contains(reply, "你已在候补"):
		return
	case strings.Contains(reply, "已帮你排到候补"):
		w.waited[e.id]++
	case !strings.Contains(reply, "报名成功"):
		w.t.Errorf("%s registers for %s by %q: %q", who, e.id, channel, reply)
	}
	w.by[e.id][who] = channel
}

// register brings the people of a class: by its codes, by two of them, by words alone, and by a
// code that is none of the account's, after which one in five does not register. That code is
// for no class, so that whoever scans it comes to the next one.
func (w *week) register(e playedEvening) {
	w.t.Helper()
	for i := range e.come {
		who := fmt.Sprint(e.people, i)
		switch i % 5 {
		case 0:
			w.scans(e, e.poster, who)
		case 1:
			w.scans(e, e.article, who)
			w.scans(e, e.poster, who)
		case 2:
			w.asks(e, who)
		default:
			w.followBy(w.t, who, "elsewhere")
			w.arrives(evenings()[0].id, "", who)
			if i%5 == 3 {
				w.asks(e, who)
			}
		}
	}
	cancelled := []string{e.people + "0", e.people + "2", e.people + "3"}
	for _, who := range cancelled { // their seats are for those who wait
		w.say(w.t, who, e.name+"取消报名")
		w.say(w.t, who, "确认取消")
	}
	w.asks(e, cancelled[0]) // a second time, and by no channel
	w.settle(w.t)
}

// seated are the people of a class in the order in which they came, without those who cancelled,
// who never registered or who waited.
func (w *week) seated(e playedEvening) (out []string) {
	for i := 5; i < e.come; i++ {
		who := fmt.Sprint(e.people, i)
		if _, ok := w.by[e.id][who]; ok {
			out = append(out, who)
		}
	}
	return out
}

// hold holds a class: questions before it, which moderators answer, a broadcast if it is the
// first, and what happens while it is live.
func (w *week) hold(e playedEvening) {
	w.t.Helper()
	here := w.seated(e)
	w.at(e.day, 12, 0, 0)
	for _, who := range here[:e.present/2] {
		if got := w.say(w.t, who, "几点开始"); !strings.Contains(got, "20:30") {
			w.t.Errorf("%s asks %s when it begins: %q", who, e.id, got)
		}
		w.direct[e.id]++
	}
	for _, who := range here[:2] { // two people, one ticket
		w.say(w.t, who, e.name+"课程会讲到SaaS多租户后台吗")
	}
	w.say(w.t, here[2], e.name+"能开企业专票抬头写公司吗")
	w.say(w.t, here[3], "人工")
	w.at(e.day, 12, 4, 0)
	if e.people != "s" { // the tickets of the last class wait for an answer until the end
		w.say(w.t, "m1", "#答 U1 会提到，但重点是电商后台。")
	}
	w.at(e.day, 12, 30+e.day, 0)
	if e.people == "p" {
		w.say(w.t, "m1", "#答 U2 能开，下课后把抬头发来。")
		w.say(w.t, "m1", "#答 U1 补充：多租户不讲。") // a second answer is none
		w.send()
	}
	w.say(w.t, here[4], "退订")
	w.at(e.day, 20, 50, 0)
	for _, who := range here[:e.present] {
		if got := w.say(w.t, who, e.phrase); !strings.Contains(got, "签到成功") {
			w.t.Errorf("%s checks in to %s: %q", who, e.id, got)
		}
		w.present[e.id][who] = true
	}
	for _, who := range here[:e.present-2] {
		w.say(w.t, who, e.name+"领取99")
	}
	w.say(w.t, here[1], e.name+"领取49")
	w.say(w.t, here[1], "失效99")
	w.say(w.t, here[1], "失效49") // one person
	for i, who := range here[:e.present/2] {
		w.say(w.t, who, fmt.Sprint("提问 第", i+1, "步做完以后应该怎么往下走才好呢"))
	}
	w.say(w.t, here[0], "提问 没碰过后台的人订单和库存先学哪个比较好")
	w.settle(w.t)
}

// send sends a broadcast to all who have a seat.
func (w *week) send() {
	w.t.Helper()
	draft := w.say(w.t, "m1", "#群发 已报名 "+anyDayText)
	w.settle(w.t) // the preview
	count := regexp.MustCompile(`(\d+)人，现在能送达`).FindStringSubmatch(draft)
	if count == nil {
		w.t.Fatalf("nobody says how many people it is for: %q", draft)
	}
	w.say(w.t, "m1", "#确认 B1 "+count[1])
	w.settle(w.t)
	w.at(7, 13, 30, 0)
	w.settle(w.t)
}

// leaves lets somebody stop following the account.
func (w *week) leaves(who string) {
	w.t.Helper()
	w.unfollow(w.t, who)
	if w.left[who].IsZero() {
		w.left[who] = w.app.clock.Now()
	}
}

// checkedIn counts who has checked in by channel.
func (w *week) checkedIn(class string) map[string]int {
	out := map[string]int{}
	for who := range w.present[class] {
		out[w.by[class][who]]++
	}
	return out
}

// total counts who came to a class, whoever came by two channels once.
func (w *week) total(class string) int {
	all := map[string]bool{}
	for _, people := range w.came[class] {
		for who := range people {
			all[who] = true
		}
	}
	return len(all)
}

// packsOf are the ids of a class's packs.
func packsOf(c *campaign.Campaign) (out []string) {
	for _, p := range c.Packs {
		out = append(out, p.ID)
	}
	return out
}
