package campaign

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot"
)

// ReminderStore remembers which reminders have run, and finds who gets them.
type ReminderStore interface {
	// HasRun tells whether a reminder was planned or given up.
	HasRun(ctx context.Context, campaign, name string) (bool, error)
	// RecordRun notes it; false when another instance was faster.
	RecordRun(ctx context.Context, campaign string, r ReminderRun) (bool, error)
	// EndedRuns returns the reminders that have ended since the last call.
	EndedRuns(ctx context.Context, campaign string) ([]EndedRun, error)
	// Members returns who is in an audience and has not opted out.
	Members(ctx context.Context, campaign string, r AudienceRule) ([]bot.PersonID, error)
}

// ReminderRun is one planning of a reminder.
type ReminderRun struct {
	Name   string
	At     time.Time
	People int
	// Late ones were given up.
	Late bool
}

// EndedRun is a reminder of which no notice waits any more.
type EndedRun struct {
	Name              string
	People, Unreached int
}

// ReminderTopic groups the notices of a reminder.
func ReminderTopic(name string) string { return "remind " + name }

// Reminders plans the file's reminders when their time has come (R12, rulings
// 10 and 15). A changed time counts until the reminder has run.
type Reminders struct {
	Campaign *Campaign
	Store    ReminderStore
	Notices  Notices
	Controls Controls
	// Rule reads an audience as it is written in the file.
	Rule func(audience string) (AudienceRule, bool)
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
		ran, err := s.Store.HasRun(ctx, s.Campaign.ID, r.Name)
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
		err := s.Notices.Enqueue(ctx, s.Campaign.Alert("alert_unreached", now, map[string]string{
			"name": r.Name, "people": strconv.Itoa(r.People), "unreached": strconv.Itoa(r.Unreached),
		}))
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
	rule, _ := s.Rule(r.Audience)
	people, err := s.Store.Members(ctx, s.Campaign.ID, rule)
	if err != nil {
		return err
	}
	late := now.Sub(r.At) > ReminderGrace
	mine, err := s.Store.RecordRun(ctx, s.Campaign.ID, ReminderRun{r.Name, now, len(people), late})
	if err != nil || !mine {
		return err
	}
	if late {
		return s.Notices.Enqueue(ctx, s.Campaign.Alert("alert_late", now, map[string]string{
			"name": r.Name, "people": strconv.Itoa(len(people)),
		}))
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
	for _, p := range people {
		err := s.Notices.Enqueue(ctx, Notice{
			Campaign: s.Campaign.ID, Person: p, Kind: NoticeReminder, Due: r.At, Priority: priority,
			Args: map[string]string{"text": r.Text}, Once: fmt.Sprintf("remind %s %s %d", s.Campaign.ID, r.Name, p),
			Topic: ReminderTopic(r.Name),
		})
		if err != nil {
			return err
		}
	}
	if !r.Robot {
		return nil
	}
	n := s.Campaign.Alert(r.Text, now, nil)
	n.Robot = "class"
	return s.Notices.Enqueue(ctx, n)
}

// WarnImages tells the moderators, once, a day before an answer's picture stops
// being good (ruling 23).
func WarnImages(ctx context.Context, c *Campaign, notices Notices, now time.Time) error {
	for _, e := range c.FAQ {
		if e.ImageUntil.IsZero() || now.Before(e.ImageUntil.Add(-24*time.Hour)) {
			continue
		}
		until := e.ImageUntil.In(c.Zone).Format("2006-01-02 15:04")
		a := c.Alert("alert_image", now, map[string]string{"name": e.Question, "until": until})
		a.Once = fmt.Sprintf("image %s %s %d", c.ID, e.ID, e.ImageUntil.Unix())
		if err := notices.Enqueue(ctx, a); err != nil {
			return fmt.Errorf("warn of a picture: %w", err)
		}
	}
	return nil
}
