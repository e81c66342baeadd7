package attendee_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers/attendee"
)

// outcomes is how many outcomes of a type there are.
func outcomes(t *testing.T, file, typ string) int {
	t.Helper()
	return len(bottest.Constants(t, "../../bot/campaign/"+file, typ))
}

// TestCheckinWords has words for each outcome of a check-in, and none for what is no
// outcome.
func TestCheckinWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, said := w.visit(typed("签到", noon())), []string{}
	n := outcomes(t, "checkin.go", "CheckinOutcome")
	for o := range campaign.CheckinOutcome(n) {
		r, err := attendee.CheckedIn(v, campaign.CheckinResult{Outcome: o, Number: 9})
		words, ok := bot.Words(r)
		if err != nil || !ok || words == "" || slices.Contains(said, string(words)) {
			t.Errorf("outcome %d is answered %q, %v, after %q", o, words, err, said)
		}
		said = append(said, string(words))
	}
	if r, err := attendee.CheckedIn(v, campaign.CheckinResult{Outcome: campaign.CheckinOutcome(n)}); err == nil {
		t.Errorf("an unknown outcome is answered %q", r)
	}
	first := w.render(t, content.KeyRegisterOK, content.Vars{"序号": "9"})
	if want := first[:len("报名成功！你是第9位，席位已锁定。")] + "\n" + said[campaign.CheckinDone]; said[campaign.CheckinWalkIn] != want {
		t.Errorf("a walk-in reads %q, want %q", said[campaign.CheckinWalkIn], want)
	}
}

// TestQuestionWords has words for each outcome of a question and of a vote. Only who was
// told before that they are muted reads nothing.
func TestQuestionWords(t *testing.T) {
	t.Parallel()
	w, vars := newWorld(t), content.Vars{"编号": "3", "票数": "2", "字数": "9", "时间": "7月8日 20:40"}
	for o := range campaign.AskOutcome(outcomes(t, "question.go", "AskOutcome")) {
		key := attendee.AskText(o)
		if o == campaign.AskStillMuted {
			if key != "" {
				t.Errorf("somebody who is still muted reads %s", key)
			}
			continue
		}
		w.render(t, key, vars)
	}
	for o := range campaign.VoteOutcome(outcomes(t, "vote.go", "VoteOutcome")) {
		w.render(t, attendee.VoteText(o), vars)
	}
	w.muted = on(8, 0, 0)
	if r := w.answer(t, typed("提问 库存和仓储怎么对接", noon())); r != (bot.Silence{}) {
		t.Errorf("somebody who is still muted is answered %q", r)
	}
}

// TestLeavingWords has words for each standing that somebody gives up. They do not
// invite anybody back once registration is closed.
func TestLeavingWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, was := range bottest.Constants(t, "../../bot/campaign/signup.go", "Standing") {
		open := attendee.LeftText(campaign.Standing(was), false)
		shut := attendee.LeftText(campaign.Standing(was), true)
		if w.render(t, open, nil) == w.render(t, shut, nil) {
			t.Errorf("leaving %q reads the same after registration has closed", was)
		}
	}
}

