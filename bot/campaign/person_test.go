package campaign_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestContactOf tells apart what grants credit.
func TestContactOf(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		m    bot.Message
		want campaign.Contact
	}{
		"typed":       {bot.Message{Kind: bot.KindText}, campaign.ContactTyped},
		"list tapped": {bot.Message{Kind: bot.KindText, MenuID: "1"}, campaign.ContactTapped},
		"left":        {bot.Message{Kind: bot.KindEvent, Event: bot.EventUnsubscribe}, campaign.ContactLeft},
		"followed":    {bot.Message{Kind: bot.KindEvent, Event: bot.EventSubscribe}, campaign.ContactTapped},
		"a mass send": {bot.Message{Kind: bot.KindEvent, Event: bot.EventMassFinished}, campaign.ContactNone},
	} {
		if got := campaign.ContactOf(&tt.m); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// TestConfirmations waits for each question on its own, five minutes, once.
func TestConfirmations(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	ask := func(what campaign.Pending, clock string) {
		w.unit(t, func(ctx context.Context) error { return w.Dialogue.Ask(ctx, w.load(1), what, evening(clock)) })
	}
	confirm := func(what campaign.Pending, at time.Time, want bool) {
		t.Helper()
		ok := false
		w.unit(t, func(ctx context.Context) (err error) {
			ok, err = w.Dialogue.Confirm(ctx, w.load(1), what, at)
			return err
		})
		if ok != want {
			t.Errorf("%v: %s confirmed %v, want %v", at, what, ok, want)
		}
	}
	confirm(campaign.PendingCancel, evening("20:00:00"), false)
	ask(campaign.PendingCancel, "20:00:00")
	ask(campaign.PendingErase, "20:01:00") // does not take the place of the first
	confirm(campaign.PendingCancel, evening("20:05:01"), false)
	confirm(campaign.PendingCancel, evening("20:05:00"), true)
	confirm(campaign.PendingCancel, evening("20:05:00"), false)
	confirm(campaign.PendingErase, evening("20:06:00"), true)
}

// TestChoices uses a list up with the first number that means something.
func TestChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	offer := func() {
		w.unit(t, func(ctx context.Context) error {
			return w.Dialogue.Offer(ctx, w.load(1), []string{"a", "b"}, evening("20:00:00"))
		})
	}
	choose := func(n int, clock, want string) {
		t.Helper()
		got, ok := "", false
		w.unit(t, func(ctx context.Context) (err error) {
			got, ok, err = w.Dialogue.Choose(ctx, w.load(1), n, evening(clock))
			return err
		})
		if got != want || ok != (want != "") {
			t.Errorf("%s: %d means %q, %v, want %q", clock, n, got, ok, want)
		}
	}
	choose(1, "20:00:00", "")
	offer()
	choose(0, "20:00:00", "")
	choose(3, "20:00:00", "")
	choose(2, "20:10:01", "")
	choose(2, "20:10:00", "b")
	choose(1, "20:00:00", "")
	offer()
	choose(1, "20:00:00", "a")
}

// TestSetConsent stores a decision once.
func TestSetConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.unit(t, func(ctx context.Context) error {
		return w.Dialogue.SetConsent(ctx, w.load(1), campaign.ConsentUnset, time.Time{})
	})
	if len(w.people) != 0 {
		t.Error("stored what has not changed")
	}
	w.unit(t, func(ctx context.Context) error {
		return w.Dialogue.SetConsent(ctx, w.load(1), campaign.ConsentOut, evening("20:00:00"))
	})
	if got := w.people[1].Consent; got != campaign.ConsentOut {
		t.Errorf("consent %d", got)
	}
}

// TestSubscriptions counts a consent once, of somebody who follows.
func TestSubscriptions(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	s := campaign.Subscriptions{Campaign: w.c, Store: people{w.state}}
	w.people[1] = campaign.Person{ID: 1, Code: "here", Following: true, Consent: campaign.ConsentOut}
	w.people[2] = campaign.Person{ID: 2, Code: "left"}
	confirm := func(u bot.UserID, token string) error {
		return twice{w.state}.Do(t.Context(), func(ctx context.Context) error { return s.Confirm(ctx, u, token, evening("20:00:00")) })
	}
	for _, u := range []bot.UserID{"left", "stranger"} {
		if err := confirm(u, "t"); err == nil {
			t.Errorf("%s: want ErrNotFound", u)
		}
	}
	if err := confirm("here", "t"); err != nil || w.people[1].Consent != campaign.ConsentIn {
		t.Errorf("%v, %+v", err, w.people[1])
	}
	out := w.people[1]
	out.Consent = campaign.ConsentOut
	w.people[1] = out
	if err := confirm("here", "t"); err != nil || w.people[1].Consent != campaign.ConsentOut {
		t.Errorf("a token that is known: %v, %+v", err, w.people[1])
	}
}

// TestUnanswered records questions and what was chosen.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	h := campaign.UnansweredQuestion{Person: 1, Text: "what", Outcome: campaign.OutcomeSuggested}
	w.unit(t, func(ctx context.Context) error {
		if err := w.Unanswered.Record(ctx, h, evening("20:00:00")); err != nil {
			return err
		}
		return w.Unanswered.Chosen(ctx, 1, "time")
	})
	if len(w.heard) != 1 || w.heard[0] != h || len(w.chosen) != 1 || w.chosen[0] != "time" {
		t.Errorf("heard %+v, chosen %v", w.heard, w.chosen)
	}
}
