package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestGrant grants a credit for messages and taps, none for leaving.
func TestGrant(t *testing.T) {
	t.Parallel()
	typed, tapped := campaign.Credit{Messages: 5, Span: time.Hour}, campaign.Credit{Messages: 3, Span: time.Minute}
	ch := campaign.Channel{Typed: typed, Tapped: tapped}
	for contact, want := range map[campaign.Contact]campaign.Credit{
		campaign.ContactTyped: typed, campaign.ContactTapped: tapped, campaign.ContactNone: {}, campaign.ContactLeft: {},
	} {
		if got := ch.Grant(contact); got != want {
			t.Errorf("contact %d grants %v, want %v", contact, got, want)
		}
	}
}

// TestChunkSize splits audiences into calls that are neither tiny nor too many for
// a day nor larger than the platform allows.
func TestChunkSize(t *testing.T) {
	t.Parallel()
	l := campaign.MassLimits{PerCall: 10_000, PerDay: 100}
	for audience, want := range map[int]int{1: 500, 25_000: 500, 25_001: 501, 100_000: 2000, 1_000_000: 10_000} {
		if got := l.ChunkSize(audience); got != want {
			t.Errorf("%d people: calls of %d, want %d", audience, got, want)
		}
	}
}
