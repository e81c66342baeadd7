package campaign_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// constants returns the values of the constants of a type in a file.
func constants(t *testing.T, file, typ string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == typ {
				lit, _ := v.Values[0].(*ast.BasicLit)
				out = append(out, strings.Trim(lit.Value, `"`))
			}
		}
		return true
	})
	return out
}

// bodies is one of each kind.
func bodies() []campaign.Body {
	at := time.Date(2022, 7, 7, 20, 30, 0, 0, time.UTC)
	link := campaign.PackLink{Pack: "99", URL: "https://x", Code: "ab12", Until: "2022-08-01"}
	return []campaign.Body{
		campaign.LateReply{Reply: bot.Choices{Lead: "which", Items: []string{"a", "b"}}},
		campaign.AnswerPicture{File: "a.png"},
		campaign.Promoted{Seat: 7},
		campaign.MakeupApproved{},
		campaign.HumanAnswer{Text: "yes"},
		campaign.TalkEnded{},
		campaign.LinkReplaced{PackLink: link, Restored: true},
		campaign.PackServed{PackLink: link},
		campaign.LecturerAnswer{Number: 3, Question: "why", Answer: "because"},
		campaign.QuestionOnWall{Number: 3, Since: at},
		campaign.ReminderText{Text: "soon", Planned: at},
		campaign.BroadcastPreview{Number: 1, Text: "news"},
		campaign.DeliveryTest{By: "阿敏"},
		campaign.BroadcastReport{Number: 1, Delivered: 2, Unreached: 3, Failed: 4, Unknown: 5, OptedOut: 6},
		campaign.Undelivered{Name: "U1", Of: campaign.NoticeHuman, Cause: campaign.CauseLost, Code: 3, Kept: true},
		campaign.TicketAlert{Ticket: campaign.TicketHuman, Number: 2, Text: "help"},
		campaign.EntryAlert{Question: "q", Ticket: "U1", Askers: 2},
		campaign.NotBegunAlert{People: 3},
		campaign.LinkAlert{Pack: "99", Report: 1, People: 3, Stopped: "main"},
		campaign.PictureAlert{Question: "q", Until: at},
		campaign.ReminderAlert{Name: "r", People: 3, Unreached: 1, Late: true},
		campaign.BroadcastAlert{Number: 1, Reason: campaign.HoldLate, Code: 2, Words: "w"},
		campaign.AccountAlert{Fault: campaign.FaultBanned, Code: 3},
		campaign.GateAlert{Fault: campaign.GateFull},
		campaign.LinkEndAlert{Pack: "99", Link: "main", Until: "2022-07-08", Last: true, Over: true},
		campaign.ShortageAlert{Pack: "99", Have: 3, Taken: 4},
		campaign.DrawGoneAlert{Pack: "49", Drawn: 40},
		campaign.FileAlert{Fault: campaign.FileTwice, File: "a.yaml", Other: "b.yaml", Class: "talk", Problem: "a.yaml:1:1: x"},
		campaign.TakenBackAlert{Changes: []campaign.SettingChange{{
			Old: campaign.Setting{Kind: campaign.SettingReminder, Index: 1, Name: "day", At: time.Unix(1, 0).UTC()},
			New: campaign.Setting{Kind: campaign.SettingReminder, Index: 1, Name: "day", At: time.Unix(2, 0).UTC()},
		}}},
		campaign.QuestionForwarded{Number: 3},
		campaign.WaitingAlert{Tickets: "U1 H2", Count: 2, Minutes: 30},
	}
}

// TestBodies keeps every body in the ledger's encoding, and reads what erasing leaves.
func TestBodies(t *testing.T) {
	t.Parallel()
	var kinds []string
	for _, b := range bodies() {
		kind, data, err := campaign.EncodeBody(b)
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, string(kind))
		got, err := campaign.DecodeBody(kind, data)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(b, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", kind, d)
		}
		if _, err := campaign.DecodeBody(kind, "{}"); err != nil {
			t.Errorf("%s after erasing: %v", kind, err)
		}
		if _, err := campaign.DecodeBody(kind, "["); err == nil {
			t.Errorf("%s reads what is no JSON", kind)
		}
		if (campaign.Notice{Body: b}).Kind() != kind {
			t.Errorf("%s is of kind %s", kind, campaign.Notice{Body: b}.Kind())
		}
	}
	declared := constants(t, "body.go", "NoticeKind")
	slices.Sort(declared)
	slices.Sort(kinds)
	if d := cmp.Diff(declared, kinds); d != "" {
		t.Errorf("kinds (-declared +tested)\n%s", d)
	}
	if _, err := campaign.DecodeBody("coffee", "{}"); err == nil {
		t.Error("an unknown kind is read")
	}
	if (campaign.Notice{}).Kind() != "" {
		t.Error("a notice without a body has a kind")
	}
}

