package campaign

import (
	"time"

	"zhujiao/bot"
)

// Body is the content of a notice as facts; handlers render it when it is sent. The
// interface is sealed, so that a renderer can know every kind. EncodeBody and
// DecodeBody convert it for the ledger.
//
// sumtype:decl
type Body interface {
	// kind names the type of the body; the ledger stores it beside the body.
	kind() NoticeKind
}

// Bodies for one person.
type (
	// LateReply is the reply to a push that could not wait for it.
	LateReply struct{ Reply bot.Reply }
	// AnswerPicture belongs to an answer; File lies beside the campaign file.
	AnswerPicture struct {
		File string `json:"file"`
	}
	// Promoted tells somebody of the waitlist that they have a seat.
	Promoted struct {
		Seat int `json:"seat"`
	}
	// MakeupApproved tells that a late check-in was accepted.
	MakeupApproved struct{}
	// HumanAnswer is a moderator's answer to a ticket.
	HumanAnswer struct {
		Text string `json:"text"`
		// Question is what its receiver asked, if they have written something else since.
		Question string `json:"question,omitempty"`
	}
	// TalkEnded tells that a conversation with a moderator is over.
	TalkEnded struct{}
	// LinkReplaced brings a pack's new link to somebody who holds the pack.
	LinkReplaced struct {
		PackLink
		// Restored is set when the link had been given out before.
		Restored bool `json:"restored,omitempty"`
	}
	// PackServed hands out a pack to somebody who waited for stock or a link.
	PackServed struct{ PackLink }
	// LecturerAnswer is the lecturer's answer to a question.
	LecturerAnswer struct {
		Number int `json:"number"`
		// Author is who wrote Question; others get the answer too (R16).
		Author   bot.PersonID `json:"author,omitempty"`
		Question string       `json:"question"`
		Answer   string       `json:"answer"`
	}
	// QuestionOnWall tells the author of a question that the lecturer answers it
	// now.
	QuestionOnWall struct {
		Number int `json:"number"`
		// Since is when the lecturer began.
		Since time.Time `json:"since"`
	}
	// ReminderText is one of the file's reminders: the key of its text.
	ReminderText struct {
		Text string `json:"text"`
		// Planned is the time for which it was meant; a notice's Due moves when a call
		// is postponed.
		Planned time.Time `json:"planned"`
	}
	// QuestionForwarded tells somebody that their ticket is a question for the lecturer
	// now.
	QuestionForwarded struct {
		Number int `json:"number"`
	}
	// BroadcastPreview shows a broadcast to the moderator who wrote it.
	BroadcastPreview struct {
		Number int    `json:"number"`
		Text   string `json:"text"`
	}
	// DeliveryTest shows a moderator that messages reach them.
	DeliveryTest struct {
		By string `json:"by"`
	}
	// BroadcastReport tells how many people a broadcast reached.
	BroadcastReport struct {
		Number    int `json:"number"`
		Delivered int `json:"delivered"`
		Unreached int `json:"unreached"`
		Failed    int `json:"failed"`
		Unknown   int `json:"unknown"`
		OptedOut  int `json:"opted_out"`
		// Gone is how many of Unreached did not fit the audience any more when it was made.
		Gone int `json:"gone,omitempty"`
		// Denied says why no administrator of the account approved it, if so.
		Denied bot.Approval `json:"denied,omitempty"`
	}
	// Undelivered tells the moderator who gave an answer, or the moderators' group, that
	// the answer did not arrive (ruling 42).
	Undelivered struct {
		// Name is Promise.Name, and Of the kind of the notice that did not arrive.
		Name  string     `json:"name"`
		Of    NoticeKind `json:"of"`
		Cause Cause      `json:"cause"`
		// Code is the platform's, 0 if it gave none.
		Code int `json:"code,omitempty"`
		// Kept is set when the person's next reply carries the notice.
		Kept bool `json:"kept,omitempty"`
	}
)

// PackLink is a pack's link as somebody gets it.
type PackLink struct {
	Pack  string `json:"pack"`
	URL   string `json:"url"`
	Code  string `json:"code"`
	Until string `json:"until"`
}

