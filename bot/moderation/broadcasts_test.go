package moderation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/textcheck"
)

// refusedWith wants a refusal.
func refusedWith(t *testing.T, err error, want moderation.Refusal) {
	t.Helper()
	e, ok := errors.AsType[*moderation.BroadcastError](err)
	if want == "" && err != nil || want != "" && (!ok || e.Why != want) {
		t.Errorf("error %v, want the refusal %q", err, want)
	}
}

func ann() moderation.Actor { return actor("ann", moderation.RoleStaff) }

// bob is a second person.
func bob() moderation.Actor {
	b := actor("bob", moderation.RoleStaff)
	b.Person = 901
	return b
}

// TestDraft stores a draft with its audience and shows it to its author.
func TestDraft(t *testing.T) {
	t.Parallel()
	a := newAir()
	p, err := a.Draft(t.Context(), ann(), seated(), newsText, noon())
	if err != nil || !p.Sent || p.Reachable != 5 {
		t.Fatalf("%+v, %v", p, err)
	}
	want := campaign.Broadcast{
		Campaign: class, Number: 1, Audience: seated(), Text: newsText, State: campaign.BroadcastDraft, Size: 6, Previewed: true,
		By: "ann", Owner: 900, Made: noon(),
	}
	if d := cmp.Diff(want, a.stored[1]); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	a.told(t, "preview to 900")
	a.logged(t, "ann broadcast.draft B1:  -> "+newsText)
}

// TestUnseen does not take a draft for seen whose preview cannot leave now.
func TestUnseen(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.people[900].Credits = 0
	p, err := a.Draft(t.Context(), ann(), seated(), newsText, noon())
	if err != nil || p.Sent || a.stored[1].Previewed {
		t.Fatalf("%+v, %v", p, err)
	}
	_, err = a.Confirm(t.Context(), ann(), one(), 6, noon())
	refusedWith(t, err, moderation.RefusedUnseen)
	if err := a.MarkSeen(t.Context(), ann(), p.Broadcast); err != nil || !a.stored[1].Previewed {
		t.Errorf("shown in the answer: %+v, %v", a.stored[1], err)
	}
	console := ann()
	console.Person = 0
	if p, err := a.Preview(t.Context(), console, one(), noon()); err != nil || p.Sent || a.stored[1].Previewed {
		t.Errorf("by the console: %+v, %v", p, err)
	}
}

// TestDraftRefused stores nothing of a draft that is refused.
func TestDraftRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		words  string
		a      campaign.Audience
		change func(a *air)
		want   moderation.Refusal
	}{
		"text":   {"test", seated(), nil, moderation.RefusedText},
		"link":   {newsText + " evil.com", seated(), nil, moderation.RefusedText},
		"same":   {newsText + "!", seated(), func(a *air) { a.in(campaign.BroadcastDone); a.change(sentAt(noon())) }, moderation.RefusedDraftSame},
		"empty":  {newsText, campaign.Audience{Kind: campaign.AudienceWaiting}, nil, moderation.RefusedEmpty},
		"unable": {newsText, seated(), func(a *air) { a.Unable = true }, moderation.RefusedUnable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAir()
			if c.change != nil {
				c.change(a)
			}
			before := len(a.stored)
			_, err := a.Draft(t.Context(), ann(), c.a, c.words, noon())
			refusedWith(t, err, c.want)
			if len(a.stored) != before || len(a.frozen) > 0 {
				t.Errorf("stored %v, frozen %v", a.stored, a.frozen)
			}
			a.logged(t)
			a.told(t)
		})
	}
	a := newAir()
	a.links = textcheck.Links{Known: []string{"slides.com"}}
	if _, err := a.Draft(t.Context(), ann(), seated(), newsText+" slides.com", noon()); err != nil {
		t.Errorf("a link of the class: %v", err)
	}
}

