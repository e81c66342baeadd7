package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// broadcastText tells of the evening of the class; broadcastPlain is true on any
// day.
const (
	broadcastText  = "今晚20:30准时开课,直播间地址稍后发群里。"
	broadcastPlain = "感谢报名,问题可以继续发给我。"
)

// broadcasts is a crowd with a moderator, some seats taken, and more to look at.
type broadcasts struct{ *crowd }

func newBroadcasts(t *testing.T, seats int, more func(*Config)) *broadcasts {
	t.Helper()
	b := &broadcasts{staffed(t, more)}
	b.at(7, 10, 0)
	b.join(t, "p", seats)
	return b
}

func (b *broadcasts) join(t *testing.T, prefix string, n int) {
	t.Helper()
	for i := range n {
		b.say(t, fmt.Sprint(prefix, i), "报名")
	}
}

// at sets the clock to a time of July.
func (b *broadcasts) at(day, hour, minute int) {
	b.app.clock.Freeze(time.Date(2022, 7, day, hour, minute, 0, 0, b.app.Campaign().Zone))
}

// got counts what somebody was sent, previews aside.
func (b *broadcasts) got(who, part string) (n int) {
	for _, x := range b.texts(who) {
		if strings.Contains(x, part) && !strings.HasPrefix(x, "【预览") {
			n++
		}
	}
	return n
}

// all counts what was sent to people, previews aside.
func (b *broadcasts) all(part string) (n int) {
	for _, a := range b.platform.Accepted() {
		if a.Way != "robot" && strings.Contains(a.Text, part) && !strings.HasPrefix(a.Text, "【预览") {
			n++
		}
	}
	return n
}

// alarms are what the moderators' group was told.
func (b *broadcasts) alarms(part string) (out []string) {
	for _, a := range b.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, part) {
			out = append(out, a.Text)
		}
	}
	return out
}

func (b *broadcasts) leave(t *testing.T, who string) {
	t.Helper()
	b.platform.Touch(wxsim.OpenID("crowd", who), "unfollow")
	b.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "unsubscribe", "", wxsim.FaultNone)
}

// yes repeats the code that a reply asks for.
func (b *broadcasts) yes(t *testing.T, ask string) string {
	t.Helper()
	_, code, ok := strings.Cut(ask, "#确认 ")
	if !ok {
		t.Fatalf("no code in %q", ask)
	}
	return b.say(t, "m1", "#确认 "+code[:4])
}

// refuse lets the platform refuse calls to a path with a code while it is not 0.
func (b *broadcasts) refuse(path string) *int {
	code := new(int)
	b.platform.Refuse = func(p string) (wxsim.Refusal, bool) {
		return wxsim.Refusal{Code: *code}, *code != 0 && strings.HasSuffix(p, path)
	}
	return code
}

// sayAll sends a moderator's commands and returns the last reply.
func (b *broadcasts) sayAll(t *testing.T, commands ...string) (last string) {
	t.Helper()
	for _, c := range commands {
		last = b.say(t, "m1", c)
	}
	b.settle(t)
	return last
}

// TestReaderConfirms: who may only read cannot send a broadcast to everybody.
func TestReaderConfirms(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	reader := []bot.UserID{bot.UserID(wxsim.OpenID("crowd", "r1"))}
	if err := b.app.bindKnown(t.Context(), reader, moderation.RoleReader); err != nil {
		t.Fatal(err)
	}
	b.must(t, "m1", "#群发 已报名 "+broadcastText, "草稿B1")
	got := b.say(t, "r1", "#确认 B1 3")
	b.settle(t)
	if n := b.all(broadcastText); n != 0 || got != "你的角色不能用这个指令。" {
		t.Errorf("a reader sent a broadcast to %d: %q", n, got)
	}
}

// TestSameTextTwoDrafts: two drafts of one text do not reach people twice.
func TestSameTextTwoDrafts(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#群发 已报名 "+broadcastPlain, "#确认 B1 4")
	got := b.sayAll(t, "#确认 B2 4")
	if n := b.got("p1", broadcastPlain); n != 1 || got != "B2没有发送：24小时内发过相同内容。" {
		t.Errorf("p1 got the same text %d times: %q", n, got)
	}
}

