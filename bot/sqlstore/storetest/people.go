package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// followers tests campaign.FollowerStore.
func followers(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	known, gone := meet(t, s, "known"), meet(t, s, "gone")
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, gone.ID) })
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, gone) })
	list := func(wanted int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := s.People.List(ctx, 5, []bot.UserID{"new1", "known", "gone", "new2"}, true)
			want(t, "new followers", n, wanted)
			return err
		})
	}
	list(2)
	list(0)
	if p, err := s.People.Find(t.Context(), "known"); err != nil || p.Credits != 5 || !p.FirstAt.Equal(noon()) {
		t.Errorf("a known follower became %+v, %v", p, err)
	}
	_, err := s.People.Find(t.Context(), "gone")
	missing(t, "who was erased", err)
	p, err := s.People.Find(t.Context(), "new1")
	if err != nil || !p.Following || p.Credits != 0 || !p.FirstAt.IsZero() {
		t.Errorf("a new follower = %+v, %v, want one of whom nothing was seen", p, err)
	}
	page, err := s.People.Followed(t.Context(), 0, noon(), 10)
	if err != nil || len(page) != 2 {
		t.Errorf("followers who were not seen since noon = %+v, %v, want two", page, err)
	}
	page, err = s.People.Followed(t.Context(), 0, noon().Add(time.Second), 2)
	if err != nil || len(page) != 2 || page[0].Person != known.ID || page[0].User != "known" {
		t.Errorf("a page of two = %+v, %v, want it to begin with %d", page, err, known.ID)
	}
	page, err = s.People.Followed(t.Context(), page[1].Person, noon().Add(time.Second), 2)
	if err != nil || len(page) != 1 {
		t.Errorf("the next page = %+v, %v, want one", page, err)
	}
}

// subscriptions tests campaign.SubscriptionStore, and that a reminder may be paid
// with a subscription.
func subscriptions(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.People.Find(t.Context(), "o1")
	missing(t, "a stranger", err)
	p := meet(t, s, "o1")
	subscribe := func(token string, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			fresh, err := s.People.Subscribe(ctx, here, p.ID, token, noon())
			want(t, token+" is new", fresh, wanted)
			return err
		})
	}
	subscribe("t1", true)
	subscribe("t1", false)
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
	want(t, "subscriptions", due(t, s, noon())[0].Who.Subscriptions, 1)
	subscribe("t2", true) // replaces t1
	item := due(t, s, noon())[0]
	want(t, "subscriptions after a second one", item.Who.Subscriptions, 1)
	item.Paid = campaign.PaidSubscription
	begin(t, s, item.Notice, true)
	end(t, s, item.Notice, campaign.NoticeOutcome{State: campaign.NoticeSent})
	subscribe("t1", false)
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
	next := due(t, s, noon())[0]
	want(t, "subscriptions after one was spent", next.Who.Subscriptions, 0)
	next.Paid = campaign.PaidSubscription
	begin(t, s, next.Notice, false)
}

// shortCodes tests that people are told apart by what moderators see of them.
func shortCodes(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	a, b := meet(t, s, "o1"), meet(t, s, "o2")
	if a.Code == b.Code || len(a.Code) != 4 {
		t.Errorf("codes %q and %q, want two of four letters", a.Code, b.Code)
	}
	if s.People.Hash("o1") != a.Hash || s.People.Sign("o1") == s.People.Sign("o2") || s.People.Sign("o1") == a.Hash {
		t.Error("hashes and signatures are not what tells people apart")
	}
}

// metAsStored compares what Meet returns with what is stored: an engine may put it
// together itself.
func metAsStored(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	compare := func(what string, c campaign.Contact) {
		t.Helper()
		var met *campaign.Person
		in(t, s, func(ctx context.Context) (err error) {
			met, err = s.People.Meet(ctx, "o1", c, noon().Add(time.Hour), noon())
			return err
		})
		stored, err := s.People.Find(t.Context(), "o1")
		if diff := cmp.Diff(stored, met); err != nil || diff != "" {
			t.Errorf("%s: %v, stored and returned differ:\n%s", what, err, diff)
		}
	}
	compare("somebody new", campaign.ContactTapped)
	compare("somebody known", campaign.ContactTyped)
	p := meet(t, s, "o1")
	in(t, s, func(ctx context.Context) error {
		p.Waiting = map[campaign.Pending]time.Time{"leave": noon()}
		p.Choices, p.ChoicesUntil, p.Consent, p.ConsentAt = []string{"a", "b"}, noon(), 1, noon()
		return s.People.SaveDialogue(ctx, p)
	})
	compare("somebody with open questions", campaign.ContactTyped)
}
