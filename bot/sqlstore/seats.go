package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// SeatStore stores who has a seat or waits for one, and the changes that moderators made to
// registration.
type SeatStore struct{ *core }

var (
	_ campaign.SeatStore      = (*SeatStore)(nil)
	_ campaign.SeatCounts     = (*SeatStore)(nil)
	_ campaign.PresentCounter = (*SeatStore)(nil)
	_ moderation.SeatStore    = (*SeatStore)(nil)
	_ moderation.PersonStore  = (*SeatStore)(nil)
	_ moderation.FigureStore  = (*SeatStore)(nil)
)

// Tally reads the counters of a campaign.
func (s *SeatStore) Tally(ctx context.Context, id string) (campaign.Tally, error) {
	return s.tally(ctx, id)
}

func (c *core) tally(ctx context.Context, id string) (campaign.Tally, error) {
	t, err := c.every(ctx).Tally(ctx, id)
	if err != nil {
		return campaign.Tally{}, fmt.Errorf("tally of campaign %s: %w", id, err)
	}
	return campaign.Tally{Taken: int(t.Taken), Extra: int(t.Extra), Closed: t.Closed != 0}, nil
}

// TakeSeat takes the smallest free seat. A conditional update of the count comes first:
// it keeps the limit and lets one unit at a time go on. Seats that were given back come
// before the one after the largest.
func (s *SeatStore) TakeSeat(ctx context.Context, id string, seats int) (int, error) {
	if err := inLane(ctx, id); err != nil {
		return 0, err
	}
	q := s.q(ctx)
	_, err := q.TakeSeat(ctx, db.TakeSeatParams{ID: id, Seats: int64(seats)})
	if err = orNotFound(err); errors.Is(err, campaign.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("take a seat: %w", err)
	}
	seat, err := q.TakeFreeSeat(ctx, id)
	if !errors.Is(err, sql.ErrNoRows) {
		return int(seat), err
	}
	largest, err := q.LargestSeat(ctx, id)
	return int(largest) + 1, err
}

// FreeSeat gives a seat back to the count.
func (s *SeatStore) FreeSeat(ctx context.Context, id string) error {
	if err := inLane(ctx, id); err != nil {
		return err
	}
	return s.q(ctx).FreeSeat(ctx, id)
}

// NextQueue returns the next number of the waitlist's order.
func (s *SeatStore) NextQueue(ctx context.Context, id string) (int64, error) {
	if err := inLane(ctx, id); err != nil {
		return 0, err
	}
	return s.q(ctx).NextQueue(ctx, id)
}

// Position counts the people who wait before a place in the order of the waitlist.
func (s *SeatStore) Position(ctx context.Context, id string, queue int64) (int, error) {
	bucket := queue / queueBucket
	n, err := s.q(ctx).WaitingBefore(ctx, db.WaitingBeforeParams{
		Campaign: id, Kind: countWaiting, Bucket: bucket,
		First: sql.NullInt64{Int64: bucket * queueBucket, Valid: true}, Queue: sql.NullInt64{Int64: queue, Valid: true},
	})
	if err != nil {
		return 0, fmt.Errorf("count who waits: %w", err)
	}
	return int(n) + 1, nil
}

// Present counts the people who are checked in.
func (s *SeatStore) Present(ctx context.Context, id string) (int, error) {
	return counts{s.q(ctx), id}.all(ctx, countPresent)
}

// Member returns a person's row of a campaign, or an empty one.
func (s *SeatStore) Member(ctx context.Context, id string, p bot.PersonID) (*campaign.Member, error) {
	r, err := s.q(ctx).Member(ctx, db.MemberParams{Campaign: id, Person: int64(p)})
	if errors.Is(err, sql.ErrNoRows) {
		return &campaign.Member{Person: p}, nil
	}
	return member(r), err
}

// Waiting reports whether anybody waits who has not left.
func (s *SeatStore) Waiting(ctx context.Context, id string) (bool, error) {
	n, err := s.q(ctx).AnyoneWaiting(ctx, id)
	if err != nil {
		return false, fmt.Errorf("look at the waitlist: %w", err)
	}
	return n > 0, nil
}

// FirstWaiting returns the first person on the waitlist who has not left.
func (s *SeatStore) FirstWaiting(ctx context.Context, id string) (*campaign.Member, error) {
	r, err := s.q(ctx).FirstWaiting(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, campaign.ErrNotFound
	}
	return member(r), err
}

