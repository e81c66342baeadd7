package app

import (
	"context"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestLeavingLane: the units of those who leave come one after the other; those of people who
// follow or ask do not wait for them.
func TestLeavingLane(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	for _, m := range []*bot.Message{
		{Kind: bot.KindEvent, Event: bot.EventUnsubscribe},
		{Kind: bot.KindEvent, Event: bot.EventSubscribe},
		{Kind: bot.KindText, Text: "几点开始"},
	} {
		var lane string
		next := bot.HandlerFunc(func(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
			lane, _ = campaign.LaneOf(ctx)
			return bot.Silence{}, nil
		})
		if _, err := (intake{c.app}).lane(next).Handle(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if leaves := m.Event == bot.EventUnsubscribe; leaves != (lane == leavingLane) {
			t.Errorf("%v %v has the lane %q", m.Kind, m.Event, lane)
		}
	}
}
