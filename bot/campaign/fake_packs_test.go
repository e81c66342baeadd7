package campaign_test

import (
	"cmp"
	"context"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// packs keeps claims, stock, links and reports.
type packs struct{ *state }

func (s packs) Claim(_ context.Context, _, pack string, p bot.PersonID) (campaign.Claim, error) {
	return s.claims[claimKey{pack, p}], nil
}

func (s packs) Take(ctx context.Context, _ string, p bot.PersonID, c campaign.Claim, stock int) error {
	if held, _ := s.Taken(ctx, "", c.Pack); stock >= 0 && held >= stock {
		return campaign.ErrOutOfStock
	}
	s.claims[claimKey{c.Pack, p}] = c
	return nil
}

func (s packs) SaveClaim(_ context.Context, _ string, p bot.PersonID, c campaign.Claim) error {
	s.claims[claimKey{c.Pack, p}] = c
	return nil
}

func (s packs) Taken(_ context.Context, _, pack string) (int, error) {
	n := -s.added[pack]
	for k, c := range s.claims {
		if k.pack == pack && c.State == campaign.ClaimHeld {
			n++
		}
	}
	return n, nil
}

func (s packs) Kept(_ context.Context, _, _, hash string) (campaign.ClaimState, error) {
	return s.kept[hash], nil
}

func (s packs) Stopped(context.Context, string, string) ([]string, error) { return s.stopped, nil }

func (s packs) Added(_ context.Context, _, pack string) (int, error) { return s.added[pack], nil }

// Draw wins by the lot of the person. With a lot below 0 the seed is public.
func (s packs) Draw(_ context.Context, by campaign.Drawing, odds int, _ time.Time) (campaign.Draw, error) {
	if s.lots[by.Hash] < 0 {
		return campaign.Draw{}, campaign.ErrNoDrawMore
	}
	return campaign.Draw{Number: 1, Odds: odds, Won: s.lots[by.Hash]*campaign.OddsScale < float64(odds)}, nil
}

// DrawOver is true if the seed is public.
func (s packs) DrawOver(_ context.Context, by campaign.Drawing) (bool, error) {
	return s.lots[by.Hash] < 0, nil
}

func (s packs) AddJob(_ context.Context, j campaign.Job) (bool, error) {
	s.jobs = append(s.jobs, j)
	return true, nil
}

func (s packs) CountQueued(ctx context.Context, class, pack string) (int, error) {
	all, err := s.Queued(ctx, class, pack, campaign.QueuePlace{}, 1000)
	return len(all), err
}

func (s packs) Queued(_ context.Context, _, pack string, after campaign.QueuePlace, n int) (out []campaign.QueuePlace, err error) {
	var all []claimKey
	for k, c := range s.claims {
		if k.pack == pack && c.State == campaign.ClaimQueued {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b claimKey) int {
		return cmp.Or(s.claims[a].At.Compare(s.claims[b].At), cmp.Compare(a.person, b.person))
	})
	for _, k := range all {
		place := campaign.QueuePlace{At: s.claims[k].At, Person: k.person}
		if place.At.After(after.At) || place.At.Equal(after.At) && place.Person > after.Person {
			out = append(out, place)
		}
	}
	out = out[:min(n, len(out))]
	return out, nil
}

func (s packs) NewLinks(context.Context, string, string) ([]campaign.Mirror, error) {
	return slices.Clone(s.fresh), nil
}

func (s packs) StopLink(_ context.Context, _, _, url string, _ time.Time) (bool, error) {
	if slices.Contains(s.stopped, url) {
		return false, nil
	}
	s.stopped = append(slices.Clone(s.stopped), url)
	return true, nil
}

func (s packs) PromiseLink(_ context.Context, _, _ string, p bot.PersonID) error {
	s.promised = append(slices.Clone(s.promised), p)
	return nil
}

func (s packs) NextNumber(_ context.Context, _, kind string) (int, error) { return s.next(kind), nil }

func (s packs) Report(_ context.Context, _, pack, url string, p bot.PersonID) (int, error) {
	for _, r := range s.reports {
		if r.Pack == pack && r.URL == url && r.Person == p {
			return r.Number, nil
		}
	}
	return 0, nil
}

func (s packs) AddReport(_ context.Context, _ string, r campaign.LinkReport) (people int, err error) {
	s.reports = append(slices.Clone(s.reports), r)
	for _, o := range s.reports {
		if o.Pack == r.Pack && o.URL == r.URL {
			people++
		}
	}
	return people, nil
}

func (s packs) ReportsSince(_ context.Context, _ string, p bot.PersonID, since time.Time) (n int, err error) {
	for _, r := range s.reports {
		if r.Person == p && !r.At.Before(since) {
			n++
		}
	}
	return n, nil
}
