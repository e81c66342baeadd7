package campaign

import (
	"slices"
	"time"
)

// Campaign is everything that an operator sets for one class. It is immutable
// once loaded; live state, such as seats taken or claims, is never in it.
type Campaign struct {
	// ID names the campaign in every row and key (活动.编号).
	ID string
	// Version is the hash of the file as it serves. It is stored with what the bot
	// says first.
	Version    string
	Name, Host string
	// Zone is where the class takes place; all wall-clock words use it.
	Zone       *time.Location
	Start, End time.Time
	// ClaimsUntil is until when packs are claimed, inclusive; zero if the file does not say.
	// See ClaimsEnd.
	ClaimsUntil time.Time
	// QAMinutes is how long questions are answered after the talk.
	QAMinutes int
	Lecturer  string
	// LecturerIntro says who the lecturer is; Series is what the welcome calls the classes.
	LecturerIntro, Series string
	// ListPrice is what the class costs otherwise, in yuan; 0 if the file does not say.
	ListPrice int
	// LiveRoom is the address of the live room; empty until it is known.
	LiveRoom string
	// Duty is when moderators are on duty, [From, To).
	Duty Hours
	// PromisedMinutes is how long moderators usually take to answer.
	PromisedMinutes int
	// Next names the class after this one; empty when there is none.
	Next string
	// Privacy is the address of the privacy notice; empty for none.
	Privacy string
	// Cancelled says that the class does not take place; CancelReason why, if people are to
	// read it.
	Cancelled    bool
	CancelReason string

	Signup     SignupRules
	Checkin    CheckinRules
	Packs      []Pack
	Questions  QuestionRules
	Reminders  []Reminder
	Broadcasts BroadcastRules
	Limits     Limits
	Menu       []MenuItem
	// Digits maps "0".."9" to a command word.
	Digits map[string]string
	// Aliases maps a command word to further words for it.
	Aliases map[string][]string
	FAQ     []Entry
	// Tests are texts with what must become of them, which the check of the content tries.
	Tests []TestCase
	// Concepts are the operator's own words that mean the same, by concept.
	Concepts map[string][]string
	// BlockedWords are folded and never empty.
	BlockedWords []string
	// Unknown says what happens to a question nobody can answer.
	Unknown UnknownPolicy
	// heirs are the entries that answer instead of others, by the others' ids.
	heirs map[string]string
}

// Hours is a daily span, [From, To) in minutes after midnight; it may cross
// midnight (22:00-08:00).
type Hours struct{ From, To int }

// Contains reports whether the wall clock of t lies in the span.
func (h Hours) Contains(t time.Time) bool {
	m := t.Hour()*60 + t.Minute()
	if h.From <= h.To {
		return m >= h.From && m < h.To
	}
	return m >= h.From || m < h.To
}

// SignupRules is the section 报名. Open, Close and PromoteUntil are inclusive
// to the second (ruling 7); a zero time sets no bound.
type SignupRules struct {
	Seats                     int
	Open, Close, PromoteUntil time.Time
	ScanSignsUp               bool
	Scenes                    []string
	Waitlist                  bool
	ConfirmCancel             bool
}

// IsScene reports whether a QR code's scene means registration.
func (r SignupRules) IsScene(scene string) bool {
	return r.ScanSignsUp && slices.Contains(r.Scenes, scene)
}

// CheckinRules is the section 签到. Open and Close are inclusive.
type CheckinRules struct {
	// Passphrases as written; matching folds them.
	Passphrases []string
	Open, Close time.Time
	// WrongMax wrong tries within WrongSpan stop further ones.
	WrongMax  int
	WrongSpan time.Duration
	// WalkIn lets an unregistered person with the passphrase take a free seat.
	WalkIn bool
	// SameSound accepts a phrase that sounds the same (ruling 18).
	SameSound bool
	// Standby says what the phrase of a waitlisted person does (ruling 17).
	Standby StandbyPolicy
}

// StandbyPolicy is 候补到场.
type StandbyPolicy string

// What happens to a waitlisted person who brings the passphrase.
const (
	StandbyTicket StandbyPolicy = "ticket" // 转班主任
	StandbySeat   StandbyPolicy = "seat"   // 有空席就签到
)

// UnknownPolicy is 未知问题 (ruling 22).
type UnknownPolicy string

// What happens to a question nobody can answer.
const (
	UnknownTicket   UnknownPolicy = "ticket"   // 转班主任
	UnknownSilence  UnknownPolicy = "silence"  // 沉默
	UnknownTransfer UnknownPolicy = "transfer" // 转客服
)

