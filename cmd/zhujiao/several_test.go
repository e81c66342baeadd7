package main

import (
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// crowdSeveral is how many people register at several processes.
func crowdSeveral() int {
	if long() {
		return 2000
	}
	return 300
}

// TestSeveralRegister lets many people register at three processes at once: the seats are
// given out exactly, and what one process has said, every other one says again. Others who
// ask something meanwhile do not wait for them.
func TestSeveralRegister(t *testing.T) {
	t.Parallel()
	f := newFleet(t, strings.NewReplacer())
	if long() { // it measures: people who collect garbage would wait for themselves
		percent := debug.SetGCPercent(800)
		defer debug.SetGCPercent(percent)
	}
	told := f.askBeside(t)
	begin := time.Now()
	xs := f.front.wide(crowdSeveral(), crowdSeveral()/4, "报名")
	took := time.Since(begin)
	waits := told()
	t.Logf("%d registrations took %v; %d others waited %v (p50), %v (p99)", len(xs), took.Round(time.Millisecond), len(waits),
		waits[len(waits)/2].Round(time.Millisecond), waits[len(waits)*99/100].Round(time.Millisecond))
	if late := waits[len(waits)*99/100]; long() && late > took/10 { // a fifth if the crowd takes all connections
		t.Errorf("others waited up to %v (p99) while a crowd registered in %v", late, took)
	}
	checkSeats(t, xs, 120)
	if n := f.front.count("SELECT count(*) FROM member"); n != len(xs) {
		t.Errorf("%d people are registered, want %d", n, len(xs))
	}
	for i := range 60 {
		who := wxsim.OpenID("crowd", fmt.Sprint("p", i))
		f.each(func(p *process) {
			if got := p.pusher.Again(t.Context(), who, xs[i].Sent); got.Text != xs[i].Text {
				t.Errorf("person %d was told %q, and by another process %q", i, xs[i].Text, got.Text)
			}
		})
	}
}

// askBeside lets people ask something, a message after the other, until told is called,
// which returns how long each waited, the shortest first.
func (f *fleet) askBeside(t *testing.T) (told func() []time.Duration) {
	t.Helper()
	end, ended := make(chan struct{}), make(chan []time.Duration, 1)
	go func() { // ends with told
		var waits []time.Duration
		for i := 0; ; i++ {
			select {
			case <-end:
				slices.Sort(waits)
				ended <- waits
				return
			case <-time.After(5 * time.Millisecond):
			}
			begin := time.Now()
			f.front.say(fmt.Sprint("other", i), "几点开始")
			waits = append(waits, time.Since(begin))
		}
	}()
	return func() []time.Duration {
		close(end)
		return <-ended
	}
}

// TestSeveralSameMessage gives the same message to all processes at once: it takes effect
// once, and all say the same.
func TestSeveralSameMessage(t *testing.T) {
	t.Parallel()
	f := newFleet(t, strings.NewReplacer("概率: 0.3", "概率: 0.5"))
	const people = 40
	template := f.front.say("x", "你好").Sent
	first := int64(1) << 50
	for k, text := range []string{"报名", "领取49", "课程会讲到SaaS后台吗"} {
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				who := wxsim.OpenID("crowd", fmt.Sprint("p", i))
				f.front.platform.Touch(who, "text")
				sent := resent(template, who, text, first+int64(k*people+i))
				told := make([]string, len(f.members))
				var copies sync.WaitGroup
				for j, p := range f.members {
					copies.Go(func() { told[j] = p.pusher.Again(t.Context(), who, sent).Text })
				}
				copies.Wait()
				if told[0] == "" || told[0] == wxsim.FailureText || told[1] != told[0] || told[2] != told[0] {
					t.Errorf("%s: the processes say %q", text, told)
				}
			})
		}
		all.Wait()
	}
	for what, want := range map[string]int{
		"member WHERE seat > 0": people, "journal WHERE body LIKE '%报名%'": people, "journal WHERE body LIKE '%领取49%'": people,
		"ticket_asker": people,
	} {
		if n := f.front.count("SELECT count(*) FROM " + what); n != want {
			t.Errorf("%s: %d, want %d", what, n, want)
		}
	}
}

// resent is a text message with another sender, text and id.
func resent(xml, who, text string, id int64) string {
	for tag, value := range map[string]string{
		"FromUserName": "<![CDATA[" + who + "]]>", "Content": "<![CDATA[" + text + "]]>", "MsgId": strconv.FormatInt(id, 10),
	} {
		head, rest, _ := strings.Cut(xml, "<"+tag+">")
		_, tail, _ := strings.Cut(rest, "</"+tag+">")
		xml = head + "<" + tag + ">" + value + "</" + tag + ">" + tail
	}
	return xml
}

