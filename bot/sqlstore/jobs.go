package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore/db"
)

// JobStore stores the work on many people that is done in slices.
type JobStore struct{ *core }

var (
	_ campaign.Jobs        = (*JobStore)(nil)
	_ outbox.JobStore      = (*JobStore)(nil)
	_ moderation.JobReader = (*JobStore)(nil)
)

// AddJob stores a job: see campaign.Jobs.
func (s *JobStore) AddJob(ctx context.Context, j campaign.Job) (bool, error) {
	now := ms(s.now())
	if !j.Created.IsZero() {
		now = ms(j.Created)
	}
	n, err := s.q(ctx).AddJob(ctx, db.AddJobParams{
		ID: s.ids.next(), Campaign: j.Campaign, Kind: string(j.Kind), Once: sql.NullString{String: j.DedupKey, Valid: j.DedupKey != ""},
		Args: j.Args, Cursor: j.Cursor, State: jobState(&j), Done: int64(j.Done), Total: int64(j.Total), Now: now, DoneAt: s.jobEnd(&j),
	})
	if err != nil {
		return false, fmt.Errorf("store a job: %w", err)
	}
	return n > 0, nil
}

func jobState(j *campaign.Job) string {
	if j.Ended {
		return "done"
	}
	return "open"
}

// jobEnd is the column of a job's end.
func (s *JobStore) jobEnd(j *campaign.Job) int64 {
	if j.Ended {
		return ms(s.now())
	}
	return 0
}

// LeaseJob leases the job whose turn it is: see outbox.JobStore.
func (s *JobStore) LeaseJob(ctx context.Context, owner string) (*campaign.Job, error) {
	q := s.q(ctx)
	r, err := q.NextJob(ctx, db.NextJobParams{Now: ms(s.instance.now()), Owner: owner, Seen: s.instance.lastSeen()})
	if err != nil {
		return nil, orNotFound(err)
	}
	n, err := q.TakeJob(ctx, db.TakeJobParams{
		Owner: owner, LeaseUntil: s.instance.leaseEnd(), ID: r.ID, Was: r.Owner, WasUntil: r.LeaseUntil,
	})
	if err != nil {
		return nil, fmt.Errorf("lease a job: %w", err)
	}
	if n == 0 {
		return nil, campaign.ErrNotFound
	}
	j := job(r)
	return &j, nil
}

// SaveJob stores how far a job has come: see outbox.JobStore.
func (s *JobStore) SaveJob(ctx context.Context, owner string, j *campaign.Job) (bool, error) {
	args, cursor := j.Args, j.Cursor
	if j.Ended { // nobody needs them any more, and they may quote somebody
		args, cursor = "{}", ""
	}
	n, err := s.q(ctx).SaveJob(ctx, db.SaveJobParams{
		Cursor: cursor, Args: args, Done: int64(j.Done), Total: int64(j.Total), State: jobState(j),
		LeaseUntil: s.instance.leaseEnd(), DoneAt: s.jobEnd(j), ID: j.ID, Owner: owner,
	})
	if err != nil {
		return false, fmt.Errorf("save a job: %w", err)
	}
	return n > 0, nil
}

// FailJob stores a failure: see outbox.JobStore.
func (s *JobStore) FailJob(ctx context.Context, owner string, id int64, problem string, pause time.Duration) error {
	err := s.q(ctx).FailJob(ctx, db.FailJobParams{
		Error: problem, Due: ms(s.instance.now().Add(pause)), LeaseUntil: s.instance.leaseEnd(), ID: id, Owner: owner,
	})
	if err != nil {
		return fmt.Errorf("note that a job failed: %w", err)
	}
	return nil
}

// OpenJobs counts the jobs that are not done and that are due within a time.
func (s *JobStore) OpenJobs(ctx context.Context, within time.Duration) (int, error) {
	n, err := s.q(ctx).OpenJobs(ctx, ms(s.instance.now().Add(within)))
	if err != nil {
		return 0, fmt.Errorf("count open jobs: %w", err)
	}
	return int(n), nil
}

// LastJob returns the newest job of a kind, or campaign.ErrNotFound.
func (s *JobStore) LastJob(ctx context.Context, class string, k campaign.JobKind) (campaign.Job, error) {
	r, err := s.q(ctx).LastJob(ctx, db.LastJobParams{Campaign: class, Kind: string(k)})
	return job(r), orNotFound(err)
}

// ListJobs lists the open jobs of a class: see moderation.JobReader.
func (s *JobStore) ListJobs(ctx context.Context, class string) ([]moderation.JobRow, error) {
	rows, err := s.q(ctx).JobsOf(ctx, class)
	if err != nil {
		return nil, fmt.Errorf("list open jobs: %w", err)
	}
	out := make([]moderation.JobRow, len(rows))
	for i, r := range rows {
		out[i] = moderation.JobRow{
			ID: r.ID, Kind: campaign.JobKind(r.Kind), Done: int(r.Done), Total: int(r.Total), Failures: int(r.Attempts), Error: r.Error,
			Created: at(r.CreatedAt),
		}
	}
	return out, nil
}

func job(r db.Job) campaign.Job {
	return campaign.Job{
		ID: r.ID, Campaign: r.Campaign, Kind: campaign.JobKind(r.Kind), DedupKey: r.Once.String, Args: r.Args, Cursor: r.Cursor,
		Done: int(r.Done), Total: int(r.Total), Attempts: int(r.Attempts), Error: r.Error, Created: at(r.CreatedAt),
		Ended: r.State == "done",
	}
}
