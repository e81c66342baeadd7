package campaign

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	day = 24 * time.Hour
	// TextLife is how long what people wrote and were sent is kept.
	TextLife = 30 * day
	// HashLife is how long a keyed hash of somebody who left outlives the class (R17).
	HashLife = 7 * day
	// LeftLife is how long the hash is kept in any case after somebody left: what they
	// wrote before may arrive later, and must not make them a follower again.
	LeftLife = time.Hour
	// QuoteLife is how long a stored reply is kept that may show what others wrote.
	QuoteLife = time.Hour
	// AlertLife is how long an alert waits for a group robot that takes it: later nobody
	// wants to read it, and without a robot it would wait for ever.
	AlertLife = day
	// retentionSlice bounds the rows of one unit: a message may have to wait for it.
	// Deleting costs more than most units, because it overwrites what was there.
	retentionSlice = 100
	// retentionRest comes after each full slice, so that erasing does not keep the disk
	// busy all the time.
	retentionRest = 10 * time.Millisecond
)

// Retained names what a row of the table of retention is about, by table and, where a
// table has several rows or keeps its rows, by column.
type Retained string

// What is kept no longer than the table says.
const (
	RetainedMessages    Retained = "journal"
	RetainedQuotes      Retained = "journal.reply"
	RetainedUnanswered  Retained = "unanswered"
	RetainedTickets     Retained = "ticket.body, answer"
	RetainedQuestions   Retained = "question.body, folded, answer"
	RetainedNotices     Retained = "delivery"
	RetainedAlerts      Retained = "delivery.state"
	RetainedJobs        Retained = "job"
	RetainedAuditWords  Retained = "audit.before, after"
	RetainedAudit       Retained = "audit"
	RetainedCodes       Retained = "confirmation"
	RetainedInvitations Retained = "invitation"
	RetainedResults     Retained = "mass_result"
	RetainedGone        Retained = "person"
	RetainedTombstones  Retained = "forgotten"
	RetainedDraws       Retained = "kept_draw"
	RetainedDrawers     Retained = "draw.hash"
	RetainedReports     Retained = "link_report"
	RetainedPromises    Retained = "link_promise"
	RetainedAskers      Retained = "ticket_asker"
	RetainedVotes       Retained = "vote"
	RetainedStrikes     Retained = "strike"
	RetainedConsents    Retained = "subscription"
	RetainedRuns        Retained = "reminder_run"
	RetainedReceivers   Retained = "broadcast_person"
	RetainedLogins      Retained = "login_session"
	RetainedLinks       Retained = "login_link"
	RetainedDrafts      Retained = "ticket_draft"
	RetainedPictures    Retained = "ticket_picture"
	RetainedScreens     Retained = "wall_screen"
	RetainedTyped       Retained = "typed"
	RetainedContents    Retained = "content_draft"
	RetainedErasures    Retained = "erasure"
)

// Since names the moment from which a life counts.
type Since string

// The moments.
const (
	SinceMade  Since = "it was made"
	SinceDue   Since = "it was due"
	SinceLast  Since = "the last message in it"
	SinceEnded Since = "it ran out"
	SinceSeen  Since = "its author was there last"
	SinceLeft  Since = "the end of each class in which somebody took part who left"
	SinceClass Since = "the end of the class"
	// SinceServed is SinceClass, but not before the class ends to serve: until then its packs are
	// claimed, its reminders planned and its tickets answered by these rows.
	SinceServed Since = "the end of the class, once nothing is claimed any more"
)

// Retention is a row of the table of how long personal data is kept. docs/operations.md
// shows the same table.
type Retention struct {
	What  Retained
	Life  time.Duration
	Since Since
}