// Pack is one entry of 资料包.
type Pack struct {
	ID, Name string
	// Short is the name in lists; empty for Name. Contents says what is in the pack.
	Short, Contents string
	// Price is the displayed value in yuan.
	Price   int
	Aliases []string
	// Conditions are what the pack asks for besides a seat, in the order in which
	// they are checked.
	Conditions []Condition
	// Draw makes the pack a matter of chance; else everybody eligible gets it.
	Draw bool
	// Chance is the probability of a draw, 0 to 1.
	Chance float64
	// Stock is how many there are; negative is unlimited.
	Stock   int
	Mirrors []Mirror
	// DeadAfter distinct reporters stop a link.
	DeadAfter int
}

// Mirror is one download link of a pack.
type Mirror struct {
	Name, URL, Code string
	// Until is the validity as written: the last day as 2022-08-07, or the word for "for
	// ever". See Campaign.LinkEnd.
	Until string
	// Backup links are shown only when the main ones fail.
	Backup bool
}

// QuestionRules is the section 提问.
type QuestionRules struct {
	// Unlisted is set if the file has no section for them: they are taken, but nobody is
	// asked whether they want to put one.
	Unlisted                      bool
	Open, Close                   time.Time
	MinRunes, MaxRunes, PerPerson int
	Review                        bool
	// Named shows others who asked a question, by their code.
	Named bool
	// Example is a good question, for people who ask how.
	Example string
}

// Reminder is one entry of 提醒.
type Reminder struct {
	Name     string
	At       time.Time
	Audience Audience
	// Text is the key of the text to send.
	Text  string
	Robot bool
}

// BroadcastRules is the section 群发.
type BroadcastRules struct {
	Quiet          Hours
	Trial          int
	TrialWait      time.Duration
	SameTextSpan   time.Duration
	SecondPersonAt int
}

// Limits is the section 限速.
type Limits struct {
	// Messages is the limit within Span. The sender of the first message over it is
	// told so; further messages get no answer.
	Messages int
	Span     time.Duration
	// Exempt are command words that are always answered.
	Exempt     []string
	Reports    int
	ReportSpan time.Duration
}

// MenuItem is one entry of the account's menu: a command, or a submenu.
type MenuItem struct {
	Name, Command string
	Children      []MenuItem
}

// TestCase is a text that somebody may write, with what must become of it.
type TestCase struct {
	Question string
	// Want is the id of the entry that must answer it, the name of a built-in intent that the
	// entry must have, or the word of the command that it must mean. Empty means that no entry
	// and no command may answer it.
	Want string
}

// Entry is one frequent question.
type Entry struct {
	ID, Question string
	Aliases      []string
	Answer       string
	// Pending entries are not answered (待补); PendingText, when set, is said
	// instead (ruling 12).
	Pending     bool
	PendingText string
	// Intent names a built-in intent whose phrasings the entry inherits.
	Intent string
	// Image is a file beside the campaign file to send with the answer.
	Image string
	// ImageUntil is the last day on which the picture is good, such as a group QR
	// code's; zero if it has none.
	ImageUntil time.Time
	// made is set for entries that moderators published.
	made bool
}

// Made reports whether moderators have published an entry: it is not in the file.
func (e Entry) Made() bool { return e.made }

// Pack returns the pack with this id.
func (c *Campaign) Pack(id string) (Pack, bool) {
	for _, p := range c.Packs {
		if p.ID == id {
			return p, true
		}
	}
	return Pack{}, false
}

// Entry returns the frequent question with this id, or the one that answers
// instead of it.
func (c *Campaign) Entry(id string) (Entry, bool) {
	if heir, ok := c.heirs[id]; ok {
		id = heir
	}
	for i := range c.FAQ { // no copies of thousands of entries: units call this
		if c.FAQ[i].ID == id {
			return c.FAQ[i], true
		}
	}
	return Entry{}, false
}

// Over reports whether the class's day is past.
func (c *Campaign) Over(at time.Time) bool { return dayAfter(at, c.End, c.Zone) }

// dayAfter reports whether at is on a later day than end (ruling 19).
func dayAfter(at, end time.Time, zone *time.Location) bool {
	at, end = at.In(zone), end.In(zone)
	midnight := time.Date(end.Year(), end.Month(), end.Day()+1, 0, 0, 0, 0, zone)
	return !at.Before(midnight)
}