func sentAt(at time.Time) func(b *campaign.Broadcast) {
	return func(b *campaign.Broadcast) { b.Sent = at }
}

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
	for name, c := range map[string]struct {
		do     step
		from   campaign.BroadcastState
		change func(b *campaign.Broadcast)
		world  func(a *air)
		want   moderation.Refusal
		step   moderation.Step
		to     campaign.BroadcastState
	}{
		"confirm":             {confirmStep, campaign.BroadcastDraft, none, nil, "", moderation.StepSending, campaign.BroadcastSending},
		"a wrong number":      {confirmStep, campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Size = 7 }, nil, moderation.RefusedCount, "", ""},
		"not seen":            {confirmStep, campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Previewed = false }, nil, moderation.RefusedUnseen, "", ""},
		"held":                {confirmStep, campaign.BroadcastHeld, none, nil, moderation.RefusedHeld, "", ""},
		"twice":               {confirmStep, campaign.BroadcastSending, none, nil, moderation.RefusedConfirmed, "", ""},
		"an unfit text":       {confirmStep, campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Text = "test" }, nil, moderation.RefusedUnfit, "", ""},
		"while it is stopped": {confirmStep, campaign.BroadcastDraft, none, func(a *air) { a.level = campaign.StopFirst }, moderation.RefusedStopped, "", ""},
		"at night": {
			confirmStep, campaign.BroadcastDraft, none, func(a *air) { a.campaign.Broadcasts.Quiet = campaign.Hours{From: 11 * 60, To: 13 * 60} },
			moderation.RefusedQuiet, "", "",
		},
		"unable":                {confirmStep, campaign.BroadcastDraft, none, func(a *air) { a.Unable = true }, moderation.RefusedUnable, "", ""},
		"a second person":       {confirmStep, campaign.BroadcastDraft, none, func(a *air) { a.campaign.Broadcasts.SecondPersonAt = 5 }, "", moderation.StepSecond, campaign.BroadcastApproval},
		"few enough":            {confirmStep, campaign.BroadcastDraft, none, func(a *air) { a.campaign.Broadcasts.SecondPersonAt = 6 }, "", moderation.StepSending, campaign.BroadcastSending},
		"approve":               {approveStep, campaign.BroadcastApproval, over, nil, "", moderation.StepSending, campaign.BroadcastSending},
		"approve a draft":       {approveStep, campaign.BroadcastDraft, none, nil, moderation.RefusedState, "", ""},
		"approve one's own":     {approveStep, campaign.BroadcastApproval, func(b *campaign.Broadcast) { b.By = "bob" }, nil, moderation.RefusedSameHand, "", ""},
		"approve by one phone":  {approveStep, campaign.BroadcastApproval, func(b *campaign.Broadcast) { b.Owner = 901 }, nil, moderation.RefusedSameHand, "", ""},
		"approve for later":     {approveStep, campaign.BroadcastApproval, due(later), nil, "", moderation.StepScheduled, campaign.BroadcastScheduled},
		"approve too late":      {approveStep, campaign.BroadcastApproval, due(noon()), nil, "", moderation.StepMissed, campaign.BroadcastHeld},
		"schedule":              {scheduleAt(later), campaign.BroadcastDraft, none, nil, "", moderation.StepScheduled, campaign.BroadcastScheduled},
		"schedule again":        {scheduleAt(later), campaign.BroadcastScheduled, none, nil, "", moderation.StepScheduled, campaign.BroadcastScheduled},
		"schedule many":         {scheduleAt(later), campaign.BroadcastDraft, over, nil, "", moderation.StepSecond, campaign.BroadcastApproval},
		"schedule an agreed":    {scheduleAt(later), campaign.BroadcastScheduled, func(b *campaign.Broadcast) { over(b); b.Approved, b.Due = "bob", later }, nil, "", moderation.StepScheduled, campaign.BroadcastScheduled},
		"move an agreed":        {scheduleAt(later), campaign.BroadcastScheduled, func(b *campaign.Broadcast) { over(b); b.Approved, b.Due = "bob", noon() }, nil, "", moderation.StepSecond, campaign.BroadcastApproval},
		"schedule the past":     {scheduleAt(noon()), campaign.BroadcastDraft, none, nil, moderation.RefusedPast, "", ""},
		"schedule the night":    {scheduleAt(noon().Add(11 * time.Hour)), campaign.BroadcastDraft, none, nil, moderation.RefusedQuietDue, "", ""},
		"schedule a held":       {scheduleAt(later), campaign.BroadcastHeld, none, nil, moderation.RefusedHeld, "", ""},
		"schedule a running":    {scheduleAt(later), campaign.BroadcastSending, none, nil, moderation.RefusedState, "", ""},
		"schedule an unseen":    {scheduleAt(later), campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Previewed = false }, nil, moderation.RefusedUnseen, "", ""},
		"schedule what changes": {scheduleAt(noon().AddDate(0, 0, 1)), campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Text += "今晚" }, nil, moderation.RefusedUntrue, "", ""},
		"schedule an unfit":     {scheduleAt(later), campaign.BroadcastDraft, func(b *campaign.Broadcast) { b.Text = "test" }, nil, moderation.RefusedUnfit, "", ""},
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
			if calls := a.chunks[1]; (len(calls) > 0) != (c.to == campaign.BroadcastSending) {
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
	a.stored[2] = campaign.Broadcast{Campaign: class, Number: 2, State: campaign.BroadcastDone, Text: newsText + ".", Sent: noon().Add(-23 * time.Hour)}
	_, err := confirmStep(t.Context(), a)
	refusedWith(t, err, moderation.RefusedSameText)
}

