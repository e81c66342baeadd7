package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// TicketKind is the letter before a ticket's number (R14).
type TicketKind string

// The kinds of tickets.
const (
	TicketUnknown TicketKind = "U"
	TicketHuman   TicketKind = "H"
)

// TicketState is the state of a ticket.
type TicketState string

// The states of a ticket; TicketTaken means that a moderator talks to the
// person and the bot is silent.
const (
	TicketOpen     TicketState = "open"
	TicketTaken    TicketState = "taken"
	TicketAnswered TicketState = "answered"
	TicketClosed   TicketState = "closed"
)

// TicketMerge is how long further remarks of one person join the same ticket (R10).
const TicketMerge = 10 * time.Minute

const (
	// ticketLines is how many messages a ticket takes (ruling 48).
	ticketLines = 10
	// lineMax bounds the bytes of one message in a ticket and in its alert.
	lineMax = 6000
	// lineEnd shows that something was left out.
	lineEnd = "…"
)

// Ticket is something a moderator has to look at.
type Ticket struct {
	Campaign string
	Kind     TicketKind
	Number   int
	Person   bot.PersonID
	// Entry is the pending frequent question that it is about, if any; all who
	// ask it share the ticket (ruling 12).
	Entry string
	// Matter is what people share who ask the same: see matterOf. It is empty for a
	// ticket that is not shared.
	Matter string
	// Askers is how many people ask.
	Askers int
	State  TicketState
	// Holder is the moderator who is to deal with it; empty for nobody.
	Holder string
	// Text is what was written, joined by slashes; Parts are the messages, empty
	// on a new ticket.
	Text, Answer string
	// By is the moderator who changed it last. Of a ticket that was taken over, this is
	// the one who talks to the person.
	By             string
	Parts          []string
	OpenedAt, Last time.Time
}

// Name is the ticket as people write it: U12.
func (t *Ticket) Name() string { return fmt.Sprint(string(t.Kind), t.Number) }

// First is the question as it was asked first, without what was joined later.
func (t *Ticket) First() string {
	if len(t.Parts) == 0 {
		return t.Text
	}
	return t.Parts[0]
}

// Add joins a further message (R10).
func (t *Ticket) Add(text string, at time.Time) {
	if len(t.Parts) == 0 {
		t.Parts = []string{t.Text}
	}
	t.Parts = append(t.Parts, text)
	t.Text, t.Last = t.Text+"/"+text, at
}

// SentPicture is where the platform keeps a picture that somebody sent: its id there, good
// for three days, and its address. It is empty for what is no picture.
type SentPicture struct{ Media, URL string }

// PicturesMax is how many pictures of a ticket are kept.
const PicturesMax = 10

// TicketStore keeps tickets. Every method joins the unit of the context.
type TicketStore interface {
	// NextNumber returns the next number of a kind of tickets, from 1.
	NextNumber(ctx context.Context, campaign, kind string) (int, error)
	// OpenTicket returns the person's newest open ticket of a kind, or
	// ErrNotFound.
	OpenTicket(ctx context.Context, campaign string, k TicketKind, p bot.PersonID) (*Ticket, error)
	// InsertTicket stores a new one with its person as the first asker. It stores nothing
	// and returns ErrShared if another open ticket has its Matter.
	InsertTicket(ctx context.Context, t *Ticket) error
	// AppendTicket adds words, unless they are empty, to an open ticket, and records
	// who asked.
	AppendTicket(ctx context.Context, t *Ticket, p bot.PersonID, text string, at time.Time) error
}

// MatterStore finds the tickets that a text may belong to. Its methods join the unit of
// the context.
type MatterStore interface {
	// OpenAsked returns at most n open tickets of kind U that a person asks, the one to
	// which they wrote last first.
	OpenAsked(ctx context.Context, campaign string, p bot.PersonID, n int) ([]Asked, error)
	// MatterTicket returns the open ticket of a matter, or ErrNotFound.
	MatterTicket(ctx context.Context, campaign, matter string) (*Ticket, error)
	// ShareTicket records that somebody asks a ticket in their own words, which are not
	// shown beside those of the ticket.
	ShareTicket(ctx context.Context, t *Ticket, p bot.PersonID, text string, at time.Time) error
}

