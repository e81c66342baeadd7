package attendee_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// TestFreeText answers what is not a command.
func TestFreeText(t *testing.T) {
	t.Parallel()
	n1 := content.Vars{"编号": "1"}
	for _, tt := range []struct {
		said string
		at   time.Time
		want expected
	}{
		{"你好", noon(), expected{content.KeyCourtesyHello, nil}},
		{"谢谢", noon(), expected{content.KeyCourtesyThanks, nil}},
		{"谢谢", on(9, 12, 0), expected{content.KeyCourtesyThanksOver, nil}},
		{"我不想报名了", noon(), expected{content.KeyNegatedSignup, nil}},
		{"忘记签到了怎么办", on(9, 12, 0), expected{content.KeyCheckinLate, nil}},
		{"紫藤萝瀑布在哪", noon(), expected{content.KeyUnknown, n1}},
		{"紫藤萝瀑布在哪", on(7, 23, 30), expected{content.KeyUnknownOff, n1}},
		{"后台先行", noon(), expected{content.KeyCheckinEarly, nil}},
		{"口令后台先行", on(7, 20, 50), expected{content.KeyCheckinOK, nil}},
		{"口令不知道", on(7, 20, 50), expected{content.KeyCheckinWrong, nil}},
		{"后台先走", on(7, 20, 50), expected{content.KeyCheckinWrong, nil}},
		{"想删除我的个人信息", noon(), expected{content.KeySuggestWord, content.Vars{"名称": "删除你的数据", "内容": "删除我的数据"}}},
	} {
		w := newWorld(t)
		w.seat()
		if got := w.say(t, tt.said, tt.at); got != w.render(t, tt.want.key, tt.want.vars) {
			t.Errorf("%q is answered %q, want %s", tt.said, got, tt.want.key)
		}
	}
	// Almost a passphrase is a question again while passphrases are not taken.
	for _, at := range []time.Time{noon(), on(7, 21, 50)} {
		w := newWorld(t)
		w.seat()
		if w.say(t, "后台先走", at); w.members[7].WrongTries != 0 || len(w.asked) != 1 {
			t.Errorf("almost a passphrase at %v was a try; asked %v", at, w.asked)
		}
	}
}

// TestAnswers answers frequent questions; one whose answer is still to be written, or
// that nobody knows, goes to a moderator.
func TestAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.say(t, "老师是谁", noon()); got != w.Texts.Answer("teacher", noon(), nil) || got == "" || len(w.tickets) != 0 {
		t.Errorf("answers %q, %d tickets", got, len(w.tickets))
	}
	if got := w.say(t, "还有名额吗", noon()); got != w.Texts.Answer("seats", noon(), content.Vars{"已报": "0", "剩余": "120"}) {
		t.Errorf("answers %q", got)
	}
	if got := w.say(t, "还有名额吗", on(7, 22, 0)); got != w.render(t, content.KeyRegisterClosed, nil) {
		t.Errorf("after registration has closed: %q", got)
	}
	w.Campaign.FAQ = slices.Clone(w.Campaign.FAQ)
	w.Campaign.FAQ[slices.IndexFunc(w.Campaign.FAQ, func(e campaign.Entry) bool { return e.ID == "teacher" })].Image = "teacher.png"
	w.say(t, "老师是谁", noon())
	if n := len(w.notices); n != 1 || w.notices[0].Body != (campaign.AnswerPicture{File: "teacher.png"}) {
		t.Errorf("%d notices %v, want the picture", n, w.notices)
	}
	if got := w.say(t, "有回放吗", noon()); len(w.tickets) != 1 || got != w.render(t, content.KeyUnknown, content.Vars{"编号": "1"}) {
		t.Errorf("a question without an answer: %q, %d tickets", got, len(w.tickets))
	}
	w.Texts = changed(t, "待补: true                # 原文没有承诺", "待补说法: 等通知。\n    待补: true # 没有").Texts
	w.Campaign.FAQ[slices.IndexFunc(w.Campaign.FAQ, func(e campaign.Entry) bool { return e.ID == "replay" })].PendingText = "等通知。"
	w.tickets = nil
	if got := w.say(t, "有回放吗", noon()); got != "等通知。" || len(w.tickets) != 1 || w.tickets[0].Entry != "replay" {
		t.Errorf("a question whose answer is to come: %q, %d tickets", got, len(w.tickets))
	}
}

