package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// ReachStore reads the numbers behind the console's charts, and the people behind its
// numbers. It is asked outside of units.
type ReachStore struct{ *core }

var (
	_ moderation.PeopleReader = (*ReachStore)(nil)
	_ moderation.ChartReader  = (*ReachStore)(nil)
)

// Reach returns the store of what charts show.
func (s *Store) Reach() *ReachStore { return &ReachStore{s.core} }

// CountReach implements moderation.PeopleReader.
func (s *ReachStore) CountReach(
	ctx context.Context, class string, q moderation.ReachQuery, month time.Time,
) (out moderation.ReachCount, err error) {
	n, err := s.reach(ctx, class, q)
	if err != nil {
		return out, fmt.Errorf("count an audience: %w", err)
	}
	out.Why = map[moderation.Unreached]int{
		moderation.UnreachedLeft: int(n.Gone), moderation.UnreachedOut: int(n.Out), moderation.UnreachedSilent: int(n.Silent),
	}
	if q.Credit.IsZero() {
		exhausted, err := (&ChunkStore{s.core}).exhausted(ctx, class, q.Audience, month)
		if err != nil {
			return out, fmt.Errorf("count who has no quota left: %w", err)
		}
		out.Why[moderation.UnreachedQuota] = int(exhausted)
	}
	out.People, out.Reachable, out.Away = int(n.People), int(n.People), int(n.Away)
	for _, k := range out.Why {
		out.Reachable -= k
	}
	return out, nil
}

// reached is the row of every count.
type reached = db.CountReachAllRow

func (s *ReachStore) reach(ctx context.Context, class string, r moderation.ReachQuery) (reached, error) {
	q, a, credit := s.q(ctx), r.Audience, ms(r.Credit)
	switch a.Kind {
	case campaign.AudienceAll:
		return q.CountReachAll(ctx, db.CountReachAllParams{Credit: credit, Campaign: class})
	case campaign.AudienceHolders:
		n, err := q.CountReachHolding(ctx, db.CountReachHoldingParams{Credit: credit, Campaign: class, Arg: a.Arg})
		return reached(n), err
	case campaign.AudienceReceived:
		of, err := broadcastOf(a)
		if err != nil {
			return reached{}, err
		}
		n, err := q.CountReachOf(ctx, db.CountReachOfParams{Campaign: class, OfNumber: of})
		return reached(n), err
	default:
		n, err := q.CountReachInClass(ctx, db.CountReachInClassParams{Credit: credit, Campaign: class, Kind: string(a.Kind), Arg: a.Arg})
		return reached(n), err
	}
}

// CountMassSends implements moderation.PeopleReader.
func (s *ReachStore) CountMassSends(ctx context.Context, month time.Time) (int, error) {
	n, err := s.q(ctx).CountMassSends(ctx, ms(month))
	return int(n), err
}

// readMost bounds the rows that are read for a page of people.
const readMost = 2000

// ListReach implements moderation.PeopleReader.
func (s *ReachStore) ListReach(
	ctx context.Context, class string, r moderation.ReachQuery, month time.Time, p moderation.Page,
) (out moderation.List[moderation.PersonRow], err error) {
	from, err := after(p, 0, 0)
	if err != nil {
		return out, err
	}
	lists, err := s.lists(class, r, month)
	if err != nil {
		return out, err
	}
	phase, key := from[0], from[1]
	if phase < 0 || phase >= int64(len(lists)) {
		return out, moderation.ErrPlace
	}
	for read := 0; ; {
		rows, err := lists[phase](ctx, key, int32(p.Limit))
		if err != nil {
			return out, fmt.Errorf("list the people of an audience: %w", err)
		}
		for _, row := range rows {
			if len(out.Rows) == p.Limit {
				out.Next = place(phase, key)
				return out, nil
			}
			key = row.AtKey
			if person := s.person(row, r); row.Fits != 0 && (r.Why == "" || person.Why == r.Why) {
				out.Rows = append(out.Rows, person)
			}
		}
		read += len(rows)
		switch {
		case len(rows) < p.Limit && phase+1 == int64(len(lists)):
			return out, nil
		case len(rows) < p.Limit:
			phase, key = phase+1, 0
		case read >= readMost:
			out.Next = place(phase, key)
			return out, nil
		}
	}
}

// personRow is the row of every list of people.
type personRow interface {
	~struct {
		ID           int64
		AtKey        int64
		Hash         string
		Openid       sql.NullString
		Following    int64
		Consent      int64
		Credits      int64
		CreditsUntil int64
		LastAt       int64
		Seat         int64
		Standing     string
		SignedAt     int64
		CheckedAt    int64
		Fits         int64
		Consents     int64
		Sends        int64
	}
}

func personRows[R personRow](rows []R, err error) ([]db.PeopleAllRow, error) {
	out := make([]db.PeopleAllRow, len(rows))
	for i, r := range rows {
		out[i] = db.PeopleAllRow(r)
	}
	return out, err
}

// peopleList reads at most n rows after a key.
type peopleList func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error)

