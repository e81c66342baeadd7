package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// Started is a store with a notice on its way and a call that was begun.
type Started struct {
	Store  *sqlstore.Store
	Notice campaign.Notice
	Call   *campaign.Call
	// Listing is a listing of followers that is on its way.
	Listing campaign.Listing
}

// Start lets a store take part as an instance, and begins a notice and a call of a
// broadcast as its owner.
func Start(t *testing.T, s *sqlstore.Store) Started {
	t.Helper()
	if err := s.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	me := s.Instances().Boot()
	seat(t, s, 2)
	send(t, s, draft(t, s, 1), 2)
	c := call(t, s, noon(), me)
	if c == nil {
		t.Fatal("no call is due")
	}
	p := meet(t, s, "o1")
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
	n := due(t, s, noon())[0].Notice
	in(t, s, func(ctx context.Context) error {
		ok, err := s.Ledger.Begin(ctx, n, me)
		want(t, "begun", ok, true)
		return err
	})
	id, err := s.Jobs().BeginListing(t.Context(), here, "{}", noon())
	l := campaign.Listing{ID: id, After: 7, Stored: 3}
	if err == nil {
		err = s.People.SaveListing(t.Context(), l)
	}
	if err != nil {
		t.Fatal(err)
	}
	return Started{s, n, c, l}
}

// Overtaken tests that the process which began the call cannot store its result any more,
// because another process has the call.
func (s Started) Overtaken(t *testing.T) {
	t.Helper()
	c := s.Call.Chunk
	c.State, c.MsgID = campaign.ChunkAccepted, "of one that was taken for dead"
	err := s.Store.Do(t.Context(), func(ctx context.Context) error { return s.Store.Chunks.SaveChunk(ctx, c) })
	if !errors.Is(err, campaign.ErrTakenOver) {
		t.Errorf("a call that was taken over is saved: %v", err)
	}
	if err := s.Store.People.SaveListing(t.Context(), s.Listing); !errors.Is(err, campaign.ErrTakenOver) {
		t.Errorf("a listing that was taken over is saved: %v", err)
	}
	chunks, _, err := s.Store.Chunks.Chunks(t.Context(), &campaign.Broadcast{Campaign: c.Campaign, Number: c.Broadcast})
	if err != nil || len(chunks) != 1 || chunks[0].State != campaign.ChunkSending || chunks[0].Owner == c.Owner || chunks[0].MsgID != "" {
		t.Errorf("the call is %+v (%v), want the other's, on its way", chunks, err)
	}
}

// Left tells what a store may take over of another one: so many notices, and whether
// the call of the broadcast and the listing.
func Left(t *testing.T, s *sqlstore.Store, what string, notices int, calls bool) {
	t.Helper()
	if err := s.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, err := s.Ledger.Interrupted(t.Context(), s.Instances().Boot(), 100)
	if err != nil || len(left) != notices {
		t.Errorf("%s: %d notices are taken over, %v, want %d", what, len(left), err, notices)
	}
	if last, err := s.Jobs().LastJob(t.Context(), here, campaign.JobFollowers); err != nil {
		t.Error(err)
	} else if taken, err := s.Jobs().TakeListing(t.Context(), last.ID, "{}"); err != nil || taken != calls {
		t.Errorf("%s: the listing is taken over: %v, %v, want %v", what, taken, err, calls)
	}
	if got := call(t, s, noon(), s.Instances().Boot()); (got != nil) != calls || calls && !got.Maybe {
		t.Errorf("%s: the call that is taken over = %+v, want one that may have been made: %v", what, got, calls)
	}
}

// ownLeases tests that nobody takes over what an instance is doing, itself included,
// until it leaves.
func ownLeases(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	want(t, "trusted before it takes part", s.Instances().Trusted(), false)
	Start(t, s)
	want(t, "trusted", s.Instances().Trusted(), true)
	want(t, "the first number", s.Instances().Number(), 0)
	Left(t, s, "its own", 0, false)
	left, err := s.Ledger.Interrupted(t.Context(), "another", 100)
	if err != nil || len(left) != 0 {
		t.Errorf("another takes over %+v, %v, want nothing", left, err)
	}
	if err := s.Instances().Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "trusted after it left", s.Instances().Trusted(), false)
	left, err = s.Ledger.Interrupted(t.Context(), "another", 100)
	if err != nil || len(left) != 1 {
		t.Errorf("another takes over %+v, %v, want the notice that was left", left, err)
	}
}

// ids tests that ids grow, and that each carries the number of its instance.
func ids(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	before := meet(t, s, "o1").ID
	want(t, "number in an id of a command beside the server", int64(before)>>13&255, 255)
	if err := s.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	last := before
	for _, who := range []string{"o2", "o3", "o4"} {
		<-time.After(2 * time.Millisecond) // ids of one millisecond sort by number
		id := meet(t, s, who).ID
		want(t, "number in an id", int64(id)>>13&255, int64(s.Instances().Number()))
		if id <= last {
			t.Errorf("id %d comes after %d", id, last)
		}
		last = id
	}
}
