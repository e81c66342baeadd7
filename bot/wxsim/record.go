package wxsim

import (
	"slices"
	"strconv"
	"time"
)

// maxEvents bounds what is kept of a simulation to be made a scenario.
const maxEvents = 5000

// Event is something that happened in a simulation.
type Event struct {
	// Nickname is who did it: u1 and so on for attendees, m1 for the moderator; empty if only
	// the clock moved to At.
	Nickname string
	Action   Action
	Exchange Exchange
	At       time.Time
	// Crowd is the number of people of a crowd who sent Action.Value, from u1001 on; First is
	// how many of the crowd come before them. 0 for an action of one person.
	Crowd, First int
}

// Recording is what happened in a simulation since it began.
type Recording struct {
	Begins time.Time
	Class  string
	Events []Event
	// Sent are the texts that people and groups got on their own, by nickname and by
	// staff or class, in order.
	Sent map[string][]string
	// Cut says that the beginning of a very long simulation is kept only.
	Cut bool
}

// note keeps an event.
func (s *Sim) note(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.events) < maxEvents {
		s.events = append(s.events, e)
	}
}

// Recording returns what happened so far.
func (s *Sim) Recording() Recording {
	names := map[string]string{s.StaffGroup: "staff", s.ClassGroup: "class"}
	s.mu.Lock()
	out := Recording{Begins: s.begins, Class: s.Class().Name, Events: slices.Clone(s.events), Sent: map[string][]string{}}
	for i, p := range s.people {
		names[p.OpenID] = s.nickname(i)
	}
	s.mu.Unlock()
	out.Cut = len(out.Events) == maxEvents
	if s.Platform != nil {
		for _, a := range s.Platform.Accepted() {
			if name, has := names[a.To]; has {
				out.Sent[name] = append(out.Sent[name], a.Text)
			}
		}
	}
	return out
}

// nickname returns the name of the i-th person in a recording; mu is held.
func (s *Sim) nickname(i int) string {
	if s.people[i].Moderator {
		return "m1"
	}
	n := 0
	for _, p := range s.people[:i+1] {
		if !p.Moderator {
			n++
		}
	}
	return "u" + strconv.Itoa(n)
}
