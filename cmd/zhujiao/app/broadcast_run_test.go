package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestQuietRest: the rest of a broadcast does not wake people at night, nor come
// by itself in the morning; a person continues it.
func TestQuietRest(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 12, nil)
	b.at(7, 21, 59)
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#确认 B1 12")
	b.at(7, 22, 30)
	b.settle(t)
	if len(b.alarms("免打扰")) == 0 {
		t.Error("nobody was told that the rest waits")
	}
	if got := b.say(t, "m1", "#继续 B1"); got != "现在是免打扰时间，没有发送。08:00以后再回复「#继续 B1」。" {
		t.Errorf("at night: %q", got)
	}
	b.at(8, 8, 1)
	b.settle(t)
	if n := b.all(broadcastPlain); n != 5 {
		t.Errorf("%d got it, want the 5 of the trial", n)
	}
	b.sayAll(t, "#继续 B1")
	if n := b.all(broadcastPlain); n != 12 {
		t.Errorf("continued by a person, %d got it, want 12", n)
	}
}

// TestContinueNextDay: a call that the platform certainly refused is made again
// however late; nobody is lost.
func TestContinueNextDay(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.at(6, 19, 0)
	b.join(t, "p", 6)
	b.platform.MassLeft = 0
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#确认 B1 6")
	b.platform.MassLeft = 100
	b.at(7, 19, 25)
	b.say(t, "p0", "退订")
	b.leave(t, "p1")
	b.sayAll(t, "#继续 B1")
	b.at(7, 19, 28)
	b.settle(t)
	if n := b.all(broadcastPlain); n != 4 || b.got("p0", broadcastPlain) != 0 {
		t.Errorf("%d got it, want 4 without the one who opted out: %s", n, b.say(t, "m1", "#进度 B1"))
	}
	if got := b.alarms("B1完成"); len(got) == 0 || !strings.Contains(got[0], "送达4，送不到2，失败0") {
		t.Errorf("the report is %q, want 4 + 2", got)
	}
}

// TestCorrectGap: a correction reaches everybody who got the mistake, also when
// somebody of the first audience was left out.
func TestCorrectGap(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 8, nil)
	b.say(t, "m1", "#群发 已报名 "+broadcastPlain)
	b.say(t, "p0", "退订")
	b.sayAll(t, "#确认 B1 8")
	b.at(7, 10, 3)
	b.settle(t)
	b.sayAll(t, "#更正 B1 感谢报名,问题可以继续发给我哦。", "#确认 B2 7")
	b.at(7, 10, 6)
	b.settle(t)
	for i := 1; i < 8; i++ {
		if n := b.got(fmt.Sprint("p", i), "【更正】"); n != 1 {
			t.Errorf("p%d got the correction %d times", i, n)
		}
	}
}

// TestBanned: when the platform bans the account everything stops, also within
// ten minutes of "too fast".
func TestBanned(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.say(t, "a", "课程会讲到SaaS后台吗")
	code := b.refuse("/custom/send")
	*code = 45011
	b.sayAll(t, "#答 U1 会提到的。")
	*code = 48004
	for _, minute := range []int{2, 4} {
		b.at(7, 10, minute)
		b.settle(t)
	}
	control, err := b.app.store.Moderators.Control(t.Context())
	if err != nil || control.Level != campaign.StopFirst || len(b.alarms("发不出去")) != 1 {
		t.Errorf("48004 after 45011: level %v, alarms %q, %v", control.Level, b.alarms("发不出去"), err)
	}
}

// TestBannedBroadcast: a ban halts running broadcasts; they do not go on by
// themselves after #恢复.
func TestBannedBroadcast(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 12, nil)
	b.say(t, "a", "课程会讲到SaaS后台吗")
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#确认 B1 12")
	code := b.refuse("/custom/send")
	*code = 48004
	b.sayAll(t, "#答 U1 会提到的。")
	*code = 0
	b.at(7, 10, 10)
	b.settle(t)
	if got := b.yes(t, b.say(t, "m1", "#恢复")); !strings.Contains(got, "被停下的群发：B1") {
		t.Errorf("after the ban: %q", got)
	}
	b.settle(t)
	if n := b.all(broadcastPlain); n != 5 {
		t.Errorf("after 恢复 the broadcast went on by itself to %d", n)
	}
}

// TestBanKeepsStop: a ban does not lower #停 全部.
func TestBanKeepsStop(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.say(t, "a", "课程会讲到SaaS后台吗")
	b.platform.Refuse = func(p string) (wxsim.Refusal, bool) {
		if !strings.HasSuffix(p, "/custom/send") {
			return wxsim.Refusal{}, false
		}
		b.say(t, "m1", "#停 全部") // during the call
		return wxsim.Refusal{Code: 48004}, true
	}
	b.sayAll(t, "#答 U1 会提到的。")
	if control, err := b.app.store.Moderators.Control(t.Context()); err != nil || control.Level != campaign.StopAll {
		t.Errorf("level %v, %v", control.Level, err)
	}
}

