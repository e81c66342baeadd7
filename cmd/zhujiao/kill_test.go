package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestKilledWhileRegistering kills the program while people register and claim:
// each push, answered or not, is repeated and gets the words it had got or would
// have got; no seat and no claim is gone or doubled.
func TestKilledWhileRegistering(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("概率: 0.3", "概率: 1"))
	restart := func() { p.kill(); p.start() }
	var do []func()
	for range kills() {
		do = append(do, restart)
	}
	all := evening(p, spread(do...))
	restart()
	again(t, p, all)
	checkTold(t, p, all)
}

var seatForm = regexp.MustCompile(`你是第(\d+)位|排到候补第(\d+)位`)

func checkSeats(t *testing.T, xs []wxsim.Exchange, seats int) {
	t.Helper()
	var seated, waiting []int
	for _, x := range xs {
		f := seatForm.FindStringSubmatch(x.Text)
		switch {
		case f == nil:
			t.Fatalf("unexpected reply %q", x.Text)
		case f[1] != "":
			n, _ := strconv.Atoi(f[1])
			seated = append(seated, n)
		default:
			n, _ := strconv.Atoi(f[2])
			waiting = append(waiting, n)
		}
	}
	checkNumbers(t, "seats", seated, seats)
	checkNumbers(t, "waitlist", waiting, len(xs)-seats)
}

// injector makes one call in fifty of a path fail, in five ways.
type injector struct {
	mu    sync.Mutex
	path  string
	count map[string]int
}

func (j *injector) refuse(path string) (wxsim.Refusal, bool) {
	if path != j.path || rand.N(50) != 0 {
		return wxsim.Refusal{}, false
	}
	kinds := []wxsim.Refusal{{Code: 45015}, {Code: 43004}, {Code: -1}, {Code: 40001}, {Cut: true}}
	r := kinds[rand.N(len(kinds))]
	j.mu.Lock()
	defer j.mu.Unlock()
	name := strconv.Itoa(r.Code)
	if r.Cut {
		name = unansweredCalls
	}
	j.count[name]++
	return r, true
}

// unansweredCalls are those that the platform takes without an answer.
const unansweredCalls = "accepted, no answer"

// unanswered is how often a call was taken without an answer.
func (j *injector) unanswered() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count[unansweredCalls]
}

// injected is how often a code was injected.
func (j *injector) injected(code int) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count[strconv.Itoa(code)]
}

// String lists what was injected, and how often.
func (j *injector) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return fmt.Sprint(j.count)
}

// twice lists who got a text more than once.
func twice(accepted []wxsim.Accepted, part string) (total int, doubled []string) {
	got := map[string]int{}
	for _, a := range accepted {
		if a.Way != "robot" && a.Way != "preview" && strings.Contains(a.Text, part) && !strings.HasPrefix(a.Text, "【预览") {
			got[a.To]++
			total++
		}
	}
	for who, n := range got {
		if n > 1 {
			doubled = append(doubled, who)
		}
	}
	return total, doubled
}

// TestKilledWhileReminding sends reminders to many people past a platform that fails in
// five ways, and kills the program again and again: nobody is told twice, every reminder is
// accounted for, and no more is sent than the platform allows.
func TestKilledWhileReminding(t *testing.T) {
	t.Parallel()
	people := receivers()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: "+strconv.Itoa(people)))
	j := remind(t, p, people, func() *process { return p })
	checkCredits(t, p, j)
	p.kill()
	checkReminded(t, p, people)
}

// remind sends reminders to many people while the next program is killed again and again.
func remind(t *testing.T, p *process, people int, next func() *process) *injector {
	t.Helper()
	p.all(people, "报名")
	due := time.Date(2022, 7, 7, 11, 30, 0, 0, time.UTC)
	answerTooOften(t, p, people, due)
	j := &injector{path: "/cgi-bin" + customSend, count: map[string]int{}}
	w := &work{steps: people}
	p.refuse(func(path string) (wxsim.Refusal, bool) {
		if path == j.path {
			w.step()
		}
		return j.refuse(path)
	})
	p.set(due)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 9 { // all within the ten minutes that a reminder may be late
			for !p.settle() {
				time.Sleep(20 * time.Millisecond)
			}
			p.set(p.clock().Add(61 * time.Second)) // what waits for a minute gets it
		}
	}()
	w.killing(t, done, next)
	t.Logf("killed %d times; injected %v", w.killed.Load(), j)
	return j
}

