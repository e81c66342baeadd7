package bot

import "time"

// UserID is what the platform calls a person (WeChat: the openid). It appears
// in messages and in the person table and nowhere else; logs and other tables
// use PersonID.
type UserID string

// PersonID is our own number of a person, never reused.
type PersonID int64

// Kind says what sort of message came in.
type Kind string

// The kinds of platform.md §1.6. A kind the receiver does not know arrives as
// KindOther.
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

// Event names what happened in a message of KindEvent, in lower case as the
// platform spells it.
type Event string

// The events that somebody acts on (WeChat message-push, platform.md §1.7).
// Others arrive under their own lower-cased name.
const (
	EventSubscribe    Event = "subscribe"
	EventUnsubscribe  Event = "unsubscribe"
	EventScan         Event = "scan"
	EventClick        Event = "click"
	EventView         Event = "view"
	EventMassFinished Event = "masssendjobfinish"
)

// Message is one push of the platform, already verified, decrypted and parsed.
type Message struct {
	// Key identifies the push for ever: the same for each of the platform's
	// retries and different for everything else. It holds no openid in clear.
	Key string
	// ID is the platform's MsgId; empty for events.
	ID string
	// From is who sent it.
	From UserID
	// Person is filled in by the unit; 0 before.
	Person PersonID
	Kind   Kind
	// Text is what the person typed, unchanged; or a voice message's
	// recognised words.
	Text string
	// Folded is Text as matching sees it (bot/text.Fold); set before routing.
	Folded string
	Event  Event
	// Arg is an event's key: the menu key, or the scene of a QR code without
	// the prefix qrscene_.
	Arg string
	// Mass is the outcome of a mass send; set for EventMassFinished alone.
	Mass *MassResult
	// MediaID is the platform's name of a picture, voice or video.
	MediaID string
	// MenuID is the id of the menu-message item that was clicked, as sent.
	MenuID string
	// Encrypted tells that the push came through AES, so that its content is
	// covered by the signature. Moderators' commands need it.
	Encrypted bool
	// At is the CreateTime of the push.
	At time.Time
	// Arrived is when it reached us, by the business clock.
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

// Time is the moment a deadline is judged by: CreateTime when it is at most a
// minute old, else the arrival (product.md ruling 27).
func (m *Message) Time() time.Time {
	if d := m.Arrived.Sub(m.At); d < 0 || d > time.Minute {
		return m.Arrived
	}
	return m.At
}

// FromPerson tells whether a person did something, as opposed to a system
// event (a mass send's result, a template's) whose sender is an administrator.
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
