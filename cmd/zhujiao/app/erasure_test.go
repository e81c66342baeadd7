package app

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestErased lets somebody write, ask, call and leave: afterwards neither their
// openid nor a word of theirs is in any file of the database.
func TestErased(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*crowd){
		"erased": func(c *crowd) {
			c.say(t, "a", "删除我的数据")
			c.say(t, "a", "确认删除")
		},
		"left": func(c *crowd) {
			c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "unsubscribe", "", wxsim.FaultNone)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, nil)
			words := []string{"紫藤萝瀑布在哪", "想知道琥珀色的多租户怎么做权限隔离", "琥珀色后台能不能讲细一点呢"}
			c.say(t, "b", "报名")
			c.say(t, "a", "报名")
			c.say(t, "a", words[0])
			c.say(t, "a", words[1])
			c.say(t, "a", "提问 "+words[2])
			c.say(t, "a", "人工")
			c.settle(t)
			leave(c)
			c.settle(t)
			if hits := c.grep(t, append(words, wxsim.OpenID("crowd", "a"))...); len(hits) > 0 {
				t.Errorf("still there: %v", hits)
			}
			logged := c.logged.String()
			for _, w := range append(words, wxsim.OpenID("crowd", "a")) {
				if strings.Contains(logged, w) {
					t.Errorf("the log has %q", w)
				}
			}
			if !strings.Contains(logged, `"msg":`) {
				t.Error("nothing was logged at all")
			}
			if hits := c.grep(t, wxsim.OpenID("crowd", "b")); len(hits) == 0 {
				t.Error("the search finds nobody at all")
			}
		})
	}
}

