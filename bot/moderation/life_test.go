package moderation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// life is a class in the air whose versions are kept in memory.
type life struct {
	*air
	*moderation.Life
	base   int
	by     string
	class  *campaign.Campaign
	broken error
	stored int
	ran    map[string]bool
}

func newLife() *life {
	l := &life{air: newAir(), base: 1, ran: map[string]bool{}}
	c := *l.campaign
	c.Signup.Close, c.Lecturer, c.LecturerIntro = c.End, "Zhang", "writes books"
	c.Packs = []campaign.Pack{{ID: "99", Mirrors: []campaign.Mirror{{Name: "main", Until: "2022-08-07"}, {Name: "ever", Until: "永久"}}}}
	c.Reminders = []campaign.Reminder{
		{Name: "day before", At: noon().Add(-16 * time.Hour), Audience: seated(), Text: "day"},
		{Name: "hour before", At: noon().Add(7 * time.Hour), Audience: seated(), Text: "hour"},
	}
	l.class, l.campaign = &c, &c
	l.Rules.Campaign, l.Rules.Blocked = &c, &text.Words{}
	l.Life = &moderation.Life{
		Campaign: &c, Guard: l.office.Guard, File: l, Runs: l, Reminded: l, Figures: figures{}, Broadcasts: l.air.Broadcasts,
	}
	l.audience[campaign.Audience{Kind: campaign.AudienceSigned}] = 9
	return l
}

type figures struct{}

func (figures) Figures(ctx context.Context, _ string) (moderation.Counts, error) {
	return moderation.Counts{Waiting: 3, Present: 2}, ctx.Err()
}

func (figures) Tally(ctx context.Context, _ string) (campaign.Tally, error) {
	return campaign.Tally{Taken: 80, Extra: 5}, ctx.Err()
}

func (l *life) HasRun(ctx context.Context, _ string, r campaign.Reminder) (bool, error) {
	return l.ran[r.Name], ctx.Err()
}

func (*life) CountReminded(ctx context.Context, _ string, _ time.Time) (people, reachable int, err error) {
	return 80, 60, ctx.Err()
}

// Edit applies settings to the class.
func (l *life) Edit(ctx context.Context, want func(*campaign.Campaign) []campaign.Setting) (moderation.ClassEdit, error) {
	if err := ctx.Err(); err != nil {
		return moderation.ClassEdit{}, err
	}
	if l.broken != nil {
		return moderation.ClassEdit{}, l.broken
	}
	next, base := *l.class, l.base
	next.Reminders = append([]campaign.Reminder(nil), next.Reminders...)
	for _, s := range want(l.class) {
		switch s.Kind {
		case campaign.SettingStart:
			next.Start = s.At
		case campaign.SettingEnd:
			next.End = s.At
		case campaign.SettingReminder:
			next.Reminders[s.Index].At = s.At
		case campaign.SettingLecturer:
			next.Lecturer = s.Text
		case campaign.SettingLecturerIntro:
			next.LecturerIntro = s.Text
		case campaign.SettingCancelled:
			next.Cancelled = s.Text == "true"
		case campaign.SettingCancelReason:
			next.CancelReason = s.Text
		default:
		}
	}
	return moderation.ClassEdit{
		Base: l.base, By: l.by, Old: l.class, New: &next, Problems: []moderation.FileProblem{{Line: 3, What: "old name"}},
		Store: func(ctx context.Context, by string, _ time.Time) (bool, error) {
			if err := ctx.Err(); err != nil || l.base != base {
				return false, err
			}
			l.class, l.Campaign, l.base, l.by, l.stored = &next, &next, base+1, by, l.stored+1
			return true, nil
		},
	}, nil
}