// RetentionTable returns how long everything is kept that is about people. What it does
// not list is kept until they erase it: registration, check-in, claims.
func RetentionTable() []Retention {
	return []Retention{
		{RetainedQuotes, QuoteLife, SinceMade},
		{RetainedMessages, TextLife, SinceMade},
		{RetainedUnanswered, TextLife, SinceMade},
		{RetainedTickets, TextLife, SinceLast},
		{RetainedQuestions, TextLife, SinceMade},
		{RetainedNotices, TextLife, SinceMade},
		{RetainedAlerts, AlertLife, SinceDue},
		{RetainedJobs, TextLife, SinceMade},
		{RetainedAuditWords, TextLife, SinceMade},
		{RetainedAudit, 365 * day, SinceMade},
		{RetainedCodes, day, SinceEnded},
		{RetainedInvitations, day, SinceEnded},
		{RetainedResults, TextLife, SinceMade},
		{RetainedGone, HashLife, SinceLeft},
		{RetainedTombstones, 0, SinceEnded},
		{RetainedErasures, HashLife, SinceMade},
		{RetainedDraws, HashLife, SinceClass},
		{RetainedDrawers, HashLife, SinceClass},
		{RetainedReports, TextLife, SinceServed},
		{RetainedPromises, TextLife, SinceServed},
		{RetainedAskers, TextLife, SinceServed},
		{RetainedVotes, TextLife, SinceServed},
		{RetainedStrikes, TextLife, SinceServed},
		{RetainedConsents, TextLife, SinceServed},
		{RetainedRuns, TextLife, SinceServed},
		{RetainedReceivers, 60 * day, SinceClass}, // the quota of a month counts them
		{RetainedLogins, 0, SinceEnded},
		{RetainedLinks, day, SinceEnded},
		{RetainedDrafts, 7 * day, SinceSeen},
		{RetainedPictures, TextLife, SinceMade},
		{RetainedScreens, TextLife, SinceServed},
		{RetainedTyped, 7 * day, SinceMade},
		{RetainedContents, 30 * day, SinceMade},
	}
}

// RetentionStore erases what is old. Each call is a unit of its own with at most n
// rows, the oldest first, and returns their number: fewer than n when nothing is left.
type RetentionStore interface {
	// Forget erases what is from before a time.
	Forget(ctx context.Context, what Retained, before time.Time, n int) (int, error)
	// ForgetClass erases what belongs to a class. Of what is still of use after it, such as who
	// asked a question that is open, only what is from before a time.
	ForgetClass(ctx context.Context, what Retained, class string, before time.Time, n int) (int, error)
	// EndedClasses returns the ids of all stored classes that ended before a time,
	// whether they serve or not.
	EndedClasses(ctx context.Context, before time.Time) ([]string, error)
	// ServedClasses returns those of them of which nothing can be claimed since another time.
	ServedClasses(ctx context.Context, before, claimed time.Time) ([]string, error)
}

// HashesEnd reports whether the class has been over for so long that no hash of people
// who left is kept.
func (c *Campaign) HashesEnd(now time.Time) bool { return now.After(c.End.Add(HashLife)) }

// Forget erases what the table says is old at a time, slice by slice, so that other
// units get in between. What fails does not keep the rest from being erased.
func Forget(ctx context.Context, s RetentionStore, now time.Time) (err error) {
	ctx = Yield(ctx)
	for _, r := range RetentionTable() {
		if e := r.forget(ctx, s, now); e != nil {
			err = errors.Join(err, fmt.Errorf("forget what is old in %s: %w", r.What, e))
		}
	}
	return err
}

func (r Retention) forget(ctx context.Context, s RetentionStore, now time.Time) error {
	before := now.Add(-r.Life)
	var classes []string
	var err error
	switch r.Since {
	case SinceClass:
		classes, err = s.EndedClasses(ctx, before)
	case SinceServed:
		classes, err = s.ServedClasses(ctx, before, now)
	default:
		return sliceBySlice(ctx, func() (int, error) { return s.Forget(ctx, r.What, before, retentionSlice) })
	}
	if err != nil {
		return err
	}
	for _, class := range classes {
		err := sliceBySlice(ctx, func() (int, error) { return s.ForgetClass(ctx, r.What, class, before, retentionSlice) })
		if err != nil {
			return err
		}
	}
	return nil
}

// sliceBySlice calls f until a slice is not full.
func sliceBySlice(ctx context.Context, f func() (int, error)) error {
	for {
		n, err := f()
		if err != nil || n < retentionSlice {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retentionRest):
		}
	}
}
