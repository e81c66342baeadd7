package sqlstore

import (
	"context"
	"fmt"
	"math"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// DeskStore stores who deals with which ticket, and reads what the desk shows besides.
type DeskStore struct{ *core }

var (
	_ moderation.ShiftStore  = (*DeskStore)(nil)
	_ moderation.DeskData    = (*DeskStore)(nil)
	_ moderation.AuditReader = (*DeskStore)(nil)
)

// Desk returns the store of who deals with which ticket.
func (s *Store) Desk() *DeskStore { return &DeskStore{s.core} }

// Hold implements moderation.ShiftStore.
func (s *DeskStore) Hold(ctx context.Context, ref moderation.Ref, from, to string, when time.Time) (bool, error) {
	n, err := s.q(ctx).HoldTicket(ctx, db.HoldTicketParams{
		Holder: to, At: ms(when), Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number), Before: from,
	})
	return n == 1, err
}

// TakeTalk implements moderation.ShiftStore.
func (s *DeskStore) TakeTalk(ctx context.Context, ref moderation.Ref, from, to string, when time.Time) (bool, error) {
	n, err := s.q(ctx).TakeTalkFrom(ctx, db.TakeTalkFromParams{
		ByWhom: to, At: ms(when), Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number), Before: from,
	})
	return n == 1, err
}

// Colleagues implements moderation.ShiftStore.
func (s *DeskStore) Colleagues(ctx context.Context) ([]moderation.Colleague, error) {
	rows, err := s.q(ctx).Colleagues(ctx)
	if err != nil {
		return nil, fmt.Errorf("read colleagues: %w", err)
	}
	out := make([]moderation.Colleague, len(rows))
	for i, r := range rows {
		out[i] = moderation.Colleague{Name: r.Name, Role: moderation.Role(r.Role)}
	}
	return out, nil
}

// AddPicture notes a picture that was sent with a ticket: see campaign.CallStore.
func (s *TicketStore) AddPicture(
	ctx context.Context, t *campaign.Ticket, p bot.PersonID, sent campaign.SentPicture, when time.Time,
) error {
	_, err := s.q(ctx).AddPicture(ctx, db.AddPictureParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(p), Media: sent.Media, Url: sent.URL,
		At: ms(when), Most: campaign.PicturesMax,
	})
	if err != nil {
		return fmt.Errorf("note a picture of ticket %s: %w", t.Name(), err)
	}
	return nil
}

// Pictures implements moderation.DeskData.
func (s *DeskStore) Pictures(ctx context.Context, ref moderation.Ref) ([]campaign.SentPicture, error) {
	rows, err := s.q(ctx).Pictures(ctx, db.PicturesParams{Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number)})
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	readsWords(ctx)
	out := make([]campaign.SentPicture, len(rows))
	for i, r := range rows {
		out[i] = campaign.SentPicture{Media: r.Media, URL: r.Url}
	}
	return out, nil
}

// AnswerTimes implements moderation.DeskData.
func (s *DeskStore) AnswerTimes(ctx context.Context, class string) (moderation.AnswerTimes, error) {
	r, err := s.q(ctx).AnswerTimes(ctx, class)
	if err != nil {
		return moderation.AnswerTimes{}, fmt.Errorf("count how long answers took: %w", err)
	}
	return moderation.AnswerTimes{int(r.Five), int(r.Ten), int(r.Thirty), int(r.Hour), int(r.Longer)}, nil
}

// Wondered implements moderation.DeskData.
func (s *DeskStore) Wondered(ctx context.Context, class string, since time.Time) ([]moderation.Wondered, error) {
	rows, err := s.q(ctx).LastUnanswered(ctx, db.LastUnansweredParams{Campaign: class, Since: ms(since)})
	if err != nil {
		return nil, fmt.Errorf("read what was not understood: %w", err)
	}
	readsWords(ctx)
	out := make([]moderation.Wondered, len(rows))
	for i, r := range rows {
		out[i] = moderation.Wondered{Person: bot.PersonID(r.Person), Text: r.Body}
	}
	return out, nil
}

// ListAudit implements moderation.AuditReader.
func (s *DeskStore) ListAudit(
	ctx context.Context, id string, f moderation.AuditFilter, p moderation.Page,
) (moderation.List[moderation.AuditEntry], error) {
	k, err := after(p, math.MaxInt64)
	if err != nil {
		return moderation.List[moderation.AuditEntry]{}, err
	}
	until := int64(math.MaxInt64)
	if !f.Until.IsZero() {
		until = ms(f.Until)
	}
	args := db.ListRecordParams{Campaign: id, ID: k[0], Since: ms(f.Since), Until: until, Kind: f.Kind, Target: f.Target, N: more(p)}
	var rows []db.Audit
	if f.Who == "" {
		rows, err = s.q(ctx).ListRecord(ctx, args)
	} else {
		rows, err = s.q(ctx).ListRecordOf(ctx, db.ListRecordOfParams{
			Campaign: id, Who: f.Who, ID: args.ID, Since: args.Since, Until: until, Kind: f.Kind, Target: f.Target, N: args.N,
		})
	}
	return listOf(p, rows, err, func(r db.Audit) moderation.AuditEntry {
		return moderation.AuditEntry{
			Class: r.Campaign, Who: r.Who, Via: moderation.Via(r.Via), Action: moderation.Action(r.Action), Target: r.Target,
			Before: r.Before, After: r.After, At: at(r.At),
		}
	}, func(r db.Audit) string { return place(r.ID) })
}
