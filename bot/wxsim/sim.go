package wxsim

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Limits of a simulation: the number of people, and of lines on each phone.
const (
	maxPeople   = 300
	maxMessages = 200
)

// Line is one bubble on a phone.
type Line struct {
	// From is "me", "bot", or "note" for what the client itself shows.
	From string    `json:"from"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Person is a simulated user with a phone.
type Person struct {
	Name   string `json:"name"`
	OpenID string `json:"-"`
	Lines  []Line `json:"lines"`
}

// MenuItem is one entry of the account's menu.
type MenuItem struct {
	Name     string     `json:"name"`
	Key      string     `json:"key,omitempty"`
	Children []MenuItem `json:"children,omitempty"`
}

// Clock is the business clock of the product; Start sets it.
type Clock interface {
	Now() time.Time
	Start(at time.Time)
}

// Status is the product's state of one person by field name, for display.
type Status map[string]any

// Options configure a simulation.
type Options struct {
	Pusher *Pusher
	Clock  Clock
	// Zone is the time zone in which the clock is shown.
	Zone *time.Location
	// Start and End are the times of the class, for the buttons that set the clock.
	Start, End time.Time
	Menu       []MenuItem
	// Scenes are the scene values of QR codes that can be scanned.
	Scenes []string
	// Title is the name of the account; openids are derived from Seed.
	Title, Seed string
	// Platform, if not nil, receives the product's calls.
	Platform *Platform
	// Settle, if set, waits until everything that an action caused has been sent.
	Settle func(ctx context.Context) error
	// Staff is the openid of a moderator, who gets a phone too; may be empty.
	Staff string
	// Status, if set, returns the product's state of a person.
	Status func(ctx context.Context, openid string) (Status, error)
}

// Sim is a running simulation. It is safe for concurrent use.
type Sim struct {
	Options
	mu     sync.Mutex // guards below
	people []*Person
}

// New returns a simulation with two attendees and, if Staff is set, a moderator.
func New(o Options) *Sim {
	s := &Sim{Options: o}
	s.Add()
	s.Add()
	if o.Staff != "" {
		s.people = append(s.people, &Person{Name: "班主任", OpenID: o.Staff})
	}
	if o.Platform != nil {
		o.Platform.Deliver = s.showAccepted
		o.Platform.Finished = func(ctx context.Context, result map[string]string) {
			go o.Pusher.Finished(context.WithoutCancel(ctx), result) // ends after maxTries
		}
	}
	return s
}

// showAccepted shows an accepted text on the phone of its receiver, and what the group
// robot posts on the moderator's.
func (s *Sim) showAccepted(a Accepted) {
	s.mu.Lock()
	var to *Person
	for _, p := range s.people {
		if p.OpenID == a.To || a.Way == "robot" && p.OpenID == s.Staff {
			to = p
		}
	}
	s.mu.Unlock()
	if to == nil {
		return
	}
	from := "bot"
	if a.Way == "robot" {
		from = "note"
	}
	s.addLine(to, Line{From: from, Text: a.Text, At: a.At})
}

// Add adds an attendee and returns their number. Once there are maxPeople it adds nobody
// and returns the last number.
func (s *Sim) Add() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.people); n < maxPeople {
		name := "学员" + personLetter(n)
		s.people = append(s.people, &Person{Name: name, OpenID: OpenID(s.Seed, name)})
	}
	return len(s.people) - 1
}

// personLetter names the n-th attendee: A to Z, then A2 to Z2, and so on.
func personLetter(n int) string {
	if n < 26 {
		return string("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n])
	}
	return fmt.Sprintf("%c%d", 'A'+n%26, n/26+1)
}

func (s *Sim) person(i int) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i < 0 || i >= len(s.people) {
		return nil, fmt.Errorf("there is no person %d", i)
	}
	return s.people[i], nil
}

// Action is something a person does on the phone.
type Action struct {
	Person int `json:"person"`
	// Kind is text, follow, unfollow, scan, click or image.
	Kind string `json:"kind"`
	// Value is the text, the scene or the menu key. Label is shown on the phone for
	// everything but texts.
	Value string `json:"value"`
	Label string `json:"label"`
	Fault Fault  `json:"fault"`
}

// Do performs an action through the webhook and shows the action and the reply on the
// phone.
func (s *Sim) Do(ctx context.Context, a Action) (Exchange, error) {
	p, err := s.person(a.Person)
	if err != nil {
		return Exchange{}, err
	}
	if s.Platform != nil {
		s.Platform.Touch(p.OpenID, a.Kind)
	}
	mine := Line{From: "note", Text: a.Label, At: s.Clock.Now()}
	if a.Kind == "text" {
		mine = Line{From: "me", Text: a.Value, At: s.Clock.Now()}
	}
	s.addLine(p, mine)
	x, err := s.deliver(ctx, p.OpenID, a)
	if err != nil {
		return x, err
	}
	switch {
	case x.Failure != "":
		s.addLine(p, Line{From: "note", Text: x.Text, At: s.Clock.Now()})
	case x.Text != "":
		s.addLine(p, Line{From: "bot", Text: x.Text, At: s.Clock.Now()})
	}
	if s.Settle != nil {
		return x, s.Settle(ctx)
	}
	return x, nil
}

// linesAfter returns the lines of person i after the first n, and the number of all
// lines.
func (s *Sim) linesAfter(i, n int) ([]Line, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[i]
	return append([]Line(nil), p.Lines[min(n, len(p.Lines)):]...), len(p.Lines)
}

// deliver pushes an action to the webhook.
func (s *Sim) deliver(ctx context.Context, openid string, a Action) (Exchange, error) {
	switch a.Kind {
	case "text":
		return s.Pusher.Text(ctx, openid, a.Value, a.Fault), nil
	case "image":
		return s.Pusher.Image(ctx, openid, a.Fault), nil
	case "follow":
		key := a.Value
		if key != "" {
			key = "qrscene_" + key
		}
		return s.Pusher.Event(ctx, openid, "subscribe", key, a.Fault), nil
	case "unfollow":
		return s.Pusher.Event(ctx, openid, "unsubscribe", "", a.Fault), nil
	case "scan":
		return s.Pusher.Event(ctx, openid, "SCAN", a.Value, a.Fault), nil
	case "click":
		return s.Pusher.Event(ctx, openid, "CLICK", a.Value, a.Fault), nil
	default:
		return Exchange{}, fmt.Errorf("unknown action %q", a.Kind)
	}
}

// addLine adds a line to a phone and drops the oldest beyond maxMessages.
func (s *Sim) addLine(p *Person, l Line) {
	if l.Text == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p.Lines = append(p.Lines, l)
	if n := len(p.Lines); n > maxMessages {
		p.Lines = append(p.Lines[:0], p.Lines[n-maxMessages:]...)
	}
}
