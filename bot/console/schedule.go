package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// schedule has the page about what happens by the clock.
type schedule struct{}

// schedulePage is what has happened in a class by the clock and what will, in order.
type schedulePage struct {
	Events []event
	Checks []check
	May    bool
	// Skip and Move wait for their code.
	Skip *skipPlan
	Move *movePlan
	// Typed is what was typed for the reminder Name.
	Name, Typed string
	Wrong       *refusal
}

// event is a moment of the class, a reminder, or a broadcast.
type event struct {
	Kind, Name string
	At         time.Time
	Past       bool
	Reminder   *moderation.Planned
	// ID tells reminders of a page apart, Stamp is its time in forms.
	ID    int
	Stamp int64
	Why   []reason
	Path  string // the people that a reminder is for
	// Told and Failed lead to those whom it reached, or did not; empty for those who see nobody.
	Told, Failed string
	Send         *campaign.Broadcast
}

// skipPlan is a reminder that is to be called off, movePlan one that is to be moved.
type skipPlan struct {
	Code, Name string
	At         time.Time
}

type movePlan struct {
	moderation.LifePlan
	Name     string
	From, To time.Time
}

// page shows the schedule.
func (s schedule) page(v *visit) error {
	p, err := s.read(v)
	if err != nil {
		return err
	}
	return v.page("schedule", p)
}

// back leads from the address of a deed, which a browser may have kept, to the schedule.
func (schedule) back(v *visit) error { return v.redirect(v.path("schedule")) }

// scheduledMost is how many broadcasts the schedule shows.
const scheduledMost = 50

func (s schedule) read(v *visit) (*schedulePage, error) {
	p := &schedulePage{May: v.who.May(moderation.ActionMoveReminder)}
	for _, t := range timeline(v.Campaign, v.now) {
		if t.Kind != "reminder" {
			p.Events = append(p.Events, event{Kind: t.Kind, At: t.At, Past: t.Past})
		}
	}
	reminders, err := v.Moderation.Seats.Schedule.Reminders(v.ctx(), v.who, v.now)
	if err != nil {
		return nil, err
	}
	for i := range reminders {
		p.Events = append(p.Events, s.reminder(v, i, &reminders[i]))
	}
	sends, err := v.Moderation.Broadcasts.Sends.List(v.ctx(), v.who, moderation.SendsAll, moderation.Page{Limit: scheduledMost})
	if err != nil {
		return nil, err
	}
	for _, b := range sends.Rows {
		at := b.Sent
		if at.IsZero() && (b.State == campaign.BroadcastScheduled || b.State == campaign.BroadcastApproval) {
			at = b.Due
		}
		if !at.IsZero() {
			p.Events = append(p.Events, event{Kind: "send", Name: b.Name(), At: at, Past: !at.After(v.now), Send: b})
		}
	}
	slices.SortStableFunc(p.Events, func(a, b event) int { return a.At.Compare(b.At) })
	p.Checks, err = checklist(v)
	return p, err
}

func (schedule) reminder(v *visit, i int, r *moderation.Planned) event {
	q, topic := moderation.ReachQuery{Audience: r.Audience, Credit: r.At}, campaign.ReminderTopic(r.Name, r.At)
	return event{
		Kind: "reminder", Name: r.Name, At: r.At, Past: !r.At.After(v.now), Reminder: r, ID: i, Stamp: r.At.Unix(),
		Why: reasonsOf(v, q, r.Count), Path: crowdPath(v, q),
		Told:   behindPath(v, moderation.BehindNotices, "told:"+topic, nil),
		Failed: behindPath(v, moderation.BehindNotices, "failed:"+topic, nil),
	}
}

// which returns the reminder that a form is about.
func which(v *visit) (name string, at time.Time, err error) {
	n, err := strconv.ParseInt(v.form("at"), 10, 64)
	if err != nil {
		return "", time.Time{}, errForm
	}
	return v.form("name"), time.Unix(n, 0), nil
}

// do does something to a reminder, and shows the schedule with what came of it.
func (s schedule) do(v *visit, f func(ctx context.Context, name string, at time.Time, p *schedulePage) (flash, error)) error {
	name, at, err := which(v)
	if err != nil {
		return err
	}
	var said flash
	var asked schedulePage
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		asked = schedulePage{}
		said, err = f(ctx, name, at, &asked)
		return err
	})
	if err == nil && said.Code != "" {
		v.say(said)
		return v.redirect(v.path("schedule"))
	}
	show := func(wrong *refusal, status int) error {
		p, err := s.read(v)
		if err != nil {
			return err
		}
		p.Skip, p.Move, p.Wrong, p.Name, p.Typed = asked.Skip, asked.Move, wrong, name, v.form("to")
		return v.show(status, "schedule", p)
	}
	if err != nil {
		return again(err, show)
	}
	return show(nil, http.StatusOK)
}

