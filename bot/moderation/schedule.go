package moderation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot/campaign"
)

// ScheduleStore reads and stores what has become of reminders. Every method joins the unit of
// the context.
type ScheduleStore interface {
	// Runs returns the runs of the reminders of a class, by time, 200 at most.
	Runs(ctx context.Context, class string) ([]Run, error)
	// SkipRun stores that a reminder is not sent for its time. It returns false if it was
	// planned for it, or skipped, before.
	SkipRun(ctx context.Context, class string, r campaign.Reminder, at time.Time) (bool, error)
	// UnskipRun undoes SkipRun. It returns false if the reminder is not skipped for this time.
	UnskipRun(ctx context.Context, class string, r campaign.Reminder) (bool, error)
}

// Run is what has become of a reminder for one time. Told and Failed are how many people got
// it, and did not; the rest of People waits. A late one was given up.
type Run struct {
	Name                 string
	Planned              time.Time
	People, Told, Failed int
	Late, Skipped        bool
}

// sendRules are the rules of what only the console does about sending.
func sendRules() []Rule {
	const writes = true
	return []Rule{
		{ActionTakeBackAnswer, RoleStaff, CodeAlways, writes},
		{ActionTakeBackBroadcast, RoleStaff, CodeNever, writes},
		{ActionSkipReminder, RoleStaff, CodeAlways, writes},
		{ActionMoveReminder, RoleStaff, CodeAlways, writes},
		{ActionUnskipReminder, RoleStaff, CodeNever, writes},
	}
}

// Schedule is what happens in a class by the clock.
type Schedule struct {
	Life  *Life
	Store ScheduleStore
	Reach *Reach
}

// Planned is a reminder with what has become of it.
type Planned struct {
	campaign.Reminder
	// Run is nil while its time has not come.
	Run *Run
	// Count says whom it reaches at its time; counted only before it.
	Count ReachCount
}

