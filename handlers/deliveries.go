package handlers

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// Notices renders notices with the texts of one version of a class.
type Notices struct {
	Campaign *campaign.Campaign
	Texts    *content.Texts
	// Console is the address of the moderators' web console; empty for none.
	Console string
	// At is when the notices are said.
	At time.Time
}

// Render returns the text of a notice, or its picture.
func (s *Notices) Render(_ context.Context, n campaign.Notice) (bot.Reply, error) {
	switch b := n.Body.(type) {
	case campaign.LateReply:
		return b.Reply, nil
	case campaign.AnswerPicture:
		return bot.Picture{File: b.File}, nil
	case campaign.Promoted:
		return s.text(content.KeyWaitlistPromoted, content.Vars{"序号": strconv.Itoa(b.Seat)}), nil
	case campaign.MakeupApproved:
		return s.text(content.KeyMakeupApproved, nil), nil
	case campaign.HumanAnswer:
		return s.humanAnswer(b), nil
	case campaign.TalkEnded:
		return s.text(content.KeyHumanClosed, nil), nil
	case campaign.LinkReplaced:
		key := content.KeyLinkReplaced
		if b.Restored {
			key = content.KeyPackAgain
		}
		return LinkText(s.Texts, key, s.At, s.linkVars(b.PackLink)), nil
	case campaign.PackServed:
		return LinkText(s.Texts, content.KeyPackDeliver, s.At, s.linkVars(b.PackLink)), nil
	case campaign.LecturerAnswer:
		return s.lecturerAnswer(n.Person, b), nil
	case campaign.QuestionForwarded:
		return s.text(content.KeyForwarded, content.Vars{"编号": strconv.Itoa(b.Number)}), nil
	case campaign.QuestionOnWall:
		return s.text(content.KeyAnsweredLive, content.Vars{"编号": strconv.Itoa(b.Number)}), nil
	case campaign.ReminderText:
		return s.reminder(b), nil
	case campaign.BroadcastPreview:
		prefix := s.text(content.KeyStaffPreviewPrefix, content.Vars{"编号": broadcastName(b.Number)})
		return prefix + "\n" + bot.Text(b.Text), nil // texts of the content file end without a line break
	case campaign.DeliveryTest:
		return bot.Text("【测试】" + b.By + "从控制台发给自己的。收到这条，主动消息就能到你的微信。"), nil
	case campaign.BroadcastReport:
		return s.report(n, b), nil
	case campaign.Undelivered:
		return s.undelivered(n, b), nil
	}
	if words := s.alert(n.Body); words != "" {
		return words, nil
	}
	return nil, fmt.Errorf("a notice of unknown kind %q", n.Kind())
}

// humanAnswer returns a moderator's answer, with the question of its receiver if they have
// written something else since (ruling 48) and there is room for it.
func (s *Notices) humanAnswer(b campaign.HumanAnswer) bot.Text {
	plain := s.text(content.KeyHumanReply, content.Vars{"内容": b.Text})
	if b.Question == "" {
		return plain
	}
	v := content.Vars{"问": text.CutLine(b.Question, quoteMax, "…"), "内容": b.Text}
	if quoted := s.Texts.RenderForAuthor(content.KeyHumanReplyQuoted, v); len(quoted) <= replyMax {
		return bot.Text(quoted)
	}
	return plain
}

const (
	// quoteMax bounds the bytes of a question that is quoted with its answer.
	quoteMax = 300
	// replyMax is how many bytes the platform takes in one message.
	replyMax = 2048
)

// asker returns the line of an alert that names who wrote, by the code that #谁 takes, and
// how many people ask the same.
func (s *Notices) asker(b campaign.TicketAlert) bot.Text {
	switch {
	case b.Code == "":
		return ""
	case b.Askers > 1:
		return "\n" + s.text(content.KeyAlertAskers, content.Vars{"代号": b.Code, "人数": strconv.Itoa(b.Askers)})
	default:
		return "\n" + s.text(content.KeyAlertAsker, content.Vars{"代号": b.Code})
	}
}

