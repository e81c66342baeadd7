package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// ReminderStore remembers which reminders have run, and finds who gets them.
type ReminderStore interface {
	// HasRun reports whether a reminder was planned or given up for this time: under
	// its name for this time or a later one, or under another name with the same text,
	// audience and time.
	HasRun(ctx context.Context, campaign string, r Reminder) (bool, error)
	// RecordRun stores a run. It returns false if another instance was faster.
	RecordRun(ctx context.Context, campaign string, r ReminderRun) (bool, error)
	// EndedRuns returns the reminders that have ended since the last call.
	EndedRuns(ctx context.Context, campaign string) ([]EndedRun, error)
	// Members returns the people in an audience who have not opted out.
	Members(ctx context.Context, campaign string, a Audience) ([]bot.PersonID, error)
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
	Notices  Notices
	Controls Controls
}

// due lists the reminders whose time has come.
func (s *Reminders) due(now time.Time) (out []Reminder) {
	for _, r := range s.Campaign.Reminders {
		if !r.At.After(now) {
			out = append(out, r)
		}
	}
	return out
}

// Plan writes the notices of every reminder that is due. One that is more than
// ten minutes late is given up and reported. While sending is stopped it waits.
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
	people, err := s.Store.Members(ctx, s.Campaign.ID, r.Audience)
	if err != nil {
		return err
	}
	late := now.Sub(r.At) > ReminderGrace
	mine, err := s.Store.RecordRun(ctx, s.Campaign.ID, ReminderRun{r, now, len(people), late})
	if err != nil || !mine {
		return err
	}
	if late && len(people) == 0 {
		return nil // so that nobody has missed anything
	}
	if late {
		return s.Notices.Enqueue(ctx, s.Campaign.Alert(ReminderAlert{Name: r.Name, People: len(people), Late: true}, now))
	}
	return s.enqueue(ctx, r, people, now)
}

func (s *Reminders) enqueue(ctx context.Context, r Reminder, people []bot.PersonID, now time.Time) error {
	priority := PriorityReminder
	if d := s.Campaign.Start.Sub(r.At); d >= 0 && d < 30*time.Minute {
		priority = PrioritySoon
	} else if d < 0 {
		priority = PriorityMarketing
	}
	body := ReminderText{Text: r.Text, Planned: r.At}
	for _, p := range people {
		err := s.Notices.Enqueue(ctx, Notice{
			Campaign: s.Campaign.ID, Person: p, Body: body, Due: r.At, Priority: priority, Topic: ReminderTopic(r.Name, r.At),
			DedupKey: fmt.Sprintf("remind %s %s %d %d", s.Campaign.ID, r.Text, r.At.Unix(), p),
		})
		if err != nil {
			return err
		}
	}
	if !r.Robot {
		return nil
	}
	return s.Notices.Enqueue(ctx, Notice{Campaign: s.Campaign.ID, Robot: ClassRobot, Body: body, Due: now})
}
