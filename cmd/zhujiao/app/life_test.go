package app

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/wxsim"
)

// TestTwoChangeAtOnce lets two moderators on two instances confirm different changes at the
// same time: one of them is carried out, the other hears who was faster, and both instances
// serve it at their next look.
func TestTwoChangeAtOnce(t *testing.T) {
	t.Parallel()
	url := bottest.StartPostgres(t).URL()
	open := func() *crowd {
		return staffed(t, func(cfg *Config) {
			cfg.DatabaseURL, cfg.Moderators = url, []string{wxsim.OpenID("crowd", "m1"), wxsim.OpenID("crowd", "m2")}
		})
	}
	a, b := open(), open()
	for range 4 {
		asked := a.must(t, "m1", "#换老师 李四", "将换老师")
		other := b.must(t, "m2", "#取消本场 老师病了", "将取消本场")
		var said [2]string
		var both sync.WaitGroup
		both.Go(func() { said[0] = a.say(t, "m1", "#确认 "+codeIn(t, asked)) })
		both.Go(func() { said[1] = b.say(t, "m2", "#确认 "+codeIn(t, other)) })
		both.Wait()
		taught, off := strings.HasPrefix(said[0], "已换成"), strings.HasPrefix(said[1], "已取消本场")
		late := strings.Contains(said[0]+said[1], "刚刚已经改过这一场")
		if taught == off || !late {
			t.Fatalf("%q and %q", said[0], said[1])
		}
		for _, c := range []*crowd{a, b} {
			c.serves(t, func(k *campaign.Campaign) bool { return k.Cancelled == off && (k.Lecturer == "李四") == taught })
		}
		if off {
			a.askAndConfirm(t, "m1", "#恢复本场")
		} else {
			a.askAndConfirm(t, "m1", "#换老师 刘志远 又换回来了")
		}
		for _, c := range []*crowd{a, b} {
			c.serves(t, func(k *campaign.Campaign) bool { return !k.Cancelled && k.Lecturer == "刘志远" })
		}
	}
}

// serves looks for versions of others, as an instance does each second, and checks what it
// serves then.
func (c *crowd) serves(t *testing.T, is func(*campaign.Campaign) bool) {
	t.Helper()
	if err := c.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if k := c.app.Campaign(); !is(k) {
		t.Errorf("it serves cancelled %v, %s", k.Cancelled, k.Lecturer)
	}
}

// TestMovedReminders plans the reminders of a moved class again, and sends none for the old
// time, not even one that waited already.
func TestMovedReminders(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.register(t, "x")
	c.askAndConfirm(t, "m1", "#改期 7月7日 21:00")
	c.clockAt(t, 19, 30)
	if n := c.told("x", "开课！"); n != 0 {
		t.Errorf("reminded for the old time: %q", c.texts("x"))
	}
	c.clockAt(t, 20, 0)
	c.clockAt(t, 20, 20)
	if n := c.told("x", "还有1小时开课！今晚21:00"); n != 1 {
		t.Errorf("reminded %d times for the new time: %q", n, c.texts("x"))
	}
	c.clockAt(t, 20, 50)
	if n := c.told("x", "10分钟"); n != 1 {
		t.Errorf("the second reminder came %d times: %q", n, c.texts("x"))
	}
}

// clockAt sets the clock to a time of the day of the class and does what is due.
func (c *crowd) clockAt(t *testing.T, hour, minute int) {
	t.Helper()
	c.settle(t)
	c.app.clock.Freeze(time.Date(2022, 7, 7, hour, minute, 0, 0, c.app.Campaign().Zone))
	c.settle(t)
}

// TestCancelledTexts lets people with a seat, on the waitlist and with neither write everything
// in every phase of a class that was cancelled: no reply offers what there is not.
func TestCancelledTexts(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "名额: 120 => 名额: 1")
		change(t, cfg.Campaign, "每人: {条数: 10 => 每人: {条数: 1000")
	})
	c.register(t, "seated", "waiting")
	c.askAndConfirm(t, "m1", "#取消本场")
	class, n := c.app.Campaign(), 0
	words := slices.Concat(inputs(class), []string{
		"口令 错的", "顶1", "进不去直播间", "我想报名", "几点结束", "还有位置吗", "报名", "菜单", "我的", "资料包", "提问",
	})
	for _, p := range content.Phases(class) {
		if p.At.Before(c.app.clock.Now()) {
			continue
		}
		c.app.clock.Freeze(p.At)
		for _, who := range []string{"seated", "waiting", "nobody"} {
			for _, w := range words {
				said := c.say(t, who, w)
				n++
				if why := content.OutOfTime(class, p.At, said); why != "" || strings.Contains(said, "{") {
					t.Errorf("%s, %s writes %q and reads %q, %s", p.Name, who, w, said, why)
				}
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d messages were written", n)
	}
}

// TestFileBetweenCodeAndConfirmation edits the file after a change of the class was proposed and
// before it is confirmed, when nobody has looked at the disk yet: the code changes nothing, and
// the answer shows the change on top of the new file, with a code of its own.
func TestFileBetweenCodeAndConfirmation(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for _, tt := range []struct{ command, edit, done string }{
		{"#改期 7月14日 20:30", "名额: 120 => 名额: 130", "已改期"},
		{"#取消本场 老师病了", "名额: 130 => 名额: 140", "已取消本场"},
	} {
		asked := c.say(t, "m1", tt.command)
		change(t, c.file, tt.edit)
		again := c.say(t, "m1", "#确认 "+codeIn(t, asked))
		if !strings.HasPrefix(again, "没有改：别人刚刚已经改过这一场。") || codeIn(t, again) == codeIn(t, asked) {
			t.Fatalf("%s: %q", tt.command, again)
		}
		if got := c.say(t, "m1", "#确认 "+codeIn(t, asked)); !strings.Contains(got, "码") || strings.HasPrefix(got, tt.done) {
			t.Errorf("the old code: %q", got)
		}
		if got := c.say(t, "m1", "#确认 "+codeIn(t, again)); !strings.HasPrefix(got, tt.done) {
			t.Errorf("%s: %q", tt.command, got)
		}
	}
	if err := c.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if k := c.app.Campaign(); k.Signup.Seats != 140 || !k.Cancelled {
		t.Errorf("%d seats, cancelled %v", k.Signup.Seats, k.Cancelled)
	}
}

// TestLookIsBounded does not let commands wait for a disk that does not answer.
func TestLookIsBounded(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.app.files.mu.Lock()
	defer c.app.files.mu.Unlock()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if got := c.say(t, "m1", "#场"); !strings.HasPrefix(got, "现在有1场") {
				t.Errorf("%q", got)
			}
		})
	}
	all.Wait()
}
