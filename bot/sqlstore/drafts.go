package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// DraftStore stores what moderators are writing, and reads what has changed for those who
// watch.
type DraftStore struct{ *core }

var _ moderation.DraftStore = (*DraftStore)(nil)

// Drafts returns the store of what moderators are writing.
func (s *Store) Drafts() *DraftStore { return &DraftStore{s.core} }

// SaveDraft stores somebody's words for a ticket.
func (s *DraftStore) SaveDraft(ctx context.Context, ref moderation.Ref, name, words string, when time.Time) error {
	return one(s.q(ctx).SaveTicketDraft(ctx, db.SaveTicketDraftParams{
		Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number), Login: name, Body: words, At: ms(when),
	}))
}

// See notes that somebody is at a ticket.
func (s *DraftStore) See(ctx context.Context, ref moderation.Ref, name string, when time.Time) error {
	return one(s.q(ctx).SeeTicket(ctx, db.SeeTicketParams{
		Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number), Login: name, At: ms(when),
	}))
}

// Drafts returns what is written to a ticket.
func (s *DraftStore) Drafts(ctx context.Context, ref moderation.Ref) ([]moderation.Draft, error) {
	rows, err := s.q(ctx).TicketDrafts(ctx, db.TicketDraftsParams{
		Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number),
	})
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	out := make([]moderation.Draft, len(rows))
	for i, r := range rows {
		out[i] = moderation.Draft{Name: r.Login, Text: r.Body, At: at(r.At), Seen: at(r.SeenAt)}
	}
	return out, nil
}

// Present returns who was at a ticket of a class since a time.
func (s *DraftStore) Present(ctx context.Context, class string, since time.Time) ([]moderation.Presence, error) {
	rows, err := s.q(ctx).ListPresent(ctx, db.ListPresentParams{Campaign: class, Since: ms(since)})
	if err != nil {
		return nil, fmt.Errorf("read who is at a ticket: %w", err)
	}
	out := make([]moderation.Presence, len(rows))
	for i, r := range rows {
		out[i] = moderation.Presence{Ref: moderation.Ref{Class: class, Kind: moderation.Kind(r.Kind), Number: int(r.Number)}, Name: r.Login}
	}
	return out, nil
}

// DropDraft deletes somebody's words.
func (s *DraftStore) DropDraft(ctx context.Context, ref moderation.Ref, name string) error {
	leavesWords(ctx)
	_, err := s.q(ctx).DropTicketDraft(ctx, db.DropTicketDraftParams{
		Campaign: ref.Class, Kind: string(ref.Kind), Number: int64(ref.Number), Login: name,
	})
	return err
}

// Said returns what a person wrote last: see moderation.PersonStore.
func (s *SeatStore) Said(ctx context.Context, p bot.PersonID, until time.Time, n int) ([]moderation.Said, error) {
	rows, err := s.q(ctx).ListSaid(ctx, db.ListSaidParams{Person: int64(p), Until: ms(until), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read what a person wrote: %w", err)
	}
	readsWords(ctx)
	out := make([]moderation.Said, len(rows))
	for i, r := range rows {
		out[i] = moderation.Said{At: at(r.At), Text: r.Body}
	}
	return out, nil
}

// Marks returns a mark for each thing that pages of a class show. Whoever was at a ticket
// since a time is present.
func (s *DraftStore) Marks(ctx context.Context, class string, present time.Time) (m moderation.Marks, err error) {
	q := s.q(ctx)
	tickets, err := q.TicketMark(ctx, class)
	if err == nil {
		m.Tickets = fmt.Sprintf("%x.%x", tickets.N, tickets.Mark)
		var newest int64
		newest, err = q.AuditMark(ctx, class)
		m.Audit = fmt.Sprintf("%x", newest)
	}
	if err == nil {
		var p db.PresenceMarkRow
		p, err = q.PresenceMark(ctx, db.PresenceMarkParams{Campaign: class, Since: ms(present)})
		m.Presence = fmt.Sprintf("%x.%x", p.N, p.Mark)
	}
	if err == nil {
		var b db.BroadcastMarkRow
		b, err = q.BroadcastMark(ctx, class)
		m.Broadcasts = fmt.Sprintf("%x.%x", b.Newest, b.Mark)
	}
	if err == nil {
		var c db.ClassMarkRow
		c, err = q.ClassMark(ctx, class)
		m.Class = fmt.Sprintf("%x.%x.%x.%x", c.Taken, c.Extra, c.Closed, c.NextQueue)
	}
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		err = s.questionMarks(ctx, class, &m)
	}
	if err != nil {
		return m, fmt.Errorf("read what has changed: %w", err)
	}
	stop, err := s.Stopped(ctx)
	m.Stop = fmt.Sprintf("%x.%x", int(stop.Level), ms(stop.At))
	return m, err
}

