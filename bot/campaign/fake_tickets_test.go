package campaign_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// tickets keeps tickets and who asked.
type tickets struct{ *state }

func (s tickets) NextNumber(_ context.Context, _, kind string) (int, error) { return s.next(kind), nil }

// find returns a copy of the newest ticket that fits.
func (s tickets) find(fits func(campaign.Ticket) bool) (*campaign.Ticket, error) {
	for _, t := range slices.Backward(s.tickets) {
		if fits(t) {
			t.Parts, t.Askers = slices.Clone(t.Parts), len(s.askers[t.Name()])
			return &t, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (s tickets) set(t campaign.Ticket) {
	i := slices.IndexFunc(s.tickets, func(o campaign.Ticket) bool { return o.Name() == t.Name() })
	s.tickets[i] = t
}

func (s tickets) OpenTicket(_ context.Context, _ string, k campaign.TicketKind, p bot.PersonID) (*campaign.Ticket, error) {
	return s.find(func(t campaign.Ticket) bool {
		return t.Kind == k && t.Person == p && (t.State == campaign.TicketOpen || t.State == campaign.TicketTaken)
	})
}

func (s tickets) OpenAsked(_ context.Context, _ string, p bot.PersonID, n int) (out []campaign.Asked, err error) {
	for _, t := range slices.Backward(s.tickets) {
		if t.Kind == campaign.TicketUnknown && t.State == campaign.TicketOpen && slices.Contains(s.askers[t.Name()], p) && len(out) < n {
			t.Parts = slices.Clone(t.Parts)
			out = append(out, campaign.Asked{Ticket: &t, Said: t.Parts, Last: t.Last})
		}
	}
	slices.SortStableFunc(out, func(a, b campaign.Asked) int { return b.Last.Compare(a.Last) })
	return out, nil
}

func (s tickets) MatterTicket(_ context.Context, _, matter string) (*campaign.Ticket, error) {
	return s.find(func(t campaign.Ticket) bool {
		return t.Matter == matter && matter != "" && t.State == campaign.TicketOpen
	})
}

func (s tickets) ShareTicket(ctx context.Context, t *campaign.Ticket, p bot.PersonID, _ string, at time.Time) error {
	return s.AppendTicket(ctx, t, p, "", at)
}

func (s tickets) CodeOf(_ context.Context, p bot.PersonID) (string, error) {
	return fmt.Sprint("CODE", p), nil
}

func (s tickets) EntryTicket(_ context.Context, _, entry string) (*campaign.Ticket, error) {
	return s.find(func(t campaign.Ticket) bool { return t.Entry == entry && t.State == campaign.TicketOpen })
}

func (s tickets) TakenTicket(_ context.Context, _ string, p bot.PersonID) (*campaign.Ticket, error) {
	return s.find(func(t campaign.Ticket) bool { return t.Person == p && t.State == campaign.TicketTaken })
}

func (s tickets) AddPicture(_ context.Context, t *campaign.Ticket, _ bot.PersonID, sent campaign.SentPicture, _ time.Time) error {
	s.pictures = append(s.pictures, t.Name()+" "+sent.Media)
	return nil
}

func (s tickets) Called(_ context.Context, _ string, p bot.PersonID) (n int, err error) {
	for _, t := range s.tickets {
		if t.Person == p && t.Kind == campaign.TicketHuman {
			n++
		}
	}
	return n, nil
}

func (s tickets) InsertTicket(_ context.Context, t *campaign.Ticket) error {
	kept := *t
	kept.Parts = []string{t.Text}
	s.tickets = append(slices.Clone(s.tickets), kept)
	s.askers[t.Name()] = []bot.PersonID{t.Person}
	return nil
}

func (s tickets) AppendTicket(_ context.Context, t *campaign.Ticket, p bot.PersonID, text string, at time.Time) error {
	if text != "" {
		t.Add(text, at)
		s.set(*t)
	}
	if !slices.Contains(s.askers[t.Name()], p) {
		s.askers[t.Name()] = append(slices.Clone(s.askers[t.Name()]), p)
	}
	return nil
}

func (s tickets) SetTicket(_ context.Context, t *campaign.Ticket, by string, _ time.Time) error {
	t.By = by
	s.set(*t)
	return nil
}

func (s tickets) Askers(_ context.Context, t *campaign.Ticket) ([]bot.PersonID, error) {
	return s.askers[t.Name()], nil
}

func (s tickets) CountAskers(ctx context.Context, t *campaign.Ticket) (int, error) {
	all, err := s.Askers(ctx, t)
	return len(all), err
}
