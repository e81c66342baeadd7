package middleware_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/middleware"
)

// journalOf is a journal in which another process has recorded every message, and what is
// enqueued beside it.
type journalOf struct {
	at       time.Time // when the push of the other process arrived
	enqueued int
}

func (j *journalOf) Do(ctx context.Context, f func(ctx context.Context) error) error {
	before := j.enqueued
	err := f(ctx)
	if err != nil {
		j.enqueued = before
	}
	return err
}

func (j *journalOf) Recall(context.Context, string) (campaign.Recorded, bool, error) {
	reply, err := bot.EncodeReply(bot.Text("seat 7"))
	return campaign.Recorded{Person: 1, Reply: reply, At: j.at}, true, err
}

func (*journalOf) Record(context.Context, string, *bot.Message, []byte) (bool, error) {
	return false, nil
}

func (*journalOf) Withdraw(context.Context, string) (said bool, err error) { return false, nil }

func (j *journalOf) Enqueue(context.Context, campaign.Notice) error {
	j.enqueued++
	return nil
}

func (*journalOf) Meet(context.Context, bot.UserID, campaign.Contact, time.Time, time.Time) (*campaign.Person, error) {
	return &campaign.Person{ID: 1, Following: true}, nil
}

func (*journalOf) SaveDialogue(context.Context, *campaign.Person) error { return nil }

// TestUnitOfAnotherProcess gives a push up of a message that another process has recorded.
// If that was handled while this push waited, the other process tells the person, and a
// delivery would tell them twice. If it was handled before the push arrived, its reply was
// lost, and becomes a delivery.
func TestUnitOfAnotherProcess(t *testing.T) {
	t.Parallel()
	noon := time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		arrived    time.Duration // of this push after that of the other process
		givenUp    bool
		deliveries int
	}{
		"the other one had the next push":      {-5 * time.Second, true, 0},
		"both had a copy at once":              {time.Millisecond, true, 0},
		"this one had the next push":           {5 * time.Second, true, 1},
		"a copy at once that is waited for":    {time.Millisecond, false, 0},
		"the next push, which is waited for":   {5 * time.Second, false, 0},
		"the push before, which is waited for": {-5 * time.Second, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := &journalOf{at: noon}
			h := middleware.Unit(middleware.Units{Unit: j, Journal: j, People: j, Notices: j, Now: time.Now},
				func(context.Context, *bot.Message, *campaign.Person) (bot.Reply, error) {
					return bot.Text("seat 8"), nil
				})
			m := &bot.Message{Key: "k", From: "o", Kind: bot.KindText, Arrived: noon.Add(tc.arrived), Push: &bot.Push{}}
			m.Push.Join()
			if tc.givenUp {
				m.Push.GiveUp()
			}
			r, err := h.Handle(t.Context(), m)
			if r != bot.Text("seat 7") || err != nil || j.enqueued != tc.deliveries {
				t.Errorf("%v (%v) with %d deliveries, want the recorded reply and %d", r, err, j.enqueued, tc.deliveries)
			}
		})
	}
}
