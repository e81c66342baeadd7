package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/middleware"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
	"zhujiao/bot/text"
	"zhujiao/bot/wxsim"
)

// readsCounted counts the readings outside of units.
type readsCounted struct {
	sqlstore.Engine
	n *atomic.Int64
}

func (e readsCounted) Reader() *db.Queries {
	e.n.Add(1)
	return e.Engine.Reader()
}

// typedBy is a text as it reaches the reading of messages.
func (c *crowd) typedBy(who, words string) *bot.Message {
	now := c.app.clock.Now()
	return &bot.Message{
		Key: "test " + words, From: bot.UserID(wxsim.OpenID("crowd", who)), Kind: bot.KindText, Text: words,
		Folded: text.Fold(words), Encrypted: true, At: now, Arrived: now,
	}
}

// TestOneClassReadsNothing reads nothing of a sender to choose the class while one is live,
// and once if there are more, however many their messages.
func TestOneClassReadsNothing(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	c := staffed(t, func(cfg *Config) {
		cfg.hooks.engine = func(e sqlstore.Engine) sqlstore.Engine { return readsCounted{e, &n} }
	})
	c.register(t, "a")
	reads := func(words string) int64 {
		t.Helper()
		before := n.Load()
		if err := (intake{c.app}).read(t.Context(), c.typedBy("a", words)); err != nil {
			t.Fatal(err)
		}
		return n.Load() - before
	}
	texts := []string{"几点开始", "签到", "报名", "2", "是的", "好的谢谢", "#数据"}
	for _, words := range texts {
		if got := reads(words); got != 0 {
			t.Errorf("%q with one class: %d reads", words, got)
		}
	}
	if m := c.typedBy("a", "报名"); (intake{c.app}).read(t.Context(), m) != nil || m.Fit != nil || m.Class != "ecom-backend-0707" {
		t.Errorf("with one class a message is %+v", m.Fit)
	}
	c.openClass(t, beside{"week4", 28, []string{first, third}})
	for _, words := range texts[:len(texts)-1] {
		if got := reads(words); got != 1 {
			t.Errorf("%q with two classes: %d reads, want 1", words, got)
		}
	}
}

// TestClassOutdated leaves a unit if the class that was chosen before it is another one by
// then, and goes on if it is the same.
func TestClassOutdated(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.followBy(t, "a", "reg-week2")
	in := intake{c.app}
	check := func(words string, between func(), want error) {
		t.Helper()
		m := c.typedBy("a", words)
		if err := in.read(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		between()
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			p, err := c.app.store.People.Meet(ctx, m.From, campaign.ContactTyped, m.Arrived, m.Made())
			if err != nil {
				return err
			}
			return in.fits(ctx, m, p)
		})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", words, err, want)
		}
	}
	says := func(words ...string) func() {
		return func() {
			for _, w := range words {
				c.say(t, "a", w)
			}
		}
	}
	check("几点开始", says(), nil)
	check("几点开始", says("谢谢", second+"几点开始"), nil)
	check("确认取消", says(first+"取消报名"), middleware.ErrOutdated)
	check("2", says("报名"), nil)
	check("几点开始", says(first+"取消报名", "确认取消"), middleware.ErrOutdated)
	moderates := func(between func(), want error) {
		t.Helper()
		m := c.typedBy("m1", "#数据")
		if err := in.read(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		between()
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			p, err := c.app.store.People.Meet(ctx, m.From, campaign.ContactTyped, m.Arrived, m.Made())
			if err != nil {
				return err
			}
			return in.fits(ctx, m, p)
		})
		if !errors.Is(err, want) {
			t.Errorf("#数据: %v, want %v", err, want)
		}
	}
	moderates(func() { c.say(t, "m1", "#待答") }, nil)
	moderates(func() { c.say(t, "m1", "#场 2") }, middleware.ErrOutdated)
}

// TestClassesAtOnce handles messages of one person that come at the same time, and each is
// answered.
func TestClassesAtOnce(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "条数: 10 => 条数: 1000") })
	c.openWeekly(t)
	var all sync.WaitGroup
	for i := range 4 {
		who := fmt.Sprint("p", i)
		for _, words := range []string{"报名", "几点开始", second + "报名", "取消报名", "确认取消", "我的", "提问 我第一步应该先学什么呢", "2", "签到"} {
			all.Go(func() {
				x := c.pusher.Text(context.Background(), wxsim.OpenID("crowd", who), words, wxsim.FaultNone)
				if x.Failure != "" || x.Text == "" || strings.HasPrefix(x.Text, "刚才没处理成功") {
					t.Errorf("%s %q: %q %s", who, words, x.Text, x.Failure)
				}
			})
		}
	}
	all.Wait()
}

// TestExemptOfAll exempts the words of every live class from the limit: limits stand above
// classes.
func TestExemptOfAll(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t, "不限速的指令: [", "不限速的指令: [我的, ")
	for _, tt := range []struct {
		words string
		count bool
	}{{"我的", false}, {"退订", false}, {"报名", true}} {
		if ask := (intake{c.app}).classify(c.typedBy("a", tt.words)); ask.Count != tt.count {
			t.Errorf("%q: %+v", tt.words, ask)
		}
	}
}
