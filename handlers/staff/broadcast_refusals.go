package staff

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/textcheck"
)

// sayBroadcastError returns the words for a refusal that concerns the broadcast that a
// command names. Any other error is returned as it is.
func (c *command) sayBroadcastError(err error) (bot.Reply, error) {
	if refused, ok := errors.AsType[*moderation.BroadcastError](err); ok {
		return c.sayBroadcastRefusal(refused, time.Time{})
	}
	return c.refused(err, c.args[0])
}

// sayBroadcastRefusal returns the words for a refusal that concerns a broadcast. due is
// the time that the command asked for, if any.
func (c *command) sayBroadcastRefusal(e *moderation.BroadcastError, due time.Time) (bot.Reply, error) {
	b := e.Broadcast
	switch e.Why {
	case moderation.RefusedText:
		return c.say(content.KeyStaffLint, content.Vars{"原因": c.reason(e.Findings)})
	case moderation.RefusedUnfit:
		key := content.KeyStaffLintFixed
		if b.State == campaign.BroadcastDraft || b.State == campaign.BroadcastApproval {
			key = content.KeyStaffLintSend
		}
		return c.say(key, content.Vars{"编号": b.Name(), "原因": c.reason(e.Findings)})
	case moderation.RefusedUntrue:
		return c.say(content.KeyStaffUntrue, content.Vars{"编号": b.Name(), "词": e.Findings[0].Words, "时间": compact(due, c.Campaign.Zone)})
	case moderation.RefusedDraftSame:
		return c.say(content.KeyStaffDupContent, content.Vars{"旧编号": "B" + strconv.Itoa(e.Same)})
	case moderation.RefusedQuietDue:
		return c.say(content.KeyStaffQuietDue, content.Vars{"编号": b.Name(), "时间": compact(due, c.Campaign.Zone)})
	default:
		return c.say(refusalText(e.Why, b), broadcastVars(c, b))
	}
}

// refusalText returns the text of a refusal that needs only the variables of its
// broadcast.
func refusalText(why moderation.Refusal, b *campaign.Broadcast) content.Key {
	switch why {
	case moderation.RefusedEmpty:
		return content.KeyStaffEmptyAudience
	case moderation.RefusedState, moderation.RefusedLeft:
		return content.KeyStaffStateBad
	case moderation.RefusedCount:
		return content.KeyStaffWrongCount
	case moderation.RefusedUnseen:
		return content.KeyStaffNeedPreview
	case moderation.RefusedConfirmed:
		return content.KeyStaffAlreadySent
	case moderation.RefusedHeld:
		return content.KeyStaffPreviewAgain
	case moderation.RefusedSameHand:
		return content.KeyStaffSameHand
	case moderation.RefusedPast:
		return content.KeyStaffTimeBad
	case moderation.RefusedUnable:
		if b.Number == 0 {
			return content.KeyStaffUnableDraft
		}
		return content.KeyStaffUnable
	case moderation.RefusedStopped:
		return content.KeyStaffStopped
	case moderation.RefusedQuiet:
		if b.State != campaign.BroadcastDraft { // only drafts can be given a time
			return content.KeyStaffQuietLater
		}
		return content.KeyStaffQuiet
	case moderation.RefusedSameText:
		return content.KeyStaffSameSent
	case moderation.RefusedBusy:
		return content.KeyStaffBusy
	case moderation.RefusedText, moderation.RefusedUnfit, moderation.RefusedUntrue, moderation.RefusedDraftSame, moderation.RefusedQuietDue:
		// need more than the broadcast: see sayBroadcastRefusal
	}
	return ""
}

// broadcastVars returns the variables for texts about a broadcast.
func broadcastVars(c *command, b *campaign.Broadcast) content.Vars {
	until := c.Campaign.Broadcasts.Quiet.To
	return content.Vars{
		"编号": b.Name(), "人数": strconv.Itoa(c.Campaign.Broadcasts.SecondPersonAt), "状态": c.Texts.Render(stateText(b.State), nil),
		"对象": content.AudienceWords(b.Audience), "指令": c.word, "时间": fmt.Sprintf("%02d:%02d", until/60, until%60),
	}
}

// reason returns the words for the first finding. For a text that is both a test and
// too short it names both.
func (c *command) reason(found []textcheck.Finding) string {
	if len(found) > 1 && found[0].Code == textcheck.TestWord && found[1].Code == textcheck.TooShort {
		return c.findingText(found[0]) + "且" + c.findingText(found[1])
	}
	return c.findingText(found[0])
}

// findingText returns the words for a finding.
func (c *command) findingText(f textcheck.Finding) string {
	switch f.Code {
	case textcheck.TestWord:
		return "内容含「" + f.Words + "」"
	case textcheck.TooShort:
		return fmt.Sprintf("少于%d个字", f.Limit)
	case textcheck.Blocked:
		return "内容含不合适的用语「" + f.Words + "」"
	case textcheck.Luring:
		return "「" + f.Words + "」属于诱导分享,公众号会被处罚"
	case textcheck.Unfilled:
		return f.Words + "没有填内容"
	case textcheck.TooLong:
		return fmt.Sprintf("内容有%d字节,最多%d字节", f.Size, f.Limit)
	case textcheck.WrongDate:
		return "日期与活动时间" + compact(c.Campaign.Start, c.Campaign.Zone) + "不一致,确认没错请在后台勾选后发送"
	case textcheck.WrongPrice:
		return "价格「" + f.Words + "」和资料包的价值不一致"
	case textcheck.StoppedLink:
		return "链接「" + f.Words + "」已停发"
	case textcheck.UnknownLink:
		return "链接「" + f.Words + "」不在活动文件里"
	case textcheck.Outdated:
		return "内容里的「" + f.Words + "」已经不对了"
	}
	return string(f.Code)
}
