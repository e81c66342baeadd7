package app

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// staffed is a crowd with a bound moderator m1.
func staffed(t *testing.T, more func(*Config)) *crowd {
	t.Helper()
	return newCrowd(t, func(cfg *Config) {
		cfg.Moderators, cfg.Account = []string{wxsim.OpenID("crowd", "m1")}, "service"
		cfg.Robots = map[string]string{"staff": "robot"}
		if more != nil {
			more(cfg)
		}
	})
}

// rows runs a query on a copy of what is on disk now.
func (c *crowd) rows(t *testing.T, query string) (out []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.data, "zhujiao.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAudit runs commands that change something: each leaves who, what, before
// and after.
func TestAudit(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "提问 我做线下零售3年,想转电商产品,订单和库存先学哪个?")
	c.say(t, "a", "人工")
	for _, command := range []string{
		"#答 U1 会提到,但重点是电商后台。", "#接管 H1", "#结束 H1", "#过 Q1", "#回答 Q1 先学订单。", "#停链 99 1", "#恢复链 99 1", "#补货 49 20",
		"#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。", "#改 B1 今晚20:30准时开课,直播间地址在群公告里。", "#预览 B1", "#定时 B1 20:00", "#取消 B1", "#停", "#停 全部",
	} {
		c.say(t, "m1", command)
	}
	ask := c.say(t, "m1", "#恢复")
	c.say(t, "m1", "#确认 "+ask[strings.Index(ask, "#确认 ")+len("#确认 "):][:4])
	got := c.rows(t, `SELECT action || '|' || target || '|' || before || '|' || after FROM audit ORDER BY id`)
	want := []string{
		"ticket.answer|U1|open|会提到,但重点是电商后台。", "ticket.take|H1|open|taken", "ticket.close|H1|taken|closed",
		"question.approve|Q1|pending|approved", "question.answer|Q1|approved|先学订单。",
		"link.stop|99 https://pan.example.com/s/1ecom99a|in use|stopped",
		"link.restore|99 https://pan.example.com/s/1ecom99a|stopped|in use",
		"pack.restock|49|0 of 36 taken|+20", "broadcast.draft|B1||今晚20:30准时开课,直播间地址稍后发群里。",
		"broadcast.edit|B1|今晚20:30准时开课,直播间地址稍后发群里。|今晚20:30准时开课,直播间地址在群公告里。",
		"broadcast.preview|B1|draft|今晚20:30准时开课,直播间地址在群公告里。",
		"broadcast.schedule|B1|draft|scheduled 2022-07-07T20:00:00+08:00", "broadcast.cancel|B1|scheduled|cancelled",
		"sending.stop||running|first stopped",
		"sending.stop||first stopped|all stopped", "sending.resume||all stopped|running",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the record has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSumAfterErasure erases somebody between a broadcast's call and its result,
// and somebody else before it: the report still adds up.
func TestSumAfterErasure(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for _, who := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		c.say(t, who, "报名")
	}
	erase := func(who string) {
		c.say(t, who, "删除我的数据")
		c.say(t, who, "确认删除")
	}
	var held []map[string]string
	c.platform.Finished = func(_ context.Context, result map[string]string) { held = append(held, result) }
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	erase("h")
	c.say(t, "m1", "#确认 B1 8")
	c.settle(t)
	erase("a") // who was in the first call
	c.app.clock.Freeze(c.app.clock.Now().Add(3 * time.Minute))
	c.settle(t)
	for _, result := range held {
		c.pusher.Finished(t.Context(), result)
	}
	c.settle(t)
	var report string
	for _, a := range c.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, "B1完成") {
			report = a.Text
		}
	}
	if !strings.Contains(report, "B1完成：送达7，送不到1，失败0") {
		t.Errorf("the report is %q, want 7 + 1 + 0 = 8", report)
	}
}

// TestTappedChoice sends a late list of choices as lines to tap; the tap is
// answered like the number.
func TestTappedChoice(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	const question = "讲师介绍和名额"
	passive := c.say(t, "a", question)
	c.late(t, "a", bot.Choices{Lead: "你想问的是？回复数字：", Items: []string{"老师是谁", "还有名额吗"}, Tail: "都不是请回复「人工」。"})
	var sent []string
	for _, a := range c.platform.Accepted() {
		if a.Way == "custom" {
			sent = append(sent, a.Text)
		}
	}
	if len(sent) != 1 || sent[0] != passive {
		t.Errorf("late, the list was sent as %q, want the passive reply %q", sent, passive)
	}
	x := c.pusher.Tap(t.Context(), wxsim.OpenID("crowd", "a"), "1", "第一行", wxsim.FaultNone)
	if !strings.HasPrefix(x.Text, "刘志远老师：") {
		t.Errorf("a tap on the first line got %q", x.Text)
	}
}

// late queues a reply that could not wait for its push.
func (c *crowd) late(t *testing.T, who string, r bot.Reply) {
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

// TestNoBotAfterTakeOver holds back a late reply of the bot to somebody whom a
// moderator talks to by then, and gives it when the moderator has left.
func TestNoBotAfterTakeOver(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "人工")
	c.say(t, "m1", "#接管 H1")
	c.late(t, "a", bot.Text("迟到的回复"))
	if n := len(c.texts("a")); n != 0 {
		t.Fatalf("the bot said %q while a moderator had taken over", c.texts("a"))
	}
	if got := c.say(t, "a", "在吗老师"); got != "" {
		t.Errorf("during the take-over the bot answered %q", got)
	}
	c.say(t, "m1", "#结束 H1")
	c.settle(t)
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "迟到的回复\n\n") {
		t.Errorf("after the take-over the first reply is %q, want what was held back before it", got)
	}
}

// texts are what the bot said first to somebody.
func (c *crowd) texts(who string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.To == wxsim.OpenID("crowd", who) {
			out = append(out, a.Text)
		}
	}
	return out
}

// TestConsoleLink puts the address of a ticket under its alert, if there is a
// console.
func TestConsoleLink(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.ConsoleURL = "https://desk.example.com" })
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.settle(t)
	for _, a := range c.platform.Accepted() {
		if a.Text == "【待答】U1 课程会讲到SaaS后台吗\nhttps://desk.example.com/go/U1" {
			return
		}
	}
	t.Errorf("no alert leads to the ticket: %v", c.platform.Accepted())
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

// TestNoSecretInLog lets every kind of call fail: neither AppSecret nor token nor
// a robot's key gets into the log, in full detail.
func TestNoSecretInLog(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		cfg.Secret, cfg.Robots = "VERYSECRETSECRET", map[string]string{"staff": "VERYSECRETKEY"}
	})
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "b", "报名")
	c.say(t, "d", "报名")
	n := 0
	c.platform.Refuse = func(string) (wxsim.Refusal, bool) {
		n++
		return wxsim.Refusal{Code: []int{40001, -1, 93000, 40164}[n%4], Cut: n%5 == 0}, n < 40
	}
	c.say(t, "m1", "#答 U1 会提到的。")
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课,直播间地址稍后发群里。")
	c.say(t, "m1", "#确认 B1 2")
	for range 6 {
		c.settle(t)
		c.app.clock.Freeze(c.app.clock.Now().Add(61 * time.Second))
	}
	logged := c.logged.String()
	for _, secret := range []string{"VERYSECRET", "sim-token-", c.pusher.Account.AESKey, c.pusher.Account.Token} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if n < 10 || !strings.Contains(logged, "repair the account's settings") {
		t.Errorf("%d calls; the log tells of no failure: the test shows nothing", n)
	}
}
