package app

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// say types a message and returns the reply.
func (c *crowd) say(t *testing.T, who, text string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "text")
	x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", who), text, wxsim.FaultNone)
	if x.Failure != "" {
		t.Errorf("%s says %s: %s", who, text, x.Failure)
	}
	return x.Text
}

// must says what a test builds on, and ends the test unless the reply begins as
// expected: after a refusal the rest would prove nothing.
func (c *crowd) must(t *testing.T, who, text, prefix string) string {
	t.Helper()
	got := c.say(t, who, text)
	if !strings.HasPrefix(got, prefix) {
		t.Fatalf("%s says %s: got %q, want %q…", who, text, got, prefix)
	}
	return got
}

// expect says something and looks for a part of the reply.
func (c *crowd) expect(t *testing.T, who, words, part string) {
	t.Helper()
	if got := c.say(t, who, words); !strings.Contains(got, part) {
		t.Errorf("%s %q: got %q, want %q in it", who, words, got, part)
	}
}

// confirm repeats for m1 the code that a reply asks for.
func (c *crowd) confirm(t *testing.T, asked string) string {
	t.Helper()
	return c.say(t, "m1", "#确认 "+codeIn(t, asked))
}

// codeIn finds the code that a reply asks to confirm with.
func codeIn(t *testing.T, asked string) string {
	t.Helper()
	m := regexp.MustCompile(`#确认 (\d{4})`).FindStringSubmatch(asked)
	if m == nil {
		t.Fatalf("no code in %q", asked)
	}
	return m[1]
}

// askAndConfirm gives a command of a moderator and its code, and returns both replies.
func (c *crowd) askAndConfirm(t *testing.T, who, command string) (asked, done string) {
	t.Helper()
	asked = c.say(t, who, command)
	return asked, c.say(t, who, "#确认 "+codeIn(t, asked))
}

// commands gives commands of m1, waits for what they send, and returns the last
// reply.
func (c *crowd) commands(t *testing.T, commands ...string) (last string) {
	t.Helper()
	for _, words := range commands {
		last = c.say(t, "m1", words)
	}
	c.settle(t)
	return last
}

// publish answers a ticket and publishes the answer.
func (c *crowd) publish(t *testing.T, ticket, answer string) (asked string) {
	t.Helper()
	c.say(t, "m1", "#答 "+ticket+" "+answer)
	asked, done := c.askAndConfirm(t, "m1", "#发布 "+ticket)
	if !strings.Contains(done, "已发布常见问题") {
		t.Errorf("#发布 %s: %q", ticket, done)
	}
	return asked
}

// register registers people.
func (c *crowd) register(t *testing.T, people ...string) {
	t.Helper()
	for _, who := range people {
		if got := c.say(t, who, "报名"); !strings.Contains(got, "第") {
			t.Fatalf("%s registers: got %q, want a seat or a place on the waitlist", who, got)
		}
	}
}

// registerNumbered registers n people whose names are a prefix and a number from 0.
func (c *crowd) registerNumbered(t *testing.T, prefix string, n int) {
	t.Helper()
	for i := range n {
		c.register(t, fmt.Sprint(prefix, i))
	}
}

// registerAtOnce registers the people p0, p1 and so on in one unit, without messages.
func (c *crowd) registerAtOnce(t *testing.T, n int) {
	t.Helper()
	now, signups := c.app.clock.Now(), c.app.main().Attendees.Signups
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		for i := range n {
			p, err := c.app.store.People.Meet(ctx, bot.UserID(wxsim.OpenID("crowd", fmt.Sprint("p", i))), campaign.ContactTyped, now, now)
			if err != nil {
				return err
			}
			if _, err := signups.Register(ctx, p.ID, "", now, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// follow lets somebody follow the account and returns what they read.
func (c *crowd) follow(t *testing.T, who string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "subscribe")
	return c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "subscribe", "", wxsim.FaultNone).Text
}

// unfollow lets somebody stop following the account.
func (c *crowd) unfollow(t *testing.T, who string) {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "unfollow")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "unsubscribe", "", wxsim.FaultNone)
}

// scan lets somebody scan the poster's code, which registers them, and returns what
// they read.
func (c *crowd) scan(t *testing.T, who string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "scan")
	return c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "SCAN", "reg-poster", wxsim.FaultNone).Text
}

// refuse lets the platform refuse calls to a path with a code while it is not 0.
func (c *crowd) refuse(path string) (code *int) {
	code = new(int)
	c.platform.Refuse = func(p string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: *code}, *code != 0 && strings.HasSuffix(p, path)
	}
	return code
}

// queueLateReply queues a reply that came too late for its push, and sends it.
func (c *crowd) queueLateReply(t *testing.T, who string, r bot.Reply) {
	t.Helper()
	ctx, camp := t.Context(), c.app.Campaign()
	p, err := c.app.store.People.Find(ctx, bot.UserID(wxsim.OpenID("crowd", who)))
	if err != nil {
		t.Fatal(err)
	}
	err = c.app.store.Do(ctx, func(ctx context.Context) error {
		return c.app.store.Ledger.Enqueue(ctx, campaign.Notice{
			Campaign: camp.ID, Person: p.ID, Body: campaign.LateReply{Reply: r}, Due: c.app.clock.Now(),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	c.settle(t)
}
