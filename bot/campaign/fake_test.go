package campaign_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// fake keeps one campaign in memory, for rules that no transcript reaches.
type fake struct {
	members map[bot.PersonID]campaign.Member
	tally   campaign.Tally
	queue   int64
	present int
	tickets []*campaign.Ticket
	told    []campaign.Notice
}

func newFake() *fake { return &fake{members: map[bot.PersonID]campaign.Member{}} }

func (f *fake) Member(_ context.Context, _ string, p bot.PersonID) (*campaign.Member, error) {
	m, ok := f.members[p]
	if !ok {
		m.Person = p
	}
	return &m, nil
}

func (f *fake) SaveMember(_ context.Context, _ string, m *campaign.Member) error {
	f.members[m.Person] = *m
	return nil
}

func (f *fake) TakeSeat(_ context.Context, _ string, seats int) (int, error) {
	if f.tally.Taken >= seats {
		return 0, nil
	}
	f.tally.Taken++
	taken := map[int]bool{}
	for _, m := range f.members {
		taken[m.Seat] = true
	}
	n := 1
	for taken[n] {
		n++
	}
	return n, nil
}

func (f *fake) FreeSeat(context.Context, string) error { f.tally.Taken--; return nil }

func (f *fake) NextQueue(context.Context, string) (int64, error) { f.queue++; return f.queue, nil }

func (f *fake) waiting() []campaign.Member {
	all := slices.DeleteFunc(slices.Collect(maps.Values(f.members)), func(m campaign.Member) bool { return m.Queue == 0 })
	slices.SortFunc(all, func(a, b campaign.Member) int { return int(a.Queue - b.Queue) })
	return all
}

func (f *fake) FirstWaiting(context.Context, string) (*campaign.Member, error) {
	if all := f.waiting(); len(all) > 0 {
		return &all[0], nil
	}
	return nil, campaign.ErrNotFound
}

func (f *fake) Tally(context.Context, string) (campaign.Tally, error) { return f.tally, nil }

func (f *fake) Position(_ context.Context, _ string, queue int64) (int, error) {
	return 1 + slices.IndexFunc(f.waiting(), func(m campaign.Member) bool { return m.Queue == queue }), nil
}

func (f *fake) Present(context.Context, string) (int, error) { return f.present, nil }

func (f *fake) NextNumber(context.Context, string, string) (int, error) {
	return len(f.tickets) + 1, nil
}

func (f *fake) OpenTicket(_ context.Context, _ string, k campaign.TicketKind, p bot.PersonID) (*campaign.Ticket, error) {
	for _, t := range slices.Backward(f.tickets) {
		if t.Kind == k && t.Person == p {
			return t, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (*fake) EntryTicket(context.Context, string, string) (*campaign.Ticket, error) {
	return nil, campaign.ErrNotFound
}

func (f *fake) InsertTicket(_ context.Context, t *campaign.Ticket) error {
	f.tickets = append(f.tickets, t)
	return nil
}

func (*fake) AppendTicket(_ context.Context, t *campaign.Ticket, _ bot.PersonID, text string, at time.Time) error {
	t.Text, t.Last = t.Text+"/"+text, at
	return nil
}

func (f *fake) Enqueue(_ context.Context, n campaign.Notice) error {
	f.told = append(f.told, n)
	return nil
}