// TestWithoutQuote takes the words of others out, and nothing else.
func TestWithoutQuote(t *testing.T) {
	t.Parallel()
	for _, b := range bodies() {
		got, changed := campaign.WithoutQuote(b)
		if a, ok := b.(campaign.LecturerAnswer); ok {
			a.Question = "……"
			if !changed || got != a {
				t.Errorf("%+v", got)
			}
			continue
		}
		if d := cmp.Diff(b, got); changed || d != "" {
			t.Errorf("%T was changed", b)
		}
	}
}

// reachable is somebody whom the platform takes five messages for.
func reachable(change func(*campaign.Person)) *campaign.Person {
	p := &campaign.Person{ID: 1, Following: true, Credits: 5, CreditsUntil: noonOf(7).AddDate(0, 0, 2)}
	if change != nil {
		change(p)
	}
	return p
}

func noonOf(day int) time.Time { return time.Date(2022, 7, day, 12, 0, 0, 0, time.UTC) }

// TestDecideByKind decides about each kind at noon, at night, while it is stopped and
// for somebody who opted out or is talked to.
func TestDecideByKind(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{ID: "talk", Zone: time.UTC, End: noonOf(8)}
	c.Broadcasts.Quiet = campaign.Hours{From: 22 * 60, To: 8 * 60}
	night := noonOf(7).Add(11 * time.Hour)
	morning := time.Date(2022, 7, 8, 8, 0, 0, 0, time.UTC)
	send := campaign.NoticeOutcome{State: campaign.NoticeSending}
	drop := func(why string) campaign.NoticeOutcome {
		return campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: why}
	}
	shelve := func(why string, due time.Time) campaign.NoticeOutcome {
		return campaign.NoticeOutcome{State: campaign.NoticeShelved, Words: why, Due: due}
	}
	stay := campaign.NoticeOutcome{State: campaign.NoticeQueued}
	typed, kept, later := "typed", "kept", "later"
	for _, test := range []struct {
		body campaign.Body
		what string // what becomes of it at night: typed leaves, kept is shelved, later waits
		kept bool
		out  bool // goes to those who opted out
	}{
		{campaign.LateReply{}, typed, true, true},
		{campaign.AnswerPicture{}, typed, false, true},
		{campaign.Promoted{}, kept, true, false},
		{campaign.MakeupApproved{}, typed, true, false},
		{campaign.HumanAnswer{}, typed, true, false},
		{campaign.TalkEnded{}, typed, false, false},
		{campaign.LinkReplaced{}, kept, true, false},
		{campaign.PackServed{}, kept, true, false},
		{campaign.LecturerAnswer{}, typed, true, false},
		{campaign.BroadcastPreview{}, typed, false, true},
		{campaign.BroadcastReport{}, typed, false, false},
		{campaign.ReminderAlert{}, later, false, false},
	} {
		n := campaign.Notice{Campaign: "talk", Person: 1, Body: test.body, Priority: campaign.PriorityAnswer}
		decide := func(change func(*campaign.Moment)) campaign.NoticeOutcome {
			at := campaign.Moment{Campaign: c, Person: reachable(nil), Now: noonOf(7)}
			change(&at)
			return campaign.Decide(n, at)
		}
		atNight := map[string]campaign.NoticeOutcome{
			typed: send, kept: shelve(campaign.ReasonQuiet, morning), later: {State: campaign.NoticeQueued, Due: morning},
		}[test.what]
		unsent := func(why string) campaign.NoticeOutcome {
			if test.kept {
				return shelve(why, time.Time{})
			}
			return drop(why)
		}
		stopped, optedOut := stay, unsent(campaign.ReasonOptedOut)
		if test.kept {
			stopped = shelve(campaign.ReasonStopped, noonOf(7))
		}
		allStopped := stopped
		if n.Kind().Automatic() {
			stopped = send
		}
		if test.out {
			optedOut = send
		}
		talked := send
		if n.Kind() == campaign.NoticeReply {
			talked = unsent(campaign.ReasonTakenOver)
		}
		for name, step := range map[string]struct {
			change func(*campaign.Moment)
			want   campaign.NoticeOutcome
		}{
			"at noon":     {func(*campaign.Moment) {}, send},
			"at night":    {func(at *campaign.Moment) { at.Now = night }, atNight},
			"stopped":     {func(at *campaign.Moment) { at.Stop = campaign.StopFirst }, stopped},
			"all stopped": {func(at *campaign.Moment) { at.Stop = campaign.StopAll }, allStopped},
			"opted out":   {func(at *campaign.Moment) { at.Person.Consent = campaign.ConsentOut }, optedOut},
			"talked to":   {func(at *campaign.Moment) { at.Person.TakenOver = true }, talked},
			"unreachable": {func(at *campaign.Moment) { at.Person.Credits = 0 }, unsent(campaign.ReasonUnreachable)},
			"erased":      {func(at *campaign.Moment) { at.Person = nil }, drop(campaign.ReasonLeft)},
		} {
			if d := cmp.Diff(step.want, decide(step.change)); d != "" {
				t.Errorf("%s %s (-want +got)\n%s", n.Kind(), name, d)
			}
		}
		if got := decide(func(at *campaign.Moment) { at.Person, at.Stop = nil, campaign.StopAll }); got != stay {
			t.Errorf("%s, erased and stopped: %+v", n.Kind(), got)
		}
	}
}

