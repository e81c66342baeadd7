package bot

import "time"

// UserID is the platform's id of a person (WeChat: the openid). Only messages and the
// person table hold it; logs and other tables use PersonID.
type UserID string

// PersonID is our own number of a person; it is never reused.
type PersonID int64

// Kind is the kind of a message.
type Kind string

// The kinds of messages; a kind that the receiver does not know becomes KindOther.
const (
	KindText     Kind = "text"
	KindImage    Kind = "image"
	KindVoice    Kind = "voice"
	KindVideo    Kind = "video"
	KindLocation Kind = "location"
	KindLink     Kind = "link"
	KindEvent    Kind = "event"
	KindOther    Kind = "other"
)

// Event is the name of the event of a message of KindEvent, in lower case.
type Event string

// The events that a handler acts on. Others keep their own lower-case names.
const (
	EventSubscribe    Event = "subscribe"
	EventUnsubscribe  Event = "unsubscribe"
	EventScan         Event = "scan"
	EventClick        Event = "click"
	EventView         Event = "view"
	EventMassFinished Event = "masssendjobfinish"
)

// Message is a push of the platform after verification, decryption and parsing.
type Message struct {
	// Key identifies the message: it is the same for each repeated push and different for
	// every other message. It does not contain the openid.
	Key string
	// ID is the platform's MsgId; empty for events.
	ID string
	// From is the sender.
	From UserID
	// Person is set by the unit; it is 0 before, and for system events.
	Person PersonID
	Kind   Kind
	// Text is the text as typed, or the recognised words of a voice message.
	Text string
	// Folded is Text normalised for matching (text.Fold); it is set by a middleware.
	Folded string
	Event  Event
	// Arg is the key of an event: a menu key, or the scene of a QR code without the
	// prefix qrscene_.
	Arg string
	// Mass is the outcome of a mass send; it is set for EventMassFinished only.
	Mass *MassResult
	// MediaID is the platform's id of a picture, voice or video.
	MediaID string
	// PictureURL is the address of a picture at the platform, as the push says it.
	PictureURL string
	// MenuID is the id of the tapped line of a choices message, as it was sent.
	MenuID string
	// Encrypted is set if the push was encrypted, so that the signature covers its
	// content. Moderators' commands require it.
	Encrypted bool
	// At is the platform's time of the message.
	At time.Time
	// Arrived is the business time at which the push arrived.
	Arrived time.Time
	// Limited is positive if the sender is over the rate limit and has to be told so: the
	// time until the window ends (R11).
	Limited time.Duration
	// Muted is set if the sender is over the rate limit and has been told: the message gets
	// no reply.
	Muted bool
	// Lasting is set if the message is carried out although its sender is over the limit
	// (ruling 40).
	Lasting bool
	// Readings is everything that the text may mean; it is set before the unit, for the
	// snapshot with the serial number Snapshot.
	Readings Readings
	Snapshot int64
	// Class is the id of the class that the message belongs to, set with Readings. Fit says
	// how it was chosen; nil while only one class is live.
	Class string
	Fit   *ClassFit
	// Why is filled in while the message is answered: it is stored with the reply. It is nil
	// outside of a unit.
	Why *Reason
	// Push knows the requests that wait for the reply; nil if the reply is always heard.
	Push *Push
}

// Time returns the time by which deadlines are judged: the CreateTime if it is at most a
// minute old, else the arrival (ruling 27).
func (m *Message) Time() time.Time {
	if d := m.Arrived.Sub(m.At); d < 0 || d > time.Minute {
		return m.Arrived
	}
	return m.At
}

// Made returns when the sender made the message, in whole seconds and not later than its
// arrival. Of two decisions of a person the one that was made later counts, in whatever
// order they arrive (ruling 35).
func (m *Message) Made() time.Time {
	at := m.At
	if at.After(m.Arrived) {
		at = m.Arrived
	}
	return at.Truncate(time.Second)
}

// FromPerson reports whether a person caused the message, as opposed to a system event
// such as the result of a mass send.
func (m *Message) FromPerson() bool {
	if m.Kind != KindEvent {
		return true
	}
	switch m.Event {
	case EventSubscribe, EventUnsubscribe, EventScan, EventClick:
		return true
	default:
		return false
	}
}
