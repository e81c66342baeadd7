package app

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// thingsAt sets the clock to a moment of July 2022.
func (c *crowd) thingsAt(day, hour, minute, sec int) {
	c.app.clock.Freeze(time.Date(2022, 7, day, hour, minute, sec, 0, c.app.Campaign().Zone))
}

// thingsGot counts the texts to somebody that hold a part.
func (c *crowd) thingsGot(who, part string) (n int) {
	for _, s := range c.texts(who) {
		if strings.Contains(s, part) {
			n++
		}
	}
	return n
}

// thingsRobot lists the posts of the group robots that hold a part.
func (c *crowd) thingsRobot(part string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, part) {
			out = append(out, a.Text)
		}
	}
	return out
}

// thingsEdit changes the campaign file while the program serves.
func (c *crowd) thingsEdit(t *testing.T, file, from, to string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(b), from, to)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.reload(t)
}

// TestReminderAudiences: a reminder goes to whichever audience the file may
// name, and an audience never holds up what others wait for.
func TestReminderAudiences(t *testing.T) {
	t.Parallel()
	for audience, want := range map[string]string{"全部": "ab", "已报名": "a", "候补": "", "已签到": "a", "已签到未领99": "", "已领99": "a"} {
		t.Run(audience, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, func(cfg *Config) {
				change(t, cfg.Campaign, "时间: 2022-07-07 21:35, 对象: 已签到未领99 => 时间: 2022-07-07 20:58, 对象: "+audience)
				change(t, cfg.Campaign, "  - {名称: 开课前1小时, 时间: 2022-07-07 19:30, 对象: 已报名, 文本: remind_1h, 群机器人: false}\n => ")
				if audience == "已报名" { // is for before the class
					change(t, cfg.Campaign, "时间: 2022-07-07 20:58 => 时间: 2022-07-07 20:25")
				}
			})
			c.thingsAt(7, 20, 21, 0)
			c.thingsSeats(t, "a")
			c.say(t, "b", "课程会讲到SaaS后台吗")
			c.thingsAt(7, 20, 26, 0)
			c.settle(t)
			c.thingsAt(7, 20, 56, 0)
			c.say(t, "a", "后台先行")
			c.say(t, "a", "领取99")
			c.thingsAt(7, 20, 58, 0)
			c.say(t, "m1", "#答 U1 会提到的。")
			c.settle(t)
			for _, who := range []string{"a", "b"} {
				if got := c.thingsGot(who, "感谢来听直播") == 1; got != strings.Contains(want, who) {
					t.Errorf("%s was reminded: %v, want %q; %q", who, got, want, c.texts(who))
				}
			}
			if c.thingsGot("b", "会提到的") != 1 {
				t.Errorf("b waits for the answer: %q", c.texts("b"))
			}
		})
	}
}

// TestSlowRobot: an answer to somebody does not wait for a group robot that
// answers slowly, and settling does.
func TestSlowRobot(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.thingsAt(7, 10, 0, 0)
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
	for end := time.Now().Add(5 * time.Second); c.thingsGot("a", "会提到的") == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if c.thingsGot("a", "会提到的") != 1 {
		t.Errorf("the answer waits for the group robot: %q", c.texts("a"))
	}
	time.AfterFunc(200*time.Millisecond, func() { close(free) })
	c.settle(t)
	if got := c.thingsRobot("【待答】U1"); len(got) != 1 {
		t.Errorf("settled, and the robot has posted %q", got)
	}
	cancel()
	<-done
}

// TestReminderPostponed: when the class is put off after its reminder, people
// are reminded again for the new time, each once.
func TestReminderPostponed(t *testing.T) {
	t.Parallel()
	var file string
	c := staffed(t, func(cfg *Config) { file = cfg.Campaign })
	c.thingsAt(7, 19, 0, 0)
	c.thingsSeats(t, "a")
	c.thingsAt(7, 19, 30, 0)
	c.settle(t)
	c.thingsEdit(t, file, "2022-07-07", "2022-07-08")
	c.thingsAt(8, 19, 0, 0)
	c.thingsSeats(t, "b")
	c.thingsAt(8, 19, 30, 0)
	c.settle(t)
	c.thingsAt(8, 19, 31, 0)
	c.settle(t)
	if a, b := c.thingsGot("a", "还有1小时"), c.thingsGot("b", "还有1小时"); a != 2 || b != 1 {
		t.Errorf("a was reminded %d times, want 2; b %d, want 1; %q", a, b, c.thingsRobot("提醒"))
	}
	c.thingsEdit(t, file, "时间: 2022-07-08 19:30", "时间: 2022-07-08 19:25") // earlier than it ran: nothing to repeat
	c.settle(t)
	if a, late := c.thingsGot("a", "还有1小时"), c.thingsRobot("开课前1小时：晚了"); a != 2 || len(late) > 0 {
		t.Errorf("moved to before it ran: a was reminded %d times, %q", a, late)
	}
}

// TestReminderRenamed: a reminder that gets another name, text or audience after
// it ran is not sent again.
func TestReminderRenamed(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string][2]string{
		"name": {"名称: 开课前1小时", "名称: 课前一小时"}, "text": {"文本: remind_1h", "文本: remind_10m"},
		"audience": {"19:30, 对象: 已报名", "19:30, 对象: 全部"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var file string
			c := staffed(t, func(cfg *Config) { file = cfg.Campaign })
			c.thingsAt(7, 19, 0, 0)
			c.thingsSeats(t, "a")
			c.thingsAt(7, 19, 30, 0)
			c.settle(t)
			c.thingsEdit(t, file, edit[0], edit[1])
			c.thingsAt(7, 19, 35, 0)
			c.settle(t)
			if got := c.texts("a"); len(got) != 1 {
				t.Errorf("a was reminded by %q", got)
			}
		})
	}
}

// TestReminderNeverLate: nobody reads the next morning that the class begins in
// an hour, neither after a day's quota nor after quiet hours; the moderators
// hear that it was not sent.
func TestReminderNeverLate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		refuse bool
		when   string
	}{"quota": {true, "21:35"}, "quiet hours": {false, "22:35"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, func(cfg *Config) {
				change(t, cfg.Campaign, "课后领资料, 时间: 2022-07-07 21:35 => 课后领资料, 时间: 2022-07-07 "+tc.when)
			})
			c.thingsAt(7, 20, 40, 0)
			c.thingsSeats(t, "a")
			c.say(t, "a", "后台先行")
			refuse := tc.refuse
			c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
				return wxsim.Refusal{Code: 45009}, refuse && strings.HasSuffix(path, "/custom/send")
			}
			c.thingsAt(7, 21, 35, 0)
			c.settle(t)
			c.thingsAt(7, 22, 35, 0)
			c.settle(t)
			refuse = false
			c.thingsAt(8, 0, 0, 10)
			c.settle(t)
			c.thingsAt(8, 8, 0, 10)
			c.settle(t)
			if n := c.thingsGot("a", "感谢来听直播"); n != 0 {
				t.Errorf("the next morning a reads %q", c.texts("a"))
			}
			if got := c.thingsRobot("课后领资料：应发1人，1人收不到"); len(got) != 1 {
				t.Errorf("the moderators read %q", c.thingsRobot("提醒"))
			}
		})
	}
}