// Bodies for the moderators' group.
type (
	// TicketAlert shows what somebody wrote.
	TicketAlert struct {
		Ticket TicketKind `json:"ticket"`
		Number int        `json:"number"`
		Text   string     `json:"text"`
		// Code is the short code of who wrote it; Askers is how many people ask.
		Code   string `json:"code,omitempty"`
		Askers int    `json:"askers,omitempty"`
	}
	// NotBegunAlert tells that several people ask why a class that should run has not
	// begun.
	NotBegunAlert struct {
		People int `json:"people"`
	}
	// EntryAlert tells that an entry has an answer now, and how many people of a
	// ticket wait for it.
	EntryAlert struct {
		Question string `json:"question"`
		Ticket   string `json:"ticket"`
		Askers   int    `json:"askers"`
	}
	// LinkAlert tells that people report a pack's link as dead.
	LinkAlert struct {
		Pack   string `json:"pack"`
		Report int    `json:"report"`
		People int    `json:"people"`
		// Stopped is the name of the link if the reports have stopped it, else "".
		Stopped string `json:"stopped,omitempty"`
	}
	// LinkEndAlert tells that a pack's link ends within a day, or that none is left.
	LinkEndAlert struct {
		Pack string `json:"pack"`
		// Link names the link, Until is its last day.
		Link  string `json:"link,omitempty"`
		Until string `json:"until"`
		// Last is set if no other link outlives it, Over once nothing can be handed out.
		Last bool `json:"last,omitempty"`
		Over bool `json:"over,omitempty"`
	}
	// FileAlert tells that a campaign file is not taken over, or that it is gone. Problem says
	// what is wrong with it.
	FileAlert struct {
		Fault FileFault
		// File is its name, Other that of the file whose class it has.
		File, Other string
		// Class is the id of its class, Problem the first error.
		Class, Problem string
	}
	// ShortageAlert tells that a changed file has fewer seats than are taken, or less stock
	// of a pack than is held.
	ShortageAlert struct {
		// Pack is empty for seats.
		Pack  string `json:"pack,omitempty"`
		Have  int    `json:"have"`
		Taken int    `json:"taken"`
	}
	// DrawGoneAlert tells that a changed file does not draw for a pack any more, for which
	// people have drawn.
	DrawGoneAlert struct {
		Pack  string `json:"pack"`
		Drawn int    `json:"drawn"`
	}
	// TakenBackAlert tells that an edited file has put back what commands had changed, with the
	// values of the commands as the old ones.
	TakenBackAlert struct {
		Changes []SettingChange `json:"changes"`
	}
	// PictureAlert warns that an answer's picture stops being good.
	PictureAlert struct {
		Question string    `json:"question"`
		Until    time.Time `json:"until"`
	}
	// ReminderAlert tells that a reminder did not reach some of its people, or that
	// it was too late to be sent at all.
	ReminderAlert struct {
		Name      string `json:"name"`
		People    int    `json:"people"`
		Unreached int    `json:"unreached,omitempty"`
		Late      bool   `json:"late,omitempty"`
	}
	// BroadcastAlert tells why a broadcast was held or paused.
	BroadcastAlert struct {
		Number int        `json:"number"`
		Reason HoldReason `json:"reason"`
		// Code and Words are the platform's, for HoldRefused.
		Code  int    `json:"code,omitempty"`
		Words string `json:"words,omitempty"`
	}
	// AccountAlert tells that the platform refuses all messages of the account, or all
	// of one kind.
	AccountAlert struct {
		Fault AccountFault `json:"fault"`
		// Code is the platform's.
		Code int `json:"code"`
	}
	// WaitingAlert tells which tickets wait for longer than was promised, or, at the start
	// of duty, which came in since the last.
	WaitingAlert struct {
		// Tickets are the names of the first of them, the oldest first, with a space
		// between; Count is how many there are.
		Tickets string `json:"tickets"`
		Count   int    `json:"count"`
		Minutes int    `json:"minutes,omitempty"`
		Night   bool   `json:"night,omitempty"`
	}
	// GateAlert tells that rate limits are counted by each process for itself.
	GateAlert struct {
		Fault GateFault `json:"fault"`
	}
)

// HoldReason is why a broadcast does not start, or does not go on.
type HoldReason string

// The reasons. HoldRefused and HoldQuiet interrupt a broadcast that runs; the
// others keep one that was due from starting.
const (
	HoldRefused      HoldReason = "refused"
	HoldQuiet        HoldReason = "quiet"
	HoldUnable       HoldReason = "unable"
	HoldStopped      HoldReason = "stopped"
	HoldStartQuiet   HoldReason = "start-quiet"
	HoldSameText     HoldReason = "same-text"
	HoldLate         HoldReason = "late"
	HoldNobody       HoldReason = "nobody"
	HoldGrown        HoldReason = "grown"
	HoldTextOutdated HoldReason = "text-outdated"
	// HoldForbidden is for an account that may not mass-send, as the platform says.
	HoldForbidden HoldReason = "forbidden"
	// HoldAdmin is for a broadcast that waits for an administrator of the account.
	HoldAdmin HoldReason = "admin"
)

// AccountFault names what the platform refuses to the account.
type AccountFault string

// The faults.
const (
	FaultSettings      AccountFault = "settings"
	FaultBanned        AccountFault = "banned"
	FaultTexts         AccountFault = "texts"
	FaultChoices       AccountFault = "choices"
	FaultPictures      AccountFault = "pictures"
	FaultSubscriptions AccountFault = "subscriptions"
)

// FileFault is why a campaign file does not serve.
type FileFault string

// The faults.
const (
	FileBroken FileFault = "broken"
	FileTwice  FileFault = "twice"
	FileGone   FileFault = "gone"
)

