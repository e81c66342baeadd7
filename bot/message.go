package bot

import "time"

// UserID is the platform's id of a person (WeChat: the openid). Only messages and the
// person table contain it; logs and other tables use PersonID.
type UserID string

// PersonID is our id of a person. It is never used again for another person.
type PersonID int64

// Kind is the kind of a message.
type Kind string

// The kinds. KindOther is every kind that the receiver does not know.
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

// Event is the platform's name of an event, in lower case.
type Event string

// The events that handlers use. Others arrive with the platform's name in lower case.
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
	// Key identifies the message. It is the same for repeated pushes of one message
	// and does not contain an openid in clear text.
	Key string
	// ID is the platform's MsgId; empty for events.
	ID string
	// From is the sender.
	From UserID
	// Person is the sender's id, which the unit sets; 0 before.
	Person PersonID
	Kind   Kind
	// Text is the text as typed, or the recognised words of a voice message.
	Text string
	// Folded is Text after text.Fold, for matching; it is set before routing.
	Folded string
	Event  Event
	// Arg is the key of an event: a menu key, or the scene of a QR code without the
	// prefix qrscene_.
	Arg string
	// Mass is the result of a mass send, for EventMassFinished only.
	Mass *MassResult
	// MediaID is the platform's id of a picture, voice message or video.
	MediaID string
	// MenuID is the id of the tapped line of a choices message, as it was sent.
	MenuID string
	// Encrypted is set if the push was encrypted, so that the signature covers its
	// content. Moderators' commands require it.
	Encrypted bool
	// At is the platform's time of the message.
	At time.Time
	// Arrived is the business time at which the push arrived.
	Arrived time.Time
	// Limited is set when the sender is over the rate limit and has to be told so:
	// how long the window still lasts.
	Limited time.Duration
	// Waited is how long, in real time, the message waited at the gate.
	Waited time.Duration
	// Readings are what can be said of the message; set before the unit, for the
	// snapshot of the class with the serial number Snapshot.
	Readings Readings
	Snapshot int64
	// Push is the request that waits for the reply; nil when none does.
	Push *Push
}

// Time is the moment that counts for deadlines: At if it is at most a minute before
// Arrived, else Arrived (ruling 27).
func (m *Message) Time() time.Time {
	if d := m.Arrived.Sub(m.At); d < 0 || d > time.Minute {
		return m.Arrived
	}
	return m.At
}

// FromPerson reports whether a person caused the message. The sender of other events,
// such as the result of a mass send, is an administrator of the account.
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
