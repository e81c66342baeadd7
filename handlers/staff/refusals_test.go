package staff_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/bot/textcheck"
	"zhujiao/handlers/staff"
)

// declared are the errors that package moderation declares: variables and types.
func declared(t *testing.T) (out []string) {
	t.Helper()
	for _, file := range []string{"errors.go", "broadcast_errors.go"} {
		f, err := parser.ParseFile(token.NewFileSet(), "../../bot/moderation/"+file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if strings.HasPrefix(n.Names[0].Name, "Err") {
					out = append(out, n.Names[0].Name)
				}
			case *ast.TypeSpec:
				if strings.HasSuffix(n.Name.Name, "Error") {
					out = append(out, n.Name.Name)
				}
			}
			return true
		})
	}
	return out
}

// TestRefusals has words for every error by which moderation refuses something.
func TestRefusals(t *testing.T) {
	t.Parallel()
	u1 := content.Vars{"编号": "U1"}
	refusals := map[string]struct {
		err  error
		key  content.Key
		vars content.Vars
	}{
		"ErrDenied":      {moderation.ErrDenied, content.KeyStaffDenied, nil},
		"ErrNotFound":    {moderation.ErrNotFound, content.KeyStaffNone, content.Vars{"编号": "u1"}},
		"ErrGone":        {moderation.ErrGone, content.KeyStaffGone, u1},
		"ErrAlready":     {moderation.ErrAlready, content.KeyStaffDoneAlready, u1},
		"ErrNotAnswered": {moderation.ErrNotAnswered, content.KeyStaffNotAnswered, u1},
		"ErrTooLate":     {moderation.ErrTooLate, content.KeyStaffUndoLate, u1},
		"ErrSelf":        {moderation.ErrSelf, content.KeyStaffQuestionSelf, content.Vars{"编号": "1"}},
		"ErrNumber":      {moderation.ErrNumber, content.KeyStaffUsage, content.Vars{"写法": "#加席 20"}},
		"ErrBadCode":     {moderation.ErrBadCode, content.KeyStaffCodeBad, nil},
		"ErrUnconfirmed": {moderation.ErrUnconfirmed, content.KeyStaffCodeBad, nil},
		"BlockedError":   {&moderation.BlockedError{Word: "骗子"}, content.KeyStaffBlocked, content.Vars{"词": "骗子"}},
		"LongError":      {&moderation.LongError{Runes: 800, Max: 600}, content.KeyStaffTooLong, content.Vars{"字数": "800", "数": "600"}},
		"TakenError":     {&moderation.TakenError{By: "m2"}, content.KeyStaffTakenBy, content.Vars{"编号": "U1", "名字": "m2"}},
		"MissingError": {
			&moderation.MissingError{Err: moderation.ErrNotFound}, content.KeyStaffNone, content.Vars{"编号": "u1"},
		},
	}
	// These are put into words by the command that they concern: see the tests below.
	elsewhere := "ErrNoPhrasing ErrNoLink ErrPlace ReservedError ClaimedError LongPhrasingError QuestionStateError HigherRoleError " +
		"BroadcastError ErrSaid ErrAddress ErrLeft ManyPhrasingsError" // the last four are of the console
	w := newWorld(t)
	for _, name := range declared(t) {
		tt, ok := refusals[name]
		if !ok {
			if !strings.Contains(elsewhere, name) {
				t.Errorf("nobody says what %s reads", name)
			}
			continue
		}
		r, err := staff.Refused(w.visit(), fmt.Errorf("in a store: %w", tt.err), "u1")
		if said, _ := bot.Words(r); err != nil || string(said) != w.render(t, tt.key, tt.vars) {
			t.Errorf("%s is %q, %v, want %s", name, said, err, tt.key)
		}
	}
	disk := errors.New("disk")
	if r, err := staff.Refused(w.visit(), disk, "u1"); !errors.Is(err, disk) || r != nil {
		t.Errorf("a fault is %v, %v", r, err)
	}
}

