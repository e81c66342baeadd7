package campaign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// Asker is somebody who asks a ticket.
type Asker struct {
	Person bot.PersonID
	// Question is what they wrote first; empty if it was erased.
	Question string
	// WroteSince is set if they have written something else since they asked.
	WroteSince bool
}

// Asked is an open ticket that a person asks: Said are that person's own messages to it,
// and Last is the time of the newest.
type Asked struct {
	*Ticket
	Said []string
	Last time.Time
}

// Matter is a text that nobody but a moderator can answer.
type Matter struct {
	Text string
	// Asks is set for a question or a request, Fault for a report that something does
	// not work.
	Asks, Fault bool
	// Entry is the frequent question without an answer that the text means; empty for
	// none.
	Entry string
}

// Noted says where a text went: to the ticket with this number. More is set if the
// person waits for that ticket already.
type Noted struct {
	Number int
	More   bool
}

const (
	// askedMax is how many open tickets of one person are compared with a further text.
	// Somebody with so many gets no more of them.
	askedMax = 30
	// faultAlerts is how many reports of one fault by different people alert one by one;
	// further ones do so once a minute, so that a broken live room does not flood the
	// moderators' group.
	faultAlerts = 3
)

// ErrShared says that another unit has opened a ticket of the same matter meanwhile.
var ErrShared = errors.New("there is a ticket of this matter")

// matterOf returns the key that people share who ask the same: a pending entry, or the
// same text. It does not show the text.
func matterOf(m Matter) string {
	if m.Entry != "" {
		return "entry " + m.Entry
	}
	folded := text.Fold(m.Text)
	if folded == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(folded))
	return "text " + hex.EncodeToString(sum[:])
}

// Unknown takes a text that the bot cannot answer (ruling 48). A question, a request or a
// report of a fault opens a ticket of its own unless the person waits for an answer to the
// like already; any other remark joins the ticket to which they wrote last, for ten
// minutes (R10). Several people share a ticket if their texts are the same or mean the
// same pending entry.
func (s *Tickets) Unknown(ctx context.Context, p bot.PersonID, m Matter, at time.Time) (Noted, error) {
	asked, err := s.Matters.OpenAsked(ctx, s.Campaign.ID, p, askedMax)
	if err != nil {
		return Noted{}, fmt.Errorf("note an unknown question: %w", err)
	}
	if a, ok := s.belongs(asked, m, at); ok {
		return Noted{a.Number, true}, s.add(ctx, a, p, m, at)
	}
	n, err := s.shared(ctx, p, m, at)
	return Noted{Number: n}, err
}

// Waits reports whether a person waits for an answer to the like already.
func (s *Tickets) Waits(ctx context.Context, p bot.PersonID, words string) (bool, error) {
	asked, err := s.Matters.OpenAsked(ctx, s.Campaign.ID, p, askedMax)
	if err != nil {
		return false, fmt.Errorf("look for what somebody waits for: %w", err)
	}
	folded := text.Fold(words)
	return slices.ContainsFunc(asked, func(a Asked) bool { return s.akin(a, folded) }), nil
}

// akin reports whether a folded text is like one that the person wrote to the ticket.
func (s *Tickets) akin(a Asked, folded string) bool {
	return slices.ContainsFunc(a.Said, func(w string) bool { return s.Akin(folded, text.Fold(w)) })
}

// Pending records that somebody asked an entry that has no answer yet, but a wording that
// says so. Everybody who asks it shares one ticket (ruling 12).
func (s *Tickets) Pending(ctx context.Context, p bot.PersonID, m Matter, at time.Time) (number int, err error) {
	return s.shared(ctx, p, m, at)
}

// belongs finds the ticket of a person that a further text of theirs belongs to.
func (s *Tickets) belongs(asked []Asked, m Matter, at time.Time) (Asked, bool) {
	key, folded := matterOf(m), text.Fold(m.Text)
	if i := slices.IndexFunc(asked, func(a Asked) bool { return key != "" && a.Matter == key }); i >= 0 {
		return asked[i], true
	}
	fresh := func(a Asked) bool { return at.Sub(a.Last) <= TicketMerge && len(a.Parts) < ticketLines }
	for _, a := range asked {
		switch {
		case m.Entry != "":
		case !m.Asks && !m.Fault && fresh(a), s.akin(a, folded) && len(a.Parts) < ticketLines:
			return a, true
		}
	}
	if len(asked) >= askedMax {
		return asked[0], true
	}
	return Asked{}, false
}

// add adds a further text of somebody to a ticket that they ask. A text that they wrote to
// it before adds no line.
func (s *Tickets) add(ctx context.Context, a Asked, p bot.PersonID, m Matter, at time.Time) error {
	words := line(m.Text)
	if slices.Contains(a.Said, words) || slices.Contains(a.Parts, words) {
		words = ""
	}
	var err error
	if words == "" {
		err = s.Store.AppendTicket(ctx, a.Ticket, p, "", at)
	} else {
		err = s.join(ctx, a.Ticket, p, words, at)
	}
	if err != nil {
		return fmt.Errorf("add to a ticket: %w", err)
	}
	if !m.Fault {
		return nil
	}
	return s.alert(ctx, by(a.Ticket, p), m.Text, at)
}

// by returns a ticket as one of those who ask it sees it: they, and not who began it, are
// the person of an alert.
func by(t *Ticket, p bot.PersonID) *Ticket {
	out := *t
	out.Person = p
	return &out
}

// shared adds somebody to the open ticket of a matter, or opens one.
func (s *Tickets) shared(ctx context.Context, p bot.PersonID, m Matter, at time.Time) (number int, err error) {
	matter := matterOf(m)
	for {
		t, err := s.Matters.MatterTicket(ctx, s.Campaign.ID, matter)
		if err == nil {
			return t.Number, s.share(ctx, t, p, m, at)
		}
		if !isNotFound(err) {
			return 0, fmt.Errorf("look for who asks the same: %w", err)
		}
		number, err = s.open(ctx, &Ticket{
			Kind: TicketUnknown, Person: p, Entry: m.Entry, Matter: matter, Text: m.Text, OpenedAt: at,
		}, "")
		if !errors.Is(err, ErrShared) {
			return number, err
		}
	}
}

// share lets somebody ask a ticket that another person began.
func (s *Tickets) share(ctx context.Context, t *Ticket, p bot.PersonID, m Matter, at time.Time) error {
	if err := s.Matters.ShareTicket(ctx, t, p, line(m.Text), at); err != nil {
		return fmt.Errorf("share a ticket: %w", err)
	}
	if !m.Fault {
		return nil
	}
	once := ""
	if t.Askers++; t.Askers > faultAlerts {
		once = fmt.Sprintf("fault %s %s %d", s.Campaign.ID, t.Name(), at.Unix()/60)
	}
	return s.alertOnce(ctx, by(t, p), m.Text, at, once)
}
