package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// candidateRow is the row of every list of candidates.
type candidateRow interface {
	~struct {
		Person  int64
		AtKey   int64
		Openid  sql.NullString
		Consent int64
		Since   int64
		Fits    int64
	}
}

func candidateRows[R candidateRow](rows []R, err error) ([]db.CandidatesRow, error) {
	out := make([]db.CandidatesRow, len(rows))
	for i, r := range rows {
		out[i] = db.CandidatesRow(r)
	}
	return out, err
}

// audienceQuery is what a page of an audience is read by.
type audienceQuery struct {
	campaign.AudienceQuery
	db    *db.Queries
	after int64
	n     int32
}

func (q audienceQuery) bySeat(ctx context.Context) ([]db.CandidatesRow, error) {
	kind := q.Audience.Kind
	if kind == campaign.AudienceSigned { // those on the waitlist follow
		kind = campaign.AudienceSeated
	}
	return candidateRows(q.db.CandidatesBySeat(ctx, db.CandidatesBySeatParams{
		Kind: string(kind), Moment: q.Moment, Campaign: q.Class, Arg: q.Audience.Arg, After: q.after, N: q.n,
	}))
}

func (q audienceQuery) byQueue(ctx context.Context) ([]db.CandidatesRow, error) {
	return candidateRows(q.db.CandidatesByQueue(ctx, db.CandidatesByQueueParams{
		Moment: q.Moment, Campaign: q.Class, After: q.after, N: q.n,
	}))
}

func (q audienceQuery) inClass(ctx context.Context) ([]db.CandidatesRow, error) {
	return candidateRows(q.db.CandidatesInClass(ctx, db.CandidatesInClassParams{
		Kind: string(q.Audience.Kind), Moment: q.Moment, Campaign: q.Class, Arg: q.Audience.Arg, After: q.after, N: q.n,
	}))
}

func (q audienceQuery) holding(ctx context.Context) ([]db.CandidatesRow, error) {
	return candidateRows(q.db.CandidatesHolding(ctx, db.CandidatesHoldingParams{
		Moment: q.Moment, Campaign: q.Class, Arg: q.Audience.Arg, After: q.after, N: q.n,
	}))
}

func (q audienceQuery) received(ctx context.Context) ([]db.CandidatesRow, error) {
	of, err := broadcastOf(q.Audience)
	if err != nil {
		return nil, err
	}
	return candidateRows(q.db.CandidatesOf(ctx, db.CandidatesOfParams{Campaign: q.Class, OfNumber: of, After: q.after, N: q.n}))
}

func (q audienceQuery) everybody(ctx context.Context) ([]db.CandidatesRow, error) {
	return candidateRows(q.db.Candidates(ctx, db.CandidatesParams{After: q.after, N: q.n}))
}

// phases returns the lists in which an audience is read, one after the other. The last one
// has everybody: see campaign.Audience.Unordered.
func (q audienceQuery) phases() []func(context.Context) ([]db.CandidatesRow, error) {
	type list = func(context.Context) ([]db.CandidatesRow, error)
	switch q.Audience.Kind {
	case campaign.AudienceAll:
		return []list{q.bySeat, q.everybody}
	case campaign.AudienceSeated:
		return []list{q.bySeat}
	case campaign.AudienceWaiting:
		return []list{q.byQueue}
	case campaign.AudienceSigned:
		return []list{q.bySeat, q.byQueue}
	case campaign.AudiencePresent, campaign.AudienceWithout, campaign.AudienceSource:
		return []list{q.bySeat, q.inClass}
	case campaign.AudienceHolders:
		return []list{q.bySeat, q.holding}
	case campaign.AudienceReceived:
		return []list{q.received}
	default:
		return nil
	}
}

// AudiencePage reads a part of an audience: see moderation.AudienceStore.
func (s *ChunkStore) AudiencePage(
	ctx context.Context, who campaign.AudienceQuery, from campaign.AudienceCursor, n int,
) (page campaign.AudiencePage, err error) {
	q := audienceQuery{AudienceQuery: who, db: s.q(ctx), after: from.After, n: int32(n)}
	phases := q.phases()
	if from.Phase >= len(phases) {
		return page, fmt.Errorf("no audience of kind %q in phase %d", who.Audience.Kind, from.Phase)
	}
	rows, err := phases[from.Phase](ctx)
	if err != nil {
		return page, fmt.Errorf("read an audience: %w", err)
	}
	page.Read, page.Next = len(rows), from
	for _, r := range rows {
		page.Next.After = r.AtKey
		if r.Fits != 0 && r.Since <= who.Moment {
			page.People = append(page.People, campaign.Candidate{
				Person: bot.PersonID(r.Person), Known: r.Openid.Valid, OptedOut: campaign.Consent(r.Consent) == campaign.ConsentOut,
			})
		}
	}
	if len(rows) < n {
		page.Next = campaign.AudienceCursor{Phase: from.Phase + 1, Ended: from.Phase+1 == len(phases)}
	}
	return page, nil
}