// TestInvite names the command to somebody who seems to want to register, unless
// registration is closed to them.
func TestInvite(t *testing.T) {
	t.Parallel()
	suggest := content.Vars{"名称": "报名", "内容": "报名"}
	for _, tt := range []struct {
		do     func(w *world)
		closed bool
		want   expected
	}{
		{nil, false, expected{content.KeySuggestWord, suggest}},
		{nil, true, expected{content.KeyRegisterClosed, nil}},
		{(*world).seat, true, expected{content.KeySuggestWord, suggest}},
	} {
		w := newWorld(t)
		if tt.do != nil {
			tt.do(w)
		}
		w.tally.Closed = tt.closed
		v := w.visit(typed("想去听听", noon()))
		v.Readings.Words = bot.TextReading{Text: "想去听听", Folded: "想去听听", Match: bot.Match{
			Band: bot.BandAnswer, Hits: []bot.Hit{{ID: "#报名", Title: "报名", Command: "报名"}},
		}}
		r, err := w.talk.Answer(t.Context(), v)
		if said, _ := bot.Words(r); err != nil || string(said) != w.render(t, tt.want.key, tt.want.vars) {
			t.Errorf("closed %v: %q, %v, want %s", tt.closed, said, err, tt.want.key)
		}
	}
}

// TestCheckinClosesCall closes the open request for a late check-in of somebody whose
// passphrase is right, but not a call about something else.
func TestCheckinClosesCall(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]campaign.TicketState{
		"补签 听了": campaign.TicketClosed, "后台先行": campaign.TicketClosed, "资料打不开": campaign.TicketOpen,
	} {
		for said, in := range map[string]bool{"后台先行": true, "后台先走": false} {
			w := newWorld(t)
			w.seat()
			call := &campaign.Ticket{Kind: campaign.TicketHuman, Number: 1, Person: 7, State: campaign.TicketOpen, Parts: []string{words}}
			w.tickets = []*campaign.Ticket{call}
			w.say(t, said, on(7, 20, 50))
			if in && call.State != want || !in && call.State != campaign.TicketOpen {
				t.Errorf("after %q the call %q is %s", said, words, call.State)
			}
		}
	}
}

// TestUnknown handles what nobody can answer as the campaign says.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(t, "紫藤萝瀑布在哪", noon())
	if got := w.say(t, "荷塘月色在哪", noon()); got != w.render(t, content.KeyUnknown, content.Vars{"编号": "2"}) {
		t.Errorf("another question at once: %q", got)
	}
	if got := w.say(t, "请问那个紫藤萝瀑布在哪", noon()); got != w.render(t, content.KeyUnknownMore, content.Vars{"编号": "1"}) {
		t.Errorf("the first question once more: %q", got)
	}
	if len(w.asked) != 3 || w.asked[0].Text != "紫藤萝瀑布在哪" || w.asked[0].Outcome != campaign.OutcomeUnknown {
		t.Errorf("recorded %+v", w.asked)
	}
	for how, want := range map[campaign.UnknownPolicy]bot.Reply{
		campaign.UnknownSilence: bot.Silence{}, campaign.UnknownTransfer: bot.Transfer{},
	} {
		w := newWorld(t)
		w.Campaign.Unknown = how
		if got := w.answer(t, typed("紫藤萝瀑布在哪", noon())); got != want || len(w.tickets) != 0 {
			t.Errorf("%v: %v, %d tickets, want %v", how, got, len(w.tickets), want)
		}
	}
}

