package app

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wxsim"
)

// peopleAt sets the clock to a time in July 2022.
func (c *crowd) peopleAt(day, hour, minute, sec int) {
	c.app.clock.Freeze(time.Date(2022, 7, day, hour, minute, sec, 0, c.app.Campaign().Zone))
}

// peopleSeats registers p0 to p(n-1).
func (c *crowd) peopleSeats(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		c.say(t, fmt.Sprint("p", i), "报名")
	}
}

// peopleGot counts what somebody was told that has a part.
func (c *crowd) peopleGot(who, part string) (n int) {
	for _, x := range c.texts(who) {
		if strings.Contains(x, part) && !strings.HasPrefix(x, "【预览") {
			n++
		}
	}
	return n
}

// peopleAlerts are the alerts that have a part.
func (c *crowd) peopleAlerts(part string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, part) {
			out = append(out, a.Text)
		}
	}
	return out
}

// peopleLeave lets somebody unfollow.
func (c *crowd) peopleLeave(t *testing.T, who string) {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "unfollow")
	c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "unsubscribe", "", wxsim.FaultNone)
}

// peopleFollow lets somebody follow and returns what they read.
func (c *crowd) peopleFollow(t *testing.T, who string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "subscribe")
	return c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "subscribe", "", wxsim.FaultNone).Text
}

// peopleYes confirms with the code of a question.
func (c *crowd) peopleYes(t *testing.T, ask string) string {
	t.Helper()
	_, code, ok := strings.Cut(ask, "#确认 ")
	if !ok {
		t.Fatalf("no code in %q", ask)
	}
	return c.say(t, "m1", "#确认 "+code[:4])
}

// TestAnswerNobody answers somebody who has left: the moderator reads that nobody gets it.
func TestAnswerNobody(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.peopleLeave(t, "a")
	c.must(t, "m1", "#答 U1 会提到的。", "U1没有人能收到")
}

// TestTakenByOther answers another ticket of somebody who is taken over: the bot stays silent.
func TestTakenByOther(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.say(t, "m1", "#答 U1 会提到的。")
	if got := c.say(t, "a", "几点开始"); got != "" {
		t.Errorf("H1 is taken over, yet the bot says %q", got)
	}
}

// TestTakenTwice ends an old call while a newer one is taken over: the bot stays silent.
func TestTakenTwice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#答 H1 你好。")
	c.settle(t)
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H2")
	c.say(t, "m1", "#接管 H1")
	ended := c.say(t, "m1", "#结束 H1")
	if got := c.say(t, "a", "几点开始"); got != "" || strings.Contains(ended, "恢复回复") {
		t.Errorf("H2 is taken: %q, %q", ended, got)
	}
}

// TestMakeupErased makes up a check-in of somebody whose data is gone: nobody gets a seat, nothing is promised.
func TestMakeupErased(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 21, 50, 0)
	c.say(t, "a", "补签 老师讲到订单拆单")
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	got := c.say(t, "m1", "#补签 H1")
	if n := c.say(t, "m1", "#数据"); !strings.HasPrefix(n, "报名 0/") {
		t.Errorf("%q gave somebody who is erased a seat: %s", got, n)
	}
	c.say(t, "b", "补签 老师讲到订单拆单")
	c.peopleLeave(t, "b")
	got = c.say(t, "m1", "#补签 H2")
	c.settle(t)
	c.peopleFollow(t, "b")
	if r := c.say(t, "b", "几点开始"); strings.Contains(got, "会在他下次发消息时补上") && !strings.Contains(r, "补签已通过") {
		t.Errorf("%q was promised, b reads %q", got, r)
	}
}

// TestInboxWhole lists more tickets than fit: the number is true, and #补签 全部 sees the last.
func TestInboxWhole(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 21, 46, 0)
	for i := range 101 {
		c.say(t, fmt.Sprint("p", i), "紫藤萝瀑布在哪")
	}
	c.say(t, "z", "补签 老师讲到订单拆单")
	got := c.say(t, "m1", "#待答")
	stats := c.say(t, "m1", "#数据")
	if !strings.HasPrefix(got, "待答102条") {
		t.Errorf("%q…(%d bytes), while %q", got[:30], len(got), stats)
	}
	if got := c.say(t, "m1", "#补签 全部"); !strings.Contains(got, "H1补签已通过") {
		t.Errorf("#补签 全部: %q", got)
	}
}

// TestMakeupAll takes a late check-in that joined an open call with #补签 全部.
func TestMakeupAll(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 20, 0, 0)
	c.say(t, "a", "报名")
	c.say(t, "a", "人工")
	c.peopleAt(7, 21, 50, 0)
	c.say(t, "a", "补签 老师讲到订单拆单")
	if got := c.say(t, "m1", "#补签 全部"); !strings.Contains(got, "H1补签已通过") {
		t.Errorf("%q", got)
	}
}

// TestLongAnswer answers with more than a message holds: the moderator reads that it was not sent.
func TestLongAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	got := c.say(t, "m1", "#答 U1 "+strings.Repeat("好", 678))
	c.settle(t)
	if c.peopleGot("a", "好好") == 0 && !strings.HasPrefix(got, "没有发出") {
		t.Errorf("%q, but a got %d texts and next reads %.60q", got, len(c.texts("a")), c.say(t, "a", "几点开始"))
	}
}

