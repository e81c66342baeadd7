package handlers_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// counts is a class with some seats taken.
type counts struct {
	campaign.SeatCounts
	tally campaign.Tally
}

func (c counts) Tally(context.Context, string) (campaign.Tally, error) { return c.tally, nil }

// TestTapped tells what was tapped or scanned from what was typed.
func TestTapped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m    bot.Message
		want bool
	}{
		{bot.Message{Kind: bot.KindText, Text: "报名"}, false},
		{bot.Message{Kind: bot.KindText, Text: "报名", MenuID: "1"}, true},
		{bot.Message{Kind: bot.KindEvent, Event: bot.EventClick}, true},
	} {
		if got := (&handlers.Visit{Message: &tt.m}).Tapped(); got != tt.want {
			t.Errorf("%+v: tapped %v", tt.m, got)
		}
	}
}

// TestFirstContact knows somebody's first message by its time.
func TestFirstContact(t *testing.T) {
	t.Parallel()
	first := &campaign.Person{FirstAt: evening(), LastAt: evening()}
	again := &campaign.Person{FirstAt: evening(), LastAt: evening().Add(time.Second)}
	for p, want := range map[*campaign.Person]bool{nil: false, first: true, again: false} {
		if got := (&handlers.Visit{Person: p}).FirstContact(); got != want {
			t.Errorf("%+v: first contact %v", p, got)
		}
	}
}

// TestSeatVars counts seats with those that were added, and never fewer than none.
func TestSeatVars(t *testing.T) {
	t.Parallel()
	for tally, want := range map[campaign.Tally]content.Vars{
		{Taken: 20}:            {"已报": "20", "剩余": "100"},
		{Taken: 20, Extra: 10}: {"已报": "20", "剩余": "110"},
		{Taken: 130}:           {"已报": "130", "剩余": "0"},
	} {
		signups := &campaign.Signups{Campaign: class(t).Campaign, Counts: counts{tally: tally}}
		v := &handlers.Visit{Snapshot: &catalog.Snapshot{Attendees: &campaign.Services{Signups: signups}}}
		if got, err := v.SeatVars(t.Context()); err != nil || !maps.Equal(got, want) {
			t.Errorf("%+v: %v, %v, want %v", tally, got, err, want)
		}
	}
}