// questionMarks adds the marks of the questions and of the wall.
func (s *DraftStore) questionMarks(ctx context.Context, class string, m *moderation.Marks) error {
	asked, err := s.q(ctx).QuestionMark(ctx, class)
	if err != nil {
		return err
	}
	m.Questions = fmt.Sprintf("%x.%x", asked.N, asked.Mark)
	w, err := s.q(ctx).WallMark(ctx, class)
	m.Wall = fmt.Sprintf("%x.%x", w.Revision, w.Code)
	return err
}

// Stopped returns what is stopped, since when and by whom.
func (s *DraftStore) Stopped(ctx context.Context) (moderation.Stopped, error) {
	r, err := s.q(ctx).StopAuthor(ctx)
	if err != nil {
		return moderation.Stopped{}, fmt.Errorf("read what is stopped: %w", err)
	}
	return moderation.Stopped{Level: campaign.StopLevel(r.Level), At: at(r.At), By: r.ByWhom}, nil
}

// SetLabClock stores the business time that a lab has set, so that commands beside this
// process go by it; the zero time removes it.
func (s *Store) SetLabClock(ctx context.Context, when time.Time) error {
	return s.Do(ctx, func(ctx context.Context) error {
		if when.IsZero() {
			return s.core.q(ctx).DropLabClock(ctx)
		}
		return s.core.q(ctx).SetLabClock(ctx, ms(when))
	})
}

// LabClock returns the business time that a lab has set, the zero time for none.
func (s *Store) LabClock(ctx context.Context) (time.Time, error) {
	when, err := s.core.q(ctx).LabClock(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return at(when), err
}

var _ moderation.DeskReader = (*DraftStore)(nil)

// ListDesk implements moderation.DeskReader.
func (s *DraftStore) ListDesk(
	ctx context.Context, id string, f moderation.DeskFilter, p moderation.Page,
) (moderation.List[moderation.DeskRow], error) {
	from, err := after(p, 0, 1, 0)
	if err != nil {
		return moderation.List[moderation.DeskRow]{}, err
	}
	first, last, held := string(f.Kind), string(f.Kind), int64(0)
	if f.Kind == "" {
		last = "~"
	}
	if f.Held {
		held = 1
	}
	rows, err := s.q(ctx).ListDesk(ctx, db.ListDeskParams{
		Campaign: id, OpenedAt: from[0], Kind: kindOf(from[1]), Number: from[2], FirstKind: first, LastKind: last, Held: held,
		HeldBy: f.By, N: more(p),
	})
	return listOf(p, rows, err, deskRow, func(r db.ListDeskRow) string { return ticketPlace(r.Ticket) })
}

// ListHandled implements moderation.DeskReader.
func (s *DraftStore) ListHandled(ctx context.Context, id string, p moderation.Page) (moderation.List[moderation.DeskRow], error) {
	from, err := after(p, math.MaxInt64, 1, 0)
	if err != nil {
		return moderation.List[moderation.DeskRow]{}, err
	}
	rows, err := s.q(ctx).ListHandled(ctx, db.ListHandledParams{
		Campaign: id, DoneAt: from[0], Kind: kindOf(from[1]), Number: from[2], N: more(p),
	})
	return listOf(p, rows, err, func(r db.ListHandledRow) moderation.DeskRow { return deskRow(db.ListDeskRow(r)) },
		func(r db.ListHandledRow) string {
			return place(r.Ticket.DoneAt, kindKey(r.Ticket.Kind), r.Ticket.Number)
		})
}

func deskRow(r db.ListDeskRow) moderation.DeskRow {
	return moderation.DeskRow{
		Ticket: ticketRow(r.Ticket), Done: at(r.Ticket.DoneAt),
		Asker: &campaign.Person{
			ID: bot.PersonID(r.Ticket.Person), Hash: r.Hash, Code: shortCode(r.Hash), Following: r.Following != 0,
			Consent: campaign.Consent(r.Consent), Credits: int(r.Credits), CreditsUntil: at(r.CreditsUntil),
		},
	}
}
