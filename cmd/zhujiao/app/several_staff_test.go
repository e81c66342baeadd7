package app

import (
	"strings"
	"testing"
)

// TestModeratorsClass lists the classes for a moderator and switches between them: every
// reply names its class, numbers count per class, and a code belongs to the class in which
// it was given.
func TestModeratorsClass(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	if got := c.say(t, "m1", "#场"); !strings.HasPrefix(got, "现在有1场：\n1 "+first+"（7月7日）报名中，你现在管的是这一场") {
		t.Errorf("with one class: %q", got)
	}
	c.openWeekly(t)
	c.begins(t, "m1", "#场", tagFirst, "现在有3场：\n1 "+first+"（7月7日）报名中，你现在管的是这一场\n2 "+second+
		"（7月14日）报名中\n3 "+third+"（8月4日）报名未开放")
	c.begins(t, "a", first+"能停车吗真的", tagFirst, "U1")
	c.begins(t, "b", second+"能打车吗真的", tagSecond, "U1")
	c.settle(t)
	if got := c.alerts(tagFirst + "【待答】U1 "); len(got) != 1 {
		t.Errorf("alerts of the first class: %q", c.alerts(""))
	}
	if got := c.alerts(tagSecond + "【待答】U1 "); len(got) != 1 {
		t.Errorf("alerts of the second class: %q", c.alerts(""))
	}
	asked := c.begins(t, "m1", "#加席 5", tagFirst, "将加5席")
	c.begins(t, "m1", "#场 2", tagSecond, "以后的指令都算这一场的")
	c.begins(t, "m1", "#待答", tagSecond, "能打车吗")
	c.begins(t, "m1", "#答 U1 可以打车。", tagSecond, "已回复U1")
	c.settle(t)
	if got := c.texts("b"); len(got) != 1 || got[0] != tagSecond+"班主任回复：可以打车。" {
		t.Errorf("the answer of the second class: %q", got)
	}
	if got := c.texts("a"); len(got) != 0 {
		t.Errorf("the first class reads %q", got)
	}
	c.begins(t, "m1", "#确认 "+codeIn(t, asked), tagFirst, "已加5席，共125席")
	c.begins(t, "m1", "#数据", tagSecond, "/120")
	c.begins(t, "m1", "#场 1", tagFirst)
	c.begins(t, "m1", "#数据", tagFirst, "/125")
	c.begins(t, "m1", "#答 U1 可以停车。", tagFirst, "已回复U1")
	c.begins(t, "m1", "#场 9", tagFirst, "没有第9场")
	c.begins(t, "m1", "#停", tagFirst, "已急停", "\n这对所有场次都有效。")
	c.begins(t, "m1", "#帮助", tagFirst, "#场 2")
}

// TestStopOfAllClasses stops from another class what is being sent: it does not go on by
// itself when sending is resumed.
func TestStopOfAllClasses(t *testing.T) {
	t.Parallel()
	c := newBroadcasts(t, 12, nil)
	c.openWeekly(t)
	c.say(t, "m1", "#场 1")
	c.commands(t, "#群发 已报名 "+eveningText, "#确认 B1 12")
	states := "SELECT campaign || ' ' || state FROM broadcast"
	if got := c.rows(t, states); len(got) != 1 || !strings.HasSuffix(got[0], " sending") {
		t.Fatalf("before the stop: %q", got)
	}
	sent := c.toldInAll("直播间地址稍后发群里")
	c.say(t, "m1", "#场 2")
	c.say(t, "m1", "#停")
	c.askAndConfirm(t, "m1", "#恢复")
	c.at(7, 10, 30, 0)
	c.settle(t)
	if got := c.rows(t, states); len(got) != 1 || !strings.HasSuffix(got[0], " stopped") {
		t.Errorf("after the stop: %q", got)
	}
	if n := c.toldInAll("直播间地址稍后发群里"); n != sent {
		t.Errorf("%d were told before the stop, and %d after it was resumed", sent, n)
	}
}

// TestModeratorsClassEnds falls back to the running class, else the next, when the one that
// a moderator has switched to ends.
func TestModeratorsClassEnds(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openWeekly(t)
	c.begins(t, "m1", "#场 2", tagSecond)
	c.at(7, 20, 40, 0)
	c.begins(t, "m1", "#数据", tagSecond)
	c.begins(t, "m2", "#数据", "") // no moderator
	c.begins(t, "m1", "#场 1", tagFirst)
	c.at(8, 10, 0, 0)
	c.begins(t, "m1", "#数据", tagFirst) // claims go on
	c.at(7+31, 20, 0, 0)               // the first one has ended
	c.begins(t, "m1", "#场", tagThird, "现在有2场")
}

// TestStaffNotNamed names no class while only one is open, running or after.
func TestStaffNotNamed(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.openClass(t, beside{"week4", 28, []string{first, third}})
	c.begins(t, "m1", "#数据", "报名 0/120")
	c.begins(t, "a", "报名", "报名成功")
	c.begins(t, "a", "几点开始", "7月7日")
	c.begins(t, "a", "能停车吗真的", "这个我还不会")
	c.settle(t)
	if got := c.alerts("【待答】U1 "); len(got) != 1 || strings.Contains(got[0], tagFirst) {
		t.Errorf("alerts %q", got)
	}
	if got := c.say(t, "m1", "#停"); strings.Contains(got, "所有场次") || !strings.HasPrefix(got, "已急停") {
		t.Errorf("#停: %q", got)
	}
}