// CallStore keeps the calls that moderators have taken over. Its methods join the unit
// of the context.
type CallStore interface {
	// TakenTicket returns the call by which a moderator talks to a person, or
	// ErrNotFound.
	TakenTicket(ctx context.Context, campaign string, p bot.PersonID) (*Ticket, error)
	// SetTicket stores State and Answer.
	SetTicket(ctx context.Context, t *Ticket, by string, at time.Time) error
	// AddPicture notes a picture that a person sent with a ticket; beyond the tenth of a
	// ticket it notes nothing.
	AddPicture(ctx context.Context, t *Ticket, p bot.PersonID, sent SentPicture, at time.Time) error
	// Called returns how many calls of a person there are, whatever their state.
	Called(ctx context.Context, campaign string, p bot.PersonID) (int, error)
	// CodeOf returns the short code of a person, or ErrNotFound.
	CodeOf(ctx context.Context, p bot.PersonID) (string, error)
}

// Tickets decides what becomes a ticket.
type Tickets struct {
	Campaign *Campaign
	Store    TicketStore
	Matters  MatterStore
	Calls    CallStore
	Notices  Notices
	// Akin reports whether two folded texts are about the same thing.
	Akin func(a, b string) bool
}

// JoinTaken adds a message to the ticket by which a moderator has taken its sender
// over, and shows it to the moderators. It returns false if nobody has.
func (s *Tickets) JoinTaken(
	ctx context.Context, p bot.PersonID, words string, sent SentPicture, at time.Time,
) (joined bool, err error) {
	t, err := s.Calls.TakenTicket(ctx, s.Campaign.ID, p)
	if isNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("join a talk: %w", err)
	}
	if err := errors.Join(s.join(ctx, t, p, words, at), s.keep(ctx, t, p, sent, at)); err != nil {
		return false, fmt.Errorf("join a talk: %w", err)
	}
	return true, s.alert(ctx, t, words, at)
}

// CloseEntryCall closes the open call of somebody who asked for a check-in and has got
// it. It stays open if any of its messages is about something else.
func (s *Tickets) CloseEntryCall(ctx context.Context, p bot.PersonID, besides func(words string) bool, at time.Time) error {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("close a call for entry: %w", err)
	}
	if t.State != TicketOpen || slices.ContainsFunc(t.Parts, besides) {
		return nil
	}
	t.State = TicketClosed
	return s.Calls.SetTicket(ctx, t, "", at)
}

// Call asks for a person to look at it (H); an open call is not repeated.
func (s *Tickets) Call(ctx context.Context, p bot.PersonID, text string, at time.Time) (number int, again bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if err == nil {
		return t.Number, true, nil
	}
	if !isNotFound(err) {
		return 0, false, fmt.Errorf("call a moderator: %w", err)
	}
	number, err = s.open(ctx, &Ticket{Kind: TicketHuman, Person: p, Text: text, OpenedAt: at}, "")
	return number, false, err
}

// CallOf is Call for a person who typed that they want one. Somebody who has everything
// erased and calls again is a new person: the moderators hear of each call by its number,
// and of the same number within TicketMerge once (ruling 40).
func (s *Tickets) CallOf(ctx context.Context, p *Person, text string, at time.Time) (number int, again bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p.ID)
	if err == nil {
		return t.Number, true, nil
	}
	if !isNotFound(err) {
		return 0, false, fmt.Errorf("call a moderator: %w", err)
	}
	n, err := s.Calls.Called(ctx, s.Campaign.ID, p.ID)
	if err != nil {
		return 0, false, fmt.Errorf("call a moderator: %w", err)
	}
	once := fmt.Sprint("call:", s.Campaign.ID, ":", p.Hash, ":", n, ":", at.Unix()/int64(TicketMerge/time.Second))
	number, err = s.open(ctx, &Ticket{Kind: TicketHuman, Person: p.ID, Text: text, OpenedAt: at}, once)
	return number, false, err
}

