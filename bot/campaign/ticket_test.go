package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// lastAlert is what the moderators were told last.
func (w *world) lastAlert(t *testing.T) (campaign.TicketAlert, campaign.Notice) {
	t.Helper()
	if len(w.told) == 0 {
		t.Fatal("nothing was told")
	}
	n := w.told[len(w.told)-1]
	a, ok := n.Body.(campaign.TicketAlert)
	if !ok || n.Robot != campaign.StaffRobot || n.Person != 0 {
		t.Fatalf("told %+v", n)
	}
	return a, n
}

// TestCallOnce opens one call at a time.
func TestCallOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	call := func(want int, wantAgain bool) {
		t.Helper()
		n, again := 0, false
		w.unit(t, func(ctx context.Context) (err error) {
			n, again, err = w.Tickets.Call(ctx, 1, "human", evening("20:00:00"))
			return err
		})
		if n != want || again != wantAgain {
			t.Errorf("H%d, again %v, want H%d, %v", n, again, want, wantAgain)
		}
	}
	call(1, false)
	call(1, true)
	if len(w.tickets) != 1 || len(w.told) != 1 || w.tickets[0].Kind != campaign.TicketHuman || w.tickets[0].Name() != "H1" {
		t.Errorf("tickets %+v, told %d", w.tickets, len(w.told))
	}
	w.tickets[0].State = campaign.TicketClosed
	call(2, false)
}

// TestMakeupJoinsACall keeps the words of a makeup from somebody who had called
// a moderator before.
func TestMakeupJoinsACall(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	makeup := func(p bot.PersonID, words string) (n int) {
		w.unit(t, func(ctx context.Context) (err error) {
			n, err = w.Tickets.Makeup(ctx, p, words, evening("21:51:00"))
			return err
		})
		return n
	}
	if n, _, err := w.Tickets.Call(t.Context(), 1, "call", evening("21:50:00")); err != nil || n != 1 {
		t.Fatalf("H%d, %v", n, err)
	}
	if n := makeup(1, "I was there"); n != 1 || w.tickets[0].Text != "call/I was there" {
		t.Errorf("makeup in H%d %+v, want it in H1", n, w.tickets[0])
	}
	if a, _ := w.lastAlert(t); a.Text != "I was there" || a.Number != 1 {
		t.Errorf("told %+v", a)
	}
	if n := makeup(2, "me too"); n != 2 || w.tickets[1].Text != "me too" || w.tickets[1].Person != 2 {
		t.Errorf("makeup of somebody else in H%d", n)
	}
}

// TestPendingEntry gathers everybody who asks an entry without an answer.
func TestPendingEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p, want := range []int{1, 1} {
		n := 0
		w.unit(t, func(ctx context.Context) (err error) {
			n, err = w.Tickets.Pending(ctx, bot.PersonID(p+1), campaign.Matter{Entry: "replay", Text: "a replay?"}, evening("09:00:00"))
			return err
		})
		if n != want {
			t.Errorf("U%d, want U%d", n, want)
		}
	}
	if got := w.askers["U1"]; !slices.Equal(got, []bot.PersonID{1, 2}) || len(w.told) != 1 || w.tickets[0].Entry != "replay" {
		t.Errorf("askers %v, told %d, ticket %+v", got, len(w.told), w.tickets[0])
	}
}

// TestTalk shows moderators what somebody writes while one talks to them.
func TestTalk(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	join := func() (joined bool) {
		w.unit(t, func(ctx context.Context) (err error) {
			joined, err = w.Tickets.JoinTaken(ctx, 1, "more", campaign.SentPicture{Media: "m2"}, evening("20:01:00"))
			return err
		})
		return joined
	}
	if _, _, err := w.Tickets.Call(t.Context(), 1, "call", evening("20:00:00")); err != nil {
		t.Fatal(err)
	}
	if join() || len(w.told) != 1 {
		t.Error("joined a call that nobody has taken over")
	}
	w.tickets[0].State = campaign.TicketTaken
	if !join() || w.tickets[0].Text != "call/more" {
		t.Errorf("the ticket = %+v", w.tickets[0])
	}
	if a, _ := w.lastAlert(t); a.Text != "more" {
		t.Errorf("told %+v", a)
	}
}

