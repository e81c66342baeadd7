package moderation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// ReportCounts is what a store counts for the report of a class.
type ReportCounts struct {
	// Arrived are the people who came to the class: who followed the account or scanned a code
	// for it, and who has followed the account for longer and registered without a code.
	Arrived int
	// Channels counts by the code of the channel; an empty one stands for people who came by
	// none. Its sums, Arrived aside, are those of the class.
	Channels []ChannelCounts
	// Waited and Promoted count how often somebody came onto the waitlist, and got a seat from
	// it.
	Waited, Promoted int
	// Holders hold at least one pack; Gone of them stopped following within a week after it.
	Holders, Gone int
	// Reporters called a link of a pack dead.
	Reporters int
	// OptedOut have a seat and want no pushes.
	OptedOut int
	// Questions are those to the lecturer, Answered of them were dealt with.
	Questions, Answered int
	// Direct is how often the bot answered a question by itself. Tickets went to a moderator, by
	// Askers people together; Replied were answered.
	Direct, Tickets, Askers, Replied int
	// Wait is the median of the times from a ticket to its first answer.
	Wait time.Duration
	// Due is to how many people the bot should have said something first, Sent how many of
	// these the platform says it has told.
	Due, Sent int
	// Converted is what a moderator has written down; nil for nothing.
	Converted *int
}

// ChannelCounts are the people who came by a channel. Held are the holders of packs, by pack.
type ChannelCounts struct {
	Code                                      string
	Arrived, Seated, Waiting, Present, Asking int
	Held                                      map[string]int
}

// ReportStore counts for the report of a class, and keeps the one number in it that people
// write down.
type ReportStore interface {
	// CountReport counts. It is asked outside of units.
	CountReport(ctx context.Context, class string, gone time.Duration) (ReportCounts, error)
	// SetConverted stores how many people the class has won. It joins the unit of the context.
	SetConverted(ctx context.Context, class string, n int) error
}

// FigureKey names a figure of the report.
type FigureKey string

// The figures. Each is N of Of, but for FigureWait, which has a Time, and FigureWaited and
// FigurePromoted, which are counts.
const (
	FigureReached    FigureKey = "reached"     // told / to be told
	FigureSigned     FigureKey = "signed"      // seats / arrived
	FigureWaited     FigureKey = "waited"      // came onto the waitlist
	FigurePromoted   FigureKey = "promoted"    // got a seat from it
	FigurePresent    FigureKey = "present"     // checked in / seats
	FigureClaimed    FigureKey = "claimed"     // holders of a pack / checked in
	FigureAsked      FigureKey = "asked"       // people who asked the lecturer / seats
	FigureAnswered   FigureKey = "answered"    // tickets answered / tickets
	FigureWait       FigureKey = "first_wait"  // median of the first answers
	FigureSelf       FigureKey = "self"        // 1 - to a moderator / questions
	FigureDeadLinks  FigureKey = "dead_links"  // reporters of a link / holders
	FigureOptedOut   FigureKey = "opted_out"   // opted out / seats
	FigureUnfollowed FigureKey = "unfollowed"  // left within a week / holders
	FigureConverted  FigureKey = "conversions" // as written down / checked in
)

// Figure is a figure of the report. Arg is the pack that it is about.
type Figure struct {
	Key  FigureKey     `json:"key"`
	Arg  string        `json:"pack,omitempty"`
	N    int           `json:"n"`
	Of   int           `json:"of"`
	Time time.Duration `json:"-"`
	// Known is false if nobody knows: what it counts was forgotten, or nobody wrote it down.
	Known bool `json:"known"`
}

// Percent returns the figure in tenths of a percent, rounded; false if it is a share of
// nothing.
func (f Figure) Percent() (tenths int, ok bool) {
	if !f.Known || f.Of <= 0 {
		return 0, false
	}
	return (f.N*2000 + f.Of) / (2 * f.Of), true
}

// Stage is a step of the funnel: N people, by the channel of ReportCounts with the same place.
type Stage struct {
	Key FigureKey `json:"key"`
	Arg string    `json:"pack,omitempty"`
	N   int       `json:"n"`
	By  []int     `json:"by_channel"`
}

// StageArrived is the first stage of the funnel. The others have the keys of their figures.
const StageArrived FigureKey = "arrived"

// Report is the report of a class at a moment.
type Report struct {
	Counts  ReportCounts
	Funnel  []Stage
	Figures []Figure
}

// Reports makes the report of a class.
type Reports struct {
	Campaign *campaign.Campaign
	Guard    *Guard
	Store    ReportStore
}

// unfollowedWithin is how soon after a pack somebody must leave to be counted.
const unfollowedWithin = 7 * 24 * time.Hour

