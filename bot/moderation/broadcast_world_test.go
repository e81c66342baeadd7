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

func (a *air) NextNumber(ctx context.Context, _, _ string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return len(a.stored) + 1, nil
}

func (a *air) Insert(ctx context.Context, b *campaign.Broadcast) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.stored[b.Number] = *b
	return nil
}

func (a *air) Save(ctx context.Context, b *campaign.Broadcast) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return a.Insert(ctx, b)
}

func (a *air) Broadcast(ctx context.Context, c string, number int) (*campaign.Broadcast, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, ok := a.stored[number]
	if !ok || c != class {
		return nil, campaign.ErrNotFound
	}
	return &b, nil
}

func (a *air) InState(ctx context.Context, _ string, s campaign.BroadcastState) (out []*campaign.Broadcast, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for n := 1; n <= len(a.stored); n++ {
		if b := a.stored[n]; b.State == s {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) SentSince(ctx context.Context, _ string, since time.Time) (out []*campaign.Broadcast, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for n := len(a.stored); n > 0; n-- {
		if b := a.stored[n]; b.Sent.After(since) {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) CountAudience(ctx context.Context, _ string, who campaign.Audience, month time.Time) (campaign.AudienceCount, error) {
	if err := ctx.Err(); err != nil {
		return campaign.AudienceCount{}, err
	}
	if want := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC); !month.Equal(want) {
		return campaign.AudienceCount{}, fmt.Errorf("the month began at %v, want %v", month, want)
	}
	return campaign.AudienceCount{People: a.audience[who], Reachable: a.audience[who] - 1, Moment: 77}, nil
}

func (a *air) AudiencePage(
	ctx context.Context, q campaign.AudienceQuery, from campaign.AudienceCursor, n int,
) (page campaign.AudiencePage, err error) {
	if err := ctx.Err(); err != nil {
		return campaign.AudiencePage{}, err
	}
	a.moments = append(a.moments, q.Moment)
	for page.Next = from; page.Read < n && page.Next.After < int64(a.audience[q.Audience]); page.Read++ {
		page.Next.After++
		page.People = append(page.People, campaign.Candidate{Person: bot.PersonID(page.Next.After), Known: true})
	}
	page.Next.Ended = page.Read < n
	return page, nil
}

func (a *air) AddToAudience(ctx context.Context, b *campaign.Broadcast, people []bot.PersonID, after int) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if after != a.made[b.Number] {
		return 0, fmt.Errorf("people are added after place %d, of %d", after, a.made[b.Number])
	}
	a.made[b.Number] += len(people)
	return len(people), nil
}

func (a *air) AddJob(ctx context.Context, j campaign.Job) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	a.jobs = append(a.jobs, j)
	return true, nil
}

func (a *air) Split(ctx context.Context, b *campaign.Broadcast, sizes []int, first, others time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	due := first
	for i, n := range sizes {
		a.chunks[b.Number] = append(a.chunks[b.Number], campaign.Chunk{
			Campaign: class, Broadcast: b.Number, Number: i + 1, State: campaign.ChunkQueued, Due: due, Size: n,
		})
		due = others
	}
	return nil
}

func (a *air) Chunks(ctx context.Context, b *campaign.Broadcast) ([]campaign.Chunk, int, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	return a.chunks[b.Number], 0, nil
}

func (a *air) CancelChunks(ctx context.Context, b *campaign.Broadcast) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, c := range a.chunks[b.Number] {
		if c.Waits() {
			a.chunks[b.Number][i].State = campaign.ChunkCancelled
		}
	}
	return nil
}

func (a *air) ClassLinks(ctx context.Context, _ time.Time) (textcheck.Links, error) {
	if err := ctx.Err(); err != nil {
		return textcheck.Links{}, err
	}
	return a.links, nil
}

func (a *air) Scheduled(ctx context.Context, _ string, now time.Time) (out []*campaign.Broadcast, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for n := 1; n <= len(a.stored); n++ {
		if b := a.stored[n]; (b.State == campaign.BroadcastScheduled || b.State == campaign.BroadcastLeaving) && !b.Due.After(now) {
			out = append(out, &b)
		}
	}
	return out, nil
}

func (a *air) Ended(ctx context.Context, _ string, _ time.Time, wait time.Duration) (out []*campaign.Broadcast, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if wait != 30*time.Minute {
		return nil, fmt.Errorf("waits %v for results", wait)
	}
	for _, n := range a.ended {
		b := a.stored[n]
		out = append(out, &b)
	}
	return out, nil
}

func (a *air) StopAll(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for n, b := range a.stored {
		if b.State == campaign.BroadcastSending {
			b.State = campaign.BroadcastStopped
			a.stored[n] = b
		}
	}
	return nil
}

func (*air) OptedOutAfter(ctx context.Context, _ *campaign.Broadcast) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return 3, nil
}

func (a *air) DueChunk(ctx context.Context, now time.Time, owner string) (*campaign.Call, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
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

func (a *air) SaveChunk(ctx context.Context, c campaign.Chunk) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.chunks[c.Broadcast][c.Number-1] = c
	return nil
}

func (a *air) ChunkOf(ctx context.Context, msgID string) (*campaign.Chunk, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, c := range a.chunks[1] {
		if c.MsgID == msgID {
			return &c, nil
		}
	}
	return nil, campaign.ErrNotFound
}

func (a *air) OverdueChunk(ctx context.Context, before time.Time) (*campaign.Chunk, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if a.overdue == nil || a.overdue.Began.After(before) {
		return nil, campaign.ErrNotFound
	}
	return a.overdue, nil
}

func (a *air) KeepResult(ctx context.Context, r campaign.MassResult, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.results[r.MsgID] = r
	return nil
}

func (a *air) Result(ctx context.Context, msgID string) (campaign.MassResult, error) {
	if err := ctx.Err(); err != nil {
		return campaign.MassResult{}, err
	}
	r, ok := a.results[msgID]
	if !ok {
		return r, campaign.ErrNotFound
	}
	return r, nil
}

func (a *air) Spend(ctx context.Context, _ bot.PersonID) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if a.credit == 0 {
		return false, nil
	}
	a.credit--
	a.spent++
	return true, nil
}

func (a *air) Refund(ctx context.Context, _ bot.PersonID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
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
