package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// leaseJob leases the next job as an owner; nil when there is none.
func leaseJob(t *testing.T, s *sqlstore.Store, owner string) (j *campaign.Job) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) (err error) {
		j, err = s.Jobs().LeaseJob(ctx, owner)
		return err
	})
	if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		t.Fatal(err)
	}
	return j
}

// saveJob stores a leased job as an owner, who must have it or must have lost it.
func saveJob(t *testing.T, s *sqlstore.Store, owner string, j *campaign.Job, held bool) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		ok, err := s.Jobs().SaveJob(ctx, owner, j)
		want(t, "held by "+owner, ok, held)
		return err
	})
}

// jobs tests campaign.Jobs and outbox.JobStore.
func jobs(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	if err := s.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	me, st := s.Instances().Boot(), s.Jobs()
	for i, j := range []campaign.Job{
		{Campaign: here, Kind: "a", DedupKey: "once", Args: "{}", Cursor: "1", Done: 5, Total: 9},
		{Campaign: here, Kind: "a", DedupKey: "once", Args: "{}"},
		{Campaign: here, Kind: "b", Args: "{}"},
		{Campaign: here, Kind: "b", Args: "[]", Ended: true},
	} {
		in(t, s, func(ctx context.Context) error {
			added, err := st.AddJob(ctx, j)
			want(t, "added", added, i != 1)
			return err
		})
	}
	openJobs(t, s, 0, 2)
	savedJob(t, s, "b", "")
	_, err := st.LastJob(t.Context(), there, "b")
	missing(t, "a job of another class", err)
	a := leaseJob(t, s, me)
	if a == nil || a.Kind != "a" || a.Cursor != "1" || a.Done != 5 || a.Total != 9 {
		t.Fatalf("leased %+v, want the oldest", a)
	}
	if b := leaseJob(t, s, me); b == nil || b.Kind != "b" {
		t.Errorf("leased %+v, want the other one in its turn", b)
	}
	if j := leaseJob(t, s, "another"); j != nil {
		t.Errorf("another owner leased %+v of a living one", j)
	}
	saveJob(t, s, "another", a, false)
	a.Cursor, a.Done = "2", 7
	saveJob(t, s, me, a, true)
	savedJob(t, s, "a", "2")
	in(t, s, func(ctx context.Context) error { return st.FailJob(ctx, me, a.ID, "bad luck", time.Hour) })
	openJobs(t, s, time.Minute, 1)
	openJobs(t, s, 2*time.Hour, 2)
	if j := leaseJob(t, s, me); j == nil || j.Kind != "b" {
		t.Errorf("leased %+v, want not the one that failed", j)
	}
	open, err := st.ListJobs(t.Context(), here)
	if err != nil || len(open) != 2 || open[0].Kind != "a" || open[0].Done != 7 || open[0].Failures != 1 || open[0].Error != "bad luck" {
		t.Errorf("open = %+v, %v", open, err)
	}
	if err := s.Instances().Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := leaseJob(t, s, "another")
	if b == nil || b.Kind != "b" {
		t.Fatalf("another owner takes over %+v, want that of the one who left", b)
	}
	saveJob(t, s, me, b, false)
	b.Ended = true
	saveJob(t, s, "another", b, true)
	openJobs(t, s, 2*time.Hour, 1)
}

// savedJob tests where the newest job of a kind is. The last b has ended when it was added.
func savedJob(t *testing.T, s *sqlstore.Store, kind campaign.JobKind, cursor string) {
	t.Helper()
	last, err := s.Jobs().LastJob(t.Context(), here, kind)
	if err != nil || last.Cursor != cursor || kind == "b" && (!last.Ended || last.Args != "[]") || !last.Created.Equal(noon()) {
		t.Errorf("the newest %s = %+v, %v", kind, last, err)
	}
}

func openJobs(t *testing.T, s *sqlstore.Store, within time.Duration, wanted int) {
	t.Helper()
	n, err := s.Jobs().OpenJobs(t.Context(), within)
	if err != nil || n != wanted {
		t.Errorf("%d jobs are open within %v, %v, want %d", n, within, err, wanted)
	}
}
