package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// seat gives people seats in order and returns them.
func seat(t *testing.T, s *sqlstore.Store, n int) (people []*campaign.Person) {
	t.Helper()
	for i := range n {
		p := meet(t, s, fmt.Sprint("o", i+1))
		m := campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: n - i, Source: "reg"}
		in(t, s, func(ctx context.Context) error { return s.Seats.SaveMember(ctx, here, &m) })
		people = append(people, p)
	}
	return people
}

// draft stores a broadcast to who has a seat.
func draft(t *testing.T, s *sqlstore.Store, number int) *campaign.Broadcast {
	t.Helper()
	b := &campaign.Broadcast{
		Campaign: here, Number: number, Audience: campaign.Audience{Kind: campaign.AudienceSeated}, Text: "hello",
		State: campaign.BroadcastDraft, Previewed: true, By: "m1",
		Owner: 7, Made: noon(),
	}
	in(t, s, func(ctx context.Context) error { return s.Broadcasts.Insert(ctx, b) })
	return b
}

// send makes the audience of a broadcast, splits it and lets it be sent.
func send(t *testing.T, s *sqlstore.Store, b *campaign.Broadcast, sizes ...int) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		size, err := listAll(ctx, s, b, campaign.AnyMoment)
		sending := *b
		sending.Size, sending.State, sending.Sent = size, campaign.BroadcastSending, noon()
		return errors.Join(err, s.Broadcasts.Save(ctx, &sending), s.Chunks.Split(ctx, b, sizes, noon(), noon().Add(time.Minute)))
	})
}

// call leases the next call as a process; nil when there is none.
func call(t *testing.T, s *sqlstore.Store, at time.Time, owner string) (c *campaign.Call) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) (err error) {
		c, err = s.Chunks.DueChunk(ctx, at, owner)
		return err
	})
	if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		t.Fatal(err)
	}
	return c
}

func save(t *testing.T, s *sqlstore.Store, c campaign.Chunk) {
	t.Helper()
	in(t, s, func(ctx context.Context) error { return s.Chunks.SaveChunk(ctx, c) })
}

// broadcasts tests moderation.BroadcastStore and moderation.RunStore.
func broadcasts(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.Broadcasts.Broadcast(t.Context(), here, 1)
	missing(t, "no broadcast", err)
	b := draft(t, s, 1)
	state := func(wanted campaign.BroadcastState) {
		t.Helper()
		got, err := s.Broadcasts.Broadcast(t.Context(), here, 1)
		if err != nil || got.State != wanted || got.Text != "hello" || got.Owner != 7 || !got.Made.Equal(noon()) {
			t.Errorf("broadcast = %+v, %v, want it %s", got, err, wanted)
		}
		if got.Audience != b.Audience || !got.Previewed {
			t.Errorf("broadcast = %+v, want it for %v and previewed", got, b.Audience)
		}
	}
	set := func(st campaign.BroadcastState) {
		t.Helper()
		b.State, b.Due, b.Sent = st, noon(), noon()
		in(t, s, func(ctx context.Context) error { return s.Broadcasts.Save(ctx, b) })
		state(st)
	}
	stop := func(wanted campaign.BroadcastState) {
		t.Helper()
		in(t, s, s.Broadcasts.StopAll)
		state(wanted)
	}
	state(campaign.BroadcastDraft)
	set(campaign.BroadcastScheduled)
	stop(campaign.BroadcastScheduled)
	for at, wanted := range map[time.Time]int{noon(): 1, noon().Add(-time.Second): 0} {
		list, err := s.Broadcasts.Scheduled(t.Context(), b.Campaign, at)
		if err != nil || len(list) != wanted {
			t.Errorf("scheduled at %v = %v, %v, want %d", at, list, err, wanted)
		}
	}
	set(campaign.BroadcastPaused)
	stop(campaign.BroadcastPaused)
	set(campaign.BroadcastSending)
	stop(campaign.BroadcastStopped)
}

// broadcastLists tests how broadcasts are found by their state.
func broadcastLists(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	b := draft(t, s, 1)
	b.State, b.Sent = campaign.BroadcastStopped, noon()
	in(t, s, func(ctx context.Context) error { return s.Broadcasts.Save(ctx, b) })
	list, err := s.Broadcasts.SentSince(t.Context(), here, noon().Add(-time.Second))
	if err != nil || len(list) != 1 || list[0].Number != 1 {
		t.Errorf("sent since a second before = %v, %v", list, err)
	}
	draft(t, s, 3)
	draft(t, s, 2)
	for st, numbers := range map[campaign.BroadcastState][]int{
		campaign.BroadcastDraft: {2, 3}, campaign.BroadcastStopped: {1}, campaign.BroadcastSending: {},
	} {
		list, err := s.Broadcasts.InState(t.Context(), here, st)
		got := []int{}
		for _, b := range list {
			got = append(got, b.Number)
		}
		if err != nil || !slices.Equal(got, numbers) {
			t.Errorf("%s: %v, %v, want %v", st, got, err, numbers)
		}
	}
}

