package app

import (
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// thingsSeats registers people.
func (c *crowd) thingsSeats(t *testing.T, people ...string) {
	t.Helper()
	for _, who := range people {
		c.say(t, who, "报名")
	}
}

// thingsLeave lets somebody stop following.
func (c *crowd) thingsLeave(t *testing.T, who string) {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "unfollow")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "unsubscribe", "", wxsim.FaultNone)
}

// thingsYes confirms what m1 was asked.
func (c *crowd) thingsYes(t *testing.T, ask string) string {
	t.Helper()
	_, code, ok := strings.Cut(ask, "#确认 ")
	if !ok {
		t.Fatalf("no code in %q", ask)
	}
	return c.say(t, "m1", "#确认 "+code[:4])
}

// thingsAsk lets people ask Q1, Q2 and so on, and approves them.
func (c *crowd) thingsAsk(t *testing.T, people ...string) {
	t.Helper()
	for i, who := range people {
		c.say(t, who, "提问 "+[]string{
			"我做线下零售3年,想转电商产品,订单和库存先学哪个?", "商品中心和类目要怎么拆分才合理呢", "促销叠加的规则后台要怎么设计才好呢",
		}[i])
		c.say(t, "m1", fmt.Sprint("#过 Q", i+1))
	}
}

// TestMergedQuestions: everybody who asked what was merged reads the lecturer's
// answer once, whichever way the questions came together.
func TestMergedQuestions(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		orders []string
		want   map[string]int
	}{
		"in a row":          {[]string{"#并 Q3 Q2", "#并 Q2 Q1", "#回答 Q1 先学订单。"}, map[string]int{"a": 1, "b": 1, "d": 1}},
		"into an answered":  {[]string{"#回答 Q1 先学订单。", "#并 Q2 Q1"}, map[string]int{"a": 1, "b": 1, "d": 0}},
		"and taken apart":   {[]string{"#并 Q2 Q1", "#过 Q2", "#回答 Q1 先学订单。"}, map[string]int{"a": 1, "b": 0, "d": 0}},
		"and hidden":        {[]string{"#并 Q2 Q1", "#隐 Q2", "#回答 Q1 先学订单。"}, map[string]int{"a": 1, "b": 1, "d": 0}},
		"two in a row late": {[]string{"#并 Q3 Q2", "#回答 Q1 先学订单。", "#并 Q2 Q1"}, map[string]int{"a": 1, "b": 1, "d": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.thingsAt(7, 10, 0, 0)
			c.thingsAsk(t, "a", "b", "d")
			var said []string
			for _, o := range tc.orders {
				said = append(said, c.say(t, "m1", o))
			}
			c.settle(t)
			for who, n := range tc.want {
				if got := c.thingsGot(who, "老师回答了你的问题"); got != n {
					t.Errorf("%s was told %d times, want %d; %q", who, got, n, said)
				}
			}
		})
	}
}

// TestMergedInto: who merges into an answered question reads whether the others
// were told.
func TestMergedInto(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.thingsAt(7, 10, 0, 0)
	c.thingsAsk(t, "a", "b", "d")
	c.say(t, "d", "退订")
	c.say(t, "m1", "#回答 Q1 先学订单。")
	if got := c.say(t, "m1", "#并 Q2 Q1"); got != "Q2已并入Q1，现在2票。\nQ2已回答并通知提问人。" {
		t.Errorf("b can be told: %q", got)
	}
	if got := c.say(t, "m1", "#并 Q3 Q1"); got != "Q3已并入Q1，现在3票。\nQ3已回答（提问人现在收不到，会在他下次发消息时补上）。" {
		t.Errorf("d cannot be told: %q", got)
	}
}

// TestMainAskerErased: what was merged into a question stays on the board, is
// answered and keeps its votes when the first asker leaves; not a word of theirs
// stays.
func TestMainAskerErased(t *testing.T) {
	t.Parallel()
	for name, join := range map[string]func(*crowd){
		"merged": func(c *crowd) {
			c.thingsAsk(t, "a", "b")
			c.say(t, "m1", "#并 Q2 Q1")
		},
		"asked again": func(c *crowd) {
			c.thingsAsk(t, "a")
			c.say(t, "b", "提问:我做线下零售3年，想转电商产品，订单和库存先学哪个")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.thingsAt(7, 10, 0, 0)
			join(c)
			c.say(t, "d", "顶1")
			c.thingsLeave(t, "a")
			if got := c.say(t, "e", "问题榜"); !strings.Contains(got, "Q1（3票）") {
				t.Errorf("the board has %q", got)
			}
			c.settle(t)
			if hits := c.grep(t, "零售3年"); len(hits) > 0 && name == "merged" {
				t.Errorf("the words of who left are in %v", hits)
			}
			c.say(t, "m1", "#回答 Q1 先学订单。")
			c.settle(t)
			if c.thingsGot("b", "老师回答了你的问题") != 1 {
				t.Errorf("b's question went with a: %q", c.texts("b"))
			}
			if got := c.say(t, "b", "我的"); !strings.Contains(got, "提问：1个") && name == "merged" {
				t.Errorf("b asked once: %q", got)
			}
		})
	}
}

// TestSameQuestion: who asks what somebody has asked reads the answer too, once,
// and it is none of their three questions.
func TestSameQuestion(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.thingsAt(7, 20, 0, 0)
	c.thingsAsk(t, "a")
	for range 2 {
		if got := c.say(t, "b", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个"); !strings.Contains(got, "现在2票") {
			t.Errorf("b asks the same: %q", got)
		}
	}
	c.say(t, "d", "顶1")
	if got := c.say(t, "b", "我的"); !strings.Contains(got, "提问：0个") {
		t.Errorf("b's own questions: %q", got)
	}
	c.say(t, "m1", "#回答 Q1 先学订单。")
	c.settle(t)
	for who, n := range map[string]int{"a": 1, "b": 1, "d": 0} {
		if got := c.thingsGot(who, "老师回答了你的问题"); got != n {
			t.Errorf("%s was told %d times, want %d", who, got, n)
		}
	}
}

