package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Failed is how many messages did not arrive for one reason: an error code of the platform.
type Failed struct {
	Code, N int
	Last    time.Time
}

// Failures counts the messages of a class that did not arrive or wait for their person, by
// error code, those with the most first. Of each state it counts gaugeMax at most.
func (s *ReachStore) Failures(ctx context.Context, class string) ([]Failed, error) {
	sum := map[int]Failed{}
	for _, state := range []campaign.NoticeState{campaign.NoticeFailed, campaign.NoticeShelved} {
		rows, err := s.core.engine.Reader().FailuresByCode(ctx, db.FailuresByCodeParams{
			Campaign: class, State: string(state), N: gaugeMax,
		})
		if err != nil {
			return nil, fmt.Errorf("count what did not arrive: %w", err)
		}
		for _, r := range rows {
			f := sum[int(r.Code)]
			f.Code, f.N = int(r.Code), f.N+int(r.N)
			if last := at(r.Last); last.After(f.Last) {
				f.Last = last
			}
			sum[f.Code] = f
		}
	}
	out := make([]Failed, 0, len(sum))
	for _, f := range sum {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Failed) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return a.Code - b.Code
	})
	return out, nil
}