// TestRefusedCommands has the refusals that only one command knows.
func TestRefusedCommands(t *testing.T) {
	t.Parallel()
	for _, tt := range []expected{
		{"答 U9 在", nil, content.KeyStaffNone, content.Vars{"编号": "U9"}},
		{"答 U1 在", func(w *world) { w.desk.reachable = false }, content.KeyStaffAnsweredLater, content.Vars{"编号": "U1"}},
		{"答 U1 在", func(w *world) { w.desk.tickets[0].Person = 0 }, content.KeyStaffGone, content.Vars{"编号": "U1"}},
		{
			"答 H2 在", func(w *world) { w.desk.tickets[1].State, w.desk.tickets[1].By = campaign.TicketTaken, "m2" },
			content.KeyStaffBusyTaken,
			content.Vars{"编号": "H2", "名字": "m2", "内容": "在", "码": "0001"},
		},
		{"接管 H2", func(w *world) {
			w.desk.tickets[1].State, w.desk.tickets[1].By = campaign.TicketTaken, "m2"
		}, content.KeyStaffTakenBy, content.Vars{"编号": "H2", "名字": "m2"}},
		{"待答", func(w *world) { w.desk.tickets = nil }, content.KeyStaffInboxEmpty, nil},
		{"待答", func(w *world) {
			taken(w)
			w.desk.tickets = w.desk.tickets[1:]
		}, content.KeyStaffInbox, content.Vars{"数": "1", "列表": "H2 补签 听了（已等0分，m1正在回复）"}},
		{"待答 2", nil, content.KeyStaffNoPage, content.Vars{"页": "2", "总": "1"}},
		{"待答 两", nil, content.KeyStaffUsage, content.Vars{"写法": "#待答，或 #待答 2"}},
		{"发布 U1", nil, content.KeyStaffNotAnswered, content.Vars{"编号": "U1"}},
		{"发布 U1", then(answered, func(w *world) { w.desk.tickets[0].Text = "报名" }), content.KeyStaffPublishRefused, content.Vars{
			"原因": "「报名」已经是指令「报名」",
		}},
		{"撤销 F11", func(w *world) { w.shelf.late = true }, content.KeyStaffUndoLate, content.Vars{"编号": "F11"}},
		{"问法 teacher 报名", nil, content.KeyStaffPhrasingRefused, content.Vars{"原因": "「报名」已经是指令「报名」"}},
		{"问法 teacher 谁讲", nil, content.KeyStaffPhrasingTaken, content.Vars{"问": "老师是谁"}},
		{"问法 teacher 一二三四五六七八九十一二三四五六七八九十一", nil, content.KeyStaffPhrasingRefused, content.Vars{
			"原因": "太长了，有21个字，最多20个字",
		}},
		{"问法 F99 谁来", nil, content.KeyStaffNone, content.Vars{"编号": "F99"}},
		{"删问法 teacher 谁来", func(w *world) { w.shelf.late = true }, content.KeyStaffNone, content.Vars{"编号": "「谁来」"}},
		{"换链 77 https://p.example/1", nil, content.KeyStaffNone, content.Vars{"编号": "77"}},
		{"换链 99 https://p.example/1 至 下周", nil, content.KeyStaffUntilBad, content.Vars{"内容": "下周"}},
		{"换链 99 https://p.example/1 至 7月6日", nil, content.KeyStaffUntilPast, content.Vars{"内容": "2022-07-06"}},
		{"停链 49 9", func(w *world) {
			w.store.stopped = []string{"https://pan.example.com/s/1ecom49a"}
		}, content.KeyStaffLinkList, content.Vars{
			"包": "49", "序": "9", "列表": "1 https://pan.example.com/s/1ecom49a（已停发）",
		}},
		{"恢复链 49 头一条", nil, content.KeyStaffLinkList, content.Vars{
			"包": "49", "序": "头一条", "列表": "1 https://pan.example.com/s/1ecom49a（在用）",
		}},
		{"补货 49 很多", nil, content.KeyStaffUsage, content.Vars{"写法": "#补货 49 20"}},
		{"审", func(w *world) { w.wall.questions = nil }, content.KeyStaffQuestionNew, content.Vars{"数": "0", "列表": "（空）"}},
		{"并 Q1 Q1", nil, content.KeyStaffQuestionSelf, content.Vars{"编号": "1"}},
		{"并 Q1 Q9", nil, content.KeyStaffNone, content.Vars{"编号": "Q9"}},
		{"上墙 Q1", nil, content.KeyStaffQuestionPending, content.Vars{"编号": "1", "主": "0"}},
		{"上墙 Q2", func(w *world) { w.desk.reachable = false }, content.KeyStaffQuestionWallUnreached, content.Vars{"编号": "2"}},
		{"回答 Q2 先学业务", func(w *world) { w.desk.reachable = false }, content.KeyStaffQuestionAnsweredLater, content.Vars{"编号": "2"}},
		{"补签 H2", func(w *world) { w.desk.reachable = false }, content.KeyStaffMakeupLater, content.Vars{"编号": "2"}},
		{"补签 H2", func(w *world) { w.seats.full = true }, content.KeyStaffMakeupFull, content.Vars{"编号": "2"}},
		{"补签 H2", func(w *world) {
			w.seats.full, w.seats.member.Standing = true, campaign.StandingWaiting
		}, content.KeyStaffMakeupWaiting, content.Vars{"编号": "2"}},
		{"补签 H2", func(w *world) { w.seats.member.CheckedAt = noon() }, content.KeyStaffMakeupIn, content.Vars{"编号": "H2"}},
		{"补签 全部", nil, content.KeyStaffMakeupOK, content.Vars{"编号": "2"}},
		{"补签 全部", func(w *world) { w.desk.tickets = nil }, content.KeyStaffInboxEmpty, nil},
		{"补签 H9", nil, content.KeyStaffNone, content.Vars{"编号": "H9"}},
		{"开报名", func(w *world) { w.seats.closed, w.seats.ended = true, true }, content.KeyStaffOpenLate, nil},
		{"加席 0", nil, content.KeyStaffUsage, content.Vars{"写法": "#加席 20，或 #名额 150"}},
		{"群发 同学 " + news, nil, content.KeyStaffNoAudience, nil},
		{"停 全部", nil, content.KeyStaffStopAll, nil},
		{"停全部", nil, content.KeyStaffStopAll, nil},
		{"停", func(w *world) { w.control.Level = campaign.StopAll }, content.KeyStaffStopAll, nil},
		{"停 B1", in(campaign.BroadcastSending), content.KeyStaffPaused, content.Vars{"编号": "B1", "已发": "0", "未发": "6"}},
		{"未知", func(w *world) { w.ledger.empty = true }, content.KeyStaffUnknownsNone, nil},
		{"重发 h", nil, content.KeyStaffNone, content.Vars{"编号": "h"}},
		{"重发 没有", nil, content.KeyStaffNone, content.Vars{"编号": "没有"}},
		{"谁 同学9999", nil, content.KeyStaffNone, content.Vars{"编号": "同学9999"}},
	} {
		w := newWorld(t)
		if tt.do != nil {
			tt.do(w)
		}
		if got := w.command(t, tt.line); got != w.render(t, tt.key, tt.vars) {
			t.Errorf("%q is answered\n%q, want\n%q", tt.line, got, w.render(t, tt.key, tt.vars))
		}
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

// TestBroadcastRefusals has words for each refusal that concerns a broadcast, in each
// state of it.
func TestBroadcastRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, why := range bottest.Constants(t, "../../bot/moderation/broadcast_errors.go", "Refusal") {
		said := map[string]bool{}
		for _, state := range bottest.Constants(t, "../../bot/campaign/broadcast.go", "BroadcastState") {
			w.in(campaign.BroadcastState(state))
			e := &moderation.BroadcastError{
				Why: moderation.Refusal(why), Broadcast: w.air.b, Same: 3,
				Findings: []textcheck.Finding{{Code: textcheck.TestWord, Words: "测试"}},
			}
			r, err := staff.RefusedBroadcast(w.visit(), e, noon())
			words, ok := bot.Words(r)
			if err != nil || !ok || words == "" || strings.Contains(string(words), "{") {
				t.Errorf("%s of a broadcast in state %s is %q, %v", why, state, words, err)
			}
			said[string(words)] = true
		}
		if n := map[string]int{"unfit": 2, "quiet": 2, "state": 11, "left": 11}[why]; len(said) != max(n, 1) {
			t.Errorf("%s reads %d ways in the states of a broadcast: %v", why, len(said), said)
		}
	}
	r, err := staff.RefusedBroadcast(w.visit(), &moderation.BroadcastError{
		Why: moderation.RefusedUnable, Broadcast: &campaign.Broadcast{},
	}, noon())
	if words, _ := bot.Words(r); err != nil || string(words) != w.render(t, content.KeyStaffUnableDraft, nil) {
		t.Errorf("a draft of an account that cannot send: %q, %v", words, err)
	}
}

// TestBroadcastCommands has a refusal by each way to a broadcast.
func TestBroadcastCommands(t *testing.T) {
	t.Parallel()
	b1 := content.Vars{"编号": "B1"}
	unseen := then(in(campaign.BroadcastDraft), func(w *world) { w.air.b.Previewed = false })
	for _, tt := range []expected{
		{"群发 已报名 " + news, func(w *world) { w.air.audience = 0 }, content.KeyStaffEmptyAudience, content.Vars{"对象": "已报名"}},
		{"群发 已报名 测试", nil, content.KeyStaffLint, content.Vars{"原因": "内容含「测试」且少于10个字"}},
		{
			"群发 已报名 " + news, then(in(campaign.BroadcastDone), func(w *world) { w.air.sent = []*campaign.Broadcast{w.air.b} }),
			content.KeyStaffDupContent,
			content.Vars{"旧编号": "B1"},
		},
		{"预览 B9", nil, content.KeyStaffNone, content.Vars{"编号": "B9"}},
		{"预览 B1", in(campaign.BroadcastDone), content.KeyStaffStateBad, content.Vars{"编号": "B1", "状态": "已完成"}},
		{"确认 B1 7", in(campaign.BroadcastDraft), content.KeyStaffWrongCount, b1},
		{"确认 B1 六", in(campaign.BroadcastDraft), content.KeyStaffWrongCount, b1},
		{"确认 B1 6", unseen, content.KeyStaffNeedPreview, b1},
		{"批准 B1", then(in(campaign.BroadcastApproval), func(w *world) { w.air.b.By = "m1" }), content.KeyStaffSameHand, b1},
		{"批准 B1", then(in(campaign.BroadcastApproval), func(w *world) {
			w.at = noon().Add(-13 * time.Hour)
		}), content.KeyStaffQuietLater, content.Vars{"编号": "B1", "时间": "08:00", "指令": "批准"}},
		{"定时 B1 晚点", in(campaign.BroadcastDraft), content.KeyStaffTimeBad, b1},
		{"定时 B1 今晚", in(campaign.BroadcastDraft), content.KeyStaffTimeNoClock, b1},
		{"定时 B1 7月32日 8:30", in(campaign.BroadcastDraft), content.KeyStaffTimeNoDay, b1},
		{"定时 B1 8:30", in(campaign.BroadcastDraft), content.KeyStaffTimePast, content.Vars{"编号": "B1", "时间": "2022年7月7日08:30"}},
		{"定时 B1 7月6日 8:30", in(campaign.BroadcastDraft), content.KeyStaffTimeFar, content.Vars{"编号": "B1", "时间": "2023年7月6日08:30"}},
		{"定时 B1 23:30", in(campaign.BroadcastDraft), content.KeyStaffQuietDue, content.Vars{"编号": "B1", "时间": "7月7日23:30"}},
	} {
		w := newWorld(t)
		if tt.do != nil {
			tt.do(w)
		}
		if got := w.command(t, tt.line); got != w.render(t, tt.key, tt.vars) {
			t.Errorf("%q is answered\n%q, want\n%q", tt.line, got, w.render(t, tt.key, tt.vars))
		}
	}
}

// TestPreviewHere shows a draft in the answer to who cannot be sent it, if there is room.
func TestPreviewHere(t *testing.T) {
	t.Parallel()
	vars := content.Vars{"编号": "B1", "人数": "6", "对象": "已报名", "可达": "5", "不可达": "1", "内容": news}
	w := newWorld(t)
	w.in(campaign.BroadcastDraft)
	w.air.b.Previewed, w.desk.reachable = false, false
	if got := w.command(t, "预览 B1"); got != w.render(t, content.KeyStaffDraftHere, vars) || !w.air.b.Previewed {
		t.Errorf("%q, seen: %v", got, w.air.b.Previewed)
	}
	w.air.b.Previewed = false
	w.maxText = len(w.render(t, content.KeyStaffDraftHere, vars)) - 1
	if got := w.command(t, "预览 B1"); got != w.render(t, content.KeyStaffDraftUnseen, vars) || w.air.b.Previewed {
		t.Errorf("without room: %q, seen: %v", got, w.air.b.Previewed)
	}
}

// TestSteps has words for each step that a yes to a broadcast leads to, and none for an
// unknown one; and for each state.
func TestSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(campaign.BroadcastDraft)
	said := map[string]bool{}
	for _, step := range bottest.Constants(t, "../../bot/moderation/broadcast_start.go", "Step") {
		r, err := staff.SayStarted(w.visit(), moderation.Started{Step: moderation.Step(step), Broadcast: w.air.b})
		if words, _ := bot.Words(r); err != nil || words == "" || said[string(words)] {
			t.Errorf("step %s is %q, %v", step, words, err)
		} else {
			said[string(words)] = true
		}
	}
	if r, err := staff.SayStarted(w.visit(), moderation.Started{Broadcast: w.air.b}); err == nil {
		t.Errorf("an unknown step is %q", r)
	}
	for _, s := range bottest.Constants(t, "../../bot/campaign/broadcast.go", "BroadcastState") {
		words := w.render(t, staff.StateText(campaign.BroadcastState(s)), nil)
		if said[words] {
			t.Errorf("state %s reads like another one: %q", s, words)
		}
		said[words] = true
	}
}