// calls tests moderation.CallStore: a trial, then the rest, each leased once.
func calls(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	seat(t, s, 5)
	b := draft(t, s, 1)
	send(t, s, b, 2, 3)
	chunks, skipped, err := s.Chunks.Chunks(t.Context(), b)
	if err != nil || skipped != 0 || len(chunks) != 2 || chunks[0].Size != 2 || chunks[1].Size != 3 ||
		chunks[0].ClientID == chunks[1].ClientID {
		t.Fatalf("chunks = %+v, %d skipped, %v", chunks, skipped, err)
	}
	c := call(t, s, noon(), "me")
	if c == nil || c.Number != 1 || c.Text != "hello" || c.Waiting != 2 || !slices.Equal(c.People, []string{"o5", "o4"}) {
		t.Fatalf("the trial = %+v, want the first two by seat", c)
	}
	if again := call(t, s, noon(), "me"); again != nil {
		t.Errorf("the trial is leased twice: %+v", again)
	}
	c.State, c.MsgID = campaign.ChunkAccepted, "msg1"
	save(t, s, c.Chunk)
	if c := call(t, s, noon(), "me"); c != nil {
		t.Errorf("the rest is leased before its time: %+v", c)
	}
	left := meet(t, s, "o1")
	left.Consent = campaign.ConsentOut
	in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, left) })
	c = call(t, s, noon().Add(time.Minute), "me")
	if c == nil || c.Size != 2 || !slices.Equal(c.People, []string{"o3", "o2"}) || c.Maybe {
		t.Fatalf("the rest = %+v, want it without who opted out", c)
	}
	if c = call(t, s, noon().Add(time.Minute), "another"); c == nil || !c.Maybe {
		t.Errorf("what a process left on its way = %+v, want it, and that it may have been taken", c)
	}
	if _, skipped, err = s.Chunks.Chunks(t.Context(), b); err != nil || skipped != 1 {
		t.Errorf("skipped = %d, %v, want 1", skipped, err)
	}
	if n, err := s.Broadcasts.OptedOutAfter(t.Context(), b); err != nil || n != 0 {
		t.Errorf("opted out afterwards = %d, %v, want nobody who got it", n, err)
	}
	in(t, s, func(ctx context.Context) error { return s.Chunks.CancelChunks(ctx, b) })
	chunks, _, err = s.Chunks.Chunks(t.Context(), b)
	if err != nil || chunks[0].State != campaign.ChunkAccepted || chunks[1].State != campaign.ChunkUnknown {
		t.Errorf("after they were cancelled: %+v, %v, want accepted and unknown", chunks, err)
	}
}

// massResults tests what the platform tells of calls, and which of them it owes.
func massResults(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	seat(t, s, 4)
	b := draft(t, s, 1)
	send(t, s, b, 2, 2)
	result := campaign.MassResult{MsgID: "msg1", Total: 2, Sent: 1, Failed: 1, Status: "send success"}
	_, err := s.Chunks.Result(t.Context(), "msg1")
	missing(t, "a result that did not come", err)
	other := result
	other.Sent = 2 // what is told again changes nothing
	for _, r := range []campaign.MassResult{result, other} {
		in(t, s, func(ctx context.Context) error { return s.Chunks.KeepResult(ctx, r, noon()) })
	}
	if got, err := s.Chunks.Result(t.Context(), "msg1"); err != nil || got != result {
		t.Errorf("result = %+v, %v, want %+v", got, err, result)
	}
	later := noon().Add(time.Hour)
	ended := func(wanted int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			list, err := s.Broadcasts.Ended(ctx, b.Campaign, later, 24*time.Hour)
			want(t, "ended broadcasts", len(list), wanted)
			return err
		})
	}
	_, err = s.Chunks.ChunkOf(t.Context(), "msg2")
	missing(t, "a call that was not accepted", err)
	for _, id := range []string{"msg1", "msg2"} {
		ended(0)
		c := call(t, s, later, "me")
		c.State, c.MsgID, c.Finished = campaign.ChunkAccepted, id, id == "msg1"
		save(t, s, c.Chunk)
	}
	ended(0)
	for _, wanted := range []error{nil, campaign.ErrNotFound} {
		err := s.Do(t.Context(), func(ctx context.Context) error {
			c, err := s.Chunks.OverdueChunk(ctx, later)
			if err == nil && c.MsgID != "msg2" {
				t.Errorf("overdue = %+v, want msg2", c)
			}
			return err
		})
		if !errors.Is(err, wanted) {
			t.Errorf("overdue: %v, want %v", err, wanted)
		}
	}
	c, err := s.Chunks.ChunkOf(t.Context(), "msg2")
	if err != nil || c.Number != 2 || c.State != campaign.ChunkAccepted {
		t.Fatalf("call = %+v, %v, want the second", c, err)
	}
	c.Finish(result)
	save(t, s, *c)
	ended(1)
	c, err = s.Chunks.ChunkOf(t.Context(), "msg2")
	if err != nil || !c.Finished || c.Delivered != 1 || c.Rejected != 1 || c.Words != "send success" {
		t.Errorf("call = %+v, %v, want its result", c, err)
	}
}

