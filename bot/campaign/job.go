package campaign

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// JobKind names what a job does.
type JobKind string

// The kinds.
const (
	// JobAudience makes the audience of a broadcast that was confirmed.
	JobAudience JobKind = "audience"
	// JobReminder plans a reminder for its people.
	JobReminder JobKind = "reminder"
	// JobRenotify brings a replaced link to the holders of a pack.
	JobRenotify JobKind = "renotify"
	// JobServe hands a pack to those who wait for it.
	JobServe JobKind = "serve"
	// JobPromote seats people from the waitlist.
	JobPromote JobKind = "promote"
	// JobChange does what a changed campaign file asks for.
	JobChange JobKind = "change"
	// JobTell tells an answer to everybody who asked.
	JobTell JobKind = "tell"
	// JobMerge brings votes and authors of a question to the one it was merged into.
	JobMerge JobKind = "merge"
	// JobForward hands a ticket to the lecturer for everybody who asked it.
	JobForward JobKind = "forward"
	// JobBlank blanks what is left of a person who was erased.
	JobBlank JobKind = "blank"
	// JobFollowers stands for a listing of the account's followers: its rows tell when
	// one began and ended.
	JobFollowers JobKind = "followers"
)

// JobSlice is how many people one slice of a job is about: a unit may touch 500 rows, and
// a person costs up to four.
const JobSlice = 100

// Job is work on many people. It is done in slices, each a unit of its own that moves
// the cursor, so that others write in between and a restart goes on where it was.
type Job struct {
	ID       int64
	Campaign string
	Kind     JobKind
	// DedupKey is a key that only one job may ever have; empty for no such bound.
	DedupKey string
	// Args are its arguments as JSON, without words of attendees. They are blanked with
	// the cursor when the job ends.
	Args string
	// Cursor is where the next slice begins; empty at first. While words of somebody are
	// searched for who is erased, they stand in it, and in that of no other job.
	Cursor string
	// Done and Total count people. Total is 0 while it is not known.
	Done, Total int
	// Attempts counts the failures since the last slice that was done, Error is the
	// newest one.
	Attempts int
	Error    string
	// Created is when it was stored, by the business clock, unless it was set before.
	Created time.Time
	// Ended is set once its last slice is done.
	Ended bool
}

// NewJob returns a job with arguments that have a JSON form.
func NewJob(class string, k JobKind, args any) (Job, error) {
	text, err := json.Marshal(args)
	if err != nil {
		return Job{}, fmt.Errorf("arguments of job %s: %w", k, err)
	}
	return Job{Campaign: class, Kind: k, Args: string(text)}, nil
}

// Read parses the arguments.
func (j *Job) Read(args any) error {
	if err := json.Unmarshal([]byte(j.Args), args); err != nil {
		return fmt.Errorf("arguments of job %d (%s): %w", j.ID, j.Kind, err)
	}
	return nil
}

// Moved stores where the next slice begins, as JSON, and adds n people who are done.
func (j *Job) Moved(cursor any, n int) error {
	text, err := json.Marshal(cursor)
	if err != nil {
		return fmt.Errorf("cursor of job %d (%s): %w", j.ID, j.Kind, err)
	}
	j.Cursor, j.Done = string(text), j.Done+n
	return nil
}

// At parses the cursor. It leaves the value as it is before the first slice.
func (j *Job) At(cursor any) error {
	if j.Cursor == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(j.Cursor), cursor); err != nil {
		return fmt.Errorf("cursor of job %d (%s): %w", j.ID, j.Kind, err)
	}
	return nil
}

// JobStep does the next slice of a job in the unit of ctx: it touches at most 500 rows,
// moves the cursor and sets Ended after the last slice.
type JobStep func(ctx context.Context, j *Job) error

// JobWork prepares the next slice of a job outside of any unit, where the network may be
// asked, and returns the step that is done in a unit.
type JobWork func(ctx context.Context, j Job) (JobStep, error)

// Jobs takes new jobs.
type Jobs interface {
	// AddJob stores a job in the unit of ctx, with its cursor. It returns false if
	// another one has its DedupKey, and stores nothing then.
	AddJob(ctx context.Context, j Job) (bool, error)
}

// BeginJob does the first slice of a job in the unit of ctx, and stores the job if that
// was not the last one. So what concerns few people is done with its cause.
func BeginJob(ctx context.Context, jobs Jobs, j *Job, step JobStep) error {
	if err := step(ctx, j); err != nil {
		return fmt.Errorf("begin job %s: %w", j.Kind, err)
	}
	if j.Ended {
		return nil
	}
	if _, err := jobs.AddJob(ctx, *j); err != nil {
		return fmt.Errorf("store job %s: %w", j.Kind, err)
	}
	return nil
}
