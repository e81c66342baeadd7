package staff

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
	"zhujiao/handlers"
)

// moveClass answers #改期 with everything that goes with the class, and a code to confirm.
func moveClass(ctx context.Context, c *command) (bot.Reply, error) {
	start, end, problem := readSpan(c.rest, c.Campaign, c.Arrived)
	if problem != text.TimeOK {
		v := content.Vars{"时间": content.Moment(start)}
		return c.say(badClassTime(problem), v)
	}
	p, err := c.Moderation.Seats.Life.ProposeMove(ctx, c.who, start, end, c.Arrived)
	if refused, ok := errors.AsType[*moderation.LifeError](err); ok && refused.Why == moderation.LifePast {
		return c.say(content.KeyLifePast, content.Vars{"时间": content.Moment(start.In(c.Campaign.Zone))})
	}
	return sayPlan(c, movePlan(), p, err)
}

// badClassTime returns the text about a time that the class cannot have.
func badClassTime(p text.TimeProblem) content.Key {
	switch p {
	case text.TimeNoDay:
		return content.KeyLifeTimeNoDay
	case text.TimeFar:
		return content.KeyLifeTimeFar
	case text.TimeSkipped, text.TimeTwice:
		return content.KeyLifeTimeSkipped
	case text.TimePast:
		return content.KeyLifePast
	case text.TimeOK, text.TimeUnread, text.TimeNoClock:
	}
	return content.KeyLifeTimeBad
}

// changeLecturer answers #换老师: the first word is the name, the rest the introduction.
func changeLecturer(ctx context.Context, c *command) (bot.Reply, error) {
	name := strings.TrimSuffix(c.args[0], "老师")
	p, err := c.Moderation.Seats.Life.ProposeLecturer(ctx, c.who, name, c.after(), c.Arrived)
	return sayPlan(c, lecturerPlan(), p, err)
}

// cancelClass answers #取消本场.
func cancelClass(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Seats.Life.ProposeCancelling(ctx, c.who, c.rest, c.Arrived)
	return sayPlan(c, cancelPlan(), p, err)
}

// restoreClass answers #恢复本场.
func restoreClass(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Seats.Life.ProposeRestoring(ctx, c.who, c.Arrived)
	return sayPlan(c, restorePlan(), p, err)
}

// planWords are the text about a change that waits for its code, and the lines in it of what a
// moderator should know. before is a line that stands before the text, if there is one.
type planWords struct {
	key    content.Key
	lines  func(*command, moderation.LifePlan) []string
	before string
}

func movePlan() planWords     { return planWords{key: content.KeyLifeMoveAsk, lines: moveLines} }
func lecturerPlan() planWords { return planWords{key: content.KeyLifeTeachAsk, lines: lecturerLines} }

func cancelPlan() planWords { return planWords{key: content.KeyLifeCancelAsk, lines: cancelLines} }

func restorePlan() planWords { return planWords{key: content.KeyLifeRestoreAsk, lines: missedLines} }

// sayPlan shows a change with its lines, whom a notice reaches, and its code.
func sayPlan(c *command, w planWords, p moderation.LifePlan, err error) (bot.Reply, error) {
	if err != nil {
		return sayLifeError(c, err)
	}
	var all []string
	if w.before != "" {
		all = append(all, w.before) // so that there is room for it
	}
	all = append(all, w.lines(c, p)...)
	for _, b := range p.Scheduled {
		v := content.Vars{"编号": b.Name(), "时间": content.Moment(b.Due.In(c.Campaign.Zone))}
		all = append(all, c.Texts.Render(content.KeyLifeScheduled, v))
	}
	all = append(all, reachLine(c, p))
	all = append(all, problemLines(c, content.KeyLifeFile, p.Problems)...)
	list := handlers.FitList(c.Texts, all, len(all), content.KeyStaffInboxMore)
	v := content.Vars{"列表": list, "码": p.Code, "时间": content.ClassTime(p.Old)}
	if w.before == "" {
		return c.say(w.key, v)
	}
	v["列表"] = strings.TrimPrefix(list, w.before+"\n")
	return bot.Text(w.before + "\n" + c.Texts.Say(w.key, c.Arrived, v)), nil
}

// planned proposes a change.
type planned func() (moderation.LifePlan, error)

// sayAgain refuses a change because the class has changed since it was proposed, and shows
// what it would be now, with a new code. Any other error is said as it is, and so is the
// refusal if the change cannot be made any more.
func sayAgain(c *command, err error, w planWords, propose planned) (bot.Reply, error) {
	overtaken, ok := errors.AsType[*moderation.OvertakenError](err)
	if !ok {
		return sayLifeError(c, err)
	}
	p, refused := propose()
	if _, ok := errors.AsType[*moderation.LifeError](refused); ok {
		return sayLifeError(c, err)
	}
	w.before = c.Texts.Render(content.KeyLifeAgain, content.Vars{"名字": nameOf(overtaken)})
	return sayPlan(c, w, p, refused)
}

// nameOf returns who has changed a class in between.
func nameOf(e *moderation.OvertakenError) string {
	if e.By == "" {
		return "别人"
	}
	return e.By
}

