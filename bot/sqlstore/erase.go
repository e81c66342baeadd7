package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

var _ campaign.EraseStore = (*Store)(nil)

// ForgetWords blanks what somebody wrote or was written, and takes the openid.
// What they are still to be told of their seat and packs waits for their return.
// The pages are overwritten (secure_delete) and the log is truncated soon after
// (Scrub).
func (s *Store) ForgetWords(ctx context.Context, p bot.PersonID) error {
	q, id := s.q(ctx), int64(p)
	said, err := s.sayings(ctx, id)
	if err != nil {
		return fmt.Errorf("read the words of a person: %w", err)
	}
	for _, blank := range []func(context.Context, int64) error{
		q.BlankJournal, q.DeleteAskers, q.BlankTickets, q.BequeathQuestions, q.BlankQuestions, s.unquote, q.BlankDeliveries,
		q.DeleteStrikes, q.DeleteSubscriptions, q.DeleteHeard, q.ForgetOpenid,
	} {
		if err := blank(ctx, id); err != nil {
			return fmt.Errorf("blank the words of a person: %w", err)
		}
	}
	if err := s.unsay(ctx, said); err != nil {
		return fmt.Errorf("blank the words of a person: %w", err)
	}
	s.scrub.Store(true)
	return nil
}

// quoted stands for words that were erased in what others are still to read.
const quoted = "……"

// unquote takes the person's question out of answers that others who asked the
// same have not read yet; the answers stay.
func (s *Store) unquote(ctx context.Context, about int64) error {
	q := s.q(ctx)
	rows, err := q.QuotingDeliveries(ctx, about)
	if err != nil {
		return err
	}
	for _, r := range rows {
		var args map[string]string
		if err := json.Unmarshal([]byte(r.Args), &args); err != nil {
			return err
		}
		if _, ok := args["question"]; !ok {
			continue
		}
		args["question"] = quoted
		b, err := json.Marshal(args)
		if err != nil {
			return err
		}
		if err := q.SetDeliveryArgs(ctx, db.SetDeliveryArgsParams{Args: string(b), ID: r.ID}); err != nil {
			return err
		}
	}
	return nil
}

// ForgetFacts takes the rest of a person; draws are kept by the hash alone.
func (s *Store) ForgetFacts(ctx context.Context, p *campaign.Person) error {
	q, id := s.q(ctx), int64(p.ID)
	claims, err := q.ClaimsOf(ctx, id)
	if err != nil {
		return fmt.Errorf("read claims: %w", err)
	}
	for _, c := range claims {
		if err := q.KeepDraw(ctx, db.KeepDrawParams{Campaign: c.Campaign, Pack: c.Pack, Hash: p.Hash, State: c.State}); err != nil {
			return fmt.Errorf("keep a draw: %w", err)
		}
	}
	if err := q.Forgotten(ctx, db.ForgottenParams{Hash: p.Hash, At: ms(s.now())}); err != nil {
		return fmt.Errorf("note an erasure: %w", err)
	}
	for _, forget := range []func(context.Context, int64) error{
		q.DeleteClaims, q.DeleteMember, q.DeleteVotes, q.DeleteReports, q.DeletePromises, q.LeaveAudiences, q.DeleteAudiences,
		q.CancelDeliveries, q.DeletePerson,
	} {
		if err := forget(ctx, id); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	s.scrub.Store(true)
	return nil
}

// Purge forgets the hashes of people who left or were erased before a time, and
// the draws that were kept for a campaign that is over.
func (s *Store) Purge(ctx context.Context, campaignID string, leftBefore time.Time) error {
	return s.Do(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		if _, err := q.PurgeGone(ctx, ms(leftBefore)); err != nil {
			return fmt.Errorf("purge hashes: %w", err)
		}
		if err := q.PurgeForgotten(ctx, ms(leftBefore)); err != nil {
			return fmt.Errorf("purge hashes: %w", err)
		}
		return q.PurgeDraws(ctx, campaignID)
	})
}

// Scrub empties the database's log after somebody was forgotten, so that no
// file holds their words any more. It does nothing otherwise.
func (s *Store) Scrub(ctx context.Context) error {
	if !s.scrub.Swap(false) {
		return nil
	}
	row := s.reads.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	var busy, log, moved int64
	if err := row.Scan(&busy, &log, &moved); err != nil || busy != 0 {
		s.scrub.Store(true) // somebody is reading or writing; the next time
		return err
	}
	return nil
}