// TestOneTwice: a message to one person that may have been sent is not sent
// again after a crash.
func TestOneTwice(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 2, nil)
	b.say(t, "m1", "#群发 已报名 "+broadcastText)
	b.say(t, "p0", "退订")
	b.say(t, "m1", "#确认 B1 2")
	err := b.app.store.Do(t.Context(), func(ctx context.Context) error { // a process that dies during its call
		_, err := b.app.store.Chunks.DueChunk(ctx, b.app.clock.Now(), "dead")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.settle(t)
	if n := b.got("p1", broadcastText); n != 0 {
		t.Error("a custom message that may have been sent was pushed again")
	}
	if got := b.alarms("B1完成"); len(got) == 0 || !strings.Contains(got[0], "未知1") {
		t.Errorf("the report is %q", got)
	}
}

// TestOneRefused: a message to one person that was refused costs no credit and
// is not reported as sent.
func TestOneRefused(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 2, nil)
	b.say(t, "m1", "#群发 已报名 "+broadcastText)
	b.say(t, "p0", "退订")
	b.say(t, "m1", "#确认 B1 2")
	code := b.refuse("/custom/send")
	*code = 40164
	if err := b.app.outbox.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, err := b.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "p1")))
	if err != nil {
		t.Fatal(err)
	}
	if n := b.platform.Credit(wxsim.OpenID("crowd", "p1")); p.Credits != n {
		t.Errorf("nothing was sent; we believe in %d credits, the platform in %d", p.Credits, n)
	}
	*code = 0
	b.at(7, 10, 5)
	b.sayAll(t, "#继续 B1")
	if b.got("p1", broadcastText) != 1 {
		t.Errorf("continued, p1 got nothing: %s, %q", b.say(t, "m1", "#进度 B1"), b.alarms("B1"))
	}
}

// TestSingleUnreached: of a broadcast to one person, too, the moderators read
// how it ended.
func TestSingleUnreached(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 0, nil)
	b.platform.Touch(wxsim.OpenID("crowd", "s"), "scan")
	b.pusher.Event(t.Context(), wxsim.OpenID("crowd", "s"), "SCAN", "reg-poster", wxsim.FaultNone)
	b.at(7, 11, 0)
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#确认 B1 1")
	if got := b.alarms("B1完成"); len(got) != 1 || !strings.Contains(got[0], "送达0，送不到1，失败0") {
		t.Errorf("not delivered, the report is %q; %q", got, b.say(t, "m1", "#进度 B1"))
	}
	if got := b.say(t, "m1", "#进度 B1"); got != "B1 已完成：已发0/1，失败0。" {
		t.Errorf("%q", got)
	}
}

// TestSingle: a broadcast to one person counts, and can be corrected.
func TestSingle(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 1, nil)
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#确认 B1 1")
	if got := b.say(t, "m1", "#进度 B1"); b.got("p0", broadcastText) != 1 || got != "B1 已完成：已发1/1，失败0。" {
		t.Errorf("%q", got)
	}
	b.sayAll(t, "#更正 B1 今晚20:30准时开课,地址看群公告吧。", "#确认 B2 1")
	if b.got("p0", "【更正】") != 1 {
		t.Errorf("the correction did not come: %q", b.say(t, "m1", "#进度 B2"))
	}
}

// TestFinishedError: a job that the platform failed is reported as failed.
func TestFinishedError(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, nil)
	b.platform.Finished = func(ctx context.Context, r map[string]string) {
		r["Status"], r["SentCount"], r["ErrorCount"], r["FilterCount"], r["TotalCount"] = "err(40001)", "0", "0", "0", "0"
		b.pusher.Finished(ctx, r)
	}
	b.sayAll(t, "#群发 已报名 "+broadcastText, "#确认 B1 4")
	if got := b.alarms("B1完成"); len(got) == 0 || !strings.Contains(got[0], "失败4") {
		t.Errorf("the platform failed the job, the report is %q", got)
	}
}

// TestOutage: while the platform answers nothing the call is made again every
// minute with the same client id, though it was taken the first time; after ten
// minutes a person is asked. In the end everybody has it once.
func TestOutage(t *testing.T) {
	t.Parallel()
	b := newBroadcasts(t, 4, nil)
	var calls int
	b.platform.Refuse = func(path string) (wxsim.Refusal, bool) {
		mass := strings.HasSuffix(path, "/mass/send")
		if mass {
			calls++
		}
		return wxsim.Refusal{Cut: true}, mass
	}
	b.sayAll(t, "#群发 已报名 "+broadcastPlain, "#确认 B1 4")
	before := calls
	b.at(7, 10, 2)
	b.settle(t)
	if calls <= before || len(b.alarms("【群发暂停】")) > 0 {
		t.Errorf("%d calls, then %d; alarms %q", before, calls, b.alarms("【群发暂停】"))
	}
	b.at(7, 10, 12)
	b.settle(t)
	if len(b.alarms("【群发暂停】")) != 1 {
		t.Errorf("after ten minutes: alarms %q", b.alarms("【群发暂停】"))
	}
	b.platform.Refuse = nil
	b.sayAll(t, "#继续 B1")
	if n := b.all(broadcastPlain); n != 4 {
		t.Errorf("%d got it, want 4, once each", n)
	}
	if got := b.alarms("B1完成"); len(got) == 0 || !strings.Contains(got[0], "送达4，送不到0，失败0") {
		t.Errorf("the report is %q; %s; %q", got, b.say(t, "m1", "#进度 B1"),
			b.rows(t, "SELECT state || ' ' || msg_id || ' ' || finished || ' ' || words FROM broadcast_chunk"))
	}
}
