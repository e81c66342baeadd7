package attendee_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers/attendee"
)

// expected is a text with its variables.
type expected struct {
	key  content.Key
	vars content.Vars
}

// standing are the variables of somebody who has done nothing yet.
func (w *world) standing(t *testing.T) content.Vars {
	t.Helper()
	status := func(key content.Key) string { return w.render(t, key, nil) }
	return content.Vars{
		"报名状态": status(content.KeyStatusSignupNone), "签到状态": status(content.KeyStatusCheckinNo),
		"状态99": status(content.KeyStatusPackSignup), "状态49": status(content.KeyStatusPackSignup),
		"提问状态": w.render(t, content.KeyStatusQuestions, content.Vars{"数": "0"}), "提醒状态": status(content.KeyStatusRemindUnset),
		"资料包进度": "99面试资料包：" + status(content.KeyStatusPackSignup) + "\n49学习资料包：" + status(content.KeyStatusPackSignup),
		"资料包状态": "99 " + status(content.KeyStatusPackSignup) + "；49 " + status(content.KeyStatusPackSignup),
		"代号":    "7K2F", "首次": "7月6日 09:00", "条数": "0",
	}
}

// noDraws is what is public about the pack that is drawn before anybody drew.
func (w *world) noDraws(t *testing.T) string {
	t.Helper()
	commitment := campaign.Commitment("5eed")
	return w.render(t, content.KeyDrawOpen, content.Vars{
		"包名": "电商产品学习资料包", "概率": "30%", "人次": "0", "公布时间": "8月6日 21:40", "承诺值": commitment,
		"链值": campaign.FirstChain(w.Campaign.ID, "49", commitment),
	}) + "\n" + w.render(t, content.KeyDrawOwnNone, nil)
}

// arguments follow the words that need one.
func arguments() map[string]string {
	return map[string]string{"领取": "99", "顶": "3", "取消顶": "3"}
}

// TestCommandsOfStranger types every command word of the table, as somebody who has done
// nothing yet: a row without a line here, without a function or without words fails.
func TestCommandsOfStranger(t *testing.T) {
	t.Parallel()
	all := newWorld(t).standing(t)
	want := map[string]expected{
		"报名":     {content.KeyRegisterOK, content.Vars{"序号": "1"}},
		"取消报名":   {content.KeyCancelNone, nil},
		"确认取消":   {content.KeyCancelNoPending, nil},
		"我的":     {content.KeyMy, all},
		"菜单":     {content.KeyMenu, content.Vars{"已报": "0", "剩余": "120"}},
		"提醒":     {content.KeyOptIn, nil},
		"退订":     {content.KeyOptOut, nil},
		"资料包":    {content.KeyPackMenu, all},
		"领取":     {content.KeyPackNeedRegister, content.Vars{"包": "99", "剩余": "120"}},
		"签到":     {content.KeyCheckinEarly, nil},
		"口令":     {content.KeyCheckinEarly, nil},
		"补签":     {content.KeyCheckinEarly, nil},
		"失效":     {content.KeyReportNone, nil},
		"提问":     {content.KeyAskHelp, nil},
		"顶":      {content.KeyVoteNone, content.Vars{"编号": "3"}},
		"取消顶":    {content.KeyVoteBackNone, content.Vars{"编号": "3"}},
		"问题榜":    {content.KeyBoardEmpty, nil},
		"人工":     {content.KeyHumanOK, content.Vars{"编号": "1"}},
		"我的数据":   {content.KeyMyData, all},
		"删除我的数据": {content.KeyDeleteAsk, nil},
		"确认删除":   {content.KeyDeleteNoPending, nil},
		"抽签公示":   {content.KeyDrawNotice, content.Vars{"列表": newWorld(t).noDraws(t)}},
		"下一场":    {content.KeyNextNoted, nil},
	}
	for _, c := range attendee.Commands() {
		t.Run(c.Word, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			e, ok := want[c.Word]
			if !ok {
				t.Fatal("nobody says what a stranger reads")
			}
			if c.NeedsArgument != (arguments()[c.Word] != "") {
				t.Fatal("the test gives it an argument that it does not need, or none that it needs")
			}
			if got := w.say(t, c.Word+arguments()[c.Word], noon()); got != w.render(t, e.key, e.vars) {
				t.Errorf("answers %q, want %s", got, e.key)
			}
		})
	}
}