// TestQuestionStates has words for each state of a question that a command may meet.
func TestQuestionStates(t *testing.T) {
	t.Parallel()
	w, said := newWorld(t), map[string]bool{}
	for _, s := range bottest.Constants(t, "../../bot/campaign/question.go", "QuestionState") {
		q := &campaign.Question{Number: 1, Merged: 2, State: campaign.QuestionState(s)}
		r, err := staff.Unfit(w.visit(), q)
		words, _ := bot.Words(r)
		if q.State == campaign.QuestionApproved {
			if err == nil {
				t.Errorf("an approved question, which suits every command, is refused by %q", words)
			}
			continue
		}
		if err != nil || words == "" || said[string(words)] {
			t.Errorf("a question in state %s is %q, %v", s, words, err)
		}
		said[string(words)] = true
	}
}

// TestFindings has words for each finding.
func TestFindings(t *testing.T) {
	t.Parallel()
	w, said := newWorld(t), map[string]bool{}
	for _, code := range bottest.Constants(t, "../../bot/textcheck/textcheck.go", "Code") {
		words := staff.FindingText(w.visit(), textcheck.Finding{Code: textcheck.Code(code), Words: "词", Limit: 4, Size: 9})
		if words == "" || words == code || said[words] {
			t.Errorf("finding %s is %q", code, words)
		}
		said[words] = true
	}
}

