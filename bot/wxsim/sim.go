package wxsim

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Limits of what a simulation keeps.
const (
	maxPeople   = 300
	maxMessages = 200
)

// Line is one bubble on a phone.
type Line struct {
	// From is "me", "bot" or "note" (what the client shows by itself).
	From string    `json:"from"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Person is somebody with a phone.
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

// Clock is the business clock of the product under simulation.
type Clock interface {
	Now() time.Time
	Start(at time.Time)
}

// Status is what stands behind one person, by name; the faces know the words.
type Status map[string]any

// Options are what a simulation needs of its surroundings.
type Options struct {
	Pusher *Pusher
	Clock  Clock
	// Zone is where the clock is shown.
	Zone *time.Location
	// Start and End are those of the class, for the buttons.
	Start, End time.Time
	Menu       []MenuItem
	// Scenes are QR codes to scan.
	Scenes []string
	// Title names the account; Seed makes openids.
	Title, Seed string
	// Platform is what the bot's own messages go to; may be nil.
	Platform *Platform
	// Settle, if set, waits until what an action caused has been sent.
	Settle func(ctx context.Context) error
	// Staff is a moderator's openid, who gets a phone too; empty for none.
	Staff string
	// Status looks behind the scenes; may be nil.
	Status func(ctx context.Context, openid string) (Status, error)
}

// Sim is a simulation with its people.
type Sim struct {
	Options
	mu     sync.Mutex // guards below
	people []*Person
}

// New starts with two people.
func New(o Options) *Sim {
	s := &Sim{Options: o}
	s.Add()
	s.Add()
	if o.Staff != "" {
		s.people = append(s.people, &Person{Name: "班主任", OpenID: o.Staff}) //nolint:gosmopolitan // shown on the phone
	}
	if o.Platform != nil {
		o.Platform.Deliver = s.arrive
		o.Platform.Finished = func(ctx context.Context, result map[string]string) {
			go o.Pusher.Finished(context.WithoutCancel(ctx), result) // a push of its own, bounded by its tries
		}
	}
	return s
}

// arrive shows what the bot says first on the phone of whom it is for, and what
// its robot posts in the moderators' group on the moderator's.
func (s *Sim) arrive(a Accepted) {
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
	s.note(to, Line{From: from, Text: a.Text, At: a.At})
}

// Add lets one more person in and returns their number; the last one when the
// room is full.
func (s *Sim) Add() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.people); n < maxPeople {
		name := "学员" + letters(n) //nolint:gosmopolitan // shown on the phone
		s.people = append(s.people, &Person{Name: name, OpenID: OpenID(s.Seed, name)})
	}
	return len(s.people) - 1
}

// letters counts from A to Z, then from A2 to Z2, and so on.
func letters(n int) string {
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

// Action is what somebody does on the phone.
type Action struct {
	Person int `json:"person"`
	// Kind is text, follow, unfollow, scan, click or image.
	Kind string `json:"kind"`
	// Value is the text, the scene or the menu key; Label what the bubble says.
	Value string `json:"value"`
	Label string `json:"label"`
	Fault Fault  `json:"fault"`
}

// Do performs an action through the webhook and notes both sides of it.
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
	s.note(p, mine)
	x, err := s.deliver(ctx, p.OpenID, a)
	if err != nil {
		return x, err
	}
	switch {
	case x.Failure != "":
		s.note(p, Line{From: "note", Text: x.Text, At: s.Clock.Now()})
	case x.Text != "":
		s.note(p, Line{From: "bot", Text: x.Text, At: s.Clock.Now()})
	}
	if s.Settle != nil {
		return x, s.Settle(ctx)
	}
	return x, nil
}

// since returns the lines on a phone after the first n, and how many there are.
func (s *Sim) since(i, n int) ([]Line, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[i]
	return append([]Line(nil), p.Lines[min(n, len(p.Lines)):]...), len(p.Lines)
}

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

func (s *Sim) note(p *Person, l Line) {
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
