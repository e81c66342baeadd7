package campaign_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// saver counts how often the dialogue is stored.
type saver struct {
	campaign.People
	n int
}

func (s *saver) SaveDialogue(context.Context, *campaign.Person) error { s.n++; return nil }

// TestDialogue lets suggestions, topics and an awaited question wait for their time, one of
// each kind, beside the confirmations.
func TestDialogue(t *testing.T) {
	t.Parallel()
	s, p, at := &saver{}, &campaign.Person{}, time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	d, ctx, later := campaign.Dialogue{People: s}, t.Context(), at.Add(campaign.ChoicesLife)
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(d.MoveOn(ctx, p, at))
	if s.n != 0 || p.MovedOn(at) {
		t.Error("somebody who was asked nothing has moved on")
	}
	do(d.Suggest(ctx, p, "报名", at))
	do(d.Suggest(ctx, p, "人工", at))
	do(d.Ask(ctx, p, campaign.PendingCancel, at))
	do(d.Offer(ctx, p, []string{"time", "an entry"}, at))
	_, _, err := d.Choose(ctx, p, 2, at)
	do(err)
	do(d.Suggest(ctx, p, "人工", at))
	if p.Suggested(later) != "人工" || p.Topic(later) != "an entry" || len(p.Waiting) != 3 {
		t.Errorf("waits: %v", p.Waiting)
	}
	if p.Suggested(later.Add(1)) != "" || p.Topic(later.Add(1)) != "" {
		t.Errorf("waits: %v", p.Waiting)
	}
	do(d.MoveOn(ctx, p, at))
	if n := s.n; !p.MovedOn(at) || d.MoveOn(ctx, p, at) != nil || s.n != n {
		t.Error("moved on: not once")
	}
	do(d.Offer(ctx, p, []string{"time", "intro"}, at))
	if p.Suggested(at) != "" || p.MovedOn(at) || !p.Offered(later) || p.Offered(later.Add(1)) {
		t.Errorf("a list does not take the place of the suggestion: %v", p.Waiting)
	}
	do(d.AwaitQuestion(ctx, p, at))
	if !p.Awaits(campaign.PendingQuestion, later) || p.Awaits(campaign.PendingQuestion, later.Add(1)) {
		t.Error("the question is not awaited for ten minutes")
	}
	do(d.EndQuestion(ctx, p))
	if n := s.n; p.Awaits(campaign.PendingQuestion, at) || d.EndQuestion(ctx, p) != nil || s.n != n {
		t.Error("the question is still awaited, or its end stored twice")
	}
	do(d.Suggest(ctx, p, "报名", at))
	do(d.Accept(ctx, p))
	if p.Suggested(at) != "" || !p.Awaits(campaign.PendingCancel, at) {
		t.Errorf("after a yes: %v", p.Waiting)
	}
	late := at.Add(campaign.PendingLife + 1)
	if p.Awaits(campaign.PendingCancel, late) || !p.Lapsed(campaign.PendingCancel, late) || p.Lapsed(campaign.PendingErase, late) {
		t.Error("a confirmation does not lapse")
	}
	do(d.AwaitQuestion(ctx, p, at))
	do(d.Refuse(ctx, p, "an answer", at))
	want := map[campaign.Pending]time.Time{"about:an entry": later, "not:time,intro,an answer": later}
	if !maps.Equal(p.Waiting, want) || p.Offered(at) {
		t.Errorf("after a no: %v, %q", p.Waiting, p.Choices)
	}
	for id, refused := range map[string]bool{"time": true, "intro": true, "an answer": true, "replay": false, "": false} {
		if p.Refused(id, later) != refused || p.Refused(id, later.Add(1)) {
			t.Errorf("%q is refused: %t, want %t for ten minutes", id, !refused, refused)
		}
	}
}
