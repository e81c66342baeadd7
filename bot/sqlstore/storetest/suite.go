// Package storetest is what the stores of package sqlstore must do on every
// engine: a suite for each port of campaign, outbox, middleware and handlers that
// they implement. Only tests import it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// The campaign of the suite and another one that must not be touched by it.
const (
	here  = "here"
	there = "there"
)

// noon is the suite's time; stores keep milliseconds.
func noon() time.Time { return time.UnixMilli(1657166400123) }

// Run runs the suite on engines that open makes; each has an empty database.
func Run(t *testing.T, open func(t *testing.T) sqlstore.Engine) {
	t.Helper()
	for name, test := range tests() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, Open(t, Twice{open(t)}))
		})
	}
}

// tests are the parts of the suite by name.
func tests() map[string]func(*testing.T, *sqlstore.Store) {
	return map[string]func(*testing.T, *sqlstore.Store){
		"unit that fails": unitFails, "unit that panics": unitPanics, "unit in a unit": unitNests, "units side by side": unitsApart,
		"met as stored":         metAsStored,
		"people":                people,
		"contacts out of order": contactsOutOfOrder, "decisions out of order": decisionsOutOfOrder, "dialogue": dialogue,
		"member": member, "seats": seats, "seats at once": seatsAtOnce, "a seat has one owner": oneOwner, "waitlist": waitlist,
		"claims": claims, "draws": draws, "draws forgotten": drawsForgotten,
		"draw steps": drawSteps, "last draw": lastDraw,
		"claims at once": claimsAtOnce, "campaigns apart": campaignsApart, "links": links,
		"promises": promises, "queue for a pack": queued, "draws outlive people": kept,
		"tickets": tickets, "ticket of an entry": entryTickets, "inbox": inbox, "matters": matters,
		"shared ticket erased": sharedErased, "beginner erased": beginnerErased, "many tickets erased": forgetMany,
		"crowded inbox": crowdedInbox, "watch": watched, "log of erasures": erasureLog,
		"questions": questions, "strikes": strikes, "board": board, "reports": reports,
		"control": control, "revision": revision, "moderators": moderators, "codes": codes,
		"audit": audit, "office": office, "followers": followers, "subscriptions": subscriptions, "short codes": shortCodes,
		"purge": purge, "left again": leftAgain, "old notices": oldNotices, "old messages": oldMessages,
		"counts": counted, "places": places, "numbers": numbers,
		"entries": entries, "versions": versions, "origins": origins, "versions of the console": consoleVersions,
		"phrasings": phrasings, "unanswered": unanswered, "last texts": lastTexts,
		"memberships": memberships, "last classes": lastClasses, "moderators' classes": moderatorsClasses,
		"class of a talk": takenClass, "classes of codes": codeClasses,
		"journal":           journal,
		"order of a person": personOrder, "order of a robot": robotOrder, "promises of notices": noticePromises,
		"withdrawn notices": withdrawn,
		"late replies":      lateReplies, "late replies at once": lateRepliesAtOnce, "heartbeat": heartbeat,
		"due notices": dueNotices, "results": results, "no credit": noCredit, "requeued": requeued, "shelf": shelf, "erasure": erasure,
		"shelf of a leaver": shelfOfLeaver,
		"stored classes":    storedClasses, "busy classes": busyClasses,
		"broadcasts": broadcasts, "lists of broadcasts": broadcastLists, "audiences": audiences, "moments": moments, "calls": calls,
		"mass results": massResults, "opt-outs": optOuts, "single": single, "one broadcast at a time": oneStarts,
		"reminders":        reminders,
		"lists of tickets": ticketLists, "lists": otherLists,
		"absent people wait": absent, "asking at once": askingAtOnce, "links of a changed file": fileLinks,
		"logins": logins, "logins at once": loginsAtOnce, "links to sign in": signInLinks, "sessions": sessions, "drafts": drafts,
		"marks": marks, "desk": desk, "shift": shift, "pictures": pictures, "record": record, "answer times": answerTimes,
		"class report": reportCounts, "tables to take away": exportRows, "channels": channels,
		"seat views": seatViews, "pack views": packViews, "question views": questionViews, "walls": walls, "person views": personViews,
		"reasons": reasons, "typed": typed,
		"own leases": ownLeases, "ids": ids, "jobs": jobs,
	}
}

