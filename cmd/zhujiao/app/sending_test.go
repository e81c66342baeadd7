package app

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestSlowRobot: an answer to somebody does not wait for a group robot that
// answers slowly, and settling does.
func TestSlowRobot(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	entered, free := make(chan struct{}, 8), make(chan struct{})
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		if strings.HasSuffix(path, "/webhook/send") {
			entered <- struct{}{}
			<-free
		}
		return wxsim.Refusal{}, false
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.app.outbox.Run(ctx)
	}()
	c.say(t, "a", "课程会讲到SaaS后台吗")
	<-entered
	c.say(t, "m1", "#答 U1 会提到的。")
	for end := time.Now().Add(10 * time.Second); c.told("a", "会提到的") == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if c.told("a", "会提到的") != 1 {
		t.Errorf("the answer waits for the group robot: %q", c.texts("a"))
	}
	time.AfterFunc(200*time.Millisecond, func() { close(free) })
	c.settle(t)
	if got := c.alerts("【待答】U1"); len(got) != 1 {
		t.Errorf("settled, and the robot has posted %q", got)
	}
	cancel()
	<-done
}

// TestRobotBurstOnce: more alerts than a minute holds all reach the group, each
// once.
func TestRobotBurstOnce(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	var forwarded []int // the others resemble an entry, which is offered
	for i := range 60 {
		said := c.say(t, fmt.Sprint("p", i), fmt.Sprintf("紫藤萝瀑布%03d在哪", i)+strings.Repeat("呀", 300))
		if strings.Contains(said, "已转给班主任") {
			forwarded = append(forwarded, i)
		}
	}
	c.limitRobot()
	for m := range 12 {
		c.at(7, 10, m, 1)
		c.settle(t)
	}
	posted := strings.Join(c.alerts(""), "\n")
	var never, again, most int
	for _, i := range forwarded {
		n := strings.Count(posted, fmt.Sprintf("瀑布%03d在", i))
		most = max(most, n)
		if n == 0 {
			never++
		}
		if n > 1 {
			again++
		}
	}
	if never+again > 0 || len(forwarded) < 55 {
		t.Errorf("of %d alerts %d were never posted, %d more than once (up to %d times)", len(forwarded), never, again, most)
	}
}

// limitRobot lets the robot take 20 messages a minute, as WeCom does.
func (c *crowd) limitRobot() {
	var mu sync.Mutex
	var calls []time.Time
	c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		mu.Lock()
		defer mu.Unlock()
		if !strings.HasSuffix(path, "/webhook/send") {
			return wxsim.Refusal{}, false
		}
		now, n := c.app.clock.Now(), 0
		for _, at := range calls {
			if now.Sub(at) < time.Minute {
				n++
			}
		}
		if n >= 20 {
			return wxsim.Refusal{Code: 45009}, true
		}
		calls = append(calls, now)
		return wxsim.Refusal{}, false
	}
}

