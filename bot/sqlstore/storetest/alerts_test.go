package storetest_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestUntakenAlerts leaves alerts to a robot that nobody has configured: after a day they
// are given up, the younger ones wait.
func TestUntakenAlerts(t *testing.T) {
	t.Parallel()
	e, err := sqlite.Open(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s, now := storetest.Open(t, e), time.UnixMilli(1657166400123)
	class := &campaign.Campaign{ID: "here"}
	err = s.Do(t.Context(), func(ctx context.Context) error {
		for _, due := range []time.Time{now.Add(-25 * time.Hour), now.Add(-26 * time.Hour), now.Add(-time.Hour)} {
			if err := s.Ledger.Enqueue(ctx, class.Alert(campaign.AccountAlert{}, due)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := campaign.Forget(t.Context(), s.Retention(), now); err != nil {
		t.Fatal(err)
	}
	due, err := s.Ledger.DueRobot(t.Context(), campaign.StaffRobot, now, 10)
	if err != nil || len(due) != 1 || !due[0].Due.Equal(now.Add(-time.Hour)) {
		t.Errorf("%+v, %v wait, want the youngest", due, err)
	}
}