// single tests a call to one person, who comes with their credit, and
// moderation.Credits.
func single(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	seat(t, s, 1)
	b := draft(t, s, 1)
	send(t, s, b, 1)
	c := call(t, s, noon(), "me")
	if c == nil || c.Person == nil || c.Person.Credits != 5 || !c.Person.Following || c.Paid {
		t.Fatalf("call = %+v, want its person with five credits", c)
	}
	spend := func(wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Ledger.Spend(ctx, c.Person.ID)
			want(t, "spent", ok, wanted)
			return err
		})
	}
	for left := 4; left >= 0; left-- {
		spend(true)
		credits(t, s, "o1", left)
	}
	spend(false)
	in(t, s, func(ctx context.Context) error { return s.Ledger.Refund(ctx, c.Person.ID) })
	credits(t, s, "o1", 1)
}

// reminders tests campaign.ReminderStore.
func reminders(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	r := campaign.Reminder{Name: "soon", At: noon(), Text: "t", Audience: campaign.Audience{Kind: campaign.AudienceSeated}}
	ran := func(r campaign.Reminder, wanted bool) {
		t.Helper()
		got, err := s.Reminders.HasRun(t.Context(), here, r)
		if err != nil || got != wanted {
			t.Errorf("%+v has run: %v, %v, want %v", r, got, err, wanted)
		}
	}
	record := func(run campaign.ReminderRun, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			fresh, err := s.Reminders.RecordRun(ctx, here, run)
			want(t, "the run is new", fresh, wanted)
			return err
		})
	}
	ran(r, false)
	p := meet(t, s, "o1")
	record(campaign.ReminderRun{Reminder: r, Ran: noon()}, true)
	record(campaign.ReminderRun{Reminder: r, Ran: noon()}, false)
	ran(r, true)
	renamed, moved := r, r
	renamed.Name, moved.At = "other", noon().Add(time.Hour)
	ran(renamed, true)
	ran(moved, false)
	moved.At = noon().Add(-time.Hour)
	ran(moved, true)
	late := campaign.Reminder{Name: "late", At: noon(), Text: "u", Audience: r.Audience}
	record(campaign.ReminderRun{Reminder: late, Ran: noon(), Late: true}, true)
	topic := campaign.ReminderTopic(r.Name, r.At)
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon(), Topic: topic})
	counted := func(r campaign.ReminderRun) {
		t.Helper()
		in(t, s, func(ctx context.Context) error { return s.Reminders.CountRun(ctx, here, r) })
	}
	endedRuns(t, s)
	end(t, s, due(t, s, noon())[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeFailed})
	endedRuns(t, s) // its notices are still being written
	counted(campaign.ReminderRun{Reminder: r, People: 1})
	counted(campaign.ReminderRun{Reminder: late, People: 1, Late: true})
	endedRuns(t, s, campaign.EndedRun{Name: "soon", People: 1, Unreached: 1})
	endedRuns(t, s)
	if got, err := s.Reminders.HasRun(t.Context(), there, r); err != nil || got {
		t.Errorf("it has run for the other class: %v, %v", got, err)
	}
}

func endedRuns(t *testing.T, s *sqlstore.Store, wanted ...campaign.EndedRun) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		got, err := s.Reminders.EndedRuns(ctx, here)
		if !slices.Equal(got, wanted) {
			t.Errorf("ended runs = %+v, want %+v", got, wanted)
		}
		return err
	})
}