// TestDecideMoments gives up what is about a moment that is over, or about another
// class, and sends reminders by consent.
func TestDecideMoments(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{ID: "talk", Zone: time.UTC, End: noonOf(8)}
	c.Broadcasts.Quiet = campaign.Hours{From: 22 * 60, To: 8 * 60}
	night := noonOf(7).Add(11 * time.Hour)
	dawn := time.Date(2022, 7, 8, 7, 55, 0, 0, time.UTC)
	poor := reachable(func(p *campaign.Person) { p.Credits, p.Subscriptions = 1, 1 })
	left := reachable(func(p *campaign.Person) { p.Following, p.Subscriptions = false, 1 })
	for name, test := range map[string]struct {
		body campaign.Body
		in   string
		p    *campaign.Person
		now  time.Time
		want campaign.NoticeOutcome
	}{
		"a reminder of ten minutes ago": {
			campaign.ReminderText{Planned: noonOf(7).Add(-10 * time.Minute)},
			"talk", nil, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeSending},
		},
		"an older one": {
			campaign.ReminderText{Planned: noonOf(7).Add(-10*time.Minute - 1)},
			"talk", nil, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonLate},
		},
		"a wall of long ago": {
			campaign.QuestionOnWall{Since: noonOf(6)},
			"talk", nil, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonLate},
		},
		"a reminder at night": {
			campaign.ReminderText{Planned: night},
			"talk", nil, night,
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonLate},
		},
		"a reminder at dawn": {
			campaign.ReminderText{Planned: dawn},
			"talk", nil, dawn,
			campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: dawn.Add(5 * time.Minute)},
		},
		"a reminder by consent": {
			campaign.ReminderText{Planned: noonOf(7)},
			"talk", poor, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeSending, Paid: campaign.PaidSubscription},
		},
		"a link by consent": {
			campaign.ReminderAlert{},
			"talk", poor, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonUnreachable},
		},
		"a reminder to who left": {
			campaign.ReminderText{Planned: noonOf(7)},
			"talk", left, noonOf(7),
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonUnreachable},
		},
		"a promotion in time": {campaign.Promoted{}, "talk", nil, noonOf(8), campaign.NoticeOutcome{State: campaign.NoticeSending}},
		"a promotion after the class": {
			campaign.Promoted{},
			"talk", nil, noonOf(8).Add(1),
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonLate},
		},
		"a promotion of another class": {
			campaign.Promoted{}, "other", nil, noonOf(7), campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonLate},
		},
	} {
		p := test.p
		if p == nil {
			p = reachable(nil)
		}
		n := campaign.Notice{Campaign: test.in, Person: 1, Body: test.body, Priority: campaign.PriorityReminder}
		if d := cmp.Diff(test.want, campaign.Decide(n, campaign.Moment{Campaign: c, Person: p, Now: test.now})); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}

