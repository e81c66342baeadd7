package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// oneStarts tests that of two units that each start a broadcast if none is running, one
// finds that of the other.
func oneStarts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	drafts := []*campaign.Broadcast{draft(t, s, 1), draft(t, s, 2)}
	var units sync.WaitGroup
	for _, b := range drafts {
		units.Go(func() {
			err := s.Do(t.Context(), func(ctx context.Context) error {
				running, err := s.Broadcasts.InState(ctx, here, campaign.BroadcastSending)
				if err != nil || len(running) > 0 {
					return err
				}
				<-time.After(50 * time.Millisecond) // the other unit asks meanwhile
				sending := *b
				sending.State = campaign.BroadcastSending
				return s.Broadcasts.Save(ctx, &sending)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	units.Wait()
	running, err := s.Broadcasts.InState(t.Context(), here, campaign.BroadcastSending)
	if err != nil || len(running) != 1 {
		t.Errorf("%d broadcasts are running, %v", len(running), err)
	}
}
