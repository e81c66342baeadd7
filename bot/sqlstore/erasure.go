package sqlstore

import (
	"context"
	"fmt"
	"time"

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

// ForgetWords blanks the texts that a person wrote or was sent, and erases the openid.
// Notices about their seat and packs stay until they return. What the database's files
// still contain is removed by Scrub.
func (s *ErasureStore) ForgetWords(ctx context.Context, p bot.PersonID) error {
	q, id := s.q(ctx), int64(p)
	said, err := s.quotes(ctx, id)
	if err != nil {
		return fmt.Errorf("read the words of a person: %w", err)
	}
	for _, blank := range []func(context.Context, int64) error{
		q.BlankJournal, q.DeleteAskers, q.BlankTickets, q.BequeathQuestions, q.BlankQuestions, s.unquote, q.BlankDeliveries,
		q.DeleteStrikes, q.DeleteSubscriptions, q.DeleteUnanswered, q.ForgetOpenid,
	} {
		if err := blank(ctx, id); err != nil {
			return fmt.Errorf("blank the words of a person: %w", err)
		}
	}
	if err := s.eraseQuotes(ctx, said); err != nil {
		return fmt.Errorf("blank the words of a person: %w", err)
	}
	s.leavesWords(ctx)
	return nil
}

// unquote removes a person's question where it is quoted: in answers to others who
// asked the same and have not read the answer yet. The answers stay.
func (s *ErasureStore) unquote(ctx context.Context, about int64) error {
	q := s.q(ctx)
	rows, err := q.QuotingDeliveries(ctx, about)
	if err != nil {
		return err
	}
	for _, r := range rows {
		body, err := campaign.DecodeBody(campaign.NoticeKind(r.Kind), r.Args)
		if err != nil {
			return err
		}
		quoteless, changed := campaign.WithoutQuote(body)
		if !changed {
			continue
		}
		_, args, err := campaign.EncodeBody(quoteless)
		if err != nil {
			return err
		}
		if err := q.SetDeliveryArgs(ctx, db.SetDeliveryArgsParams{Args: args, ID: r.ID}); err != nil {
			return err
		}
	}
	return nil
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