// TestChoices asks which question was meant; a number then picks one, once, and means
// what it always means when the list is old or what it lists is gone.
func TestChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	menu := w.render(t, content.KeyCourtesyHello, nil)
	w.me.Choices, w.me.ChoicesUntil = []string{"teacher", "F99"}, noon().Add(time.Minute)
	if got := w.say(t, "1", noon()); got != w.Texts.Answer("teacher", noon(), nil) || len(w.chosen) != 1 || w.chosen[0] != "teacher" {
		t.Errorf("1 is answered %q, chosen %q", got, w.chosen)
	}
	if got := w.say(t, "1", noon()); got != w.render(t, content.KeyRegisterOK, content.Vars{"序号": "1"}) {
		t.Errorf("1 once more is answered %q, want a registration", got)
	}
	w.me.Choices = []string{"teacher", "F99"}
	if got := w.say(t, "2", noon()); got != w.Texts.Answer("intro", noon(), content.Vars{"剩余": "119"}) || got == menu {
		t.Errorf("2, which is gone, is answered %q, want the meaning of the menu", got)
	}
	w.me.Choices = []string{"teacher"}
	if got := w.say(t, "1", noon().Add(2*time.Minute)); got != w.render(t, content.KeyRegisterAlready, content.Vars{"序号": "1"}) {
		t.Errorf("1 of an old list is answered %q", got)
	}
	v := w.visit(typed("领取77", noon()))
	v.Readings.Words.Command = bot.CommandReading{Word: "领取", Pack: "77"}
	if r, err := w.talk.Answer(t.Context(), v); err != nil || r != (bot.Silence{}) {
		t.Errorf("a pack that is gone: %v, %v", r, err)
	}
}

// TestOffer lists the choices and stores what their numbers mean.
func TestOffer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visit(typed("老师", noon()))
	v.Readings.Words = bot.TextReading{Text: "老师", Folded: "老师", Match: bot.Match{Band: bot.BandSuggest, Hits: []bot.Hit{
		{ID: "teacher", Title: "老师是谁", Score: 0.6}, {ID: "#人工", Title: "找班主任", Score: 0.5, Command: "人工"},
	}}}
	r, err := w.talk.Answer(t.Context(), v)
	c, ok := r.(bot.Choices)
	if err != nil || !ok || strings.Join(c.Items, " ") != "老师是谁 找班主任" || c.Lead == "" || strings.Contains(c.Lead+c.Tail, "\x00") {
		t.Fatalf("%#v, %v", r, err)
	}
	if strings.Join(w.me.Choices, " ") != "teacher #人工" || len(w.asked) != 1 || w.asked[0].Outcome != campaign.OutcomeSuggested {
		t.Errorf("choices %q, recorded %+v", w.me.Choices, w.asked)
	}
	if got := w.say(t, "2", noon()); got != w.render(t, content.KeyHumanOK, content.Vars{"编号": "1"}) || w.tickets[0].Text != "老师" {
		t.Errorf("2 is answered %q, and moderators read %q", got, w.tickets[0].Text)
	}
}

// TestOfferIsPlain offers a published entry, whose title somebody else wrote.
func TestOfferIsPlain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.visit(typed("老师", noon()))
	v.Readings.Words = bot.TextReading{Text: "老师", Folded: "老师", Match: bot.Match{Band: bot.BandSuggest, Hits: []bot.Hit{
		{ID: "F99", Title: "看<a href=\"weixin://dl\">图</a>\n3 假的", Score: 0.6},
	}}}
	r, err := w.talk.Answer(t.Context(), v)
	if c, ok := r.(bot.Choices); err != nil || !ok || strings.Join(c.Items, "|") != "看＜a href=\"weixin：//dl\">图＜/a> 3 假的" {
		t.Errorf("%#v, %v", r, err)
	}
}

// TestStaffLines hands a moderator's line over with its author. Anybody may send the
// line that makes a moderator, and whatever else a stranger sends is text.
func TestStaffLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(t, "#待答", noon())
	if len(w.handed) != 0 {
		t.Errorf("a stranger's line was handed over: %+v", w.handed)
	}
	w.say(t, "#绑定 AB12", noon())
	w.moderators["hash"] = moderation.Moderator{Hash: "hash", Name: "m1", Role: moderation.RoleStaff}
	if got := w.say(t, "#待答", noon()); got != "handed over" {
		t.Errorf("a moderator's line is answered %q", got)
	}
	m1 := moderation.Actor{Name: "m1", Role: moderation.RoleStaff, Person: 7, Hash: "hash", Via: moderation.ViaChat}
	if len(w.handed) != 2 || w.handed[0] != (handed{line: "绑定 AB12"}) || w.handed[1] != (handed{m1, "待答"}) {
		t.Errorf("handed over %+v", w.handed)
	}
	w.limited = time.Second
	if got := w.say(t, "#待答", noon()); got != w.render(t, content.KeyRateLimit, content.Vars{"秒": "1"}) {
		t.Errorf("a moderator over the limit is answered %q", got)
	}
}