// GateFault is why the store that all processes share cannot count messages.
type GateFault string

// The faults.
const (
	GateUnavailable GateFault = "unavailable"
	GateReadOnly    GateFault = "read-only"
	GateFull        GateFault = "full"
	GateOneNode     GateFault = "one-node"
	GateLogin       GateFault = "login"
)

// NoticeKind names a type of body.
type NoticeKind string

// The kinds. The store's queries for erasing people list some of them.
const (
	NoticeReply          NoticeKind = "reply"
	NoticePicture        NoticeKind = "picture"
	NoticePromoted       NoticeKind = "promoted"
	NoticeMakeup         NoticeKind = "makeup"
	NoticeHuman          NoticeKind = "human"
	NoticeTalkEnded      NoticeKind = "closed"
	NoticeLink           NoticeKind = "link"
	NoticePack           NoticeKind = "pack"
	NoticeAnswered       NoticeKind = "answered"
	NoticeOnWall         NoticeKind = "wall"
	NoticeReminder       NoticeKind = "reminder"
	NoticePreview        NoticeKind = "preview"
	NoticeTest           NoticeKind = "test"
	NoticeReport         NoticeKind = "report"
	NoticeUndelivered    NoticeKind = "undelivered"
	NoticeTicketAlert    NoticeKind = "alert-ticket"
	NoticeEntryAlert     NoticeKind = "alert-entry"
	NoticeNotBegunAlert  NoticeKind = "alert-not-begun"
	NoticeLinkAlert      NoticeKind = "alert-link"
	NoticeLinkEndAlert   NoticeKind = "alert-link-end"
	NoticeShortageAlert  NoticeKind = "alert-shortage"
	NoticeDrawGoneAlert  NoticeKind = "alert-draw-gone"
	NoticeTakenBackAlert NoticeKind = "alert-taken-back"
	NoticePictureAlert   NoticeKind = "alert-picture"
	NoticeReminderAlert  NoticeKind = "alert-reminder"
	NoticeBroadcastAlert NoticeKind = "alert-broadcast"
	NoticeAccountAlert   NoticeKind = "alert-account"
	NoticeGateAlert      NoticeKind = "alert-gate"
	NoticeForwarded      NoticeKind = "forwarded"
	NoticeWaitingAlert   NoticeKind = "alert-waiting"
	NoticeFileAlert      NoticeKind = "alert-file"
)

func (LateReply) kind() NoticeKind         { return NoticeReply }
func (AnswerPicture) kind() NoticeKind     { return NoticePicture }
func (Promoted) kind() NoticeKind          { return NoticePromoted }
func (MakeupApproved) kind() NoticeKind    { return NoticeMakeup }
func (HumanAnswer) kind() NoticeKind       { return NoticeHuman }
func (TalkEnded) kind() NoticeKind         { return NoticeTalkEnded }
func (LinkReplaced) kind() NoticeKind      { return NoticeLink }
func (PackServed) kind() NoticeKind        { return NoticePack }
func (LecturerAnswer) kind() NoticeKind    { return NoticeAnswered }
func (QuestionOnWall) kind() NoticeKind    { return NoticeOnWall }
func (ReminderText) kind() NoticeKind      { return NoticeReminder }
func (BroadcastPreview) kind() NoticeKind  { return NoticePreview }
func (DeliveryTest) kind() NoticeKind      { return NoticeTest }
func (BroadcastReport) kind() NoticeKind   { return NoticeReport }
func (Undelivered) kind() NoticeKind       { return NoticeUndelivered }
func (TicketAlert) kind() NoticeKind       { return NoticeTicketAlert }
func (EntryAlert) kind() NoticeKind        { return NoticeEntryAlert }
func (LinkAlert) kind() NoticeKind         { return NoticeLinkAlert }
func (PictureAlert) kind() NoticeKind      { return NoticePictureAlert }
func (ReminderAlert) kind() NoticeKind     { return NoticeReminderAlert }
func (BroadcastAlert) kind() NoticeKind    { return NoticeBroadcastAlert }
func (AccountAlert) kind() NoticeKind      { return NoticeAccountAlert }
func (GateAlert) kind() NoticeKind         { return NoticeGateAlert }
func (QuestionForwarded) kind() NoticeKind { return NoticeForwarded }
func (WaitingAlert) kind() NoticeKind      { return NoticeWaitingAlert }
func (NotBegunAlert) kind() NoticeKind     { return NoticeNotBegunAlert }
func (LinkEndAlert) kind() NoticeKind      { return NoticeLinkEndAlert }
func (ShortageAlert) kind() NoticeKind     { return NoticeShortageAlert }
func (DrawGoneAlert) kind() NoticeKind     { return NoticeDrawGoneAlert }
func (FileAlert) kind() NoticeKind         { return NoticeFileAlert }
func (TakenBackAlert) kind() NoticeKind    { return NoticeTakenBackAlert }
