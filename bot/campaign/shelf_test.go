package campaign_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// shelf is a shelf with one notice, at a stop level.
type shelf campaign.StopLevel

func (shelf) Waiting(context.Context, bot.PersonID) ([]campaign.Notice, error) {
	return []campaign.Notice{{ID: 1}}, nil
}

func (shelf) Shown(context.Context, bot.PersonID, []int64, time.Time) error { return nil }

func (s shelf) Control(context.Context) (campaign.Control, error) {
	return campaign.Control{Level: campaign.StopLevel(s)}, nil
}

func (shelf) SetLevel(context.Context, campaign.StopLevel, string, time.Time) error { return nil }

// TestStoppableShelf shows nothing only while everything is stopped.
func TestStoppableShelf(t *testing.T) {
	t.Parallel()
	for level, want := range []int{campaign.StopNothing: 1, campaign.StopFirst: 1, campaign.StopAll: 0} {
		s := shelf(level)
		got, err := campaign.StoppableShelf{Shelf: s, Controls: s}.Waiting(t.Context(), 7)
		if err != nil || len(got) != want {
			t.Errorf("at level %d: %d notices, %v, want %d", level, len(got), err, want)
		}
	}
}
