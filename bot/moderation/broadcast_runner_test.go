package moderation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestBeginDue starts what is due, or holds it and says why.
func TestBeginDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at     time.Time
		change func(a *air)
		want   campaign.HoldReason // "" for one that starts
		waits  bool
	}{
		"on time":        {noon(), func(*air) {}, "", false},
		"ten minutes on": {noon().Add(10 * time.Minute), func(*air) {}, "", false},
		"too late":       {noon().Add(10*time.Minute + 1), func(*air) {}, campaign.HoldLate, false},
		"before":         {noon().Add(-1), func(*air) {}, "", true},
		"a fifth more":   {noon(), grownTo(12), "", false},
		"more than that": {
			noon(), grownTo(13), campaign.HoldGrown, false,
		},
		"nobody":          {noon(), func(a *air) { a.audience[seated()] = 0 }, campaign.HoldNobody, false},
		"a second needed": {noon(), func(a *air) { a.campaign.Broadcasts.SecondPersonAt = 5 }, campaign.HoldGrown, false},
		"unable":          {noon(), func(a *air) { a.Rules.Unable = true }, campaign.HoldUnable, false},
		"stopped":         {noon(), func(a *air) { a.level = campaign.StopFirst }, campaign.HoldStopped, false},
		"at night": {
			noon(), quietAt(12), campaign.HoldStartQuiet, false,
		},
		"unfit": {noon(), func(a *air) { a.change(func(b *campaign.Broadcast) { b.Text = "test" }) }, campaign.HoldTextOutdated, false},
		"outdated": {noon(), func(a *air) {
			a.change(func(b *campaign.Broadcast) { b.Text += " 明天见"; b.Made = noon().AddDate(0, 0, -1) })
		}, campaign.HoldTextOutdated, false},
		"the same": {noon(), func(a *air) {
			a.stored[2] = campaign.Broadcast{Number: 2, State: campaign.BroadcastDone, Text: newsText, Sent: noon().Add(-time.Hour)}
		}, campaign.HoldSameText, false},
		"busy":          {noon(), busy, "", true},
		"busy and late": {noon().Add(time.Hour), busy, campaign.HoldLate, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAir()
			a.in(campaign.BroadcastScheduled)
			a.change(func(b *campaign.Broadcast) { b.Due = noon() })
			c.change(a)
			if err := a.runner.BeginDue(t.Context(), c.at); err != nil {
				t.Fatal(err)
			}
			var alerts []campaign.Body
			switch {
			case c.waits:
				a.state(t, campaign.BroadcastScheduled)
			case c.want == "":
				a.state(t, campaign.BroadcastSending)
			default:
				a.state(t, campaign.BroadcastHeld)
				alerts = []campaign.Body{campaign.BroadcastAlert{Number: 1, Reason: c.want}}
				if b := a.stored[1]; b.Previewed || !b.Due.IsZero() || b.Approved != "" {
					t.Errorf("held: %+v", b)
				}
			}
			if d := cmp.Diff(alerts, a.alerts(), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("alerts (-want +got)\n%s", d)
			}
		})
	}
}

// grownTo lets the audience of 10 people have others now.
func grownTo(people int) func(a *air) {
	return func(a *air) {
		a.audience[seated()] = people
		a.change(func(b *campaign.Broadcast) { b.Size = 10 })
	}
}

// quietAt makes the time from an hour until 13:00 quiet.
func quietAt(hour int) func(a *air) {
	return func(a *air) { a.campaign.Broadcasts.Quiet = campaign.Hours{From: hour * 60, To: 13 * 60} }
}

// begun lets the first call have begun some time ago.
func begun(ago time.Duration) func(a *air) {
	return func(a *air) { a.chunks[1][0].Began = noon().Add(-ago) }
}

func busy(a *air) {
	a.stored[2] = campaign.Broadcast{Number: 2, State: campaign.BroadcastSending, Text: "other"}
	a.chunks[2] = []campaign.Chunk{{State: campaign.ChunkQueued}}
}

