package moderation_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/textcheck"
)

// newsText passes every check.
const newsText = "the slides of the talk are ready for everybody"

// air is a world with broadcasts in memory.
type air struct {
	*world
	*moderation.Broadcasts
	runner   *moderation.BroadcastRunner
	stored   map[int]campaign.Broadcast
	audience map[campaign.Audience]int // how many people are in it now
	made     map[int]int               // how many people were stored for a broadcast
	moments  []int64                   // at which people had to fit
	jobs     []campaign.Job
	chunks   map[int][]campaign.Chunk
	people1  *campaign.Person // the only person of a call to one
	results  map[string]campaign.MassResult
	credit   int
	spent    int
	ended    []int
	overdue  *campaign.Chunk
	links    textcheck.Links
}

func newAir() *air {
	w := newWorld()
	w.campaign.Broadcasts = campaign.BroadcastRules{
		Quiet: campaign.Hours{From: 22 * 60, To: 8 * 60}, Trial: 5, TrialWait: 2 * time.Minute,
		SameTextSpan: 24 * time.Hour, SecondPersonAt: 500,
	}
	a := &air{
		world: w, stored: map[int]campaign.Broadcast{}, audience: map[campaign.Audience]int{seated(): 6}, made: map[int]int{},
		chunks: map[int][]campaign.Chunk{}, results: map[string]campaign.MassResult{},
	}
	rules := &moderation.BroadcastRules{
		Campaign: w.campaign, Store: a, Audiences: a, Notices: w, Controls: w, Links: a, Jobs: a,
		Channel: campaign.Channel{
			MaxText: 2048, Mass: campaign.MassLimits{PerCall: 10_000, PerDay: 100, PerMonth: 4, Repeat: 23 * time.Hour},
		},
	}
	a.Broadcasts = &moderation.Broadcasts{Rules: rules, Guard: w.Guard, Notify: w.notifier()}
	a.runner = &moderation.BroadcastRunner{BroadcastRules: rules, Runs: a, Calls: a, Credits: a}
	w.reachable(900)
	return a
}

func seated() campaign.Audience { return campaign.Audience{Kind: campaign.AudienceSeated} }

// one is the first broadcast of the class.
func one() moderation.Ref {
	return moderation.Ref{Class: class, Kind: moderation.KindBroadcast, Number: 1}
}

// in stores broadcast 1 in a state, ready to be confirmed.
func (a *air) in(s campaign.BroadcastState) {
	a.stored[1] = campaign.Broadcast{
		Campaign: class, Number: 1, Audience: seated(), Text: newsText, State: s, Size: 6, Previewed: true,
		By: "ann", Owner: 900, Made: noon(),
	}
}

// change changes broadcast 1.
func (a *air) change(f func(b *campaign.Broadcast)) {
	b := a.stored[1]
	f(&b)
	a.stored[1] = b
}

// state wants broadcast 1 in a state.
func (a *air) state(t *testing.T, want campaign.BroadcastState) {
	t.Helper()
	if got := a.stored[1].State; got != want {
		t.Errorf("B1 is %s, want %s", got, want)
	}
}

func (a *air) NextNumber(context.Context, string, string) (int, error) { return len(a.stored) + 1, nil }

func (a *air) Insert(_ context.Context, b *campaign.Broadcast) error {
	a.stored[b.Number] = *b
	return nil
}

func (a *air) Save(ctx context.Context, b *campaign.Broadcast) error { return a.Insert(ctx, b) }

func (a *air) Broadcast(_ context.Context, c string, number int) (*campaign.Broadcast, error) {
	b, ok := a.stored[number]
	if !ok || c != class {
		return nil, campaign.ErrNotFound
	}
	return &b, nil
}

