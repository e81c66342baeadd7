package moderation_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// desk is ann in the console.
func desk() moderation.Actor {
	a := ann()
	a.Via = moderation.ViaConsole
	return a
}

// TestConsoleLeaves holds what was confirmed in the console for ten seconds.
func TestConsoleLeaves(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDraft)
	r, err := a.Confirm(t.Context(), desk(), one(), 6, noon())
	if err != nil || r.Step != moderation.StepLeaving || !a.stored[1].Due.Equal(noon().Add(10*time.Second)) {
		t.Fatalf("%+v, %v", r, err)
	}
	a.state(t, campaign.BroadcastLeaving)
	_, err = a.Confirm(t.Context(), ann(), one(), 6, noon())
	refusedWith(t, err, moderation.RefusedConfirmed)
	_, err = a.Edit(t.Context(), ann(), one(), newsText+" now", noon())
	refusedWith(t, err, moderation.RefusedState)
	a.audience[seated()] = 60 // they came later: what has a time would be held for them
	if err := a.runner.BeginDue(t.Context(), noon().Add(10*time.Second)); err != nil {
		t.Fatal(err)
	}
	a.state(t, campaign.BroadcastSending)
	_, err = a.TakeBack(t.Context(), desk(), one(), noon().Add(11*time.Second))
	refusedWith(t, err, moderation.RefusedLeft)
}

// TestConsoleTakesBack makes a draft of it again, which has to be confirmed anew.
func TestConsoleTakesBack(t *testing.T) {
	t.Parallel()
	a := newAir()
	a.in(campaign.BroadcastDraft)
	if _, err := a.Confirm(t.Context(), desk(), one(), 6, noon()); err != nil {
		t.Fatal(err)
	}
	b, err := a.TakeBack(t.Context(), desk(), one(), noon())
	if err != nil || b.State != campaign.BroadcastDraft || !a.stored[1].Due.IsZero() || !a.stored[1].Previewed {
		t.Fatalf("%+v, %v", b, err)
	}
	a.logged(t, "ann broadcast.confirm B1: draft -> leaving", "ann broadcast.takeback B1: leaving -> draft")
	if err := a.runner.BeginDue(t.Context(), noon().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	a.state(t, campaign.BroadcastDraft)
	_, err = a.TakeBack(t.Context(), desk(), one(), noon())
	refusedWith(t, err, moderation.RefusedLeft)
}

// TestConsoleHeldBack: a stop within the ten seconds, or an hour without the program, keeps
// it from leaving.
func TestConsoleHeldBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		level campaign.StopLevel
		after time.Duration
	}{"a stop": {campaign.StopFirst, 10 * time.Second}, "late": {campaign.StopNothing, time.Hour}} {
		a := newAir()
		a.in(campaign.BroadcastDraft)
		if _, err := a.Confirm(t.Context(), desk(), one(), 6, noon()); err != nil {
			t.Fatal(err)
		}
		a.level = c.level
		if err := a.runner.BeginDue(t.Context(), noon().Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if got := a.stored[1].State; got != campaign.BroadcastHeld {
			t.Errorf("%s: it is %s", name, got)
		}
	}
}

// TestConsoleComposes shows the text on its page instead of sending it, and takes a date that
// is meant.
func TestConsoleComposes(t *testing.T) {
	t.Parallel()
	a := newAir()
	c := moderation.Composed{Audience: seated(), Text: "see you on the 8月8日 at the next class, all of you"}
	refusedWith(t, a.Check(t.Context(), desk(), c, noon()), moderation.RefusedText)
	c.DateMeant = true
	if err := a.Check(t.Context(), desk(), c, noon()); err != nil {
		t.Fatal(err)
	}
	p, err := a.Compose(t.Context(), desk(), c, noon())
	if err != nil || p.Sent || p.Reachable != 5 || a.stored[1].Previewed || !a.stored[1].DateMeant {
		t.Fatalf("%+v, %v", p, err)
	}
	a.told(t)
	_, err = a.Confirm(t.Context(), desk(), one(), 6, noon())
	refusedWith(t, err, moderation.RefusedUnseen)
	refusedWith(t, a.Seen(t.Context(), desk(), one(), noon().Add(-time.Second), noon()), moderation.RefusedUnseen)
	for range 2 {
		if err := a.Seen(t.Context(), desk(), one(), noon(), noon()); err != nil || !a.stored[1].Previewed {
			t.Fatal(err)
		}
	}
	_, err = a.ConfirmFor(t.Context(), desk(), one(), moderation.Confirmed{People: 5, Due: noon().Add(time.Hour)}, noon())
	refusedWith(t, err, moderation.RefusedCount)
	right := moderation.Confirmed{People: 6, Due: noon().Add(time.Hour)}
	if r, err := a.ConfirmFor(t.Context(), desk(), one(), right, noon()); err != nil || r.Step != moderation.StepScheduled {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := a.Confirm(t.Context(), ann(), one(), 6, noon()); err == nil {
		t.Error("what is scheduled was confirmed")
	}
	a.in(campaign.BroadcastDraft)
	a.change(func(b *campaign.Broadcast) { b.DateMeant, b.Text = true, c.Text })
	_, err = a.Edit(t.Context(), ann(), one(), c.Text, noon()) // nobody has said so of the new text
	refusedWith(t, err, moderation.RefusedText)
	if err := a.Rewrite(t.Context(), desk(), one(), moderation.Composed{Text: c.Text + "!!", DateMeant: true}, noon()); err != nil {
		t.Error(err)
	}
}