// problemsMax is how many problems of the file are shown.
const problemsMax = 5

// problemLines are lines about problems of the file.
func problemLines(c *command, key content.Key, list []moderation.FileProblem) (out []string) {
	for _, p := range list[:min(len(list), problemsMax)] {
		out = append(out, c.Texts.Render(key, content.Vars{"行": strconv.Itoa(p.Line), "内容": p.What}))
	}
	return out
}

// reachLine says whom a notice about a change reaches.
func reachLine(c *command, p moderation.LifePlan) string {
	key := content.KeyLifeReach
	switch p.People {
	case 0:
		key = content.KeyLifeNobody
	case p.Reachable:
		key = content.KeyLifeReachAll
	}
	return c.Texts.Render(key, content.Vars{
		"人数": strconv.Itoa(p.People), "可达": strconv.Itoa(p.Reachable), "不可达": strconv.Itoa(p.People - p.Reachable),
	})
}

// moveLines are the lines about a move: what moves, what stays, and what cannot be changed.
func moveLines(c *command, p moderation.LifePlan) (out []string) {
	var stays []string
	for _, x := range p.Times {
		if x.Moved() {
			out = append(out, c.Texts.Render(content.KeyLifeChange, handlers.SettingVars(c.Campaign, x)))
		} else {
			stays = append(stays, handlers.SettingName(x.Old)+" "+handlers.SettingValue(c.Campaign, x.Old))
		}
	}
	if len(stays) > 0 {
		out = append(out, c.Texts.Render(content.KeyLifeStays, content.Vars{"列表": strings.Join(stays, "、")}))
	}
	for _, r := range p.Sent {
		out = append(out, c.Texts.Render(content.KeyLifeSent, reminderVars(c.Campaign, r)))
	}
	out = append(out, missedLines(c, p)...)
	if p.Present > 0 {
		out = append(out, c.Texts.Render(content.KeyLifePresent, content.Vars{"人数": strconv.Itoa(p.Present)}))
	}
	for _, l := range p.Links {
		out = append(out, c.Texts.Render(content.KeyLifeLink, content.Vars{"包": l.Pack, "链接名": l.Link.Name, "有效至": l.Link.Until}))
	}
	return out
}

// missedLines are the lines about reminders whose time is past.
func missedLines(c *command, p moderation.LifePlan) (out []string) {
	for _, r := range p.Missed {
		out = append(out, c.Texts.Render(content.KeyLifeMissed, reminderVars(c.Campaign, r)))
	}
	return out
}

// reminderVars are the values of a line about a reminder; its time is both values.
func reminderVars(k *campaign.Campaign, r campaign.Reminder) content.Vars {
	s := campaign.Setting{Kind: campaign.SettingReminder, Name: r.Name, At: r.At}
	return handlers.SettingVars(k, campaign.SettingChange{Old: s, New: s})
}

// lecturerLines are the lines about another lecturer.
func lecturerLines(c *command, p moderation.LifePlan) (out []string) {
	for _, x := range campaign.CompareSettings(p.Old.Settings(), p.New.Settings()) {
		if x.Moved() {
			out = append(out, c.Texts.Render(content.KeyLifeChange, handlers.SettingVars(c.Campaign, x)))
		}
	}
	return out
}

// cancelLines are the lines about a class that is called off.
func cancelLines(c *command, p moderation.LifePlan) (out []string) {
	for _, r := range p.Sent {
		out = append(out, c.Texts.Render(content.KeyLifeSentOff, reminderVars(c.Campaign, r)))
	}
	if p.Present > 0 {
		out = append(out, c.Texts.Render(content.KeyLifePresent, content.Vars{"人数": strconv.Itoa(p.Present)}))
	}
	return out
}

// moveConfirmed answers the code of #改期.
func moveConfirmed(ctx context.Context, c *command, p moderation.PendingMove) (bot.Reply, error) {
	done, err := c.Moderation.Seats.Life.Move(ctx, c.who, p, c.Arrived)
	if err != nil {
		return sayAgain(c, err, movePlan(), func() (moderation.LifePlan, error) {
			return c.Moderation.Seats.Life.ProposeMove(ctx, c.who, p.Start, p.End, c.Arrived)
		})
	}
	return sayChanged(ctx, c, said{content.KeyLifeMoveDone, content.KeyLifeMoved}, done)
}

func lecturerConfirmed(ctx context.Context, c *command, p moderation.PendingLecturer) (bot.Reply, error) {
	done, err := c.Moderation.Seats.Life.ChangeLecturer(ctx, c.who, p, c.Arrived)
	if err != nil {
		return sayAgain(c, err, lecturerPlan(), func() (moderation.LifePlan, error) {
			return c.Moderation.Seats.Life.ProposeLecturer(ctx, c.who, p.Name, p.Intro, c.Arrived)
		})
	}
	return sayChanged(ctx, c, said{content.KeyLifeTeachDone, content.KeyLifeTaught}, done)
}

