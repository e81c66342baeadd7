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

// LinkStore stores changes that moderators made to the links of packs, and reports of dead
// links.
type LinkStore struct{ *core }

var (
	_ campaign.LinkStore   = (*LinkStore)(nil)
	_ campaign.ReportStore = (*LinkStore)(nil)
)

// NewLinks returns the links that replaced the file's, newest first.
func (s *LinkStore) NewLinks(ctx context.Context, id, pack string) ([]campaign.Mirror, error) {
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
func (s *LinkStore) AddLink(ctx context.Context, id, pack string, l campaign.Mirror, when time.Time) error {
	return s.q(ctx).InsertLink(ctx, db.InsertLinkParams{
		Campaign: id, Pack: pack, Seq: s.ids.next(), Url: l.URL, Code: l.Code, Until: l.Until, At: ms(when),
	})
}

// DropLinks deletes the new links of a pack: see moderation.LinkStore.
func (s *LinkStore) DropLinks(ctx context.Context, id, pack string) error {
	if err := s.q(ctx).DropLinks(ctx, db.DropLinksParams{Campaign: id, Pack: pack}); err != nil {
		return fmt.Errorf("drop the new links of pack %s: %w", pack, err)
	}
	return nil
}

// StopLink takes a link out of service.
func (s *LinkStore) StopLink(ctx context.Context, id, pack, url string, when time.Time) (bool, error) {
	n, err := s.q(ctx).StopLink(ctx, db.StopLinkParams{Campaign: id, Pack: pack, Url: url, At: ms(when)})
	return n == 1, err
}

// RestoreLink puts a link back into service and deletes the reports about it.
func (s *LinkStore) RestoreLink(ctx context.Context, id, pack, url string) (bool, error) {
	q := s.q(ctx)
	if err := q.ForgetReports(ctx, db.ForgetReportsParams{Campaign: id, Pack: pack, Url: url}); err != nil {
		return false, fmt.Errorf("restore a link: %w", err)
	}
	n, err := q.RestoreLink(ctx, db.RestoreLinkParams{Campaign: id, Pack: pack, Url: url})
	return n == 1, err
}

// PromiseLink stores that a person was promised a working link.
func (s *LinkStore) PromiseLink(ctx context.Context, id, pack string, p bot.PersonID) error {
	return s.q(ctx).PromiseLink(ctx, db.PromiseLinkParams{Campaign: id, Pack: pack, Person: int64(p)})
}

// TakePromises returns people who were promised a link: see moderation.LinkStore.
func (s *LinkStore) TakePromises(ctx context.Context, id, pack string, n int) ([]bot.PersonID, error) {
	rows, err := s.q(ctx).LinkPromises(ctx, db.LinkPromisesParams{Campaign: id, Pack: pack, N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read who was promised a link: %w", err)
	}
	for _, p := range rows {
		if err := s.EndPromise(ctx, id, pack, bot.PersonID(p)); err != nil {
			return nil, err
		}
	}
	return personIDs(rows), nil
}

// EndPromise deletes the promise to one person.
func (s *LinkStore) EndPromise(ctx context.Context, id, pack string, p bot.PersonID) error {
	if err := s.q(ctx).EndPromise(ctx, db.EndPromiseParams{Campaign: id, Pack: pack, Person: int64(p)}); err != nil {
		return fmt.Errorf("end a promise: %w", err)
	}
	return nil
}

// NextNumber returns the next number of a report, from 1.
func (s *LinkStore) NextNumber(ctx context.Context, id, kind string) (int, error) {
	return s.nextNumber(ctx, id, kind)
}

// Report returns the number of a person's report of a link.
func (s *LinkStore) Report(ctx context.Context, id, pack, url string, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).Report(ctx, db.ReportParams{Campaign: id, Pack: pack, Url: url, Person: int64(p)})
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return 0, nil
	}
	return int(n), err
}

// AddReport stores a report and returns how many people have reported the link.
func (s *LinkStore) AddReport(ctx context.Context, id string, r campaign.LinkReport) (int, error) {
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

// ReportsSince counts the reports of a person since a time.
func (s *LinkStore) ReportsSince(ctx context.Context, id string, p bot.PersonID, since time.Time) (int, error) {
	n, err := s.q(ctx).RecentReports(ctx, db.RecentReportsParams{Campaign: id, Person: int64(p), Since: ms(since)})
	return int(n), err
}
