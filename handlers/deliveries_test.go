package handlers_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// TestQuoteForOthers quotes a question with its answer: only its author reads it as it
// was written, and the lecturer's words stay.
func TestQuoteForOthers(t *testing.T) {
	t.Parallel()
	const question, answer = "看<a href=\"weixin://dl\">图</a>\n答：假的", "看<a href=\"https://x.example\">这里</a>\n谢谢"
	s := &handlers.Notices{Campaign: class(t).Campaign, Texts: class(t).Texts}
	body := campaign.LecturerAnswer{Number: 3, Author: 7, Question: question, Answer: answer}
	for person, quoted := range map[bot.PersonID]string{7: question, 8: "看＜a href=\"weixin：//dl\">图＜/a> 答：假的"} {
		said, err := s.Render(t.Context(), campaign.Notice{Person: person, Body: body})
		if words, _ := bot.Words(said); err != nil || !strings.Contains(string(words), "问："+quoted+"\n答："+answer) {
			t.Errorf("person %d reads %q, err %v", person, words, err)
		}
	}
}

// evening is a time at which the class of the sample runs.
func evening() time.Time { return time.Date(2022, 7, 7, 12, 30, 0, 0, time.UTC) }

// rendered is a notice with the text that it has to become.
type rendered struct {
	body campaign.Body
	key  content.Key
	vars content.Vars
}

