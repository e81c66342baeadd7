package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestCredits lets 1,000 people, in the long run 5,000, type, scan and click at random
// over 48 hours while notices of all kinds fall due: the platform never has to refuse
// one for want of credit, and nobody with credit to spend is put off.
func TestCredits(t *testing.T) {
	t.Parallel()
	const hours = 48
	people := 1000
	if os.Getenv("ZHUJIAO_TEST_LONG") != "" {
		people = 5000
	}
	c := newCrowd(t, func(cfg *Config) { cfg.Account = "service" })
	rng := rand.New(rand.NewPCG(1, 2))
	zone := c.app.Campaign().Zone
	begin := time.Date(2022, 7, 6, 8, 30, 0, 0, zone)
	var put, wrong int
	for h := range hours {
		c.app.clock.Freeze(begin.Add(time.Duration(h) * time.Hour))
		for range people / 10 {
			c.tap(t, rng, people)
		}
		if c.app.Campaign().Quiet(c.app.clock.Now()) {
			continue // what falls due at night waits for the morning
		}
		due := c.enqueueForSome(t, rng, people)
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
func (c *crowd) tap(t *testing.T, rng *rand.Rand, people int) {
	t.Helper()
	openid := wxsim.OpenID("crowd", fmt.Sprint("p", rng.IntN(people)))
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

// enqueueForSome puts one notice each for some of the people who are known, and
// returns their priorities.
func (c *crowd) enqueueForSome(t *testing.T, rng *rand.Rand, people int) map[string]campaign.Priority {
	t.Helper()
	bodies := []campaign.Body{ // promotions lapse with the class
		campaign.HumanAnswer{Text: "x"},
		campaign.LinkReplaced{PackLink: campaign.PackLink{Pack: "99", URL: "https://x", Code: "1", Until: "x"}},
		campaign.MakeupApproved{},
	}
	due := map[string]campaign.Priority{}
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		for range people / 25 {
			who := wxsim.OpenID("crowd", fmt.Sprint("p", rng.IntN(people)))
			p, err := c.app.store.People.Find(ctx, bot.UserID(who))
			if _, twice := due[who]; err != nil || twice {
				continue // not seen yet
			}
			i := rng.IntN(len(bodies))
			due[who] = campaign.Priority(i)
			err = c.app.store.Ledger.Enqueue(ctx, campaign.Notice{
				Campaign: c.app.Campaign().ID, Person: p.ID, Body: bodies[i], Priority: campaign.Priority(i), Due: c.app.clock.Now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// TestToldCredits answers somebody seven times: five arrive, the seventh is not called delivered.
func TestToldCredits(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	var last string
	for i := range 7 {
		last = c.must(t, "m1", fmt.Sprintf("#答 U1 第%d句。", i), "已回复U1")
	}
	c.settle(t)
	if n := len(c.texts("a")); strings.Contains(last, "已送达") && n < 7 {
		t.Errorf("%d arrived, the seventh is called 已送达: %q", n, last)
	}
}

// TestRefundAfterMessage gives a credit back after a message that renewed all: we believe in no more than the platform.
func TestRefundAfterMessage(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	var refused atomic.Bool
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if strings.HasSuffix(path, "/custom/send") && refused.CompareAndSwap(false, true) {
			c.say(t, "a", "几点开始")
			return wxsim.Refusal{Code: -1}, true
		}
		return wxsim.Refusal{}, false
	}
	c.settle(t)
	p, _ := c.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "a")))
	if n := c.platform.Credit(wxsim.OpenID("crowd", "a")); p.Credits != n {
		t.Errorf("we believe in %d credits, the platform in %d", p.Credits, n)
	}
}