// sending is a world whose broadcast 1 runs with calls of these sizes.
func sending(sizes ...int) *air {
	a := newAir()
	a.in(campaign.BroadcastSending)
	for i, n := range sizes {
		a.chunks[1] = append(a.chunks[1], campaign.Chunk{
			Campaign: class, Broadcast: 1, Number: i + 1, State: campaign.ChunkQueued, Due: noon(), Size: n,
		})
	}
	return a
}

// TestNextCall leases calls, and ends what needs none.
func TestNextCall(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sizes  []int
		change func(a *air)
		want   int // the number of the call, 0 for none
		first  campaign.ChunkState
		state  campaign.BroadcastState
	}{
		"the first":     {[]int{2, 3}, nil, 1, campaign.ChunkSending, campaign.BroadcastSending},
		"an empty one":  {[]int{0, 3}, nil, 2, campaign.ChunkAccepted, campaign.BroadcastSending},
		"none":          {nil, nil, 0, "", campaign.BroadcastSending},
		"stopped":       {[]int{2}, func(a *air) { a.level = campaign.StopFirst }, 0, campaign.ChunkQueued, campaign.BroadcastSending},
		"a lost single": {[]int{1, 3}, func(a *air) { a.chunks[1][0].Maybe = true }, 2, campaign.ChunkUnknown, campaign.BroadcastSending},
		"a lost list":   {[]int{2}, func(a *air) { a.chunks[1][0].Maybe = true }, 1, campaign.ChunkSending, campaign.BroadcastSending},
		"an old list": {
			[]int{2, 3}, begun(23*time.Hour + 1), 2, campaign.ChunkUnknown, campaign.BroadcastSending,
		},
		"one not so old": {
			[]int{2, 3}, begun(23 * time.Hour), 1, campaign.ChunkSending, campaign.BroadcastSending,
		},
		"at night": {
			[]int{2, 3},
			quietAt(12), 0, campaign.ChunkQueued,
			campaign.BroadcastPaused,
		},
		"a single": {[]int{1}, func(a *air) { a.credit, a.people1 = 1, reach(2) }, 1, campaign.ChunkSending, campaign.BroadcastSending},
		"its last credit": {
			[]int{1}, func(a *air) { a.credit, a.people1 = 1, reach(1) }, 0, campaign.ChunkAccepted, campaign.BroadcastSending,
		},
		"spent meanwhile":    {[]int{1}, func(a *air) { a.people1 = reach(2) }, 0, campaign.ChunkAccepted, campaign.BroadcastSending},
		"a single of nobody": {[]int{1}, nil, 0, campaign.ChunkAccepted, campaign.BroadcastSending},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := sending(c.sizes...)
			if c.change != nil {
				c.change(a)
			}
			got, skipped, err := a.runner.NextCall(t.Context(), noon(), "me")
			if got == nil && skipped && c.want != 0 { // one call at a time: the next comes in a unit of its own
				got, _, err = a.runner.NextCall(t.Context(), noon(), "me")
			}
			if err != nil || (got == nil) != (c.want == 0) || got != nil && got.Number != c.want {
				t.Errorf("call %+v, %v, want %d", got, err, c.want)
			}
			if c.first != "" && a.chunks[1][0].State != c.first {
				t.Errorf("the first call is %s, want %s", a.chunks[1][0].State, c.first)
			}
			passed := c.first != "" && c.want != 1 && c.first != campaign.ChunkQueued
			if want := c.state == campaign.BroadcastPaused || passed; skipped != want {
				t.Errorf("skipped is %v, want %v", skipped, want)
			}
			a.state(t, c.state)
			if c.state == campaign.BroadcastPaused {
				want := []campaign.Body{campaign.BroadcastAlert{Number: 1, Reason: campaign.HoldQuiet}}
				if d := cmp.Diff(want, a.alerts()); d != "" || !a.chunks[1][0].Began.IsZero() {
					t.Errorf("alerts (-want +got)\n%s; %+v", d, a.chunks[1][0])
				}
			}
		})
	}
}