// TestAfterCall looks what becomes of a kept notice and of another one.
func TestAfterCall(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{ID: "talk", Zone: time.FixedZone("CST", 8*3600)}
	due, now := noonOf(6), noonOf(7)
	tomorrow := time.Date(2022, 7, 8, 0, 0, 5, 0, c.Zone)
	refused := func(class bot.ErrorClass) *bot.SendError { return &bot.SendError{Class: class, Code: 9, Words: "no"} }
	gone := refused(bot.NoRecipient)
	gone.Gone = true
	queued, failed, shelved := campaign.NoticeQueued, campaign.NoticeFailed, campaign.NoticeShelved
	for name, test := range map[string]struct {
		e           *bot.SendError
		attempts    int
		kept, other campaign.NoticeState
		due         time.Time
		credit      campaign.CreditChange
	}{
		"sent": {nil, 0, campaign.NoticeSent, campaign.NoticeSent, time.Time{}, campaign.CreditSpent},
		"lost": {
			&bot.SendError{MaybeSent: true, Class: bot.NoQuota}, 0, shelved, campaign.NoticeUnknown, time.Time{}, campaign.CreditSpent,
		},
		"an outage":       {refused(bot.Transient), 3, queued, queued, due, campaign.CreditRefunded},
		"a long outage":   {refused(bot.Transient), 4, shelved, failed, time.Time{}, campaign.CreditRefunded},
		"too fast":        {refused(bot.TooFast), 9, queued, queued, due, campaign.CreditRefunded},
		"settings":        {refused(bot.BadConfig), 9, queued, queued, due, campaign.CreditRefunded},
		"a ban":           {refused(bot.Banned), 9, queued, queued, due, campaign.CreditRefunded},
		"quota":           {refused(bot.NoQuota), 0, shelved, queued, tomorrow, campaign.CreditRefunded},
		"no recipient":    {refused(bot.NoRecipient), 0, shelved, failed, time.Time{}, campaign.CreditSpent},
		"gone":            {gone, 0, shelved, failed, time.Time{}, campaign.CreditLeft},
		"no window":       {refused(bot.NoWindow), 0, shelved, failed, time.Time{}, campaign.CreditGone},
		"content":         {refused(bot.BadContent), 0, shelved, failed, time.Time{}, campaign.CreditRefunded},
		"content of ours": {&bot.SendError{Class: bot.BadContent}, 0, failed, failed, time.Time{}, campaign.CreditRefunded},
	} {
		wanted := map[campaign.Body]campaign.NoticeState{campaign.HumanAnswer{}: test.kept, campaign.ReminderText{}: test.other}
		for body, want := range wanted {
			n := campaign.Notice{Person: 1, Body: body, Due: due, Attempts: test.attempts}
			got := campaign.AfterCall(n, test.e, campaign.Moment{Campaign: c, Now: now})
			if got.State != want || !got.Due.Equal(test.due) || got.Credit != test.credit || !campaign.NoticeSending.CanBecome(got.State) {
				t.Errorf("%s, %s: %+v", name, n.Kind(), got)
			}
			if e := test.e; e != nil && !e.MaybeSent && (got.Code != e.Code || got.Words != e.Words) {
				t.Errorf("%s, %s: %+v, want the platform's words", name, n.Kind(), got)
			}
		}
	}
}

// TestInterrupted repeats alerts and nothing else.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for want, n := range map[campaign.NoticeState]campaign.Notice{
		campaign.NoticeQueued:  {Robot: "staff", Body: campaign.AccountAlert{}},
		campaign.NoticeShelved: {Person: 1, Body: campaign.HumanAnswer{}},
		campaign.NoticeUnknown: {Person: 1, Body: campaign.ReminderText{}},
	} {
		if got := campaign.Interrupted(n); got.State != want || got.Words == "" {
			t.Errorf("%s: %+v, want %s", n.Kind(), got, want)
		}
	}
}

// TestAfterPost gives up an alert after five posts that did not come too fast.
func TestAfterPost(t *testing.T) {
	t.Parallel()
	again := noonOf(7)
	for _, test := range []struct {
		e        *bot.SendError
		attempts int
		want     campaign.NoticeOutcome
	}{
		{nil, 0, campaign.NoticeOutcome{State: campaign.NoticeSent}},
		{&bot.SendError{Class: bot.TooFast}, 9, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: again, Uncounted: true}},
		{&bot.SendError{Class: bot.Transient}, 3, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: again}},
		{&bot.SendError{Class: bot.Transient}, 4, campaign.NoticeOutcome{State: campaign.NoticeFailed}},
		{
			&bot.SendError{Class: bot.BadConfig, Code: 9, Words: "no"}, 0,
			campaign.NoticeOutcome{State: campaign.NoticeFailed, Code: 9, Words: "no"},
		},
	} {
		if d := cmp.Diff(test.want, campaign.AfterPost(campaign.Notice{Attempts: test.attempts}, test.e, again)); d != "" {
			t.Errorf("%+v after %d (-want +got)\n%s", test.e, test.attempts, d)
		}
	}
}

// TestTransitions lists where a notice may go.
func TestTransitions(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"queued": "sending queued shelved failed cancelled", "sending": "sent queued shelved failed unknown cancelled",
		"shelved": "sent queued cancelled", "unknown": "queued", "sent": "", "failed": "queued", "cancelled": "",
	}
	states := constants(t, "decide.go", "NoticeState")
	if len(states) != len(want) {
		t.Errorf("states %q", states)
	}
	for _, from := range states {
		for _, to := range states {
			may := slices.Contains(strings.Fields(want[from]), to)
			if got := campaign.NoticeState(from).CanBecome(campaign.NoticeState(to)); got != may {
				t.Errorf("%s to %s: %v", from, to, got)
			}
		}
	}
}