// TestConfirmStopped: nothing can be started while everything is stopped, so
// that nothing leaves by itself afterwards; the preview is in the reply.
func TestConfirmStopped(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, nil)
	draft := b.sayAll(t, "#停", "#群发 已报名 "+broadcastPlain)
	if strings.Contains(draft, "预览已发给你") || !strings.Contains(draft, "\n"+broadcastPlain+"\n") {
		t.Errorf("no preview left, yet %q", draft)
	}
	if got := b.sayAll(t, "#确认 B1 4"); got != "现在是急停状态，没有发送B1。要发送先回复「#恢复」。" {
		t.Errorf("stopped, yet %q", got)
	}
	b.yes(t, b.say(t, "m1", "#恢复"))
	b.settle(t)
	if n := b.all(broadcastPlain); n != 0 {
		t.Errorf("after 恢复 it went out by itself to %d", n)
	}
}

// TestLongPreview: a text that leaves no room for the preview's mark makes no
// draft, rather than a draft that nobody has seen.
func TestLongPreview(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	if got := b.sayAll(t, "#群发 已报名 "+strings.Repeat("好", 680)); !strings.HasPrefix(got, "没有建草稿：") {
		t.Errorf("%q", got)
	}
}

// TestWrongDay: a text that names the wrong evening, weekday or address makes no
// draft.
func TestWrongDay(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.at(6, 10, 0)
	b.join(t, "p", 3)
	for _, s := range []string{
		"今晚开课,大家准时来听刘老师讲课。", "周五20:30准时开课,直播间地址稍后发群里。", "资料在 pan.evil.com/s/1abcd 自取哦各位同学",
		"资料在 HTTPS://pan.evil.com/s/1abcd 自取哦各位同学", "资料在pan.evil.com自取哦各位同学",
	} {
		if got := b.say(t, "m1", "#群发 已报名 "+s); !strings.HasPrefix(got, "没有建草稿") {
			t.Errorf("%s: %q", s, got)
		}
	}
	for _, s := range []string{
		"资料在https://pan.example.com/s/1ecom99a，请尽快转存", "资料在 pan.example.com/s/1ecom99a, 请尽快转存", "今天报名的同学，明天来听课记得带上问题",
		"周四20:30准时开课，欢迎来听", "Node.js和SaaS后台的区别会在课上讲",
	} {
		if got := b.say(t, "m1", "#群发 已报名 "+s); !strings.HasPrefix(got, "草稿") {
			t.Errorf("%s: %q", s, got)
		}
	}
}

// TestStaleText: 明天 of yesterday's draft is not sent today.
func TestStaleText(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.at(6, 10, 0)
	b.join(t, "p", 3)
	b.say(t, "m1", "#群发 已报名 明天20:30准时开课,直播间地址稍后发群里。")
	b.say(t, "m1", "#群发 已报名 明天老师会讲七步方法,记得带上问题。")
	b.at(7, 10, 0)
	for _, s := range []string{"#定时 B1 19:40", "#确认 B1 3", "#确认 B2 3", "#定时 B2 19:40"} {
		if got := b.sayAll(t, s); strings.Contains(got, "已定时") || strings.Contains(got, "开始发送") {
			t.Errorf("on the day of the class, %s: %q", s, got)
		}
	}
	b.sayAll(t, "#改 B2 今天老师会讲七步方法,记得带上问题。", "#预览 B2")
	if got := b.sayAll(t, "#确认 B2 3"); !strings.Contains(got, "开始发送") {
		t.Errorf("written anew: %q", got)
	}
}

// TestDeadLink: a draft whose link was stopped meanwhile is not sent.
func TestDeadLink(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	b.sayAll(t, "#群发 已报名 资料在这里 https://pan.example.com/s/1ecom49a 请尽快转存", "#停链 49 1")
	got := b.sayAll(t, "#确认 B1 3")
	if want := "B1没有发送：链接「https://pan.example.com/s/1ecom49a」已停发。先改内容「#改 B1 内容」，或「#取消 B1」。"; got != want {
		t.Errorf("its link is stopped: %q, want %q", got, want)
	}
}