// lists returns the lists that an audience is read from, one after the other.
func (s *ReachStore) lists(class string, r moderation.ReachQuery, month time.Time) ([]peopleList, error) {
	a, credit, since := r.Audience, ms(r.Credit), ms(month)
	if credit > 0 {
		since = 0 // that message is no mass send
	}
	bySeat := func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
		return personRows(s.q(ctx).PeopleBySeat(ctx, db.PeopleBySeatParams{
			Credit: credit, Month: since, Campaign: class, After: after, N: n,
		}))
	}
	byQueue := func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
		return personRows(s.q(ctx).PeopleByQueue(ctx, db.PeopleByQueueParams{
			Credit: credit, Month: since, Campaign: class, After: after, N: n,
		}))
	}
	switch a.Kind {
	case campaign.AudienceSeated:
		return []peopleList{bySeat}, nil
	case campaign.AudienceWaiting:
		return []peopleList{byQueue}, nil
	case campaign.AudienceSigned:
		return []peopleList{bySeat, byQueue}, nil
	case campaign.AudienceAll:
		return []peopleList{func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
			return s.q(ctx).PeopleAll(ctx, db.PeopleAllParams{Campaign: class, Credit: credit, Month: since, After: after, N: n})
		}}, nil
	case campaign.AudienceHolders:
		return []peopleList{func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
			return personRows(s.q(ctx).PeopleHolding(ctx, db.PeopleHoldingParams{
				Credit: credit, Month: since, Campaign: class, Arg: a.Arg, After: after, N: n,
			}))
		}}, nil
	case moderation.GroupCame:
		return []peopleList{func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
			return personRows(s.q(ctx).PeopleWhoCame(ctx, db.PeopleWhoCameParams{
				Credit: credit, Month: since, Campaign: class, After: after, N: n,
			}))
		}}, nil
	case campaign.AudienceReceived:
		of, err := broadcastOf(a)
		return []peopleList{func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
			return personRows(s.q(ctx).PeopleOf(ctx, db.PeopleOfParams{Month: since, Campaign: class, OfNumber: of, After: after, N: n}))
		}}, err
	default:
		return []peopleList{func(ctx context.Context, after int64, n int32) ([]db.PeopleAllRow, error) {
			return personRows(s.q(ctx).PeopleInClass(ctx, db.PeopleInClassParams{
				Kind: string(a.Kind), Arg: a.Arg, Credit: credit, Month: since, Campaign: class, After: after, N: n,
			}))
		}}, nil
	}
}

// person returns a row with the reason why a message does not reach them.
func (s *ReachStore) person(r db.PeopleAllRow, q moderation.ReachQuery) moderation.PersonRow {
	out := moderation.PersonRow{
		ID: bot.PersonID(r.ID), Code: shortCode(r.Hash), Seat: int(r.Seat), Waiting: r.Standing == string(campaign.StandingWaiting),
		Sign: at(r.SignedAt), Checked: at(r.CheckedAt), LastSeen: at(r.LastAt),
	}
	credit := r.Credits > 1 && r.CreditsUntil >= ms(q.Credit) || r.Consents > 0
	switch {
	case r.Following != 1 || !r.Openid.Valid:
		out.Why = moderation.UnreachedLeft
	case campaign.Consent(r.Consent) == campaign.ConsentOut:
		out.Why = moderation.UnreachedOut
	case q.Credit.IsZero() && r.Sends >= int64(s.channel.Mass.PerMonth):
		out.Why = moderation.UnreachedQuota
	case !q.Credit.IsZero() && !credit:
		out.Why = moderation.UnreachedSilent
	}
	return out
}

// CountStages implements moderation.ChartReader.
func (s *ReachStore) CountStages(ctx context.Context, class string) (moderation.Stages, error) {
	came, err := s.q(ctx).ReportArrived(ctx, class)
	if err != nil {
		return moderation.Stages{}, fmt.Errorf("count who came: %w", err)
	}
	asked, err := s.q(ctx).CountAsked(ctx, class)
	if err != nil {
		return moderation.Stages{}, fmt.Errorf("count who asked: %w", err)
	}
	return moderation.Stages{Came: int(came), Asked: int(asked)}, nil
}

// CountSignups implements moderation.ChartReader.
func (s *ReachStore) CountSignups(ctx context.Context, class string, from, to time.Time, span time.Duration) ([]moderation.Bar, error) {
	rows, err := s.q(ctx).CountSignups(ctx, db.CountSignupsParams{
		Since: ms(from), Span: span.Milliseconds(), Campaign: class, Upto: ms(to),
	})
	if err != nil {
		return nil, fmt.Errorf("count registrations: %w", err)
	}
	out := make([]moderation.Bar, len(rows))
	for i, r := range rows {
		out[i] = moderation.Bar{From: from.Add(time.Duration(r.Slot) * span), Channel: r.Source, N: int(r.N)}
	}
	return out, nil
}

// CountCheckins implements moderation.ChartReader.
func (s *ReachStore) CountCheckins(ctx context.Context, class string, from, to time.Time, span time.Duration) ([]moderation.Bar, error) {
	rows, err := s.q(ctx).CountCheckins(ctx, db.CountCheckinsParams{
		Since: ms(from), Span: span.Milliseconds(), Campaign: class, Upto: ms(to),
	})
	if err != nil {
		return nil, fmt.Errorf("count check-ins: %w", err)
	}
	out := make([]moderation.Bar, len(rows))
	for i, r := range rows {
		out[i] = moderation.Bar{From: from.Add(time.Duration(r.Slot) * span), N: int(r.N)}
	}
	return out, nil
}
