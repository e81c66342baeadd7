package campaign

import (
	"context"
	"time"

	"zhujiao/bot"
)

// Consent says whether somebody wants to be told things.
type Consent int

// A person starts with ConsentUnset; typing 报名 or 提醒 opts in, 退订 opts out.
const (
	ConsentUnset Consent = iota
	ConsentIn
	ConsentOut
)

// Person is one row: everything that concerns somebody across campaigns.
type Person struct {
	ID bot.PersonID
	// Hash is HMAC(key, openid) in hex; it outlives the openid.
	Hash string
	// Code is the short public name, such as 7K2F.
	Code            string
	FirstAt, LastAt time.Time
	Following       bool
	// Left is set while their user id is not stored. The store sets it only for people
	// who are about to get a notice.
	Left    bool
	Consent Consent
	// ConsentAt is when the message was made that decided Consent.
	ConsentAt time.Time
	// Credits are the messages the platform still takes until CreditsUntil.
	Credits      int
	CreditsUntil time.Time
	// Subscriptions are the consents to one reminder each that are left; known
	// only where a reminder is decided.
	Subscriptions int
	// Waiting are the confirmations that were asked for, and what else the next message may
	// go on from, each with the time until which it is open. Asking for one does not end
	// another (R3).
	Waiting map[Pending]time.Time
	// Choices are the meanings of the numbers 1, 2, … of the last list, valid until
	// ChoicesUntil.
	Choices      []string
	ChoicesUntil time.Time
	// TakenOver is set while a moderator talks to them and the bot is silent.
	TakenOver bool
	// Shelved counts texts that wait for the next passive reply.
	Shelved int
	// Heard counts the messages that came from them.
	Heard int
}

// Pending names a confirmation.
type Pending string

// What may wait for a confirmation.
const (
	PendingCancel Pending = "cancel"
	PendingErase  Pending = "erase"
)

// PendingLife is how long a confirmation waits (R3), ChoicesLife how long the
// numbers of a list mean something (ruling 6).
const (
	PendingLife = 5 * time.Minute
	ChoicesLife = 10 * time.Minute
)

// Contact is how somebody got in touch. It decides how many messages the platform
// accepts for them afterwards: see Channel.
type Contact int

// Ways of contact.
const (
	ContactNone   Contact = iota // nothing that grants credit
	ContactTyped                 // a message
	ContactTapped                // follow, scan, menu click
	ContactLeft                  // unfollowed: none
)

// ContactOf returns what kind of contact a message is.
func ContactOf(m *bot.Message) Contact {
	switch {
	case m.Kind != bot.KindEvent && m.MenuID != "":
		return ContactTapped
	case m.Kind != bot.KindEvent:
		return ContactTyped
	case m.Event == bot.EventUnsubscribe:
		return ContactLeft
	case m.FromPerson():
		return ContactTapped
	default:
		return ContactNone
	}
}

// People keeps the person table.
type People interface {
	// Meet finds the person behind a user id and stores the contact: last seen,
	// following, credits. at is its arrival, and made when the person made it: a contact
	// that was made before the last one changes nothing about following and the user id
	// (ruling 35). Somebody new gets a row. Somebody who was erased and leaves gets none,
	// and the answer is ErrNotFound.
	Meet(ctx context.Context, user bot.UserID, c Contact, at, made time.Time) (*Person, error)
	// SaveDialogue stores Waiting and Choices of p, and Consent unless a message that was
	// made after ConsentAt has decided it.
	SaveDialogue(ctx context.Context, p *Person) error
}

// Dialogue stores what the next message of a person may answer: confirmations and
// choices. It also stores their consent.
type Dialogue struct {
	People People
	// Class is the id of the class to which belongs what it asks.
	Class string
}

// Ask records that a confirmation was asked for.
func (d *Dialogue) Ask(ctx context.Context, p *Person, what Pending, at time.Time) error {
	if p.Waiting == nil {
		p.Waiting = map[Pending]time.Time{}
	}
	p.Waiting[what] = at.Add(PendingLife)
	if what == PendingCancel {
		d.belongs(p, SubjectCancel, at)
	}
	return d.People.SaveDialogue(ctx, p)
}

// Confirm uses up a confirmation. It returns false if the confirmation was not asked
// for or has expired.
func (d *Dialogue) Confirm(ctx context.Context, p *Person, what Pending, at time.Time) (bool, error) {
	until, asked := p.Waiting[what]
	if !asked || at.After(until) {
		return false, nil
	}
	delete(p.Waiting, what)
	return true, d.People.SaveDialogue(ctx, p)
}

// Offer records what the numbers of a list mean from now on.
func (d *Dialogue) Offer(ctx context.Context, p *Person, choices []string, at time.Time) error {
	p.Choices, p.ChoicesUntil = choices, at.Add(ChoicesLife)
	p.replace(pendingSuggestion, "", time.Time{}) // a yes now picks from the list
	delete(p.Waiting, pendingMoved)
	d.belongs(p, SubjectList, at)
	return d.People.SaveDialogue(ctx, p)
}

// Choose returns what number n of the last list means and uses the list up
// (ruling 6).
func (d *Dialogue) Choose(ctx context.Context, p *Person, n int, at time.Time) (string, bool, error) {
	if n < 1 || n > len(p.Choices) || at.After(p.ChoicesUntil) {
		return "", false, nil
	}
	choice := p.Choices[n-1]
	p.Choices = nil
	p.replace(pendingTopic, choice, at.Add(ChoicesLife))
	return choice, true, d.People.SaveDialogue(ctx, p)
}

// SetConsent stores whether the person wants reminders and notices, as a message says
// that was made at a time. If a message that was made later has decided otherwise, nothing
// changes (ruling 35): look at p.Consent.
func (d *Dialogue) SetConsent(ctx context.Context, p *Person, c Consent, made time.Time) error {
	if p.ConsentAt.After(made) || p.Consent == c && p.ConsentAt.Equal(made) {
		return nil
	}
	p.Consent, p.ConsentAt = c, made
	return d.People.SaveDialogue(ctx, p)
}
