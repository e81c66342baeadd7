package moderation

import "slices"

// Action names something a moderator can do. Permissions, confirmation codes and
// the audit log are keyed by it, never by the words of a chat command.
type Action string

// The actions.
const (
	ActionListTickets   Action = "ticket.list"
	ActionAnswerTicket  Action = "ticket.answer"
	ActionTakeTicket    Action = "ticket.take"
	ActionCloseTicket   Action = "ticket.close"
	ActionGrantCheckin  Action = "checkin.grant"
	ActionForwardTicket Action = "ticket.forward"
	ActionAssignTicket  Action = "ticket.assign"
	ActionTakeShift     Action = "shift.take"
	// ActionTakeBackAnswer withdraws an answer that is still held.
	ActionTakeBackAnswer Action = "ticket.takeback"

	ActionPublishEntry Action = "entry.publish"
	ActionUndoEntry    Action = "entry.undo"
	ActionRewriteEntry Action = "entry.rewrite"
	ActionRetireEntry  Action = "entry.retire"
	ActionAddPhrasing  Action = "phrasing.add"
	ActionDropPhrasing Action = "phrasing.drop"

	ActionListQuestions   Action = "question.list"
	ActionApproveQuestion Action = "question.approve"
	ActionHideQuestion    Action = "question.hide"
	ActionMergeQuestion   Action = "question.merge"
	ActionWallQuestion    Action = "question.wall"
	ActionAnswerQuestion  Action = "question.answer"
	ActionOpenScreen      Action = "wall.screen"

	ActionReplaceLink Action = "link.replace"
	ActionStopLink    Action = "link.stop"
	ActionRestoreLink Action = "link.restore"
	ActionRestockPack Action = "pack.restock"

	ActionCloseSignup Action = "signup.close"
	ActionOpenSignup  Action = "signup.open"
	ActionAddSeats    Action = "seats.add"
	ActionPromote     Action = "seats.promote"

	ActionMoveClass      Action = "class.move"
	ActionChangeLecturer Action = "class.lecturer"
	ActionCancelClass    Action = "class.cancel"
	ActionRestoreClass   Action = "class.restore"

	ActionReadContent    Action = "content.read"
	ActionWriteContent   Action = "content.write"
	ActionPublishContent Action = "content.publish"
	ActionReturnContent  Action = "content.return"
	ActionMakeClass      Action = "class.make"

	ActionDraftBroadcast    Action = "broadcast.draft"
	ActionEditBroadcast     Action = "broadcast.edit"
	ActionPreviewBroadcast  Action = "broadcast.preview"
	ActionTestDelivery      Action = "delivery.test"
	ActionConfirmBroadcast  Action = "broadcast.confirm"
	ActionApproveBroadcast  Action = "broadcast.approve"
	ActionScheduleBroadcast Action = "broadcast.schedule"
	ActionReadBroadcast     Action = "broadcast.read"
	ActionPauseBroadcast    Action = "broadcast.pause"
	ActionContinueBroadcast Action = "broadcast.continue"
	ActionCancelBroadcast   Action = "broadcast.cancel"
	ActionCorrectBroadcast  Action = "broadcast.correct"
	ActionTakeBackBroadcast Action = "broadcast.takeback"

	ActionSkipReminder Action = "reminder.skip"
	ActionMoveReminder Action = "reminder.move"
	// ActionUnskipReminder lets a reminder go out that was skipped.
	ActionUnskipReminder Action = "reminder.unskip"

	ActionStopSending   Action = "sending.stop"
	ActionResumeSending Action = "sending.resume"

	ActionReadFigures    Action = "figures.read"
	ActionFindPerson     Action = "person.find"
	ActionListEntries    Action = "entry.list"
	ActionListPeople     Action = "person.list"
	ActionErasePerson    Action = "person.erase"
	ActionListDeliveries Action = "delivery.list"
	ActionListClasses    Action = "class.list"
	ActionSwitchClass    Action = "class.switch"
	ActionRepeatNotice   Action = "delivery.repeat"
	ActionReadHelp       Action = "help.read"
	ActionReadAudit      Action = "audit.read"
	// ActionNoteConversions writes down what only people know for the report.
	ActionNoteConversions Action = "report.conversions"
	ActionExport          Action = "export.table"
	ActionAddChannel      Action = "channel.add"
	ActionMakeCode        Action = "channel.code"

	// ActionConfirm redeems a confirmation code; the action behind the code has
	// its own rule.
	ActionConfirm         Action = "code.confirm"
	ActionBindModerator   Action = "moderator.bind"
	ActionInviteModerator Action = "moderator.invite"

	ActionOpenConsole Action = "console.open"
	ActionSignIn      Action = "login.enter"
	ActionSecureLogin Action = "login.secure"
	ActionListLogins  Action = "login.list"
	ActionInviteLogin Action = "login.invite"
	ActionRemoveLogin Action = "login.remove"
)

// CodeRule says when an action waits for a confirmation code (R15).
type CodeRule int

// The rules.
const (
	CodeNever CodeRule = iota
	CodeAlways
	// CodeSecond asks for a code if another moderator is working on the same thing.
	CodeSecond
)

// Rule is what holds for an action.
type Rule struct {
	Action Action
	// Least is the role with the fewest rights that may do it.
	Least Role
	Code  CodeRule
	// Audited actions change something and leave a line in the audit log.
	Audited bool
}