// TestCommandsOfMember types what depends on what somebody has done before.
func TestCommandsOfMember(t *testing.T) {
	t.Parallel()
	live := on(7, 20, 40)
	item := newWorld(t).render(t, content.KeyBoardItem, content.Vars{"编号": "1", "票数": "2", "问": "怎么入行？"})
	question := &campaign.Question{Number: 1, Person: 8, Votes: 2, Text: "怎么入行？", State: campaign.QuestionApproved}
	for _, tt := range []struct {
		what string
		do   func(w *world)
		said string
		day  int
		want expected
	}{
		{"gives up a seat", (*world).seat, "取消报名", 7, expected{content.KeyCancelAsk, nil}},
		{"gives up a place on the waitlist", (*world).wait, "取消报名", 7, expected{content.KeyCancelWaitlistDone, nil}},
		{"gives up by an alias", (*world).seat, "不来了", 7, expected{content.KeyCancelAsk, nil}},
		{"gives up after the class", (*world).seat, "取消报名", 9, expected{content.KeyClassOver, nil}},
		{"the menu after the class", nil, "菜单", 9, expected{content.KeyClassOver, nil}},
		{"reminders after the class", nil, "提醒", 9, expected{content.KeyNextNoted, nil}},
		{"asks after the end", nil, "提问", 9, expected{content.KeyAskClosed, nil}},
		{"calls again", func(w *world) {
			w.tickets = []*campaign.Ticket{{Kind: campaign.TicketHuman, Number: 5, Person: 7, State: campaign.TicketOpen}}
		}, "人工", 7, expected{content.KeyHumanAgain, content.Vars{"编号": "5"}}},
		{"votes", func(w *world) { w.questions = []*campaign.Question{question} }, "顶1", 7, expected{
			content.KeyVoteOK, content.Vars{"编号": "1", "票数": "3"},
		}},
		{"takes a vote back", func(w *world) {
			w.questions, w.voted[1] = []*campaign.Question{question}, true
		}, "取消顶1", 7, expected{content.KeyVoteBack, content.Vars{"编号": "1", "票数": "1"}}},
		{"sees the board", func(w *world) { w.questions = []*campaign.Question{question} }, "问题榜", 7, expected{
			content.KeyBoard, content.Vars{"列表": item},
		}},
		{"asks the lecturer", nil, "提问 库存和仓储怎么对接", 7, expected{content.KeyAskOK, content.Vars{"编号": "1", "票数": "1", "字数": "1"}}},
		{"claims by the name of a pack alone", (*world).seat, "面试资料", 7, expected{content.KeyPackNeedCheckin, content.Vars{"包": "99"}}},
		{"claims by the number of a pack alone", (*world).seat, "99", 7, expected{content.KeyPackNeedCheckin, content.Vars{"包": "99"}}},
		{"asks for a late check-in", (*world).seat, "补签 老师讲到订单拆单", 8, expected{content.KeyMakeupOK, content.Vars{"编号": "1"}}},
		{"asks for one without a reason", (*world).seat, "补签", 8, expected{content.KeyCheckinLate, nil}},
		{"asks for one while checked in", (*world).checkIn, "补签 听了", 8, expected{content.KeyCheckinAlready, nil}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if tt.do != nil {
				tt.do(w)
			}
			if got := w.say(t, tt.said, on(tt.day, 12, 0)); got != w.render(t, tt.want.key, tt.want.vars) {
				t.Errorf("%q is answered %q, want %s", tt.said, got, tt.want.key)
			}
		})
	}
	w := newWorld(t)
	if got := w.say(t, "补签", live); got != w.render(t, content.KeyCheckinHow, nil) {
		t.Errorf("补签 during the class is answered %q", got)
	}
}

