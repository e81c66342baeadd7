package campaign_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestSituation asks a class what is going on at a time.
func TestSituation(t *testing.T) {
	t.Parallel()
	start := time.Date(2022, 7, 7, 20, 30, 0, 0, time.UTC)
	c := &campaign.Campaign{
		Zone: time.UTC, Start: start, End: start.Add(time.Hour),
		Questions: campaign.QuestionRules{Open: start.Add(-time.Hour), Close: start.Add(70 * time.Minute)},
		Reminders: []campaign.Reminder{
			{Name: "late", At: start.Add(-10 * time.Minute), Audience: campaign.Audience{Kind: campaign.AudienceSeated}},
			{Name: "early", At: start.Add(-time.Hour), Audience: campaign.Audience{Kind: campaign.AudienceAll}},
			{Name: "others", At: start.Add(-time.Minute), Audience: campaign.Audience{Kind: campaign.AudiencePresent}},
			{Name: "after", At: start.Add(time.Minute), Audience: campaign.Audience{Kind: campaign.AudienceSeated}},
		},
		Packs: []campaign.Pack{
			{ID: "99", Short: "pack", Name: "long pack", Conditions: []campaign.Condition{campaign.ConditionCheckedIn}},
			{ID: "49", Name: "49 pack"},
		},
	}
	for at, want := range map[time.Duration][2]bool{
		-time.Hour - time.Second: {false, false}, -time.Hour: {false, true}, 0: {true, true}, time.Hour: {true, true},
		time.Hour + time.Second: {false, true}, 70*time.Minute + time.Second: {false, false},
	} {
		if got := [2]bool{c.Running(start.Add(at)), c.Asking(start.Add(at))}; got != want {
			t.Errorf("%v after the start: %v, want %v", at, got, want)
		}
	}
	for at, want := range map[time.Duration]string{-2 * time.Hour: "early late", -time.Hour: "late", -10 * time.Minute: ""} {
		var names []string
		for _, r := range c.RemindersLeft(start.Add(at)) {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%v after the start %q are to come, want %q", at, got, want)
		}
	}
	if c.HasCheckin() || len(c.CheckinPacks()) != 1 || c.CheckinPacks()[0].ID != "99" {
		t.Errorf("packs for a check-in: %v", c.CheckinPacks())
	}
	if a, b := c.Packs[0], c.Packs[1]; a.Label() != "99pack" || b.Label() != "49 pack" || b.ShortName() != "49 pack" {
		t.Errorf("labels %q, %q", a.Label(), b.Label())
	}
}

// askers counts people who wait.
type askers struct {
	campaign.UnansweredStore
	people int
}

func (w *askers) RecordUnanswered(context.Context, string, campaign.UnansweredQuestion, time.Time) error {
	w.people++
	return nil
}

func (w *askers) CountAnswered(context.Context, string, bot.PersonID) error { return nil }

func (w *askers) CountWaiting(context.Context, string, time.Time) (int, error) {
	return min(w.people, campaign.WaitingMany), nil
}

// posted keeps notices by their key.
type posted map[string]campaign.Notice

func (p posted) Enqueue(_ context.Context, n campaign.Notice) error {
	p[n.DedupKey] = n
	return nil
}

// TestWaiting tells the moderators when several people wait, under one key for the class.
func TestWaiting(t *testing.T) {
	t.Parallel()
	told := posted{}
	s := &campaign.Unanswered{Campaign: &campaign.Campaign{ID: "c"}, Store: &askers{}, Notices: told}
	for n := 1; n <= campaign.WaitingMany+2; n++ {
		if err := s.Waiting(t.Context(), 1, "why", time.Date(2022, 7, 7, 20, 35, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if alerted := n >= campaign.WaitingMany; (len(told) == 1) != alerted {
			t.Errorf("%d wait: %v", n, told)
		}
	}
}