// TestLimited tells how long the limit lasts, rounded up to whole seconds.
func TestLimited(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]string{time.Millisecond: "1", 12 * time.Second: "12", 12001 * time.Millisecond: "13"} {
		w := newWorld(t)
		w.limited = left
		if got := w.say(t, "报名", noon()); got != w.render(t, content.KeyRateLimit, content.Vars{"秒": want}) || w.tally.Taken != 0 {
			t.Errorf("%v: %q, want %s seconds", left, got, want)
		}
	}
}

// TestPaused answers nothing but what concerns somebody's rights while everything is
// stopped.
func TestPaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.control.Level = campaign.StopAll
	if got := w.say(t, "报名", noon()); got != w.render(t, content.KeyPaused, nil) || w.tally.Taken != 0 {
		t.Errorf("报名: %q", got)
	}
	if got := w.say(t, "退订", noon()); got != w.render(t, content.KeyOptOut, nil) || w.me.Consent != campaign.ConsentOut {
		t.Errorf("退订: %q", got)
	}
	w.me.Consent = campaign.ConsentUnset
	if got, _ := bot.Words(w.answer(t, event(bot.EventClick, "退订", noon()))); string(got) != w.render(t, content.KeyOptOut, nil) {
		t.Errorf("a click on 退订: %q", got)
	}
	w.control.Level = campaign.StopFirst
	if got := w.say(t, "报名", noon()); got == w.render(t, content.KeyPaused, nil) {
		t.Error("a stop of what the bot says first stops answers")
	}
}

// TestTakenOver joins what somebody says to the call by which a moderator talks to them,
// and answers it once the call is over.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	call := &campaign.Ticket{Kind: campaign.TicketHuman, Number: 1, Person: 7, State: campaign.TicketTaken, Text: "人工"}
	w.tickets, w.me.TakenOver = []*campaign.Ticket{call}, true
	image := &bot.Message{
		Kind: bot.KindImage, MediaID: "m9", PictureURL: "http://mmbiz.qpic.cn/m9", From: "me", Person: 7, At: noon(), Arrived: noon(),
	}
	for _, m := range []*bot.Message{typed("菜单", noon()), event(bot.EventClick, "报名", noon()), image} {
		if r := w.answer(t, m); r != (bot.Silence{}) {
			t.Errorf("%q is answered %v", m.Text, r)
		}
	}
	if want := "人工/菜单/[菜单 报名]/[图片 m9]"; call.Text != want || len(w.notices) != 3 {
		t.Errorf("the call is %q with %d alerts, want %q with 3", call.Text, len(w.notices), want)
	}
	if want := []campaign.SentPicture{{Media: "m9", URL: "http://mmbiz.qpic.cn/m9"}}; !slices.Equal(w.pictures, want) {
		t.Errorf("pictures that were noted: %+v", w.pictures)
	}
	call.State = campaign.TicketClosed
	if got := w.say(t, "提醒", noon()); got != w.render(t, content.KeyOptIn, nil) {
		t.Errorf("after the call: %q", got)
	}
}

// TestPrivacyLine is added to the first words that somebody reads.
func TestPrivacyLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Campaign.Privacy = "https://example.com/privacy"
	w.Texts = changed(t, "  编号: ecom-backend-0707", "  编号: ecom-backend-0707\n  隐私链接: https://example.com/privacy").Texts
	line := "\n" + w.render(t, content.KeyPrivacy, nil)
	w.me.FirstAt = noon()
	if got, want := w.say(t, "提醒", noon()), w.render(t, content.KeyOptIn, nil)+line; got != want {
		t.Errorf("the first words are %q, want %q", got, want)
	}
	if got := w.say(t, "提醒", noon().Add(time.Minute)); got != w.render(t, content.KeyOptIn, nil) {
		t.Errorf("the second words are %q", got)
	}
	w.Campaign.Privacy = ""
	if got := w.say(t, "提醒", noon()); got != w.render(t, content.KeyOptIn, nil) {
		t.Errorf("without a privacy notice: %q", got)
	}
}

