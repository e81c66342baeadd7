package app

import (
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// TestStopOne: 「#停 B1」 stops that broadcast and nothing else.
func TestStopOne(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 8, nil)
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 8")
	c.expect(t, "m1", "#停 B1", "B1已暂停")
	c.expect(t, "m1", "#停 B7", "没有找到B7")
	c.expect(t, "m1", "#继续 B1", "B1继续发送")
	c.expect(t, "m1", "#停 快停", "已急停")
}

// TestShelfAtStopAll stops everything: the maintenance line comes alone.
func TestShelfAtStopAll(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.say(t, "a", "退订")
	c.must(t, "m1", "#答 U1 会提到的。", "已回复U1（对方现在收不到")
	c.settle(t)
	c.must(t, "m1", "#停 全部", "已全部停止")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("all is stopped: %q", got)
	}
}

// TestStopNeverLowers types #停 after #停 全部: everything stays stopped.
func TestStopNeverLowers(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "m1", "#停 全部")
	c.say(t, "m1", "#停")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("#停 after #停 全部 lowered the stop: %q", got)
	}
}

// TestCutOff stops the group robots, too, which the console can: alerts wait until sending is
// resumed, and people still read what is their right.
func TestCutOff(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	member := signedIn(t, c, "小李", moderation.RoleStaff)
	member.post(home(c)+"stop", "level=robots")
	if _, page := member.get(home(c)); !strings.Contains(page, "已断开") {
		t.Errorf("the page does not say that all is cut off: %s", page)
	}
	c.settle(t)
	if got := c.alerts("SaaS"); len(got) > 0 {
		t.Errorf("the robot has posted %q", got)
	}
	c.must(t, "m1", "#停", "已全部停止")
	for words, want := range map[string]string{"几点开始": "小助手维护中", "我的数据": "我们", "退订": "已关闭提醒和通知"} {
		if got := c.say(t, "a", words); !strings.Contains(got, want) {
			t.Errorf("%s: %q", words, got)
		}
	}
	c.askAndConfirm(t, "m1", "#恢复")
	c.settle(t)
	if got := c.alerts("SaaS"); len(got) != 1 {
		t.Errorf("after it was resumed the robot has posted %q", got)
	}
}

// TestStopWithoutSpace types #停全部: everything stops.
func TestStopWithoutSpace(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "m1", "#停全部")
	if got := c.say(t, "a", "几点开始"); !strings.HasPrefix(got, "小助手维护中") {
		t.Errorf("not stopped: %q", got)
	}
}

// TestStopsAtOnce stops, pauses and cancels a running broadcast of 4,000: no
// call leaves more than a second after the command was answered.
func TestStopsAtOnce(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{"stop": "#停", "pause": "#暂停 B1", "cancel": "#取消 B1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(t, func(cfg *Config) {
				change(t, cfg.Campaign, "名额: 120 => 名额: 5000")
				change(t, cfg.Campaign, "试发等待分钟: 2 => 试发等待分钟: 0")
				change(t, cfg.Campaign, "需要第二人审批人数: 500 => 需要第二人审批人数: 9000")
				cfg.Moderators = []string{wxsim.OpenID("crowd", "m1")}
			})
			c.registerAtOnce(t, 4000)
			var last atomic.Int64
			c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
				if strings.HasSuffix(path, "/mass/send") {
					last.Store(time.Now().UnixNano())
					time.Sleep(60 * time.Millisecond)
				}
				return wxsim.Refusal{Code: -1}, strings.HasSuffix(path, "/mass/send") && rand.IntN(3) == 0
			}
			c.must(t, "m1", "#群发 已报名 "+eveningText, "草稿B1")
			c.must(t, "m1", "#确认 B1 4000", "B1开始发送：4000人")
			done := make(chan struct{})
			go func() { defer close(done); _ = c.app.outbox.Settle(t.Context()) }()
			for last.Load() == 0 {
				time.Sleep(time.Millisecond)
			}
			got := c.say(t, "m1", words)
			answered := time.Now()
			<-done
			time.Sleep(1200 * time.Millisecond)
			if err := c.app.outbox.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if after := time.Unix(0, last.Load()).Sub(answered); after > time.Second {
				t.Errorf("a call left %v after %q was answered %q", after, words, got)
			}
			if c.toldInAll(eveningText) == 4000 {
				t.Error("everything had left before the command: the test shows nothing")
			}
		})
	}
}

// TestBanned: when the platform bans the account everything stops, also within
// ten minutes of "too fast".
func TestBanned(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	code := c.refuse("/custom/send")
	*code = 45011
	c.commands(t, "#答 U1 会提到的。")
	*code = 48004
	for _, minute := range []int{2, 4} {
		c.at(7, 10, minute, 0)
		c.settle(t)
	}
	control, err := c.app.store.Moderators.Control(t.Context())
	if err != nil || control.Level != campaign.StopFirst || len(c.alerts("发不出去")) != 1 {
		t.Errorf("48004 after 45011: level %v, alarms %q, %v", control.Level, c.alerts("发不出去"), err)
	}
}

// TestBannedBroadcast: a ban halts running broadcasts; they do not go on by
// themselves after #恢复.
func TestBannedBroadcast(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 12, nil)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.commands(t, "#群发 已报名 "+anyDayText, "#确认 B1 12")
	code := c.refuse("/custom/send")
	*code = 48004
	c.commands(t, "#答 U1 会提到的。")
	*code = 0
	c.at(7, 10, 10, 0)
	c.settle(t)
	if got := c.confirm(t, c.say(t, "m1", "#恢复")); !strings.Contains(got, "被停下的群发：B1") {
		t.Errorf("after the ban: %q", got)
	}
	c.settle(t)
	if n := c.toldInAll(anyDayText); n != 5 {
		t.Errorf("after 恢复 the broadcast went on by itself to %d", n)
	}
}

// TestBanKeepsStop: a ban does not lower #停 全部.
func TestBanKeepsStop(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 0, nil)
	c.say(t, "a", "课程会讲到SaaS后台吗")
	c.platform.Refuse = func(p string) (wxsim.Refusal, bool) {
		if !strings.HasSuffix(p, "/custom/send") {
			return wxsim.Refusal{}, false
		}
		c.say(t, "m1", "#停 全部") // during the call
		return wxsim.Refusal{Code: 48004}, true
	}
	c.commands(t, "#答 U1 会提到的。")
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != campaign.StopAll {
		t.Errorf("level %v, %v", control.Level, err)
	}
}
