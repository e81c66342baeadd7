package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// dueTexts returns the texts of the answers that are due.
func dueTexts(t *testing.T, s *sqlstore.Store, at time.Time) (out []string) {
	t.Helper()
	for _, it := range due(t, s, at) {
		b, _ := it.Body.(campaign.HumanAnswer)
		out = append(out, b.Text)
	}
	return out
}

func wantTexts(t *testing.T, what string, got []string, wanted ...string) {
	t.Helper()
	if !slices.Equal(got, wanted) {
		t.Errorf("due %s: %q, want %q", what, got, wanted)
	}
}

// personOrder tests that what has begun goes before all other notices of its person, also
// one of a higher priority, until it has ended or TurnMax is over.
func personOrder(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p, other := meet(t, s, "o1"), meet(t, s, "o2")
	answer := func(who *campaign.Person, text string, pr campaign.Priority) {
		t.Helper()
		enqueue(t, s, campaign.Notice{Person: who.ID, Body: campaign.HumanAnswer{Text: text}, Due: noon(), Priority: pr})
	}
	answer(p, "link", campaign.PriorityLink)
	first := due(t, s, noon())[0].Notice
	answer(p, "answer", campaign.PriorityAnswer)
	answer(other, "other", campaign.PriorityAnswer)
	wantTexts(t, "before anything has begun", dueTexts(t, s, noon()), "answer", "other", "link")
	begin(t, s, first, true)
	wantTexts(t, "while it is under way", dueTexts(t, s, noon()), "other")
	end(t, s, first, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: noon(), Credit: campaign.CreditRefunded})
	wantTexts(t, "while it waits for its retry", dueTexts(t, s, noon()), "other", "link")
	begin(t, s, first, true)
	end(t, s, first, campaign.GivenBack(first))
	wantTexts(t, "after it was given back", dueTexts(t, s, noon()), "other", "link")
	late := noon().Add(campaign.TurnMax)
	wantTexts(t, "after a platform took it for ten minutes not", dueTexts(t, s, late), "answer", "other", "link")
	begin(t, s, first, true)
	wantTexts(t, "while one of ten minutes ago is under way", dueTexts(t, s, late), "answer", "other")
	tomorrow := noon().Add(24 * time.Hour)
	end(t, s, first, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: tomorrow})
	wantTexts(t, "while it waits for tomorrow", dueTexts(t, s, noon()), "answer", "other")
	answer(p, "second", campaign.PriorityAnswer)
	items := due(t, s, noon())
	begin(t, s, items[0].Notice, true)
	end(t, s, items[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeSent})
	wantTexts(t, "after the first was sent", dueTexts(t, s, noon()), "other", "second")
}

// robotOrder tests that an alert that waits holds back the younger ones of its robot, and
// nothing else, for TurnMax at the longest.
func robotOrder(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	alert := func(robot string, code int) {
		t.Helper()
		enqueue(t, s, campaign.Notice{Robot: robot, Body: campaign.AccountAlert{Code: code}, Due: noon()})
	}
	codes := func(robot string, at time.Time) (out []int) {
		t.Helper()
		alerts, err := s.Ledger.DueRobot(t.Context(), robot, at, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range alerts {
			b, _ := n.Body.(campaign.AccountAlert)
			out = append(out, b.Code)
		}
		return out
	}
	check := func(what string, at time.Time, wanted ...int) {
		t.Helper()
		if got := codes(campaign.StaffRobot, at); !slices.Equal(got, wanted) {
			t.Errorf("alerts %s: %v, want %v", what, got, wanted)
		}
	}
	alert(campaign.StaffRobot, 1)
	alert(campaign.StaffRobot, 2)
	alert(campaign.ClassRobot, 3)
	alerts, err := s.Ledger.DueRobot(t.Context(), campaign.StaffRobot, noon(), 1)
	if err != nil || len(alerts) != 1 {
		t.Fatalf("alerts = %+v, %v", alerts, err)
	}
	first, soon := alerts[0], noon().Add(time.Minute)
	begin(t, s, first, true)
	check("while the first is under way", noon())
	end(t, s, first, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: soon})
	check("while the first waits a minute", noon())
	check("after the minute", soon, 1, 2)
	if got := codes(campaign.ClassRobot, noon()); !slices.Equal(got, []int{3}) {
		t.Errorf("alerts of the other robot: %v", got)
	}
	late := noon().Add(campaign.TurnMax)
	end(t, s, first, campaign.NoticeOutcome{State: campaign.NoticeQueued, Due: late.Add(time.Minute)})
	check("after ten minutes", late, 2)
}

// noticePromises tests that a notice keeps who expects it, through every state that reads
// it again.
func noticePromises(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	promise := campaign.Promise{Name: "U1", By: p.ID, At: noon(), Said: true}
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{Text: "yes"}, Due: noon(), Promise: promise})
	same := func(what string, got campaign.Promise) {
		t.Helper()
		if !got.At.Equal(promise.At) {
			t.Errorf("%s: promised at %v, want %v", what, got.At, promise.At)
		}
		got.At = promise.At
		want(t, what, got, promise)
	}
	n := due(t, s, noon())[0].Notice
	same("of what is due", n.Promise)
	begin(t, s, n, true)
	in(t, s, func(ctx context.Context) error {
		left, err := s.Ledger.Interrupted(ctx, "another", 10)
		if err == nil {
			want(t, "left under way", len(left), 1)
			same("of what was left under way", left[0].Promise)
		}
		return err
	})
	end(t, s, n, campaign.NoticeOutcome{State: campaign.NoticeShelved})
	shelf, err := s.Ledger.Waiting(t.Context(), p.ID)
	if err != nil || len(shelf) != 1 {
		t.Fatalf("shelf = %+v, %v", shelf, err)
	}
	same("of what is on the shelf", shelf[0].Promise)
}

// withdrawn tests that what is cancelled because its person left is reported once if
// somebody expects it, and what a newer notice has replaced is not.
func withdrawn(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	promised := func(text, topic string) campaign.Notice {
		return campaign.Notice{
			Person: p.ID, Body: campaign.HumanAnswer{Text: text}, Due: noon(), Topic: topic,
			Promise: campaign.Promise{Name: text, At: noon(), Said: true},
		}
	}
	enqueue(t, s, promised("old", "topic"), promised("new", "topic"), promised("called", ""))
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{Text: "unpromised"}, Due: noon()})
	for _, it := range due(t, s, noon()) {
		if it.Promise.Name == "called" {
			begin(t, s, it.Notice, true) // whoever makes the call reports its end
		}
	}
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetWords(ctx, p.ID) })
	for _, wanted := range [][]string{{"new"}, nil} {
		var got []string
		in(t, s, func(ctx context.Context) error {
			lost, err := s.Erasure.TakeWithdrawn(ctx, 10)
			got = nil
			for _, n := range lost {
				got = append(got, n.Promise.Name)
			}
			return err
		})
		if !slices.Equal(got, wanted) {
			t.Errorf("withdrawn: %q, want %q", got, wanted)
		}
	}
}
