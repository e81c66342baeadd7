package campaign

import (
	"context"
	"slices"
	"time"

	"zhujiao/bot"
)

// Notice is a message that is not a reply: a row of the ledger, written in the unit of
// its cause and rendered by handlers when it is sent.
type Notice struct {
	ID       int64
	Campaign string
	// Person is the receiver; 0 if the notice goes to a group robot.
	Person bot.PersonID
	// Robot names the group robot of a notice without a person.
	Robot string
	// About is the person whose words the notice quotes, so that erasing their data
	// finds them; 0 if it quotes nobody.
	About bot.PersonID
	Body  Body
	// Due is when it may leave, at the earliest.
	Due      time.Time
	Priority Priority
	// DedupKey is a key that only one notice may ever have; empty for no such
	// bound. A repeatable kind may have it again once the first has failed.
	DedupKey string
	// Topic groups notices of which only the newest makes sense; a new one
	// cancels those that still wait. Empty for none.
	Topic string
	// Attempts counts the calls that were made for the notice.
	Attempts int
	// Paid says what its call spends.
	Paid Payment
	// Promise says who has to be told if the notice does not arrive.
	Promise Promise
}

// TurnMax is how long a notice whose call has begun keeps the turn of its person, or of
// its group robot: the others wait, so that they arrive in their order. It is bounded
// because one that the platform never takes must not keep the others waiting for ever.
const TurnMax = 10 * time.Minute

// Promise is the expectation that a notice arrives (ruling 42). The zero value means
// that nobody was told so.
type Promise struct {
	// Name is what the notice answers as moderators write it, such as U1; for a
	// promotion it is the number of the seat. It is empty for no promise.
	Name string `json:"name"`
	// By is the moderator who is told by chat if the notice does not arrive; 0 for the
	// moderators' group.
	By bot.PersonID `json:"by,omitempty"`
	// At tells two answers to the same ticket apart.
	At time.Time `json:"at"`
	// Said is set when a moderator has read that the notice is delivered. Otherwise
	// only a call that failed is reported, not that there was no credit for one.
	Said bool `json:"said,omitempty"`
}

// Kind is the type of the notice's body.
func (n Notice) Kind() NoticeKind {
	if n.Body == nil {
		return ""
	}
	return n.Body.kind()
}

// Payment says what a call to one person spends.
type Payment int

// The payments.
const (
	// PaidCredit is one of the messages that the platform takes after somebody
	// wrote or tapped.
	PaidCredit Payment = iota
	// PaidSubscription is a consent to one message (一次性订阅).
	PaidSubscription
)

// The group robots.
const (
	// StaffRobot posts to the moderators' own group.
	StaffRobot = "staff"
	// ClassRobot posts to the group of the attendees.
	ClassRobot = "class"
)

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

// Notices takes new notices.
type Notices interface {
	// Enqueue writes the row in the unit of the context. A notice whose DedupKey
	// exists already is dropped without an error.
	Enqueue(ctx context.Context, n Notice) error
}

// Shelf hands out the notices that wait for a person's next passive reply (ruling 1).
type Shelf interface {
	// Waiting returns the texts that may be put before the next reply, oldest
	// first.
	Waiting(ctx context.Context, p bot.PersonID) ([]Notice, error)
	// Shown marks notices as said by a passive reply.
	Shown(ctx context.Context, p bot.PersonID, ids []int64, at time.Time) error
}

// StoppableShelf is a shelf that shows no notices while everything is stopped, so that
// people read only the text about maintenance (ruling 28).
type StoppableShelf struct {
	Shelf
	Controls Controls
}

// Waiting implements Shelf.
func (s StoppableShelf) Waiting(ctx context.Context, p bot.PersonID) ([]Notice, error) {
	control, err := s.Controls.Control(ctx)
	if err != nil || control.Level >= StopAll {
		return nil, err
	}
	return s.Shelf.Waiting(ctx, p)
}

// Renderer gives a notice its words at the moment when it is said: a text, choices, or
// a picture. A reply without words means that the notice no longer needs to be said.
type Renderer interface {
	Render(ctx context.Context, n Notice) (bot.Reply, error)
}

