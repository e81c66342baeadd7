package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/wxsim"
)

// act is a step of an evening: somebody says something, or the time comes.
type act struct {
	who, text string
	at        time.Time
}

// lesson is an evening from the first registration to the last pack.
func lesson() (acts []act) {
	say := func(who, text string) { acts = append(acts, act{who: who, text: text}) }
	at := func(hour, minute int) {
		acts = append(acts, act{at: time.Date(2022, 7, 7, hour-8, minute, 0, 0, time.UTC)})
	}
	for i := range 6 { // four seats, and two who wait
		say(fmt.Sprint("p", i), "报名")
		say(fmt.Sprint("p", i), "提醒")
	}
	say("p0", strayQuestion)
	say("m1", "#答 U1 食堂不归我们管")
	at(19, 20)
	say("p1", "取消报名")
	say("p1", "确认取消")
	at(19, 31) // the first reminder
	say("m1", "#群发 已报名 课件已经准备好了，记得来听直播。")
	say("m1", "#确认 B1 4")
	at(19, 40)
	say("p2", "提问 老师，订单拆单在后台怎么做？")
	say("m1", "#过 Q1")
	say("p3", "领取49")
	at(20, 21) // the second reminder
	at(20, 31)
	say("p0", "后台先行")
	say("p2", "后台先行")
	say("p0", "领取99")
	say("m1", "#换链 99 https://pan.example.com/s/new 9k3n")
	at(20, 50)
	say("p3", "补签 老师讲到订单拆单")
	for _, who := range []string{"p0", "p1", "p2", "p3", "p4", "p5"} {
		say(who, "我的")
	}
	say("m1", "#待答")
	say("m1", "#进度 B1")
	say("m1", "#数据")
	return acts
}

// play plays an evening, with a power cut after each of the given acts, and returns what
// everybody was told.
func play(t *testing.T, cuts ...int) []string {
	t.Helper()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: 4", "概率: 0.3", "概率: 1"))
	var told []string
	for i, a := range lesson() {
		if a.at.IsZero() {
			told = append(told, a.who+" "+a.text+": "+p.say(a.who, a.text).Text)
		} else {
			p.set(a.at)
		}
		if slices.Contains(cuts, i) {
			p.kill()
			p.run()
			time.Sleep(1100 * time.Millisecond) // scheduled work begins after a second, but the clock is not set
			p.set(p.clock())
		}
		if !p.settle() {
			t.Fatalf("act %d cannot be settled:\n%s", i, p.log.String())
		}
	}
	names := map[string]string{}
	for _, who := range []string{"m1", "p0", "p1", "p2", "p3", "p4", "p5"} {
		names[wxsim.OpenID("crowd", who)] = who
	}
	var notices []string
	for _, a := range p.platform.Accepted() {
		text := personCode.ReplaceAllString(a.Text, "同学")
		notices = append(notices, fmt.Sprintf("-> %s %s: %s", names[a.To], a.Way, text))
	}
	// Different people are told at the same time.
	slices.SortStableFunc(notices, func(a, b string) int { return strings.Compare(a[:5], b[:5]) })
	for i := range told {
		told[i] = randomCode.ReplaceAllString(told[i], "#确认 码")
	}
	return append(told, notices...)
}

// personCode is the short code of a person, which depends on the random key of the data.
var personCode = regexp.MustCompile(`同学[0-9A-Z]{4}`)

// randomCode is a confirmation by its random digits.
var randomCode = regexp.MustCompile(`#确认 \d{4}`)

// TestRestartsChangeNothing cuts the power three times in an evening: every word, seat
// and notice is that of an evening without.
func TestRestartsChangeNothing(t *testing.T) {
	t.Parallel()
	want := play(t)
	restarts := [][]int{{12, 20, 28}}
	if long() {
		restarts = append(restarts, []int{3, 17, 25}, []int{14, 19, 33})
	}
	for _, cuts := range restarts {
		if d := cmp.Diff(want, play(t, cuts...)); d != "" {
			t.Errorf("with cuts after acts %v (-without +with):\n%s", cuts, d)
		}
	}
	for _, w := range []string{"你是第4位", "候补第2位", "课件已经准备好了", "开课", "食堂不归我们管", "提取码"} {
		if !strings.Contains(strings.Join(want, "\n"), w) {
			t.Errorf("nobody was told %q:\n%s", w, strings.Join(want, "\n"))
		}
	}
}