// refused wants a *LifeError.
func refused(t *testing.T, what string, err error, want moderation.LifeRefusal) {
	t.Helper()
	if got, ok := errors.AsType[*moderation.LifeError](err); !ok || got.Why != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// TestMove plans a move with everything that goes with it, and carries it out once.
func TestMove(t *testing.T) {
	t.Parallel()
	l := newLife()
	l.ran["day before"] = true
	start := l.class.Start.AddDate(0, 1, 1)
	p, err := l.ProposeMove(t.Context(), m1(), start, time.Time{}, noon())
	if err != nil {
		t.Fatal(err)
	}
	if !p.New.Start.Equal(start) || p.New.End.Sub(start) != 2*time.Hour || l.stored > 0 || p.People != 9 || p.Present != 2 {
		t.Errorf("planned %+v", p)
	}
	late := len(p.Sent) == 1 && p.Sent[0].Name == "day before" && len(p.Missed) == 0
	if !late || len(p.Links) != 1 || p.Links[0].Link.Name != "main" || len(p.Problems) != 1 {
		t.Errorf("too late for %+v, missed %+v, links %+v, problems %+v", p.Sent, p.Missed, p.Links, p.Problems)
	}
	if r := p.New.Reminders[1]; !r.At.Equal(start.Add(-time.Hour)) {
		t.Errorf("the reminder of an hour before is at %s", r.At)
	}
	pending := confirmed[moderation.PendingMove](t, l.office, m1(), p.Code)
	got, err := l.Move(t.Context(), m1(), pending, noon())
	if err != nil || !got.New.Start.Equal(start) || l.stored != 1 || l.by != "m1" {
		t.Errorf("moved: %+v, %v, stored %d by %s", got, err, l.stored, l.by)
	}
	if _, err := l.Move(t.Context(), m1(), pending, noon()); l.stored != 1 {
		t.Errorf("moved twice: %v", err)
	}
	if _, err := l.Move(t.Context(), m1(), moderation.PendingMove{Start: start}, noon()); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("without a code: %v", err)
	}
}

// TestMissedReminders says which reminders would be too late for their new time.
func TestMissedReminders(t *testing.T) {
	t.Parallel()
	l := newLife()
	p, err := l.ProposeMove(t.Context(), m1(), noon().Add(30*time.Minute), noon().Add(time.Hour), noon())
	if err != nil || len(p.Missed) != 2 {
		t.Errorf("missed %+v, %v, want both", p.Missed, err)
	}
}

// TestOvertaken refuses the second of two changes that were proposed for the same version.
func TestLifeOvertaken(t *testing.T) {
	t.Parallel()
	l := newLife()
	first, err := l.ProposeCancelling(t.Context(), m1(), "ill", noon())
	if err != nil {
		t.Fatal(err)
	}
	second, err := l.ProposeLecturer(t.Context(), m2(), "Li", "", noon())
	if err != nil {
		t.Fatal(err)
	}
	third, err := l.ProposeCancelling(t.Context(), m2(), "ill", noon())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Cancel(t.Context(), m1(), confirmed[moderation.PendingCancelling](t, l.office, m1(), first.Code), noon()); err != nil {
		t.Fatal(err)
	}
	_, err = l.ChangeLecturer(t.Context(), m2(), confirmed[moderation.PendingLecturer](t, l.office, m2(), second.Code), noon())
	if e, ok := errors.AsType[*moderation.OvertakenError](err); !ok || e.By != "m1" || l.stored != 1 {
		t.Errorf("a change of a version that is gone: %v", err)
	}
	_, err = l.Cancel(t.Context(), m2(), confirmed[moderation.PendingCancelling](t, l.office, m2(), third.Code), noon())
	if err == nil || l.stored != 1 {
		t.Errorf("cancelled twice: %v", err)
	}
}

// TestCancelAndRestore calls a class off and on again, with a notice about it.
func TestCancelAndRestore(t *testing.T) {
	t.Parallel()
	l := newLife()
	p, err := l.ProposeCancelling(t.Context(), m1(), " the lecturer\nis ill ", noon())
	if err != nil || p.New.CancelReason != "the lecturer is ill" || p.Tally.Taken != 80 || p.Waiting != 3 {
		t.Fatalf("%+v, %v", p, err)
	}
	got, err := l.Cancel(t.Context(), m1(), confirmed[moderation.PendingCancelling](t, l.office, m1(), p.Code), noon())
	if err != nil || !got.New.Cancelled || got.Old.Cancelled {
		t.Fatalf("%+v, %v", got, err)
	}
	n, err := l.Notify(t.Context(), m1(), got.New, newsText, noon())
	if err != nil || n.Broadcast.Size != 9 || n.Broadcast.Audience.Kind != campaign.AudienceSigned {
		t.Errorf("drafted %+v, %v", n, err)
	}
	_, err = l.ProposeMove(t.Context(), m1(), l.class.Start.Add(time.Hour), time.Time{}, noon())
	refused(t, "moving a cancelled class", err, moderation.LifeCancelled)
	_, err = l.ProposeRestoring(t.Context(), m1(), l.class.End.Add(time.Second))
	refused(t, "restoring after the end", err, moderation.LifeOver)
	p, err = l.ProposeRestoring(t.Context(), m1(), l.class.End)
	if err != nil {
		t.Fatal(err)
	}
	got, err = l.Restore(t.Context(), m1(), confirmed[moderation.PendingRestoring](t, l.office, m1(), p.Code), l.class.End)
	if err != nil || got.New.Cancelled || got.New.CancelReason != "" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = l.ProposeRestoring(t.Context(), m1(), noon())
	refused(t, "restoring what takes place", err, moderation.LifeNotCancelled)
}