// waiting returns the words for tickets that wait.
func (s *Notices) waiting(b campaign.WaitingAlert) bot.Text {
	v := content.Vars{"数": strconv.Itoa(b.Count), "分": strconv.Itoa(b.Minutes), "编号": b.Tickets}
	if b.Night {
		return s.text(content.KeyAlertNight, v)
	}
	return s.text(content.KeyAlertWaiting, v)
}

// lecturerAnswer quotes a question with its answer. Only its author reads the question as
// it was written.
func (s *Notices) lecturerAnswer(to bot.PersonID, b campaign.LecturerAnswer) bot.Text {
	v := content.Vars{"编号": strconv.Itoa(b.Number), "问": b.Question, "答": b.Answer}
	if to == b.Author {
		return bot.Text(s.Texts.RenderForAuthor(content.KeyAnswered, v))
	}
	return s.text(content.KeyAnswered, v)
}

// report returns the report of a broadcast, for its author or for the moderators'
// group.
func (s *Notices) report(n campaign.Notice, b campaign.BroadcastReport) bot.Text {
	key, name := content.KeyStaffReport, broadcastName(b.Number)
	if b.Unknown > 0 {
		key = content.KeyStaffReportUnknown
	}
	why := content.KeyDeniedExpired
	switch b.Denied {
	case bot.ApprovalRefused:
		key, why = content.KeyStaffReportDenied, content.KeyDeniedRefused
	case bot.ApprovalExpired:
		key = content.KeyStaffReportDenied
	case bot.ApprovalNone, bot.ApprovalWaiting:
	}
	said := s.text(key, content.Vars{
		"编号": name, "送达": strconv.Itoa(b.Delivered), "不可达": strconv.Itoa(b.Unreached), "失败": strconv.Itoa(b.Failed),
		"未知": strconv.Itoa(b.Unknown), "退订": strconv.Itoa(b.OptedOut), "原因": s.Texts.Render(why, nil),
	})
	if b.Gone > 0 {
		said += "\n" + s.text(content.KeyStaffNotFitting, content.Vars{"人数": strconv.Itoa(b.Gone)})
	}
	if n.Robot == "" {
		return said
	}
	return said + s.link(name)
}

// undelivered returns what a moderator or their group reads about something that did not
// arrive (ruling 42).
func (s *Notices) undelivered(n campaign.Notice, b campaign.Undelivered) bot.Text {
	key := content.KeyUndelivered
	if b.Kept {
		key = content.KeyUndeliveredKept
	}
	said := s.text(key, content.Vars{
		"内容": s.Texts.Render(undeliveredText(b.Of), content.Vars{"编号": b.Name}),
		"原因": s.Texts.Render(causeText(b.Cause), content.Vars{"错误码": strconv.Itoa(b.Code)}),
	})
	if n.Robot == "" || b.Of == campaign.NoticePromoted {
		return said
	}
	return said + s.link(b.Name)
}

// undeliveredText returns the text that names what did not arrive.
func undeliveredText(of campaign.NoticeKind) content.Key {
	switch of {
	case campaign.NoticePromoted:
		return content.KeyUndeliveredSeat
	case campaign.NoticeMakeup:
		return content.KeyUndeliveredMakeup
	case campaign.NoticeOnWall:
		return content.KeyUndeliveredWall
	default:
		return content.KeyUndeliveredAnswer
	}
}

func causeText(c campaign.Cause) content.Key {
	switch c {
	case campaign.CauseUnreachable:
		return content.KeyCauseUnreachable
	case campaign.CauseLeft:
		return content.KeyCauseLeft
	case campaign.CauseGone:
		return content.KeyCauseGone
	case campaign.CauseOptedOut:
		return content.KeyCauseOptedOut
	case campaign.CauseStopped:
		return content.KeyCauseStopped
	case campaign.CauseLost:
		return content.KeyCauseLost
	case campaign.CauseQuota:
		return content.KeyCauseQuota
	case campaign.CauseRefused:
		return content.KeyCauseRefused
	case campaign.CauseFault:
	}
	return content.KeyCauseFault
}

