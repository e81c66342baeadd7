package campaign

import (
	"context"
	"fmt"
	"time"
)

// FilledEntries finds the frequent questions that waited for an answer in an older
// version of the file and have one now (ruling 12).
type FilledEntries struct {
	// Campaign is the new version.
	Campaign *Campaign
	Tickets  EntryTickets
	Notices  Notices
}

// EntryTickets finds who asked a frequent question that has no answer yet.
type EntryTickets interface {
	// EntryTicket returns the open ticket about a pending entry, or ErrNotFound.
	EntryTicket(ctx context.Context, campaign, entry string) (*Ticket, error)
	// CountAskers counts everybody who asked.
	CountAskers(ctx context.Context, t *Ticket) (int, error)
}

// Tell alerts the moderators to each entry that has got an answer, so that they can
// answer everybody who asked at once.
func (f *FilledEntries) Tell(ctx context.Context, old *Campaign, at time.Time) error {
	for _, e := range f.Campaign.FAQ {
		was, _ := old.Entry(e.ID)
		if e.Pending || !was.Pending {
			continue
		}
		t, err := f.Tickets.EntryTicket(ctx, f.Campaign.ID, e.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("find who asked %s: %w", e.ID, err)
		}
		askers, err := f.Tickets.CountAskers(ctx, t)
		if err != nil {
			return fmt.Errorf("find who asked %s: %w", e.ID, err)
		}
		alert := f.Campaign.Alert(EntryAlert{Question: e.Question, Ticket: t.Name(), Askers: askers}, at)
		if err := f.Notices.Enqueue(ctx, alert); err != nil {
			return fmt.Errorf("tell that %s has an answer: %w", e.ID, err)
		}
	}
	return nil
}