func reach(credits int) *campaign.Person {
	return &campaign.Person{ID: 7, Following: true, Credits: credits, CreditsUntil: noon().Add(time.Hour)}
}

// TestCallEnded stores what became of a call, and pauses what would not fare better.
func TestCallEnded(t *testing.T) {
	t.Parallel()
	refusal := func(c bot.ErrorClass) campaign.CallResult {
		return campaign.CallResult{Err: &bot.SendError{Class: c, Code: 9, Words: "no"}}
	}
	lost := campaign.CallResult{Maybe: true, Err: &bot.SendError{MaybeSent: true}}
	soon := noon().Add(time.Minute)
	for name, c := range map[string]struct {
		size   int
		began  time.Duration // before now
		r      campaign.CallResult
		state  campaign.ChunkState
		due    time.Time
		paused bool
		spent  int
	}{
		"accepted":      {2, 0, campaign.CallResult{MsgID: "m"}, campaign.ChunkAccepted, noon(), false, 0},
		"lost":          {2, 0, lost, campaign.ChunkQueued, soon, false, 0},
		"lost for long": {2, 10 * time.Minute, lost, campaign.ChunkQueued, noon(), true, 0},
		"not so long":   {2, 10*time.Minute - 1, lost, campaign.ChunkQueued, soon, false, 0},
		"too fast":      {2, 0, refusal(bot.TooFast), campaign.ChunkQueued, soon, false, 0},
		"content":       {2, 0, refusal(bot.BadContent), campaign.ChunkFailed, noon(), false, 0},
		"content, once lost": {
			2, 0, campaign.CallResult{Maybe: true, Err: &bot.SendError{Class: bot.BadContent}}, campaign.ChunkUnknown, noon(), false, 0,
		},
		"quota":    {2, 0, refusal(bot.NoQuota), campaign.ChunkQueued, noon(), true, 0},
		"settings": {2, 0, refusal(bot.BadConfig), campaign.ChunkQueued, noon(), true, 0},
		"ban":      {2, 0, refusal(bot.Banned), campaign.ChunkQueued, noon(), true, 0},
		"right":    {2, 0, refusal(bot.Forbidden), campaign.ChunkQueued, noon(), true, 0},
		"outage":   {2, 0, refusal(bot.Transient), campaign.ChunkQueued, noon(), true, 0},
		"postponed": {
			2, 0, campaign.CallResult{Postponed: true, Err: &bot.SendError{Class: bot.Transient}}, campaign.ChunkQueued, soon, false, 0,
		},
		"one accepted":       {1, 0, campaign.CallResult{}, campaign.ChunkAccepted, noon(), false, 1},
		"one lost":           {1, 0, lost, campaign.ChunkUnknown, noon(), false, 1},
		"one without window": {1, 0, refusal(bot.NoWindow), campaign.ChunkAccepted, noon(), false, 1},
		"one gone":           {1, 0, refusal(bot.NoRecipient), campaign.ChunkAccepted, noon(), false, 1},
		"one refused":        {1, 0, refusal(bot.BadContent), campaign.ChunkFailed, noon(), false, 0},
		"one too fast":       {1, 0, refusal(bot.TooFast), campaign.ChunkQueued, soon, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := sending(c.size)
			if c.size == 1 {
				a.credit, a.people1 = 1, reach(2)
			}
			a.chunks[1][0].Began = noon().Add(-c.began)
			call, _, err := a.runner.NextCall(t.Context(), noon(), "me")
			if err != nil || call == nil {
				t.Fatal(call, err)
			}
			if err := a.runner.CallEnded(t.Context(), call, c.r, noon()); err != nil {
				t.Fatal(err)
			}
			got := a.chunks[1][0]
			if got.State != c.state || !got.Due.Equal(c.due) || got.Maybe != c.r.Maybe || got.MsgID != c.r.MsgID || a.spent != c.spent {
				t.Errorf("call %+v with %d credits spent, want %s due %v", got, a.spent, c.state, c.due)
			}
			if again := got.State == campaign.ChunkQueued && !got.Maybe; again != got.Began.IsZero() {
				t.Errorf("began %v", got.Began)
			}
			if c.size == 1 && (got.Finished != (c.state == campaign.ChunkAccepted) || got.Delivered == 1 != (c.r.Err == nil)) {
				t.Errorf("call to one %+v", got)
			}
			a.paused(t, c.paused, c.r)
		})
	}
}