// answerTooOften stores seven answers for every tenth person, which fall due together with
// the reminders: the platform allows five messages to them.
func answerTooOften(t *testing.T, p *process, people int, due time.Time) {
	t.Helper()
	st := p.open()
	for from := 0; from < people; from += 1000 { // short units, so that the programs can write
		err := st.Do(t.Context(), func(ctx context.Context) error {
			for i := from; i < min(from+1000, people); i += 10 {
				who, err := st.People.Find(ctx, bot.UserID(wxsim.OpenID("crowd", fmt.Sprint("p", i))))
				if err != nil {
					return err
				}
				for n := range 7 {
					err := st.Ledger.Enqueue(ctx, campaign.Notice{
						Campaign: served, Person: who.ID, Body: campaign.HumanAnswer{Text: answerTo(n)},
						Priority: campaign.PriorityAnswer, Due: due,
					})
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkCredits wants some messages to wait for want of credit, and the platform to have
// refused none for it but those that were injected.
func checkCredits(t *testing.T, p *process, j *injector) {
	t.Helper()
	answers := p.platform.Answers()
	if n := answers[45015] - j.injected(45015); n > 0 || answers[45047] > 0 {
		t.Errorf("%d calls were answered 45015 and %d 45047, want none: more was sent than there were credits", n, answers[45047])
	}
	spent, shelved := 0, p.count("SELECT count(*) FROM delivery WHERE kind = 'human' AND state = 'shelved'")
	for i := range receivers() / 10 {
		if p.platform.Credit(wxsim.OpenID("crowd", fmt.Sprint("p", 10*i))) == 0 {
			spent++
		}
	}
	t.Logf("%d people have got all that the platform allows, %d answers wait until they write", spent, shelved)
	if spent == 0 || shelved == 0 {
		t.Error("nobody's credits were used up: the test shows nothing")
	}
}

// checkReminded wants nobody to be told twice, and every reminder to be accounted for.
func checkReminded(t *testing.T, p *process, people int) {
	t.Helper()
	states, err := p.open().Ledger.States(t.Context(), "ecom-backend-0707", campaign.NoticeReminder)
	if err != nil {
		t.Fatal(err)
	}
	accepted, doubled := twice(p.platform.Accepted(), "还有1小时开课")
	t.Logf("platform accepted %d; ledger %v", accepted, states)
	sum := 0
	for _, n := range states {
		sum += n
	}
	if len(doubled) > 0 {
		t.Errorf("%d people were told twice", len(doubled))
	}
	if open := states[campaign.NoticeQueued] + states[campaign.NoticeSending]; sum != people || open > 0 {
		t.Errorf("%d reminders are accounted for, %d still wait; want %d and none", sum, open, people)
	}
	if accepted > states[campaign.NoticeSent]+states[campaign.NoticeUnknown] || accepted < states[campaign.NoticeSent] {
		t.Errorf("the platform took %d, the ledger says %v", accepted, states)
	}
}

// TestKilledWhileBroadcasting sends a broadcast to many people in calls of 500, with the
// same failures and kills: no call is accepted twice, nobody gets it twice, and the
// report adds up.
func TestKilledWhileBroadcasting(t *testing.T) {
	t.Parallel()
	people := receivers()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: "+strconv.Itoa(people)))
	broadcast(t, p, people, func() *process { return p })
	p.settle()
	progress := p.say("m1", "#进度 B1").Text
	p.kill()
	checkBroadcast(t, p, people, progress)
}

// broadcast sends a broadcast to many people while the next program is killed again and
// again.
func broadcast(t *testing.T, p *process, people int, next func() *process) {
	t.Helper()
	p.all(people, "报名")
	draft := p.say("m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	if !strings.Contains(draft.Text, fmt.Sprintf("%d人", people)) {
		t.Fatalf("draft: %q", draft.Text)
	}
	p.say("m1", fmt.Sprint("#确认 B1 ", people))
	if x := p.say("m2", "#批准 B1"); !strings.HasPrefix(x.Text, "B1开始发送") {
		t.Fatalf("approval: %q", x.Text)
	}
	j := &injector{path: "/cgi-bin/message/mass/send", count: map[string]int{}}
	w := &work{steps: people / 500}
	p.refuse(func(path string) (wxsim.Refusal, bool) {
		if path != j.path {
			return wxsim.Refusal{}, false
		}
		w.step()
		time.Sleep(50 * time.Millisecond)
		for range 25 { // more often than with single messages: there are few calls
			if r, ok := j.refuse(path); ok {
				return r, ok
			}
		}
		return wxsim.Refusal{}, false
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 40 {
			p.idle("broadcast_chunk")
			if i > 3 && strings.Contains(p.say("m1", "#进度 B1").Text, "已完成") {
				return
			}
			p.set(p.clock().Add(150 * time.Second))
			p.say("m1", "#继续 B1")
		}
	}()
	w.killing(t, done, next)
	t.Logf("killed %d times; injected %v", w.killed.Load(), j)
}

// checkBroadcast wants nobody to get the broadcast twice, and everybody to be accounted for.
func checkBroadcast(t *testing.T, p *process, people int, progress string) {
	t.Helper()
	st := p.open()
	b, err := st.Broadcasts.Broadcast(t.Context(), "ecom-backend-0707", 1)
	if err != nil {
		t.Fatal(err)
	}
	chunks, skipped, err := st.Chunks.Chunks(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	sum := campaign.Sum(b, chunks, skipped)
	accepted, doubled := twice(p.platform.Accepted(), "今晚20:30准时开课")
	t.Logf("platform accepted %d; %d calls; %+v; %s", accepted, len(chunks), sum, progress)
	if len(doubled) > 0 {
		t.Errorf("%d people got it twice", len(doubled))
	}
	if got := sum.Delivered + sum.Unreachable + sum.Failed + sum.Unknown + sum.Cancelled; got != people || sum.Waiting > 0 {
		t.Errorf("%d people are accounted for, %d wait; want %d and none", got, sum.Waiting, people)
	}
	if accepted < sum.Delivered || accepted > sum.Delivered+sum.Unknown {
		t.Errorf("the platform took %d, the report says %d delivered and %d unknown", accepted, sum.Delivered, sum.Unknown)
	}
	seen := map[string]bool{}
	for _, c := range chunks {
		if c.MsgID != "" && seen[c.MsgID] {
			t.Errorf("call %d was accepted under another's id %s", c.Number, c.MsgID)
		}
		seen[c.MsgID] = true
	}
}

// checkNumbers wants 1..n, each once.
func checkNumbers(t *testing.T, what string, got []int, n int) {
	t.Helper()
	slices.Sort(got)
	if len(got) != n || len(slices.Compact(slices.Clone(got))) != n || got[0] != 1 || got[n-1] != n {
		t.Errorf("%s: %d numbers, %d distinct, want 1 to %d", what, len(got), len(slices.Compact(slices.Clone(got))), n)
	}
}