// Rules lists every action with its rule.
func Rules() []Rule {
	const reads, writes = false, true
	return append([]Rule{
		{ActionListTickets, RoleReader, CodeNever, reads},
		{ActionAnswerTicket, RoleStaff, CodeSecond, writes},
		{ActionTakeTicket, RoleStaff, CodeNever, writes},
		{ActionCloseTicket, RoleStaff, CodeNever, writes},
		{ActionGrantCheckin, RoleStaff, CodeNever, writes},
		{ActionForwardTicket, RoleStaff, CodeNever, writes},
		{ActionAssignTicket, RoleStaff, CodeNever, writes},
		{ActionTakeShift, RoleStaff, CodeNever, writes},
		{ActionPublishEntry, RoleStaff, CodeAlways, writes},
		{ActionUndoEntry, RoleStaff, CodeNever, writes},
		{ActionRewriteEntry, RoleStaff, CodeAlways, writes},
		{ActionRetireEntry, RoleStaff, CodeAlways, writes},
		{ActionAddPhrasing, RoleStaff, CodeAlways, writes},
		{ActionDropPhrasing, RoleStaff, CodeNever, writes},
		{ActionReplaceLink, RoleStaff, CodeAlways, writes},
		{ActionStopLink, RoleStaff, CodeNever, writes},
		{ActionRestoreLink, RoleStaff, CodeNever, writes},
		{ActionRestockPack, RoleStaff, CodeNever, writes},
		{ActionCloseSignup, RoleStaff, CodeAlways, writes},
		{ActionOpenSignup, RoleStaff, CodeNever, writes},
		{ActionAddSeats, RoleStaff, CodeAlways, writes},
		{ActionPromote, RoleStaff, CodeNever, writes},
		{ActionMoveClass, RoleStaff, CodeAlways, writes},
		{ActionChangeLecturer, RoleStaff, CodeAlways, writes},
		{ActionCancelClass, RoleStaff, CodeAlways, writes},
		{ActionRestoreClass, RoleStaff, CodeAlways, writes},
		{ActionDraftBroadcast, RoleStaff, CodeNever, writes},
		{ActionEditBroadcast, RoleStaff, CodeNever, writes},
		{ActionPreviewBroadcast, RoleStaff, CodeNever, writes},
		{ActionTestDelivery, RoleStaff, CodeNever, writes},
		{ActionConfirmBroadcast, RoleStaff, CodeNever, writes},
		{ActionApproveBroadcast, RoleStaff, CodeNever, writes},
		{ActionScheduleBroadcast, RoleStaff, CodeNever, writes},
		{ActionReadBroadcast, RoleReader, CodeNever, reads},
		{ActionPauseBroadcast, RoleStaff, CodeNever, writes},
		{ActionContinueBroadcast, RoleStaff, CodeNever, writes},
		{ActionCancelBroadcast, RoleStaff, CodeNever, writes},
		{ActionCorrectBroadcast, RoleStaff, CodeNever, writes},
		{ActionStopSending, RoleStaff, CodeNever, writes},
		{ActionResumeSending, RoleStaff, CodeAlways, writes},
		{ActionReadFigures, RoleReader, CodeNever, reads},
		{ActionFindPerson, RoleStaff, CodeNever, reads},
		{ActionListEntries, RoleReader, CodeNever, reads},
		{ActionListPeople, RoleStaff, CodeNever, reads},
		{ActionErasePerson, RoleOwner, CodeAlways, writes},
		{ActionListDeliveries, RoleReader, CodeNever, reads},
		{ActionListClasses, RoleReader, CodeNever, reads},
		{ActionSwitchClass, RoleReader, CodeNever, reads}, // it changes what they see, and nothing for others
		{ActionRepeatNotice, RoleStaff, CodeNever, writes},
		{ActionReadHelp, RoleReader, CodeNever, reads},
		{ActionReadAudit, RoleStaff, CodeNever, reads},
		{ActionConfirm, RoleReader, CodeNever, reads},
		{ActionBindModerator, RoleReader, CodeNever, writes},
		{ActionInviteModerator, RoleOwner, CodeNever, writes},
	}, slices.Concat(questionRules(), doorRules(), sendRules(), reportRules(), contentRules())...)
}

// reportRules are the rules of the report, of tables that are taken away, and of channels.
func reportRules() []Rule {
	const writes = true
	return []Rule{
		{ActionNoteConversions, RoleStaff, CodeNever, writes},
		{ActionExport, RoleStaff, CodeNever, writes},
		{ActionAddChannel, RoleStaff, CodeNever, writes},
		{ActionMakeCode, RoleStaff, CodeNever, writes},
	}
}

// questionRules are the rules of the questions to the lecturer and of the wall.
func questionRules() []Rule {
	const reads, writes = false, true
	return []Rule{
		{ActionListQuestions, RoleReader, CodeNever, reads},
		{ActionApproveQuestion, RoleStaff, CodeNever, writes},
		{ActionHideQuestion, RoleStaff, CodeNever, writes},
		{ActionMergeQuestion, RoleStaff, CodeNever, writes},
		{ActionWallQuestion, RoleLecturer, CodeNever, writes},
		{ActionAnswerQuestion, RoleLecturer, CodeNever, writes},
		{ActionOpenScreen, RoleStaff, CodeNever, writes},
	}
}

// doorRules are the rules of the console's door.
func doorRules() []Rule {
	const reads, writes = false, true
	return []Rule{
		{ActionOpenConsole, RoleReader, CodeNever, writes},
		{ActionSignIn, RoleReader, CodeNever, writes},
		{ActionSecureLogin, RoleReader, CodeNever, writes},
		{ActionListLogins, RoleOwner, CodeNever, reads},
		{ActionInviteLogin, RoleOwner, CodeNever, writes},
		{ActionRemoveLogin, RoleOwner, CodeNever, writes},
	}
}

// RuleOf returns the rule of an action, or false for an unknown action.
func RuleOf(a Action) (Rule, bool) {
	for _, r := range Rules() {
		if r.Action == a {
			return r, true
		}
	}
	return Rule{}, false
}
