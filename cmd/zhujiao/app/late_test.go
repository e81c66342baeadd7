package app

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/wxsim"
)

// slowEngine lets units wait before or after their commit, while a test holds it.
type slowEngine struct {
	sqlstore.Engine
	mu            sync.Mutex
	before, after chan struct{} // closed to let units go on; nil for no wait
}

func (e *slowEngine) Do(ctx context.Context, f func(ctx context.Context) error) error {
	e.mu.Lock()
	before, after := e.before, e.after
	e.mu.Unlock()
	if before != nil {
		<-before
	}
	err := e.Engine.Do(ctx, f)
	if after != nil {
		<-after
	}
	return err
}

// hold lets units wait from now on, until the returned function is called.
func (e *slowEngine) hold(where *chan struct{}) (release func()) {
	wait := make(chan struct{})
	e.mu.Lock()
	*where = wait
	e.mu.Unlock()
	return func() {
		e.mu.Lock()
		*where = nil
		e.mu.Unlock()
		close(wait)
	}
}

// slowCrowd is a crowd with an engine that can be held and little patience.
func slowCrowd(t *testing.T) (*crowd, *slowEngine) {
	t.Helper()
	e := &slowEngine{}
	c := newCrowd(t, func(cfg *Config) {
		cfg.Account = "service"
		cfg.hooks.engine = func(inner sqlstore.Engine) sqlstore.Engine { e.Engine = inner; return e }
	})
	return c, e
}

// giveUp pushes a text, and hangs up after a moment as the platform does.
func (c *crowd) giveUp(t *testing.T, openid, sent string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	c.platform.Touch(openid, "text")
	given := func() int { return strings.Count(c.logged.String(), `"failed":true`) }
	before := given()
	if x := c.pusher.Again(ctx, openid, sent); x.Failure == "" {
		t.Errorf("the push was answered: %q", x.Text)
	}
	for deadline := time.Now().Add(time.Minute); given() == before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the push was not given up")
		}
	}
}

// TestLateReplies plays a push that is given up before its unit is committed. Its reply is
// heard once: by a repeated push within six seconds, or by a message after them, to which
// a later repeat adds nothing.
func TestLateReplies(t *testing.T) {
	t.Parallel()
	for name, where := range map[string]func(e *slowEngine) *chan struct{}{
		"before the commit": func(e *slowEngine) *chan struct{} { return &e.before },
		"during the commit": func(e *slowEngine) *chan struct{} { return &e.after },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, e := slowCrowd(t)
			a, b := wxsim.OpenID("crowd", "a"), wxsim.OpenID("crowd", "b")
			sentA, sentB := textPush(c, a, "报名", "88001"), textPush(c, b, "报名", "88002")
			release := e.hold(where(e))
			c.giveUp(t, a, sentA)
			c.giveUp(t, b, sentB)
			release()
			c.settle(t)
			if got := append(c.texts("a"), c.texts("b")...); len(got) > 0 {
				t.Errorf("sent before a repeat could come: %q", got)
			}
			// a is pushed again within six seconds, b is not
			for range 2 {
				if got := c.pusher.Again(t.Context(), a, sentA); !strings.Contains(got.Text, "报名成功") {
					t.Errorf("the repeated push: %+v, want the reply", got)
				}
			}
			c.app.clock.Freeze(c.app.clock.Now().Add(7 * time.Second))
			c.settle(t)
			if got := c.texts("a"); len(got) > 0 {
				t.Errorf("heard twice: %q", got)
			}
			if got := c.texts("b"); len(got) != 1 || !strings.Contains(got[0], "报名成功") {
				t.Errorf("sent to who was not pushed again: %q, want the reply once", got)
			}
			if got := c.pusher.Again(t.Context(), b, sentB); got.Text != "" || got.Failure != "" {
				t.Errorf("a repeat after the reply was sent: %+v, want success", got)
			}
		})
	}
}

// TestRepeatJoinsTheUnit gives a push up while its unit waits, and lets a repeat wait with
// it: the repeat carries the reply, and nothing is delivered.
func TestRepeatJoinsTheUnit(t *testing.T) {
	t.Parallel()
	c, e := slowCrowd(t)
	a := wxsim.OpenID("crowd", "a")
	sent := textPush(c, a, "报名", "88003")
	release := e.hold(&e.before)
	c.giveUp(t, a, sent)
	time.AfterFunc(200*time.Millisecond, release)
	if got := c.pusher.Again(t.Context(), a, sent); !strings.Contains(got.Text, "报名成功") {
		t.Errorf("the repeated push: %+v, want the reply", got)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Minute))
	c.settle(t)
	if got := c.texts("a"); len(got) > 0 {
		t.Errorf("heard twice: %q", got)
	}
}

// TestLockedDatabase locks the database as a backup does: a push is not acknowledged, and
// when it comes again it does what it should have.
func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	unlock := c.lock(t)
	a := wxsim.OpenID("crowd", "a")
	signup := c.pusher.Again(t.Context(), a, textPush(c, a, "报名", "88004"))
	if !strings.Contains(signup.Failure, "no answer within 5 s") {
		t.Errorf("while the database is locked: %+v, want no answer", signup)
	}
	unlock()
	if got := c.pusher.Again(t.Context(), a, signup.Sent); !strings.Contains(got.Text, "你是第1位") {
		t.Errorf("the push that was not acknowledged, repeated: %+v, want seat 1", got)
	}
}