// skip asks for the code that calls a reminder off for its time.
func (s schedule) skip(v *visit) error {
	return s.do(v, func(ctx context.Context, name string, at time.Time, p *schedulePage) (flash, error) {
		code, err := v.Moderation.Seats.Schedule.ProposeSkip(ctx, v.who, name, at, v.now)
		p.Skip = &skipPlan{code, name, at}
		if err != nil {
			p.Skip = nil
		}
		return flash{}, err
	})
}

// unskip lets a reminder go out that was skipped.
func (s schedule) unskip(v *visit) error {
	return s.do(v, func(ctx context.Context, name string, at time.Time, _ *schedulePage) (flash, error) {
		return flash{Code: "unskipped", Text: name}, v.Moderation.Seats.Schedule.Unskip(ctx, v.who, name, at, v.now)
	})
}

// move asks for the code that moves a reminder to another time.
func (s schedule) move(v *visit) error {
	return s.do(v, func(ctx context.Context, name string, at time.Time, p *schedulePage) (flash, error) {
		to, err := dueIn(v, strings.TrimSpace(v.form("to")))
		if err != nil {
			return flash{}, err
		}
		plan, err := v.Moderation.Seats.Life.ProposeReminder(ctx, v.who, moderation.PendingReminder{Name: name, From: at, To: to}, v.now)
		if err == nil {
			p.Move = &movePlan{plan, name, at, to}
		}
		return flash{}, err
	})
}

// check is one thing of the moderators' list for the evening, due At. Done is set if the
// program can see that it is done; Open if it can see that it is not.
type check struct {
	Kind       string
	At         time.Time
	Done, Open bool
	Past       bool
	Path       string
	N          int
}

// brokenPacks are the packs without a link that works.
func brokenPacks(v *visit) (out []campaign.Pack, err error) {
	for _, k := range v.Campaign.Packs {
		links, err := v.Attendees.Packs.Working(v.ctx(), k, v.now)
		if err != nil {
			return nil, err
		}
		if len(links) == 0 {
			out = append(out, k)
		}
	}
	return out, nil
}

// checklist derives the list from the times of the class.
func checklist(v *visit) (out []check, err error) {
	c := v.Campaign
	add := func(k check) {
		if !k.At.IsZero() {
			k.Past = !k.At.After(v.now)
			out = append(out, k)
		}
	}
	broken, err := brokenPacks(v)
	if err != nil {
		return nil, err
	}
	figures, err := v.Moderation.Numbers.Read(v.ctx(), v.who)
	if err != nil {
		return nil, err
	}
	before := func(d time.Duration) time.Time { return c.Start.Add(-d) }
	if len(c.Packs) > 0 {
		add(check{Kind: "packs", At: before(24 * time.Hour), Done: len(broken) == 0, Open: len(broken) > 0, N: len(broken)})
	}
	add(check{Kind: "liveroom", At: before(2 * time.Hour), Done: c.LiveRoom != "", Open: c.LiveRoom == ""})
	seated := moderation.ReachQuery{Audience: campaign.Audience{Kind: campaign.AudienceSeated}}
	for _, r := range c.Reminders {
		if r.At.After(v.now) {
			seated.Credit = r.At
			break
		}
	}
	add(check{Kind: "reach", At: before(2 * time.Hour), Path: crowdPath(v, seated)})
	tickets := check{Path: v.path("tickets"), Done: figures.Tickets == 0, Open: figures.Tickets > 0, N: figures.Tickets}
	tickets.Kind, tickets.At = "tickets", before(30*time.Minute)
	add(tickets)
	if c.HasCheckin() {
		add(check{Kind: "passphrase", At: before(10 * time.Minute), Done: len(c.Checkin.Passphrases) > 0})
		add(check{Kind: "say", At: c.Start})
		add(check{Kind: "last-call", At: c.Checkin.Close.Add(-10 * time.Minute)})
	}
	if !c.Questions.Unlisted {
		add(check{Kind: "questions", At: c.End.Add(-10 * time.Minute), N: figures.Questions, Open: figures.Questions > 0})
	}
	if c.HasCheckin() {
		add(check{Kind: "makeup", At: c.Checkin.Close, Path: v.path("tickets?tab=H")})
	}
	tickets.Kind, tickets.At = "answers", c.End.Add(time.Hour)
	add(tickets)
	slices.SortStableFunc(out, func(a, b check) int { return a.At.Compare(b.At) })
	return out, nil
}
