package console

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// groupPath is the page with the people of a group: see keyOf.
func groupPath(v *visit, key string) string { return v.path("reach?of=" + url.QueryEscape(key)) }

// stage is a bar of the funnel. Of is its percentage of the stage before, -1 for the first.
type stage struct {
	Kind, Arg string
	N         int
	Width     string
	Of        int
	Path      string
}

// funnelOf lists how many people have come how far.
func funnelOf(v *visit, f moderation.Figures, s moderation.Stages) (out []stage) {
	add := func(kind, arg string, n int, a campaign.Audience) {
		out = append(out, stage{Kind: kind, Arg: arg, N: n, Path: groupPath(v, keyOf(a))})
	}
	add("came", "", s.Came, campaign.Audience{Kind: moderation.GroupCame})
	add("signed", "", f.Tally.Taken, campaign.Audience{Kind: campaign.AudienceSeated})
	if v.Campaign.HasCheckin() {
		add("present", "", f.Present, campaign.Audience{Kind: campaign.AudiencePresent})
	}
	for _, k := range v.Campaign.Packs {
		add("pack", k.ID, f.Holders[k.ID], campaign.Audience{Kind: campaign.AudienceHolders, Arg: k.ID})
	}
	out = append(out, stage{Kind: "asked", N: s.Asked, Path: behindPath(v, moderation.BehindCurious, "", nil)})
	most := 1
	for _, s := range out {
		most = max(most, s.N)
	}
	for i := range out {
		out[i].Width, out[i].Of = number(chartSize*float64(out[i].N)/float64(most)), -1
		if i > 0 && out[0].N > 0 {
			out[i].Of = (out[i].N*200/out[0].N + 1) / 2
		}
	}
	return out
}

// stack is a chart of what came by which channel in which time.
type stack struct {
	Columns []column
	// Channels are the codes by how many came by them, the most first; the last has what
	// stands for all others.
	Channels []channel
	Max, Sum int
	Path     string // the people behind Sum
	drawing
	Step time.Duration
}

// column is a time of a stack, from its foot up.
type column struct {
	Label string
	N     int
	Path  string
	Parts []part
}

// part is what came by the channel with a number.
type part struct {
	drawnMark
	Class int
}

// channel is a channel's code and how many came by it. Class chooses its colour.
type channel struct {
	Code  string
	N     int
	Share int
	Class int
	Path  string
}

// colours is how many channels have a colour of their own; the others share the last.
const colours = 5

// stackOf draws what was counted by channel and time.
func stackOf(v *visit, bars []moderation.Bar, from, to time.Time, step time.Duration) (s stack) {
	s.Step = step
	s.Path = behindPath(v, moderation.BehindSigned, "", url.Values{"from": {stamp(from)}, "to": {stamp(to)}})
	sums := map[string]int{}
	for _, b := range bars {
		sums[b.Channel] += b.N
		s.Sum += b.N
	}
	codes := slices.SortedFunc(maps.Keys(sums), func(a, b string) int { return cmp.Or(sums[b]-sums[a], cmp.Compare(a, b)) })
	class := map[string]int{}
	for i, code := range codes {
		class[code] = min(i, colours-1)
		s.Channels = append(s.Channels, channel{
			Code: code, N: sums[code], Share: (sums[code]*200/s.Sum + 1) / 2, Class: class[code],
			Path: groupPath(v, keyOf(campaign.Audience{Kind: campaign.AudienceSource, Arg: code})),
		})
	}
	form := "15:04"
	if to.Sub(from) > 24*time.Hour {
		form = "1/2 15:04"
	}
	byTime := map[int64]*column{}
	for at := from; at.Before(to) && len(s.Columns) < chartMarks; at = at.Add(step) {
		s.Columns = append(s.Columns, column{Label: at.In(v.Campaign.Zone).Format(form)})
	}
	for i := range s.Columns {
		byTime[from.Add(time.Duration(i)*step).Unix()] = &s.Columns[i]
	}
	for _, b := range bars {
		if c := byTime[b.From.Unix()]; c != nil {
			span := url.Values{"from": {stamp(b.From)}, "to": {stamp(b.From.Add(step))}}
			c.Path = behindPath(v, moderation.BehindSigned, "", span)
			span.Set("source", b.Channel)
			c.N += b.N
			c.Parts = append(c.Parts, part{drawnMark: drawnMark{mark: mark{
				Label: b.Channel, N: b.N, Path: behindPath(v, moderation.BehindSigned, "", span),
			}}, Class: class[b.Channel]})
			s.Max = max(s.Max, c.N)
		}
	}
	s.place()
	return s
}