// TestReservedReasons names the owner of words that cannot become a wording.
func TestReservedReasons(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, kind := range bottest.Constants(t, "../../bot/intent/reserved.go", "ReservationKind") {
		if kind == string(intent.Free) {
			continue
		}
		words := staff.ReservedReason(&moderation.ReservedError{Words: "x", Reservation: moderation.Reservation{Kind: kind, Name: "名"}})
		if words == "「x」已经是" || !strings.Contains(words, "x") || said[words] {
			t.Errorf("words of kind %s are refused by %q", kind, words)
		}
		said[words] = true
	}
	e := &moderation.ReservedError{Words: "取消顶3", Reservation: moderation.Reservation{Kind: string(intent.CommandWord), Name: "取消顶"}}
	if got := staff.ReservedReason(e); got != "「取消顶3」已经是指令「顶」" {
		t.Errorf("%q", got)
	}
}

// TestCurrentReply describes how words are answered now.
func TestCurrentReply(t *testing.T) {
	t.Parallel()
	for r, want := range map[moderation.CurrentReply]string{
		{}: "", {Sure: true}: "", {Sure: true, Title: "a"}: "答成「a」", {Title: "a"}: "反问是不是「a」",
	} {
		if got := staff.CurrentReply(r); got != want {
			t.Errorf("%+v is %q, want %q", r, got, want)
		}
	}
}
