package moderation

import (
	"context"
	"fmt"

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

// HolderCounts counts the holders of a pack.
type HolderCounts interface {
	Holders(ctx context.Context, class, pack string) (int, error)
}

// Numbers reads the figures of a class.
type Numbers struct {
	Campaign *campaign.Campaign
	Store    FigureStore
	Holders  HolderCounts
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
