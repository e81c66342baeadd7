package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// What is counted as it happens, because its rows change or are forgotten.
const (
	countWaited   = "waited"
	countPromoted = "promoted"
	countAnswered = "answered"
	// converted is the counter of what a moderator writes down.
	converted = "converted"
)

// ReportStore counts for the report of a class.
type ReportStore struct{ *core }

var (
	_ moderation.ReportStore  = (*ReportStore)(nil)
	_ moderation.SourceCounts = (*ReportStore)(nil)
	_ campaign.ArrivalStore   = (*SeatStore)(nil)
)

// Reports returns the store of reports.
func Reports(s *Store) *ReportStore { return &ReportStore{s.core} }

// Arrive implements campaign.ArrivalStore.
func (s *SeatStore) Arrive(ctx context.Context, id, source string, p bot.PersonID, when time.Time) error {
	err := s.q(ctx).NoteArrival(ctx, db.NoteArrivalParams{Campaign: id, Source: source, Person: int64(p), At: ms(when)})
	if err != nil {
		return fmt.Errorf("note who came by which channel: %w", err)
	}
	return nil
}

// Counter is an engine on which a statement that counts a whole class may take longer than one
// for which somebody waits in a chat. It must be asked outside of units.
type Counter interface {
	// Count calls f with queries that see all rows as they were at one moment.
	Count(ctx context.Context, f func(q *db.Queries) error) error
}

// CountReport implements moderation.ReportStore.
func (s *ReportStore) CountReport(ctx context.Context, class string, gone time.Duration) (out moderation.ReportCounts, err error) {
	if c, ok := s.engine.(Counter); ok {
		err = c.Count(ctx, func(q *db.Queries) error { return countReport(ctx, q, class, gone, &out) })
		return out, err
	}
	return out, countReport(ctx, s.q(ctx), class, gone, &out)
}

func countReport(ctx context.Context, q *db.Queries, class string, gone time.Duration, out *moderation.ReportCounts) error {
	r := &reporting{q: q, class: class, out: out}
	for _, part := range []func(ctx context.Context) error{
		r.arrivals, r.seats, r.claims, r.askers, r.tickets, r.questions, r.sums, r.sent, r.converted,
		func(ctx context.Context) error { return r.holders(ctx, gone) },
	} {
		if err := part(ctx); err != nil {
			return fmt.Errorf("count a report: %w", err)
		}
	}
	return nil
}

// SetConverted implements moderation.ReportStore.
func (s *ReportStore) SetConverted(ctx context.Context, class string, n int) error {
	return s.q(ctx).SetCounter(ctx, db.SetCounterParams{Campaign: class, Kind: converted, N: int64(n)})
}

// reporting collects the counts of a report.
type reporting struct {
	q     *db.Queries
	class string
	out   *moderation.ReportCounts
}

// channel returns the counts of a channel.
func (r *reporting) channel(code string) *moderation.ChannelCounts {
	for i := range r.out.Channels {
		if r.out.Channels[i].Code == code {
			return &r.out.Channels[i]
		}
	}
	r.out.Channels = append(r.out.Channels, moderation.ChannelCounts{Code: code, Held: map[string]int{}})
	return &r.out.Channels[len(r.out.Channels)-1]
}

func (r *reporting) arrivals(ctx context.Context) error {
	n, err := r.q.ReportArrived(ctx, r.class)
	rows, err2 := r.q.ReportArrivals(ctx, r.class)
	r.out.Arrived = int(n)
	for _, row := range rows {
		r.channel(row.Source).Arrived = int(row.N)
	}
	return errors.Join(err, err2)
}

func (r *reporting) seats(ctx context.Context) error {
	rows, err := r.q.ReportSeats(ctx, r.class)
	for _, row := range rows {
		c := r.channel(row.Source)
		c.Seated, c.Waiting, c.Present = int(row.Seated), int(row.Waiting), int(row.Present)
	}
	return err
}