// texts are the notices that are one text of the file.
func texts() []rendered {
	link := campaign.PackLink{Pack: "99", URL: "https://x.example/1", Code: "ab12", Until: "2022-08-01"}
	linkVars := content.Vars{"包": "99", "包名": "电商产品经理入门面试资料包", "链接": link.URL, "提取码": link.Code, "有效至": link.Until}
	return []rendered{
		{campaign.Promoted{Seat: 7}, content.KeyWaitlistPromoted, content.Vars{"序号": "7"}},
		{campaign.MakeupApproved{}, content.KeyMakeupApproved, nil},
		{campaign.HumanAnswer{Text: "可以"}, content.KeyHumanReply, content.Vars{"内容": "可以"}},
		{campaign.TalkEnded{}, content.KeyHumanClosed, nil},
		{campaign.LinkReplaced{PackLink: link}, content.KeyLinkReplaced, linkVars},
		{campaign.LinkReplaced{PackLink: link, Restored: true}, content.KeyPackAgain, linkVars},
		{campaign.PackServed{PackLink: link}, content.KeyPackDeliver, linkVars},
		{
			campaign.LecturerAnswer{Number: 3, Question: "为何", Answer: "因为"},
			content.KeyAnswered,
			content.Vars{"编号": "3", "问": "为何", "答": "因为"},
		},
		{campaign.QuestionOnWall{Number: 3}, content.KeyAnsweredLive, content.Vars{"编号": "3"}},
		{
			campaign.ReminderText{Text: "remind_1h", Planned: evening().Add(-time.Hour)},
			"remind_1h",
			content.Vars{"还有": "1小时", "几时开课": "今晚20:30"},
		},
		{
			campaign.BroadcastReport{Number: 1, Delivered: 2, Unreached: 3, Failed: 4, OptedOut: 6},
			content.KeyStaffReport,
			content.Vars{"编号": "B1", "送达": "2", "不可达": "3", "失败": "4", "未知": "0", "退订": "6"},
		},
		{
			campaign.BroadcastReport{Number: 1, Delivered: 2, Unreached: 3, Failed: 4, Unknown: 5, OptedOut: 6},
			content.KeyStaffReportUnknown,
			content.Vars{"编号": "B1", "送达": "2", "不可达": "3", "失败": "4", "未知": "5", "退订": "6"},
		},
		{
			campaign.Undelivered{Name: "U1", Of: campaign.NoticeHuman, Cause: campaign.CauseUnreachable, Kept: true},
			content.KeyUndeliveredKept,
			content.Vars{"内容": "U1的回复", "原因": "对方现在收不到"},
		},
		{
			campaign.Undelivered{Name: "H2", Of: campaign.NoticeMakeup, Cause: campaign.CauseRefused, Code: 45002},
			content.KeyUndelivered,
			content.Vars{"内容": "H2的补签通知", "原因": "微信拒绝，错误码45002"},
		},
		{
			campaign.Undelivered{Name: "7", Of: campaign.NoticePromoted, Cause: campaign.CauseLost, Kept: true},
			content.KeyUndeliveredKept,
			content.Vars{"内容": "候补转正（第7位）的通知", "原因": "微信没有回应，可能收到了"},
		},
		{
			campaign.TicketAlert{Ticket: campaign.TicketHuman, Number: 2, Text: "在吗"},
			content.KeyAlertHuman,
			content.Vars{"编号": "H2", "内容": "在吗"},
		},
		{
			campaign.NotBegunAlert{People: 3},
			content.KeyAlertNotBegun,
			content.Vars{"人数": "3"},
		},
		{
			campaign.EntryAlert{Question: "有回放吗", Ticket: "U1", Askers: 2},
			content.KeyAlertFilled,
			content.Vars{"名称": "有回放吗", "人数": "2", "编号": "U1"},
		},
		{
			campaign.LinkAlert{Pack: "99", Report: 8, People: 3},
			content.KeyAlertDead,
			content.Vars{"包": "99", "人数": "3", "编号": "8"},
		},
		{
			campaign.LinkAlert{Pack: "99", Report: 8, People: 3, Stopped: "主链接"},
			content.KeyAlertStopped,
			content.Vars{"包": "99", "人数": "3", "编号": "8", "链接名": "主链接"},
		},
		{
			campaign.LinkEndAlert{Pack: "99", Link: "主链接", Until: "2022-07-08"},
			content.KeyAlertLinkEnds,
			content.Vars{"包": "99", "名称": "主链接", "有效至": "2022-07-08"},
		},
		{
			campaign.LinkEndAlert{Pack: "99", Link: "主链接", Until: "2022-07-08", Last: true},
			content.KeyAlertLinkEndsLast,
			content.Vars{"包": "99", "名称": "主链接", "有效至": "2022-07-08"},
		},
		{
			campaign.LinkEndAlert{Pack: "99", Until: "2022-07-08", Over: true},
			content.KeyAlertLinkOver,
			content.Vars{"包": "99", "有效至": "2022-07-08"},
		},
		{
			campaign.FileAlert{Fault: campaign.FileBroken, File: "a.yaml", Problem: "a.yaml:1:1: 错误"},
			content.KeyAlertFileBroken,
			content.Vars{"名称": "a.yaml", "内容": "a.yaml:1:1: 错误"},
		},
		{
			campaign.FileAlert{Fault: campaign.FileTwice, File: "a.yaml", Other: "b.yaml", Class: "talk"},
			content.KeyAlertFileTwice,
			content.Vars{"名称": "a.yaml", "另一个": "b.yaml", "编号": "talk"},
		},
		{
			campaign.FileAlert{Fault: campaign.FileGone, File: "a.yaml", Class: "talk"},
			content.KeyAlertFileGone,
			content.Vars{"名称": "a.yaml", "编号": "talk"},
		},
		{
			campaign.TakenBackAlert{Changes: []campaign.SettingChange{
				{
					Old: campaign.Setting{Kind: campaign.SettingStart, At: evening()},
					New: campaign.Setting{Kind: campaign.SettingStart, At: evening().Add(time.Hour)},
				},
				{
					Old: campaign.Setting{Kind: campaign.SettingCancelled, Text: "true"},
					New: campaign.Setting{Kind: campaign.SettingCancelled, Text: "false"},
				},
			}},
			content.KeyAlertTakenBack,
			content.Vars{"列表": "开课：7月7日 20:30 → 7月7日 21:30\n取消本场：是 → 否"},
		},
		{campaign.ShortageAlert{Have: 2, Taken: 3}, content.KeyAlertFewSeats, content.Vars{"总数": "2", "人数": "3"}},
		{
			campaign.ShortageAlert{Pack: "99", Have: 2, Taken: 3},
			content.KeyAlertFewPacks,
			content.Vars{"包": "99", "总数": "2", "人数": "3"},
		},
		{campaign.DrawGoneAlert{Pack: "49", Drawn: 40}, content.KeyAlertDrawGone, content.Vars{"包": "49", "人数": "40"}},
		{
			campaign.PictureAlert{Question: "怎么进群", Until: evening()},
			content.KeyAlertImage,
			content.Vars{"名称": "怎么进群", "有效至": "2022-07-07 20:30"},
		},
		{
			campaign.ReminderAlert{Name: "课前", People: 3, Unreached: 1},
			content.KeyAlertUnreached,
			content.Vars{"名称": "课前", "人数": "3", "不可达": "1"},
		},
		{
			campaign.ReminderAlert{Name: "课前", People: 3, Late: true},
			content.KeyAlertLate,
			content.Vars{"名称": "课前", "人数": "3", "不可达": "0"},
		},
		{
			campaign.BroadcastAlert{Number: 1, Reason: campaign.HoldRefused, Code: 45028, Words: "no quota"},
			content.KeyAlertBroadcast,
			content.Vars{"编号": "B1", "内容": "45028 no quota"},
		},
		{campaign.AccountAlert{Fault: campaign.FaultBanned, Code: 50002}, content.KeyAlertBanned, content.Vars{"编号": "50002"}},
		{campaign.GateAlert{Fault: campaign.GateFull}, content.KeyAlertGateFull, nil},
		{campaign.QuestionForwarded{Number: 3}, content.KeyForwarded, content.Vars{"编号": "3"}},
		{
			campaign.WaitingAlert{Tickets: "U5 U7 H2", Count: 3, Minutes: 30},
			content.KeyAlertWaiting,
			content.Vars{"数": "3", "分": "30", "编号": "U5 U7 H2"},
		},
		{
			campaign.WaitingAlert{Tickets: "U5", Count: 1, Night: true},
			content.KeyAlertNight,
			content.Vars{"数": "1", "编号": "U5"},
		},
	}
}

