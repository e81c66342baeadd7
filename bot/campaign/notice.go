package campaign

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
)

// Notice is something the bot says first: a row of the deliveries ledger,
// written in the unit of its cause and rendered by handlers when it is sent.
type Notice struct {
	ID       int64
	Campaign string
	// Person is who is told; 0 when it goes to a group robot.
	Person bot.PersonID
	// Robot names the group robot of a notice without a person.
	Robot string
	// About is the person whose words the notice quotes, so that erasing their
	// data finds them; 0 if nobody's.
	About bot.PersonID
	Kind  NoticeKind
	// Args are what the words need, by name.
	Args map[string]string
	// Due is when it may leave, at the earliest.
	Due      time.Time
	Priority Priority
	// Once is a key that only one notice may ever have; empty for no such bound.
	Once string
	// Topic groups notices of which only the newest makes sense; a new one
	// cancels those that still wait. Empty for none.
	Topic string
	// Attempts counts the calls made for it.
	Attempts int
	// Paid is what its call uses up.
	Paid Payment
}

// Payment is what a call to one person uses up.
type Payment int

// The payments.
const (
	// PaidCredit is one of the messages that the platform takes after somebody
	// wrote or tapped.
	PaidCredit Payment = iota
	// PaidSubscription is a consent to one message (一次性订阅).
	PaidSubscription
)

// NoticeKind says what is told.
type NoticeKind string

// The kinds of notices.
const (
	// NoticePromoted tells somebody of the waitlist that they have a seat.
	NoticePromoted NoticeKind = "promoted"
	// NoticeReply is the reply to a push that could not wait for it; Args
	// holds it encoded under "reply".
	NoticeReply NoticeKind = "reply"
	// NoticeHuman is a moderator's answer to a ticket.
	NoticeHuman NoticeKind = "human"
	// NoticeClosed tells that a conversation with a moderator is over.
	NoticeClosed NoticeKind = "closed"
	// NoticeMakeup tells that a late check-in was accepted.
	NoticeMakeup NoticeKind = "makeup"
	// NoticeLink brings a pack's new link to who holds it.
	NoticeLink NoticeKind = "link"
	// NoticePack hands out a pack to who waited for stock or a link.
	NoticePack NoticeKind = "pack"
	// NoticeAnswered is the lecturer's answer, NoticeOnWall its announcement.
	NoticeAnswered NoticeKind = "answered"
	NoticeOnWall   NoticeKind = "wall"
	// NoticeReminder is one of the file's reminders; Args has its text's key.
	NoticeReminder NoticeKind = "reminder"
	// NoticePreview shows a broadcast to the moderator who wrote it.
	NoticePreview NoticeKind = "preview"
	// NoticeSingle was a broadcast to one person, which is a call like others now;
	// rows of older versions may still wait.
	NoticeSingle NoticeKind = "single"
	// NoticeReport tells the moderator how a broadcast ended.
	NoticeReport NoticeKind = "report"
	// NoticeImage is the picture that belongs to an answer; Args has its file.
	NoticeImage NoticeKind = "image"
	// NoticeAlert goes to the moderators' group robot; Args has the text's key.
	NoticeAlert NoticeKind = "alert"
)

// StaffRobot is the name of the moderators' own group robot.
const StaffRobot = "staff"

// Priority orders notices for the same person; the lowest number leaves first
// (R9).
type Priority int

// Priorities, by R9.
const (
	PriorityAnswer Priority = iota
	PriorityLink
	PriorityPromotion
	PrioritySoon
	PriorityReminder
	PriorityMarketing
)

// Notices takes what is to be said first.
type Notices interface {
	// Enqueue writes the row in the unit of the context. A notice whose Once
	// key exists already is dropped without an error.
	Enqueue(ctx context.Context, n Notice) error
}

// Shelf hands out what waits for a person's next passive reply (ruling 1).
type Shelf interface {
	// Waiting returns the texts that may be put before the next reply, oldest
	// first.
	Waiting(ctx context.Context, p bot.PersonID) ([]Notice, error)
	// Shown marks notices as said by a passive reply.
	Shown(ctx context.Context, p bot.PersonID, ids []int64, at time.Time) error
}

// Kept tells whether a notice that cannot be sent waits for the person's next
// reply (ruling 1); others are reported as not delivered.
func (k NoticeKind) Kept() bool {
	switch k {
	case NoticePromoted, NoticeReply, NoticeHuman, NoticeMakeup, NoticeLink, NoticePack, NoticeAnswered:
		return true
	default:
		return false
	}
}

// Lasting tells whether a notice is about what outlives leaving (R17): seat,
// check-in, packs. It waits for who comes back.
func (k NoticeKind) Lasting() bool {
	switch k {
	case NoticePromoted, NoticeMakeup, NoticeLink, NoticePack:
		return true
	default:
		return false
	}
}

