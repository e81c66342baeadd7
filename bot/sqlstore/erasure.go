package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// ErasureStore erases the texts and data of people from every table.
type ErasureStore struct{ *core }

var _ campaign.EraseStore = (*ErasureStore)(nil)

// ForgetWords cuts what leads to a person and what shows their texts: see
// campaign.EraseStore. Notices about their seat and packs stay until they return.
func (s *ErasureStore) ForgetWords(ctx context.Context, p bot.PersonID) (campaign.Leftover, error) {
	q, id := s.q(ctx), int64(p)
	left := campaign.Leftover{Person: p, Newest: s.ids.next()}
	person, err := q.PersonByID(ctx, id)
	if err != nil {
		return left, fmt.Errorf("read a person: %w", err)
	}
	left.Heard = person.Heard
	left.Before = ms(s.now().Add(-repeatTime))
	left.At = left.Before - 1 // the page begins after it
	said, err := s.quotes(ctx, id)
	if err == nil {
		left.Until, err = q.LastWritten(ctx, id)
	}
	if err != nil {
		return left, fmt.Errorf("read the words of a person: %w", err)
	}
	noteSaid(&left, append(said, quote{words: shortCode(person.Hash), at: left.Before}))
	if _, err := s.forgetTickets(ctx, &left, ticketsNow); err != nil {
		return left, err
	}
	for _, blank := range []func(context.Context, int64) error{
		q.ForgetPicturesOf, q.DropTypedAbout, q.BequeathQuestions, q.BlankQuestions,
		func(ctx context.Context, id int64) error {
			return q.LeaveClaims(ctx, db.LeaveClaimsParams{At: ms(s.now()), Person: id})
		},
		func(ctx context.Context, id int64) error { return cancelQuotes(ctx, q, id) },
		q.DeleteStrikes, q.DeleteSubscriptions, q.ForgetOpenid,
	} {
		if err := blank(ctx, id); err != nil {
			return left, fmt.Errorf("blank the words of a person: %w", err)
		}
	}
	if err := s.dropCodes(ctx, said); err != nil {
		return left, fmt.Errorf("blank the words of a person: %w", err)
	}
	noteErasure(ctx, s.core, ErasedWords, person.Hash)
	leavesWords(ctx)
	return left, nil
}

// ticketsNow is how many tickets of a person are blanked at once, and as many alerts of theirs
// that wait. More, of one who has written for hours without an answer, wait for the job.
const ticketsNow = 100

// cancelQuotes cancels alerts about a person that wait.
func cancelQuotes(ctx context.Context, q *db.Queries, person int64) error {
	return q.CancelQuotes(ctx, db.CancelQuotesParams{About: person, N: ticketsNow})
}

// noteSaid adds texts to those by which replies are found that quote a person.
func noteSaid(l *campaign.Leftover, said []quote) {
	for _, w := range said {
		head := head(w.words)
		if head == "" || slices.Contains(l.Said, head) {
			continue
		}
		l.Said = append(l.Said, head)
		if utf8.RuneCountInString(head) >= quoteMin {
			l.At = min(l.At, w.at-1)
		}
	}
}

// ForgetFacts erases who a person was: see campaign.EraseStore. Standings and claims are a
// few in each class.
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
	if err := q.LeaveDraws(ctx, db.LeaveDrawsParams{Gone: 1, Hash: p.Hash}); err != nil {
		return fmt.Errorf("note whose draws go: %w", err)
	}
	if err := remember(ctx, s.core, p.Hash); err != nil {
		return err
	}
	if err := uncount(ctx, q, id, claims); err != nil {
		return fmt.Errorf("take a person out of the counts: %w", err)
	}
	for _, forget := range []func(context.Context, int64) error{
		q.DeleteClaims, q.DeleteMember, q.DeleteArrivals, q.DeletePerson,
	} {
		if err := forget(ctx, id); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	if _, err := q.CancelDeliveries(ctx, db.CancelDeliveriesParams{Person: id, N: cancelNow}); err != nil {
		return fmt.Errorf("cancel what a person was to be told: %w", err)
	}
	noteErasure(ctx, s.core, ErasedAll, p.Hash)
	leavesWords(ctx)
	return nil
}

// cancelNow is how many notices about their seat and packs are cancelled at once of somebody
// who is erased. There are a few in each class; more wait for the job, and cannot be sent
// without an openid.
const cancelNow = 100

// remember notes an erasure, until a week after the last class that is known now: until
// then the account's list of followers must not bring the person back.
func remember(ctx context.Context, c *core, hash string) error {
	q := c.q(ctx)
	last, err := q.LastEnd(ctx)
	if err == nil {
		until := max(last, ms(c.now())) + campaign.HashLife.Milliseconds()
		err = q.Forgotten(ctx, db.ForgottenParams{Hash: hash, Until: until})
	}
	if err != nil {
		return fmt.Errorf("note an erasure: %w", err)
	}
	return nil
}

// scrubRest is the largest number of calls of Scrub between two tries.
const scrubRest = 32

// MarkErased lets the next Scrub remove erased words, as if this process had erased some: one
// that was killed between an erasure and its Scrub has left them in the files.
func (s *ErasureStore) MarkErased() { s.erased.Store(true) }

// Scrub removes erased words from the database's files, if words were erased since the
// last time. When that fails, the next calls do nothing: one, then two, then four of
// them, and so on up to scrubRest.
func (s *ErasureStore) Scrub(ctx context.Context) error {
	if !s.erased.Load() || s.rest.Add(-1) >= 0 {
		return nil
	}
	s.erased.Store(false)
	if err := s.engine.Scrub(ctx); err != nil {
		s.erased.Store(true)
		n := min(max(2*s.rested.Load(), 1), scrubRest)
		s.rested.Store(n)
		s.rest.Store(n)
		return err
	}
	s.rested.Store(0)
	s.rest.Store(0)
	return nil
}
