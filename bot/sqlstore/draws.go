package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// DrawStore stores the draws of packs.
type DrawStore struct{ *core }

// Draws returns the store of draws.
func (s *Store) Draws() *DrawStore { return &DrawStore{s.core} }

var (
	_ campaign.Drawer      = (*DrawStore)(nil)
	_ campaign.DrawStore   = (*DrawStore)(nil)
	_ campaign.PersonDraws = (*DrawStore)(nil)
)

// Seed returns the seed of a pack's draws: derived from the key of the data, so that it is
// as old as the data and the same in all instances.
func (s *DrawStore) Seed(class, pack string) string { return s.keys.seed(class, pack) }

// Draw draws once for each person: see campaign.Drawer. The pack's row is locked by the
// count, so that numbers have no gaps.
func (s *DrawStore) Draw(ctx context.Context, by campaign.Drawing, odds int, now time.Time) (campaign.Draw, error) {
	q := s.q(ctx)
	r, err := q.DrawOf(ctx, db.DrawOfParams{Campaign: by.Class, Pack: by.Pack, Hash: by.Hash})
	switch err = orNotFound(err); {
	case errors.Is(err, campaign.ErrNotFound):
		return s.next(ctx, by, odds, now)
	case err != nil:
		return campaign.Draw{}, err
	case r.Gone != 0: // they are back
		if err := q.LeaveDraws(ctx, db.LeaveDrawsParams{Gone: 0, Hash: by.Hash}); err != nil {
			return campaign.Draw{}, err
		}
	}
	return s.decide(by.Class, by.Pack, int(r.Number), int(r.Odds))
}

// next draws with the next number.
func (s *DrawStore) next(ctx context.Context, by campaign.Drawing, odds int, now time.Time) (d campaign.Draw, err error) {
	q := s.q(ctx)
	if err := q.EnsurePack(ctx, db.EnsurePackParams{Campaign: by.Class, ID: by.Pack}); err != nil {
		return d, fmt.Errorf("make the row of a pack: %w", err)
	}
	n, err := q.CountDraw(ctx, db.CountDrawParams{Campaign: by.Class, ID: by.Pack})
	if err != nil {
		return d, fmt.Errorf("count a draw: %w", err)
	}
	if n == 0 {
		return d, campaign.ErrNoDrawMore
	}
	t, err := s.Tally(ctx, by.Class, by.Pack)
	if err != nil {
		return d, err
	}
	if d, err = s.decide(by.Class, by.Pack, t.Count, odds); err != nil {
		return d, err
	}
	chain := t.Chain
	if chain == "" {
		chain = campaign.FirstChain(by.Class, by.Pack, campaign.Commitment(s.Seed(by.Class, by.Pack)))
	}
	chain = campaign.NextChain(s.Seed(by.Class, by.Pack), chain, d)
	step := t.StepChain
	if t.Count%campaign.DrawStep == 0 {
		step = chain
	}
	err = q.SetDrawChain(ctx, db.SetDrawChainParams{Chain: chain, StepChain: step, Campaign: by.Class, ID: by.Pack})
	if err != nil {
		return d, fmt.Errorf("store the chain of draws: %w", err)
	}
	err = q.AddDraw(ctx, db.AddDrawParams{
		Campaign: by.Class, Pack: by.Pack, Number: int64(t.Count), Hash: by.Hash, Odds: int64(odds), At: ms(now),
	})
	return d, err
}

// decide computes a draw.
func (s *DrawStore) decide(class, pack string, number, odds int) (campaign.Draw, error) {
	won, err := campaign.DrawWon(s.Seed(class, pack), class, pack, number, odds)
	return campaign.Draw{Number: number, Odds: odds, Won: won}, err
}

// Drawn returns the draw of somebody, or campaign.ErrNotFound.
func (s *DrawStore) Drawn(ctx context.Context, class, pack, hash string) (campaign.Draw, error) {
	r, err := s.q(ctx).DrawOf(ctx, db.DrawOfParams{Campaign: class, Pack: pack, Hash: hash})
	if err != nil {
		return campaign.Draw{}, orNotFound(err)
	}
	return s.decide(class, pack, int(r.Number), int(r.Odds))
}

// DrawnIn returns the classes in which somebody drew.
func (s *DrawStore) DrawnIn(ctx context.Context, hash string, n int) ([]string, error) {
	return s.q(ctx).DrawnIn(ctx, db.DrawnInParams{Hash: hash, N: int32(n)})
}

// Tally returns where the draws of a pack stand.
func (s *DrawStore) Tally(ctx context.Context, class, pack string) (campaign.DrawTally, error) {
	r, err := s.q(ctx).DrawTally(ctx, db.DrawTallyParams{Campaign: class, ID: pack})
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return campaign.DrawTally{}, nil
	}
	return campaign.DrawTally{Count: int(r.Drawn), Chain: r.Chain, StepChain: r.StepChain, Shown: r.Shown != 0}, err
}

// DrawnPacks returns the packs of a class for which somebody drew.
func (s *DrawStore) DrawnPacks(ctx context.Context, class string) ([]string, error) {
	return s.q(ctx).DrawnPacks(ctx, class)
}

// DrawOver reports whether somebody who has not drawn cannot draw any more.
func (s *DrawStore) DrawOver(ctx context.Context, by campaign.Drawing) (bool, error) {
	t, err := s.Tally(ctx, by.Class, by.Pack)
	if err != nil || !t.Shown {
		return false, err
	}
	_, err = s.Drawn(ctx, by.Class, by.Pack, by.Hash)
	if errors.Is(err, campaign.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// Draws returns a page of the draws.
func (s *DrawStore) Draws(ctx context.Context, class, pack string, after, n int) ([]campaign.Draw, error) {
	rows, err := s.q(ctx).DrawsAfter(ctx, db.DrawsAfterParams{Campaign: class, Pack: pack, After: int64(after), N: int32(n)})
	if err != nil {
		return nil, err
	}
	out := make([]campaign.Draw, len(rows))
	for i, r := range rows {
		if out[i], err = s.decide(class, pack, int(r.Number), int(r.Odds)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ShowSeed ends the draws of a pack.
func (s *DrawStore) ShowSeed(ctx context.Context, class, pack string, now time.Time) error {
	if err := s.q(ctx).EnsurePack(ctx, db.EnsurePackParams{Campaign: class, ID: pack}); err != nil {
		return fmt.Errorf("make the row of a pack: %w", err)
	}
	return s.q(ctx).ShowSeed(ctx, db.ShowSeedParams{At: ms(now), Campaign: class, ID: pack})
}
