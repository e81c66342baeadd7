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

// ViewStore reads what single pages of the console show.
type ViewStore struct{ *core }

var (
	_ moderation.SeatViews     = (*ViewStore)(nil)
	_ moderation.PackViews     = (*ViewStore)(nil)
	_ moderation.QuestionViews = (*ViewStore)(nil)
)

// Views returns the store of what single pages show.
func (s *Store) Views() *ViewStore { return &ViewStore{s.core} }

// ListPlaces implements moderation.SeatViews.
func (s *ViewStore) ListPlaces(
	ctx context.Context, id string, f moderation.SeatFilter, p moderation.Page,
) (moderation.List[moderation.MemberRow], error) {
	beginning := []int64{0}
	if f == moderation.SeatsPresent {
		beginning = []int64{0, 0}
	}
	k, err := after(p, beginning...)
	if err != nil {
		return moderation.List[moderation.MemberRow]{}, err
	}
	q := s.q(ctx)
	switch f {
	case moderation.SeatsWaiting:
		rows, err := q.ListQueue(ctx, db.ListQueueParams{Campaign: id, After: k[0], N: more(p)})
		return listOf(p, rows, err, func(r db.ListQueueRow) moderation.MemberRow { return memberRow(db.ListSeatsRow(r)) },
			func(r db.ListQueueRow) string { return place(r.Member.Queue.Int64) })
	case moderation.SeatsPresent:
		rows, err := q.ListPresentPeople(ctx, db.ListPresentPeopleParams{Campaign: id, At: k[0], Person: k[1], N: more(p)})
		return listOf(p, rows, err, func(r db.ListPresentPeopleRow) moderation.MemberRow { return memberRow(db.ListSeatsRow(r)) },
			func(r db.ListPresentPeopleRow) string { return place(r.Member.CheckedAt, r.Member.Person) })
	default:
		rows, err := q.ListSeats(ctx, db.ListSeatsParams{Campaign: id, After: k[0], Absent: bit(f == moderation.SeatsAbsent), N: more(p)})
		return listOf(p, rows, err, memberRow, func(r db.ListSeatsRow) string { return place(r.Member.Seat.Int64) })
	}
}

func memberRow(r db.ListSeatsRow) moderation.MemberRow {
	return moderation.MemberRow{
		Code: shortCode(r.Hash), Member: member(r.Member), LastAt: at(r.LastAt), Following: r.Following != 0,
		Consent: campaign.Consent(r.Consent),
	}
}

// SeatOwner implements moderation.SeatViews.
func (s *ViewStore) SeatOwner(ctx context.Context, id string, seat int) (bot.PersonID, error) {
	p, err := s.q(ctx).SeatOwner(ctx, db.SeatOwnerParams{Campaign: id, Seat: optional(int64(seat))})
	return bot.PersonID(p), orNotFound(err)
}

// WithCode implements moderation.SeatViews.
func (s *ViewStore) WithCode(ctx context.Context, code string) (out []bot.PersonID, err error) {
	head, ok := hashHead(code)
	if !ok {
		return nil, nil
	}
	rows, err := s.q(ctx).PeopleByHead(ctx, db.PeopleByHeadParams{Low: head, High: head + "g"})
	if err != nil {
		return nil, fmt.Errorf("find people by their code: %w", err)
	}
	for _, r := range rows {
		if shortCode(r.Hash) == code {
			out = append(out, bot.PersonID(r.ID))
		}
	}
	return out, nil
}

// countedOf turns rows into counts.
func countedOf[R any](rows []R, err error, row func(R) moderation.Counted) ([]moderation.Counted, error) {
	if err != nil {
		return nil, fmt.Errorf("count: %w", err)
	}
	out := make([]moderation.Counted, len(rows))
	for i, r := range rows {
		out[i] = row(r)
	}
	return out, nil
}

