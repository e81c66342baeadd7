package handlers

import (
	"context"
	"errors"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// Office is what moderators' commands ask.
type Office struct {
	Controls   campaign.Controls
	Moderators campaign.Moderators
	Confirm    *campaign.Confirmations
	Desk       *campaign.Desk
	Rooms      campaign.Office
	Publisher  campaign.Publisher
	Phrasebook *campaign.Phrasebook
	Broadcasts *campaign.Broadcasts
	Unknowns   Unknowns
}

// Unknowns are notices of which nobody knows whether they arrived.
type Unknowns interface {
	Unknowns(ctx context.Context, campaign string) ([]Unknown, error)
	// Repeat queues one again; false when it is not unknown any more.
	Repeat(ctx context.Context, id int64, at time.Time) (bool, error)
}

// Unknown is one of them.
type Unknown = campaign.UnknownNotice

// command is a moderator's message under way.
type command struct {
	*bot.Message
	who *campaign.Moderator
	// word is the command, rest what follows it as typed, args its words.
	word, rest string
	args       []string
	// before is the state of what the command is about, for the record.
	before string
}

// order is what a command word does, how it is written, and who may use it.
type order struct {
	run   func(ctx context.Context, c *command) (bot.Reply, error)
	usage string
	least int // arguments
	roles []campaign.Role
}

// orderTable is the one list of moderators' commands (product.md, Moderator
// commands).
func (m *Mouth) orderTable() map[string]order {
	staff := []campaign.Role{campaign.RoleOwner, campaign.RoleStaff}
	stage := append([]campaign.Role{campaign.RoleLecturer}, staff...)
	all := append([]campaign.Role{campaign.RoleReader}, stage...)
	return map[string]order{
		"待答": {m.inbox, "#待答", 0, all}, "答": {m.answerTicket, "#答 U12 内容", 2, staff},
		"发布": {m.publish, "#发布 U12", 1, staff}, "撤销": {m.undo, "#撤销 F11", 1, staff},
		"问法": {m.addPhrasing, "#问法 编号 说法", 2, staff}, "删问法": {m.dropPhrasing, "#删问法 编号 说法", 2, staff},
		"接管": {m.takeOver, "#接管 H9", 1, staff}, "结束": {m.handBack, "#结束 H9", 1, staff},
		"换链": {m.relink, "#换链 99 网址 提取码 至 日期", 2, staff}, "停链": {m.stopLink, "#停链 99 1", 2, staff},
		"恢复链": {m.restoreLink, "#恢复链 99 1", 2, staff}, "补货": {m.restock, "#补货 49 20", 2, staff},
		"审": {m.review, "#审", 0, all}, "过": {m.approve, "#过 Q3 Q4", 1, staff}, "隐": {m.hide, "#隐 Q4", 1, staff},
		"并": {m.mergeQuestions, "#并 Q5 Q3", 2, staff}, "上墙": {m.onWall, "#上墙 Q3", 1, stage},
		"回答": {m.answerQuestion, "#回答 Q3 内容", 2, stage},
		"补签": {m.makeups, "#补签 H5 H6，或 #补签 全部", 1, staff}, "关报名": {m.closeSignup, "#关报名", 0, staff},
		"开报名": {m.openSignup, "#开报名", 0, staff}, "加席": {m.addSeats, "#加席 20", 1, staff},
		"群发": {m.draft, "#群发 对象 内容", 2, staff}, "改": {m.edit, "#改 B3 内容", 2, staff},
		"预览": {m.preview, "#预览 B3", 1, staff}, "确认": {m.confirm, "#确认 码，或 #确认 B3 人数", 1, all},
		"定时": {m.schedule, "#定时 B3 19:40", 2, staff}, "进度": {m.progressOf, "#进度 B3", 1, all},
		"暂停": {m.pause, "#暂停 B3", 1, staff}, "继续": {m.resumeOne, "#继续 B3", 1, staff},
		"取消": {m.cancelOne, "#取消 B3", 1, staff}, "更正": {m.correct, "#更正 B3 内容", 2, staff},
		"批准": {m.approveOne, "#批准 B3", 1, staff},
		"停":  {m.stop, "#停，或 #停 全部", 0, staff}, "恢复": {m.resume, "#恢复", 0, staff},
		"数据": {m.stats, "#数据", 0, all}, "谁": {m.whois, "#谁 同学7K2F", 1, staff}, "帮助": {m.orderHelp, "#帮助", 0, all},
		"未知": {m.unknowns, "#未知", 0, all}, "重发": {m.repeat, "#重发 编号", 1, staff},
	}
}

// moderator answers a # line of a bound moderator, or of somebody who binds.
func (m *Mouth) moderator(ctx context.Context, msg *bot.Message, line string) (bot.Reply, error) {
	c := read(line)
	c.Message = msg
	p := campaign.PersonFrom(ctx)
	if c.word == "绑定" && len(c.args) == 1 {
		return m.bind(ctx, c, p)
	}
	var err error
	c.who, err = m.Moderators.Moderator(ctx, p.Hash)
	if err != nil {
		return nil, err
	}
	return m.obey(ctx, c)
}

// obey runs a command that the moderator's role allows.
func (m *Mouth) obey(ctx context.Context, c *command) (bot.Reply, error) {
	if c.word == "停全部" { // in an emergency nobody thinks of the space
		c.word, c.rest = "停", "全部"
	}
	o, ok := m.orders[c.word]
	if !ok {
		return m.say("m_unknown_command", nil)
	}
	allowed := false
	for _, r := range o.roles {
		allowed = allowed || r == c.who.Role
	}
	switch {
	case !allowed:
		return m.say("m_denied", nil)
	case len(c.args) < o.least:
		return m.say("m_usage", content.Vars{"写法": o.usage})
	}
	return o.run(ctx, c)
}

// bind answers #绑定 with a one-time code, from anybody: the code decides.
func (m *Mouth) bind(ctx context.Context, c *command, p *campaign.Person) (bot.Reply, error) {
	who, err := m.Moderators.Bind(ctx, strings.ToUpper(c.args[0]), p.Hash, c.Arrived)
	if errors.Is(err, campaign.ErrNotFound) {
		return m.say("m_bind_bad", nil)
	}
	if errors.Is(err, campaign.ErrHigherRole) {
		return m.say("m_bind_higher", content.Vars{"名字": who.Name})
	}
	if err != nil {
		return nil, err
	}
	c.who = who
	if err := m.audit(ctx, c, who.Name, "", string(who.Role)); err != nil {
		return nil, err
	}
	return m.say("m_bound", content.Vars{"名字": who.Name})
}

// audit notes a command that changed something.
func (m *Mouth) audit(ctx context.Context, c *command, target, before, after string) error {
	return m.Moderators.Audit(ctx, campaign.AuditEntry{
		Campaign: m.Campaign.ID, Who: c.who.Name, Action: c.word, Target: target, Before: before, After: after, At: c.Arrived,
	})
}

// change is what a command changed, for the record.
type change struct{ target, before, after string }

// done notes the command and answers with a text.
func (m *Mouth) done(ctx context.Context, c *command, what change, key content.Key, v content.Vars) (bot.Reply, error) {
	if err := m.audit(ctx, c, what.target, what.before, what.after); err != nil {
		return nil, err
	}
	return m.say(key, v)
}

// confirmed asks for 「#确认 码」 before an action (R15).
func (m *Mouth) confirmed(ctx context.Context, c *command, args map[string]string, key content.Key, v content.Vars) (bot.Reply, error) {
	code, err := m.Confirm.Ask(ctx, c.who, campaign.Action{Name: c.word, Args: args}, c.Arrived)
	if err != nil {
		return nil, err
	}
	v["码"] = code
	return m.say(key, v)
}

// confirm answers #确认: a code, or a broadcast with its number of people.
func (m *Mouth) confirm(ctx context.Context, c *command) (bot.Reply, error) {
	if len(c.args) == 2 {
		if c.who.Role != campaign.RoleOwner && c.who.Role != campaign.RoleStaff {
			return m.say("m_denied", nil) // anybody's codes are their own, broadcasts are not
		}
		return m.confirmOne(ctx, c)
	}
	a, err := m.Moderators.TakeCode(ctx, c.who.Hash, c.args[0], c.Arrived)
	if errors.Is(err, campaign.ErrNotFound) {
		return m.say("m_code_bad", nil)
	}
	if err != nil {
		return nil, err
	}
	c.word = a.Name
	run := map[string]func(context.Context, *command, map[string]string) (bot.Reply, error){
		"发布": m.doPublish, "换链": m.doRelink, "关报名": m.doClose, "加席": m.doAddSeats, "恢复": m.doResume,
		"问法": m.doAddPhrasing, "答": m.doAnswer,
	}[a.Name]
	if run == nil {
		return m.say("m_code_bad", nil)
	}
	return run(ctx, c, a.Args)
}

// orderHelp answers #帮助.
func (m *Mouth) orderHelp(context.Context, *command) (bot.Reply, error) { return m.say("m_help", nil) }

// none answers a name that does not exist.
func (m *Mouth) none(name string) (bot.Reply, error) {
	return m.say("m_none", content.Vars{"编号": name})
}
