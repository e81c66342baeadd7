package staff

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// draft answers #群发.
func draft(ctx context.Context, c *command) (bot.Reply, error) {
	audience, ok := content.ParseAudience(c.Campaign, text.Tidy(c.args[0]))
	if !ok {
		return c.say(content.KeyStaffNoAudience, nil)
	}
	p, err := c.Moderation.Broadcasts.Draft(ctx, c.who, audience, c.after(), c.Arrived)
	return c.sayPreview(ctx, p, err)
}

// correct answers #更正 with a new draft for the receivers of the old broadcast.
func correct(ctx context.Context, c *command) (bot.Reply, error) {
	words := c.Texts.Render(content.KeyStaffCorrectedPrefix, content.Vars{"内容": c.after()})
	p, err := c.Moderation.Broadcasts.Correct(ctx, c.who, c.ref(c.args[0]), words, c.Arrived)
	return c.sayPreview(ctx, p, err)
}

// preview answers #预览.
func preview(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Broadcasts.Preview(ctx, c.who, c.ref(c.args[0]), c.Arrived)
	return c.sayPreview(ctx, p, err)
}

// sayPreview returns the figures of a draft. If its text could not be sent as a message
// of its own, the reply shows it, provided that it fits.
func (c *command) sayPreview(ctx context.Context, p moderation.Preview, err error) (bot.Reply, error) {
	if err != nil {
		return c.sayBroadcastError(err)
	}
	b := p.Broadcast
	v := content.Vars{
		"编号": b.Name(), "对象": content.AudienceWords(b.Audience), "人数": strconv.Itoa(b.Size), "可达": strconv.Itoa(p.Reachable),
		"不可达": strconv.Itoa(b.Size - p.Reachable), "内容": b.Text,
	}
	if p.Sent {
		said := bot.Text(c.Texts.Render(content.KeyStaffDraft, v))
		return said + accountNote(c), nil
	}
	if len(c.Texts.Render(content.KeyStaffDraftHere, v)) > c.Channel.MaxText {
		return c.say(content.KeyStaffDraftUnseen, v)
	}
	if err := c.Moderation.Broadcasts.MarkSeen(ctx, c.who, b); err != nil {
		return nil, err
	}
	return c.say(content.KeyStaffDraftHere, v)
}

// accountNote returns a line about what the kind of account means for a draft (ruling 59);
// "" for an account that can do everything.
func accountNote(c *command) bot.Text {
	switch c.Channel.Account {
	case campaign.AccountSubscription:
		return bot.Text("\n" + c.Texts.Render(content.KeyStaffAccountDaily, nil))
	case campaign.AccountTest:
		return bot.Text("\n" + c.Texts.Render(content.KeyStaffAccountTest, nil))
	case campaign.AccountService, campaign.AccountUnverified: // the one can, the other has no draft
	}
	return ""
}

// edit answers #改. The broadcast then needs a new preview.
func edit(ctx context.Context, c *command) (bot.Reply, error) {
	b, err := c.Moderation.Broadcasts.Edit(ctx, c.who, c.ref(c.args[0]), c.after(), c.Arrived)
	if err != nil {
		return c.sayBroadcastError(err)
	}
	return c.say(content.KeyStaffEdited, content.Vars{"编号": b.Name()})
}

// confirmOne answers #确认 B3 人数.
func confirmOne(ctx context.Context, c *command) (bot.Reply, error) {
	people, err := strconv.Atoi(strings.TrimSuffix(c.args[1], "人"))
	if err != nil {
		people = -1 // the size of no audience
	}
	started, err := c.Moderation.Broadcasts.Confirm(ctx, c.who, c.ref(c.args[0]), people, c.Arrived)
	refused, ok := errors.AsType[*moderation.BroadcastError](err)
	if !ok || refused.Why != moderation.RefusedConfirmed {
		return c.sayStarted(started, err)
	}
	p, err := c.Moderation.Broadcasts.Progress(ctx, c.who, c.ref(c.args[0]))
	if err != nil {
		return c.sayBroadcastError(err)
	}
	if p.Awaited == nil {
		return c.sayBroadcastError(refused)
	}
	return bot.Text(c.Texts.Render(content.KeyStaffAlreadySent, broadcastVars(c, p.Broadcast))) + awaited(c, p.Awaited), nil
}

// awaited returns a line about an administrator of the account who has to approve a
// broadcast, with the time that is left (ruling 58); "" if none has to.
func awaited(c *command, a *moderation.Awaited) bot.Text {
	if a == nil {
		return ""
	}
	minutes := a.Minutes(c.Arrived)
	if minutes == 0 {
		return bot.Text("\n" + c.Texts.Render(content.KeyStaffAdminLate, nil))
	}
	return bot.Text("\n" + c.Texts.Render(content.KeyStaffAdmin, content.Vars{"分": strconv.Itoa(minutes)}))
}

// approveOne answers #批准, from a second person.
func approveOne(ctx context.Context, c *command) (bot.Reply, error) {
	started, err := c.Moderation.Broadcasts.Approve(ctx, c.who, c.ref(c.args[0]), c.Arrived)
	return c.sayStarted(started, err)
}

// schedule answers #定时.
func schedule(ctx context.Context, c *command) (bot.Reply, error) {
	m := c.when(c.after())
	due := m.At
	if m.Problem != text.TimeOK {
		due = time.Time{} // a time in the past, which is refused
	}
	started, err := c.Moderation.Broadcasts.Schedule(ctx, c.who, c.ref(c.args[0]), due, c.Arrived)
	refused, ok := errors.AsType[*moderation.BroadcastError](err)
	switch {
	case ok && refused.Why == moderation.RefusedPast:
		v := broadcastVars(c, refused.Broadcast)
		v["时间"] = m.At.Format("2006年1月2日15:04")
		return c.say(badTime(m.Problem), v)
	case ok:
		return c.sayBroadcastRefusal(refused, due)
	default:
		return c.sayStarted(started, err)
	}
}