// SeatSources implements moderation.SeatViews.
func (s *ViewStore) SeatSources(ctx context.Context, id string) ([]moderation.Counted, error) {
	rows, err := s.q(ctx).SourceShare(ctx, id)
	return countedOf(rows, err, func(r db.SourceShareRow) moderation.Counted { return moderation.Counted{Name: r.Source, N: int(r.N)} })
}

// SeatTimes implements moderation.SeatViews.
func (s *ViewStore) SeatTimes(ctx context.Context, id string, step time.Duration) ([]moderation.Counted, error) {
	rows, err := s.q(ctx).SeatTimes(ctx, db.SeatTimesParams{Campaign: id, Step: step.Milliseconds()})
	return countedOf(rows, err, func(r db.SeatTimesRow) moderation.Counted { return moderation.Counted{At: at(r.At), N: int(r.N)} })
}

// ClaimTimes implements moderation.PackViews.
func (s *ViewStore) ClaimTimes(ctx context.Context, id, pack string, step time.Duration) ([]moderation.Counted, error) {
	rows, err := s.q(ctx).ClaimTimes(ctx, db.ClaimTimesParams{Campaign: id, Pack: pack, Step: step.Milliseconds()})
	return countedOf(rows, err, func(r db.ClaimTimesRow) moderation.Counted { return moderation.Counted{At: at(r.At), N: int(r.N)} })
}

// QuestionTimes implements moderation.QuestionViews.
func (s *ViewStore) QuestionTimes(ctx context.Context, id string, step time.Duration) ([]moderation.Counted, error) {
	rows, err := s.q(ctx).QuestionTimes(ctx, db.QuestionTimesParams{Campaign: id, Step: step.Milliseconds()})
	return countedOf(rows, err, func(r db.QuestionTimesRow) moderation.Counted { return moderation.Counted{At: at(r.At), N: int(r.N)} })
}

// QuestionStates implements moderation.QuestionViews.
func (s *ViewStore) QuestionStates(ctx context.Context, id string) ([]moderation.Counted, error) {
	rows, err := s.q(ctx).QuestionStates(ctx, id)
	return countedOf(rows, err, func(r db.QuestionStatesRow) moderation.Counted { return moderation.Counted{Name: r.State, N: int(r.N)} })
}

// PackFacts implements moderation.PackViews.
func (s *ViewStore) PackFacts(ctx context.Context, id, pack string) (out moderation.PackFacts, err error) {
	q := s.q(ctx)
	out = moderation.PackFacts{
		ByLink: map[string]int{}, Reports: map[string]int{}, Added: map[string]time.Time{}, Stopped: map[string]time.Time{},
	}
	stock, err := q.PackCounts(ctx, db.PackCountsParams{Campaign: id, ID: pack})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return out, fmt.Errorf("read the stock: %w", err)
	}
	out.Taken, out.Extra = int(stock.Taken), int(stock.Extra)
	held, err := q.HoldersByLink(ctx, db.HoldersByLinkParams{Campaign: id, Pack: pack})
	for _, r := range held {
		out.ByLink[r.Url] = int(r.N)
	}
	reports, err2 := q.ReportsByLink(ctx, db.ReportsByLinkParams{Campaign: id, Pack: pack})
	for _, r := range reports {
		out.Reports[r.Url] = int(r.N)
	}
	links, err3 := q.Links(ctx, db.LinksParams{Campaign: id, Pack: pack})
	for _, r := range links {
		if out.Added[r.Url].IsZero() { // the newest comes first
			out.Added[r.Url] = at(r.At)
		}
	}
	stopped, err4 := q.StoppedAt(ctx, db.StoppedAtParams{Campaign: id, Pack: pack})
	for _, r := range stopped {
		out.Stopped[r.Url] = at(r.At)
	}
	queued, err5 := q.CountQueued(ctx, db.CountQueuedParams{Campaign: id, Pack: pack})
	out.Queued = int(queued)
	var err6 error
	out.Holders, err6 = counts{q, id}.all(ctx, countHeld(pack))
	if err := errors.Join(err, err2, err3, err4, err5, err6); err != nil {
		return out, fmt.Errorf("read how a pack stands: %w", err)
	}
	return out, nil
}

