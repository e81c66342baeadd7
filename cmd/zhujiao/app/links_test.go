package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// withPackForAll is a crowd in which everybody draws the ¥49 pack, of which there are
// so many.
func withPackForAll(t *testing.T, stock string) *crowd {
	t.Helper()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
		change(t, cfg.Campaign, "库存: 36 => 库存: "+stock)
	})
	c.at(7, 10, 0, 0)
	return c
}

// TestRestoredLink: 「换好会主动发给你」 is kept when the stopped link is put back,
// also to who reported it; who was promised nothing is not disturbed.
func TestRestoredLink(t *testing.T) {
	t.Parallel()
	c := withPackForAll(t, "36")
	for _, who := range []string{"a", "b", "d"} {
		c.say(t, who, "报名")
		c.say(t, who, "领取49")
	}
	if got := c.say(t, "b", "失效"); !strings.Contains(got, "换好会主动发你") {
		t.Errorf("b reports: %q", got)
	}
	c.say(t, "m1", "#停链 49 1")
	if got := c.say(t, "a", "领取49"); !strings.Contains(got, "换好会主动发给你") {
		t.Errorf("a asks: %q", got)
	}
	for range 2 {
		c.say(t, "m1", "#恢复链 49 1")
		c.settle(t)
		for who, n := range map[string]int{"a": 1, "b": 1, "d": 0} {
			if got := c.told(who, "再发你一次：电商产品学习资料包\n链接：https://pan.example.com/s/1ecom49a"); got != n || len(c.texts(who)) != n {
				t.Errorf("%s was sent the link %d times, want %d: %q", who, got, n, c.texts(who))
			}
		}
	}
}

// TestPromisedLinkReplaced: who was promised a link gets the new one once, also
// when #换链 names the old one again.
func TestPromisedLinkReplaced(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://pan.example.com/s/1new 9xyz": "换了新链接", "https://pan.example.com/s/1ecom49a 3xfp": "再发你一次",
	} {
		c := withPackForAll(t, "36")
		c.say(t, "a", "报名")
		c.say(t, "a", "领取49")
		c.say(t, "m1", "#停链 49 1")
		c.say(t, "a", "领取49")
		got := c.confirm(t, c.say(t, "m1", "#换链 49 "+address))
		c.settle(t)
		if c.told("a", want) != 1 || len(c.texts("a")) != 1 || !strings.Contains(got, "通知1人") {
			t.Errorf("%s: %q, a reads %q", address, got, c.texts("a"))
		}
	}
}

// TestNewCode: a link that only gets another extraction code is sent to its
// holders; the same link with the same code is not.
func TestNewCode(t *testing.T) {
	t.Parallel()
	c := withPackForAll(t, "36")
	c.say(t, "a", "报名")
	c.say(t, "a", "领取49")
	for range 2 {
		c.confirm(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1ecom49a zzzz"))
		c.settle(t)
		if c.told("a", "提取码：zzzz") != 1 {
			t.Errorf("a holds the old code and reads %q", c.texts("a"))
		}
	}
	if got := c.say(t, "a", "领取49"); !strings.Contains(got, "提取码：zzzz") {
		t.Errorf("a asks again: %q", got)
	}
}

// TestTooManyReports: a report that is not stored is not called received.
func TestTooManyReports(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "举报失效: {条数: 3 => 举报失效: {条数: 1")
		change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
	})
	c.at(7, 20, 40, 0)
	c.say(t, "a", "报名")
	c.say(t, "a", "后台先行")
	c.say(t, "a", "领取99")
	c.say(t, "a", "领取49")
	c.say(t, "a", "失效99")
	got := c.say(t, "a", "失效49")
	p, err := c.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "a")))
	if err != nil {
		t.Fatal(err)
	}
	n, err := c.app.store.Links.ReportsSince(t.Context(), c.app.Campaign().ID, p.ID, time.Time{})
	if err != nil || n != 1 || strings.Contains(got, "收到") || !strings.Contains(got, "没有记下") {
		t.Errorf("%d reports are stored (%v), the second was answered %q", n, err, got)
	}
}

