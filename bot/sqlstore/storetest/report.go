package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// ever is longer than the engines' clocks are after noon.
const ever = 100 * 365 * 24 * time.Hour

// reportCounts tests moderation.ReportStore, campaign.ArrivalStore, and what other stores count
// for it.
func reportCounts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	store := sqlstore.Reports(s)
	read := func() moderation.ReportCounts {
		t.Helper()
		out, err := store.CountReport(t.Context(), here, ever)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if n := read(); n.Arrived != 0 || len(n.Channels) != 0 || n.Converted != nil || n.Wait != 0 {
		t.Errorf("an empty class: %+v", n)
	}
	a, b, gone := meet(t, s, "o1"), meet(t, s, "o2"), meet(t, s, "o3")
	in(t, s, func(ctx context.Context) (err error) {
		for range 2 {
			err = errors.Join(err, s.Seats.Arrive(ctx, here, "poster", a.ID, noon()), s.Journal.CountAnswered(ctx, here, a.ID))
		}
		return errors.Join(
			err, s.Seats.Arrive(ctx, here, "", a.ID, noon()), s.Seats.Arrive(ctx, here, "poster", gone.ID, noon()),
			s.Seats.Arrive(ctx, there, "poster", b.ID, noon()),
			s.Seats.SaveMember(ctx, here, &campaign.Member{Person: a.ID, Standing: campaign.StandingWaiting, Queue: 3, Source: "poster"}),
			s.Seats.SaveMember(ctx, here, &campaign.Member{Person: b.ID, Standing: campaign.StandingSeated, Seat: 2}),
			s.Packs.Take(ctx, here, gone.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, At: noon()}, -1),
		)
	})
	in(t, s, func(ctx context.Context) error {
		return s.Seats.SaveMember(ctx, here, &campaign.Member{
			Person: a.ID, Standing: campaign.StandingSeated, Seat: 1, Source: "poster", CheckedAt: noon(),
		})
	})
	for _, n := range []int{5, 7} {
		in(t, s, func(ctx context.Context) error { return store.SetConverted(ctx, here, n) })
	}
	n := read()
	want(t, "people who arrived, or registered without", n.Arrived, 3)
	want(t, "answers", n.Direct, 2)
	want(t, "who waited", n.Waited, 1)
	want(t, "who was promoted", n.Promoted, 1)
	want(t, "holders", n.Holders, 1)
	want(t, "holders who left", n.Gone, 0)
	want(t, "conversions", *n.Converted, 7)
	i := slices.IndexFunc(n.Channels, func(c moderation.ChannelCounts) bool { return c.Code == "poster" })
	if i < 0 || n.Channels[i].Arrived != 2 || n.Channels[i].Seated != 1 || n.Channels[i].Present != 1 {
		t.Errorf("channels = %+v", n.Channels)
	}
	seatsByChannel(t, s)
	in(t, s, func(ctx context.Context) error { _, err := s.Erasure.ForgetWords(ctx, gone.ID); return err })
	want(t, "holders who left soon", read().Gone, 1)
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, gone) })
	n = read()
	want(t, "people who arrived, without who was erased", n.Arrived, 2)
	want(t, "holders without who was erased", n.Holders, 0)
}

