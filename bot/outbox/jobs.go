package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

const (
	// firstPause is how long a job waits after a failure. The pause doubles each time,
	// up to longestPause.
	firstPause   = 250 * time.Millisecond
	longestPause = 30 * time.Second
	// unknownPause is how long a job waits whose kind or class this process does not
	// serve. Settle does not wait for it.
	unknownPause = 2 * longestPause
)

// JobStore stores jobs. Every method joins the unit of the context.
type JobStore interface {
	// LeaseJob leases the open job that has waited longest for a slice, or returns
	// campaign.ErrNotFound: one that nobody has, that this owner has, or whose owner has
	// expired. Jobs that failed a short while ago are passed over.
	LeaseJob(ctx context.Context, owner string) (*campaign.Job, error)
	// SaveJob stores how far a leased job has come, and renews the lease. It returns
	// false, and changes nothing, if the owner has lost the job.
	SaveJob(ctx context.Context, owner string, j *campaign.Job) (bool, error)
	// FailJob stores that a slice failed, so that the job is not leased for a while.
	FailJob(ctx context.Context, owner string, id int64, problem string, pause time.Duration) error
	// OpenJobs counts the jobs that are not done and that may be leased within a time.
	OpenJobs(ctx context.Context, within time.Duration) (int, error)
}

// errLost is returned by a unit whose job another process has taken over.
var errLost = errors.New("another process has taken the job over")

// jobWorker does the slices of jobs, one after the other, jobs in turn.
type jobWorker struct {
	Base
	*single
	jobs JobStore
	// work returns the work of a kind of job in a class, or false if this process
	// does not serve it.
	work func(class string, k campaign.JobKind) (campaign.JobWork, bool)
}

// pass begins to work if there are jobs. more is true while any is open that will be
// tried soon.
func (w *jobWorker) pass(ctx context.Context) (more bool, err error) {
	if !w.acquire() {
		return true, nil
	}
	n, err := w.jobs.OpenJobs(ctx, longestPause)
	if err != nil || n == 0 {
		w.release()
		return false, err
	}
	w.run(ctx, "jobs", func(inner context.Context) { // ends after the slice under way, or when no job is due
		for more := true; more; {
			more = w.next(inner) && ctx.Err() == nil && !w.end.hasStarted()
		}
	})
	return true, nil
}

// next does one slice of the job whose turn it is. It returns false if there is none, or
// if the database does not answer.
func (w *jobWorker) next(ctx context.Context) bool {
	var j *campaign.Job
	err := w.Unit.Do(ctx, func(ctx context.Context) (err error) {
		j, err = w.jobs.LeaseJob(ctx, w.Owner)
		return err
	})
	if errors.Is(err, campaign.ErrNotFound) {
		return false
	}
	if err != nil {
		w.Log.ErrorContext(ctx, "jobs cannot be read; trying again", "error", err)
		return false
	}
	work, known := w.work(j.Campaign, j.Kind)
	if !known {
		return w.failed(ctx, j, errors.New("this process does not serve it"), unknownPause)
	}
	if panicked := bot.Protect(func() { err = w.slice(ctx, j, work) }); panicked != nil {
		err = panicked
	}
	if err != nil && !errors.Is(err, errLost) {
		return w.failed(ctx, j, err, min(firstPause<<min(j.Attempts, 10), longestPause))
	}
	return true
}

// slice does one slice: what it changes and where the next one begins are stored together.
func (w *jobWorker) slice(ctx context.Context, j *campaign.Job, work campaign.JobWork) error {
	step, err := work(ctx, *j)
	if err != nil {
		return err
	}
	return w.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error {
		moved := *j // the unit may run again
		if err := step(ctx, &moved); err != nil {
			return err
		}
		held, err := w.jobs.SaveJob(ctx, w.Owner, &moved)
		if err == nil && !held {
			err = errLost
		}
		return err
	})
}

// failed stores that a slice failed. It returns false if even that is impossible.
func (w *jobWorker) failed(ctx context.Context, j *campaign.Job, problem error, pause time.Duration) bool {
	w.Log.ErrorContext(ctx, "a job failed; it goes on later where it stopped",
		"job", j.ID, "kind", j.Kind, "failures", j.Attempts+1, "pause", pause, "error", problem)
	err := w.Unit.Do(context.WithoutCancel(ctx), func(ctx context.Context) error {
		return w.jobs.FailJob(ctx, w.Owner, j.ID, problem.Error(), pause)
	})
	if err != nil {
		w.Log.ErrorContext(ctx, "note that a job failed", "job", j.ID, "error", fmt.Errorf("store it: %w", err))
	}
	return err == nil
}