// board tests campaign.Board.
func board(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for i, p := range []bot.PersonID{1, 2} {
		q := campaign.Question{
			Campaign: here, Number: i + 1, Person: p, Text: fmt.Sprint("Q", i+1), Folded: fmt.Sprint("q", i+1),
			State: campaign.QuestionApproved, At: noon(),
		}
		in(t, s, func(ctx context.Context) error { return s.Questions.InsertQuestion(ctx, &q) })
	}
	vote := func(number int, p bot.PersonID) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			_, err := s.Questions.Vote(ctx, here, number, p)
			return err
		})
	}
	vote(1, 3)
	vote(2, 3)
	for _, wanted := range []bool{true, false} {
		in(t, s, func(ctx context.Context) error {
			had, err := s.Questions.Unvote(ctx, here, 1, 3)
			want(t, "a vote was taken back", had, wanted)
			return err
		})
	}
	in(t, s, func(ctx context.Context) error { return copyVotes(ctx, s) })
	q, err := s.Questions.Question(t.Context(), here, 2)
	if err != nil || q.Votes != 3 {
		t.Errorf("question 2 = %+v, %v, want the votes of 1, 2 and 3", q, err)
	}
	merged := campaign.Question{Campaign: here, Number: 1, State: campaign.QuestionMerged, Merged: 2}
	answered := campaign.Question{Campaign: here, Number: 2, State: campaign.QuestionAnswered, Answer: "yes", OnWall: noon()}
	in(t, s, func(ctx context.Context) error {
		return errors.Join(s.Questions.SetQuestion(ctx, &merged), s.Questions.SetQuestion(ctx, &answered))
	})
	authors, err := s.Questions.AuthorsAfter(t.Context(), here, 2, 0, 10)
	if err != nil || !slices.Equal(authors, []bot.PersonID{1, 2}) {
		t.Errorf("authors = %v, %v, want both", authors, err)
	}
	for after, wanted := range map[bot.PersonID]bot.PersonID{0: 1, 1: 2} {
		page, err := s.Questions.AuthorsAfter(t.Context(), here, 2, after, 1)
		if err != nil || !slices.Equal(page, []bot.PersonID{wanted}) {
			t.Errorf("the author after %d = %v, %v, want %d", after, page, err, wanted)
		}
	}
	for st, number := range map[campaign.QuestionState]int{campaign.QuestionMerged: 1, campaign.QuestionAnswered: 2} {
		list, err := s.Questions.QuestionsIn(t.Context(), here, st)
		if err != nil || len(list) != 1 || list[0].Number != number {
			t.Errorf("%s questions = %+v, %v, want number %d", st, list, err, number)
		}
	}
	if q, err = s.Questions.Question(t.Context(), here, 2); err != nil || q.Answer != "yes" || !q.OnWall.Equal(noon()) || q.Text != "Q2" {
		t.Errorf("question 2 = %+v, %v, want it answered", q, err)
	}
}

// copyVotes gives question 2 the votes of question 1, in slices of one.
func copyVotes(ctx context.Context, s *sqlstore.Store) error {
	for after := bot.PersonID(0); ; {
		last, err := s.Questions.CopyVotes(ctx, campaign.VoteMove{Class: here, From: 1, Into: 2, After: after, N: 1})
		if err != nil || last == 0 {
			return err
		}
		after = last
	}
}

// LongList tests that the call to 1,201 people has all of them but one who opted out, and that
// no unit reads or writes more than 500 rows for it. largest returns the rows of the largest
// unit since it was asked last.
func LongList(t *testing.T, s *sqlstore.Store, largest func() int) {
	t.Helper()
	const size = 1201
	people := seat(t, s, size)
	b := draft(t, s, 1)
	send(t, s, b, size)
	out := people[7]
	out.Consent = campaign.ConsentOut
	in(t, s, func(ctx context.Context) error { return s.People.SaveDialogue(ctx, out) })
	largest()
	c := call(t, s, noon(), "me")
	if c == nil || c.Size != size-1 || len(c.People) != size-1 || slices.Contains(c.People, "o8") || c.People[0] != "o1201" {
		t.Errorf("the call is to %+v, want all but one", c)
	}
	if _, skipped, err := s.Chunks.Chunks(t.Context(), b); err != nil || skipped != 1 {
		t.Errorf("%d were taken off (%v), want one", skipped, err)
	}
	if n := largest(); n == 0 || n > 500 {
		t.Errorf("a unit has read or written %d rows", n)
	}
}
