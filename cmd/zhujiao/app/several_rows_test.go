package app

import (
	"strings"
	"testing"

	"zhujiao/bot/wxsim"
)

// The labels of the classes.
const (
	tagFirst, tagSecond, tagThird = "【" + first + "】", "【" + second + "】", "【" + third + "】"
)

// begins says something and compares the beginning of the reply, and another part of it.
func (c *crowd) begins(t *testing.T, who, words, head string, parts ...string) string {
	t.Helper()
	got := c.say(t, who, words)
	for _, part := range append(parts, head) {
		if !strings.HasPrefix(got, head) || !strings.Contains(got, part) {
			t.Errorf("%s %q: got %q, want it to begin with %s and to have %q", who, words, got, head, parts)
			break
		}
	}
	return got
}

// TestClassOfMessage plays which of three classes a message belongs to: the first is on, the
// second takes registrations, the third is only announced.
func TestClassOfMessage(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t, `- 编号: "49"`, `- 编号: "59"`)
	c.begins(t, "a", "报名", tagFirst, "第1位")
	c.begins(t, "a", "几点开始", tagFirst, "7月7日")
	if got := c.followBy(t, "a", "reg-week2"); !strings.HasPrefix(got, tagSecond+"报名成功") {
		t.Errorf("the scene of the second class: %q", got)
	}
	if got := c.followBy(t, "d", "reg-week4"); !strings.HasPrefix(got, tagThird+"报名") || !strings.Contains(got, "8月3日") {
		t.Errorf("the scene of an announced class: %q", got)
	}
	c.begins(t, "a", "几点开始", tagFirst, "7月7日")
	c.begins(t, "a", second+"几点开始", tagSecond, "7月14日")
	c.begins(t, "a", third+"几点开始", tagThird, "8月4日")
	c.begins(t, "a", "领取59", tagSecond, "领取成功")
	c.begins(t, "a", "报名", tagFirst, "你已经报名", "第1位")
	c.begins(t, "b", "菜单", tagFirst)

	c.at(7, 20, 50, 0)
	c.begins(t, "a", "增长飞轮", tagSecond, "还没开始")
	c.begins(t, "a", "签到", tagFirst, "口令")
	c.begins(t, "a", "后台先行", tagFirst, "签到成功")
	c.begins(t, "a", "领取99", tagFirst, "领取成功")
	c.begins(t, "b", "报名", tagFirst, "第2位")

	c.at(8, 10, 0, 0)
	c.begins(t, "a", "失效", tagSecond) // they have packs of both
	c.begins(t, "a", "失效99", tagFirst)
	c.begins(t, "a", "补签", tagFirst, "已经签到过")
	c.begins(t, "b", "签到", tagFirst, "签到")
	c.begins(t, "a", "提问 第一步先学什么比较好呢", tagSecond, "编号Q1")
	c.begins(t, "a", "几点开始", tagSecond, "7月14日")
	c.begins(t, "e", "报名", "报名成功", "7月14日") // only the second one concerns somebody new

	c.at(14, 20, 40, 0)
	c.begins(t, "e", "增长飞轮", "签到成功")
	c.begins(t, "a", "增长飞轮", tagSecond, "签到成功")
	c.begins(t, "a", "领取99", tagSecond, "领取成功")
	c.begins(t, "a", first+"领取99", tagFirst, "已经领过")
	c.begins(t, "a", "领取49", tagFirst)
}

// TestOnePassphrase lets the window decide which class a passphrase is of that two have.
func TestOnePassphrase(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openClass(t, beside{"week2", 7, []string{first, second, "开放: 2022-07-13 00:00", "开放: 2022-07-01 00:00"}})
	c.begins(t, "a", second+"报名", tagSecond, "第1位")
	c.at(7, 20, 50, 0)
	c.begins(t, "a", "后台先行", tagFirst, "签到成功")
	c.at(14, 20, 50, 0)
	c.begins(t, "a", "后台先行", tagSecond, "签到成功")
}

// twins opens a second class at the same time as the first one.
func twins(t *testing.T, change func(*Config)) *crowd {
	t.Helper()
	c := staffed(t, change)
	c.openClass(t, beside{"twin", 0, []string{first, second, "[reg-article, reg-poster, reg-group]", "[reg-twin]"}})
	return c
}

const whichClaim = "你想领哪一场的？回复数字：\n1 " + first + "（7月7日）\n2 " + second + "（7月7日）"

