package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Blank blanks a slice of what is left of a person: see campaign.EraseStore.
func (s *ErasureStore) Blank(ctx context.Context, l *campaign.Leftover, n int) (ended bool, err error) {
	leavesWords(ctx)
	steps := []func(context.Context, *campaign.Leftover, int) (int, error){
		s.forgetTickets, s.blankUnanswered, s.blankJournal, s.blankDeliveries, s.blankQuoting, s.unquote,
		s.blankStaffReplies, s.blankRecent, s.blankReplies,
		s.forgetVotes, s.forgetRest,
	}
	for left := n; left > 0; {
		if l.Phase >= len(steps) {
			return true, nil
		}
		done, err := steps[l.Phase](ctx, l, left)
		if err != nil {
			return false, fmt.Errorf("blank what is left of a person: %w", err)
		}
		if done < left {
			l.Phase++
		}
		left -= done
	}
	return false, nil
}

func (s *ErasureStore) blankUnanswered(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	rows, err := s.q(ctx).DeleteUnanswered(ctx, db.DeleteUnansweredParams{Person: int64(l.Person), Newest: l.Newest, N: int32(n)})
	return int(rows), err
}

func (s *ErasureStore) blankJournal(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	q := s.q(ctx)
	rows, err := q.WrittenBy(ctx, db.WrittenByParams{Person: int64(l.Person), Since: l.Wrote, Until: l.Until, N: int32(n)})
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		l.Wrote = r.At
		if err := q.BlankMessage(ctx, r.Key); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

func (s *ErasureStore) blankDeliveries(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	rows, err := s.q(ctx).BlankDeliveries(ctx, db.BlankDeliveriesParams{Person: int64(l.Person), Newest: l.Newest, N: int32(n)})
	return int(rows), err
}

func (s *ErasureStore) blankQuoting(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	rows, err := s.q(ctx).BlankQuoting(ctx, db.BlankQuotingParams{About: int64(l.Person), Newest: l.Newest, N: int32(n)})
	return int(rows), err
}

// unquote removes a person's question where it is quoted: in answers to others who asked
// the same and have not read the answer yet. The answers stay.
func (s *ErasureStore) unquote(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	q := s.q(ctx)
	rows, err := q.QuotingDeliveries(ctx, db.QuotingDeliveriesParams{About: int64(l.Person), After: l.Delivery, N: int32(n)})
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		l.Delivery = r.ID
		body, err := campaign.DecodeBody(campaign.NoticeKind(r.Kind), r.Args)
		if err != nil {
			return 0, err
		}
		quoteless, changed := campaign.WithoutQuote(body)
		if !changed {
			continue
		}
		_, args, err := campaign.EncodeBody(quoteless)
		if err != nil {
			return 0, err
		}
		if err := q.SetDeliveryArgs(ctx, db.SetDeliveryArgsParams{Args: args, ID: r.ID}); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// blankStaffReplies blanks the stored replies to moderators altogether, unless their push
// may still be repeated.
func (s *ErasureStore) blankStaffReplies(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	q := s.q(ctx)
	keys, err := q.StaffReplies(ctx, db.StaffRepliesParams{Before: l.Before, N: int32(n)})
	if err != nil {
		return 0, err
	}
	return len(keys), blankStored(ctx, q, keys...)
}

// blankStored blanks stored replies, and the deliveries that some of them became.
func blankStored(ctx context.Context, q *db.Queries, keys ...string) error {
	for _, k := range keys {
		if err := q.BlankReply(ctx, k); err != nil {
			return err
		}
		if err := blankLate(ctx, q, campaign.LateReplyKey(k)); err != nil {
			return err
		}
	}
	return nil
}

// blankLate blanks a late reply, if there is one.
func blankLate(ctx context.Context, q *db.Queries, key string) error {
	once := sql.NullString{String: key, Valid: true}
	d, err := q.DeliveryOnce(ctx, once)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil && d.State == string(campaign.NoticeShelved) {
		err = q.CountShelved(ctx, db.CountShelvedParams{N: -1, ID: d.Person})
	}
	if err != nil {
		return err
	}
	return q.BlankLate(ctx, once)
}

// blankRecent blanks the replies to moderators that may still be repeated and quote the
// person. They are as few as moderators write in a minute.
func (s *ErasureStore) blankRecent(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	q := s.q(ctx)
	rows, err := q.RecentStaffReplies(ctx, db.RecentStaffRepliesParams{Since: l.Before, N: int32(n)})
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if !slices.ContainsFunc(l.Said, func(w string) bool { return strings.Contains(r.Reply, w) }) {
			continue
		}
		if err := blankStored(ctx, q, r.Key); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// blankReplies blanks the replies to anybody that quote the person, page by page. Texts that
// many people write are not searched for.
func (s *ErasureStore) blankReplies(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	long := slices.DeleteFunc(slices.Clone(l.Said), func(w string) bool { return utf8.RuneCountInString(w) < quoteMin })
	if len(long) == 0 {
		return 0, nil
	}
	q := s.q(ctx)
	rows, err := q.JournalPage(ctx, db.JournalPageParams{At: l.At, Key: l.Key, N: int32(n)})
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		l.At, l.Key = r.At, r.Key
		if !slices.ContainsFunc(long, func(w string) bool { return strings.Contains(r.Reply, w) }) {
			continue
		}
		if err := blankStored(ctx, q, r.Key); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