// Open opens the stores over an engine, with the suite's two classes, until the
// test ends.
func Open(t *testing.T, e sqlstore.Engine) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), e, noon, Channel())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, id := range []string{here, there} {
		c := &campaign.Campaign{ID: id, Packs: []campaign.Pack{{ID: "99"}, {ID: "49"}}}
		if err := s.Content.Prepare(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// Twice is an engine that runs each unit twice, as an engine may: the first run is
// undone. What a unit does beside SQL shows.
type Twice struct{ sqlstore.Engine }

// errUndo undoes the first run.
var errUndo = errors.New("the first run is undone")

// Do implements sqlstore.Engine.
func (e Twice) Do(ctx context.Context, f func(ctx context.Context) error) error {
	err := e.Engine.Do(ctx, func(ctx context.Context) error {
		if err := f(ctx); err != nil {
			return err
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		return err
	}
	return e.Engine.Do(ctx, f)
}

// in runs f as a unit that must succeed.
func in(t *testing.T, s campaign.Unit, f func(ctx context.Context) error) {
	t.Helper()
	if err := s.Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// meet makes a person.
func meet(t *testing.T, s *sqlstore.Store, who string) *campaign.Person {
	t.Helper()
	var p *campaign.Person
	in(t, s, func(ctx context.Context) (err error) {
		p, err = s.People.Meet(ctx, bot.UserID(who), campaign.ContactTyped, noon(), noon())
		return err
	})
	return p
}

// want compares two values.
func want[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s = %v, want %v", what, got, wanted)
	}
}

// missing wants ErrNotFound.
func missing(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("%s: err = %v, want ErrNotFound", what, err)
	}
}

var errSuite = errors.New("the suite's own")

// number counts one ticket in its own unit and returns the number: a write that
// shows by itself whether it was kept.
func number(t *testing.T, s *sqlstore.Store) int {
	t.Helper()
	var n int
	in(t, s, func(ctx context.Context) (err error) {
		n, err = s.Tickets.NextNumber(ctx, here, "U")
		return err
	})
	return n
}

func unitFails(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) error {
		if _, err := s.Tickets.NextNumber(ctx, here, "U"); err != nil {
			return err
		}
		return fmt.Errorf("wrapped: %w", errSuite)
	})
	if !errors.Is(err, errSuite) {
		t.Errorf("err = %v, want the unit's own", err)
	}
	want(t, "the first number after a failed unit", number(t, s), 1)
}

func unitPanics(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) error {
		if _, err := s.Tickets.NextNumber(ctx, here, "U"); err != nil {
			return err
		}
		panic("the suite's own")
	})
	if err == nil {
		t.Error("a unit that panicked succeeded")
	}
	want(t, "the first number after a panic", number(t, s), 1)
}

func unitNests(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) error {
		err := s.Do(ctx, func(ctx context.Context) error {
			_, err := s.Tickets.NextNumber(ctx, here, "U")
			return err
		})
		return errors.Join(err, errSuite)
	})
	if !errors.Is(err, errSuite) {
		t.Errorf("err = %v, want the outer unit's own", err)
	}
	want(t, "the first number after the outer unit failed", number(t, s), 1)
}

// unitsApart runs many units at once, of which every third fails: the others
// are not harmed.
func unitsApart(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const n = 90
	errs := make([]error, n)
	together(n, func(i int) {
		errs[i] = s.Do(t.Context(), func(ctx context.Context) error {
			if err := s.Seats.SaveMember(ctx, here, &campaign.Member{Person: bot.PersonID(i + 1), Source: "kept"}); err != nil {
				return err
			}
			if i%3 == 0 {
				return errSuite
			}
			return nil
		})
	})
	for i, err := range errs {
		m, readErr := s.Seats.Member(t.Context(), here, bot.PersonID(i+1))
		if readErr != nil {
			t.Fatal(readErr)
		}
		if failed := i%3 == 0; failed != errors.Is(err, errSuite) || failed != (m.Source == "") || !failed && err != nil {
			t.Errorf("unit %d: err = %v, stored source = %q", i, err, m.Source)
		}
	}
}

// together calls f for 0..n-1 at once.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

func people(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	if p.ID == 0 || p.Hash == "" || p.Code == "" || !p.Following || !p.FirstAt.Equal(noon()) || p.Credits != 5 ||
		!p.CreditsUntil.Equal(noon().Add(48*time.Hour)) {
		t.Errorf("somebody new = %+v", p)
	}
	later := noon().Add(time.Hour)
	in(t, s, func(ctx context.Context) error {
		again, err := s.People.Meet(ctx, "o1", campaign.ContactTapped, later, later)
		if err != nil {
			return err
		}
		if again.ID != p.ID || !again.LastAt.Equal(later) || !again.FirstAt.Equal(noon()) || again.Credits != 5 ||
			!again.CreditsUntil.Equal(noon().Add(48*time.Hour)) {
			t.Errorf("a tap of somebody known = %+v; it must not take credit away", again)
		}
		if again, err = s.People.Meet(ctx, "o1", campaign.ContactLeft, later, later); err != nil {
			return err
		}
		if again.Following || again.Credits != 0 {
			t.Errorf("somebody who left = %+v", again)
		}
		return nil
	})
	if other := meet(t, s, "o2"); other.ID == p.ID || other.Hash == p.Hash {
		t.Errorf("two people share %+v", other)
	}
}

func dialogue(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	p.Waiting = map[campaign.Pending]time.Time{
		campaign.PendingCancel: noon().Add(campaign.PendingLife), campaign.PendingErase: noon().Add(time.Minute),
		"about:an entry 2": noon().Add(time.Hour), campaign.PendingQuestion: noon(),
	}
	p.Choices, p.ChoicesUntil = []string{"time", "price"}, noon().Add(campaign.ChoicesLife)
	p.Consent = campaign.ConsentOut
	in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, p) })
	got := meet(t, s, "o1")
	if !maps.EqualFunc(got.Waiting, p.Waiting, time.Time.Equal) || !slices.Equal(got.Choices, p.Choices) ||
		!got.ChoicesUntil.Equal(p.ChoicesUntil) || got.Consent != p.Consent {
		t.Errorf("read %+v, want %+v", got, p)
	}
	p.Choices = nil
	in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, p) })
	want(t, "choices after they were used up", len(meet(t, s, "o1").Choices), 0)
}