func cancelConfirmed(ctx context.Context, c *command, p moderation.PendingCancelling) (bot.Reply, error) {
	done, err := c.Moderation.Seats.Life.Cancel(ctx, c.who, p, c.Arrived)
	if err != nil {
		return sayAgain(c, err, cancelPlan(), func() (moderation.LifePlan, error) {
			return c.Moderation.Seats.Life.ProposeCancelling(ctx, c.who, p.Reason, c.Arrived)
		})
	}
	return sayChanged(ctx, c, said{content.KeyLifeCancelDone, content.KeyLifeCancelled}, done)
}

func restoreConfirmed(ctx context.Context, c *command, p moderation.PendingRestoring) (bot.Reply, error) {
	done, err := c.Moderation.Seats.Life.Restore(ctx, c.who, p, c.Arrived)
	if err != nil {
		return sayAgain(c, err, restorePlan(), func() (moderation.LifePlan, error) {
			return c.Moderation.Seats.Life.ProposeRestoring(ctx, c.who, c.Arrived)
		})
	}
	return sayChanged(ctx, c, said{content.KeyLifeRestoreDone, content.KeyLifeRestored}, done)
}

// said are the texts about a change: to the moderator, and of the notice about it.
type said struct{ done, notice content.Key }

// sayChanged says that a class was changed, and offers a notice about it as a draft. A draft
// that is refused does not keep the class from being changed.
func sayChanged(ctx context.Context, c *command, of said, done moderation.Changed) (bot.Reply, error) {
	when := content.ClassTime(done.New)
	v := content.Vars{
		"时间": when, "名字": strings.TrimSuffix(done.New.Lecturer, "老师"), "新时间": when, "旧时间": content.ClassTime(done.Old),
		"原因": done.New.CancelReason,
	}
	if of.done == content.KeyLifeCancelDone {
		v["时间"] = content.Moment(done.New.End.In(done.New.Zone))
	}
	words := bot.Text(c.Texts.Render(of.done, v))
	p, err := c.Moderation.Seats.Life.Notify(ctx, c.who, done.New, c.Texts.Render(of.notice, v), c.Arrived)
	if refused, ok := errors.AsType[*moderation.BroadcastError](err); ok {
		return withoutNotice(c, words, refused)
	}
	if err != nil {
		return nil, err
	}
	b := p.Broadcast
	offer := bot.Text("\n" + c.Texts.Render(content.KeyLifeNotice, content.Vars{
		"编号": b.Name(), "对象": content.AudienceWords(b.Audience), "人数": strconv.Itoa(b.Size), "可达": strconv.Itoa(p.Reachable), "内容": b.Text,
	}))
	if !p.Sent { // the reply shows it
		if err := c.Moderation.Broadcasts.MarkSeen(ctx, c.who, b); err != nil {
			return nil, err
		}
	}
	return words + offer + accountNote(c), nil
}

// withoutNotice says why there is no draft of a notice.
func withoutNotice(c *command, said bot.Text, refused *moderation.BroadcastError) (bot.Reply, error) {
	if refused.Why == moderation.RefusedEmpty {
		return said + bot.Text("\n"+c.Texts.Render(content.KeyLifeNobody, nil)), nil
	}
	why, err := c.sayBroadcastError(refused)
	words, _ := bot.Words(why)
	if err != nil {
		return nil, err
	}
	return said + bot.Text("\n"+c.Texts.Render(content.KeyLifeNoNotice, content.Vars{"内容": string(words)})), nil
}

// sayLifeError returns the words for a refusal to change the class.
func sayLifeError(c *command, err error) (bot.Reply, error) {
	if refused, ok := errors.AsType[*moderation.LifeError](err); ok {
		return c.say(lifeRefusal(refused.Why), nil)
	}
	if overtaken, ok := errors.AsType[*moderation.OvertakenError](err); ok {
		return c.say(content.KeyLifeOvertaken, content.Vars{"名字": nameOf(overtaken)})
	}
	if long, ok := errors.AsType[*moderation.LongError](err); ok {
		return c.say(content.KeyLifeTooLong, content.Vars{"字数": strconv.Itoa(long.Runes), "数": strconv.Itoa(long.Max)})
	}
	bad, ok := errors.AsType[*moderation.FileError](err)
	if !ok {
		return c.refused(err, "")
	}
	lines := problemLines(c, content.KeyLifeFileBad, bad.Problems)
	return c.say(content.KeyLifeBadFile, content.Vars{"列表": handlers.FitList(c.Texts, lines, len(lines), content.KeyStaffInboxMore)})
}

func lifeRefusal(why moderation.LifeRefusal) content.Key {
	switch why {
	case moderation.LifeRunning:
		return content.KeyLifeRunning
	case moderation.LifeOver:
		return content.KeyLifeOver
	case moderation.LifePast:
		return content.KeyLifePast
	case moderation.LifeSame:
		return content.KeyLifeSame
	case moderation.LifeLong:
		return content.KeyLifeLong
	case moderation.LifeCancelled:
		return content.KeyLifeIsOff
	case moderation.LifeNotCancelled:
		return content.KeyLifeIsOn
	}
	return content.KeyLifeSame
}