// TestEdit voids the preview and what was agreed to.
func TestEdit(t *testing.T) {
	t.Parallel()
	for from, want := range map[campaign.BroadcastState]moderation.Refusal{
		campaign.BroadcastDraft: "", campaign.BroadcastHeld: "", campaign.BroadcastApproval: "", campaign.BroadcastScheduled: moderation.RefusedState,
		campaign.BroadcastSending: moderation.RefusedState,
	} {
		a := newAir()
		a.in(from)
		a.change(func(b *campaign.Broadcast) { b.Approved, b.Due = "bob", noon() })
		_, err := a.Edit(t.Context(), ann(), one(), newsText+" now", noon().Add(time.Minute))
		refusedWith(t, err, want)
		if want != "" {
			a.state(t, from)
			continue
		}
		b := a.stored[1]
		if b.Previewed || b.Approved != "" || b.Text != newsText+" now" || !b.Made.Equal(noon().Add(time.Minute)) {
			t.Errorf("from %s: %+v", from, b)
		}
		if from == campaign.BroadcastApproval && (b.State != campaign.BroadcastDraft || !b.Due.IsZero()) {
			t.Errorf("from approval: %+v", b)
		}
	}
	a := newAir()
	a.in(campaign.BroadcastDraft)
	_, err := a.Edit(t.Context(), ann(), one(), "test", noon())
	refusedWith(t, err, moderation.RefusedText)
}

// TestPreview makes the audience anew and lets a held broadcast be confirmed again.
func TestPreview(t *testing.T) {
	t.Parallel()
	for from, want := range map[campaign.BroadcastState]moderation.Refusal{
		campaign.BroadcastDraft: "", campaign.BroadcastHeld: "", campaign.BroadcastApproval: moderation.RefusedState, campaign.BroadcastDone: moderation.RefusedState,
	} {
		a := newAir()
		a.in(from)
		a.audience[seated()] = 8
		p, err := a.Preview(t.Context(), ann(), one(), noon())
		refusedWith(t, err, want)
		if want == "" && (a.stored[1].State != campaign.BroadcastDraft || a.stored[1].Size != 8 || p.Reachable != 7 || !a.stored[1].Previewed) {
			t.Errorf("from %s: %+v, %+v", from, a.stored[1], p)
		}
	}
}