// TestRelinkReturn replaces the link of somebody who left and returns: they read the new one.
func TestRelinkReturn(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "概率: 0.3 => 概率: 1") })
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 1)
	c.say(t, "p0", "领取49")
	c.unfollow(t, "p0")
	got := c.confirm(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1new zzzz"))
	c.settle(t)
	if r := c.follow(t, "p0"); !strings.Contains(r, "1new") {
		t.Errorf("%q; after returning p0 reads %q", got, r)
	}
}

// TestLeaveInFlight leaves during the call for a new link and returns: the link is whole, and read once.
func TestLeaveInFlight(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "概率: 0.3 => 概率: 1") })
	c.at(7, 10, 0, 0)
	c.registerNumbered(t, "p", 1)
	c.say(t, "p0", "领取49")
	c.confirm(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1new zzzz"))
	once := true
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if once && strings.HasSuffix(path, "/custom/send") {
			once = false
			c.unfollow(t, "p0")
			return wxsim.Refusal{Code: 43004}, true
		}
		return wxsim.Refusal{}, false
	}
	c.settle(t)
	if got := c.follow(t, "p0"); !strings.Contains(got, "1new") {
		t.Errorf("p0 returned and reads %q", got)
	}
	if got := c.say(t, "p0", "几点开始"); strings.Contains(got, "链接") {
		t.Errorf("and again: %q", got)
	}
}

// TestRelinkRead: an address ends where its letters do, and a code is what follows
// the word for it; what cannot be is refused before anything changes.
func TestRelinkRead(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.app.clock.Freeze(time.Date(2022, 7, 7, 10, 0, 0, 0, c.app.Campaign().Zone))
	for _, s := range []string{
		"https://pan.example.com/s/1new，9xyz", "https://pan.example.com/s/1new 提取码:9xyz", "链接：https://pan.example.com/s/1new 提取码： 9xyz",
		"https://pan.example.com/s/1new，提取码９xyz，至 8月7日",
		"https://pan.example.com/s/1new,9xyz", "https://pan.example.com/s/1new提取码9xyz",
		"https://pan.example.com/s/1new 9xyz 至2022年8月7日。", "https://pan.example.com/s/1new 9xyz 至 2022-08-07",
	} {
		got := c.say(t, "m1", "#换链 99 "+s)
		read := strings.Contains(got, "链接：https://pan.example.com/s/1new\n提取码：9xyz\n")
		if !read || strings.Contains(s, "至") != strings.Contains(got, "有效至：2022-08-07\n") {
			t.Errorf("%q was read as %q", s, got)
		}
	}
	for s, part := range map[string]string{
		"https://pan.example.com/s/1new 9xyz 至 昨天": "有效期", "https://pan.example.com/s/1new 9xyz 至 2022-07-01": "已经过去",
		"https://pan.example.com/s/1new 9xyz12":       "写法：",
		"https://pan.example.com/s/1new 9xyz 至 2月31日": "看不懂",
		"https://pan.example.com/s/1new 9xyz 8k2m":    "写法：", "9xyz https://pan.example.com/s/1new": "写法：",
	} {
		c.expect(t, "m1", "#换链 99 "+s, part)
	}
}

// TestDirectLink offers one address that carries its code, where the host takes
// it (ruling 24).
func TestDirectLink(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "https://pan.example.com/s/1ecom99a => https://pan.baidu.com/s/1ecom99a")
	})
	c.say(t, "a", "报名")
	c.app.clock.Freeze(time.Date(2022, 7, 7, 20, 50, 0, 0, c.app.Campaign().Zone))
	c.say(t, "a", "后台先行")
	got := c.say(t, "a", "领取99")
	for _, line := range []string{"链接：https://pan.baidu.com/s/1ecom99a", "提取码：8k2m", "免输提取码：https://pan.baidu.com/s/1ecom99a?pwd=8k2m"} {
		if !slices.Contains(strings.Split(got, "\n"), line) {
			t.Errorf("%q has no line %q", got, line)
		}
	}
}
