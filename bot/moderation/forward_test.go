package moderation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// lecturer takes questions, or refuses all with an outcome.
type lecturer struct {
	refuses campaign.AskOutcome
	authors []bot.PersonID
}

func (l *lecturer) Forward(ctx context.Context, p bot.PersonID, _, _ string, _ time.Time) (campaign.AskResult, error) {
	if err := ctx.Err(); err != nil {
		return campaign.AskResult{}, err
	}
	if l.refuses != campaign.AskTaken {
		return campaign.AskResult{Outcome: l.refuses}, nil
	}
	if slices.Contains(l.authors, p) {
		return campaign.AskResult{Outcome: campaign.AskOwn, Number: 4}, nil
	}
	l.authors = append(l.authors, p)
	if len(l.authors) > 1 {
		return campaign.AskResult{Outcome: campaign.AskDuplicate, Number: 4}, nil
	}
	return campaign.AskResult{Number: 4}, nil
}

// TestForward makes everybody who asked a ticket an author of a question, closes the ticket
// and says so to each of them.
func TestForward(t *testing.T) {
	t.Parallel()
	s, l := newTickets(), &lecturer{}
	s.add(campaign.TicketUnknown, 5, 1, 2, 3)
	f := moderation.Forwarder{Tickets: s.Tickets, Questions: l}
	r, err := f.Forward(t.Context(), m1(), ref(t, "U5"), noon())
	if err != nil || !r.Taken() || !r.Told || r.Ask.Number != 4 || r.Ask.Outcome != campaign.AskTaken {
		t.Fatalf("%+v, %v", r, err)
	}
	if !slices.Equal(l.authors, []bot.PersonID{1, 2, 3}) {
		t.Errorf("authors %v", l.authors)
	}
	s.is(t, "U5", campaign.TicketClosed, "m1", "")
	s.told(t, "forwarded to 1", "forwarded to 2", "forwarded to 3")
	if _, err := f.Forward(t.Context(), actor("r", moderation.RoleReader), ref(t, "U5"), noon()); !errors.Is(err, moderation.ErrDenied) {
		t.Errorf("a reader: %v", err)
	}
	if _, err := f.Forward(t.Context(), m1(), ref(t, "H5"), noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("a call: %v", err)
	}
}

// TestForwardRefused changes nothing when the limits of questions refuse it.
func TestForwardRefused(t *testing.T) {
	t.Parallel()
	for _, o := range []campaign.AskOutcome{
		campaign.AskNotOpen, campaign.AskClosed, campaign.AskShort, campaign.AskLong, campaign.AskBlocked, campaign.AskStillMuted,
		campaign.AskTooMany,
	} {
		s := newTickets()
		s.add(campaign.TicketUnknown, 5, 1)
		f := moderation.Forwarder{Tickets: s.Tickets, Questions: &lecturer{refuses: o}}
		r, err := f.Forward(t.Context(), m1(), ref(t, "U5"), noon())
		if err != nil || r.Taken() || r.Ask.Outcome != o {
			t.Errorf("outcome %d: %+v, %v", o, r, err)
		}
		s.is(t, "U5", campaign.TicketOpen, "", "")
		s.told(t)
	}
}