// TestInterrupt pauses, continues and cancels broadcasts.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	type do func(ctx context.Context, a *air) (moderation.Progress, error)
	pause := func(ctx context.Context, a *air) (moderation.Progress, error) {
		return a.Pause(ctx, ann(), one(), noon())
	}
	goOn := func(ctx context.Context, a *air) (moderation.Progress, error) {
		return a.Continue(ctx, ann(), one(), noon())
	}
	cancel := func(ctx context.Context, a *air) (moderation.Progress, error) {
		return a.Cancel(ctx, ann(), one(), noon())
	}
	for name, c := range map[string]struct {
		do    do
		from  campaign.BroadcastState
		level campaign.StopLevel
		want  moderation.Refusal
		to    campaign.BroadcastState
	}{
		"pause":                  {pause, campaign.BroadcastSending, 0, "", campaign.BroadcastPaused},
		"pause a draft":          {pause, campaign.BroadcastDraft, 0, moderation.RefusedState, ""},
		"continue":               {goOn, campaign.BroadcastPaused, 0, "", campaign.BroadcastSending},
		"continue after a stop":  {goOn, campaign.BroadcastStopped, 0, "", campaign.BroadcastSending},
		"continue during a stop": {goOn, campaign.BroadcastStopped, campaign.StopFirst, moderation.RefusedStopped, ""},
		"continue a draft":       {goOn, campaign.BroadcastDraft, 0, moderation.RefusedState, ""},
		"cancel":                 {cancel, campaign.BroadcastSending, 0, "", campaign.BroadcastCancelled},
		"cancel a draft":         {cancel, campaign.BroadcastDraft, 0, "", campaign.BroadcastCancelled},
		"cancel what is done":    {cancel, campaign.BroadcastDone, 0, moderation.RefusedState, ""},
		"cancel twice":           {cancel, campaign.BroadcastCancelled, 0, moderation.RefusedState, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAir()
			a.in(c.from)
			a.level = c.level
			a.chunks[1] = []campaign.Chunk{{Broadcast: 1, Number: 1, State: campaign.ChunkQueued, Size: 6}}
			p, err := c.do(t.Context(), a)
			refusedWith(t, err, c.want)
			if c.want != "" {
				a.state(t, c.from)
				return
			}
			a.state(t, c.to)
			if p.Broadcast.State != c.to || p.Totals.Waiting+p.Totals.Cancelled != 6 || len(a.log) != 1 || a.log[0].After != string(c.to) {
				t.Errorf("progress %+v, log %+v", p, a.log)
			}
			if b := a.stored[1]; (c.to == campaign.BroadcastCancelled) != (b.Told && !b.Ended.IsZero()) {
				t.Errorf("in the end %+v", b)
			}
		})
	}
}

// TestCorrect drafts to those who were sent the first.
func TestCorrect(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDone)
	a.audience[campaign.ReceiversOf(1)] = 4
	p, err := a.Correct(t.Context(), ann(), one(), newsText+" at last", noon())
	if err != nil || p.Broadcast.Number != 2 || p.Broadcast.Size != 4 || p.Broadcast.Audience != campaign.ReceiversOf(1) {
		t.Errorf("%+v, %v", p.Broadcast, err)
	}
	if a.log[0].Action != moderation.ActionCorrectBroadcast {
		t.Errorf("log %+v", a.log)
	}
}

// TestNoBroadcast finds nothing under other names.
func TestNoBroadcast(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDraft)
	for _, ref := range []moderation.Ref{{}, {Class: class, Kind: moderation.KindQuestion, Number: 1}, {Class: class, Kind: moderation.KindBroadcast, Number: 2}} {
		if _, err := a.Progress(t.Context(), ann(), ref); !errors.Is(err, moderation.ErrNotFound) {
			t.Errorf("%+v: %v", ref, err)
		}
	}
	if p, err := a.Progress(t.Context(), actor("r", moderation.RoleReader), one()); err != nil || p.Totals.Waiting != 6 {
		t.Errorf("progress %+v, %v", p, err)
	}
	if _, err := a.Pause(t.Context(), actor("r", moderation.RoleReader), one(), noon()); !errors.Is(err, moderation.ErrDenied) {
		t.Errorf("a reader: %v", err)
	}
}

// TestHalt stops what runs and names what was stopped.
func TestHalt(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastSending)
	a.stored[2] = campaign.Broadcast{Number: 2, State: campaign.BroadcastPaused}
	a.stored[3] = campaign.Broadcast{Number: 3, State: campaign.BroadcastSending}
	if err := a.Halt(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names, err := a.Stopped(t.Context()); err != nil || names != "B1 B3" || a.stored[2].State != campaign.BroadcastPaused {
		t.Errorf("stopped %q, %v", names, err)
	}
}