// Automatic tells whether a notice is an automatic reply, or belongs to one: it
// goes out while only what the bot says first is stopped (ruling 28).
func (k NoticeKind) Automatic() bool { return k == NoticeReply || k == NoticeImage }

// Lapsed tells whether a notice makes no sense any more: nobody is called to a
// class that is over, or by the words of another one.
func (n Notice) Lapsed(c *Campaign, now time.Time) bool {
	return n.Kind == NoticePromoted && (now.After(c.End) || n.Campaign != c.ID)
}

// typed tells whether a person or the person's own push stands behind it, so
// that quiet hours do not hold it (ruling 16).
func (k NoticeKind) typed() bool {
	switch k {
	case NoticeReply, NoticeImage, NoticeHuman, NoticeClosed, NoticeMakeup, NoticeAnswered, NoticePreview, NoticeReport:
		return true
	default:
		return false
	}
}

// ReminderGrace is how late a reminder may still leave (R12, ruling 10).
const ReminderGrace = 10 * time.Minute

// Fate is what happens to a notice that is due.
type Fate int

// The fates.
const (
	// FateSend spends a credit and sends.
	FateSend Fate = iota
	// FateShelve keeps it for the person's next reply.
	FateShelve
	// FateDrop gives up; the reason says why.
	FateDrop
	// FateWait postpones it.
	FateWait
)

// Reasons for a FateDrop, stored with the row.
const (
	ReasonLate        = "too late"
	ReasonUnreachable = "unreachable"
	ReasonOptedOut    = "opted out"
	ReasonTakenOver   = "a moderator talks to them"
	ReasonStopped     = "sending is stopped"
	ReasonQuiet       = "quiet hours"
)

// Verdict is a fate with its reason, or the time to try again.
type Verdict struct {
	Fate   Fate
	Reason string
	Until  time.Time
	// Paid is what a FateSend uses up.
	Paid Payment
}

// Decide tells what happens to a due notice for this person now (R9, R12,
// rulings 1 and 16). Nothing is sent that the platform would refuse for want of a
// credit, and the last credit is kept for answers.
func Decide(c *Campaign, n Notice, p *Person, now time.Time) Verdict {
	if n.stale(now) || n.Lapsed(c, now) {
		return Verdict{Fate: FateDrop, Reason: ReasonLate}
	}
	if until, quiet := c.quietUntil(now); quiet && !n.Kind.typed() {
		if n.stale(until) {
			return Verdict{Fate: FateDrop, Reason: ReasonLate}
		}
		return Verdict{Fate: FateWait, Until: until}
	}
	if p != nil && p.Consent == ConsentOut && !n.Kind.Automatic() && n.Kind != NoticePreview {
		return unsent(n, ReasonOptedOut)
	}
	if p != nil && p.TakenOver && n.Kind == NoticeReply {
		return unsent(n, ReasonTakenOver) // never a bot's words after a human took over
	}
	switch {
	case p != nil && p.Spendable(n.Priority, now) > 0:
		return Verdict{Fate: FateSend}
	case p != nil && p.Following && n.Kind == NoticeReminder && p.Subscriptions > 0:
		return Verdict{Fate: FateSend, Paid: PaidSubscription}
	default:
		return unsent(n, ReasonUnreachable)
	}
}

// unsent shelves what is kept and gives up the rest.
func unsent(n Notice, reason string) Verdict {
	if n.Kind.Kept() {
		return Verdict{Fate: FateShelve, Reason: reason}
	}
	return Verdict{Fate: FateDrop, Reason: reason}
}

// Spendable is how many notices of a priority the platform would still take
// for somebody; the last credit is for answers (R9).
func (p *Person) Spendable(pr Priority, now time.Time) int {
	if !p.Following || now.After(p.CreditsUntil) {
		return 0
	}
	if pr == PriorityAnswer {
		return max(0, p.Credits)
	}
	return max(0, p.Credits-1)
}

// quietUntil tells whether now lies in the quiet hours, and when they end.
func (c *Campaign) quietUntil(now time.Time) (time.Time, bool) {
	q := c.Broadcasts.Quiet
	local := now.In(c.Zone)
	if q.From == q.To || !q.Contains(local) {
		return time.Time{}, false
	}
	end := time.Date(local.Year(), local.Month(), local.Day(), q.To/60, q.To%60, 0, 0, c.Zone)
	if !end.After(local) {
		end = end.AddDate(0, 0, 1)
	}
	return end, true
}

// Quiet tells whether now lies in the quiet hours [22:00, 08:00).
func (c *Campaign) Quiet(now time.Time) bool {
	_, quiet := c.quietUntil(now)
	return quiet
}

// Alert is a notice to the moderators' group robot: a text of the content file
// with its values.
func (c *Campaign) Alert(text string, at time.Time, args map[string]string) Notice {
	if args == nil {
		args = map[string]string{}
	}
	args["text"] = text
	return Notice{Campaign: c.ID, Robot: StaffRobot, Kind: NoticeAlert, Args: args, Due: at}
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
