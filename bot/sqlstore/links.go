package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

var (
	_ campaign.LinkStore   = (*Store)(nil)
	_ campaign.ReportStore = (*Store)(nil)
	_ campaign.HolderStore = (*Store)(nil)
	_ campaign.StockStore  = (*Store)(nil)
)

// NewLinks returns the links that replaced the file's, newest first.
func (s *Store) NewLinks(ctx context.Context, id, pack string) ([]campaign.Mirror, error) {
	rows, err := s.q(ctx).Links(ctx, db.LinksParams{Campaign: id, Pack: pack})
	if err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	out := make([]campaign.Mirror, len(rows), len(rows)+4)
	for i, r := range rows {
		out[i] = campaign.Mirror{URL: r.Url, Code: r.Code, Until: r.Until}
	}
	return out, nil
}

// AddLink stores a new link of a pack.
func (s *Store) AddLink(ctx context.Context, id, pack string, l campaign.Mirror, when time.Time) error {
	return s.q(ctx).InsertLink(ctx, db.InsertLinkParams{
		Campaign: id, Pack: pack, Seq: s.nextID(), Url: l.URL, Code: l.Code, Until: l.Until, At: ms(when),
	})
}

// StopLink takes a link out of service.
func (s *Store) StopLink(ctx context.Context, id, pack, url string, when time.Time) (bool, error) {
	n, err := s.q(ctx).StopLink(ctx, db.StopLinkParams{Campaign: id, Pack: pack, Url: url, At: ms(when)})
	return n == 1, err
}

// RestoreLink puts a link back and forgets who called it dead.
func (s *Store) RestoreLink(ctx context.Context, id, pack, url string) (bool, error) {
	q := s.q(ctx)
	if err := q.ForgetReports(ctx, db.ForgetReportsParams{Campaign: id, Pack: pack, Url: url}); err != nil {
		return false, fmt.Errorf("restore a link: %w", err)
	}
	n, err := q.RestoreLink(ctx, db.RestoreLinkParams{Campaign: id, Pack: pack, Url: url})
	return n == 1, err
}

// Report returns the number of a person's report of a link.
func (s *Store) Report(ctx context.Context, id, pack, url string, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).Report(ctx, db.ReportParams{Campaign: id, Pack: pack, Url: url, Person: int64(p)})
	if err = none(err); errors.Is(err, campaign.ErrNotFound) {
		return 0, nil
	}
	return int(n), err
}

// AddReport stores a report and counts the people who made one.
func (s *Store) AddReport(ctx context.Context, id string, r campaign.LinkReport) (int, error) {
	q := s.q(ctx)
	err := q.InsertReport(ctx, db.InsertReportParams{
		Campaign: id, Pack: r.Pack, Url: r.URL, Person: int64(r.Person), Number: int64(r.Number), At: ms(r.At),
	})
	if err != nil {
		return 0, fmt.Errorf("store a report: %w", err)
	}
	n, err := q.CountReports(ctx, db.CountReportsParams{Campaign: id, Pack: r.Pack, Url: r.URL})
	return int(n), err
}

// ReportsSince counts a person's reports.
func (s *Store) ReportsSince(ctx context.Context, id string, p bot.PersonID, since time.Time) (int, error) {
	n, err := s.q(ctx).RecentReports(ctx, db.RecentReportsParams{Campaign: id, Person: int64(p), Since: ms(since)})
	return int(n), err
}

// Holders counts who holds a pack.
func (s *Store) Holders(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).CountHolders(ctx, db.CountHoldersParams{Campaign: id, Pack: pack})
	return int(n), err
}

// PromiseLink notes that somebody was told that a working link will come.
func (s *Store) PromiseLink(ctx context.Context, id, pack string, p bot.PersonID) error {
	return s.q(ctx).PromiseLink(ctx, db.PromiseLinkParams{Campaign: id, Pack: pack, Person: int64(p)})
}

// TakePromises returns who was promised a link, and forgets it.
func (s *Store) TakePromises(ctx context.Context, id, pack string) ([]bot.PersonID, error) {
	q := s.q(ctx)
	rows, err := q.LinkPromises(ctx, db.LinkPromisesParams{Campaign: id, Pack: pack})
	if err != nil {
		return nil, fmt.Errorf("read who was promised a link: %w", err)
	}
	return people(rows), q.EndPromises(ctx, db.EndPromisesParams{Campaign: id, Pack: pack})
}

// MoveHolders gives every holder the new link.
func (s *Store) MoveHolders(ctx context.Context, id, pack, url string, everybody bool) ([]bot.PersonID, error) {
	q := s.q(ctx)
	rows, err := q.HoldersOfOther(ctx, db.HoldersOfOtherParams{Campaign: id, Pack: pack, Url: url, Everybody: bit(everybody)})
	if err != nil {
		return nil, fmt.Errorf("read holders: %w", err)
	}
	return people(rows), q.MoveHolders(ctx, db.MoveHoldersParams{Url: url, Campaign: id, Pack: pack})
}

// Queued returns who waits for a pack; who has left is passed over.
func (s *Store) Queued(ctx context.Context, id, pack string) ([]bot.PersonID, error) {
	rows, err := s.q(ctx).QueuedClaims(ctx, db.QueuedClaimsParams{Campaign: id, Pack: pack})
	return people(rows), err
}

// AddStock raises a pack's stock.
func (s *Store) AddStock(ctx context.Context, id, pack string, n int) error {
	return s.q(ctx).AddStock(ctx, db.AddStockParams{N: int64(n), Campaign: id, ID: pack})
}

// Added returns how many were added to the file's stock.
func (s *Store) Added(ctx context.Context, id, pack string) (int, error) {
	n, err := s.q(ctx).ExtraStock(ctx, db.ExtraStockParams{Campaign: id, ID: pack})
	return int(n), err
}

// Kept returns what a person who erased their data had drawn.
func (s *Store) Kept(ctx context.Context, id, pack, hash string) (campaign.ClaimState, error) {
	state, err := s.q(ctx).KeptDraw(ctx, db.KeptDrawParams{Campaign: id, Pack: pack, Hash: hash})
	if err = none(err); errors.Is(err, campaign.ErrNotFound) {
		return campaign.ClaimNone, nil
	}
	return campaign.ClaimState(state), err
}

func people(rows []int64) []bot.PersonID {
	out := make([]bot.PersonID, len(rows))
	for i, r := range rows {
		out[i] = bot.PersonID(r)
	}
	return out
}