// TestSettleBesideRun: settling beside the pump is safe, with -race.
func TestSettleBesideRun(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { c.app.outbox.Run(ctx) })
	for i := range 60 {
		wg.Go(func() { c.say(t, fmt.Sprint("p", i), fmt.Sprintf("紫藤萝瀑布%d在哪", i)) })
		if i%3 == 0 {
			if err := c.app.outbox.Settle(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
	stop()
	wg.Wait()
}

// TestStarvedReply stops sending with many answers waiting: a late reply goes out before them.
func TestStarvedReply(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	for i := range 65 {
		c.say(t, fmt.Sprint("p", i), "紫藤萝"+string(rune('萝'+i))+"瀑布在哪")
	}
	c.say(t, "z", "你好")
	c.must(t, "m1", "#停", "已急停")
	for i := range 65 {
		c.must(t, "m1", fmt.Sprintf("#答 U%d 不知道。", i+1), fmt.Sprintf("已回复U%d（对方现在收不到", i+1))
	}
	c.queueLateReply(t, "z", bot.Text("迟到的回复"))
	if c.told("z", "迟到的回复") != 1 {
		t.Errorf("at #停 automatic replies go on, but a late one is stuck behind 65 stopped answers")
	}
}

// TestUnverifiedPicture answers with a picture on an account that may upload none: no alarm, no calls.
func TestUnverifiedPicture(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		cfg.Account = "unverified"
		change(t, cfg.Campaign, "    问: 什么时候开课 =>     问: 什么时候开课\n    图片: qr.png")
		if err := os.WriteFile(filepath.Join(filepath.Dir(cfg.Campaign), "qr.png"), []byte("\x89PNG\r\n\x1a\n0000"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	*c.refuse("/media/upload") = 48001
	c.at(7, 10, 0, 0)
	c.say(t, "a", "几点开始")
	for m := range 4 {
		c.at(7, 10, m, 30)
		c.settle(t)
	}
	if got := c.alerts("48001"); len(got) > 0 {
		t.Errorf("%q; the pictures: %q", got, c.fatesOf(t, campaign.NoticePicture))
	}
}

// TestImageAfterOptOut asks a question with a picture after opting out: the picture still belongs to the answer.
func TestImageAfterOptOut(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) {
		change(t, cfg.Campaign, "    问: 什么时候开课 =>     问: 什么时候开课\n    图片: g.png")
		_ = os.WriteFile(filepath.Join(filepath.Dir(cfg.Campaign), "g.png"), []byte("png"), 0o600)
	})
	c.at(7, 10, 0, 0)
	c.say(t, "b", "几点开始")
	c.settle(t)
	c.say(t, "a", "退订")
	c.say(t, "a", "几点开始")
	c.settle(t)
	pictures := c.fatesOf(t, campaign.NoticePicture)
	optedOut := func(fate string) bool { return strings.Contains(fate, campaign.ReasonOptedOut) }
	if len(pictures) != 2 || slices.ContainsFunc(pictures, optedOut) {
		t.Errorf("of an answer with a picture to each of two people half was held back: %q", pictures)
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
	var calls atomic.Int64
	c.platform.Refuse = func(string) (wxsim.Refusal, bool) {
		n := calls.Add(1)
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
	if n := calls.Load(); n < 10 || !strings.Contains(logged, "repair the account's settings") {
		t.Errorf("%d calls; the log tells of no failure: the test shows nothing", n)
	}
}

// TestUnreadableNotices stores notices that only a newer version can read, due and on the
// shelf: these are lost, and nobody's notice or reply is lost with them.
func TestUnreadableNotices(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	for i, who := range []string{"a", "b", "d"} {
		c.say(t, who, "课程会讲到SaaS后台吗")
		c.must(t, "m1", fmt.Sprintf("#答 U%d 会提到的。", i+1), "已回复")
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.data, "zhujiao.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		"UPDATE delivery SET kind = 'from-the-future' WHERE id = (SELECT min(id) FROM delivery WHERE kind = 'human')",
		"UPDATE delivery SET kind = 'from-the-future' WHERE id = (SELECT min(id) FROM delivery WHERE kind = 'alert-ticket')",
		"UPDATE delivery SET kind = 'from-the-future', state = 'shelved', due = 0" +
			" WHERE id = (SELECT max(id) FROM delivery WHERE kind = 'human')",
		"UPDATE person SET shelved = 1 WHERE id = (SELECT person FROM delivery WHERE state = 'shelved')",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	c.settle(t)
	if c.told("b", "会提到的") != 1 || len(c.alerts("【待答】U2")) != 1 {
		t.Errorf("b read %q, the group %q", c.texts("b"), c.alerts(""))
	}
	got := c.rows(t, "SELECT state || ' ' || count(*) FROM delivery WHERE kind = 'from-the-future' GROUP BY state ORDER BY state")
	if len(got) != 2 || got[0] != "failed 2" {
		t.Errorf("what cannot be read: %q", got)
	}
	if got := c.say(t, "d", "几点开始"); !strings.HasPrefix(got, "7月7日") {
		t.Errorf("d read %q", got)
	}
}
