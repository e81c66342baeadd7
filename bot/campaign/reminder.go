package campaign

import (
	"context"
	"fmt"
	"time"
)

// ReminderStore remembers which reminders have run.
type ReminderStore interface {
	// HasRun reports whether a reminder was planned or given up for this time: under
	// its name for this time or a later one, or under another name with the same text,
	// audience and time.
	HasRun(ctx context.Context, campaign string, r Reminder) (bool, error)
	// RecordRun stores a run. It returns false if another instance was faster.
	RecordRun(ctx context.Context, campaign string, r ReminderRun) (bool, error)
	// EndedRuns returns the reminders that have ended since the last call.
	EndedRuns(ctx context.Context, campaign string) ([]EndedRun, error)
	// CountRun stores how many people a run is for, once all of them have their notice.
	CountRun(ctx context.Context, campaign string, r ReminderRun) error
	// RestoredAt returns when the store was restored from a backup, the zero time for never.
	RestoredAt(ctx context.Context) (time.Time, error)
}

// AudienceReader finds the people of audiences.
type AudienceReader interface {
	// AudiencePage reads at most n rows of an audience.
	AudiencePage(ctx context.Context, q AudienceQuery, from AudienceCursor, n int) (AudiencePage, error)
}

// ReminderRun is one planning of a reminder.
type ReminderRun struct {
	Reminder
	Ran    time.Time
	People int
	// Late ones were given up.
	Late bool
}

// EndedRun is a reminder of which no notice waits any more.
type EndedRun struct {
	Name              string
	People, Unreached int
}

// ReminderTopic groups the notices of a reminder for one time.
func ReminderTopic(name string, at time.Time) string {
	return fmt.Sprintf("remind %s %d", name, at.Unix())
}

// Reminders plans the file's reminders when their time has come (R12, rulings
// 10 and 15). One whose time is moved to later runs again for the new time;
// nobody gets a text twice for the same time, whatever the reminder is called.
type Reminders struct {
	Campaign *Campaign
	Store    ReminderStore
	People   AudienceReader
	Notices  Notices
	Controls Controls
	Jobs     Jobs
}

// due lists the reminders whose time has come; none of a class that was cancelled.
func (s *Reminders) due(now time.Time) (out []Reminder) {
	if s.Campaign.Cancelled {
		return nil
	}
	for _, r := range s.Campaign.Reminders {
		if !r.At.After(now) {
			out = append(out, r)
		}
	}
	return out
}

// Vain reports whether a reminder asks people at a time to claim what is not claimed any more.
func (c *Campaign) Vain(r Reminder, at time.Time) bool {
	return r.Audience.Kind == AudienceWithout && c.ClaimsOver(at)
}

// Plan writes the notices of every reminder that is due. One that is more than
// ten minutes late, or was due before a restore of a backup, is given up and reported. While sending is stopped it waits.
func (s *Reminders) Plan(ctx context.Context, now time.Time) error {
	for _, r := range s.due(now) {
		ran, err := s.Store.HasRun(ctx, s.Campaign.ID, r)
		if err != nil {
			return fmt.Errorf("plan reminder: %w", err)
		}
		if ran {
			continue
		}
		if err := s.plan(ctx, r, now); err != nil {
			return fmt.Errorf("plan reminder: %w", err)
		}
	}
	return s.tell(ctx, now)
}

// tell tells the moderators how many people a reminder did not reach.
func (s *Reminders) tell(ctx context.Context, now time.Time) error {
	ended, err := s.Store.EndedRuns(ctx, s.Campaign.ID)
	if err != nil {
		return fmt.Errorf("report reminders: %w", err)
	}
	for _, r := range ended {
		if r.Unreached == 0 {
			continue
		}
		err := s.Notices.Enqueue(ctx, s.Campaign.Alert(ReminderAlert{Name: r.Name, People: r.People, Unreached: r.Unreached}, now))
		if err != nil {
			return fmt.Errorf("report reminders: %w", err)
		}
	}
	return nil
}

func (s *Reminders) plan(ctx context.Context, r Reminder, now time.Time) error {
	control, err := s.Controls.Control(ctx)
	if err != nil || control.Level > StopNothing {
		return err
	}
	restored, err := s.Store.RestoredAt(ctx)
	if err != nil {
		return err
	}
	// What was due before a restore may have been sent before it, too.
	run := ReminderRun{Reminder: r, Ran: now, Late: now.Sub(r.At) > ReminderGrace || !restored.IsZero() && !r.At.After(restored)}
	mine, err := s.Store.RecordRun(ctx, s.Campaign.ID, run)
	if err != nil || !mine {
		return err
	}
	j, err := NewJob(s.Campaign.ID, JobReminder, run)
	if err != nil {
		return err
	}
	return BeginJob(ctx, s.Jobs, &j, s.Tell)
}

// Tell does a slice of the job that plans a reminder: it writes the notices of some people.
// It only counts the people of one that is given up.
func (s *Reminders) Tell(ctx context.Context, j *Job) error {
	var run ReminderRun
	if err := j.Read(&run); err != nil {
		return err
	}
	at := run.Audience.Unordered()
	if err := j.At(&at); err != nil {
		return err
	}
	told := 0
	for left := JobSlice; left > 0 && !at.Ended; {
		page, err := s.People.AudiencePage(ctx, AudienceQuery{j.Campaign, run.Audience, AnyMoment}, at, left)
		if err != nil {
			return err
		}
		n, err := s.enqueue(ctx, run, page.People)
		if err != nil {
			return err
		}
		told, left, at = told+n, left-page.Read, page.Next
	}
	if err := j.Moved(at, told); err != nil || !at.Ended {
		return err
	}
	j.Ended = true
	return s.told(ctx, run, j.Done)
}

// told ends the planning of a reminder: it posts the one for the group of attendees, and
// tells the moderators of one that was given up, unless nobody has missed it.
func (s *Reminders) told(ctx context.Context, run ReminderRun, people int) error {
	run.People = people
	if err := s.Store.CountRun(ctx, s.Campaign.ID, run); err != nil {
		return err
	}
	switch {
	case run.Late && people > 0:
		return s.Notices.Enqueue(ctx, s.Campaign.Alert(ReminderAlert{Name: run.Name, People: people, Late: true}, run.Ran))
	case run.Late || !run.Robot:
		return nil
	default:
		body := ReminderText{Text: run.Text, Planned: run.At}
		return s.Notices.Enqueue(ctx, Notice{Campaign: s.Campaign.ID, Robot: ClassRobot, Body: body, Due: run.Ran})
	}
}

// enqueue writes the notices of a reminder for people, and returns how many of them it is
// for.
func (s *Reminders) enqueue(ctx context.Context, run ReminderRun, people []Candidate) (n int, err error) {
	r := run.Reminder
	priority := PriorityReminder
	if d := s.Campaign.Start.Sub(r.At); d >= 0 && d < 30*time.Minute {
		priority = PrioritySoon
	} else if d < 0 {
		priority = PriorityMarketing
	}
	for _, p := range people {
		if p.OptedOut || !p.Known && r.Audience.Kind == AudienceAll {
			continue
		}
		n++
		if run.Late {
			continue
		}
		err := s.Notices.Enqueue(ctx, Notice{
			Campaign: s.Campaign.ID, Person: p.Person, Body: ReminderText{Text: r.Text, Planned: r.At}, Due: r.At, Priority: priority,
			Topic:    ReminderTopic(r.Name, r.At),
			DedupKey: fmt.Sprintf("remind %s %s %d %d", s.Campaign.ID, r.Text, r.At.Unix(), p.Person),
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