func (c *crowd) settle(t *testing.T) {
	t.Helper()
	if err := c.app.work.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what was erased leaves the log at the next pass
		if err := c.app.outbox.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// grep lists which words are in which file of the data directory.
func (c *crowd) grep(t *testing.T, words ...string) (hits []string) {
	t.Helper()
	err := filepath.WalkDir(c.data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				hits = append(hits, filepath.Base(path)+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// TestReturn lets somebody leave and come back: the seat is still theirs.
func TestReturn(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.say(t, "a", "报名")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "unsubscribe", "", wxsim.FaultNone)
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "subscribe", "", wxsim.FaultNone)
	if got := c.say(t, "a", "报名"); !strings.Contains(got, "你已经报名成功（第1位）") {
		t.Errorf("who came back got %q, want their old seat", got)
	}
}

// TestCredits lets 5,000 people type, scan and click at random over 48 hours
// while notices of all kinds fall due: the platform never has to refuse one for
// want of credit, and nobody with credit to spend is put off.
func TestCredits(t *testing.T) {
	t.Parallel()
	const people, hours = 5000, 48
	c := newCrowd(t, func(cfg *Config) { cfg.Account = "service" })
	rng := rand.New(rand.NewPCG(1, 2))
	zone := c.app.Campaign().Zone
	begin := time.Date(2022, 7, 6, 8, 30, 0, 0, zone)
	var put, wrong int
	for h := range hours {
		c.app.clock.Freeze(begin.Add(time.Duration(h) * time.Hour))
		for range people / 10 {
			c.tap(t, rng)
		}
		if c.app.Campaign().Quiet(c.app.clock.Now()) {
			continue // what falls due at night waits for the morning
		}
		due := c.notices(t, rng)
		c.app.clock.Freeze(c.app.clock.Now().Add(time.Duration(rng.IntN(90)) * time.Second))
		put += len(due)
		wrong += c.fates(t, due)
	}
	answers := c.platform.Answers()
	states, err := c.app.store.Ledger.States(t.Context(), c.app.Campaign().ID, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d notices; answers of the platform %v; ledger %v", put, answers, states)
	if answers[45015]+answers[45047] > 0 {
		t.Errorf("%d calls were answered 45015 and %d 45047, want none", answers[45015], answers[45047])
	}
	if states[campaign.NoticeSent] == 0 || states[campaign.NoticeShelved] == 0 {
		t.Error("the run did not try both fates")
	}
	if wrong > 0 {
		t.Errorf("%d people with credit to spend were put off, or the reverse", wrong)
	}
}

// fates settles and counts whose notice did not have the fate that the
// platform's own count of credits says.
func (c *crowd) fates(t *testing.T, due map[string]campaign.Priority) (wrong int) {
	t.Helper()
	before, want := c.received(), map[string]int{}
	for who, p := range due {
		n := c.platform.Credit(who)
		if n > 1 || n == 1 && p == campaign.PriorityAnswer { // the last one is for answers
			want[who] = 1
		}
	}
	c.settle(t)
	after := c.received()
	for who := range due {
		if after[who]-before[who] != want[who] {
			wrong++
		}
	}
	return wrong
}

func (c *crowd) received() map[string]int {
	out := map[string]int{}
	for _, a := range c.platform.Accepted() {
		out[a.To]++
	}
	return out
}

// tap lets somebody do something on the phone.
func (c *crowd) tap(t *testing.T, rng *rand.Rand) {
	t.Helper()
	openid := wxsim.OpenID("crowd", fmt.Sprint("p", rng.IntN(5000)))
	kind := []string{"text", "scan", "click"}[rng.IntN(3)]
	c.platform.Touch(openid, kind)
	var x wxsim.Exchange
	switch kind {
	case "text":
		x = c.pusher.Text(t.Context(), openid, "几点开始", wxsim.FaultNone)
	case "scan":
		x = c.pusher.Event(t.Context(), openid, "SCAN", "poster", wxsim.FaultNone)
	default:
		x = c.pusher.Event(t.Context(), openid, "CLICK", "我的", wxsim.FaultNone)
	}
	if x.Failure != "" {
		t.Errorf("%s: %s", kind, x.Failure)
	}
}

// notices puts one notice each for people who are known.
func (c *crowd) notices(t *testing.T, rng *rand.Rand) map[string]campaign.Priority {
	t.Helper()
	bodies := []campaign.Body{ // promotions lapse with the class
		campaign.HumanAnswer{Text: "x"},
		campaign.LinkReplaced{PackLink: campaign.PackLink{Pack: "99", URL: "https://x", Code: "1", Until: "x"}},
		campaign.MakeupApproved{},
	}
	ctx, camp, now := t.Context(), c.app.Campaign(), c.app.clock.Now()
	due := map[string]campaign.Priority{}
	for range 200 {
		who := wxsim.OpenID("crowd", fmt.Sprint("p", rng.IntN(5000)))
		p, err := c.app.store.People.Find(ctx, bot.UserID(who))
		if _, twice := due[who]; err != nil || twice {
			continue // not seen yet
		}
		i := rng.IntN(len(bodies))
		due[who] = campaign.Priority(i)
		err = c.app.store.Do(ctx, func(ctx context.Context) error {
			return c.app.store.Ledger.Enqueue(ctx, campaign.Notice{
				Campaign: camp.ID, Person: p.ID, Body: bodies[i], Priority: campaign.Priority(i), Due: now,
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return due
}

// TestStopsAtOnce stops, pauses and cancels a running broadcast of 10,000: no
// call leaves more than a second after the command was answered.
func TestStopsAtOnce(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{"stop": "#停", "pause": "#暂停 B1", "cancel": "#取消 B1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, func(cfg *Config) {
				change(t, cfg.Campaign, "名额: 120 => 名额: 5000")
				change(t, cfg.Campaign, "试发等待分钟: 2 => 试发等待分钟: 0")
				change(t, cfg.Campaign, "需要第二人审批人数: 500 => 需要第二人审批人数: 9000")
				cfg.Moderators = []string{wxsim.OpenID("crowd", "m1")}
			})
			var wg sync.WaitGroup
			for w := range 8 {
				wg.Go(func() {
					for i := range 500 {
						c.say(t, fmt.Sprint("p", w, "-", i), "报名")
					}
				})
			}
			wg.Wait()
			var last atomic.Int64
			c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
				if strings.HasSuffix(path, "/mass/send") {
					last.Store(time.Now().UnixNano())
					time.Sleep(60 * time.Millisecond)
				}
				return wxsim.Refusal{Code: -1}, strings.HasSuffix(path, "/mass/send") && rand.IntN(3) == 0
			}
			c.must(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。", "草稿B1")
			c.must(t, "m1", "#确认 B1 4000", "B1开始发送：4000人")
			done := make(chan struct{})
			go func() { defer close(done); _ = c.app.outbox.Settle(t.Context()) }()
			for last.Load() == 0 {
				time.Sleep(time.Millisecond)
			}
			got := c.say(t, "m1", words)
			answered := time.Now()
			<-done
			time.Sleep(1200 * time.Millisecond)
			if err := c.app.outbox.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if after := time.Unix(0, last.Load()).Sub(answered); after > time.Second {
				t.Errorf("a call left %v after %q was answered %q", after, words, got)
			}
			n, _ := twice(c.platform.Accepted(), "今晚20:30准时开课")
			if n == 4000 {
				t.Error("everything had left before the command: the test shows nothing")
			}
		})
	}
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