// TestSignupWords leads somebody to each outcome of a registration.
func TestSignupWords(t *testing.T) {
	t.Parallel()
	n1, n4 := content.Vars{"序号": "1"}, content.Vars{"候补位": "4"}
	full := func(w *world) { w.tally.Taken = w.Campaign.Signup.Seats }
	ended := func(w *world) {
		w.wait()
		full(w)
		w.Campaign.Signup.PromoteUntil = on(6, 0, 0)
	}
	behind := func(w *world) { w.behind = true }
	late := func(w *world) {
		behind(w)
		w.Campaign.Signup.PromoteUntil = on(6, 0, 0)
	}
	ways := map[campaign.SignupOutcome]struct {
		do      func(w *world)
		day     int
		want    expected
		consent campaign.Consent
	}{
		campaign.SignupSeated:         {nil, 7, expected{content.KeyRegisterOK, n1}, campaign.ConsentIn},
		campaign.SignupAlreadySeated:  {(*world).seat, 7, expected{content.KeyRegisterAlready, n1}, campaign.ConsentIn},
		campaign.SignupWaiting:        {full, 7, expected{content.KeyWaitlistJoined, n4}, campaign.ConsentIn},
		campaign.SignupAlreadyWaiting: {(*world).wait, 7, expected{content.KeyWaitlistAlready, n4}, campaign.ConsentIn},
		campaign.SignupWaitEnded:      {ended, 7, expected{content.KeyWaitlistEnded, n4}, campaign.ConsentUnset},
		campaign.SignupWaitingBehind:  {behind, 7, expected{content.KeyWaitlistBehind, n4}, campaign.ConsentIn},
		campaign.SignupBehind:         {late, 7, expected{content.KeyRegisterBehind, nil}, campaign.ConsentUnset},
		campaign.SignupNotOpen:        {nil, 5, expected{content.KeyRegisterNotOpen, nil}, campaign.ConsentUnset},
		campaign.SignupClosed: {
			func(w *world) { w.tally.Closed = true }, 7, expected{content.KeyRegisterClosed, nil}, campaign.ConsentUnset,
		},
		campaign.SignupOver: {nil, 9, expected{content.KeyClassOver, nil}, campaign.ConsentUnset},
	}
	for o := range campaign.SignupOutcome(outcomes(t, "signup.go", "SignupOutcome")) {
		way, ok := ways[o]
		if !ok {
			t.Errorf("nothing leads to outcome %d", o)
			continue
		}
		w := newWorld(t)
		if way.do != nil {
			way.do(w)
		}
		if got := w.say(t, "报名", on(way.day, 12, 0)); got != w.render(t, way.want.key, way.want.vars) || w.me.Consent != way.consent {
			t.Errorf("outcome %d is answered %q, consent %d, want %s, %d", o, got, w.me.Consent, way.want.key, way.consent)
		}
	}
}

// held lets the person hold a pack.
func held(pack string) func(w *world) {
	return func(w *world) {
		w.checkIn()
		p, _ := w.Campaign.Pack(pack)
		w.claims[pack] = campaign.Claim{Pack: pack, State: campaign.ClaimHeld, URL: p.Mirrors[0].URL}
	}
}

// then does several things.
func then(steps ...func(*world)) func(w *world) {
	return func(w *world) {
		for _, do := range steps {
			do(w)
		}
	}
}

// stopAll stops every link of a pack.
func stopAll(pack string) func(w *world) {
	return func(w *world) {
		p, _ := w.Campaign.Pack(pack)
		for _, m := range p.Mirrors {
			w.stopped = append(w.stopped, m.URL)
		}
	}
}

// endDraw shows the seed of the draw.
func endDraw(w *world) { w.drawOver = true }

