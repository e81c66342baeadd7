package staff_test

import (
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers/staff"
)

// expected is a line with the text that answers it.
type expected struct {
	line string
	do   func(w *world)
	key  content.Key
	vars content.Vars
}

// in returns a step that gives B1 a state.
func in(s campaign.BroadcastState) func(w *world) { return func(w *world) { w.in(s) } }

// answered lets U1 have an answer, taken lets another moderator talk to its person.
func answered(w *world) {
	w.desk.tickets[0].State, w.desk.tickets[0].Answer = campaign.TicketAnswered, "楼下可以停。"
}

func taken(w *world) { w.desk.tickets[1].State, w.desk.tickets[1].By = campaign.TicketTaken, "m1" }

// good is one good call of each command, in the order of the table.
func good() []expected {
	b1 := content.Vars{"编号": "B1", "人数": "6", "对象": "已报名", "可达": "5", "不可达": "1", "内容": news}
	progress := func(state string) content.Vars {
		return content.Vars{"编号": "B1", "状态": state, "已发": "0", "人数": "6", "失败": "0", "未发": "6"}
	}
	return []expected{
		{"待答", nil, content.KeyStaffInbox, content.Vars{"数": "2", "列表": "U1 能停车吗（已等5分）\nH2 补签 听了（已等0分）"}},
		{"答 U1 楼下可以停。", nil, content.KeyStaffAnswered, content.Vars{"编号": "U1"}},
		{"发布 U1", answered, content.KeyStaffPublishAsk, content.Vars{"问": "能停车吗", "答": "楼下可以停。", "码": "0001"}},
		{"撤销 F11", nil, content.KeyStaffUndone, content.Vars{"编号": "F11"}},
		{"问法 teacher 哪位大神来讲呀", nil, content.KeyStaffPhrasingAsk, nil},
		{"删问法 teacher 哪位大神来讲呀", nil, content.KeyStaffPhrasingDropped, content.Vars{"内容": "哪位大神来讲呀"}},
		{"接管 H2", nil, content.KeyStaffTaken, content.Vars{"编号": "H2"}},
		{"结束 H2", taken, content.KeyStaffEnded, content.Vars{"编号": "H2"}},
		{"换链 99 https://pan.example.com/s/new ab12 至 8月30日", nil, content.KeyStaffRelinkAsk, content.Vars{
			"包": "99", "包名": "电商产品经理入门面试资料包", "链接": "https://pan.example.com/s/new", "提取码": "ab12", "有效至": "2022-08-30",
			"人数": "4", "码": "0001",
		}},
		{"停链 99 2", nil, content.KeyStaffLinkStopped, content.Vars{"包": "99", "序": "2"}},
		{"恢复链 面试资料 2", nil, content.KeyStaffLinkRestored, content.Vars{"包": "99", "序": "2"}},
		{"补货 49 20", nil, content.KeyStaffRestock, content.Vars{"包": "49", "数": "20", "人数": "2"}},
		{"审", nil, content.KeyStaffQuestionNew, content.Vars{"数": "1", "列表": "Q1 怎么入行"}},
		{"过 Q1", nil, content.KeyStaffQuestionOK, content.Vars{"编号": "1"}},
		{"隐 Q1", nil, content.KeyStaffQuestionHide, content.Vars{"编号": "1"}},
		{"并 Q1 Q2", nil, content.KeyStaffQuestionMerged, content.Vars{"编号": "1", "主": "2", "票数": "5"}},
		{"上墙 Q2", nil, content.KeyStaffQuestionWall, content.Vars{"编号": "2"}},
		{"回答 Q2 先学业务", nil, content.KeyStaffQuestionAnswered, content.Vars{"编号": "2"}},
		{"补签 H2", nil, content.KeyStaffMakeupOK, content.Vars{"编号": "2"}},
		{"关报名", nil, content.KeyStaffCloseAsk, content.Vars{"报名": "12", "总": "120", "码": "0001"}},
		{"开报名", func(w *world) { w.seats.closed = true }, content.KeyStaffOpenDone, nil},
		{"加席 20", nil, content.KeyStaffSeatsAsk, content.Vars{"数": "20", "总": "140", "码": "0001"}},
		{"群发 已报名 " + news, nil, content.KeyStaffDraft, b1},
		{"改 B1 " + news, in(campaign.BroadcastDraft), content.KeyStaffEdited, content.Vars{"编号": "B1"}},
		{"预览 B1", in(campaign.BroadcastDraft), content.KeyStaffDraft, b1},
		{"定时 B1 19:40", in(campaign.BroadcastDraft), content.KeyStaffScheduled, content.Vars{"编号": "B1", "时间": "7月7日19:40"}},
		{"进度 B1", in(campaign.BroadcastSending), content.KeyStaffProgress, progress("发送中")},
		{"暂停 B1", in(campaign.BroadcastSending), content.KeyStaffPaused, progress("已暂停")},
		{"继续 B1", in(campaign.BroadcastPaused), content.KeyStaffContinued, progress("发送中")},
		{"取消 B1", in(campaign.BroadcastScheduled), content.KeyStaffCancelled, progress("已取消")},
		{"更正 B1 " + news, in(campaign.BroadcastDone), content.KeyStaffDraft, nil},
		{"批准 B1", in(campaign.BroadcastApproval), content.KeyStaffSending, content.Vars{"编号": "B1", "人数": "6"}},
		{"确认 B1 6人", in(campaign.BroadcastDraft), content.KeyStaffSending, content.Vars{"编号": "B1", "人数": "6"}},
		{"停", nil, content.KeyStaffStop, nil},
		{"恢复", func(w *world) { w.control.Level = campaign.StopFirst }, content.KeyStaffResumeAsk, content.Vars{"码": "0001"}},
		{"数据", nil, content.KeyStaffStats, content.Vars{
			"报名": "12", "总": "120", "候补": "3", "签到": "9", "待答": "130", "待审": "6", "领取数": "领99 4|领49 4",
		}},
		{"谁 同学7k2f", nil, content.KeyStaffWho, nil},
		{"帮助", nil, content.KeyStaffHelp, nil},
		{"未知", nil, content.KeyStaffUnknowns, content.Vars{"数": "1", "列表": "g human 同学7K2F"}},
		{"重发 G", nil, content.KeyStaffRepeated, nil},
		{"转问 U1", nil, content.KeyStaffForwarded, nil},
		{"常见", nil, content.KeyStaffEntries, content.Vars{"数": "1", "列表": "F11 能停车吗 → 楼下可以停。"}},
		{"改答 F11 楼下免费停。", nil, content.KeyStaffRewriteAsk, content.Vars{
			"编号": "F11", "问": "能停车吗", "旧": "楼下可以停。", "答": "楼下免费停。", "码": "0001",
		}},
		{"下架 F11", nil, content.KeyStaffRetireAsk, content.Vars{"编号": "F11", "问": "能停车吗", "答": "楼下可以停。", "码": "0001"}},
		{"控制台", nil, content.KeyStaffConsole, content.Vars{"链接": "https://class.example/console/in/TOKEN"}},
		{"场", nil, content.KeyStaffClasses, content.Vars{"数": "1", "列表": "1 7步破解电商后台逻辑（7月7日）报名中，你现在管的是这一场"}},
		{"改期 7月14日 20:30", nil, content.KeyLifeMoveAsk, nil},
		{"换老师 李四 某平台产品负责人", nil, content.KeyLifeTeachAsk, nil},
		{"取消本场 老师临时有事", nil, content.KeyLifeCancelAsk, nil},
		{"恢复本场", nil, content.KeyLifeIsOn, nil},
	}
}

