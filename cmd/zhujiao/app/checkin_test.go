package app

import (
	"testing"
)

// TestMakeupAfterTalk: a request for a late check-in can be granted after a
// moderator has asked back, taken over or handed back, and once only.
func TestMakeupAfterTalk(t *testing.T) {
	t.Parallel()
	replies := map[string]string{"#答 H1 讲了哪7步？": "已回复H1", "#接管 H1": "已接管H1", "#结束 H1": "H1已结束"}
	for name, talk := range map[string][]string{
		"answered": {"#答 H1 讲了哪7步？"}, "taken": {"#接管 H1"}, "ended": {"#接管 H1", "#答 H1 讲了哪7步？", "#结束 H1"}, "closed": {"#结束 H1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.thingsAt(7, 20, 0, 0)
			c.say(t, "u", "报名")
			c.thingsAt(7, 21, 50, 0)
			c.say(t, "u", "补签 讲了订单")
			for _, s := range talk {
				c.must(t, "m1", s, replies[s])
			}
			c.officeWant(t, "m1", "#补签 H1", "H1补签已通过")
			c.officeWant(t, "m1", "#补签 H1", "H1已经处理过")
			if name == "taken" {
				c.must(t, "m1", "#结束 H1", "H1已结束")
			}
			c.officeWant(t, "u", "我的", "签到：已签到")
		})
	}
}

// TestMakeupWaiting: of somebody on the waiting list nobody says that they are
// not registered.
func TestMakeupWaiting(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.thingsAt(7, 20, 50, 0)
	c.say(t, "b", "后台先行")
	c.officeWant(t, "m1", "#补签 H1", "H1没有通过：对方在候补，席位已满")
}

// TestDoorCloses: who is in at last does not wait for a makeup any more.
func TestDoorCloses(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 1") })
	c.say(t, "a", "报名")
	c.say(t, "b", "报名")
	c.thingsAt(7, 20, 50, 0)
	c.say(t, "b", "后台先行")
	c.say(t, "b", "补签 我一直在听，讲了订单")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.officeWant(t, "b", "后台先行", "签到成功")
	c.officeWant(t, "m1", "#待答", "没有待答的问题。")
	c.officeWant(t, "m1", "#补签 H1", "H1已经处理过")
	c.settle(t)
	if c.thingsGot("b", "补签已通过") != 0 {
		t.Errorf("b was told of a makeup: %q", c.texts("b"))
	}
}

// TestNobodyToRemind: a late reminder that nobody would have got is no alarm.
func TestNobodyToRemind(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.thingsAt(7, 19, 45, 0)
	c.settle(t)
	if got := c.thingsRobot("提醒没发"); len(got) != 0 {
		t.Errorf("alarms about nobody: %q", got)
	}
}