// TestPackWords leads somebody to each outcome of a claim, and to each missing condition.
func TestPackWords(t *testing.T) {
	t.Parallel()
	link99 := content.Vars{"包": "99", "包名": "电商产品经理入门面试资料包", "链接": "https://pan.example.com/s/1ecom99a", "提取码": "8k2m", "有效至": "2022-08-07"}
	lot49 := content.Vars{"包": "49", "简称": "学习资料包"}
	shut99 := content.Vars{"包名": "电商产品经理入门面试资料包"}
	name49 := content.Vars{"包名": "电商产品学习资料包", "库存": "36"}
	type way struct {
		pack string
		do   func(w *world)
		at   time.Time
		want expected
	}
	live := on(7, 20, 50)
	ways := map[campaign.PackOutcome][]way{
		campaign.PackGiven:    {{"99", (*world).checkIn, live, expected{content.KeyPackDeliver, link99}}},
		campaign.PackAgain:    {{"99", held("99"), live, expected{content.KeyPackAgain, link99}}},
		campaign.PackOut:      {{"49", then((*world).seat, func(w *world) { w.taken = 36 }), live, expected{content.KeyPackOut, name49}}},
		campaign.PackUpdating: {{"49", then((*world).seat, stopAll("49")), live, expected{content.KeyPackUpdating, name49}}},
		campaign.PackLost:     {{"49", then((*world).seat, func(w *world) { w.lot = 0.9 }), live, expected{content.KeyPackLose, lot49}}},
		campaign.PackShut:     {{"99", (*world).checkIn, on(38, 22, 0), expected{content.KeyPackShut, shut99}}},
		campaign.PackDrawOver: {
			{"49", then((*world).seat, endDraw), live, expected{content.KeyPackDrawOver, name49}},
			{"49", endDraw, live, expected{content.KeyPackDrawOver, name49}},
		},
		campaign.PackMissing: {
			{"99", nil, noon(), expected{content.KeyPackNeedRegister, content.Vars{"包": "99", "剩余": "120"}}},
			{"99", nil, on(9, 12, 0), expected{content.KeyClassOver, nil}},
			{"99", (*world).wait, noon(), expected{content.KeyPackWaitlisted, content.Vars{"候补位": "4"}}},
			{"99", (*world).wait, on(7, 21, 40), expected{content.KeyPackWaitlistEnded, nil}},
			{"99", (*world).seat, live, expected{content.KeyPackNeedCheckin, content.Vars{"包": "99"}}},
			{"99", (*world).seat, on(7, 22, 0), expected{content.KeyPackMissedCheckin, nil}},
		},
	}
	for o := range campaign.PackOutcome(outcomes(t, "pack.go", "PackOutcome")) {
		if len(ways[o]) == 0 {
			t.Errorf("nothing leads to outcome %d", o)
		}
		for _, way := range ways[o] {
			w := newWorld(t)
			if way.do != nil {
				way.do(w)
			}
			if got := w.say(t, "领取"+way.pack, way.at); got != w.render(t, way.want.key, way.want.vars) {
				t.Errorf("outcome %d is answered %q, want %s", o, got, way.want.key)
			}
		}
	}
	w := newWorld(t)
	w.tally.Closed = true
	p, _ := w.Campaign.Pack("99")
	r, err := attendee.Claim(t.Context(), w.visit(typed("领取99", noon())), p)
	if said, _ := bot.Words(r); err != nil || string(said) != "还不能领取：这份资料要先报名。\n"+w.render(t, content.KeyRegisterClosed, nil) {
		t.Errorf("after registration has closed a stranger reads %q, %v", said, err)
	}
}

// TestReportWords leads somebody to each outcome of a report of a dead link.
func TestReportWords(t *testing.T) {
	t.Parallel()
	reported := func(w *world) {
		w.reports = []campaign.LinkReport{{Pack: "49", URL: w.claims["49"].URL, Number: 8}}
	}
	pack49 := func(n int) content.Vars {
		return content.Vars{"包": "49", "包名": "电商产品学习资料包", "编号": strconv.Itoa(n)}
	}
	ways := map[campaign.LinkOutcome]struct {
		do   func(w *world)
		want expected
	}{
		campaign.LinkReported: {held("49"), expected{content.KeyReportOK, pack49(1)}},
		campaign.LinkBackup: {held("99"), expected{content.KeyReportOKBackup, content.Vars{
			"包": "99", "包名": "电商产品经理入门面试资料包", "链接": "https://drive.example.com/s/ecom99b", "提取码": "q7tz", "有效至": "永久", "编号": "1",
		}}},
		campaign.LinkAgain:   {then(held("49"), reported), expected{content.KeyReportAgain, pack49(8)}},
		campaign.LinkWhich:   {then(held("49"), held("99")), expected{content.KeyReportWhich, content.HeldVars([]string{"99", "49"})}},
		campaign.LinkNoPack:  {nil, expected{content.KeyReportNone, nil}},
		campaign.LinkTooMany: {then(held("49"), func(w *world) { w.since = 3 }), expected{content.KeyBusyReport, pack49(0)}},
	}
	for o := range campaign.LinkOutcome(outcomes(t, "link.go", "LinkOutcome")) {
		way, ok := ways[o]
		if !ok {
			t.Errorf("nothing leads to outcome %d", o)
			continue
		}
		w := newWorld(t)
		if way.do != nil {
			way.do(w)
		}
		if got := w.say(t, "失效", noon()); got != w.render(t, way.want.key, way.want.vars) {
			t.Errorf("outcome %d is answered %q, want %s", o, got, way.want.key)
		}
	}
	w := newWorld(t)
	if got := w.say(t, "失效", on(7, 20, 50)); got == w.render(t, content.KeyReportNone, nil) {
		t.Error("during the class a dead link is not the live room's") // ruling 14
	}
}