// TestJoinedLater says how many fit the audience since it was shown: they are left out (ruling 20).
func TestJoinedLater(t *testing.T) {
	t.Parallel()
	for more, joined := range map[int]string{0: "", -1: "", 3: "3"} {
		for line, state := range map[string]campaign.BroadcastState{
			"确认 B1 6人": campaign.BroadcastDraft, "批准 B1": campaign.BroadcastApproval,
		} {
			w := newWorld(t)
			w.in(state)
			w.air.joined = more
			if more == 3 { // of six two have gone, so that four were listed
				w.air.gone, w.air.joined = 2, 1
			}
			want := w.render(t, content.KeyStaffSending, content.Vars{"编号": "B1", "人数": "6", "新增": joined})
			if got := w.command(t, line); got != want {
				t.Errorf("%s, %d more: %q, want %q", line, more, got, want)
			}
		}
	}
}

// TestCorrectionLeavesNobodyOut: who gets the broadcast by now gets its correction.
func TestCorrectionLeavesNobodyOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.in(campaign.BroadcastDraft)
	w.air.b.Audience, w.air.joined = campaign.Audience{Kind: campaign.AudienceReceived, Arg: "9"}, 3
	want := w.render(t, content.KeyStaffSending, content.Vars{"编号": "B1", "人数": "6", "新增": ""})
	if got := w.command(t, "确认 B1 6人"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestGoodCalls has one good call of each row of the table. Texts without variables
// here are compared by their beginning.
func TestGoodCalls(t *testing.T) {
	t.Parallel()
	calls, rows := good(), staff.Rows()
	if len(calls) != len(rows) {
		t.Fatalf("%d calls of %d commands", len(calls), len(rows))
	}
	for i, row := range rows {
		t.Run(row.Word, func(t *testing.T) {
			t.Parallel()
			tt, w := calls[i], newWorld(t)
			if word, _, _ := strings.Cut(tt.line, " "); word != row.Word {
				t.Fatalf("the call is %q", tt.line)
			}
			if tt.do != nil {
				tt.do(w)
			}
			got := w.command(t, tt.line)
			switch {
			case tt.vars != nil && got != w.render(t, tt.key, tt.vars):
				t.Errorf("%q is answered\n%q, want\n%q", tt.line, got, w.render(t, tt.key, tt.vars))
			case tt.vars == nil && (got == "" || !like(w, tt.key, got)):
				t.Errorf("%q is answered %q, want %s", tt.line, got, tt.key)
			}
		})
	}
}

// like reports whether words may be a text, whatever its variables are: the two begin
// alike.
func like(w *world, key content.Key, said string) bool {
	vars := content.Vars{}
	for _, name := range []string{
		"问", "内容", "主", "现在", "答", "码", "代号", "报名状态", "签到状态", "编号", "对象", "人数", "可达",
		"不可达", "提醒状态", "状态99", "状态49", "列表", "时间",
	} {
		vars[name] = "\uE000"
	}
	begin, _, _ := strings.Cut(w.Texts.Render(key, vars), "\uE000")
	return begin != "" && strings.HasPrefix(said, begin) || begin == "" && (strings.HasPrefix(said, "B1") || strings.HasPrefix(said, "U1"))
}

// TestUsage says how a command is written that lacks an argument, before anything is
// done.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, row := range staff.Rows() {
		w := newWorld(t)
		line := row.Word
		for range row.Least - 1 {
			line += " x1"
		}
		if row.Least == 0 {
			continue
		}
		usage := strings.NewReplacer("{包}", "99", "{补货包}", "49").Replace(row.Usage)
		if got := w.command(t, line); got != w.render(t, content.KeyStaffUsage, content.Vars{"写法": usage}) {
			t.Errorf("%q is answered %q, want the usage", line, got)
		}
		if !strings.HasPrefix(row.Usage, "#"+row.Word) {
			t.Errorf("%s is used as %q", row.Word, row.Usage)
		}
	}
	w := newWorld(t)
	if got := w.command(t, "加席 很多"); got != w.render(t, content.KeyStaffUsage, content.Vars{"写法": "#加席 20，或 #名额 150"}) {
		t.Errorf("a number that is none: %q", got)
	}
	if got := w.command(t, "换链 99 地址"); !strings.Contains(got, "#换链 99 网址") {
		t.Errorf("a link that is none: %q", got)
	}
	if got := w.command(t, "炒菜"); got != w.render(t, content.KeyStaffUnknownCommand, nil) {
		t.Errorf("an unknown command: %q", got)
	}
}

