package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// EraseStore forgets people. Every method joins the unit of the context.
type EraseStore interface {
	// ForgetWords cuts what leads to somebody and what shows their texts: it deletes
	// their openid, blanks their questions and a hundred of their tickets, and cancels what
	// quotes them. Seat, check-in, claims and draw stay. It returns what Blank has to blank.
	ForgetWords(ctx context.Context, p bot.PersonID) (Leftover, error)
	// Blank blanks at most n rows of what is left: what they wrote and were sent, and
	// stored replies that quote them. ended is set when nothing is left.
	Blank(ctx context.Context, l *Leftover, n int) (ended bool, err error)
	// ForgetFacts deletes who they were: memberships, claims, the person. The result of
	// a draw is kept under the hash alone. Blank deletes the rest if Facts is set.
	ForgetFacts(ctx context.Context, p *Person) error
}

// Leftover is what is left to be blanked of a person, and how far that is. Nobody is shown
// any of it.
type Leftover struct {
	Person bot.PersonID
	// Facts is set if they asked to be erased: votes, reports and places in audiences are
	// deleted too.
	Facts bool
	// Said are the beginnings of their texts, by which replies are found that quote them.
	Said []string
	// Before ends the replies to moderators that are blanked whatever they quote, in
	// Unix milliseconds.
	Before int64
	// Newest is the largest id, and Until the time in Unix milliseconds of the last message,
	// of what is left: who left may have come back since.
	Newest, Until int64
	// Heard is how many messages they had written.
	Heard int64
	// Phase counts the tables. Wrote, Delivery, At and Key are where the next slice begins.
	Phase    int
	Wrote    int64
	Delivery int64
	At       int64
	Key      string
}

// blankSlice is how many rows are blanked in one unit. They lie all over the files, and
// somebody may wait for the unit.
const blankSlice = 100

// MessageCounter counts what is stored of somebody's messages.
type MessageCounter interface {
	CountMessages(ctx context.Context, p bot.PersonID) (int, error)
}

// Erasure forgets people (R17).
type Erasure struct {
	Signups  *Signups
	Store    EraseStore
	Messages MessageCounter
	Jobs     Jobs
	// Class is the class that jobs are counted with.
	Class string
}

// Left erases the openid and the words of somebody who stopped following: what leads to
// them and shows their texts now, the rest by a job (ruling 60).
func (s *Erasure) Left(ctx context.Context, p bot.PersonID) error {
	left, err := s.Store.ForgetWords(ctx, p)
	if err != nil {
		return fmt.Errorf("forget who left: %w", err)
	}
	j, err := s.job(left)
	if err != nil {
		return err
	}
	// Many leave at once after a broadcast, and nobody waits for a reply: all of it is done later.
	if _, err := s.Jobs.AddJob(ctx, j); err != nil {
		return fmt.Errorf("store a job: %w", err)
	}
	return nil
}

// Everything erases all data of a person who asked for it. Their seat goes to the
// waitlist.
func (s *Erasure) Everything(ctx context.Context, p *Person, at time.Time) error {
	m, err := s.Signups.Member(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	if _, err := s.Signups.vacate(ctx, m, at); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	left, err := forgetAll(ctx, s.Store, p)
	if err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	if err := s.blank(ctx, left); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	return nil
}

// forgetAll erases who a person was and what they wrote, and returns what is left to be
// blanked.
func forgetAll(ctx context.Context, store EraseStore, p *Person) (Leftover, error) {
	left, err := store.ForgetWords(ctx, p.ID)
	if err != nil {
		return left, err
	}
	left.Facts = true
	return left, store.ForgetFacts(ctx, p)
}

// EraseAgain repeats an erasure in a database that was restored from a backup of before:
// everything of a person, or the words of one who left. It ends with the last slice, and
// while nothing serves. Seats that it frees are given away by whoever serves next.
func EraseAgain(ctx context.Context, unit Unit, store EraseStore, p *Person, everything bool) error {
	var left Leftover
	err := unit.Do(ctx, func(ctx context.Context) (err error) {
		if everything {
			left, err = forgetAll(ctx, store, p)
		} else {
			left, err = store.ForgetWords(ctx, p.ID)
		}
		return err
	})
	for ended := false; err == nil && !ended; {
		var rest Leftover // a unit may run twice
		err = unit.Do(ctx, func(ctx context.Context) (err error) {
			rest = left
			ended, err = store.Blank(ctx, &rest, blankSlice)
			return err
		})
		left = rest
	}
	if err != nil {
		return fmt.Errorf("repeat an erasure: %w", err)
	}
	return nil
}

// blank blanks what is left of a person: some of it now, the rest by a job.
func (s *Erasure) blank(ctx context.Context, left Leftover) error {
	j, err := s.job(left)
	if err != nil {
		return err
	}
	return BeginJob(ctx, s.Jobs, &j, s.Blank)
}

// job is the one that blanks what is left of a person.
func (s *Erasure) job(left Leftover) (Job, error) {
	j, err := NewJob(s.Class, JobBlank, nil)
	if err != nil {
		return Job{}, err
	}
	return j, j.Moved(left, 0)
}

// Blank does a slice of the job that blanks what is left of a person. With its end the job
// keeps nothing of them either.
func (s *Erasure) Blank(ctx context.Context, j *Job) error {
	var left Leftover
	if err := j.At(&left); err != nil {
		return err
	}
	var err error
	if j.Ended, err = s.Store.Blank(ctx, &left, blankSlice); err != nil {
		return err
	}
	if j.Ended {
		j.Cursor = ""
		return nil
	}
	return j.Moved(left, 0)
}

// CountMessages returns how many messages of somebody are stored.
func (s *Erasure) CountMessages(ctx context.Context, p bot.PersonID) (int, error) {
	return s.Messages.CountMessages(ctx, p)
}