// TestAttach joins a picture to an open call only.
func TestAttach(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	attach := func() (n int, open bool) {
		w.unit(t, func(ctx context.Context) (err error) {
			n, open, err = w.Tickets.Attach(ctx, 1, "picture", campaign.SentPicture{Media: "m1"}, evening("20:01:00"))
			return err
		})
		return n, open
	}
	if n, open := attach(); open || n != 0 || len(w.tickets) != 0 {
		t.Errorf("attached to H%d", n)
	}
	if _, _, err := w.Tickets.Call(t.Context(), 1, "call", evening("20:00:00")); err != nil {
		t.Fatal(err)
	}
	if n, open := attach(); !open || n != 1 || w.tickets[0].Text != "call/picture" {
		t.Errorf("attached %v to H%d %+v", open, n, w.tickets[0])
	}
	if !slices.Equal(w.pictures, []string{"H1 m1"}) {
		t.Errorf("pictures that were noted: %q", w.pictures)
	}
}

// TestCloseEntryCall closes a call that was about being let in and nothing else.
func TestCloseEntryCall(t *testing.T) {
	t.Parallel()
	besides := func(words string) bool { return !strings.HasPrefix(words, "phrase") }
	for name, tt := range map[string]struct {
		words []string
		state campaign.TicketState
		want  campaign.TicketState
	}{
		"only the phrase":  {[]string{"phrase", "phrase!"}, campaign.TicketOpen, campaign.TicketClosed},
		"something else":   {[]string{"phrase", "and a refund"}, campaign.TicketOpen, campaign.TicketOpen},
		"talking about it": {[]string{"phrase"}, campaign.TicketTaken, campaign.TicketTaken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(nil)
			closeCall := func(ctx context.Context) error { return w.Tickets.CloseEntryCall(ctx, 1, besides, evening("20:40:00")) }
			w.unit(t, closeCall) // without a call nothing happens
			for i, words := range tt.words {
				add := w.Tickets.Makeup
				if _, err := add(t.Context(), 1, words, evening("20:30:00")); err != nil {
					t.Fatal(i, err)
				}
			}
			w.tickets[0].State = tt.state
			w.unit(t, closeCall)
			if got := w.tickets[0].State; got != tt.want {
				t.Errorf("the call is %s, want %s", got, tt.want)
			}
		})
	}
}

// TestSendPicture sends an answer's picture beside the reply.
func TestSendPicture(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.unit(t, func(ctx context.Context) error {
		return w.Tickets.SendPicture(ctx, 1, "group.png", evening("20:00:00"))
	})
	n := w.told[0]
	if len(w.told) != 1 || n.Person != 1 || n.Body != (campaign.AnswerPicture{File: "group.png"}) || !n.Due.Equal(evening("20:00:00")) {
		t.Errorf("told %+v", w.told)
	}
}

// TestFirstWithoutParts is a new ticket, which has no parts yet.
func TestFirstWithoutParts(t *testing.T) {
	t.Parallel()
	ticket := campaign.Ticket{Text: "a/b", Parts: nil}
	if got := ticket.First(); got != "a/b" {
		t.Errorf("the first words are %q", got)
	}
	ticket.Add("c", evening("20:00:00"))
	if got := ticket.First(); got != "a/b" || !slices.Equal(ticket.Parts, []string{"a/b", "c"}) {
		t.Errorf("the parts are %q", ticket.Parts)
	}
}

