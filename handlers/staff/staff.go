package staff

import (
	"context"
	"errors"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// command is a command of a moderator: the visit, its author, the row of the table and
// the arguments.
type command struct {
	*handlers.Visit
	row
	who moderation.Actor
	// rest is what follows the command word as typed, args its words.
	rest string
	args []string
}

// arguments says how the words after a command are read.
type arguments int

// The ways to read arguments.
const (
	// folded arguments are names and numbers, however people write them (R2).
	folded arguments = iota
	// asTyped arguments end in a text that other people will read.
	asTyped
)

// row is a command of moderators.
type row struct {
	word string
	// usage shows how the command is written.
	usage string
	// least is the smallest number of arguments.
	least int
	// arguments says how they are read.
	arguments arguments
	// action is what the moderator's role must allow. It is checked before the
	// arguments.
	action moderation.Action
	answer func(ctx context.Context, c *command) (bot.Reply, error)
}

// table lists every command of moderators but #绑定.
func table() []row {
	return []row{
		{"待答", "#待答，或 #待答 2", 0, folded, moderation.ActionListTickets, waitingTickets},
		{"答", "#答 U12 内容", 2, asTyped, moderation.ActionAnswerTicket, answerTicket},
		{"发布", "#发布 U12", 1, folded, moderation.ActionPublishEntry, publishEntry},
		{"撤销", "#撤销 F11", 1, folded, moderation.ActionUndoEntry, undoEntry},
		{"问法", "#问法 编号 说法", 2, asTyped, moderation.ActionAddPhrasing, addPhrasing},
		{"删问法", "#删问法 编号 说法", 2, asTyped, moderation.ActionDropPhrasing, dropPhrasing},
		{"接管", "#接管 H9", 1, folded, moderation.ActionTakeTicket, takeOver},
		{"结束", "#结束 H9", 1, folded, moderation.ActionCloseTicket, handBack},
		{"换链", "#换链 {包} 网址 提取码 至 日期", 2, asTyped, moderation.ActionReplaceLink, replaceLink},
		{"停链", "#停链 {包} 1", 2, folded, moderation.ActionStopLink, stopLink},
		{"恢复链", "#恢复链 {包} 1", 2, folded, moderation.ActionRestoreLink, restoreLink},
		{"补货", "#补货 {补货包} 20", 2, folded, moderation.ActionRestockPack, restockPack},
		{"审", "#审", 0, folded, moderation.ActionListQuestions, pendingQuestions},
		{"过", "#过 Q3 Q4", 1, folded, moderation.ActionApproveQuestion, approveQuestions},
		{"隐", "#隐 Q4", 1, folded, moderation.ActionHideQuestion, hideQuestions},
		{"并", "#并 Q5 Q3", 2, folded, moderation.ActionMergeQuestion, mergeQuestions},
		{"上墙", "#上墙 Q3", 1, folded, moderation.ActionWallQuestion, putOnWall},
		{"回答", "#回答 Q3 内容", 2, asTyped, moderation.ActionAnswerQuestion, answerQuestion},
		{"补签", "#补签 H5 H6，或 #补签 全部", 1, folded, moderation.ActionGrantCheckin, grantCheckins},
		{"关报名", "#关报名", 0, folded, moderation.ActionCloseSignup, closeSignup},
		{"开报名", "#开报名", 0, folded, moderation.ActionOpenSignup, openSignup},
		{"加席", "#加席 20，或 #名额 150", 1, folded, moderation.ActionAddSeats, addSeats},
		{"群发", "#群发 对象 内容", 2, asTyped, moderation.ActionDraftBroadcast, draft},
		{"改", "#改 B3 内容", 2, asTyped, moderation.ActionEditBroadcast, edit},
		{"预览", "#预览 B3", 1, folded, moderation.ActionPreviewBroadcast, preview},
		{"定时", "#定时 B3 19:40", 2, asTyped, moderation.ActionScheduleBroadcast, schedule},
		{"进度", "#进度，或 #进度 B3", 0, folded, moderation.ActionReadBroadcast, progress},
		{"暂停", "#暂停 B3", 1, folded, moderation.ActionPauseBroadcast, pause},
		{"继续", "#继续 B3", 1, folded, moderation.ActionContinueBroadcast, resumeOne},
		{"取消", "#取消 B3", 1, folded, moderation.ActionCancelBroadcast, cancelOne},
		{"更正", "#更正 B3 内容", 2, asTyped, moderation.ActionCorrectBroadcast, correct},
		{"批准", "#批准 B3", 1, folded, moderation.ActionApproveBroadcast, approveOne},
		{"确认", "#确认 码，或 #确认 B3 人数", 1, folded, moderation.ActionConfirm, confirm},
		{"停", "#停，或 #停 全部", 0, folded, moderation.ActionStopSending, stop},
		{"恢复", "#恢复", 0, folded, moderation.ActionResumeSending, resume},
		{"数据", "#数据，或 #数据 渠道", 0, folded, moderation.ActionReadFigures, readFigures},
		{"谁", "#谁 同学7K2F，或 #谁 U12", 1, folded, moderation.ActionFindPerson, findPerson},
		{"帮助", "#帮助，或 #帮助 群发", 0, folded, moderation.ActionReadHelp, help},
		{"未知", "#未知", 0, folded, moderation.ActionListDeliveries, unknownDeliveries},
		{"重发", "#重发 编号", 1, folded, moderation.ActionRepeatNotice, repeatDelivery},
		{"转问", "#转问 U5", 1, folded, moderation.ActionForwardTicket, forwardTicket},
		{"常见", "#常见，或 #常见 2", 0, folded, moderation.ActionListEntries, publishedEntries},
		{"改答", "#改答 F11 内容", 2, asTyped, moderation.ActionRewriteEntry, rewriteEntry},
		{"下架", "#下架 F11", 1, folded, moderation.ActionRetireEntry, retireEntry},
		{"控制台", "#控制台", 0, folded, moderation.ActionOpenConsole, openConsole},
		{"场", "#场，或 #场 2", 0, folded, moderation.ActionListClasses, classes},
		{"改期", "#改期 7月14日 20:30，或 #改期 7月14日 20:30-21:30", 1, asTyped, moderation.ActionMoveClass, moveClass},
		{"换老师", "#换老师 名字 介绍", 1, asTyped, moderation.ActionChangeLecturer, changeLecturer},
		{"取消本场", "#取消本场 原因", 0, asTyped, moderation.ActionCancelClass, cancelClass},
		{"恢复本场", "#恢复本场", 0, folded, moderation.ActionRestoreClass, restoreClass},
	}
}

// Answer answers a command; line is what follows the #. The actor is its author, and
// empty if the sender is about to become a moderator by #绑定.
func Answer(ctx context.Context, v *handlers.Visit, who moderation.Actor, line string) (bot.Reply, error) {
	c := &command{Visit: v, who: who}
	c.read(line)
	if c.word == "绑定" && len(c.args) == 1 {
		return bind(ctx, c, v.Person)
	}
	reply, err := c.obey(ctx)
	if err == nil && c.Crowded {
		reply = handlers.Head(c.Snapshot, c.Live, reply, c.Channel.MaxText)
	}
	return reply, err
}

// obey runs the command if the moderator's role allows it.
func (c *command) obey(ctx context.Context) (bot.Reply, error) {
	switch {
	case c.answer == nil:
		return sayNearest(c, c.word)
	case !c.who.May(c.action):
		return c.say(content.KeyStaffDenied, nil)
	case len(c.args) < c.least:
		return c.sayUsage()
	}
	return c.answer(ctx, c)
}

// bind answers #绑定 with the code of an invitation. Anybody may send it, because the
// code is the permission.
func bind(ctx context.Context, c *command, p *campaign.Person) (bot.Reply, error) {
	who, err := c.Moderation.Moderators.Bind(ctx, strings.ToUpper(c.args[0]), p, moderation.ViaChat, c.Arrived)
	if higher, ok := errors.AsType[*moderation.HigherRoleError](err); ok {
		return c.say(content.KeyStaffBindHigher, content.Vars{"名字": higher.Name})
	}
	if errors.Is(err, moderation.ErrBadCode) {
		return c.say(content.KeyStaffBindBad, nil)
	}
	if err != nil {
		return nil, err
	}
	return c.say(content.KeyStaffBound, content.Vars{"名字": who.Name})
}