// exportRows tests moderation.ExportReader: every row once, page by page, and nobody who left.
func exportRows(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	store := sqlstore.Exports(s)
	for i := range 5 {
		p := meet(t, s, fmt.Sprint("o", i+1))
		in(t, s, func(ctx context.Context) error {
			m := &campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: i + 1, SignedAt: noon()}
			q := &campaign.Question{
				Campaign: here, Number: i + 1, Person: p.ID, Text: fmt.Sprint("question ", i), State: campaign.QuestionPending, At: noon(),
			}
			return errors.Join(
				s.Seats.SaveMember(ctx, here, m), s.Questions.InsertQuestion(ctx, q),
				s.Packs.Take(ctx, here, p.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, At: noon()}, -1),
				s.Packs.SaveClaim(ctx, here, p.ID, campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()}),
			)
		})
		if i == 4 {
			in(t, s, func(ctx context.Context) error { _, err := s.Erasure.ForgetWords(ctx, p.ID); return err })
		}
	}
	want(t, "people", everyRow(t, store.ExportPeople, func(p moderation.ExportedPerson) any { return p.Code }), 4)
	want(t, "claims", everyRow(t, store.ExportClaims, func(c moderation.ExportedClaim) any { return c.Code + c.Pack }), 8)
	want(t, "questions", everyRow(t, store.ExportQuestions, func(q moderation.AskedQuestion) any { return q.Number }), 4)
	want(t, "tickets", everyRow(t, store.ExportTickets, func(k moderation.ExportedTicket) any { return k.Name() }), 0)
	want(t, "receivers", everyRow(t, store.ExportReceivers, func(r moderation.ExportedReceiver) any { return r.Code }), 0)
	for k, wanted := range map[moderation.ExportKind]int{
		moderation.ExportPeople: 4, moderation.ExportClaims: 8, moderation.ExportQuestions: 4, moderation.ExportTickets: 0,
		moderation.ExportBroadcasts: 0,
	} {
		n, err := store.CountExport(t.Context(), here, k)
		if err != nil || n != wanted {
			t.Errorf("%s has %d rows, want %d: %v", k, n, wanted, err)
		}
	}
	if _, err := store.CountExport(t.Context(), here, "secrets"); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("an unknown table: %v", err)
	}
	if _, err := store.ExportPeople(t.Context(), here, moderation.Page{Limit: 2, After: "x"}); !errors.Is(err, moderation.ErrPlace) {
		t.Errorf("an unknown place: %v", err)
	}
}

// everyRow counts the rows of a table in pages of three; none may come twice.
func everyRow[T any](
	t *testing.T, read func(ctx context.Context, class string, p moderation.Page) (moderation.List[T], error), key func(T) any,
) int {
	t.Helper()
	seen := map[any]bool{}
	for page := (moderation.Page{Limit: 3}); ; {
		l, err := read(t.Context(), here, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range l.Rows {
			if seen[key(row)] {
				t.Errorf("%v comes twice", key(row))
			}
			seen[key(row)] = true
		}
		if page.After = l.Next; page.After == "" {
			return len(seen)
		}
	}
}

// channels tests moderation.ChannelStore.
func channels(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	store := sqlstore.Channels(s)
	before, err := s.Content.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	add := func(scene string, most int) (ok bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) (err error) {
			ok, err = store.AddChannel(ctx, here, moderation.Channel{Scene: scene, Name: "name of " + scene}, most, noon())
			return err
		})
		return ok
	}
	want(t, "added", add("one", 3), true)
	want(t, "added again", add("one", 3), false)
	in(t, s, func(ctx context.Context) error {
		return errors.Join(
			store.KeepCode(ctx, here, "file", "http://x/1", noon()), store.KeepCode(ctx, here, "one", "http://x/2", noon()),
			store.KeepCode(ctx, there, "one", "http://x/3", noon()),
		)
	})
	want(t, "added within the bound", add("two", 4), true)
	want(t, "added beyond it", add("three", 3), false)
	got, err := store.Channels(t.Context(), here)
	wanted := []moderation.Channel{
		{Scene: "file", URL: "http://x/1"},
		{Scene: "one", Name: "name of one", Added: true, URL: "http://x/2"},
		{Scene: "two", Name: "name of two", Added: true},
	}
	if err != nil || !slices.Equal(got, wanted) {
		t.Errorf("channels = %+v, %v", got, err)
	}
	scenes, err := s.Content.Scenes(t.Context(), here)
	if err != nil || !slices.Equal(scenes, []string{"one", "two"}) {
		t.Errorf("scenes = %q, %v", scenes, err)
	}
	if after, err := s.Content.Revision(t.Context()); err != nil || after <= before {
		t.Errorf("the revision is %d after %d: %v", after, before, err)
	}
}

// seatsByChannel counts the two seats of reportCounts.
func seatsByChannel(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error { // in a unit, too, which reads it outside and runs again
		seats, err := sqlstore.Reports(s).ByChannel(ctx, here)
		if len(seats) != 2 || seats[0].Code != "" || seats[0].Seated != 1 || seats[0].Present != 0 || seats[1].Code != "poster" ||
			seats[1].Seated != 1 || seats[1].Waiting != 0 || seats[1].Present != 1 {
			return errors.Join(err, fmt.Errorf("seats by channel: %+v", seats))
		}
		return err
	})
}
