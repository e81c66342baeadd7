package app

import (
	"context"
	"strings"
	"sync"
	"testing"

	"zhujiao/bot/sqlstore"
)

// yielding is an engine that counts the units that yield, and those that do not.
type yielding struct {
	sqlstore.Engine
	mu          sync.Mutex // guards below
	yield, lead int
}

func (e *yielding) Do(ctx context.Context, f func(ctx context.Context) error) error {
	e.mu.Lock()
	if sqlstore.Yields(ctx) {
		e.yield++
	} else {
		e.lead++
	}
	e.mu.Unlock()
	return e.Engine.Do(ctx, f)
}

// since returns the counts, and counts anew.
func (e *yielding) since() (yield, lead int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	yield, lead = e.yield, e.lead
	e.yield, e.lead = 0, 0
	return yield, lead
}

// TestWhoYields tells which units let others go first: those of who leaves, of jobs, of
// sending and of upkeep, but not those of messages that are answered.
func TestWhoYields(t *testing.T) {
	t.Parallel()
	e := &yielding{}
	c := staffed(t, func(cfg *Config) {
		cfg.hooks.engine = func(inner sqlstore.Engine) sqlstore.Engine { e.Engine = inner; return e }
	})
	c.at(7, 19, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "b", "课程会讲到SaaS多租户吗真的吗")
	c.settle(t)
	for what, test := range map[string]struct {
		act          func()
		yields, lead bool
	}{
		"a message":   {func() { c.say(t, "a", "几点开始") }, false, true},
		"a command":   {func() { c.say(t, "m1", "#数据") }, false, true},
		"who leaves":  {func() { c.unfollow(t, "b") }, true, false},
		"a job":       {func() { c.unfollow(t, "b"); c.settle(t) }, true, false},
		"a reminder":  {func() { c.at(7, 19, 30, 0); c.settle(t) }, true, false},
		"a listing":   {func() { _ = followers{c.app}.update(t.Context(), c.app.clock.Now(), nil) }, true, false},
		"what is old": {func() { c.app.forget(t.Context()) }, true, false},
	} {
		e.since()
		test.act()
		if yield, lead := e.since(); yield > 0 != test.yields || lead > 0 != test.lead {
			t.Errorf("%s: %d units yield and %d do not; want some: %v, %v", what, yield, lead, test.yields, test.lead)
		}
	}
	if got := c.texts("a"); len(got) != 1 || !strings.Contains(got[0], "还有1小时开课") {
		t.Errorf("a was sent %q, want the reminder", got)
	}
}