// TestConfirmations asks before it does what cannot be undone.
func TestConfirmations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.seat()
	if got := w.say(t, "取消报名", noon()); got != w.render(t, content.KeyCancelAsk, nil) || w.tally.Taken != 1 {
		t.Errorf("取消报名: %q, %d seats are taken", got, w.tally.Taken)
	}
	if got := w.say(t, "确认取消", noon()); got != w.render(t, content.KeyCancelDone, nil) || w.tally.Taken != 0 {
		t.Errorf("确认取消: %q, %d seats are taken", got, w.tally.Taken)
	}
	w.seat()
	if got := w.say(t, "删除我的数据", noon()); got != w.render(t, content.KeyDeleteAsk, nil) || len(w.erased) != 0 {
		t.Errorf("删除我的数据: %q, erased %v", got, w.erased)
	}
	w.me.Shelved = 2
	if got := w.say(t, "确认删除", noon()); got != w.render(t, content.KeyDeleteDone, nil) || len(w.erased) != 1 || w.me.Shelved != 0 {
		t.Errorf("确认删除: %q, erased %v, %d texts wait", got, w.erased, w.me.Shelved)
	}
	w.me.FirstAt = noon()
	if got := w.say(t, "删除我的数据", noon()); got != w.render(t, content.KeyDeleteNone, nil) {
		t.Errorf("删除我的数据 by a stranger: %q", got)
	}
	if w.messages = 1; w.say(t, "删除我的数据", noon()) != w.render(t, content.KeyDeleteAsk, nil) {
		t.Error("messages that are stored cannot be erased at first contact")
	}
	w.messages = 0
	if w.seat(); w.say(t, "删除我的数据", noon()) != w.render(t, content.KeyDeleteAsk, nil) {
		t.Error("a seat cannot be erased at first contact")
	}
}

// TestCancelLate does not promise a freed seat to anybody once nobody is seated from the
// waitlist any more, and frees none after the class.
func TestCancelLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.seat()
	if got := w.say(t, "取消报名", on(7, 23, 58)); got != w.render(t, content.KeyCancelAskLate, nil) {
		t.Errorf("取消报名 late: %q", got)
	}
	if got := w.say(t, "确认取消", on(8, 0, 1)); got != w.render(t, content.KeyClassOver, nil) || w.tally.Taken != 1 {
		t.Errorf("确认取消 after the class: %q, %d seats are taken", got, w.tally.Taken)
	}
}

// TestOptedOut reads with every promise that the news waits for their next message.
func TestOptedOut(t *testing.T) {
	t.Parallel()
	waits := "\n" + newWorld(t).render(t, content.KeyOptOutWaits, nil)
	for said, promises := range map[string]bool{
		"人工": true, "紫藤萝瀑布在哪": true, "提问 库存和仓储怎么对接": true, "补签 听了": true, "提问": false, "菜单": false, "补签": false,
	} {
		w := newWorld(t)
		w.seat()
		w.me.Consent = campaign.ConsentOut
		if got := w.say(t, said, on(7, 20, 50)); strings.HasSuffix(got, waits) != promises {
			t.Errorf("%q is answered %q", said, got)
		}
	}
}

// TestNextClass tells of the next class, if the file names one.
func TestNextClass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := changed(t, "  编号: ecom-backend-0707", "  编号: ecom-backend-0707\n  下一场: 8月8日讲供应链")
	w.Campaign.Next, w.Texts = v.Campaign.Next, v.Texts
	if got := w.say(t, "下一场", noon()); got != w.render(t, content.KeyNextClass, nil) || w.me.Consent != campaign.ConsentIn {
		t.Errorf("%q, consent %d", got, w.me.Consent)
	}
}

