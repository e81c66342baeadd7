package moderation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"zhujiao/bot/campaign"
)

// FigureStore counts the figures of a class.
type FigureStore interface {
	// Figures counts who waits for a seat or is checked in, open tickets and
	// questions under review.
	Figures(ctx context.Context, class string) (Counts, error)
	// Tally reads how full the class is.
	Tally(ctx context.Context, class string) (campaign.Tally, error)
}

// SourceCounts counts people by the channel by which they registered.
type SourceCounts interface {
	// ByChannel counts who has a seat and who checked in, for each channel of a class from which
	// somebody is in it. It may end the unit of the context, which runs again: see Store.Do.
	ByChannel(ctx context.Context, class string) ([]ChannelCounts, error)
}

// HolderCounts counts the holders of a pack.
type HolderCounts interface {
	Holders(ctx context.Context, class, pack string) (int, error)
}

// Numbers reads the figures of a class.
type Numbers struct {
	Campaign *campaign.Campaign
	Store    FigureStore
	Holders  HolderCounts
	Sources  SourceCounts
	Charts   *Charts
	Reports  *Reports
	Exports  *Exports
	Channels *Channels
}

// CountMax is where the counting of tickets and questions ends, so that it costs no more
// when nobody works them off.
const CountMax = 10000

// Counts are the figures that stores count: Tickets and Questions up to CountMax.
type Counts struct{ Waiting, Present, Tickets, Questions int }

// Figures are the numbers of a class at this moment.
type Figures struct {
	Counts
	Tally campaign.Tally
	// Holders are how many people hold a pack, by its id.
	Holders map[string]int
}

// Read counts them.
func (s *Numbers) Read(ctx context.Context, who Actor) (out Figures, err error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return out, err
	}
	if out.Counts, err = s.Store.Figures(ctx, s.Campaign.ID); err != nil {
		return out, fmt.Errorf("read the figures: %w", err)
	}
	if out.Tally, err = s.Store.Tally(ctx, s.Campaign.ID); err != nil {
		return out, fmt.Errorf("count seats: %w", err)
	}
	out.Holders = map[string]int{}
	for _, k := range s.Campaign.Packs {
		if out.Holders[k.ID], err = s.Holders.Holders(ctx, s.Campaign.ID, k.ID); err != nil {
			return out, fmt.Errorf("count the holders of pack %s: %w", k.ID, err)
		}
	}
	return out, nil
}

// ChannelFigure is how many people have a seat by a channel, and how many who came by it checked
// in, with a seat or without. The title is empty for people without a channel.
type ChannelFigure struct {
	Scene, Title    string
	Seated, Present int
}

// ByChannel counts the seats of each channel, the largest first. A channel from which nobody has
// come is in it, too.
func (s *Numbers) ByChannel(ctx context.Context, who Actor) ([]ChannelFigure, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	known, err := s.Channels.List(ctx, who)
	if err != nil {
		return nil, err
	}
	counts, err := s.Sources.ByChannel(ctx, s.Campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("count seats by channel: %w", err)
	}
	var out []ChannelFigure
	for _, c := range known {
		out = append(out, ChannelFigure{Scene: c.Scene, Title: c.Title()})
	}
	for _, n := range counts {
		i := slices.IndexFunc(out, func(f ChannelFigure) bool { return f.Scene == n.Code })
		if i < 0 {
			i, out = len(out), append(out, ChannelFigure{Scene: n.Code, Title: n.Code})
		}
		out[i].Seated, out[i].Present = n.Seated, n.Present
	}
	slices.SortStableFunc(out, func(a, b ChannelFigure) int { return cmp.Compare(b.Seated, a.Seated) })
	return out, nil
}
