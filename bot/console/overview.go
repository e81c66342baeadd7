package console

import (
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// overview shows a class on one page: what is most urgent, how full it is, and today.
type overview struct {
	// Urgent are the matters that wait, the most urgent first.
	Urgent  []matter
	Figures moderation.Figures
	Total   int
	// Reach is that of the next reminder before the class, which Reminder names; else that of
	// a broadcast to all who have a seat.
	Reach    moderation.ReachCount
	Reminder string
	Reached  string // the page with the people of Reach
	Quota    quota
	Why      []reason
	Groups   groups
	Charts   charts
	Timeline []point
	Sends    []*campaign.Broadcast
	Jobs     []moderation.JobRow
	State    string // before, open, running, after
}

// groups are the pages with the people behind the numbers; empty for roles that see nobody.
type groups struct {
	Seated, Waiting, Present string
	Holders                  map[string]string
}

func groupsOf(v *visit) (g groups) {
	if !v.who.May(moderation.ActionListPeople) {
		return g
	}
	path := func(k campaign.AudienceKind, arg string) string {
		return groupPath(v, keyOf(campaign.Audience{Kind: k, Arg: arg}))
	}
	g.Seated, g.Waiting = path(campaign.AudienceSeated, ""), path(campaign.AudienceWaiting, "")
	g.Present = path(campaign.AudiencePresent, "")
	g.Holders = map[string]string{}
	for _, k := range v.Campaign.Packs {
		g.Holders[k.ID] = path(campaign.AudienceHolders, k.ID)
	}
	return g
}

// matter is something that waits for a moderator. Path is the page of its button; without
// one, Line is what to write to the account.
type matter struct {
	Kind, Name, Path, Line string
	N                      int
	Since                  time.Time
}

// point is a moment of the timeline.
type point struct {
	Kind, Name string
	At         time.Time
	Past, Next bool
}

// overview shows the page that everything begins with.
func (b board) overview(v *visit) (err error) {
	var out overview
	m := v.Moderation
	if out.Figures, err = m.Numbers.Read(v.ctx(), v.who); err != nil {
		return err
	}
	out.Total = v.Attendees.Signups.Total(out.Figures.Tally)
	out.Groups = groupsOf(v)
	if err = out.reach(v); err != nil {
		return err
	}
	if out.Quota, err = quotaOf(v); err != nil {
		return err
	}
	if out.Charts, err = chartsOf(v, out.Figures); err != nil {
		return err
	}
	sends, err := m.Lists.Broadcasts(v.ctx(), v.who, moderation.Page{Limit: 8})
	if err != nil {
		return err
	}
	out.Sends = sends.Rows
	if out.Jobs, err = m.Lists.Jobs(v.ctx(), v.who); err != nil {
		return err
	}
	out.Timeline, out.State = timeline(v.Campaign, v.now), stateOf(v.Campaign, v.now)
	if out.Urgent, err = b.urgent(v, &out); err != nil {
		return err
	}
	return v.page("overview", out)
}

// reach counts who will get what is said next to all who have a seat.
func (o *overview) reach(v *visit) (err error) {
	q := moderation.ReachQuery{Audience: campaign.Audience{Kind: campaign.AudienceSeated}}
	next, ok, err := v.Moderation.Seats.Schedule.Next(v.ctx(), v.who, v.now)
	if err != nil {
		return err
	}
	if ok {
		o.Reminder, q.Audience, q.Credit = next.Name, next.Audience, next.At
	}
	if o.Reach, err = countReach(v, q); err != nil {
		return err
	}
	if o.Why = reasonsOf(v, q, o.Reach); v.who.May(moderation.ActionListPeople) {
		o.Reached = crowdPath(v, q)
	}
	return nil
}

func stateOf(c *campaign.Campaign, now time.Time) string {
	switch {
	case now.Before(c.Signup.Open):
		return "before"
	case now.Before(c.Start):
		return "open"
	case !now.After(c.End):
		return "running"
	default:
		return "after"
	}
}

// timeline is what happens on the day of the class and today, in order.
func timeline(c *campaign.Campaign, now time.Time) (out []point) {
	add := func(kind, name string, at time.Time) {
		if !at.IsZero() {
			out = append(out, point{Kind: kind, Name: name, At: at, Past: !at.After(now)})
		}
	}
	add("signup-open", "", c.Signup.Open)
	add("signup-close", "", c.Signup.Close)
	add("start", "", c.Start)
	add("end", "", c.End)
	if c.HasCheckin() {
		add("checkin-open", "", c.Checkin.Open)
		add("checkin-close", "", c.Checkin.Close)
	}
	add("questions-close", "", c.Questions.Close)
	for _, r := range c.Reminders {
		add("reminder", r.Name, r.At)
	}
	slices.SortStableFunc(out, func(a, b point) int { return a.At.Compare(b.At) })
	if i := slices.IndexFunc(out, func(p point) bool { return !p.Past }); i >= 0 {
		out[i].Next = true
	}
	return out
}

// urgent lists what waits for a moderator, the most urgent first.
func (b board) urgent(v *visit, o *overview) (out []matter, err error) {
	stopped, err := v.State.Stopped(v.ctx())
	if err != nil {
		return nil, err
	}
	if stopped.Level > campaign.StopNothing {
		out = append(out, matter{Kind: "stopped", Path: v.path("stop"), Since: stopped.At, Name: stopped.By})
	}
	for _, s := range o.Sends {
		switch s.State {
		case campaign.BroadcastPaused, campaign.BroadcastStopped:
			out = append(out, matter{Kind: "send-" + string(s.State), Name: s.Name(), Path: v.path("sends/" + s.Name()), Since: s.Made})
		case campaign.BroadcastApproval:
			out = append(out, matter{Kind: "send-approval", Name: s.Name(), Path: v.path("sends/" + s.Name()), Since: s.Made})
		case campaign.BroadcastHeld:
			out = append(out, matter{Kind: "send-held", Name: s.Name(), Path: v.path("sends/" + s.Name()), Since: s.Made})
		default:
		}
	}
	broken, err := brokenPacks(v)
	if err != nil {
		return nil, err
	}
	for _, k := range broken {
		if len(k.Mirrors) > 0 {
			out = append(out, matter{Kind: "pack", Name: k.ID, Path: packs{}.path(v, k.ID)})
		}
	}
	if gap := v.Campaign.Start.Sub(v.now); v.Campaign.LiveRoom == "" && gap > 0 && gap < 2*time.Hour {
		out = append(out, matter{Kind: "liveroom", Since: v.Campaign.Start})
	}
	waiting, err := b.waiting(v, o)
	if err != nil {
		return nil, err
	}
	out = append(out, waiting...)
	if o.Figures.Questions > 0 {
		out = append(out, matter{Kind: "questions", N: o.Figures.Questions, Path: v.path("questions")})
	}
	unknown, err := v.Moderation.Lists.Unknown(v.ctx(), v.who, moderation.Page{Limit: 1})
	if err == nil && len(unknown.Rows) > 0 {
		out = append(out, matter{Kind: "unknown", Line: "unknown"})
	}
	for _, j := range o.Jobs {
		if j.Failures > 2 {
			out = append(out, matter{Kind: "job", Name: string(j.Kind), N: j.Failures, Since: j.Created})
			break
		}
	}
	return out, err
}

// waiting returns the ticket that has waited longest, as late if it waits longer than
// promised while moderators are on duty.
func (board) waiting(v *visit, o *overview) ([]matter, error) {
	l, err := v.Moderation.Lists.Desk(v.ctx(), v.who, moderation.DeskFilter{}, moderation.Page{Limit: 10})
	if err != nil {
		return nil, err
	}
	for _, r := range l.Rows {
		if r.State != campaign.TicketOpen {
			continue
		}
		m := matter{Kind: "ticket", Name: r.Name(), Path: v.path("tickets/" + r.Name()), N: o.Figures.Tickets, Since: r.OpenedAt}
		promised := time.Duration(v.Campaign.PromisedMinutes) * time.Minute
		if v.Campaign.Duty.Contains(v.now.In(v.Campaign.Zone)) && promised > 0 && v.now.Sub(r.OpenedAt) > promised {
			m.Kind = "ticket-late"
		}
		return []matter{m}, nil
	}
	return nil, nil
}