func ticketAlert(k campaign.TicketKind) content.Key {
	switch k {
	case campaign.TicketHuman:
		return content.KeyAlertHuman
	case campaign.TicketUnknown:
		return content.KeyAlertUnknown
	}
	return ""
}

// holdText returns the text of an alert about a broadcast that was held or paused.
func holdText(r campaign.HoldReason) content.Key {
	switch r {
	case campaign.HoldRefused:
		return content.KeyAlertBroadcast
	case campaign.HoldQuiet:
		return content.KeyAlertBroadcastQuiet
	case campaign.HoldUnable:
		return content.KeyAlertUnsent
	case campaign.HoldStopped:
		return content.KeyAlertUnsentStopped
	case campaign.HoldStartQuiet:
		return content.KeyAlertUnsentQuiet
	case campaign.HoldSameText:
		return content.KeyAlertUnsentSame
	case campaign.HoldLate:
		return content.KeyAlertUnsentLate
	case campaign.HoldNobody:
		return content.KeyAlertUnsentEmpty
	case campaign.HoldGrown:
		return content.KeyAlertUnsentGrown
	case campaign.HoldTextOutdated:
		return content.KeyAlertUnsentText
	case campaign.HoldForbidden:
		return content.KeyAlertForbidden
	case campaign.HoldAdmin:
		return content.KeyAlertAdmin
	}
	return ""
}

// faultText returns the text of an alert about something that the platform refuses to
// the account.
func faultText(f campaign.AccountFault) content.Key {
	switch f {
	case campaign.FaultSettings:
		return content.KeyAlertAccount
	case campaign.FaultBanned:
		return content.KeyAlertBanned
	case campaign.FaultTexts:
		return content.KeyAlertFeatureText
	case campaign.FaultChoices:
		return content.KeyAlertFeatureChoices
	case campaign.FaultPictures:
		return content.KeyAlertFeatureImage
	case campaign.FaultSubscriptions:
		return content.KeyAlertFeatureOnce
	}
	return ""
}

// gateText returns the text of an alert about the store that counts messages for all
// processes.
func gateText(f campaign.GateFault) content.Key {
	switch f {
	case campaign.GateUnavailable:
		return content.KeyAlertGate
	case campaign.GateReadOnly:
		return content.KeyAlertGateReadOnly
	case campaign.GateFull:
		return content.KeyAlertGateFull
	case campaign.GateOneNode:
		return content.KeyAlertGateOneNode
	case campaign.GateLogin:
		return content.KeyAlertGateLogin
	}
	return ""
}

func (s *Notices) text(key content.Key, v content.Vars) bot.Text {
	return bot.Text(s.Texts.Say(key, s.At, v))
}

// reminder fills in the text of a reminder with what depends on its time and audience.
func (s *Notices) reminder(b campaign.ReminderText) bot.Text {
	r := campaign.Reminder{At: b.Planned}
	for _, known := range s.Campaign.Reminders {
		if known.Text == b.Text && (r.Text == "" || known.At.Equal(b.Planned)) {
			r = known
		}
	}
	r.At = b.Planned
	return s.text(content.Key(b.Text), content.ReminderVars(s.Campaign, r))
}

func (s *Notices) linkVars(l campaign.PackLink) content.Vars {
	p, _ := s.Campaign.Pack(l.Pack)
	return content.Vars{"包": l.Pack, "包名": p.Name, "简称": p.ShortName(), "链接": l.URL, "提取码": l.Code, "有效至": l.Until}
}

// link returns a line with the address of an alert's object in the moderators' console
// (ruling 21), or "" if there is no console.
func (s *Notices) link(name string) bot.Text {
	if s.Console == "" || name == "" {
		return ""
	}
	return bot.Text("\n" + s.Console + "/go/" + name)
}

func broadcastName(number int) string { return "B" + strconv.Itoa(number) }
