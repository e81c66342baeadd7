package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// RetentionStore erases what is old.
type RetentionStore struct{ *core }

var _ campaign.RetentionStore = (*RetentionStore)(nil)

// Retention returns the store of what is old.
func (s *Store) Retention() *RetentionStore { return &RetentionStore{s.core} }

// Forget erases a slice of what is older than a time: see campaign.RetentionStore.
func (s *RetentionStore) Forget(ctx context.Context, what campaign.Retained, before time.Time, n int) (forgotten int, err error) {
	if what == campaign.RetainedGone {
		return s.forgetGone(ctx, ms(before), n)
	}
	err = s.do(ctx, func(ctx context.Context) error {
		forgotten, err = s.forget(ctx, what, ms(before), int32(n))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget %s: %w", what, err)
	}
	return forgotten, nil
}

func (s *RetentionStore) forget(ctx context.Context, what campaign.Retained, before int64, n int32) (int, error) {
	q := s.q(ctx)
	leavesWords(ctx)
	switch what {
	case campaign.RetainedMessages:
		return rows(q.ForgetJournal(ctx, db.ForgetJournalParams{Before: before, N: n}))
	case campaign.RetainedQuotes:
		return s.forgetQuotes(ctx, before, n)
	case campaign.RetainedAlerts:
		return rows(q.GiveUpAlerts(ctx, db.GiveUpAlertsParams{At: ms(s.now()), Before: before, N: n}))
	case campaign.RetainedUnanswered:
		return rows(q.ForgetUnanswered(ctx, db.ForgetUnansweredParams{Before: before, N: n}))
	case campaign.RetainedTickets:
		return s.forgetTickets(ctx, before, n)
	case campaign.RetainedQuestions:
		return rows(q.ForgetQuestions(ctx, db.ForgetQuestionsParams{Before: before, N: n}))
	case campaign.RetainedNotices:
		return s.forgetNotices(ctx, before, n)
	case campaign.RetainedJobs:
		return rows(q.ForgetJobs(ctx, db.ForgetJobsParams{Before: before, N: n}))
	case campaign.RetainedAuditWords:
		return rows(q.ForgetAuditWords(ctx, db.ForgetAuditWordsParams{Before: before, N: n}))
	case campaign.RetainedAudit:
		return rows(q.ForgetAudit(ctx, db.ForgetAuditParams{Before: before, N: n}))
	case campaign.RetainedCodes:
		return rows(q.ForgetCodes(ctx, db.ForgetCodesParams{Before: before, N: n}))
	case campaign.RetainedInvitations:
		return rows(q.ForgetInvitations(ctx, db.ForgetInvitationsParams{Before: before, N: n}))
	case campaign.RetainedResults:
		return rows(q.ForgetMassResults(ctx, db.ForgetMassResultsParams{Before: before, N: n}))
	default:
		return forgetHashes(ctx, q, what, before, n)
	}
}

// forgetHashes erases a slice of hashes of people who were erased.
func forgetHashes(ctx context.Context, q *db.Queries, what campaign.Retained, before int64, n int32) (int, error) {
	switch what {
	case campaign.RetainedErasures:
		return rows(q.ForgetErasures(ctx, db.ForgetErasuresParams{Before: before, N: n}))
	case campaign.RetainedTombstones:
		return rows(q.ForgetTombstones(ctx, db.ForgetTombstonesParams{Before: before, N: n}))
	default:
		return forgetDoor(ctx, q, what, before, n)
	}
}

// forgetDoor is forget for the rows of the console.
func forgetDoor(ctx context.Context, q *db.Queries, what campaign.Retained, before int64, n int32) (int, error) {
	switch what {
	case campaign.RetainedLogins:
		return rows(q.ForgetSessions(ctx, db.ForgetSessionsParams{Before: before, N: n}))
	case campaign.RetainedLinks:
		return rows(q.ForgetLoginLinks(ctx, db.ForgetLoginLinksParams{Before: before, N: n}))
	case campaign.RetainedTyped:
		return rows(q.ForgetTyped(ctx, db.ForgetTypedParams{Before: before, N: n}))
	case campaign.RetainedContents:
		return rows(q.ForgetContentDrafts(ctx, db.ForgetContentDraftsParams{Before: before, N: n}))
	case campaign.RetainedDrafts:
		return rows(q.ForgetDrafts(ctx, db.ForgetDraftsParams{Before: before, N: n}))
	case campaign.RetainedPictures:
		return rows(q.ForgetPictures(ctx, db.ForgetPicturesParams{Before: before, N: n}))
	default:
		return 0, fmt.Errorf("nothing says how to forget %q", what)
	}
}

// rows returns the number of rows of a statement as an int.
func rows(n int64, err error) (int, error) { return int(n), err }

// forgetTickets erases the words of tickets. Those that nobody has answered are closed,
// and the bot speaks again to people who were taken over.
func (s *RetentionStore) forgetTickets(ctx context.Context, before int64, n int32) (int, error) {
	q := s.q(ctx)
	old, err := q.OldTickets(ctx, db.OldTicketsParams{Before: before, N: n})
	if err != nil {
		return 0, err
	}
	for _, t := range old {
		if err := q.ForgetTicket(ctx, db.ForgetTicketParams{Campaign: t.Campaign, Kind: t.Kind, Number: t.Number}); err != nil {
			return 0, err
		}
		if t.State != string(campaign.TicketTaken) {
			continue
		}
		if err := q.SetTaken(ctx, t.Person); err != nil {
			return 0, err
		}
	}
	asked, err := q.ForgetAskerWords(ctx, db.ForgetAskerWordsParams{Before: before, N: n - int32(len(old))})
	return len(old) + int(asked), err
}

// forgetQuotes erases stored replies that may show what others wrote.
func (s *RetentionStore) forgetQuotes(ctx context.Context, before int64, n int32) (int, error) {
	q := s.q(ctx)
	keys, err := q.OldQuotes(ctx, db.OldQuotesParams{Before: before, N: n})
	if err != nil {
		return 0, err
	}
	return len(keys), blankStored(ctx, q, keys...)
}

// forgetNotices deletes notices. Those that still wait are taken off the shelf, too.
func (s *RetentionStore) forgetNotices(ctx context.Context, before int64, n int32) (int, error) {
	q := s.q(ctx)
	old, err := q.OldDeliveries(ctx, db.OldDeliveriesParams{Before: before, N: n})
	if err != nil {
		return 0, err
	}
	for _, d := range old {
		if d.State == string(campaign.NoticeShelved) {
			if err := q.CountShelved(ctx, db.CountShelvedParams{N: -1, ID: d.Person}); err != nil {
				return 0, err
			}
		}
		if err := q.DeleteDelivery(ctx, d.ID); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

// forgetGone deletes people who left. They are looked for outside of the unit, because
// that takes long while many wait for the end of their class.
func (s *RetentionStore) forgetGone(ctx context.Context, before int64, n int) (int, error) {
	seen := before + (campaign.HashLife - campaign.LeftLife).Milliseconds()
	gone, err := s.q(ctx).GonePeople(ctx, db.GonePeopleParams{Before: before, Seen: seen, N: int32(n)})
	if err != nil {
		return 0, fmt.Errorf("read who left: %w", err)
	}
	err = s.do(ctx, func(ctx context.Context) error {
		leavesWords(ctx)
		for _, id := range gone {
			if err := s.q(ctx).ForgetDrawer(ctx, id); err != nil {
				return fmt.Errorf("forget who drew: %w", err)
			}
			if _, err := s.q(ctx).ForgetGone(ctx, id); err != nil {
				return fmt.Errorf("forget who left: %w", err)
			}
		}
		return nil
	})
	return len(gone), err
}

// ForgetClass erases a slice of what belongs to a class that is over: see
// campaign.RetentionStore.
func (s *RetentionStore) ForgetClass(
	ctx context.Context, what campaign.Retained, class string, before time.Time, n int,
) (forgotten int, err error) {
	err = s.do(ctx, func(ctx context.Context) error {
		forgotten, err = s.forgetClass(ctx, what, class, ms(before), int32(n))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget %s of a class: %w", what, err)
	}
	return forgotten, nil
}

func (s *RetentionStore) forgetClass(ctx context.Context, what campaign.Retained, class string, before int64, n int32) (int, error) {
	q := s.q(ctx)
	leavesWords(ctx)
	switch what {
	case campaign.RetainedDraws:
		return rows(q.ForgetDraws(ctx, db.ForgetDrawsParams{Campaign: class, N: n}))
	case campaign.RetainedDrawers:
		return rows(q.ForgetDrawers(ctx, db.ForgetDrawersParams{Campaign: class, N: n}))
	case campaign.RetainedReports:
		return rows(q.ForgetReportRows(ctx, db.ForgetReportRowsParams{Campaign: class, Before: before, N: n}))
	case campaign.RetainedPromises:
		return rows(q.ForgetPromises(ctx, db.ForgetPromisesParams{Campaign: class, N: n}))
	case campaign.RetainedAskers:
		return rows(q.ForgetAskers(ctx, db.ForgetAskersParams{Campaign: class, Before: before, N: n}))
	case campaign.RetainedVotes:
		return rows(q.ForgetVotes(ctx, db.ForgetVotesParams{Campaign: class, N: n}))
	case campaign.RetainedStrikes:
		return rows(q.ForgetStrikes(ctx, db.ForgetStrikesParams{Campaign: class, Before: before, N: n}))
	case campaign.RetainedConsents:
		return rows(q.ForgetSubscriptions(ctx, db.ForgetSubscriptionsParams{Campaign: class, Before: before, N: n}))
	case campaign.RetainedRuns:
		return rows(q.ForgetRuns(ctx, db.ForgetRunsParams{Campaign: class, N: n}))
	case campaign.RetainedReceivers:
		return rows(q.ForgetReceivers(ctx, db.ForgetReceiversParams{Campaign: class, N: n}))
	case campaign.RetainedScreens:
		return rows(q.ForgetScreens(ctx, db.ForgetScreensParams{Campaign: class, N: n}))
	default:
		return 0, fmt.Errorf("nothing says how to forget %q", what)
	}
}

// EndedClasses returns the ids of the classes that ended before a time.
func (s *RetentionStore) EndedClasses(ctx context.Context, before time.Time) ([]string, error) {
	ids, err := s.q(ctx).EndedClasses(ctx, ms(before))
	if err != nil {
		return nil, fmt.Errorf("read which classes are over: %w", err)
	}
	return ids, nil
}

// ServedClasses returns those of them of which nothing can be claimed since another time.
func (s *RetentionStore) ServedClasses(ctx context.Context, before, claimed time.Time) ([]string, error) {
	ids, err := s.q(ctx).ServedClasses(ctx, db.ServedClassesParams{Before: ms(before), Claimed: ms(claimed)})
	if err != nil {
		return nil, fmt.Errorf("read which classes serve no more: %w", err)
	}
	return ids, nil
}
