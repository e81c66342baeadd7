package storetest

import (
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/sqlstore"
)

// storedClasses tests which classes are stored, with their newest version and their ends as
// they were prepared last.
func storedClasses(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	prepare := func(id string, claims time.Time) {
		t.Helper()
		c := &campaign.Campaign{ID: id, End: noon(), ClaimsUntil: claims}
		if err := s.Content.Prepare(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	save := func(id, hash string) {
		t.Helper()
		v := catalog.StoredVersion{Class: id, Hash: hash, Name: "c.yaml", Files: map[string][]byte{}, At: noon()}
		if _, err := s.Content.SaveVersion(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	check := func(wanted ...catalog.StoredClass) {
		t.Helper()
		got, err := s.Content.StoredClasses(t.Context())
		same := slices.EqualFunc(got, wanted, func(a, b catalog.StoredClass) bool {
			return a.Class == b.Class && a.Hash == b.Hash && a.End.Equal(b.End) && a.ClaimsEnd.Equal(b.ClaimsEnd)
		})
		if err != nil || !same {
			t.Errorf("stored are %+v, %v, want %+v", got, err, wanted)
		}
	}
	save("", "account") // what belongs to the account is no class
	save("x", "h1")
	prepare("y", time.Time{}) // it has no version
	check()
	prepare("x", time.Time{})
	check(catalog.StoredClass{Class: "x", Hash: "h1", End: noon(), ClaimsEnd: noon().Add(campaign.ClaimLife)})
	save("x", "h2")
	save("y", "h9")
	prepare("x", noon().Add(time.Hour))
	check(
		catalog.StoredClass{Class: "x", Hash: "h2", End: noon(), ClaimsEnd: noon().Add(time.Hour)},
		catalog.StoredClass{Class: "y", Hash: "h9", End: noon(), ClaimsEnd: noon().Add(campaign.ClaimLife)},
	)
}

// busyClasses tests which classes have broadcasts to begin or to report, each once.
func busyClasses(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	check := func(at time.Time, wanted ...string) {
		t.Helper()
		got, err := s.Broadcasts.BusyClasses(t.Context(), at)
		if err != nil || !slices.Equal(got, wanted) {
			t.Errorf("busy at %v: %v, %v, want %v", at, got, err, wanted)
		}
	}
	add := func(class string, number int, state campaign.BroadcastState, told bool) {
		t.Helper()
		b := &campaign.Broadcast{
			Campaign: class, Number: number, Audience: campaign.Audience{Kind: campaign.AudienceSeated}, Text: "hello",
			By: "m1", Made: noon(),
		}
		if err := s.Broadcasts.Insert(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		b.State, b.Due, b.Told = state, noon(), told
		if err := s.Broadcasts.Save(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	add("x", 1, campaign.BroadcastDraft, false)
	add("x", 2, campaign.BroadcastDone, true)
	check(noon())
	add("x", 3, campaign.BroadcastScheduled, false)
	check(noon().Add(-time.Second))
	check(noon(), "x")
	add("x", 4, campaign.BroadcastScheduled, false)
	add("y", 1, campaign.BroadcastStopped, false)
	add("z", 1, campaign.BroadcastStopped, true)
	check(noon(), "x", "y")
}