// TestSeveralKilledWhileReminding kills processes at random while they send reminders:
// nobody is told twice, every reminder is accounted for, and no more is sent than the platform
// allows.
func TestSeveralKilledWhileReminding(t *testing.T) {
	t.Parallel()
	people := receivers()
	f := newFleet(t, strings.NewReplacer("名额: 120", "名额: "+strconv.Itoa(people)))
	j := remind(t, f.front, people, f.any)
	f.noneUnderWay(t, "delivery")
	checkCredits(t, f.front, j)
	f.each((*process).kill)
	checkReminded(t, f.front, people)
}

// TestSeveralKilledWhileBroadcasting kills processes at random while they send a broadcast.
func TestSeveralKilledWhileBroadcasting(t *testing.T) {
	t.Parallel()
	people := receivers()
	f := newFleet(t, strings.NewReplacer("名额: 120", "名额: "+strconv.Itoa(people)))
	broadcast(t, f.front, people, f.any)
	f.noneUnderWay(t, "broadcast_chunk")
	progress := f.front.say("m1", "#进度 B1").Text
	f.each((*process).kill)
	checkBroadcast(t, f.front, people, progress)
}

// TestSeveralStop stops everything at one process while all of them send: nothing leaves
// more than a second later.
func TestSeveralStop(t *testing.T) {
	t.Parallel()
	const people = 600
	f := newFleet(t, strings.NewReplacer("名额: 120", "名额: "+strconv.Itoa(people)))
	f.front.all(people, "报名")
	var mu sync.Mutex
	var calls []time.Time
	f.front.refuse(func(path string) (wxsim.Refusal, bool) {
		if strings.HasSuffix(path, customSend) {
			mu.Lock()
			calls = append(calls, time.Now())
			mu.Unlock()
			time.Sleep(100 * time.Millisecond) // else all are sent before the stop
		}
		return wxsim.Refusal{}, false
	})
	sent := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(calls)
	}
	f.front.set(time.Date(2022, 7, 7, 11, 30, 0, 0, time.UTC))
	await(t, "reminders are sent", func() bool { return sent() > 20 })
	if x := f.members[0].pusher.Text(t.Context(), wxsim.OpenID("crowd", "m1"), "#停", wxsim.FaultNone); !strings.HasPrefix(x.Text, "已急停") {
		t.Fatalf("the stop: %q", x.Text)
	}
	stopped := time.Now()
	time.Sleep(3 * time.Second)
	mu.Lock()
	late := 0
	for _, at := range calls {
		if at.Sub(stopped) > time.Second {
			late++
		}
	}
	mu.Unlock()
	if n := f.front.count("SELECT count(*) FROM delivery WHERE kind = 'reminder' AND state = 'queued'"); late > 0 || n == 0 {
		t.Errorf("%d calls left more than a second after the stop, and %d reminders wait", late, n)
	}
}

// TestSeveralPublished publishes an answer at one process: within a second all others give
// it, and the one that takes it back takes it back everywhere.
func TestSeveralPublished(t *testing.T) {
	t.Parallel()
	newFleet(t, strings.NewReplacer()).publish(t)
}

// publish publishes an answer and changes it, by another process each time, and wants all
// processes to give it.
func (f *fleet) publish(t *testing.T) {
	t.Helper()
	at := func(i int, who, text string) string {
		openid := wxsim.OpenID("crowd", who)
		f.front.platform.Touch(openid, "text")
		return f.members[i].pusher.Text(t.Context(), openid, text, wxsim.FaultNone).Text
	}
	const question = "课程会讲到SaaS后台吗"
	at(1, "a", question)
	at(2, "m1", "#答 U1 会讲，第0版。")
	number := ""
	for round := range 5 {
		answer := fmt.Sprintf("会讲，第%d版。", round)
		command := "#改答 " + number + " " + answer
		if round == 0 {
			command = "#发布 U1"
		}
		asked := at(round%3, "m1", command)
		code := codeForm.FindStringSubmatch(asked)
		if code == nil {
			t.Fatalf("%s: %q has no code", command, asked)
		}
		if done := at((round+1)%3, "m1", "#确认 "+code[1]); round == 0 {
			number = publishedForm.FindString(done)
		}
		for i := range f.members {
			await(t, "every process answers "+answer, func() bool {
				return at((round+2+i)%3, fmt.Sprint("b", round, i), question) == answer
			})
		}
	}
}

// publishedForm is the number of a published answer.
var publishedForm = regexp.MustCompile(`F\d+`)

// TestSeveralRestarted restarts one process after the other while people register and
// claim: nothing is lost and nothing repeated.
func TestSeveralRestarted(t *testing.T) {
	t.Parallel()
	f := newFleet(t, strings.NewReplacer("概率: 0.3", "概率: 1"))
	var do []func()
	for _, p := range f.members {
		do = append(do, func() {
			if code, took := p.end(0, syscall.SIGTERM); code != 0 || took > endMax {
				t.Errorf("a process ended with %d after %v", code, took)
			}
			p.start()
		})
	}
	all := evening(f.front, spread(do...))
	again(t, f.front, all)
	checkTold(t, f.front, all)
	f.each(func(p *process) { again(t, p, all) })
}