// TestFilledEntries tells moderators of entries that have an answer in a new
// version of the file, if somebody asked them.
func TestFilledEntries(t *testing.T) {
	t.Parallel()
	old := newWorld(func(c *campaign.Campaign) {
		c.FAQ = []campaign.Entry{{ID: "a", Pending: true}, {ID: "b", Pending: true}, {ID: "c"}, {ID: "d", Pending: true}}
	})
	w := newWorld(func(c *campaign.Campaign) {
		c.FAQ = []campaign.Entry{{ID: "a", Question: "A?"}, {ID: "b", Pending: true}, {ID: "c"}, {ID: "d"}, {ID: "e"}}
	})
	for _, id := range []string{"a", "b", "c", "e"} {
		for p := range bot.PersonID(2) {
			if _, err := w.Tickets.Pending(t.Context(), p+1, campaign.Matter{Entry: id, Text: id}, evening("09:00:00")); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.told = nil
	f := campaign.FilledEntries{Campaign: w.c, Tickets: tickets{w.state}, Notices: notices{w.state}}
	w.unit(t, func(ctx context.Context) error { return f.Tell(ctx, old.c, evening("10:00:00")) })
	if len(w.told) != 1 || w.told[0].Body != (campaign.EntryAlert{Question: "A?", Ticket: "U1", Askers: 2}) {
		t.Errorf("told %+v", w.told)
	}
}

// brokenTickets is a store that is away.
type brokenTickets struct{ tickets }

var errAway = errors.New("the store is away")

func (brokenTickets) OpenTicket(context.Context, string, campaign.TicketKind, bot.PersonID) (*campaign.Ticket, error) {
	return nil, errAway
}

func (brokenTickets) OpenAsked(context.Context, string, bot.PersonID, int) ([]campaign.Asked, error) {
	return nil, errAway
}

func (brokenTickets) MatterTicket(context.Context, string, string) (*campaign.Ticket, error) {
	return nil, errAway
}

// TestStoreAway opens no ticket when nobody knows whether there is one.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.Tickets.Store = brokenTickets{tickets{w.state}}
	w.Tickets.Matters = brokenTickets{tickets{w.state}}
	at := evening("20:00:00")
	for name, f := range map[string]func(ctx context.Context) error{
		"call":   func(ctx context.Context) error { _, _, err := w.Tickets.Call(ctx, 1, "x", at); return err },
		"makeup": func(ctx context.Context) error { _, err := w.Tickets.Makeup(ctx, 1, "x", at); return err },
		"unknown": func(ctx context.Context) error {
			_, err := w.Tickets.Unknown(ctx, 1, campaign.Matter{}, at)
			return err
		},
		"pending": func(ctx context.Context) error {
			_, err := w.Tickets.Pending(ctx, 1, campaign.Matter{Entry: "e"}, at)
			return err
		},
		"attach": func(ctx context.Context) error {
			_, _, err := w.Tickets.Attach(ctx, 1, "x", campaign.SentPicture{}, at)
			return err
		},
	} {
		if err := f(t.Context()); !errors.Is(err, errAway) || len(w.tickets) != 0 {
			t.Errorf("%s: %v, tickets %+v", name, err, w.tickets)
		}
	}
}

// TestTicketIsBounded writes without end: no ticket takes more than ten messages and a
// sign that there was more, and none of them is longer than a message can be. What the
// moderators are told goes on.
func TestTicketIsBounded(t *testing.T) {
	t.Parallel()
	long, written := strings.Repeat("长", 30000), 0
	for name, write := range map[string]func(ctx context.Context, w *world) error{
		"unknown": func(ctx context.Context, w *world) error {
			written++
			_, err := w.Tickets.Unknown(ctx, 1, campaign.Matter{Text: fmt.Sprint(written, long)}, evening("09:00:00"))
			return err
		},
		"makeup": func(ctx context.Context, w *world) error {
			_, err := w.Tickets.Makeup(ctx, 1, long, evening("09:00:00"))
			return err
		},
		"talk": func(ctx context.Context, w *world) error {
			joined, err := w.Tickets.JoinTaken(ctx, 1, long, campaign.SentPicture{}, evening("09:00:00"))
			if !joined {
				t.Error("nobody talks to the person")
			}
			return err
		},
		"pictures": func(ctx context.Context, w *world) error {
			_, open, err := w.Tickets.Attach(ctx, 1, long, campaign.SentPicture{}, evening("09:00:00"))
			if !open {
				t.Error("no ticket is open")
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(nil)
			if name == "talk" || name == "pictures" {
				w.unit(t, func(ctx context.Context) error {
					_, _, err := w.Tickets.Call(ctx, 1, "help", evening("09:00:00"))
					return err
				})
				if name == "talk" {
					w.tickets[0].State = campaign.TicketTaken
				}
			}
			for range 25 {
				w.unit(t, func(ctx context.Context) error { return write(ctx, w) })
			}
			most := 11
			if name == "unknown" {
				most = 10 // the next one opens a ticket of its own
			}
			for _, k := range w.tickets {
				if len(k.Parts) > most || len([]rune(k.Text)) > 21000 {
					t.Errorf("%s has %d messages, %d characters", k.Name(), len(k.Parts), len([]rune(k.Text)))
				}
				if len(k.Parts) == 11 && k.Parts[10] != "…" {
					t.Errorf("%s ends in %q", k.Name(), k.Parts[10])
				}
			}
			if n := len(w.tickets); name == "unknown" && n != 3 || name != "unknown" && n != 1 {
				t.Errorf("%d tickets", n)
			}
			if a, _ := w.lastAlert(t); len([]rune(a.Text)) > 2001 || name != "unknown" && name != "pictures" && len(w.told) < 25 {
				t.Errorf("the moderators were told %d times, the last time %d characters", len(w.told), len([]rune(a.Text)))
			}
		})
	}
}