// TestEvents answers what is no text.
func TestEvents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		at     time.Time
		closed bool
		want   content.Key
	}{
		{noon(), false, content.KeyWelcome}, {noon(), true, content.KeyWelcomeShut}, {on(9, 12, 0), false, content.KeyWelcomeOver},
	} {
		w := newWorld(t)
		w.tally.Closed = tt.closed
		want := w.render(t, tt.want, content.Vars{"剩余": "120"})
		if got, _ := bot.Words(w.answer(t, event(bot.EventSubscribe, "", tt.at))); string(got) != want {
			t.Errorf("a new follower at %v reads %q, want %s", tt.at, got, tt.want)
		}
	}
	w := newWorld(t)
	if got, _ := bot.Words(w.answer(t, event(bot.EventClick, "提醒", noon()))); string(got) != w.render(t, content.KeyOptInTapped, nil) {
		t.Errorf("a click is answered %q", got)
	}
	w.me.Following = true // an unfollow that was made before the last follow
	if r := w.answer(t, event(bot.EventUnsubscribe, "", noon())); r != (bot.Silence{}) || len(w.wordless) != 0 {
		t.Errorf("an unfollow that comes late: %v, forgot the words of %v", r, w.wordless)
	}
	w.me.Following = false
	if r := w.answer(t, event(bot.EventUnsubscribe, "", noon())); r != (bot.Silence{}) || len(w.wordless) != 1 || len(w.erased) != 0 {
		t.Errorf("leaving: %v, forgot the words of %v", r, w.wordless)
	}
	m := event(bot.EventMassFinished, "", noon())
	w.me, m.Mass = nil, &bot.MassResult{MsgID: "100", Total: 5}
	if r := w.answer(t, m); r != (bot.Silence{}) || len(w.calls.results) != 1 || w.calls.results[0].MsgID != "100" {
		t.Errorf("a mass result: %v, kept %+v", r, w.calls.results)
	}
	for _, nothing := range []*bot.MassResult{nil, {Total: 5}} {
		m.Mass = nothing
		if r := w.answer(t, m); r != (bot.Silence{}) || len(w.calls.results) != 1 {
			t.Errorf("a mass result without its id: %v, kept %+v", r, w.calls.results)
		}
	}
	if r := w.answer(t, event(bot.EventUnsubscribe, "", noon())); r != (bot.Silence{}) {
		t.Errorf("somebody unknown left: %v", r)
	}
}

// TestAttachment joins a picture to an open call; without a call it says how to make
// one.
func TestAttachment(t *testing.T) {
	t.Parallel()
	for kind, name := range map[bot.Kind]string{
		bot.KindImage: "图片", bot.KindVoice: "语音", bot.KindVideo: "视频", bot.KindLocation: "位置", bot.KindLink: "链接",
	} {
		w := newWorld(t)
		m := func() *bot.Message {
			return &bot.Message{Kind: kind, From: "me", Person: 7, At: noon(), Arrived: noon()}
		}
		if got, _ := bot.Words(w.answer(t, m())); string(got) != w.render(t, content.KeyNonText, nil) {
			t.Errorf("a %s is answered %q", kind, got)
		}
		w.say(t, "人工", noon())
		got, _ := bot.Words(w.answer(t, m()))
		if string(got) != w.render(t, content.KeyHumanAgain, content.Vars{"编号": "1"}) || w.tickets[0].Text != "人工/["+name+"]" {
			t.Errorf("a %s with a call is answered %q, the call is %q", kind, got, w.tickets[0].Text)
		}
	}
}

// subscriber makes a link that has to be escaped.
type subscriber struct{}

func (subscriber) Link(u bot.UserID, _ string, _ time.Time) string {
	return "https://example.com/?a=1&u=" + string(u)
}

// TestSubscribeLine offers a reminder by link with a new registration, if the reply has
// room for it.
func TestSubscribeLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.account.Subscribe = subscriber{}
	said := w.render(t, content.KeyRegisterOK, content.Vars{"序号": "1"})
	line := "\n" + w.render(t, content.KeySubscribeLine, content.Vars{"链接": "https://example.com/?a=1&amp;u=me"})
	if got := w.say(t, "报名", noon()); got != said+line {
		t.Errorf("%q, want %q", got, said+line)
	}
	w = newWorld(t)
	w.account.Subscribe, w.account.Channel.MaxText = subscriber{}, len(said)+len(line)-1
	if got := w.say(t, "报名", noon()); got != said {
		t.Errorf("without room: %q", got)
	}
	w = newWorld(t)
	w.account.Subscribe = subscriber{}
	if got := w.say(t, "报名", on(7, 20, 45)); strings.Contains(got, "example.com") {
		t.Errorf("after the start: %q", got)
	}
}