// TestCancelScheduled: who cancels reads how many will not get it.
func TestCancelScheduled(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	got := b.sayAll(t, "#群发 已报名 "+broadcastText, "#定时 B1 19:40", "#取消 B1")
	if !strings.Contains(got, "未发3条") {
		t.Errorf("%q", got)
	}
}

func secondFrom(t *testing.T, people string) func(*Config) {
	t.Helper()
	return func(cfg *Config) {
		change(t, cfg.Campaign, "需要第二人审批人数: 500 => 需要第二人审批人数: "+people)
		cfg.Moderators = append(cfg.Moderators, wxsim.OpenID("crowd", "m2"))
	}
}

// TestSecondGrowth: an audience that has grown over the limit needs a second
// person.
func TestSecondGrowth(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 5, secondFrom(t, "5"))
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#定时 B1 19:00")
	b.say(t, "x", "报名")
	b.at(7, 19, 0)
	b.settle(t)
	if n := b.all(broadcastText); n != 0 || len(b.alarms("【群发没发】B1")) == 0 {
		t.Errorf("6 people without a second person: %d got it, %s", n, b.say(t, "m1", "#进度 B1"))
	}
}

// TestApprovedGrown: what a second person agreed to is not sent to many more.
func TestApprovedGrown(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, secondFrom(t, "3"))
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#定时 B1 19:00")
	b.say(t, "m2", "#批准 B1")
	b.join(t, "x", 6)
	b.at(7, 19, 0)
	b.settle(t)
	b.sayAll(t, "#确认 B1 10")
	if got := b.sayAll(t, "#预览 B1", "#确认 B1 10"); !strings.Contains(got, "#批准 B1") {
		t.Errorf("10 people were confirmed: %q", got)
	}
	if n := b.all(broadcastText); n > 0 {
		t.Errorf("10 people without a second person's yes: %d got it", n)
	}
	b.say(t, "m2", "#批准 B1")
	b.settle(t)
	if n := b.all(broadcastText); n != 5 {
		t.Errorf("approved, %d got the trial", n)
	}
}

// TestApproveLate: an approval after its time sends nothing.
func TestApproveLate(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, secondFrom(t, "2"))
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#定时 B1 19:40")
	b.at(8, 10, 0)
	got := b.say(t, "m2", "#批准 B1")
	b.settle(t)
	if n := b.all(broadcastPlain); n > 0 || got != "B1没有发送：已经过了定时时间。请「#预览 B1」后重新确认。" {
		t.Errorf("the day after its time: %q, %d got it", got, n)
	}
}

// TestApproveStale: an approval on the next day does not send 今晚.
func TestApproveStale(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, secondFrom(t, "2"))
	b.sayAll(t, "#群发 已报名 今晚老师会讲七步方法,记得带上问题。", "#确认 B1 4")
	b.at(8, 10, 0)
	got := b.say(t, "m2", "#批准 B1")
	b.settle(t)
	if n := b.all("今晚老师"); n > 0 {
		t.Errorf("the day after: %q, %d got it", got, n)
	}
	b.sayAll(t, "#改 B1 老师讲了七步方法,有问题请继续发给我。", "#预览 B1", "#确认 B1 4")
	if got := b.say(t, "m2", "#批准 B1"); !strings.Contains(got, "开始发送") {
		t.Errorf("written anew and approved: %q", got)
	}
}

// TestApproveAtNight: a second person may agree at night to what leaves in the
// morning.
func TestApproveAtNight(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, secondFrom(t, "2"))
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#定时 B1 明天8:30")
	b.at(7, 22, 30)
	if got := b.say(t, "m2", "#批准 B1"); !strings.Contains(got, "已定时") {
		t.Errorf("%q", got)
	}
}