// notices renders without a console, so that a reply is the text alone.
func notices(t *testing.T) *handlers.Notices {
	t.Helper()
	return &handlers.Notices{Campaign: class(t).Campaign, Texts: class(t).Texts, At: evening()}
}

// TestNotices renders every kind of body.
func TestNotices(t *testing.T) {
	t.Parallel()
	late := bot.Choices{Lead: "哪个", Items: []string{"甲", "乙"}}
	var kinds []string
	render1 := func(b campaign.Body) bot.Reply {
		n := campaign.Notice{Body: b}
		kinds = append(kinds, string(n.Kind()))
		r, err := notices(t).Render(t.Context(), n)
		if err != nil {
			t.Errorf("%s: %v", n.Kind(), err)
		}
		return r
	}
	for _, tt := range texts() {
		if got, want := render1(tt.body), bot.Text(render(t, tt.key, tt.vars)); got != want {
			t.Errorf("%#v is %q, want %q", tt.body, got, want)
		}
	}
	if got := render1(campaign.AnswerPicture{File: "a.png"}); got != (bot.Picture{File: "a.png"}) {
		t.Errorf("a picture is %v", got)
	}
	if got, ok := render1(campaign.LateReply{Reply: late}).(bot.Choices); !ok || got.Lead != late.Lead || len(got.Items) != 2 {
		t.Errorf("a late reply is %v", got)
	}
	want := bot.Text(render(t, content.KeyStaffPreviewPrefix, content.Vars{"编号": "B1"}) + "\n新闻")
	if got := render1(campaign.BroadcastPreview{Number: 1, Text: "新闻"}); got != want {
		t.Errorf("a preview is %q, want %q", got, want)
	}
	if got := fmt.Sprint(render1(campaign.DeliveryTest{By: "阿敏"})); !strings.HasPrefix(got, "【测试】阿敏") {
		t.Errorf("a test is %q", got)
	}
	for _, kind := range bottest.Constants(t, "../bot/campaign/body.go", "NoticeKind") {
		if !slices.Contains(kinds, kind) {
			t.Errorf("no notice of kind %s was rendered", kind)
		}
	}
	if r, err := notices(t).Render(t.Context(), campaign.Notice{}); err == nil {
		t.Errorf("a notice without a body is %v", r)
	}
}

