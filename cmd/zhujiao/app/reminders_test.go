package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

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
			c.at(7, 20, 21, 0)
			c.register(t, "a")
			c.say(t, "b", "课程会讲到SaaS后台吗")
			c.at(7, 20, 26, 0)
			c.settle(t)
			c.at(7, 20, 56, 0)
			c.say(t, "a", "后台先行")
			c.say(t, "a", "领取99")
			c.at(7, 20, 58, 0)
			c.say(t, "m1", "#答 U1 会提到的。")
			c.settle(t)
			for _, who := range []string{"a", "b"} {
				if got := c.told(who, "感谢来听直播") == 1; got != strings.Contains(want, who) {
					t.Errorf("%s was reminded: %v, want %q; %q", who, got, want, c.texts(who))
				}
			}
			if c.told("b", "会提到的") != 1 {
				t.Errorf("b waits for the answer: %q", c.texts("b"))
			}
		})
	}
}

// TestReminderPostponed: when the class is put off after its reminder, people
// are reminded again for the new time, each once.
func TestReminderPostponed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.register(t, "a")
	c.at(7, 19, 30, 0)
	c.settle(t)
	c.editFile(t, "2022-07-07", "2022-07-08")
	c.at(8, 19, 0, 0)
	c.register(t, "b")
	c.at(8, 19, 30, 0)
	c.settle(t)
	c.at(8, 19, 31, 0)
	c.settle(t)
	if a, b := c.told("a", "还有1小时"), c.told("b", "还有1小时"); a != 2 || b != 1 {
		t.Errorf("a was reminded %d times, want 2; b %d, want 1; %q", a, b, c.alerts("提醒"))
	}
	c.editFile(t, "时间: 2022-07-08 19:30", "时间: 2022-07-08 19:25") // earlier than it ran: nothing to repeat
	c.settle(t)
	if a, late := c.told("a", "还有1小时"), c.alerts("开课前1小时：晚了"); a != 2 || len(late) > 0 {
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
			c := staffed(t, nil)
			c.at(7, 19, 0, 0)
			c.register(t, "a")
			c.at(7, 19, 30, 0)
			c.settle(t)
			c.editFile(t, edit[0], edit[1])
			c.at(7, 19, 35, 0)
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
			c.at(7, 20, 40, 0)
			c.register(t, "a")
			c.say(t, "a", "后台先行")
			refuse := tc.refuse
			c.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
				return wxsim.Refusal{Code: 45009}, refuse && strings.HasSuffix(path, "/custom/send")
			}
			c.at(7, 21, 35, 0)
			c.settle(t)
			c.at(7, 22, 35, 0)
			c.settle(t)
			refuse = false
			c.at(8, 0, 0, 10)
			c.settle(t)
			c.at(8, 8, 0, 10)
			c.settle(t)
			if n := c.told("a", "感谢来听直播"); n != 0 {
				t.Errorf("the next morning a reads %q", c.texts("a"))
			}
			if got := c.alerts("课后领资料：应发1人，1人收不到"); len(got) != 1 {
				t.Errorf("the moderators read %q", c.alerts("提醒"))
			}
		})
	}
}

// TestNobodyToRemind: a late reminder that nobody would have got is no alarm.
func TestNobodyToRemind(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 45, 0)
	c.settle(t)
	if got := c.alerts("提醒没发"); len(got) != 0 {
		t.Errorf("alarms about nobody: %q", got)
	}
}