// TestDenied refuses each command to a role that is too low, even without arguments.
func TestDenied(t *testing.T) {
	t.Parallel()
	lower := map[moderation.Role]moderation.Role{
		moderation.RoleOwner: moderation.RoleStaff, moderation.RoleStaff: moderation.RoleLecturer,
		moderation.RoleLecturer: moderation.RoleReader, moderation.RoleReader: "guest",
	}
	for _, row := range staff.Rows() {
		rule, ok := moderation.RuleOf(row.Action)
		if !ok {
			t.Fatalf("%s needs the unknown action %s", row.Word, row.Action)
		}
		w := newWorld(t)
		w.who.Role = lower[rule.Least]
		if got := w.command(t, row.Word); got != w.render(t, content.KeyStaffDenied, nil) {
			t.Errorf("%s by a %s is answered %q", row.Word, w.who.Role, got)
		}
	}
	w := newWorld(t)
	w.in(campaign.BroadcastDraft)
	if w.who.Role = moderation.RoleLecturer; w.command(t, "确认 B1 6") != w.render(t, content.KeyStaffDenied, nil) {
		t.Error("a lecturer confirms a broadcast")
	}
}

// TestConfirmed carries out what waits for a code, once it comes.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	second := func(w *world) {
		w.desk.tickets[0].State, w.desk.tickets[0].Answer, w.desk.tickets[0].By = campaign.TicketAnswered, "有", "m2"
	}
	for _, tt := range []expected{
		{"答 U1 楼下可以停。", second, content.KeyStaffAnswered, content.Vars{"编号": "U1"}},
		{"发布 U1", answered, content.KeyStaffPublished, content.Vars{"编号": "F11"}},
		{"问法 teacher 哪位大神来讲呀", nil, content.KeyStaffPhrasingDone, content.Vars{"编号": "teacher", "内容": "哪位大神来讲呀"}},
		{"换链 99 https://pan.example.com/s/new", nil, content.KeyStaffRelinkDone, content.Vars{"包": "99", "人数": "5"}},
		{"关报名", nil, content.KeyStaffCloseDone, nil},
		{"加席 20", nil, content.KeyStaffSeatsDone, content.Vars{"数": "20", "总": "140", "转正": "3"}},
		{"恢复", func(w *world) { w.control.Level = campaign.StopAll }, content.KeyStaffResumeNone, nil},
		{"恢复", in(campaign.BroadcastStopped), content.KeyStaffResumeDone, content.Vars{"列表": "B1"}},
	} {
		w := newWorld(t)
		if tt.do != nil {
			tt.do(w)
		}
		asked := w.command(t, tt.line)
		if !strings.Contains(asked, "0001") {
			t.Errorf("%q is answered %q, without a code", tt.line, asked)
			continue
		}
		if got := w.command(t, "确认 0001"); got != w.render(t, tt.key, tt.vars) {
			t.Errorf("%q, confirmed, is answered %q, want %s", tt.line, got, tt.key)
		}
	}
	w := newWorld(t)
	if got := w.command(t, "确认 9999"); got != w.render(t, content.KeyStaffCodeBad, nil) {
		t.Errorf("a wrong code is answered %q", got)
	}
}

// TestBind lets anybody who has an invitation become a moderator.
func TestBind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.who = moderation.Actor{Hash: "fresh"}
	if got := w.command(t, "绑定 ab12"); got != w.render(t, content.KeyStaffBound, content.Vars{"名字": "小王"}) {
		t.Errorf("a right code: %q", got)
	}
	if got := w.command(t, "绑定 XX99"); got != w.render(t, content.KeyStaffBindBad, nil) {
		t.Errorf("a wrong code: %q", got)
	}
	w.known["fresh"] = moderation.Moderator{Name: "老板", Role: moderation.RoleOwner}
	if got := w.command(t, "绑定 AB12"); got != w.render(t, content.KeyStaffBindHigher, content.Vars{"名字": "老板"}) {
		t.Errorf("an owner's invitation to less: %q", got)
	}
	if got := w.command(t, "绑定"); got != w.render(t, content.KeyStaffUnknownCommand, nil) {
		t.Errorf("without a code: %q", got)
	}
}
