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

// row is a command of moderators.
type row struct {
	word string
	// usage shows how the command is written.
	usage string
	// least is the smallest number of arguments.
	least int
	// action is what the moderator's role must allow. It is checked before the
	// arguments.
	action moderation.Action
	answer func(ctx context.Context, c *command) (bot.Reply, error)
}

// table lists every command of moderators but #绑定.
func table() []row {
	return []row{
		{"待答", "#待答", 0, moderation.ActionListTickets, waitingTickets},
		{"答", "#答 U12 内容", 2, moderation.ActionAnswerTicket, answerTicket},
		{"发布", "#发布 U12", 1, moderation.ActionPublishEntry, publishEntry},
		{"撤销", "#撤销 F11", 1, moderation.ActionUndoEntry, undoEntry},
		{"问法", "#问法 编号 说法", 2, moderation.ActionAddPhrasing, addPhrasing},
		{"删问法", "#删问法 编号 说法", 2, moderation.ActionDropPhrasing, dropPhrasing},
		{"接管", "#接管 H9", 1, moderation.ActionTakeTicket, takeOver},
		{"结束", "#结束 H9", 1, moderation.ActionCloseTicket, handBack},
		{"换链", "#换链 99 网址 提取码 至 日期", 2, moderation.ActionReplaceLink, replaceLink},
		{"停链", "#停链 99 1", 2, moderation.ActionStopLink, stopLink},
		{"恢复链", "#恢复链 99 1", 2, moderation.ActionRestoreLink, restoreLink},
		{"补货", "#补货 49 20", 2, moderation.ActionRestockPack, restockPack},
		{"审", "#审", 0, moderation.ActionListQuestions, pendingQuestions},
		{"过", "#过 Q3 Q4", 1, moderation.ActionApproveQuestion, approveQuestions},
		{"隐", "#隐 Q4", 1, moderation.ActionHideQuestion, hideQuestions},
		{"并", "#并 Q5 Q3", 2, moderation.ActionMergeQuestion, mergeQuestions},
		{"上墙", "#上墙 Q3", 1, moderation.ActionWallQuestion, putOnWall},
		{"回答", "#回答 Q3 内容", 2, moderation.ActionAnswerQuestion, answerQuestion},
		{"补签", "#补签 H5 H6，或 #补签 全部", 1, moderation.ActionGrantCheckin, grantCheckins},
		{"关报名", "#关报名", 0, moderation.ActionCloseSignup, closeSignup},
		{"开报名", "#开报名", 0, moderation.ActionOpenSignup, openSignup},
		{"加席", "#加席 20", 1, moderation.ActionAddSeats, addSeats},
		{"群发", "#群发 对象 内容", 2, moderation.ActionDraftBroadcast, draft},
		{"改", "#改 B3 内容", 2, moderation.ActionEditBroadcast, edit},
		{"预览", "#预览 B3", 1, moderation.ActionPreviewBroadcast, preview},
		{"定时", "#定时 B3 19:40", 2, moderation.ActionScheduleBroadcast, schedule},
		{"进度", "#进度 B3", 1, moderation.ActionReadBroadcast, progressOf},
		{"暂停", "#暂停 B3", 1, moderation.ActionPauseBroadcast, pause},
		{"继续", "#继续 B3", 1, moderation.ActionContinueBroadcast, resumeOne},
		{"取消", "#取消 B3", 1, moderation.ActionCancelBroadcast, cancelOne},
		{"更正", "#更正 B3 内容", 2, moderation.ActionCorrectBroadcast, correct},
		{"批准", "#批准 B3", 1, moderation.ActionApproveBroadcast, approveOne},
		{"确认", "#确认 码，或 #确认 B3 人数", 1, moderation.ActionConfirm, confirm},
		{"停", "#停，或 #停 全部", 0, moderation.ActionStopSending, stop},
		{"恢复", "#恢复", 0, moderation.ActionResumeSending, resume},
		{"数据", "#数据", 0, moderation.ActionReadFigures, readFigures},
		{"谁", "#谁 同学7K2F", 1, moderation.ActionFindPerson, findPerson},
		{"帮助", "#帮助", 0, moderation.ActionReadHelp, help},
		{"未知", "#未知", 0, moderation.ActionListDeliveries, unknownDeliveries},
		{"重发", "#重发 编号", 1, moderation.ActionRepeatNotice, repeatDelivery},
	}
}

// freeText lists the commands whose last argument stays as it was typed.
func freeText() []string {
	return []string{"答", "群发", "改", "更正", "回答", "问法", "删问法", "换链", "定时"}
}

// Answer answers a command; line is what follows the #. The actor is its author, and
// empty if the sender is about to become a moderator by #绑定.
func Answer(ctx context.Context, v *handlers.Visit, who moderation.Actor, line string) (bot.Reply, error) {
	c := &command{Visit: v, who: who}
	c.read(line)
	if c.word == "绑定" && len(c.args) == 1 {
		return bind(ctx, c, v.Person)
	}
	return c.obey(ctx)
}

// obey runs the command if the moderator's role allows it.
func (c *command) obey(ctx context.Context) (bot.Reply, error) {
	if c.word == "停全部" { // in an emergency people forget the space
		c.word, c.rest = "停", "全部"
	}
	for _, r := range table() {
		if r.word != c.word {
			continue
		}
		c.row = r
		switch {
		case !c.who.May(r.action):
			return c.say(content.KeyStaffDenied, nil)
		case len(c.args) < r.least:
			return c.sayUsage()
		}
		return r.answer(ctx, c)
	}
	return c.say(content.KeyStaffUnknownCommand, nil)
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

// help answers #帮助.
func help(_ context.Context, c *command) (bot.Reply, error) { return c.say(content.KeyStaffHelp, nil) }
