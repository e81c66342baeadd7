package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// PersonViewStore reads what is known of single people.
type PersonViewStore struct{ *core }

var (
	_ moderation.PersonViews  = (*PersonViewStore)(nil)
	_ moderation.PersonFinder = (*PersonViewStore)(nil)
)

// Persons returns the store of what is known of single people.
func (s *Store) Persons() *PersonViewStore { return &PersonViewStore{s.core} }

// PersonByID implements moderation.PersonFinder.
func (s *PersonViewStore) PersonByID(ctx context.Context, p bot.PersonID) (*campaign.Person, error) {
	r, err := s.q(ctx).PersonByID(ctx, int64(p))
	if err != nil {
		return nil, orNotFound(err)
	}
	return person(r), nil
}

// PersonSaid implements moderation.PersonViews.
func (s *PersonViewStore) PersonSaid(ctx context.Context, p bot.PersonID, before time.Time, n int) ([]moderation.Happening, error) {
	readsWords(ctx)
	rows, err := s.q(ctx).PersonJournal(ctx, db.PersonJournalParams{Person: int64(p), Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the journal of a person: %w", err)
	}
	out := make([]moderation.Happening, len(rows))
	for i, r := range rows {
		out[i] = moderation.Happening{Kind: moderation.HappenedSaid, At: at(r.At), Class: r.Campaign, Name: r.Kind, Text: r.Body}
		if reply, err := bot.DecodeReply([]byte(r.Reply)); err == nil { // it may have been erased
			out[i].Reply = reply
		}
		out[i].Why = bot.DecodeReason(r.Why)
		if out[i].Version, err = s.versionOf(ctx, out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// versionOf returns the number of the content that served: the one that the reason names, else
// the newest one of its time.
func (s *PersonViewStore) versionOf(ctx context.Context, h moderation.Happening) (string, error) {
	var v int64
	var err error
	if h.Why != nil && h.Why.Version != "" {
		v, err = s.q(ctx).VersionOf(ctx, db.VersionOfParams{
			Campaign: h.Class, Hash: h.Why.Version, Upto: h.Why.Version + "~", At: ms(h.At),
		})
	} else {
		v, err = s.q(ctx).VersionAt(ctx, db.VersionAtParams{Campaign: h.Class, At: ms(h.At)})
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("find the content that was served: %w", err)
	}
	return strconv.FormatInt(v, 10), nil
}

// PersonSent implements moderation.PersonViews.
func (s *PersonViewStore) PersonSent(ctx context.Context, p bot.PersonID, before time.Time, n int) ([]moderation.Happening, error) {
	rows, err := s.q(ctx).PersonDeliveries(ctx, db.PersonDeliveriesParams{Person: int64(p), Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the notices to a person: %w", err)
	}
	out := make([]moderation.Happening, len(rows))
	for i, r := range rows {
		out[i] = moderation.Happening{
			Kind: moderation.HappenedDelivery, At: at(r.CreatedAt), Class: r.Campaign, Name: r.Kind, State: r.State, Reason: r.Words,
			Code: int(r.Code), Attempts: int(r.Attempts), ID: r.ID, Due: at(r.Due), Done: at(r.DoneAt), Version: r.Version,
		}
	}
	return out, nil
}

// PersonAsked implements moderation.PersonViews.
func (s *PersonViewStore) PersonAsked(
	ctx context.Context, id string, p bot.PersonID, before time.Time, n int,
) (out []moderation.Happening, err error) {
	readsWords(ctx)
	q := s.q(ctx)
	tickets, err := q.PersonTickets(ctx, db.PersonTicketsParams{Person: int64(p), Campaign: id, Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the tickets of a person: %w", err)
	}
	for _, r := range tickets {
		words := r.Wrote
		if words == "" {
			words = r.Body
		}
		out = append(out, moderation.Happening{
			Kind: moderation.HappenedTicket, At: at(r.At), Class: id, Name: r.Kind + strconv.FormatInt(r.Number, 10), Text: words,
			State: r.State, Answer: r.Answer, By: r.ByWhom, Done: at(r.DoneAt),
		})
	}
	questions, err := q.PersonQuestions(ctx, db.PersonQuestionsParams{Person: int64(p), Campaign: id, Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the questions of a person: %w", err)
	}
	for _, r := range questions {
		number := r.Number
		if number < 0 { // they asked again what stands there already
			number = r.Merged
		}
		out = append(out, moderation.Happening{
			Kind: moderation.HappenedQuestion, At: at(r.At), Class: id, Name: "Q" + strconv.FormatInt(number, 10), Text: r.Body,
			State: r.State, Answer: r.Answer,
		})
	}
	reports, err := q.PersonReports(ctx, db.PersonReportsParams{Person: int64(p), Campaign: id, Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the reports of a person: %w", err)
	}
	for _, r := range reports {
		out = append(out, moderation.Happening{
			Kind: moderation.HappenedReport, At: at(r.At), Class: id, Name: r.Pack, Text: r.Url,
			State: "R" + strconv.FormatInt(r.Number, 10),
		})
	}
	return out, nil
}

// PersonClaims implements moderation.PersonViews.
func (s *PersonViewStore) PersonClaims(ctx context.Context, id string, p bot.PersonID) ([]moderation.Happening, error) {
	rows, err := s.q(ctx).PersonClaims(ctx, db.PersonClaimsParams{Person: int64(p), Campaign: id})
	if err != nil {
		return nil, fmt.Errorf("read the claims of a person: %w", err)
	}
	out := make([]moderation.Happening, len(rows))
	for i, r := range rows {
		out[i] = moderation.Happening{
			Kind: moderation.HappenedClaim, At: at(r.At), Class: id, Name: r.Pack, State: r.State, Text: r.Url,
		}
	}
	return out, nil
}

// MutedUntil implements moderation.PersonViews.
func (s *PersonViewStore) MutedUntil(ctx context.Context, id string, p bot.PersonID) (time.Time, error) {
	return (&QuestionStore{s.core}).MutedUntil(ctx, id, p)
}