func (r *reporting) claims(ctx context.Context) error {
	rows, err := r.q.ReportClaims(ctx, r.class)
	for _, row := range rows {
		r.channel(row.Source).Held[row.Pack] = int(row.N)
	}
	return err
}

func (r *reporting) askers(ctx context.Context) error {
	rows, err := r.q.ReportAskers(ctx, r.class)
	for _, row := range rows {
		r.channel(row.Source).Asking = int(row.N)
	}
	return err
}

func (r *reporting) questions(ctx context.Context) error {
	row, err := r.q.ReportQuestions(ctx, r.class)
	r.out.Questions, r.out.Answered = int(row.N), int(row.Answered)
	return err
}

// tickets counts them, and finds the median of the first answers: the mean of the two in the
// middle if their number is even.
func (r *reporting) tickets(ctx context.Context) error {
	row, err := r.q.ReportTickets(ctx, r.class)
	if err != nil {
		return err
	}
	r.out.Tickets, r.out.Askers, r.out.Replied = int(row.N), int(row.Askers), int(row.Answered)
	if row.Answered == 0 {
		return nil
	}
	took, err := r.q.ReportWaits(ctx, db.ReportWaitsParams{Campaign: r.class, Skip: (row.Answered - 1) / 2})
	if err != nil || len(took) == 0 {
		return err
	}
	middle := took[0]
	if row.Answered%2 == 0 && len(took) > 1 {
		middle = (took[0] + took[1]) / 2
	}
	r.out.Wait = time.Duration(middle) * time.Millisecond
	return nil
}

func (r *reporting) holders(ctx context.Context, gone time.Duration) error {
	row, err := r.q.ReportHolders(ctx, db.ReportHoldersParams{Campaign: r.class, Within: gone.Milliseconds()})
	n, err2 := r.q.ReportLinkReporters(ctx, r.class)
	out, err3 := r.q.ReportOptedOut(ctx, r.class)
	r.out.Holders, r.out.Gone, r.out.Reporters, r.out.OptedOut = int(row.Holders), int(row.Gone), int(n), int(out)
	return errors.Join(err, err2, err3)
}

// sums reads what was counted as it happened.
func (r *reporting) sums(ctx context.Context) (err error) {
	kept := counts{r.q, r.class}
	for kind, n := range map[string]*int{
		countWaited: &r.out.Waited, countPromoted: &r.out.Promoted, countAnswered: &r.out.Direct,
	} {
		if *n, err = kept.all(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

// sent counts notices to single people and the calls of broadcasts.
func (r *reporting) sent(ctx context.Context) error {
	rows, err := r.q.ReportNotices(ctx, r.class)
	for _, row := range rows {
		r.out.Due += int(row.N)
		if campaign.NoticeState(row.State) == campaign.NoticeSent {
			r.out.Sent += int(row.N)
		}
	}
	calls, err2 := r.q.ReportCalls(ctx, r.class)
	r.out.Due += int(calls.Size)
	r.out.Sent += int(calls.Sent)
	return errors.Join(err, err2)
}

func (r *reporting) converted(ctx context.Context) error {
	n, err := r.q.Counter(ctx, db.CounterParams{Campaign: r.class, Kind: converted})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	r.out.Converted = new(int(n))
	return err
}

// bySourceKey tells the counts of a unit apart.
type bySourceKey struct{ class string }

// ByChannel implements moderation.SourceCounts.
func (s *ReportStore) ByChannel(ctx context.Context, id string) ([]moderation.ChannelCounts, error) {
	rows, err := outside(ctx, bySourceKey{id}, func(ctx context.Context) ([]db.ReportSeatsRow, error) { // it reads the class
		return s.q(ctx).ReportSeats(ctx, id)
	})
	if err != nil {
		return nil, err
	}
	out := make([]moderation.ChannelCounts, len(rows))
	for i, r := range rows {
		out[i] = moderation.ChannelCounts{Code: r.Source, Seated: int(r.Seated), Waiting: int(r.Waiting), Present: int(r.Present)}
	}
	return out, nil
}
