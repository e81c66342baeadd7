package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// alert returns the words of an alert to the moderators' group; "" for what is none.
func (s *Notices) alert(b campaign.Body) bot.Text {
	switch b := b.(type) {
	case campaign.TicketAlert:
		name := string(b.Ticket) + strconv.Itoa(b.Number)
		first := s.text(ticketAlert(b.Ticket), content.Vars{"编号": name, "内容": b.Text})
		return first + s.asker(b) + s.link(name)
	case campaign.NotBegunAlert:
		return s.text(content.KeyAlertNotBegun, content.Vars{"人数": strconv.Itoa(b.People)})
	case campaign.EntryAlert:
		v := content.Vars{"名称": b.Question, "人数": strconv.Itoa(b.Askers), "编号": b.Ticket}
		return s.text(content.KeyAlertFilled, v) + s.link(b.Ticket)
	case campaign.PictureAlert:
		until := b.Until.In(s.Campaign.Zone).Format("2006-01-02 15:04")
		return s.text(content.KeyAlertImage, content.Vars{"名称": b.Question, "有效至": until})
	case campaign.ReminderAlert:
		key := content.KeyAlertUnreached
		if b.Late {
			key = content.KeyAlertLate
		}
		return s.text(key, content.Vars{"名称": b.Name, "人数": strconv.Itoa(b.People), "不可达": strconv.Itoa(b.Unreached)})
	case campaign.BroadcastAlert:
		name := broadcastName(b.Number)
		v := content.Vars{"编号": name, "内容": fmt.Sprintf("%d %s", b.Code, b.Words)}
		return s.text(holdText(b.Reason), v) + s.link(name)
	case campaign.AccountAlert:
		code := strconv.Itoa(b.Code)
		return s.text(faultText(b.Fault), content.Vars{"编号": code}) + s.link(code)
	case campaign.WaitingAlert:
		return s.waiting(b)
	case campaign.GateAlert:
		return s.text(gateText(b.Fault), nil)
	default:
		return s.packAlert(b)
	}
}

// packAlert returns the words of an alert about packs, their links and seats, or about files.
func (s *Notices) packAlert(b campaign.Body) bot.Text {
	switch b := b.(type) {
	case campaign.LinkAlert:
		key, number := content.KeyAlertDead, strconv.Itoa(b.Report)
		if b.Stopped != "" {
			key = content.KeyAlertStopped
		}
		v := content.Vars{"包": b.Pack, "人数": strconv.Itoa(b.People), "编号": number, "链接名": b.Stopped}
		return s.text(key, v) + s.link(number)
	case campaign.LinkEndAlert:
		return s.text(linkEndText(b), content.Vars{"包": b.Pack, "名称": b.Link, "有效至": b.Until})
	case campaign.ShortageAlert:
		key := content.KeyAlertFewSeats
		if b.Pack != "" {
			key = content.KeyAlertFewPacks
		}
		return s.text(key, content.Vars{"包": b.Pack, "总数": strconv.Itoa(b.Have), "人数": strconv.Itoa(b.Taken)})
	case campaign.DrawGoneAlert:
		return s.text(content.KeyAlertDrawGone, content.Vars{"包": b.Pack, "人数": strconv.Itoa(b.Drawn)})
	case campaign.FileAlert:
		return s.text(fileText(b.Fault), content.Vars{"名称": b.File, "编号": b.Class, "另一个": b.Other, "内容": b.Problem})
	case campaign.TakenBackAlert:
		lines := make([]string, len(b.Changes))
		for i, x := range b.Changes {
			lines[i] = string(s.text(content.KeyLifeChange, SettingVars(s.Campaign, x)))
		}
		return s.text(content.KeyAlertTakenBack, content.Vars{"列表": strings.Join(lines, "\n")})
	default:
		return ""
	}
}

// fileText returns the text of an alert about a campaign file.
func fileText(f campaign.FileFault) content.Key {
	switch f {
	case campaign.FileTwice:
		return content.KeyAlertFileTwice
	case campaign.FileGone:
		return content.KeyAlertFileGone
	default:
		return content.KeyAlertFileBroken
	}
}

// linkEndText returns the text of an alert about the end of a pack's link.
func linkEndText(b campaign.LinkEndAlert) content.Key {
	switch {
	case b.Over:
		return content.KeyAlertLinkOver
	case b.Last:
		return content.KeyAlertLinkEndsLast
	default:
		return content.KeyAlertLinkEnds
	}
}