// Alert is a notice to the moderators' group.
func (c *Campaign) Alert(b Body, at time.Time) Notice {
	return Notice{Campaign: c.ID, Robot: StaffRobot, Body: b, Due: at}
}

// Kept reports whether a notice that cannot be sent waits for the person's next
// reply (ruling 1); others are reported as not delivered.
func (k NoticeKind) Kept() bool {
	switch k {
	case NoticePromoted, NoticeReply, NoticeHuman, NoticeMakeup, NoticeLink, NoticePack, NoticeAnswered, NoticeForwarded:
		return true
	default:
		return false
	}
}

// Lasting reports whether a notice is about what outlives leaving (R17): seat,
// check-in, packs. It waits for the person to come back.
func (k NoticeKind) Lasting() bool {
	switch k {
	case NoticePromoted, NoticeMakeup, NoticeLink, NoticePack:
		return true
	default:
		return false
	}
}

// Automatic reports whether a notice is an automatic reply, or belongs to one. Such
// notices are sent at StopFirst too (ruling 28).
func (k NoticeKind) Automatic() bool { return k == NoticeReply || k == NoticePicture }

// Repeatable reports whether a person may be told again when the first notice with
// the same DedupKey has not reached them.
func (k NoticeKind) Repeatable() bool {
	return k == NoticeOnWall || k == NoticeReply || k == NoticeTicketAlert
}

// LateReplyKey is the DedupKey of the late reply to the message with a key.
func LateReplyKey(message string) string { return "late:" + message }

// Recorded is a message that was handled: its sender, 0 for system events, the encoded
// reply, and when the push arrived that was handled.
type Recorded struct {
	Person bot.PersonID
	Reply  []byte
	At     time.Time
}

// typed reports whether a notice was caused by a moderator or by a message of the
// person, so that quiet hours do not delay it (ruling 16).
func (k NoticeKind) typed() bool {
	switch k {
	case NoticeReply, NoticePicture, NoticeHuman, NoticeTalkEnded, NoticeMakeup, NoticeAnswered, NoticePreview, NoticeTest, NoticeReport,
		NoticeUndelivered, NoticeForwarded:
		return true
	default:
		return false
	}
}

// ReminderGrace is how late a reminder, or another notice about a moment, may be sent
// (R12, ruling 10): nobody wants to read the next morning that the class begins in an
// hour.
const ReminderGrace = 10 * time.Minute

// outdated reports whether what a notice says is not true any more at a time (R12).
func (n Notice) outdated(at time.Time) bool {
	var meant time.Time
	switch b := n.Body.(type) {
	case ReminderText:
		meant = b.Planned
	case QuestionOnWall:
		meant = b.Since
	default:
		return false
	}
	return at.Sub(meant) > ReminderGrace
}

// Lapsed reports whether a notice no longer makes sense: a promotion because its class is over
// or another class serves, a promotion or a reminder because its class was cancelled, a
// reminder of the time before the class was moved, and one to claim what is not claimed any more.
func (n Notice) Lapsed(c *Campaign, now time.Time) bool {
	switch b := n.Body.(type) {
	case Promoted:
		return now.After(c.End) || n.Campaign != c.ID || c.Cancelled
	case ReminderText:
		return n.Campaign == c.ID && (c.Cancelled || movedAway(c, b) || inVain(c, b, now))
	default:
		return false
	}
}

// inVain reports whether a reminder of the file asks people to claim what is not claimed any more.
func inVain(c *Campaign, b ReminderText, now time.Time) bool {
	return slices.ContainsFunc(c.Reminders, func(r Reminder) bool {
		return r.Text == b.Text && r.At.Equal(b.Planned) && c.Vain(r, now)
	})
}

// movedAway reports whether the file has a reminder with this text, and none at its time: the
// class was moved after it was planned.
func movedAway(c *Campaign, b ReminderText) bool {
	has := false
	for _, r := range c.Reminders {
		if r.Text != b.Text {
			continue
		}
		if r.At.Equal(b.Planned) {
			return false
		}
		has = true
	}
	return has
}
