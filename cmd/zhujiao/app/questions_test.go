package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// askQuestions lets people ask the lecturer Q1, Q2 and so on, and approves them.
func (c *crowd) askQuestions(t *testing.T, people ...string) {
	t.Helper()
	for i, who := range people {
		c.say(t, who, "提问 "+[]string{
			"我做线下零售3年,想转电商产品,订单和库存先学哪个?", "商品中心和类目要怎么拆分才合理呢", "促销叠加的规则后台要怎么设计才好呢",
		}[i])
		c.must(t, "m1", fmt.Sprint("#过 Q", i+1), fmt.Sprintf("Q%d已通过", i+1))
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
			c.at(7, 10, 0, 0)
			c.askQuestions(t, "a", "b", "d")
			var said []string
			for _, o := range tc.orders {
				said = append(said, c.say(t, "m1", o))
			}
			c.settle(t)
			for who, n := range tc.want {
				if got := c.told(who, "老师回答了你的问题"); got != n {
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
	c.at(7, 10, 0, 0)
	c.askQuestions(t, "a", "b", "d")
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
			c.askQuestions(t, "a", "b")
			c.say(t, "m1", "#并 Q2 Q1")
		},
		"asked again": func(c *crowd) {
			c.askQuestions(t, "a")
			c.say(t, "b", "提问:我做线下零售3年，想转电商产品，订单和库存先学哪个")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 10, 0, 0)
			join(c)
			c.say(t, "d", "顶1")
			c.unfollow(t, "a")
			if got := c.say(t, "e", "问题榜"); !strings.Contains(got, "Q1（3票）") {
				t.Errorf("the board has %q", got)
			}
			c.settle(t)
			if hits := c.grep(t, "零售3年"); len(hits) > 0 && name == "merged" {
				t.Errorf("the words of who left are in %v", hits)
			}
			c.say(t, "m1", "#回答 Q1 先学订单。")
			c.settle(t)
			if c.told("b", "老师回答了你的问题") != 1 {
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
	c.at(7, 20, 0, 0)
	c.askQuestions(t, "a")
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
		if got := c.told(who, "老师回答了你的问题"); got != n {
			t.Errorf("%s was told %d times, want %d", who, got, n)
		}
	}
}

// TestMergeIntoGone merges a question into one whose asker left: it is refused, or the answer arrives.
func TestMergeIntoGone(t *testing.T) {
	t.Parallel()
	for _, answered := range []bool{false, true} {
		c := staffed(t, nil)
		c.at(7, 10, 0, 0)
		c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
		c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
		c.must(t, "m1", "#过 Q1 Q2", "Q1已通过")
		if answered {
			c.must(t, "m1", "#回答 Q1 先学订单。", "Q1已回答")
			c.settle(t)
		}
		c.unfollow(t, "a")
		c.must(t, "m1", "#并 Q2 Q1", "没有找到Q1")
		if got := c.say(t, "d", "问题榜"); !strings.Contains(got, "商品中心") {
			t.Errorf("answered %v: b's question is lost: %q", answered, got)
		}
	}
}

// TestErasedAsker erases one of two who asked the same: the other still reads the answer.
func TestErasedAsker(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "b", "提问 商品中心和类目要怎么拆分才合理呢")
	c.say(t, "m1", "#过 Q1 Q2")
	c.say(t, "m1", "#并 Q2 Q1")
	c.say(t, "b", "退订")
	c.say(t, "m1", "#回答 Q1 先学订单。")
	c.settle(t)
	c.unfollow(t, "a")
	if r := c.say(t, "b", "几点开始"); !strings.Contains(r, "老师回答了你的问题") {
		t.Errorf("b's shelved answer went with a: %q", r)
	}
}

// TestTopicOfCampaign answers question 3 of two classes: neither answer replaces the other.
func TestTopicOfCampaign(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "你好")
	p, _ := c.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "a")))
	put := func(id string) {
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			return c.app.store.Ledger.Enqueue(ctx, campaign.Notice{
				Campaign: id, Person: p.ID, Due: c.app.clock.Now(), Topic: "answered 3",
				Body: campaign.LecturerAnswer{Number: 3, Question: "q " + id, Answer: "x"},
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("last-week")
	put("this-week")
	c.settle(t)
	if n := c.told("a", "老师回答"); n != 2 {
		t.Errorf("%d answers, want those of both classes", n)
	}
}

// TestInheritedCounts lets somebody inherit a question: it is none of their own three.
func TestInheritedCounts(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	for _, q := range []string{"我做线下零售3年,想转电商产品,订单和库存先学哪个?", "商品中心和类目要怎么拆分才合理呢", "促销叠加的规则后台要怎么设计才好呢"} {
		c.say(t, "b", "提问 "+q)
	}
	c.unfollow(t, "a")
	if got := c.say(t, "b", "提问 会员等级和优惠券的关系怎么设计才好"); !strings.Contains(got, "收到") {
		t.Errorf("b's third own question: %q", got)
	}
}

// TestLongLists: a list that does not fit says how many more there are.
func TestLongLists(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for i := range 8 {
		c.say(t, fmt.Sprint("a", i), fmt.Sprintf("提问 第%d个问题，%s？", i, strings.Repeat("订单和库存先学哪个好呢", 17)))
	}
	for _, s := range []string{c.say(t, "m1", "#审"), func() string {
		c.say(t, "m1", "#过 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8")
		return c.say(t, "b", "问题榜")
	}()} {
		if len(s) > 2048 || !strings.Contains(s, "还有") || strings.Count(s, "先学哪个好呢？") < 2 {
			t.Errorf("got %d bytes: %s", len(s), s)
		}
	}
}

// TestOnWall: the asker is told while it is true and once; 「已提醒」 is only said
// when it is so.
func TestOnWall(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 40, 0)
	c.askQuestions(t, "a", "b")
	c.say(t, "a", "退订")
	wall := func(q, want string, told int) {
		t.Helper()
		if got := c.say(t, "m1", "#上墙 "+q); !strings.Contains(got, want) {
			t.Errorf("#上墙 %s: %q, want %q", q, got, want)
		}
		c.settle(t)
		if n := c.told("a", "正在直播中回答") + c.told("b", "正在直播中回答"); n != told {
			t.Errorf("#上墙 %s: told %d times in all, want %d", q, n, told)
		}
	}
	wall("Q1", "现在收不到提醒", 0)
	c.say(t, "a", "提醒")
	wall("Q1", "已提醒提问人", 1)
	wall("Q1", "已提醒提问人", 1)
	c.at(7, 22, 1, 0)
	wall("Q2", "现在收不到提醒", 1)
	c.at(8, 8, 0, 1)
	c.settle(t)
	if n := c.told("b", "正在直播中回答"); n != 0 {
		t.Errorf("the next morning b reads %q", c.texts("b"))
	}
}

// TestWallAgain announces a question a second time, after nobody was told the first time.
func TestWallAgain(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 40, 0)
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.must(t, "m1", "#过 Q1", "Q1已通过")
	code := c.refuse("/custom/send")
	*code = 45047
	c.must(t, "m1", "#上墙 Q1", "Q1已上墙")
	c.settle(t)
	*code = 0
	c.say(t, "a", "你好")
	said := c.must(t, "m1", "#上墙 Q1", "Q1已上墙")
	c.settle(t)
	if strings.Contains(said, "已提醒提问人") && c.told("a", "正在直播中回答") == 0 {
		t.Errorf("%q, yet a was never told", said)
	}
}