// TestTakenClick taps the menu during a take-over: the bot stays silent.
func TestTakenClick(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.platform.Touch(wxsim.OpenID("crowd", "a"), "click")
	x := c.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "CLICK", "我的", wxsim.FaultNone)
	if x.Text != "" {
		t.Errorf("taken over, a click gets %q", x.Text)
	}
}

// TestSharedTicket erases the first of two who wait for an answer in the file: the second is still offered.
func TestSharedTicket(t *testing.T) {
	t.Parallel()
	var file string
	c := staffed(t, func(cfg *Config) {
		file = cfg.Campaign
		change(t, cfg.Campaign, "    待补: true                # 原文没有承诺回放，不能替主办方承诺 =>     待补: true\n    待补说法: 回放还没定，定了我在这里告诉你，不用再问。")
	})
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "有回放吗")
	promised := c.say(t, "b", "有回放吗")
	c.peopleLeave(t, "a")
	inbox := c.say(t, "m1", "#待答")
	b, _ := os.ReadFile(file)
	pending := "    待补: true\n    待补说法: 回放还没定，定了我在这里告诉你，不用再问。\n    答: \"\""
	_ = os.WriteFile(file, []byte(strings.Replace(string(b), pending, "    答: 有回放，7天内可以看。", 1)), 0o600)
	c.reload(t)
	c.settle(t)
	if len(c.peopleAlerts("有答案了")) == 0 {
		t.Errorf("b was told %q; a left: inbox %q, nobody is offered to answer b; %q", promised, inbox,
			c.rows(t, "SELECT kind||number||' '||state FROM ticket"))
	}
}

// TestToldCredits answers somebody seven times: five arrive, the seventh is not called delivered.
func TestToldCredits(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 19, 0, 0)
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

// TestRefusedAnswer has the platform refuse an answer: the person reads it with their next reply.
func TestRefusedAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: 40037}, strings.HasSuffix(path, "/custom/send")
	}
	c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	c.platform.Refuse = nil
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("an answer that the platform refused is lost: %q; #未知: %q", r, c.say(t, "m1", "#未知"))
	}
}

// TestStoppedAnswer answers while sending is stopped: the person reads it with their next reply, as promised.
func TestStoppedAnswer(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "m1", "#停")
	got := c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("%q, but at the next message: %q", got, r)
	}
}

// TestAnswerWithoutQuota answers when the day has no calls left: the person reads it with their next reply.
func TestAnswerWithoutQuota(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: 45009}, strings.HasSuffix(path, "/custom/send")
	}
	c.say(t, "m1", "#答 U1 会提到的。")
	c.settle(t)
	c.peopleAt(7, 12, 0, 0)
	if r := c.say(t, "a", "几点开始"); !strings.Contains(r, "会提到的") {
		t.Errorf("today nothing more can be pushed, and the passive reply leaves the answer out: %q", r)
	}
}

// TestPublishedWords publishes a question with a slash in it: it is shown whole.
func TestPublishedWords(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 20, 0, 0)
	c.say(t, "a", "紫藤A/B实验会不会讲呀")
	c.say(t, "m1", "#答 U1 会。")
	if got := c.say(t, "m1", "#发布 U1"); !strings.Contains(got, "问：紫藤A/B实验会不会讲呀") {
		t.Errorf("%q", got)
	}
}

// TestErasedCode erases somebody whose question waits to be published: no file holds it.
func TestErasedCode(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "紫藤萝瀑布在哪")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	c.must(t, "m1", "#发布 U1", "将新增常见问题")
	c.settle(t)
	c.say(t, "a", "删除我的数据")
	c.say(t, "a", "确认删除")
	c.settle(t)
	if hits := c.grep(t, "紫藤萝瀑布在哪"); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}

// TestPublishAfterRemoval publishes after an entry left the file: the number is a new one.
func TestPublishAfterRemoval(t *testing.T) {
	t.Parallel()
	var file string
	c := staffed(t, func(cfg *Config) { file = cfg.Campaign })
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "b", "紫藤萝瀑布在哪")
	c.say(t, "m1", "#答 U1 会提到的。")
	c.say(t, "m1", "#答 U2 不知道的。")
	c.peopleYes(t, c.say(t, "m1", "#发布 U1"))
	b, _ := os.ReadFile(file)
	s := string(b)
	i := strings.Index(s, "  - 编号: teacher")
	j := i + 5 + strings.Index(s[i+5:], "  - 编号: ")
	_ = os.WriteFile(file, []byte(s[:i]+s[j:]), 0o600)
	c.reload(t)
	if got := c.peopleYes(t, c.say(t, "m1", "#发布 U2")); !strings.HasPrefix(got, "已发布常见问题F") {
		t.Errorf("an entry was published before one left the file: %q", got)
	}
}

// TestRefundAfterMessage gives a credit back after a message that renewed all: we believe in no more than the platform.
func TestRefundAfterMessage(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.peopleAt(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1")
	once := true
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if once && strings.HasSuffix(path, "/custom/send") {
			once = false
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
