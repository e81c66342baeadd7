package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Claim returns a person's claim to a pack; ClaimNone if there is none.
func (s *Store) Claim(ctx context.Context, id, pack string, p bot.PersonID) (campaign.Claim, error) {
	r, err := s.q(ctx).Claim(ctx, db.ClaimParams{Campaign: id, Person: int64(p), Pack: pack})
	if errors.Is(err, sql.ErrNoRows) {
		return campaign.Claim{Pack: pack}, nil
	}
	return campaign.Claim{Pack: pack, State: campaign.ClaimState(r.State), URL: r.Url, At: at(r.At)}, err
}

// Take counts one of the stock by a conditional update and stores the claim.
func (s *Store) Take(ctx context.Context, id string, p bot.PersonID, c campaign.Claim, stock int) error {
	n, err := s.q(ctx).TakePack(ctx, db.TakePackParams{Campaign: id, ID: c.Pack, Stock: int64(stock)})
	if err != nil {
		return fmt.Errorf("take pack %s: %w", c.Pack, err)
	}
	if n == 0 {
		return campaign.ErrOutOfStock
	}
	return s.SaveClaim(ctx, id, p, c)
}

// SaveClaim inserts or replaces a claim.
func (s *Store) SaveClaim(ctx context.Context, id string, p bot.PersonID, c campaign.Claim) error {
	return s.q(ctx).SaveClaim(ctx, db.SaveClaimParams{
		Campaign: id, Person: int64(p), Pack: c.Pack, State: string(c.State), Url: c.URL, At: ms(c.At),
	})
}

// Taken returns how many of the file's stock are held; added stock counts as
// given back.
func (s *Store) Taken(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).Taken(ctx, db.TakenParams{Campaign: id, ID: pack})
	return int(n), err
}

// Stopped returns the links of a pack that are not handed out any more.
func (s *Store) Stopped(ctx context.Context, id, pack string) ([]string, error) {
	return s.q(ctx).Stopped(ctx, db.StoppedParams{Campaign: id, Pack: pack})
}
