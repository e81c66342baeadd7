package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// PackStore stores the claims of packs and their stock.
type PackStore struct{ *core }

var (
	_ campaign.ClaimStore  = (*PackStore)(nil)
	_ campaign.StockStore  = (*PackStore)(nil)
	_ campaign.HolderStore = (*PackStore)(nil)
)

// Claim returns a person's claim to a pack; ClaimNone if there is none.
func (s *PackStore) Claim(ctx context.Context, id, pack string, p bot.PersonID) (campaign.Claim, error) {
	r, err := s.q(ctx).Claim(ctx, db.ClaimParams{Campaign: id, Person: int64(p), Pack: pack})
	if errors.Is(err, sql.ErrNoRows) {
		return campaign.Claim{Pack: pack}, nil
	}
	return campaign.Claim{Pack: pack, State: campaign.ClaimState(r.State), URL: r.Url, At: at(r.At)}, err
}

// Take counts one of the stock by a conditional update and stores the claim.
func (s *PackStore) Take(ctx context.Context, id string, p bot.PersonID, c campaign.Claim, stock int) error {
	if err := inLane(ctx, id); err != nil {
		return err
	}
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
func (s *PackStore) SaveClaim(ctx context.Context, id string, p bot.PersonID, c campaign.Claim) error {
	was, err := s.Claim(ctx, id, c.Pack, p)
	if err != nil {
		return fmt.Errorf("save a claim: %w", err)
	}
	if err := (counts{s.q(ctx), id}).claim(ctx, int64(p), was, c); err != nil {
		return err
	}
	return s.q(ctx).SaveClaim(ctx, db.SaveClaimParams{
		Campaign: id, Person: int64(p), Pack: c.Pack, State: string(c.State), Url: c.URL, At: ms(c.At), Stamp: s.ids.next(),
	})
}

// Taken returns how many packs of the file's stock are held, minus the stock that was
// added.
func (s *PackStore) Taken(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).Taken(ctx, db.TakenParams{Campaign: id, ID: pack})
	return int(n), err
}

// Kept returns the result of a draw that was kept when a person erased their data.
func (s *PackStore) Kept(ctx context.Context, id, pack, hash string) (campaign.ClaimState, error) {
	state, err := s.q(ctx).KeptDraw(ctx, db.KeptDrawParams{Campaign: id, Pack: pack, Hash: hash})
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return campaign.ClaimNone, nil
	}
	return campaign.ClaimState(state), err
}

// Stopped returns the links of a pack that were taken out of service.
func (s *PackStore) Stopped(ctx context.Context, id, pack string) ([]string, error) {
	return s.q(ctx).Stopped(ctx, db.StoppedParams{Campaign: id, Pack: pack})
}

// Holders counts the holders of a pack.
func (s *PackStore) Holders(ctx context.Context, id, pack string) (int, error) {
	return counts{s.q(ctx), id}.all(ctx, countHeld(pack))
}

// MoveHolders gives holders the new link: see moderation.HolderStore.
func (s *PackStore) MoveHolders(ctx context.Context, m campaign.HolderMove) (moved []bot.PersonID, next bot.PersonID, err error) {
	q := s.q(ctx)
	rows, err := q.HoldersAfter(ctx, db.HoldersAfterParams{Campaign: m.Class, Pack: m.Pack, After: int64(m.After), N: int32(m.N)})
	if err != nil {
		return nil, 0, fmt.Errorf("read holders: %w", err)
	}
	for _, r := range rows {
		if r.Url == m.URL && !m.Everybody || slices.Contains(m.Keep, r.Url) {
			continue
		}
		err := q.MoveHolder(ctx, db.MoveHolderParams{Url: m.URL, Campaign: m.Class, Person: r.Person, Pack: m.Pack})
		if err != nil {
			return nil, 0, fmt.Errorf("give a holder the new link: %w", err)
		}
		moved = append(moved, bot.PersonID(r.Person))
	}
	if len(rows) == m.N && m.N > 0 {
		next = bot.PersonID(rows[len(rows)-1].Person)
	}
	return moved, next, nil
}

// CountOthers counts the holders whom MoveHolders would still return.
func (s *PackStore) CountOthers(ctx context.Context, m campaign.HolderMove) (int, error) {
	n, err := s.q(ctx).CountOthers(ctx, db.CountOthersParams{
		Campaign: m.Class, Pack: m.Pack, After: int64(m.After), Url: m.URL, Everybody: bit(m.Everybody),
	})
	return int(n), err
}

// Queued returns people who wait for a pack: see campaign.HolderStore.
func (s *PackStore) Queued(ctx context.Context, id, pack string, after campaign.QueuePlace, n int) ([]campaign.QueuePlace, error) {
	rows, err := s.q(ctx).QueuedClaims(ctx, db.QueuedClaimsParams{
		Campaign: id, Pack: pack, After: ms(after.At), AfterPerson: int64(after.Person), N: int32(n),
	})
	out := make([]campaign.QueuePlace, len(rows))
	for i, r := range rows {
		out[i] = campaign.QueuePlace{At: at(r.At), Person: bot.PersonID(r.Person)}
	}
	return out, err
}

// CountQueued counts the people who wait for a pack.
func (s *PackStore) CountQueued(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).CountQueued(ctx, db.CountQueuedParams{Campaign: id, Pack: pack})
	return int(n), err
}

// AddStock adds n to a pack's stock.
func (s *PackStore) AddStock(ctx context.Context, id, pack string, n int) error {
	if err := inLane(ctx, id); err != nil {
		return err
	}
	return s.q(ctx).AddStock(ctx, db.AddStockParams{N: int64(n), Campaign: id, ID: pack})
}

// Added returns how much was added to the file's stock.
func (s *PackStore) Added(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).ExtraStock(ctx, db.ExtraStockParams{Campaign: id, ID: pack})
	return int(n), err
}