// TestOnWall: the asker is told while it is true and once; 「已提醒」 is only said
// when it is so.
func TestOnWall(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.thingsAt(7, 20, 40, 0)
	c.thingsAsk(t, "a", "b")
	c.say(t, "a", "退订")
	wall := func(q, want string, told int) {
		t.Helper()
		if got := c.say(t, "m1", "#上墙 "+q); !strings.Contains(got, want) {
			t.Errorf("#上墙 %s: %q, want %q", q, got, want)
		}
		c.settle(t)
		if n := c.thingsGot("a", "正在直播中回答") + c.thingsGot("b", "正在直播中回答"); n != told {
			t.Errorf("#上墙 %s: told %d times in all, want %d", q, n, told)
		}
	}
	wall("Q1", "现在收不到提醒", 0)
	c.say(t, "a", "提醒")
	wall("Q1", "已提醒提问人", 1)
	wall("Q1", "已提醒提问人", 1)
	c.thingsAt(7, 22, 1, 0)
	wall("Q2", "现在收不到提醒", 1)
	c.thingsAt(8, 8, 0, 1)
	c.settle(t)
	if n := c.thingsGot("b", "正在直播中回答"); n != 0 {
		t.Errorf("the next morning b reads %q", c.texts("b"))
	}
}

// thingsPack is a crowd in which everybody draws the ¥49 pack, of which there
// are so many.
func thingsPack(t *testing.T, stock string) *crowd {
	t.Helper()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
		change(t, cfg.Campaign, "库存: 36 => 库存: "+stock)
	})
	c.thingsAt(7, 10, 0, 0)
	return c
}

// TestRestoredLink: 「换好会主动发给你」 is kept when the stopped link is put back,
// also to who reported it; who was promised nothing is not disturbed.
func TestRestoredLink(t *testing.T) {
	t.Parallel()
	c := thingsPack(t, "36")
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
			if got := c.thingsGot(who, "再发你一次：电商产品学习资料包\n链接：https://pan.example.com/s/1ecom49a"); got != n || len(c.texts(who)) != n {
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
		c := thingsPack(t, "36")
		c.say(t, "a", "报名")
		c.say(t, "a", "领取49")
		c.say(t, "m1", "#停链 49 1")
		c.say(t, "a", "领取49")
		got := c.thingsYes(t, c.say(t, "m1", "#换链 49 "+address))
		c.settle(t)
		if c.thingsGot("a", want) != 1 || len(c.texts("a")) != 1 || !strings.Contains(got, "通知1人") {
			t.Errorf("%s: %q, a reads %q", address, got, c.texts("a"))
		}
	}
}

// TestNewCode: a link that only gets another extraction code is sent to its
// holders; the same link with the same code is not.
func TestNewCode(t *testing.T) {
	t.Parallel()
	c := thingsPack(t, "36")
	c.say(t, "a", "报名")
	c.say(t, "a", "领取49")
	for range 2 {
		c.thingsYes(t, c.say(t, "m1", "#换链 49 https://pan.example.com/s/1ecom49a zzzz"))
		c.settle(t)
		if c.thingsGot("a", "提取码：zzzz") != 1 {
			t.Errorf("a holds the old code and reads %q", c.texts("a"))
		}
	}
	if got := c.say(t, "a", "领取49"); !strings.Contains(got, "提取码：zzzz") {
		t.Errorf("a asks again: %q", got)
	}
}

// TestRestock: added stock goes to who waits and may still have it, not to who
// has left or given up the seat; 「共几份」 counts it.
func TestRestock(t *testing.T) {
	t.Parallel()
	c := thingsPack(t, "1")
	people := []string{"a", "b", "d", "e", "f"}
	c.thingsSeats(t, people...)
	for i, who := range people {
		c.thingsAt(7, 10, i, 0)
		c.say(t, who, "领取49")
	}
	c.thingsLeave(t, "b")
	c.say(t, "d", "取消报名")
	c.say(t, "d", "确认取消")
	if got := c.say(t, "m1", "#补货 49 1"); !strings.Contains(got, "登记过的1人") {
		t.Errorf("#补货: %q", got)
	}
	c.settle(t)
	for who, n := range map[string]int{"d": 0, "e": 1, "f": 0} {
		if got := c.thingsGot(who, "领取成功"); got != n {
			t.Errorf("%s got the pack %d times, want %d", who, got, n)
		}
	}
	if got := c.say(t, "f", "领取49"); !strings.Contains(got, "已发完（共2份）") {
		t.Errorf("f asks: %q", got)
	}
}

// TestTooManyReports: a report that is not stored is not called received.
func TestTooManyReports(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "举报失效: {条数: 3 => 举报失效: {条数: 1")
		change(t, cfg.Campaign, "概率: 0.3 => 概率: 1")
	})
	c.thingsAt(7, 20, 40, 0)
	c.say(t, "a", "报名")
	c.say(t, "a", "后台先行")
	c.say(t, "a", "领取99")
	c.say(t, "a", "领取49")
	c.say(t, "a", "失效99")
	got := c.say(t, "a", "失效49")
	if n := c.rows(t, "SELECT url FROM link_report"); len(n) != 1 || strings.Contains(got, "收到") || !strings.Contains(got, "没有记下") {
		t.Errorf("%d reports are stored, the second was answered %q", len(n), got)
	}
}