// Reminders returns the reminders of the class by their times, and those that have run for
// times that the file does not have any more.
func (s *Schedule) Reminders(ctx context.Context, who Actor, at time.Time) (out []Planned, err error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	class := s.Life.Campaign
	runs, err := s.Store.Runs(ctx, class.ID)
	if err != nil {
		return nil, fmt.Errorf("read what has become of reminders: %w", err)
	}
	for _, r := range class.Reminders {
		p := Planned{Reminder: r}
		i := slices.IndexFunc(runs, func(run Run) bool { return run.Name == r.Name && run.Planned.Equal(r.At) })
		if i >= 0 {
			p.Run = &runs[i]
		}
		if p.Run == nil && r.At.After(at) || p.Run != nil && p.Run.Skipped {
			if p.Count, err = s.Reach.Count(ctx, who, ReachQuery{Audience: r.Audience, Credit: r.At}, at); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	for i, run := range runs {
		if !slices.ContainsFunc(class.Reminders, func(r campaign.Reminder) bool {
			return r.Name == run.Name && r.At.Equal(run.Planned)
		}) {
			out = append(out, Planned{Reminder: campaign.Reminder{Name: run.Name, At: run.Planned}, Run: &runs[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b Planned) int { return a.At.Compare(b.At) })
	return out, nil
}

// Next returns the next reminder before the class that has not been called off; false if none is
// left.
func (s *Schedule) Next(ctx context.Context, who Actor, at time.Time) (campaign.Reminder, bool, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return campaign.Reminder{}, false, err
	}
	class := s.Life.Campaign
	runs, err := s.Store.Runs(ctx, class.ID)
	if err != nil {
		return campaign.Reminder{}, false, fmt.Errorf("read what has become of reminders: %w", err)
	}
	for _, r := range class.RemindersLeft(at) {
		if !slices.ContainsFunc(runs, func(run Run) bool { return run.Name == r.Name && run.Planned.Equal(r.At) }) {
			return r, true, nil
		}
	}
	return campaign.Reminder{}, false, nil
}

// PendingSkip calls a reminder off for one time.
type PendingSkip struct {
	approval
	Name    string
	Planned time.Time
}

// PendingReminder moves a reminder to another time.
type PendingReminder struct {
	approval
	version
	Name     string
	From, To time.Time
}

func (PendingSkip) action() Action     { return ActionSkipReminder }
func (PendingReminder) action() Action { return ActionMoveReminder }

func (p PendingSkip) args() map[string]string {
	return map[string]string{"name": p.Name, "at": strconv.FormatInt(p.Planned.Unix(), 10)}
}

func (p PendingReminder) args() map[string]string {
	return p.version.args(map[string]string{
		"name": p.Name, "from": strconv.FormatInt(p.From.Unix(), 10), "to": strconv.FormatInt(p.To.Unix(), 10),
	})
}

// reminderOf returns the change of a reminder of a stored row.
func reminderOf(a WaitingAction, by approval) (Pending, error) {
	moment := func(name string) time.Time {
		n, err := strconv.ParseInt(a.Args[name], 10, 64)
		if err != nil {
			return time.Time{}
		}
		return time.Unix(n, 0)
	}
	if a.Action == ActionSkipReminder {
		return PendingSkip{by, a.Args["name"], moment("at")}, nil
	}
	base, err := strconv.Atoi(a.Args["base"])
	if err != nil {
		return nil, ErrBadCode
	}
	return PendingReminder{by, version{base}, a.Args["name"], moment("from"), moment("to")}, nil
}

func (p PendingReminder) settings(c *campaign.Campaign) []campaign.Setting {
	return campaign.Reminded(c, p.Name, p.From, p.To.In(c.Zone))
}

func (p PendingReminder) refusal(c *campaign.Campaign, at time.Time) LifeRefusal {
	_, ok := reminderAt(c, p.Name, p.From)
	switch {
	case c.Cancelled:
		return LifeCancelled
	case p.From.Equal(p.To):
		return LifeSame
	case !ok || !p.To.After(at) || !p.From.After(at):
		return LifePast
	default:
		return ""
	}
}

// reminderAt returns the reminder of a class with a name and a time.
func reminderAt(c *campaign.Campaign, name string, at time.Time) (campaign.Reminder, bool) {
	i := slices.IndexFunc(c.Reminders, func(r campaign.Reminder) bool { return r.Name == name && r.At.Equal(at) })
	if i < 0 {
		return campaign.Reminder{}, false
	}
	return c.Reminders[i], true
}

// ProposeSkip asks for a code to call a reminder off for its time. It returns ErrNotFound if
// there is none with this name and time, ErrTooLate once its time has come, and ErrAlready if
// it is skipped.
func (s *Schedule) ProposeSkip(ctx context.Context, who Actor, name string, planned, at time.Time) (code string, err error) {
	if err := allow(who, ActionSkipReminder); err != nil {
		return "", err
	}
	if _, err := s.waiting(ctx, name, planned, at); err != nil {
		return "", err
	}
	return s.Life.Guard.ask(ctx, who, PendingSkip{Name: name, Planned: planned}, at)
}

// waiting returns a reminder that has not run.
func (s *Schedule) waiting(ctx context.Context, name string, planned, at time.Time) (campaign.Reminder, error) {
	r, ok := reminderAt(s.Life.Campaign, name, planned)
	if !ok {
		return r, ErrNotFound
	}
	if !r.At.After(at) {
		return r, ErrTooLate
	}
	ran, err := s.Life.Runs.HasRun(ctx, s.Life.Campaign.ID, r)
	if err != nil {
		return r, fmt.Errorf("look whether a reminder has run: %w", err)
	}
	if ran {
		return r, ErrAlready
	}
	return r, nil
}

// Skip calls a reminder off for its time, after its code.
func (s *Schedule) Skip(ctx context.Context, who Actor, p PendingSkip, at time.Time) error {
	if err := allow(who, ActionSkipReminder); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	r, err := s.waiting(ctx, p.Name, p.Planned, at)
	if err != nil {
		return err
	}
	done, err := s.Store.SkipRun(ctx, s.Life.Campaign.ID, r, at)
	if err != nil {
		return fmt.Errorf("skip a reminder: %w", err)
	}
	if !done {
		return ErrAlready
	}
	return s.Life.Guard.record(ctx, who, s.change(ActionSkipReminder, r, "planned", "skipped"), at)
}

// Unskip lets a reminder go out that was skipped. It returns ErrTooLate once its time has
// come.
func (s *Schedule) Unskip(ctx context.Context, who Actor, name string, planned, at time.Time) error {
	if err := allow(who, ActionUnskipReminder); err != nil {
		return err
	}
	r, ok := reminderAt(s.Life.Campaign, name, planned)
	switch {
	case !ok:
		return ErrNotFound
	case !r.At.After(at):
		return ErrTooLate
	}
	done, err := s.Store.UnskipRun(ctx, s.Life.Campaign.ID, r)
	if err != nil {
		return fmt.Errorf("send a reminder after all: %w", err)
	}
	if !done {
		return ErrAlready
	}
	return s.Life.Guard.record(ctx, who, s.change(ActionUnskipReminder, r, "skipped", "planned"), at)
}

func (s *Schedule) change(a Action, r campaign.Reminder, before, after string) change {
	return change{a, r.Name, before, after + " " + r.At.In(s.Life.Campaign.Zone).Format(time.RFC3339)}
}

// ProposeReminder asks for a code to move the reminder Name from a time to another one.
func (s *Life) ProposeReminder(ctx context.Context, who Actor, p PendingReminder, at time.Time) (LifePlan, error) {
	if err := allow(who, ActionMoveReminder); err != nil {
		return LifePlan{}, err
	}
	e, err := s.edit(ctx, p, at)
	if err != nil {
		return LifePlan{}, err
	}
	p.Base = e.Base
	return s.plan(ctx, who, p, e, at)
}

// MoveReminder moves a reminder to another time, after its code.
func (s *Life) MoveReminder(ctx context.Context, who Actor, p PendingReminder, at time.Time) (Changed, error) {
	if err := allow(who, ActionMoveReminder); err != nil {
		return Changed{}, err
	}
	return s.carryOut(ctx, who, p, at)
}