// Renotified implements moderation.PackViews.
func (s *ViewStore) Renotified(
	ctx context.Context, id string, l moderation.NewLink, now time.Time,
) (moderation.Estimate, error) {
	r, err := s.q(ctx).CountRenotified(ctx, db.CountRenotifiedParams{
		Campaign: id, Pack: l.Pack, Url: l.URL, Everybody: bit(l.Everybody), Now: ms(now), OutOf: int64(campaign.ConsentOut),
	})
	if err != nil {
		return moderation.Estimate{}, fmt.Errorf("count holders: %w", err)
	}
	return moderation.Estimate{Now: int(r.Reached), Later: int(r.N - r.Reached)}, nil
}

// ListRenotified implements moderation.PackViews.
func (s *ViewStore) ListRenotified(
	ctx context.Context, id string, l moderation.NewLink, p moderation.Page,
) (moderation.List[moderation.RenotifyRow], error) {
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.RenotifyRow]{}, err
	}
	rows, err := s.q(ctx).ListRenotified(ctx, db.ListRenotifiedParams{Campaign: id, Pack: l.Pack, Url: l.URL, After: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListRenotifiedRow) moderation.RenotifyRow {
		return moderation.RenotifyRow{URL: r.Url, At: at(r.At), Person: &campaign.Person{
			ID: bot.PersonID(r.Person), Hash: r.Hash, Code: shortCode(r.Hash), Following: r.Following != 0,
			Consent: campaign.Consent(r.Consent), Credits: int(r.Credits), CreditsUntil: at(r.CreditsUntil),
		}}
	}, func(r db.ListRenotifiedRow) string { return place(r.Person) })
}

// ListBoard implements moderation.QuestionViews.
func (s *ViewStore) ListBoard(ctx context.Context, id string, p moderation.Page) (moderation.List[moderation.AskedQuestion], error) {
	k, err := after(p, math.MaxInt64, 0)
	if err != nil {
		return moderation.List[moderation.AskedQuestion]{}, err
	}
	readsWords(ctx)
	rows, err := s.q(ctx).ListBoard(ctx, db.ListBoardParams{Campaign: id, Votes: k[0], Number: k[1], N: more(p)})
	return listOf(p, rows, err, asked, func(r db.ListBoardRow) string { return place(r.Question.Votes, r.Question.Number) })
}

func asked(r db.ListBoardRow) moderation.AskedQuestion {
	return moderation.AskedQuestion{Question: question(r.Question), Code: shortCode(r.Hash)}
}

// ListAsked implements moderation.QuestionViews.
func (s *ViewStore) ListAsked(
	ctx context.Context, id string, st campaign.QuestionState, newest bool, p moderation.Page,
) (moderation.List[moderation.AskedQuestion], error) {
	readsWords(ctx)
	if newest {
		k, err := after(p, math.MaxInt64)
		if err != nil {
			return moderation.List[moderation.AskedQuestion]{}, err
		}
		rows, err := s.q(ctx).ListAskedBack(ctx, db.ListAskedBackParams{Campaign: id, State: string(st), Before: k[0], N: more(p)})
		return listOf(p, rows, err, func(r db.ListAskedBackRow) moderation.AskedQuestion { return asked(db.ListBoardRow(r)) },
			func(r db.ListAskedBackRow) string { return place(r.Question.Number) })
	}
	k, err := after(p, 0)
	if err != nil {
		return moderation.List[moderation.AskedQuestion]{}, err
	}
	rows, err := s.q(ctx).ListAsked(ctx, db.ListAskedParams{Campaign: id, State: string(st), After: k[0], N: more(p)})
	return listOf(p, rows, err, func(r db.ListAskedRow) moderation.AskedQuestion { return asked(db.ListBoardRow(r)) },
		func(r db.ListAskedRow) string { return place(r.Question.Number) })
}