// Makeup asks for a late check-in (H). The words join an open call of the same
// person, and the moderators see them.
func (s *Tickets) Makeup(ctx context.Context, p bot.PersonID, text string, at time.Time) (number int, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if isNotFound(err) {
		return s.open(ctx, &Ticket{Kind: TicketHuman, Person: p, Text: text, OpenedAt: at}, "")
	}
	if err != nil {
		return 0, fmt.Errorf("ask for a makeup: %w", err)
	}
	if err := s.join(ctx, t, p, text, at); err != nil {
		return 0, fmt.Errorf("ask for a makeup: %w", err)
	}
	return t.Number, s.alert(ctx, t, text, at)
}

// keep notes where the platform keeps a picture that was sent with a ticket (ruling 32).
func (s *Tickets) keep(ctx context.Context, t *Ticket, p bot.PersonID, sent SentPicture, at time.Time) error {
	if sent == (SentPicture{}) {
		return nil
	}
	return s.Calls.AddPicture(ctx, t, p, sent, at)
}

// join adds a message to a ticket. After the last line that it takes, one more shows
// that there was more; the moderators have read that in their alerts.
func (s *Tickets) join(ctx context.Context, t *Ticket, p bot.PersonID, words string, at time.Time) error {
	switch lines := len(t.Parts); {
	case lines < ticketLines:
		words = line(words)
	case lines == ticketLines:
		words = lineEnd
	default:
		words = ""
	}
	return s.Store.AppendTicket(ctx, t, p, words, at)
}

// line returns a message as a ticket keeps it.
func line(words string) string { return text.CutLine(words, lineMax, lineEnd) }

// open stores a new ticket and tells the moderators' group, once for each value of once
// unless that is empty.
func (s *Tickets) open(ctx context.Context, t *Ticket, once string) (int, error) {
	n, err := s.Store.NextNumber(ctx, s.Campaign.ID, string(t.Kind))
	if err != nil {
		return 0, fmt.Errorf("number a ticket: %w", err)
	}
	t.Campaign, t.Number, t.Last, t.State, t.Text = s.Campaign.ID, n, t.OpenedAt, TicketOpen, line(t.Text)
	if err := s.Store.InsertTicket(ctx, t); err != nil {
		return 0, fmt.Errorf("open a ticket: %w", err)
	}
	return n, s.alertOnce(ctx, t, t.Text, t.OpenedAt, once)
}

// alert shows the moderators' group what somebody wrote.
func (s *Tickets) alert(ctx context.Context, t *Ticket, words string, at time.Time) error {
	return s.alertOnce(ctx, t, words, at, "")
}

func (s *Tickets) alertOnce(ctx context.Context, t *Ticket, words string, at time.Time, once string) error {
	code, err := s.Calls.CodeOf(ctx, t.Person)
	if err != nil && !isNotFound(err) {
		return fmt.Errorf("alert to a ticket: %w", err)
	}
	a := s.Campaign.Alert(TicketAlert{Ticket: t.Kind, Number: t.Number, Text: line(words), Code: code, Askers: t.Askers}, at)
	a.About, a.DedupKey = t.Person, once
	return s.Notices.Enqueue(ctx, a)
}

// Attach joins a picture or voice to the open call of its sender; open is false if
// there is no call, and then nothing is stored.
func (s *Tickets) Attach(
	ctx context.Context, p bot.PersonID, words string, sent SentPicture, at time.Time,
) (number int, open bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if isNotFound(err) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("attach to a call: %w", err)
	}
	return t.Number, true, errors.Join(s.join(ctx, t, p, words, at), s.keep(ctx, t, p, sent, at))
}

// SendPicture sends a picture beside the reply that it belongs to.
func (s *Tickets) SendPicture(ctx context.Context, p bot.PersonID, file string, at time.Time) error {
	return s.Notices.Enqueue(ctx, Notice{
		Campaign: s.Campaign.ID, Person: p, Body: AnswerPicture{File: file}, Priority: PriorityAnswer, Due: at,
	})
}