// SaveMember inserts or replaces a person's row of a campaign.
func (s *SeatStore) SaveMember(ctx context.Context, id string, m *campaign.Member) error {
	q, person := s.q(ctx), int64(m.Person)
	was, err := orEmpty(q.Member(ctx, db.MemberParams{Campaign: id, Person: person}))
	if err != nil {
		return fmt.Errorf("save a member: %w", err)
	}
	is := db.Member{Seat: optional(int64(m.Seat)), Queue: optional(m.Queue), CheckedAt: ms(m.CheckedAt)}
	err = q.SaveMember(ctx, db.SaveMemberParams{
		Campaign: id, Person: person, Standing: string(m.Standing), Seat: is.Seat, Queue: is.Queue, Source: m.Source,
		SignedAt: ms(m.SignedAt), CheckedAt: is.CheckedAt, WrongTries: int64(m.WrongTries), WrongSince: ms(m.WrongSince),
		DecidedAt: ms(m.DecidedAt), Stamp: s.ids.next(),
	})
	if err != nil {
		return fmt.Errorf("save a member: %w", err)
	}
	return counts{q, id}.member(ctx, person, was, is)
}

// optional returns 0 as NULL, of which a unique key allows many.
func optional(n int64) sql.NullInt64 { return sql.NullInt64{Int64: n, Valid: n != 0} }

func member(r db.Member) *campaign.Member {
	return &campaign.Member{
		Person: bot.PersonID(r.Person), Standing: campaign.Standing(r.Standing), Seat: int(r.Seat.Int64), Queue: r.Queue.Int64,
		Source: r.Source, SignedAt: at(r.SignedAt), CheckedAt: at(r.CheckedAt),
		WrongTries: int(r.WrongTries), WrongSince: at(r.WrongSince), DecidedAt: at(r.DecidedAt),
	}
}

// SetClosed closes or opens registration.
func (s *SeatStore) SetClosed(ctx context.Context, id string, closed bool) error {
	if err := inLane(ctx, id); err != nil {
		return err
	}
	return s.q(ctx).SetClosed(ctx, db.SetClosedParams{Closed: bit(closed), ID: id})
}

// CountWaiting counts the people on the waitlist.
func (s *SeatStore) CountWaiting(ctx context.Context, id string) (int, error) {
	return counts{s.q(ctx), id}.all(ctx, countWaiting)
}

// AddSeats adds n to the number of seats in the file.
func (s *SeatStore) AddSeats(ctx context.Context, id string, n int) error {
	if err := inLane(ctx, id); err != nil {
		return err
	}
	if err := s.q(ctx).AddSeats(ctx, db.AddSeatsParams{N: int64(n), ID: id}); err != nil {
		return fmt.Errorf("add seats: %w", err)
	}
	return s.bumpRevision(ctx) // texts name the number of seats
}

// Figures returns the figures of #数据 except those of packs.
func (s *SeatStore) Figures(ctx context.Context, id string) (f moderation.Counts, err error) {
	q := s.q(ctx)
	kept := counts{q, id}
	if f.Waiting, err = kept.all(ctx, countWaiting); err != nil {
		return f, err
	}
	if f.Present, err = kept.all(ctx, countPresent); err != nil {
		return f, err
	}
	tickets, err := q.CountTickets(ctx, db.CountTicketsParams{Campaign: id, N: moderation.CountMax})
	if err != nil {
		return f, fmt.Errorf("count tickets: %w", err)
	}
	questions, err := q.CountQuestions(ctx, db.CountQuestionsParams{
		Campaign: id, State: string(campaign.QuestionPending), N: moderation.CountMax,
	})
	if err != nil {
		return f, fmt.Errorf("count questions: %w", err)
	}
	f.Tickets, f.Questions = int(tickets), int(questions)
	return f, nil
}

// ByCode finds a person by their short code.
func (s *SeatStore) ByCode(ctx context.Context, code string) (*campaign.Person, error) {
	head, ok := hashHead(code)
	if !ok {
		return nil, campaign.ErrNotFound
	}
	r, err := s.q(ctx).PersonByHead(ctx, db.PersonByHeadParams{Low: head, High: head + "g"})
	if err != nil {
		return nil, orNotFound(err)
	}
	return person(r), nil
}

// Author finds who wrote a ticket or a question first: see moderation.PersonStore.
func (s *SeatStore) Author(ctx context.Context, r moderation.Ref) (*campaign.Person, error) {
	q := s.q(ctx)
	var row db.Person
	var err error
	switch r.Kind {
	case moderation.KindUnknown, moderation.KindHuman:
		row, err = q.TicketAuthor(ctx, db.TicketAuthorParams{Campaign: r.Class, Kind: string(r.Kind), Number: int64(r.Number)})
	case moderation.KindQuestion:
		row, err = q.QuestionAuthor(ctx, db.QuestionAuthorParams{Campaign: r.Class, Number: int64(r.Number)})
	default:
		return nil, campaign.ErrNotFound
	}
	if err != nil {
		return nil, orNotFound(err)
	}
	return person(row), nil
}