// TestNoticesArePlain fills each text of each body with what a client would act on. It is
// plain text in the notice, except what moderators or the reader wrote, links and keys.
func TestNoticesArePlain(t *testing.T) {
	t.Parallel()
	const hostile = "<a href=\"weixin://dl\">看</a> @all\n【假的】"
	meant := []string{"HumanAnswer.Text", "HumanAnswer.Question", "LecturerAnswer.Answer", "PackLink.URL", "ReminderText.Text"}
	plain := 0
	for _, tt := range texts() {
		v := reflect.New(reflect.TypeOf(tt.body)).Elem()
		v.Set(reflect.ValueOf(tt.body))
		for _, field := range reflect.VisibleFields(v.Type()) {
			owner := v.Type().Name()
			if len(field.Index) > 1 {
				owner = v.Type().Field(field.Index[0]).Name
			}
			if field.Type != reflect.TypeFor[string]() || slices.Contains(meant, owner+"."+field.Name) {
				continue
			}
			was := v.FieldByIndex(field.Index).String()
			v.FieldByIndex(field.Index).SetString(hostile)
			r, err := notices(t).Render(t.Context(), campaign.Notice{Person: 8, Body: v.Interface().(campaign.Body)})
			v.FieldByIndex(field.Index).SetString(was)
			words, _ := bot.Words(r)
			if err != nil || strings.Contains(string(words), "<a") || strings.Contains(string(words), "\n【假的】") {
				t.Errorf("%s.%s: %q, %v", owner, field.Name, words, err)
			}
			plain += strings.Count(string(words), "＜a href=\"weixin：//dl\">看＜/a> ＠all 【假的】")
		}
	}
	if plain < 5 {
		t.Errorf("the words are shown %d times", plain)
	}
}

// TestAlertReasons has words of its own for each reason and fault, and for each kind of
// ticket.
func TestAlertReasons(t *testing.T) {
	t.Parallel()
	var bodies []campaign.Body
	for _, r := range bottest.Constants(t, "../bot/campaign/body.go", "HoldReason") {
		bodies = append(bodies, campaign.BroadcastAlert{Number: 1, Reason: campaign.HoldReason(r)})
	}
	for _, f := range bottest.Constants(t, "../bot/campaign/body.go", "AccountFault") {
		bodies = append(bodies, campaign.AccountAlert{Fault: campaign.AccountFault(f), Code: 1})
	}
	for _, f := range bottest.Constants(t, "../bot/campaign/body.go", "GateFault") {
		bodies = append(bodies, campaign.GateAlert{Fault: campaign.GateFault(f)})
	}
	for _, k := range bottest.Constants(t, "../bot/campaign/ticket.go", "TicketKind") {
		bodies = append(bodies, campaign.TicketAlert{Ticket: campaign.TicketKind(k), Number: 1, Text: "x"})
	}
	said := map[bot.Reply]campaign.Body{}
	for _, b := range bodies {
		r, err := notices(t).Render(t.Context(), campaign.Notice{Body: b})
		if err != nil || r == bot.Text("") || said[r] != nil {
			t.Errorf("%#v is %q, %v, like %#v", b, r, err, said[r])
		}
		said[r] = b
	}
}

// TestConsoleLinks adds the address of what an alert is about, for moderators only.
func TestConsoleLinks(t *testing.T) {
	t.Parallel()
	s := notices(t)
	s.Console = "https://c.example"
	report := campaign.BroadcastReport{Number: 4, Delivered: 2}
	for _, tt := range []struct {
		notice campaign.Notice
		object string
	}{
		{campaign.Notice{Body: campaign.TicketAlert{Ticket: campaign.TicketUnknown, Number: 12, Text: "x"}}, "U12"},
		{campaign.Notice{Body: campaign.EntryAlert{Question: "q", Ticket: "U3", Askers: 1}}, "U3"},
		{campaign.Notice{Body: campaign.LinkAlert{Pack: "99", Report: 8, People: 3}}, "8"},
		{campaign.Notice{Body: campaign.BroadcastAlert{Number: 4, Reason: campaign.HoldLate}}, "B4"},
		{campaign.Notice{Body: campaign.AccountAlert{Fault: campaign.FaultBanned, Code: 5}}, "5"},
		{campaign.Notice{Body: report, Robot: campaign.StaffRobot}, "B4"},
		{campaign.Notice{Body: report, Person: 7}, ""},
		{campaign.Notice{Body: campaign.ReminderAlert{Name: "r", People: 2, Unreached: 1}}, ""},
	} {
		r, err := s.Render(t.Context(), tt.notice)
		said, _ := bot.Words(r)
		text, object, linked := strings.Cut(string(said), "\nhttps://c.example/go/")
		if err != nil || text == "" || object != tt.object || linked != (tt.object != "") {
			t.Errorf("%#v is %q, %v, want a link to %q", tt.notice.Body, said, err, tt.object)
		}
	}
}
