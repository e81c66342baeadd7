package moderation_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// step is a moderator's step about broadcast 1.
type step func(ctx context.Context, a *air) (moderation.Started, error)

func confirmStep(ctx context.Context, a *air) (moderation.Started, error) {
	return a.Confirm(ctx, ann(), one(), 6, noon())
}

func approveStep(ctx context.Context, a *air) (moderation.Started, error) {
	return a.Approve(ctx, bob(), one(), noon())
}

func scheduleAt(due time.Time) step {
	return func(ctx context.Context, a *air) (moderation.Started, error) {
		return a.Schedule(ctx, ann(), one(), due, noon())
	}
}

// TestSteps takes broadcast 1 from a state to the next, or refuses it.
func TestSteps(t *testing.T) {
	t.Parallel()
	later := noon().Add(time.Hour)
	over := func(b *campaign.Broadcast) { b.Size = 600 }
	due := func(at time.Time) func(b *campaign.Broadcast) { return func(b *campaign.Broadcast) { b.Due = at } }
	none := func(*campaign.Broadcast) {}
	unseen := func(b *campaign.Broadcast) { b.Previewed = false }
	unfit := func(b *campaign.Broadcast) { b.Text = "test" }
	agreed := func(at time.Time) func(b *campaign.Broadcast) {
		return func(b *campaign.Broadcast) { b.Size, b.Approved, b.Due = 600, "bob", at }
	}
	secondFrom := func(n int) func(a *air) { return func(a *air) { a.campaign.Broadcasts.SecondPersonAt = n } }
	draft, held, approval := campaign.BroadcastDraft, campaign.BroadcastHeld, campaign.BroadcastApproval
	waits, sends := campaign.BroadcastScheduled, campaign.BroadcastSending
	for name, c := range map[string]struct {
		do     step
		from   campaign.BroadcastState
		change func(b *campaign.Broadcast)
		world  func(a *air)
		want   moderation.Refusal
		step   moderation.Step
		to     campaign.BroadcastState
	}{
		"confirm": {confirmStep, draft, none, nil, "", moderation.StepSending, sends},
		"a wrong number": {
			confirmStep, draft, func(b *campaign.Broadcast) { b.Size = 7 }, nil, moderation.RefusedCount, "", "",
		},
		"not seen": {
			confirmStep, draft, unseen, nil, moderation.RefusedUnseen, "", "",
		},
		"held":  {confirmStep, held, none, nil, moderation.RefusedHeld, "", ""},
		"twice": {confirmStep, sends, none, nil, moderation.RefusedConfirmed, "", ""},
		"an unfit text": {
			confirmStep, draft, unfit, nil, moderation.RefusedUnfit, "", "",
		},
		"while it is stopped": {
			confirmStep, draft, none, func(a *air) { a.level = campaign.StopFirst }, moderation.RefusedStopped, "", "",
		},
		"at night": {
			confirmStep, draft, none, quietAt(11),
			moderation.RefusedQuiet, "", "",
		},
		"unable": {
			confirmStep, draft, none, func(a *air) { a.Rules.Unable = true }, moderation.RefusedUnable, "", "",
		},
		"a second person": {
			confirmStep, draft, none, secondFrom(5), "", moderation.StepSecond,
			approval,
		},
		"few enough": {
			confirmStep, draft, none, secondFrom(6), "", moderation.StepSending,
			sends,
		},
		"approve":         {approveStep, approval, over, nil, "", moderation.StepSending, sends},
		"approve a draft": {approveStep, draft, none, nil, moderation.RefusedState, "", ""},
		"approve one's own": {
			approveStep, approval, func(b *campaign.Broadcast) { b.By = "bob" }, nil, moderation.RefusedSameHand, "", "",
		},
		"approve by one phone": {
			approveStep, approval, func(b *campaign.Broadcast) { b.Owner = 901 }, nil, moderation.RefusedSameHand, "", "",
		},
		"approve for later": {
			approveStep, approval, due(later), nil, "", moderation.StepScheduled, waits,
		},
		"approve too late": {approveStep, approval, due(noon()), nil, "", moderation.StepMissed, held},
		"schedule": {
			scheduleAt(later), draft, none, nil, "", moderation.StepScheduled, waits,
		},
		"schedule again": {
			scheduleAt(later), waits, none, nil, "", moderation.StepScheduled, waits,
		},
		"schedule many": {scheduleAt(later), draft, over, nil, "", moderation.StepSecond, approval},
		"schedule an agreed": {
			scheduleAt(later), waits, agreed(later), nil, "",
			moderation.StepScheduled, waits,
		},
		"move an agreed": {
			scheduleAt(later), waits, agreed(noon()), nil,
			"", moderation.StepSecond, approval,
		},
		"schedule the past":  {scheduleAt(noon()), draft, none, nil, moderation.RefusedPast, "", ""},
		"schedule the night": {scheduleAt(noon().Add(11 * time.Hour)), draft, none, nil, moderation.RefusedQuietDue, "", ""},
		"schedule a held":    {scheduleAt(later), held, none, nil, moderation.RefusedHeld, "", ""},
		"schedule a running": {scheduleAt(later), sends, none, nil, moderation.RefusedState, "", ""},
		"schedule an unseen": {
			scheduleAt(later), draft, unseen, nil, moderation.RefusedUnseen, "", "",
		},
		"schedule what changes": {
			scheduleAt(noon().AddDate(0, 0, 1)), draft, func(b *campaign.Broadcast) { b.Text += "今晚" }, nil,
			moderation.RefusedUntrue, "", "",
		},
		"schedule an unfit": {
			scheduleAt(later), draft, unfit, nil, moderation.RefusedUnfit, "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAir()
			a.in(c.from)
			a.change(c.change)
			if c.world != nil {
				c.world(a)
			}
			got, err := c.do(t.Context(), a)
			refusedWith(t, err, c.want)
			if c.want != "" {
				a.state(t, c.from)
				a.logged(t)
				return
			}
			a.state(t, c.to)
			if got.Step != c.step || len(a.log) != 1 || a.log[0].Before != string(c.from) || a.log[0].Target != "B1" {
				t.Errorf("step %q, log %+v", got.Step, a.log)
			}
			if calls := a.chunks[1]; (len(calls) > 0) != (c.to == sends) {
				t.Errorf("calls %+v", calls)
			}
		})
	}
}

