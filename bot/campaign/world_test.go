package campaign_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// world is the rules of a class from 20:30 to 21:30, over stores in memory.
type world struct {
	*state
	*campaign.Services
	c *campaign.Campaign
}

func evening(clock string) time.Time {
	at, err := time.ParseInLocation("15:04:05", clock, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return time.Date(2022, 7, 7, at.Hour(), at.Minute(), at.Second(), 0, at.Location())
}

func newWorld(change func(*campaign.Campaign)) *world {
	c := &campaign.Campaign{
		ID: "c", Zone: time.FixedZone("", 8*3600), Start: evening("20:30:00"), End: evening("21:30:00"),
		Signup: campaign.SignupRules{
			Seats: 2, Open: evening("08:00:00"), Close: evening("21:30:00"), PromoteUntil: evening("21:30:00"),
			Waitlist: true,
		},
		Checkin: campaign.CheckinRules{
			Open: evening("20:30:00"), Close: evening("21:45:00"), WrongMax: 3, WrongSpan: 10 * time.Minute, WalkIn: true,
		},
		Questions: campaign.QuestionRules{
			Open: evening("09:00:00"), Close: evening("21:00:00"), MinRunes: 4, MaxRunes: 10, PerPerson: 2, Review: true,
		},
		Limits: campaign.Limits{Reports: 2, ReportSpan: time.Hour},
		Packs: []campaign.Pack{
			{
				ID: "99", Stock: -1, DeadAfter: 2, Conditions: []campaign.Condition{campaign.ConditionCheckedIn},
				Mirrors: []campaign.Mirror{{Name: "main", URL: "u1"}, {URL: "u2", Backup: true}},
			},
			{ID: "49", Stock: 1, Draw: true, Chance: 0.5, Mirrors: []campaign.Mirror{{URL: "v1"}}},
			{ID: "9", Stock: 2, Mirrors: []campaign.Mirror{{URL: "b1", Backup: true}, {URL: "w1"}, {URL: "w2"}}},
		},
	}
	if change != nil {
		change(c)
	}
	st := newState()
	signups := &campaign.Signups{Campaign: c, Seats: seats{st}, Counts: seats{st}, Notices: notices{st}, Arrivals: arrivals{}}
	s := &campaign.Services{
		Signups: signups,
		Tickets: &campaign.Tickets{
			Campaign: c, Store: tickets{st}, Matters: tickets{st}, Calls: tickets{st}, Notices: notices{st}, Akin: akin,
		},
		Dialogue: &campaign.Dialogue{People: people{st}},
		Questions: &campaign.Questions{
			Campaign: c, Store: questions{st}, Votes: questions{st}, Strikes: questions{st},
			Blocked: func(folded string) bool { return strings.Contains(folded, "bad") },
		},
		Erasure:    &campaign.Erasure{Signups: signups, Store: people{st}, Messages: people{st}, Jobs: packs{st}},
		Unanswered: &campaign.Unanswered{Campaign: c, Store: people{st}},
	}
	s.Checkins = &campaign.Checkins{Campaign: c, Signups: signups, Tickets: s.Tickets, Present: seats{st}}
	s.Packs = &campaign.Packs{Campaign: c, Class: s, Claims: packs{st}, Links: packs{st}, Stock: packs{st}, Lots: packs{st}}
	s.Links = &campaign.Links{
		Campaign: c, Packs: s.Packs, Links: packs{st}, Reports: packs{st}, Holders: packs{st}, Notices: notices{st}, Jobs: packs{st},
	}
	return &world{st, s, c}
}

// unit runs f in a unit that is run twice.
func (w *world) unit(t *testing.T, f func(ctx context.Context) error) {
	t.Helper()
	if err := (twice{w.state}).Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// pack finds a pack of the class.
func (w *world) pack(t *testing.T, id string) campaign.Pack {
	t.Helper()
	k, ok := w.c.Pack(id)
	if !ok {
		t.Fatalf("no pack %s", id)
	}
	return k
}

// seat gives somebody a seat, and lets them check in if a time says when.
func (w *world) seat(p bot.PersonID, checkedIn string) {
	w.tally.Taken++
	m := campaign.Member{Person: p, Standing: campaign.StandingSeated, Seat: w.tally.Taken, SignedAt: evening("09:00:00")}
	if checkedIn != "" {
		m.CheckedAt = evening(checkedIn)
	}
	w.members[p] = m
}

// wait puts somebody on the waitlist.
func (w *world) wait(p bot.PersonID, queue int64) {
	w.members[p] = campaign.Member{Person: p, Standing: campaign.StandingWaiting, Queue: queue, SignedAt: evening("09:00:00")}
}

// akin reports whether both texts have one of the words that the tests repeat.
func akin(a, b string) bool {
	return slices.ContainsFunc([]string{"发票", "进不去", "长长"}, func(w string) bool { return strings.Contains(a, w) && strings.Contains(b, w) })
}