// TestRegisteredByTap promises reminders only to those whom the platform lets it tell,
// and turns them on only for those who typed.
func TestRegisteredByTap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	said, _ := bot.Words(w.answer(t, event(bot.EventScan, "reg-poster", noon())))
	n1 := content.Vars{"序号": "1"}
	if want := w.render(t, content.KeyRegisterOKScan, n1); string(said) != want || w.me.Consent != campaign.ConsentUnset {
		t.Errorf("a scan: %q, consent %d", said, w.me.Consent)
	}
	if w.members[7].Source != "reg-poster" {
		t.Errorf("the source is %q", w.members[7].Source)
	}
	w = newWorld(t)
	w.account.Channel.Typed.Span = 0
	if got := w.say(t, "报名", noon()); got != w.render(t, content.KeyRegisterOKFar, n1) || w.me.Consent != campaign.ConsentIn {
		t.Errorf("typed too early: %q, consent %d", got, w.me.Consent)
	}
	w = newWorld(t)
	w.account.Channel.Typed.Span = 0
	said, _ = bot.Words(w.answer(t, event(bot.EventScan, "reg-poster", noon())))
	if string(said) != w.render(t, content.KeyRegisterOKFar, n1) {
		t.Errorf("scanned too early: %q", said) // to type now would not help
	}
	w = newWorld(t)
	w.me.Consent = campaign.ConsentOut
	if got := w.say(t, "人工", noon()); !strings.HasSuffix(got, "\n"+w.render(t, content.KeyOptOutWaits, nil)) {
		t.Errorf("somebody who opted out is promised %q", got)
	}
}

// TestReminderPromise promises the reminders that are still to come: all, some or none.
func TestReminderPromise(t *testing.T) {
	t.Parallel()
	for at, want := range map[time.Time]content.Key{
		noon(): content.KeyOptIn, on(7, 20, 0): content.KeyOptInSoon, on(7, 20, 25): content.KeyOptInLate,
	} {
		w := newWorld(t)
		if got := w.say(t, "提醒", at); got != w.render(t, want, nil) || w.me.Consent != campaign.ConsentIn {
			t.Errorf("at %v: %q, want %s", at, got, want)
		}
	}
}

// TestReminderPromiseKept promises no reminder that the platform will not take: who writes too early is asked
// to come back, and who only taps is asked to type, unless what they typed before still counts.
func TestReminderPromiseKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.say(t, "提醒", on(5, 20, 19)); got != w.render(t, content.KeyOptInFar, nil) || w.me.Consent != campaign.ConsentIn {
		t.Errorf("too early: %q, consent %d", got, w.me.Consent)
	}
	tap := func(at time.Time) string {
		got, _ := bot.Words(w.answer(t, event(bot.EventClick, "提醒", at)))
		return string(got)
	}
	if got := tap(noon()); got != w.render(t, content.KeyOptInTapped, nil) {
		t.Errorf("a tap: %q", got)
	}
	if got := tap(on(5, 20, 19)); got != w.render(t, content.KeyOptInFar, nil) {
		t.Errorf("a tap too early: %q", got) // to type now would not help
	}
	w.me.CreditsUntil = w.Campaign.Start
	if got := tap(noon()); got != w.render(t, content.KeyOptIn, nil) {
		t.Errorf("a tap after words: %q", got)
	}
	if got := tap(on(7, 20, 25)); got != w.render(t, content.KeyOptInLate, nil) {
		t.Errorf("a tap after the reminders: %q", got)
	}
	w.account.Channel.Account = campaign.AccountUnverified
	if got := w.say(t, "提醒", noon()); got != w.render(t, content.KeyOptInUnable, nil) {
		t.Errorf("an account that may not send: %q", got)
	}
	if got := w.say(t, "报名", noon()); got != w.render(t, content.KeyRegisterOKScanLate, content.Vars{"序号": "1"}) {
		t.Errorf("registering with an account that may not send: %q", got)
	}
}

// TestPlaceOnWaitlist tells somebody who waits their place.
func TestPlaceOnWaitlist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wait()
	place := w.render(t, content.KeyStatusSignupWait, content.Vars{"候补位": "4"})
	if got := w.say(t, "我的", noon()); !strings.Contains(got, place) {
		t.Errorf("%q, want %q in it", got, place)
	}
}
