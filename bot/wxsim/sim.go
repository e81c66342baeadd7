package wxsim

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// Following says whether somebody follows the account.
type Following string

// The states of a phone. New is somebody who has never followed; whoever writes without
// following first follows by that.
const (
	FollowingNew Following = ""
	FollowingYes Following = "yes"
	FollowingNo  Following = "no"
)

// Person is a simulated user with a phone, or a group in which robots post.
type Person struct {
	Name      string
	OpenID    string // the robot's key for a group
	Moderator bool
	Following Following
	Lines     []Line
	// count is the number of all lines, including those that were dropped.
	count int
}

// errNotFollowing is what somebody who has unfollowed the account cannot do.
var errNotFollowing = errors.New("已经取关：先重新关注")

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
	// Class returns the class that serves now.
	Class func() Class
	// Seed is what openids are derived from.
	Seed string
	// Platform, if not nil, receives the product's calls.
	Platform *Platform
	// Settle, if set, waits until everything that an action caused has been sent.
	Settle func(ctx context.Context) error
	// Staff is the openid of a moderator, who gets a phone too; may be empty.
	Staff string
	// StaffGroup and ClassGroup are the keys of the robots of the moderators' group and
	// of the attendees'.
	StaffGroup, ClassGroup string
	// Status, if set, returns the product's state of a person.
	Status func(ctx context.Context, openid string) (Status, error)
	// File, if set, returns the state of the campaign file.
	File func() FileState
	// Scenario, if set, returns a recording as a file of scenarios.
	Scenario func(r Recording) ([]byte, error)
	// Console, if set, returns a path of the product's console to which a POST signs in.
	Console func(ctx context.Context) (path string, err error)
}

// FileState says whether the campaign file was taken over as it is now.
type FileState struct {
	Name string `json:"name"`
	// Taken is when it was last taken over after a change; zero if never.
	Taken time.Time `json:"taken"`
	// Problems are the errors for which it was not. Refused says that it has none and yet
	// cannot be taken over while the class runs.
	Problems []string `json:"problems"`
	Refused  bool     `json:"refused"`
}

// Sim is a running simulation. It is safe for concurrent use.
type Sim struct {
	Options
	// id names this run to a page that remembers things.
	id     string
	crowd  crowd
	mu     sync.Mutex // guards below
	people []*Person
	groups []*Person
	guests int             // attendees among the people
	toured map[string]bool // finished steps of the tour by name
	begins time.Time
	events []Event
}

// New returns a simulation with two attendees and, if Staff is set, a moderator.
func New(o Options) *Sim {
	s := &Sim{Options: o, id: randomDigits(), toured: map[string]bool{}, begins: o.Clock.Now()}
	s.Add()
	s.Add()
	if o.Staff != "" {
		s.people = append(s.people, &Person{Name: "班主任", OpenID: o.Staff, Moderator: true, Following: FollowingYes})
	}
	s.groups = []*Person{{Name: "班主任群", OpenID: o.StaffGroup}, {Name: "学员群", OpenID: o.ClassGroup}}
	if o.Platform != nil {
		o.Platform.Deliver = s.showAccepted
		o.Platform.Finished = func(ctx context.Context, result map[string]string) {
			go o.Pusher.Finished(context.WithoutCancel(ctx), result) // ends after maxTries
		}
	}
	return s
}

// Close ends what a crowd is doing and waits for it.
func (s *Sim) Close() { s.crowd.stop() }

// showAccepted shows an accepted text on the phone of its receiver, or in the group of
// the robot that posts it.
func (s *Sim) showAccepted(a Accepted) {
	s.mu.Lock()
	among := s.people
	if a.Way == "robot" {
		among = s.groups
	}
	i := slices.IndexFunc(among, func(p *Person) bool { return p.OpenID == a.To })
	s.mu.Unlock()
	if i >= 0 {
		s.addLine(among[i], Line{From: "bot", Text: a.Text, At: a.At})
	}
}

// Add adds an attendee and returns their number. Once there are maxPeople it adds nobody
// and returns the last number.
func (s *Sim) Add() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.people) < maxPeople {
		name := "学员" + personLetter(s.guests)
		s.guests++
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
	if a, err = s.possible(p, a); err != nil {
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
	s.mu.Lock()
	name := s.nickname(a.Person)
	s.mu.Unlock()
	s.note(Event{Nickname: name, Action: a, Exchange: x, At: mine.At})
	switch {
	case x.Failure != "":
		s.addLine(p, Line{From: "note", Text: x.Text, At: s.Clock.Now()})
	case x.Text != "":
		s.addLine(p, Line{From: "bot", Text: x.Text, At: s.Clock.Now()})
	}
	s.tick(a)
	if s.Settle != nil {
		return x, s.Settle(ctx)
	}
	return x, nil
}

// possible returns the action as the platform pushes it, and notes who follows. A scan by
// somebody who does not follow is a follow. Who has unfollowed can do nothing else.
func (s *Sim) possible(p *Person, a Action) (Action, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case a.Kind == "scan" && p.Following != FollowingYes:
		a.Kind = "follow"
	case a.Kind != "follow" && p.Following == FollowingNo:
		return a, errNotFollowing
	}
	p.Following = FollowingYes
	if a.Kind == "unfollow" {
		p.Following = FollowingNo
	}
	return a, nil
}

// linesAfter returns the lines of somebody after the first n, as far as they are kept,
// and the number of all lines.
func (s *Sim) linesAfter(p *Person, n int) ([]Line, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(p.Lines[len(p.Lines)-min(p.count-n, len(p.Lines)):]), p.count
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
		if key != "" { // a code that was scanned
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
	p.count++
	p.Lines = append(p.Lines, l)
	if n := len(p.Lines); n > maxMessages {
		p.Lines = append(p.Lines[:0], p.Lines[n-maxMessages:]...)
	}
}