// TestTrial sends to a few people first.
func TestTrial(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDraft)
	if _, err := confirmStep(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	want := []campaign.Chunk{
		{Campaign: class, Broadcast: 1, Number: 1, State: campaign.ChunkQueued, Due: noon(), Size: 4},
		{Campaign: class, Broadcast: 1, Number: 2, State: campaign.ChunkQueued, Due: noon().Add(2 * time.Minute), Size: 2},
	}
	if d := cmp.Diff(want, a.chunks[1]); d != "" || !a.stored[1].Sent.Equal(noon()) {
		t.Errorf("(-want +got)\n%s", d)
	}
	a.logged(t, "ann broadcast.confirm B1: draft -> sending to 6")
}

// TestOneAtATime lets nothing start while another broadcast has calls to make.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDraft)
	a.stored[2] = campaign.Broadcast{Campaign: class, Number: 2, State: campaign.BroadcastSending, Text: "something else"}
	for state, want := range map[campaign.ChunkState]moderation.Refusal{
		campaign.ChunkQueued: moderation.RefusedBusy, campaign.ChunkSending: moderation.RefusedBusy, campaign.ChunkAccepted: "",
	} {
		a.in(campaign.BroadcastDraft)
		a.chunks[2] = []campaign.Chunk{{Broadcast: 2, Number: 1, State: state}}
		_, err := confirmStep(t.Context(), a)
		refusedWith(t, err, want)
	}
	a.in(campaign.BroadcastDraft)
	a.stored[2] = campaign.Broadcast{
		Campaign: class, Number: 2, State: campaign.BroadcastDone, Text: newsText + ".", Sent: noon().Add(-23 * time.Hour),
	}
	_, err := confirmStep(t.Context(), a)
	refusedWith(t, err, moderation.RefusedSameText)
}