// TestSecondRecorded: the record shows who asked for a second person.
func TestSecondRecorded(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, secondFrom(t, "3"))
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#确认 B1 4")
	got := b.rows(t, "SELECT target || '|' || before || '|' || after FROM audit WHERE action = 'broadcast.confirm'")
	if len(got) != 1 || got[0] != "B1|draft|approval" {
		t.Errorf("the record has %q", got)
	}
}

// TestQuietAdvice: what the bot advises at night can be done.
func TestQuietAdvice(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	got := b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#定时 B1 23:00")
	if want := "B1没有定时：7月7日23:00在免打扰时间里。换个时间，例如「#定时 B1 明天08:30」。"; got != want {
		t.Errorf("at 10:00: %q, want %q", got, want)
	}
	b.at(7, 22, 30)
	got = b.say(t, "m1", "#确认 B1 3")
	if r := b.say(t, "m1", "#定时 B1 08:30"); r != "B1已定时7月8日08:30发送。取消回复「#取消 B1」。" {
		t.Errorf("%q, then %q", got, r)
	}
}

// TestScheduledLate: what the program missed is not sent the next morning.
func TestScheduledLate(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	b.say(t, "m1", "#群发 已报名 "+broadcastText)
	b.say(t, "m1", "#定时 B1 19:40")
	b.at(8, 9, 0) // the program was down
	b.settle(t)
	if n := b.all(broadcastText); n > 0 || len(b.alarms("【群发没发】B1")) != 1 {
		t.Errorf("the morning after the class %d read it; alarms %q", n, b.alarms("B1"))
	}
}

// TestScheduledStopped: what fell due while everything was stopped waits for a
// person.
func TestScheduledStopped(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#定时 B1 20:00", "#停")
	b.at(7, 20, 1)
	b.settle(t)
	b.yes(t, b.say(t, "m1", "#恢复"))
	b.settle(t)
	if n := b.all(broadcastPlain); n > 0 || len(b.alarms("【群发没发】B1")) != 1 {
		t.Errorf("by itself after 恢复, to %d; alarms %q", n, b.alarms("B1"))
	}
	if got := b.sayAll(t, "#预览 B1", "#确认 B1 3"); !strings.Contains(got, "开始发送") {
		t.Errorf("confirmed anew: %q", got)
	}
}

// TestUnverified: an account that cannot mass-send makes no drafts.
func TestUnverified(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, func(cfg *Config) { cfg.Account = "unverified" })
	if got := b.say(t, "m1", "#群发 已报名 "+broadcastText); got != "这个公众号没有认证，不能群发，没有建草稿。" {
		t.Errorf("%q", got)
	}
}

// TestGrownConfirm: a number that was never shown cannot be confirmed.
func TestGrownConfirm(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 3, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#定时 B1 19:00")
	b.join(t, "x", 3)
	b.at(7, 19, 0)
	b.settle(t)
	if got := b.say(t, "m1", "#确认 B1 6"); got != "B1要先重新预览，没有发送。请回复「#预览 B1」。" {
		t.Errorf("6 was never shown: %q; %q", b.alarms("B1"), got)
	}
}

// TestBeginEmpty: a scheduled broadcast that finds nobody says so.
func TestBeginEmpty(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 1, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#定时 B1 19:00")
	b.say(t, "p0", "取消报名")
	b.say(t, "p0", "确认取消")
	b.at(7, 19, 0)
	b.settle(t)
	if len(b.alarms("B1")) == 0 {
		t.Errorf("ended without a word: %q", b.say(t, "m1", "#进度 B1"))
	}
}

// TestSizesNeverOne: no call of a larger audience is to one person.
func TestSizesNeverOne(t *testing.T) {
	t.Parallel()
	for audience := 2; audience < 40; audience++ {
		for trial := range 8 {
			sum := 0
			for _, n := range campaign.Sizes(audience, trial, 9) {
				if sum += n; n < 2 {
					t.Errorf("%d people, %d first: %v", audience, trial, campaign.Sizes(audience, trial, 9))
				}
			}
			if sum != audience {
				t.Errorf("%d people, %d first: %v", audience, trial, campaign.Sizes(audience, trial, 9))
			}
		}
	}
}
