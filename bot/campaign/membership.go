package campaign

import (
	"context"
	"strings"
	"time"

	"zhujiao/bot"
)

// Memberships are what is known of the sender of a message before its class is chosen
// (R20).
type Memberships struct {
	// Person has the sender's id, what waits for their answer, and how many messages came
	// from them. It is nil for somebody unknown.
	Person *Person
	// Classes are those in which they have something, by id.
	Classes map[string]Membership
}

// Membership is what somebody has in a class: a seat or a place on the waitlist if
// Registered is set, a pack or a place in its queue if Claimed is; else a check-in alone.
type Membership struct{ Registered, Claimed bool }

// ClassReader reads what decides to which class a message belongs. In a unit it reads what
// the unit sees, else what is committed.
type ClassReader interface {
	// Memberships returns what is known of the person behind a keyed hash.
	Memberships(ctx context.Context, hash string) (Memberships, error)
	// LastClass returns the class of the last message that came from a person since a
	// time; "" if there is none.
	LastClass(ctx context.Context, p bot.PersonID, since time.Time) (string, error)
	// TakenClass returns the class in which a moderator talks to a person; "" if none does.
	TakenClass(ctx context.Context, p bot.PersonID) (string, error)
	// ClosedClasses returns the classes of which moderators have closed the registration.
	ClosedClasses(ctx context.Context) ([]string, error)
	// Said returns the text of a message of a person by its key; "" if it has none, or is
	// not stored any more.
	Said(ctx context.Context, p bot.PersonID, key string) (string, error)
	// CodeClass returns the class in which a moderator with a keyed hash was given a code
	// that is still good; "" if there is none.
	CodeClass(ctx context.Context, hash, code string, now time.Time) (string, error)
}

// Subject is something that waits in one class, or the choice of a class that somebody has
// made for one concern.
type Subject string

// What waits in a class.
const (
	SubjectCancel     Subject = "cancel"
	SubjectQuestion   Subject = "question"
	SubjectSuggestion Subject = "do"
	SubjectList       Subject = "list"
)

// of is the beginning of the entry of Waiting that says to which class a subject belongs.
func (s Subject) of() string { return "in:" + string(s) + ":" }

// subjectLife is how long the class of something that waits is known. It is longer than
// the thing itself, because people also answer too late.
const subjectLife = 24 * time.Hour

// ClassOf returns the class to which a subject belongs; "" if it is not known.
func (p *Person) ClassOf(s Subject, at time.Time) string { return p.waitingWords(s.of(), at) }

// belongs notes that a subject belongs to the class of the dialogue.
func (d *Dialogue) belongs(p *Person, s Subject, at time.Time) {
	p.replace(s.of(), d.Class, at.Add(subjectLife))
}

// TakeClass uses up the question which class is meant: for a concern it is the class of
// the dialogue for the next ten minutes.
func (d *Dialogue) TakeClass(ctx context.Context, p *Person, concern Subject, at time.Time) error {
	p.Choices = nil
	p.replace(concern.of(), d.Class, at.Add(ChoicesLife))
	return d.People.SaveDialogue(ctx, p)
}

// ClassChoice is one choice of the question which class is meant: the class, the concern,
// and the message that asked. That is named by its key in the journal, or, for a click on
// the menu, by the words that it stands for.
type ClassChoice struct {
	Class      string
	Concern    Subject
	Key, Words string
}

// ID returns the choice as it is stored with the list.
func (c ClassChoice) ID() string {
	return "@" + c.Class + " " + string(c.Concern) + " " + c.Key + " " + c.Words
}

// ClassChoiceOf is the inverse of ID. It returns false for any other choice.
func ClassChoiceOf(id string) (c ClassChoice, ok bool) {
	rest, ok := strings.CutPrefix(id, "@")
	parts := strings.SplitN(rest, " ", 4)
	if !ok || len(parts) < 4 {
		return ClassChoice{}, false
	}
	return ClassChoice{Class: parts[0], Concern: Subject(parts[1]), Key: parts[2], Words: parts[3]}, true
}
