package moderation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

// FormName names a form of the console whose words are kept while they are typed.
type FormName string

// The forms. What each is about is its subject.
const (
	FormRewrite FormName = "rewrite" // a new text of a broadcast: B3
	FormCorrect FormName = "correct" // a correction of a broadcast: B3
	FormReply   FormName = "reply"   // the lecturer's answer to a question: Q3
	FormLink    FormName = "link"    // a new link of a pack: its id
)

// action is what the form does when it is sent; "" for a form that there is not.
func (f FormName) action() Action {
	switch f {
	case FormRewrite:
		return ActionEditBroadcast
	case FormCorrect:
		return ActionCorrectBroadcast
	case FormReply:
		return ActionAnswerQuestion
	case FormLink:
		return ActionReplaceLink
	default:
		return ""
	}
}

// Form is a form of a class, about something.
type Form struct {
	Class   string
	Name    FormName
	Subject string
}

const (
	// subjectMax is how many bytes the subject of a form has at most.
	subjectMax = 120
	// typedMost is how many forms somebody may have begun and not sent.
	typedMost = 200
)

// Typed is what somebody has typed into a form and not sent.
type Typed struct {
	// Fields are the words by the name of the field; nil if there are none.
	Fields map[string]string
	At     time.Time
	// Others have typed something about the same, too.
	Others []string
}

// TypedRow is what somebody has typed about a subject, encoded.
type TypedRow struct {
	Subject, Name, Body string
	At                  time.Time
}

// TypedStore stores what is being typed. Every method joins the unit of the context.
type TypedStore interface {
	// SaveTyped stores what somebody has typed into a form, in place of what was there.
	SaveTyped(ctx context.Context, of Form, name, body string, at time.Time) error
	// TypedInto returns what everybody has typed into a form of a class, at most 500 rows.
	TypedInto(ctx context.Context, class string, form FormName) ([]TypedRow, error)
	// CountTyped returns into how many forms somebody has typed.
	CountTyped(ctx context.Context, name string) (int, error)
	// DropTyped deletes what somebody has typed into a form.
	DropTyped(ctx context.Context, of Form, name string) error
}

// Typing keeps what moderators type until it is sent. What two of them type about the same thing
// are two rows: nothing is locked, and neither overwrites the other.
type Typing struct{ Store TypedStore }

// Save stores what the actor has typed into a form; without a word in it, nothing is kept any
// more. It returns ErrNotFound for a form that there is not, a *LongError for more words than
// anything may have, and ErrNumber if too many forms were begun.
func (s *Typing) Save(ctx context.Context, who Actor, of Form, fields map[string]string, at time.Time) error {
	if err := s.allowed(who, of.Name, ActionAnswerQuestion); err != nil {
		return err
	}
	size := 0
	for _, words := range fields {
		size += len(words)
	}
	switch {
	case len(of.Subject) > subjectMax || !utf8.ValidString(of.Subject):
		return campaign.ErrNotFound
	case size == 0:
		return s.Drop(ctx, who, of)
	case size > draftMax:
		return &LongError{Runes: size / 3, Max: answerMax / 3}
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("encode what is being typed: %w", err)
	}
	n, err := s.Store.CountTyped(ctx, who.Name)
	if err == nil && n >= typedMost {
		return ErrNumber
	}
	if err == nil {
		err = s.Store.SaveTyped(ctx, of, who.Name, string(body), at)
	}
	if err != nil {
		return fmt.Errorf("keep what is being typed: %w", err)
	}
	return nil
}

// Into returns what the actor has typed into a form, and who else has, by subject.
func (s *Typing) Into(ctx context.Context, who Actor, class string, form FormName) (map[string]Typed, error) {
	if err := s.allowed(who, form, ActionAnswerQuestion); err != nil {
		return nil, err
	}
	rows, err := s.Store.TypedInto(ctx, class, form)
	if err != nil {
		return nil, fmt.Errorf("read what is being typed: %w", err)
	}
	out := map[string]Typed{}
	for _, r := range rows {
		t := out[r.Subject]
		if r.Name != who.Name {
			t.Others = append(t.Others, r.Name)
		} else if err := json.Unmarshal([]byte(r.Body), &t.Fields); err == nil {
			t.At = r.At
		}
		out[r.Subject] = t
	}
	return out, nil
}

// Drop deletes what the actor has typed into a form: it was sent, or is not wanted any more.
func (s *Typing) Drop(ctx context.Context, who Actor, of Form) error {
	if err := s.allowed(who, of.Name, ActionAnswerQuestion); err != nil {
		return err
	}
	if err := s.Store.DropTyped(ctx, of, who.Name); err != nil {
		return fmt.Errorf("drop what was typed: %w", err)
	}
	return nil
}

// allowed checks the right to send a form. least is what whoever types anything at all may do.
func (*Typing) allowed(who Actor, form FormName, least Action) error {
	if err := allow(who, least); err != nil {
		return err
	}
	if form.action() == "" {
		return campaign.ErrNotFound
	}
	return allow(who, form.action())
}