// paused wants broadcast 1 paused, with an alert, or not.
func (a *air) paused(t *testing.T, want bool, r campaign.CallResult) {
	t.Helper()
	if !want {
		a.state(t, campaign.BroadcastSending)
		a.told(t)
		return
	}
	a.state(t, campaign.BroadcastPaused)
	why := campaign.HoldRefused
	if r.Err.Class == bot.Forbidden {
		why = campaign.HoldForbidden
	}
	alert := campaign.BroadcastAlert{Number: 1, Reason: why, Code: r.Err.Code, Words: r.Err.Words}
	if d := cmp.Diff([]campaign.Body{alert}, a.alerts()); d != "" {
		t.Errorf("alerts (-want +got)\n%s", d)
	}
}

// TestCancelledMeanwhile ends a call for later of a broadcast that was cancelled, and
// pauses no broadcast that was halted already.
func TestCancelledMeanwhile(t *testing.T) {
	t.Parallel()
	for maybe, want := range map[bool]campaign.ChunkState{false: campaign.ChunkCancelled, true: campaign.ChunkUnknown} {
		a := sending(2)
		call, _, _ := a.runner.NextCall(t.Context(), noon(), "me")
		a.change(func(b *campaign.Broadcast) { b.State = campaign.BroadcastCancelled })
		r := campaign.CallResult{Maybe: maybe, Err: &bot.SendError{Class: bot.NoQuota}}
		if err := a.runner.CallEnded(t.Context(), call, r, noon()); err != nil || a.chunks[1][0].State != want {
			t.Errorf("maybe %v: %+v, %v", maybe, a.chunks[1][0], err)
		}
		a.state(t, campaign.BroadcastCancelled)
	}
}

// TestRunning reports stops and pauses.
func TestRunning(t *testing.T) {
	t.Parallel()
	a := sending(2)
	call, _, _ := a.runner.NextCall(t.Context(), noon(), "me")
	for _, step := range []struct {
		do   func()
		want bool
	}{
		{func() {}, true},
		{func() { a.level = campaign.StopFirst }, false},
		{func() { a.level = campaign.StopNothing; a.in(campaign.BroadcastPaused) }, false},
	} {
		step.do()
		if on, err := a.runner.Running(t.Context(), call); err != nil || on != step.want {
			t.Errorf("running %v, %v, want %v", on, err, step.want)
		}
	}
	a.in(campaign.BroadcastSending)
	if err := a.runner.StopAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.state(t, campaign.BroadcastStopped)
}

// TestMassResults joins the platform's results to their calls, also those that come
// before the call's answer.
func TestMassResults(t *testing.T) {
	t.Parallel()
	a := sending(4)
	result := campaign.MassResult{MsgID: "m", Total: 4, Filtered: 1, Sent: 3, Failed: 9, Status: "send success"}
	call, _, _ := a.runner.NextCall(t.Context(), noon(), "me")
	if err := a.runner.TakeMassResult(t.Context(), result, noon()); err != nil || a.chunks[1][0].Finished {
		t.Fatalf("too early: %+v, %v", a.chunks[1][0], err)
	}
	if err := a.runner.CallEnded(t.Context(), call, campaign.CallResult{MsgID: "m"}, noon()); err != nil {
		t.Fatal(err)
	}
	got := a.chunks[1][0]
	if !got.Finished || got.Delivered != 3 || got.Rejected != 1 || got.Total != 4 || got.Filtered != 1 || got.Words != "send success" {
		t.Errorf("call %+v", got)
	}
	a = sending(4)
	call, _, _ = a.runner.NextCall(t.Context(), noon(), "me")
	if err := a.runner.CallEnded(t.Context(), call, campaign.CallResult{MsgID: "m"}, noon()); err != nil || a.chunks[1][0].Finished {
		t.Fatalf("without a result: %+v, %v", a.chunks[1][0], err)
	}
	err := a.runner.TakeMassResult(t.Context(), result, noon())
	if got = a.chunks[1][0]; err != nil || got.Delivered != 3 || !got.Finished {
		t.Errorf("call %+v, %v", got, err)
	}
}

