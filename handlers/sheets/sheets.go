// Package sheets words the tables that moderators take away.
package sheets

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/export"
	"zhujiao/bot/moderation"
)

// Title returns the name of a table.
func Title(k moderation.ExportKind) string {
	return map[moderation.ExportKind]string{
		moderation.ExportPeople: "报名名单", moderation.ExportClaims: "领取", moderation.ExportQuestions: "提问",
		moderation.ExportTickets: "待答", moderation.ExportBroadcasts: "群发",
	}[k]
}

// Write writes a table with its first row, and returns how many rows follow that.
func Write(
	ctx context.Context, who moderation.Actor, x *moderation.Exports, k moderation.ExportKind, to *export.Sheet,
) (rows int, err error) {
	w := &writer{Sheet: to, zone: x.Campaign.Zone, class: x.Campaign}
	if err := w.Row(w.head(k)...); err != nil {
		return 0, err
	}
	switch k {
	case moderation.ExportPeople:
		err = x.People(ctx, who, w.person)
	case moderation.ExportClaims:
		err = x.Claims(ctx, who, w.claim)
	case moderation.ExportQuestions:
		err = x.Questions(ctx, who, w.question)
	case moderation.ExportTickets:
		err = x.Tickets(ctx, who, w.ticket)
	case moderation.ExportBroadcasts:
		err = x.Receivers(ctx, who, w.receiver)
	default:
		err = moderation.ErrNotFound
	}
	return w.rows, err
}

type writer struct {
	*export.Sheet
	zone  *time.Location
	class *campaign.Campaign
	rows  int
}

// head returns the names of the columns.
func (*writer) head(k moderation.ExportKind) []any {
	return map[moderation.ExportKind][]any{
		moderation.ExportPeople:    {"短码", "状态", "席位", "渠道码", "报名时间", "签到时间", "关注", "提醒"},
		moderation.ExportClaims:    {"短码", "资料包", "结果", "时间"},
		moderation.ExportQuestions: {"编号", "短码", "问题", "状态", "票数", "时间", "并入", "回答"},
		moderation.ExportTickets:   {"编号", "短码", "内容", "状态", "几人问", "提出时间", "首次回答", "处理时间", "谁处理", "回答"},
		moderation.ExportBroadcasts: {
			"群发", "短码", "结果", "发出时间", "这次调用几人", "其中送达", "微信错误码",
		},
	}[k]
}

func (w *writer) row(cells ...any) error {
	w.rows++
	for i, c := range cells {
		if t, ok := c.(time.Time); ok && !t.IsZero() {
			cells[i] = t.In(w.zone)
		}
	}
	return w.Row(cells...)
}

// student names somebody by their short code.
func student(code string) string {
	if code == "" {
		return ""
	}
	return "同学" + code
}

// number leaves a cell empty for 0.
func number(n int) any {
	if n == 0 {
		return ""
	}
	return n
}

func (w *writer) person(p moderation.ExportedPerson) error {
	m := p.Member
	standing := map[campaign.Standing]string{campaign.StandingSeated: "已报名", campaign.StandingWaiting: "候补"}[m.Standing]
	if standing == "" {
		standing = "没有席位，签到了"
	}
	follows := "关注中"
	if !p.Following {
		follows = "已取关"
	}
	consent := map[campaign.Consent]string{campaign.ConsentIn: "开着", campaign.ConsentOut: "已退订"}[p.Consent]
	if consent == "" {
		consent = "没开"
	}
	return w.row(student(p.Code), standing, number(m.Seat), m.Source, m.SignedAt, m.CheckedAt, follows, consent)
}

func (w *writer) claim(c moderation.ExportedClaim) error {
	state := map[campaign.ClaimState]string{
		campaign.ClaimHeld: "已领取", campaign.ClaimLost: "没抽中", campaign.ClaimQueued: "等补货或新链接",
	}[c.State]
	return w.row(student(c.Code), c.Pack, state, c.At)
}

func (w *writer) question(q moderation.AskedQuestion) error {
	state := map[campaign.QuestionState]string{
		campaign.QuestionPending: "待审", campaign.QuestionApproved: "在问题榜", campaign.QuestionAnswered: "已答",
		campaign.QuestionHidden: "已隐藏", campaign.QuestionMerged: "已并入",
	}[q.State]
	into := ""
	if q.Merged > 0 {
		into = moderation.Ref{Kind: moderation.KindQuestion, Number: q.Merged}.Name()
	}
	name := moderation.Ref{Kind: moderation.KindQuestion, Number: q.Number}.Name()
	return w.row(name, student(q.Code), q.Text, state, q.Votes, q.At, into, q.Answer)
}

func (w *writer) ticket(t moderation.ExportedTicket) error {
	state := map[campaign.TicketState]string{
		campaign.TicketOpen: "待答", campaign.TicketTaken: "接管中", campaign.TicketAnswered: "已回答", campaign.TicketClosed: "已结束",
	}[t.State]
	return w.row(t.Name(), student(t.Code), t.Text, state, max(1, t.Askers), t.Opened, t.Replied, t.Done, t.By, t.Answer)
}

func (w *writer) receiver(r moderation.ExportedReceiver) error {
	outcome := map[moderation.ReceiverOutcome]string{
		moderation.ReceiverWaiting: "没有发", moderation.ReceiverSkipped: "没发：退订或取关了", moderation.ReceiverSent: "微信收下了，还没说结果",
		moderation.ReceiverTold: "送达", moderation.ReceiverPartly: "这次调用只送达一部分，微信不说是谁", moderation.ReceiverRefused: "微信没收",
	}[r.Outcome]
	return w.row(r.Broadcast, student(r.Code), outcome, r.At, number(r.Size), number(r.Told), number(r.Error))
}
