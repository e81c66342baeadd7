package storetest

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// optOuts counts who opts out from the beginning of a broadcast to a day after its end, and
// lists the same people.
func optOuts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	seat(t, s, 4)
	b := draft(t, s, 1)
	send(t, s, b, 4)
	b.Sent, b.Ended = noon(), noon().Add(time.Hour)
	day := b.Ended.Add(24 * time.Hour)
	for id, made := range map[string]time.Time{
		"o1": noon().Add(-time.Second), "o2": noon(), "o3": day.Add(-time.Second), "o4": day,
	} {
		p := meet(t, s, id)
		p.Consent, p.ConsentAt = campaign.ConsentOut, made
		in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, p) })
	}
	for wanted, at := range map[int]campaign.Broadcast{2: *b, 3: {Campaign: b.Campaign, Number: b.Number, Sent: b.Sent}} {
		n, err := s.Broadcasts.OptedOutAfter(t.Context(), &at)
		if err != nil || n != wanted {
			t.Errorf("opted out until %v: %d, %v, want %d", at.Ended, n, err, wanted)
		}
		ask := moderation.Behind{What: moderation.BehindOptedOut, Ref: moderation.Ref{Number: b.Number}}
		ask.Since, ask.Until = at.OptOutSpan()
		var people int
		for page := (moderation.Page{Limit: 1}); ; {
			l, err := s.Views().PeopleBehind(t.Context(), b.Campaign, ask, page)
			if err != nil {
				t.Fatal(err)
			}
			if people += len(l.Rows); l.Next == "" {
				break
			}
			page.After = l.Next
		}
		want(t, "people who opted out", people, wanted)
	}
}