// when reads a time. At night 8:30 means the next morning.
func (c *command) when(words string) text.Moment {
	now := c.Arrived.In(c.Campaign.Zone)
	m := text.ReadTime(words, now)
	if m.Problem == text.TimePast && !m.Dated && m.At.Hour() < 12 && c.Campaign.Quiet(now) {
		return text.ReadTime("明天 "+words, now)
	}
	return m
}

// badTime returns the text about a time that cannot be used.
func badTime(p text.TimeProblem) content.Key {
	switch p {
	case text.TimeNoClock:
		return content.KeyStaffTimeNoClock
	case text.TimeNoDay:
		return content.KeyStaffTimeNoDay
	case text.TimeFar:
		return content.KeyStaffTimeFar
	case text.TimeSkipped, text.TimeTwice:
		return content.KeyStaffTimeSkipped
	case text.TimeOK, text.TimePast: // OK is this very moment
		return content.KeyStaffTimePast
	case text.TimeUnread:
	}
	return content.KeyStaffTimeBad
}

// sayStarted returns the words for what a confirmation or approval has led to.
func (c *command) sayStarted(s moderation.Started, err error) (bot.Reply, error) {
	if err != nil {
		return c.sayBroadcastError(err)
	}
	b := s.Broadcast
	switch s.Step {
	case moderation.StepSending, moderation.StepLeaving: // the latter only from the console
		vars := content.Vars{"编号": b.Name(), "人数": strconv.Itoa(b.Size), "新增": ""}
		if s.Joined > 0 {
			vars["新增"] = strconv.Itoa(s.Joined)
			if b.Listing {
				vars["新增"] = c.Texts.Render(content.KeyAtLeast, content.Vars{"数": strconv.Itoa(s.Joined)})
			}
		}
		return c.say(content.KeyStaffSending, vars)
	case moderation.StepScheduled:
		return c.say(content.KeyStaffScheduled, content.Vars{"编号": b.Name(), "时间": compact(b.Due, c.Campaign.Zone)})
	case moderation.StepSecond:
		return c.say(content.KeyStaffSecond, broadcastVars(c, b))
	case moderation.StepMissed:
		return c.say(content.KeyStaffMissed, broadcastVars(c, b))
	}
	return nil, fmt.Errorf("a broadcast came to the unknown step %q", s.Step)
}

// progressOf answers #进度.
func progressOf(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Broadcasts.Progress(ctx, c.who, c.ref(c.args[0]))
	return c.sayProgress(content.KeyStaffProgress, p, err)
}

// pause answers #暂停.
func pause(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Broadcasts.Pause(ctx, c.who, c.ref(c.args[0]), c.Arrived)
	return c.sayProgress(content.KeyStaffPaused, p, err)
}

// resumeOne answers #继续.
func resumeOne(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Broadcasts.Continue(ctx, c.who, c.ref(c.args[0]), c.Arrived)
	return c.sayProgress(content.KeyStaffContinued, p, err)
}

// cancelOne answers #取消.
func cancelOne(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Broadcasts.Cancel(ctx, c.who, c.ref(c.args[0]), c.Arrived)
	return c.sayProgress(content.KeyStaffCancelled, p, err)
}

// sayProgress returns how much of a broadcast has been sent.
func (c *command) sayProgress(key content.Key, p moderation.Progress, err error) (bot.Reply, error) {
	if err != nil {
		return c.sayBroadcastError(err)
	}
	b, t := p.Broadcast, p.Totals
	state := c.Texts.Render(stateText(b.State), nil)
	if p.Awaited != nil && b.State == campaign.BroadcastSending {
		state = c.Texts.Render(content.KeyStateAdmin, nil)
	}
	said, err := c.say(key, content.Vars{
		"编号": b.Name(), "状态": state, "已发": strconv.Itoa(t.Called),
		"人数": strconv.Itoa(b.Size), "失败": strconv.Itoa(t.Failed), "未发": strconv.Itoa(t.Waiting + t.Cancelled),
	})
	words, ok := said.(bot.Text)
	if err != nil || !ok {
		return said, err
	}
	words += awaited(c, p.Awaited)
	if b.Gone == 0 {
		return words, nil
	}
	return words + bot.Text("\n"+c.Texts.Render(content.KeyStaffNotFitting, content.Vars{"人数": strconv.Itoa(b.Gone)})), nil
}

// stateText returns the text for the state of a broadcast.
func stateText(s campaign.BroadcastState) content.Key {
	switch s {
	case campaign.BroadcastDraft:
		return content.KeyStateDraft
	case campaign.BroadcastApproval:
		return content.KeyStateApproval
	case campaign.BroadcastScheduled:
		return content.KeyStateScheduled
	case campaign.BroadcastLeaving:
		return content.KeyStateLeaving
	case campaign.BroadcastHeld:
		return content.KeyStateGrown
	case campaign.BroadcastSending:
		return content.KeyStateSending
	case campaign.BroadcastPaused:
		return content.KeyStatePaused
	case campaign.BroadcastStopped:
		return content.KeyStateStopped
	case campaign.BroadcastCancelled:
		return content.KeyStateCancelled
	case campaign.BroadcastDone:
		return content.KeyStateDone
	case campaign.BroadcastDenied:
		return content.KeyStateDenied
	}
	return "" // no such state
}

// compact formats a time without spaces, such as 7月7日19:40.
func compact(t time.Time, z *time.Location) string {
	return strings.ReplaceAll(content.Moment(t.In(z)), " ", "")
}