// TestOverdue asks about results after ten minutes and counts a failure.
func TestOverdue(t *testing.T) {
	t.Parallel()
	a := sending(4)
	a.overdue = &campaign.Chunk{Campaign: class, Broadcast: 1, Number: 1, State: campaign.ChunkAccepted, MsgID: "m", Size: 4, Began: noon()}
	a.chunks[1][0] = *a.overdue
	if c, err := a.runner.OverdueResult(t.Context(), noon().Add(10*time.Minute-1)); err != nil || c != nil {
		t.Errorf("before ten minutes: %+v, %v", c, err)
	}
	c, err := a.runner.OverdueResult(t.Context(), noon().Add(10*time.Minute))
	if err != nil || c == nil {
		t.Fatal(c, err)
	}
	if err := a.runner.CallFailed(t.Context(), c, bot.MassStatus{Words: "FAIL"}); err != nil {
		t.Fatal(err)
	}
	if got := a.chunks[1][0]; !got.Finished || got.Rejected != 4 || got.Words != "FAIL" {
		t.Errorf("call %+v", got)
	}
}

// TestOverdueResultComes keeps a result that comes while the platform is asked.
func TestOverdueResultComes(t *testing.T) {
	t.Parallel()
	a := sending(4)
	a.overdue = &campaign.Chunk{Campaign: class, Broadcast: 1, Number: 1, State: campaign.ChunkAccepted, MsgID: "m", Size: 4, Began: noon()}
	a.chunks[1][0] = *a.overdue
	c, err := a.runner.OverdueResult(t.Context(), noon().Add(10*time.Minute))
	if err != nil || c == nil {
		t.Fatal(c, err)
	}
	result := campaign.MassResult{MsgID: "m", Total: 4, Sent: 4, Status: "send success"}
	if err := a.runner.TakeMassResult(t.Context(), result, noon()); err != nil {
		t.Fatal(err)
	}
	if err := a.runner.CallFailed(t.Context(), c, bot.MassStatus{Words: "FAIL"}); err != nil {
		t.Fatal(err)
	}
	if got := a.chunks[1][0]; got.Delivered != 4 || got.Rejected != 0 || got.Words != "send success" {
		t.Errorf("call %+v", got)
	}
}

// TestReport ends a broadcast and tells its author and the group.
func TestReport(t *testing.T) {
	t.Parallel()
	for owner, told := range map[bot.PersonID][]string{900: {"report to 0", "report to 900"}, 0: {"report to 0"}} {
		a := sending()
		a.change(func(b *campaign.Broadcast) { b.Owner, b.Size = owner, 21 })
		a.chunks[1] = []campaign.Chunk{
			{State: campaign.ChunkAccepted, MsgID: "m", Finished: true, Size: 10, Delivered: 7, Rejected: 1},
			{State: campaign.ChunkUnknown, Size: 5},
			{State: campaign.ChunkCancelled, Size: 6},
		}
		a.ended = []int{1}
		if err := a.runner.ReportEnded(t.Context(), noon()); err != nil {
			t.Fatal(err)
		}
		a.state(t, campaign.BroadcastDone)
		a.told(t, told...)
		want := campaign.Body(campaign.BroadcastReport{Number: 1, Delivered: 7, Unreached: 2 + 6, Failed: 1, Unknown: 5, OptedOut: 3})
		if d := cmp.Diff(want, a.notices[0].Body); d != "" || !a.stored[1].Told || !a.stored[1].Ended.Equal(noon()) {
			t.Errorf("report (-want +got)\n%s; %+v", d, a.stored[1])
		}
	}
}