// TestWhichClass asks which class is meant, does what was asked for the class that is
// chosen, and does not ask again for the same matter.
func TestWhichClass(t *testing.T) {
	t.Parallel()
	c := twins(t, nil)
	c.followBy(t, "a", "reg-article")
	c.followBy(t, "a", "reg-twin")
	c.at(7, 20, 50, 0)
	c.begins(t, "a", "后台先行", "你想给哪一场签到？回复数字：\n1 "+first)
	c.begins(t, "a", "2", tagSecond, "签到成功")
	c.begins(t, "a", "后台先行", tagSecond, "已经签到过")
	c.at(7, 21, 1, 0)
	c.begins(t, "a", "后台先行", "你想给哪一场签到？")
	c.begins(t, "a", "1", tagFirst, "签到成功")
	if got := c.say(t, "a", "领取99"); got != whichClaim {
		t.Errorf("which class: %q, want %q", got, whichClaim)
	}
	c.begins(t, "a", "9", "", "班主任") // no choice
	c.begins(t, "a", "谢谢", tagFirst)
	c.begins(t, "a", "2", tagSecond, "领取成功")
	c.begins(t, "a", "领取99", tagSecond, "已经领过")
	c.begins(t, "a", "领取49", tagSecond)
	c.begins(t, "a", "1", "你想报名哪一场？")   // the list is used up: a key of the menu
	c.begins(t, "a", "失效99", tagSecond) // they have no pack of the other class
	c.at(7, 21, 12, 0)
	c.begins(t, "a", "2", "你想问哪一场的？") // too late: a key of the menu
	c.begins(t, "a", "领取99", "你想领哪一场的？")
	c.begins(t, "a", first+"领取99", tagFirst, "领取成功")
	c.begins(t, "a", "1", tagFirst, "已经领过") // the list is still good
	c.begins(t, "a", "几点结束", "你想问哪一场的？")
	c.begins(t, "a", "人工", tagFirst, "编号H1")
	c.begins(t, "b", "报名", "你想报名哪一场？")
	c.begins(t, "b", "是的", "你想报名哪一场？回复数字：\n1 ")
	c.begins(t, "b", "2", tagSecond, "报名成功")
}

// TestWhichClassAgain repeats pushes of the question and of its number: the replies are the
// same, and nothing is done twice.
func TestWhichClassAgain(t *testing.T) {
	t.Parallel()
	c := twins(t, nil)
	c.followBy(t, "a", "reg-article")
	c.followBy(t, "a", "reg-twin")
	c.at(7, 20, 50, 0)
	for _, tt := range []struct{ words, want string }{
		{"后台先行", "你想给哪一场签到？"}, {"2", tagSecond + "签到成功"}, {"领取99", whichClaim}, {"1", tagFirst + "还"},
	} {
		x := c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "a"), tt.words, wxsim.FaultThrice)
		if x.Failure != "" || !strings.HasPrefix(x.Text, tt.want) {
			t.Errorf("%q thrice: %q, %s, want %q", tt.words, x.Text, x.Failure, tt.want)
		}
	}
}

// TestWhichClassByKey asks after a click on the menu too.
func TestWhichClassByKey(t *testing.T) {
	t.Parallel()
	c := twins(t, nil)
	c.followBy(t, "a", "reg-article")
	c.followBy(t, "a", "reg-twin")
	c.at(7, 20, 50, 0)
	s := &stage{crowd: c}
	x := s.pusher.Event(t.Context(), wxsim.OpenID("crowd", "a"), "CLICK", "签到", wxsim.FaultNone)
	if !strings.HasPrefix(x.Text, "你想给哪一场签到？") {
		t.Errorf("a click: %q", x.Text)
	}
	c.begins(t, "a", "2", tagSecond, "口令")
}

// TestWhichClassAfterRestart keeps the question, the message that asked and the moderator's
// class over a restart.
func TestWhichClassAfterRestart(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	same := func(cfg *Config) { cfg.Data = data }
	t.Run("before", func(t *testing.T) { //nolint:paralleltest // one after the other
		c := twins(t, same)
		c.followBy(t, "a", "reg-article")
		c.followBy(t, "a", "reg-twin")
		c.at(7, 20, 50, 0)
		c.begins(t, "a", "领取49", "你想领哪一场的？")
		c.begins(t, "m1", "#场 2", tagSecond)
	})
	t.Run("after", func(t *testing.T) { //nolint:paralleltest // one after the other
		c := staffed(t, same)
		c.at(7, 20, 51, 0)
		c.begins(t, "a", "2", tagSecond, "学习资料包")
		c.begins(t, "m1", "#数据", tagSecond)
	})
}

// TestPendingInAnother carries out what was asked about in one class while another one is
// nearer.
func TestPendingInAnother(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.followBy(t, "a", "reg-week2")
	c.at(7, 20, 50, 0)
	c.begins(t, "a", second+"取消报名", tagSecond, "确认取消")
	c.begins(t, "a", "后台先行", tagFirst, "签到成功")
	c.begins(t, "a", "确认取消", tagSecond, "已取消报名")
	c.begins(t, "a", "确认取消", tagSecond, "没有等待确认")
	c.begins(t, "a", "我的", "你的进度", "第1位", "已签到") // the only class left that is theirs

	c.begins(t, "b", "怎么报名呀", tagFirst)
	c.begins(t, "a", second+"提问", tagSecond, "提问")
	c.begins(t, "a", "我是做运营的，第一步应该先学什么呢", tagSecond, "编号Q1")
}

// TestTalkInAnother leaves a message to the moderator who talks to its sender about another
// class than the nearest one.
func TestTalkInAnother(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.register(t, "a")
	c.followBy(t, "a", "reg-week2")
	c.begins(t, "a", second+"人工", tagSecond, "H1")
	c.begins(t, "m1", "#接管 H1", tagFirst, "没有")
	c.begins(t, "m1", "#场 2", tagSecond)
	c.begins(t, "m1", "#接管 H1", tagSecond)
	if got := c.say(t, "a", "几点开始"); got != "" {
		t.Errorf("the bot talks: %q", got)
	}
	c.begins(t, "m1", "#结束 H1", tagSecond)
	c.settle(t)
	if got := c.texts("a"); len(got) != 1 || got[0] != tagSecond+"本次人工服务已结束。还有问题直接发给我。" {
		t.Errorf("what was said first: %q", got)
	}
	c.begins(t, "a", "几点开始", tagFirst, "7月7日")
}
