package campaign

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"time"

	"zhujiao/bot"
)

// ReminderStore remembers which reminders have run, and finds who gets them.
type ReminderStore interface {
	// HasRun tells whether a reminder was planned or given up for this time: under
	// its name for this time or a later one, or under another name with the same
	// text, audience and time.
	HasRun(ctx context.Context, campaign string, r Reminder) (bool, error)
	// RecordRun notes it; false when another instance was faster.
	RecordRun(ctx context.Context, campaign string, r ReminderRun) (bool, error)
	// EndedRuns returns the reminders that have ended since the last call.
	EndedRuns(ctx context.Context, campaign string) ([]EndedRun, error)
	// Members returns who is in an audience and has not opted out.
	Members(ctx context.Context, campaign string, r AudienceRule) ([]bot.PersonID, error)
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
	mine, err := s.Store.RecordRun(ctx, s.Campaign.ID, ReminderRun{r, now, len(people), late})
	if err != nil || !mine {
		return err
	}
	if late && len(people) == 0 {
		return nil // nobody has missed anything
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
			Args: map[string]string{"text": r.Text, plannedArg: strconv.FormatInt(r.At.Unix(), 10)}, Topic: ReminderTopic(r.Name, r.At),
			Once: fmt.Sprintf("remind %s %s %d %d", s.Campaign.ID, r.Text, r.At.Unix(), p),
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

// plannedArg is the argument of a notice that holds for a moment only: the
// second for which it was meant. Its due time moves when a call is postponed.
const plannedArg = "planned"

// MeantFor returns the notice marked with the moment that it is meant for: it is
// dropped when it cannot leave within ReminderGrace of it.
func (n Notice) MeantFor(at time.Time) Notice {
	n.Args = maps.Clone(n.Args)
	n.Args[plannedArg] = strconv.FormatInt(at.Unix(), 10)
	return n
}

// stale tells whether what a notice says is not true any more at a time (R12):
// nobody wants to read the next morning that the class begins in an hour.
func (n Notice) stale(at time.Time) bool {
	if n.Kind != NoticeReminder && n.Kind != NoticeOnWall {
		return false
	}
	meant := n.Due
	if s, err := strconv.ParseInt(n.Args[plannedArg], 10, 64); err == nil {
		meant = time.Unix(s, 0)
	}
	return at.Sub(meant) > ReminderGrace
}

// TooQuiet tells whether a reminder falls into the quiet hours and would be too
// late after them.
func (c *Campaign) TooQuiet(r Reminder) bool {
	until, quiet := c.quietUntil(r.At)
	return quiet && until.Sub(r.At) > ReminderGrace
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
