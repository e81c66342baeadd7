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
		Campaign: class, Number: 1, Audience: seated(), Text: newsText, State: campaign.BroadcastDraft, Size: 6, Moment: 77,
		Previewed: true,
		By:        "ann", Owner: 900, Made: noon(),
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
		"text": {"test", seated(), nil, moderation.RefusedText},
		"link": {newsText + " evil.com", seated(), nil, moderation.RefusedText},
		"same": {
			newsText + "!", seated(), func(a *air) { a.in(campaign.BroadcastDone); a.change(sentAt(noon())) }, moderation.RefusedDraftSame,
		},
		"empty":  {newsText, campaign.Audience{Kind: campaign.AudienceWaiting}, nil, moderation.RefusedEmpty},
		"unable": {newsText, seated(), func(a *air) { a.Rules.Unable = true }, moderation.RefusedUnable},
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
			if len(a.stored) != before || len(a.made) > 0 {
				t.Errorf("stored %v, audiences %v", a.stored, a.made)
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

// TestEdit voids the preview and what was agreed to.
func TestEdit(t *testing.T) {
	t.Parallel()
	for from, want := range map[campaign.BroadcastState]moderation.Refusal{
		campaign.BroadcastDraft: "", campaign.BroadcastHeld: "", campaign.BroadcastApproval: "",
		campaign.BroadcastScheduled: moderation.RefusedState,
		campaign.BroadcastSending:   moderation.RefusedState,
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
		campaign.BroadcastDraft: "", campaign.BroadcastHeld: "", campaign.BroadcastApproval: moderation.RefusedState,
		campaign.BroadcastDone: moderation.RefusedState,
	} {
		a := newAir()
		a.in(from)
		a.audience[seated()] = 8
		p, err := a.Preview(t.Context(), ann(), one(), noon())
		refusedWith(t, err, want)
		b := a.stored[1]
		if want == "" && (b.State != campaign.BroadcastDraft || b.Size != 8 || p.Reachable != 7 || !b.Previewed) {
			t.Errorf("from %s: %+v, %+v", from, b, p)
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
	for _, ref := range []moderation.Ref{
		{}, {Class: class, Kind: moderation.KindQuestion, Number: 1}, {Class: class, Kind: moderation.KindBroadcast, Number: 2},
	} {
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

// TestStopped names what was stopped.
func TestStopped(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastStopped)
	a.stored[2] = campaign.Broadcast{Number: 2, State: campaign.BroadcastPaused}
	a.stored[3] = campaign.Broadcast{Number: 3, State: campaign.BroadcastStopped}
	if names, err := a.Stopped(t.Context()); err != nil || names != "B1 B3" {
		t.Errorf("stopped %q, %v", names, err)
	}
}