// place puts the parts of each column one upon another.
func (s *stack) place() {
	if len(s.Columns) == 0 {
		return
	}
	wide := chartSize / float64(len(s.Columns))
	for i := range s.Columns {
		c := &s.Columns[i]
		slices.SortStableFunc(c.Parts, func(a, b part) int { return a.Class - b.Class })
		top := chartSize
		for j := range c.Parts {
			p := &c.Parts[j]
			high := chartSize * float64(p.N) / float64(max(1, s.Max))
			top -= high
			p.X, p.Y, p.W, p.H = number(float64(i)*wide+wide/10), number(top), number(wide*0.8), number(high)
		}
		s.Marks = append(s.Marks, drawnMark{mark: mark{Label: c.Label, N: c.N}})
	}
	s.First, s.Middle, s.Last = s.Columns[0].Label, s.Columns[len(s.Columns)/2].Label, s.Columns[len(s.Columns)-1].Label
}

// charts are the drawings of the first page.
type charts struct {
	Funnel  []stage
	Signups stack
	// Checkins are per minute; nil while there can be none.
	Checkins []mark
	// All is set if registrations are shown since the beginning instead of the last hours.
	All bool
}

const (
	// signupStep is the time of one bar of registrations, checkinStep of check-ins.
	signupStep  = 10 * time.Minute
	checkinStep = time.Minute
	// charted is how far back registrations are read if the class does not say when they
	// began.
	charted = 30 * 24 * time.Hour
)

// counts is what charts show of a class, before it is drawn.
type counts struct {
	moderation.Stages
	Signups, Checkins []moderation.Bar
}

// chartsOf reads the drawings of the first page.
func chartsOf(v *visit, f moderation.Figures) (out charts, err error) {
	out.All = v.r.URL.Query().Get("span") == "all"
	from, to, step := signupSpan(v, out.All)
	key := v.path("charts ") + from.String() + to.String()
	n, err := remember(v, key, func(ctx context.Context) (n counts, err error) {
		read := v.Moderation.Numbers.Charts
		if n.Stages, err = read.Stages(ctx, v.who); err != nil {
			return n, err
		}
		if n.Signups, err = read.Signups(ctx, v.who, from, to, step); err != nil || !v.Campaign.HasCheckin() {
			return n, err
		}
		open, end := checkinSpan(v)
		n.Checkins, err = read.Checkins(ctx, v.who, open, end, checkinStep)
		return n, err
	})
	if err != nil {
		return out, err
	}
	out.Funnel, out.Signups = funnelOf(v, f, n.Stages), stackOf(v, n.Signups, from, to, step)
	var rows []moderation.Counted
	for _, b := range n.Checkins {
		rows = append(rows, moderation.Counted{At: b.From, N: b.N})
	}
	out.Checkins = timesOf(v, rows, checkinStep, false, timed(v, moderation.BehindChecked, ""))
	return out, nil
}

// checkinSpan is the time of check-ins, a day at most.
func checkinSpan(v *visit) (from, to time.Time) {
	from, to = v.Campaign.Checkin.Open, v.Campaign.Checkin.Close.Add(time.Second)
	if to.Sub(from) > 24*time.Hour {
		from = to.Add(-24 * time.Hour)
	}
	return from.Truncate(time.Minute), to
}

// signupSpan is the time whose registrations are shown, and that of one bar: ten minutes each
// of the last hours, or all since the beginning.
func signupSpan(v *visit, all bool) (from, to time.Time, step time.Duration) {
	to = v.now
	if v.Campaign.End.Before(to) {
		to = v.Campaign.End
	}
	to = to.Truncate(signupStep).Add(signupStep)
	if !all {
		return to.Add(-signupStep * chartMarks), to, signupStep
	}
	from = v.Campaign.Signup.Open
	if from.IsZero() || to.Sub(from) > charted || !from.Before(to) {
		from = to.Add(-charted)
	}
	step = stepFor(from, to, signupStep)
	from = from.Truncate(signupStep)
	return from, to, step
}