// TestLifeRefused refuses what a class does not allow at a time.
func TestLifeRefused(t *testing.T) {
	t.Parallel()
	l := newLife()
	c := l.class
	for what, x := range map[string]struct {
		start, end, at time.Time
		why            moderation.LifeRefusal
	}{
		"past":         {noon(), time.Time{}, noon(), moderation.LifePast},
		"same":         {c.Start, time.Time{}, noon(), moderation.LifeSame},
		"same in full": {c.Start, c.End, noon(), moderation.LifeSame},
		"running":      {c.Start.AddDate(0, 0, 7), time.Time{}, c.Start, moderation.LifeRunning},
		"over":         {c.Start.AddDate(0, 0, 7), time.Time{}, c.End.Add(time.Second), moderation.LifeOver},
		"backwards":    {c.Start.AddDate(0, 0, 7), c.Start, noon(), moderation.LifeLong},
		"too long":     {c.Start, c.Start.Add(25 * time.Hour), noon(), moderation.LifeLong},
	} {
		_, err := l.ProposeMove(t.Context(), m1(), x.start, x.end, x.at)
		refused(t, what, err, x.why)
	}
	_, err := l.ProposeLecturer(t.Context(), m1(), "Zhang", "writes books", noon())
	refused(t, "the same lecturer", err, moderation.LifeSame)
	l.broken = &moderation.FileError{}
	if _, err := l.ProposeLecturer(t.Context(), m1(), "Li", "", noon()); !errors.Is(err, l.broken) {
		t.Errorf("a bad file: %v", err)
	}
	l.broken = nil
	p, err := l.ProposeMove(t.Context(), m1(), c.Start.AddDate(0, 0, 7), time.Time{}, c.Start.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	pending := confirmed[moderation.PendingMove](t, l.office, m1(), p.Code)
	_, err = l.Move(t.Context(), m1(), pending, c.Start) // the class has begun in the meantime
	refused(t, "confirmed while it runs", err, moderation.LifeRunning)
}

// TestOutline says where a class stands and what comes next.
func TestOutline(t *testing.T) {
	t.Parallel()
	l := newLife()
	o, err := l.Outline(t.Context(), m1(), noon())
	if err != nil || o.Stage != campaign.StageOpen || o.Total != 105 || !o.Reached || o.People != 80 || o.Reachable != 60 {
		t.Errorf("%+v, %v", o, err)
	}
	if len(o.Next) == 0 || o.Next[0].Reminder == nil || o.Next[0].Reminder.Name != "hour before" {
		t.Errorf("next %+v", o.Next)
	} else if last := o.Next[len(o.Next)-1]; last.Kind != moderation.EventClaimsEnd {
		t.Errorf("last %+v", last)
	}
	l.class.Cancelled = true
	o, err = l.Outline(t.Context(), m1(), noon())
	if err != nil || o.Stage != campaign.StageCancelled || len(o.Next) != 1 || o.Reached {
		t.Errorf("cancelled: %+v, %v", o, err)
	}
}

func lifeActions() map[string]func(t *testing.T) action {
	return map[string]func(t *testing.T) action{
		"move a class": func(*testing.T) action {
			l := newLife()
			return func(ctx context.Context) error {
				_, err := l.ProposeMove(ctx, m1(), l.class.Start.Add(time.Hour), time.Time{}, noon())
				return err
			}
		},
		"cancel a class": func(t *testing.T) action {
			t.Helper()
			l := newLife()
			p, err := l.ProposeCancelling(t.Context(), m1(), "", noon())
			if err != nil {
				t.Fatal(err)
			}
			pending := confirmed[moderation.PendingCancelling](t, l.office, m1(), p.Code)
			return func(ctx context.Context) error {
				got, err := l.Cancel(ctx, m1(), pending, noon())
				if err != nil {
					return err
				}
				_, err = l.Notify(ctx, m1(), got.New, newsText, noon())
				return err
			}
		},
		"outline": func(*testing.T) action {
			l := newLife()
			return func(ctx context.Context) error { _, err := l.Outline(ctx, m1(), noon()); return err }
		},
	}
}
