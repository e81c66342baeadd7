package sqlstore

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// ErasureStore erases the texts and data of people from every table.
type ErasureStore struct{ *core }

var (
	_ campaign.EraseStore     = (*ErasureStore)(nil)
	_ campaign.RetentionStore = (*ErasureStore)(nil)
)

// ForgetWords cuts what leads to a person and what shows their texts: see
// campaign.EraseStore. Notices about their seat and packs stay until they return.
func (s *ErasureStore) ForgetWords(ctx context.Context, p bot.PersonID) (campaign.Leftover, error) {
	q, id := s.q(ctx), int64(p)
	left := campaign.Leftover{Person: p}
	said, err := s.quotes(ctx, id)
	if err != nil {
		return left, fmt.Errorf("read the words of a person: %w", err)
	}
	for _, blank := range []func(context.Context, int64) error{
		q.DeleteAskers, q.BlankTickets, q.BequeathQuestions, q.BlankQuestions, q.CancelQuotes, q.DeleteStrikes, q.DeleteSubscriptions,
		q.ForgetOpenid,
	} {
		if err := blank(ctx, id); err != nil {
			return left, fmt.Errorf("blank the words of a person: %w", err)
		}
	}
	if err := s.dropCodes(ctx, said); err != nil {
		return left, fmt.Errorf("blank the words of a person: %w", err)
	}
	s.leavesWords(ctx)
	recent := ms(s.now().Add(-repeatTime))
	left.Before, left.At = recent, recent
	for _, w := range said {
		if head := head(w.words); head != "" {
			left.Said = append(left.Said, head)
			if utf8.RuneCountInString(head) >= quoteMin {
				left.At = min(left.At, w.at)
			}
		}
	}
	left.At-- // the page begins after it
	return left, nil
}

// ForgetFacts erases the rest of a person's data. The results of draws stay under their
// hash.
func (s *ErasureStore) ForgetFacts(ctx context.Context, p *campaign.Person) error {
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
	s.leavesWords(ctx)
	return nil
}

// Purge deletes the hashes of people who left or were erased before a time, and the
// results of draws that were kept for a campaign that is over.
func (s *ErasureStore) Purge(ctx context.Context, campaignID string, leftBefore time.Time) error {
	return s.do(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		if _, err := q.PurgeGone(ctx, ms(leftBefore)); err != nil {
			return fmt.Errorf("purge hashes: %w", err)
		}
		if err := q.PurgeForgotten(ctx, ms(leftBefore)); err != nil {
			return fmt.Errorf("purge hashes: %w", err)
		}
		s.leavesWords(ctx)
		return q.PurgeDraws(ctx, campaignID)
	})
}

// ForgetTexts erases messages from before a time and returns their number.
func (s *ErasureStore) ForgetTexts(ctx context.Context, before time.Time) (n int64, err error) {
	err = s.do(ctx, func(ctx context.Context) error {
		if n, err = s.q(ctx).ForgetTexts(ctx, ms(before)); err != nil {
			return err
		}
		return s.q(ctx).ForgetUnanswered(ctx, ms(before))
	})
	return n, err
}

// Scrub removes erased words from the database's files, if words were erased since the
// last time.
func (s *ErasureStore) Scrub(ctx context.Context) error {
	if !s.erased.Swap(false) {
		return nil
	}
	if err := s.engine.Scrub(ctx); err != nil {
		s.erased.Store(true) // try again at the next call
		return err
	}
	return nil
}