// Read counts the report of the class at a time.
func (s *Reports) Read(ctx context.Context, who Actor, at time.Time) (Report, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return Report{}, err
	}
	n, err := s.Store.CountReport(ctx, s.Campaign.ID, unfollowedWithin)
	if err != nil {
		return Report{}, fmt.Errorf("count the report of the class: %w", err)
	}
	slices.SortStableFunc(n.Channels, func(a, b ChannelCounts) int {
		return cmp.Or(b.Seated-a.Seated, b.Arrived-a.Arrived, cmp.Compare(a.Code, b.Code))
	})
	return Report{Counts: n, Funnel: funnel(s.Campaign, n), Figures: figures(s.Campaign, n, at)}, nil
}

// Convert writes down how many people the class has won.
func (s *Reports) Convert(ctx context.Context, who Actor, n int, at time.Time) error {
	if err := allow(who, ActionNoteConversions); err != nil {
		return err
	}
	if n < 0 || n > conversionsMost {
		return ErrNumber
	}
	if err := s.Store.SetConverted(ctx, s.Campaign.ID, n); err != nil {
		return fmt.Errorf("store how many people the class has won: %w", err)
	}
	return s.Guard.record(ctx, who, change{ActionNoteConversions, "", "", fmt.Sprint(n)}, at)
}

const conversionsMost = 1_000_000

// sum adds up a count of all channels.
func sum(all []ChannelCounts, of func(ChannelCounts) int) (n int) {
	for _, c := range all {
		n += of(c)
	}
	return n
}

func seated(c ChannelCounts) int  { return c.Seated }
func present(c ChannelCounts) int { return c.Present }
func asking(c ChannelCounts) int  { return c.Asking }

func holding(pack string) func(ChannelCounts) int {
	return func(c ChannelCounts) int { return c.Held[pack] }
}

// funnel lists how many people have come how far.
func funnel(c *campaign.Campaign, n ReportCounts) (out []Stage) {
	add := func(key FigureKey, arg string, of func(ChannelCounts) int) {
		s := Stage{Key: key, Arg: arg, N: sum(n.Channels, of), By: make([]int, len(n.Channels))}
		for i, ch := range n.Channels {
			s.By[i] = of(ch)
		}
		out = append(out, s)
	}
	add(StageArrived, "", func(c ChannelCounts) int { return c.Arrived })
	out[0].N = n.Arrived // who came by two channels is one
	add(FigureSigned, "", seated)
	if c.HasCheckin() {
		add(FigurePresent, "", present)
	}
	for _, k := range c.Packs {
		add(FigureClaimed, k.ID, holding(k.ID))
	}
	add(FigureAsked, "", asking)
	return out
}

// figures computes them as they are defined.
func figures(c *campaign.Campaign, n ReportCounts, at time.Time) []Figure {
	seats, came := sum(n.Channels, seated), sum(n.Channels, present)
	kept := !at.After(c.End.Add(campaign.TextLife)) // notices and reports of links are forgotten then
	out := []Figure{
		{Key: FigureReached, N: n.Sent, Of: n.Due, Known: kept},
		{Key: FigureSigned, N: seats, Of: n.Arrived, Known: true},
		{Key: FigureWaited, N: n.Waited, Known: true},
		{Key: FigurePromoted, N: n.Promoted, Known: true},
	}
	base := seats
	if c.HasCheckin() {
		base = came
		out = append(out, Figure{Key: FigurePresent, N: came, Of: seats, Known: true})
	}
	for _, k := range c.Packs {
		out = append(out, Figure{Key: FigureClaimed, Arg: k.ID, N: sum(n.Channels, holding(k.ID)), Of: base, Known: true})
	}
	converted := Figure{Key: FigureConverted, Of: base, Known: n.Converted != nil}
	if converted.Known {
		converted.N = *n.Converted
	}
	return append(
		out,
		Figure{Key: FigureAsked, N: sum(n.Channels, asking), Of: seats, Known: true},
		Figure{Key: FigureAnswered, N: n.Replied, Of: n.Tickets, Known: true},
		Figure{Key: FigureWait, Of: n.Replied, Time: n.Wait, Known: n.Replied > 0},
		Figure{Key: FigureSelf, N: n.Direct, Of: n.Direct + n.Askers, Known: true},
		Figure{Key: FigureDeadLinks, N: n.Reporters, Of: n.Holders, Known: kept},
		Figure{Key: FigureOptedOut, N: n.OptedOut, Of: seats, Known: true},
		Figure{Key: FigureUnfollowed, N: n.Gone, Of: n.Holders, Known: true}, converted,
	)
}