func (a *air) InState(_ context.Context, _ string, s campaign.BroadcastState) (out []*campaign.Broadcast, err error) {
	for n := 1; n <= len(a.stored); n++ {
		if b := a.stored[n]; b.State == s {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) SentSince(_ context.Context, _ string, since time.Time) (out []*campaign.Broadcast, err error) {
	for n := len(a.stored); n > 0; n-- {
		if b := a.stored[n]; b.Sent.After(since) {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) CountAudience(_ context.Context, _ string, who campaign.Audience, month time.Time) (campaign.AudienceCount, error) {
	if want := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC); !month.Equal(want) {
		return campaign.AudienceCount{}, fmt.Errorf("the month began at %v, want %v", month, want)
	}
	return campaign.AudienceCount{People: a.audience[who], Reachable: a.audience[who] - 1, Moment: 77}, nil
}

func (a *air) AudiencePage(
	_ context.Context, q campaign.AudienceQuery, from campaign.AudienceCursor, n int,
) (page campaign.AudiencePage, err error) {
	a.moments = append(a.moments, q.Moment)
	for page.Next = from; page.Read < n && page.Next.After < int64(a.audience[q.Audience]); page.Read++ {
		page.Next.After++
		page.People = append(page.People, campaign.Candidate{Person: bot.PersonID(page.Next.After), Known: true})
	}
	page.Next.Ended = page.Read < n
	return page, nil
}

func (a *air) AddToAudience(_ context.Context, b *campaign.Broadcast, people []bot.PersonID, after int) (int, error) {
	if after != a.made[b.Number] {
		return 0, fmt.Errorf("people are added after place %d, of %d", after, a.made[b.Number])
	}
	a.made[b.Number] += len(people)
	return len(people), nil
}

func (a *air) AddJob(_ context.Context, j campaign.Job) (bool, error) {
	a.jobs = append(a.jobs, j)
	return true, nil
}

func (a *air) Split(_ context.Context, b *campaign.Broadcast, sizes []int, first, others time.Time) error {
	due := first
	for i, n := range sizes {
		a.chunks[b.Number] = append(a.chunks[b.Number], campaign.Chunk{
			Campaign: class, Broadcast: b.Number, Number: i + 1, State: campaign.ChunkQueued, Due: due, Size: n,
		})
		due = others
	}
	return nil
}

func (a *air) Chunks(_ context.Context, b *campaign.Broadcast) ([]campaign.Chunk, int, error) {
	return a.chunks[b.Number], 0, nil
}

func (a *air) CancelChunks(_ context.Context, b *campaign.Broadcast) error {
	for i, c := range a.chunks[b.Number] {
		if c.Waits() {
			a.chunks[b.Number][i].State = campaign.ChunkCancelled
		}
	}
	return nil
}

func (a *air) ClassLinks(context.Context) (textcheck.Links, error) { return a.links, nil }

func (a *air) Scheduled(_ context.Context, now time.Time) (out []*campaign.Broadcast, err error) {
	for n := 1; n <= len(a.stored); n++ {
		if b := a.stored[n]; b.State == campaign.BroadcastScheduled && !b.Due.After(now) {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) Ended(_ context.Context, _ time.Time, wait time.Duration) (out []*campaign.Broadcast, err error) {
	if wait != 30*time.Minute {
		return nil, fmt.Errorf("waits %v for results", wait)
	}
	for _, n := range a.ended {
		b := a.stored[n]
		out = append(out, &b)
	}
	return out, nil
}

func (a *air) StopAll(ctx context.Context) error { return a.Halt(ctx) }

func (*air) OptedOutAfter(context.Context, *campaign.Broadcast) (int, error) { return 3, nil }

func (a *air) DueChunk(_ context.Context, now time.Time, owner string) (*campaign.Call, error) {
	b := a.stored[1]
	for i := range a.chunks[1] {
		c := &a.chunks[1][i]
		if b.State != campaign.BroadcastSending || c.State != campaign.ChunkQueued || c.Due.After(now) {
			continue
		}
		c.State = campaign.ChunkSending
		if c.Began.IsZero() {
			c.Began = now
		}
		call := &campaign.Call{Chunk: *c, Text: b.Text, Waiting: len(a.chunks[1]) - i, Person: a.people1}
		for k := range c.Size {
			call.People = append(call.People, fmt.Sprint(owner, "'s ", k))
		}
		return call, nil
	}
	return nil, campaign.ErrNotFound
}

func (a *air) SaveChunk(_ context.Context, c campaign.Chunk) error {
	a.chunks[c.Broadcast][c.Number-1] = c
	return nil
}

func (a *air) ChunkOf(_ context.Context, msgID string) (*campaign.Chunk, error) {
	for _, c := range a.chunks[1] {
		if c.MsgID == msgID {
			return &c, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (a *air) OverdueChunk(_ context.Context, before time.Time) (*campaign.Chunk, error) {
	if a.overdue == nil || a.overdue.Began.After(before) {
		return nil, campaign.ErrNotFound
	}
	return a.overdue, nil
}

func (a *air) KeepResult(_ context.Context, r campaign.MassResult, _ time.Time) error {
	a.results[r.MsgID] = r
	return nil
}

func (a *air) Result(_ context.Context, msgID string) (campaign.MassResult, error) {
	r, ok := a.results[msgID]
	if !ok {
		return r, campaign.ErrNotFound
	}
	return r, nil
}

func (a *air) Spend(context.Context, bot.PersonID) (bool, error) {
	if a.credit == 0 {
		return false, nil
	}
	a.credit--
	a.spent++
	return true, nil
}

func (a *air) Refund(context.Context, bot.PersonID) error {
	a.credit++
	a.spent--
	return nil
}

// alerts are the bodies that went to the moderators' group.
func (a *air) alerts() (out []campaign.Body) {
	for _, n := range a.notices {
		if n.Robot == campaign.StaffRobot {
			out = append(out, n.Body)
		}
	}
	return out
}
