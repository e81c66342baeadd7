package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/outbox"
	"zhujiao/bot/sqlstore"
)

func enqueue(t *testing.T, s *sqlstore.Store, ns ...campaign.Notice) {
	t.Helper()
	for _, n := range ns {
		n.Campaign = here
		in(t, s, func(ctx context.Context) error { return s.Ledger.Enqueue(ctx, n) })
	}
}

// due returns what is due for people.
func due(t *testing.T, s *sqlstore.Store, at time.Time) (items []outbox.Item) {
	t.Helper()
	in(t, s, func(ctx context.Context) (err error) {
		items, err = s.Ledger.Due(ctx, at, 10)
		return err
	})
	return items
}

// begin begins a notice as the process "me".
func begin(t *testing.T, s *sqlstore.Store, n campaign.Notice, wanted bool) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		began, err := s.Ledger.Begin(ctx, n, "me")
		want(t, "began", began, wanted)
		return err
	})
}

func end(t *testing.T, s *sqlstore.Store, n campaign.Notice, r outbox.Result) {
	t.Helper()
	in(t, s, func(ctx context.Context) error { return s.Ledger.End(ctx, n, r) })
}

// states wants how many notices of the class are in which state.
func states(t *testing.T, s *sqlstore.Store, wanted map[outbox.State]int) {
	t.Helper()
	got, err := s.Ledger.States(t.Context(), here, "")
	if err != nil || len(got) != len(wanted) {
		t.Errorf("states = %v, %v, want %v", got, err, wanted)
	}
	for state, n := range wanted {
		want(t, "notices that are "+string(state), got[state], n)
	}
}

func credits(t *testing.T, s *sqlstore.Store, who string, wanted int) {
	t.Helper()
	p, err := s.People.Find(t.Context(), bot.UserID(who))
	if err != nil || p.Credits != wanted {
		t.Errorf("credits of %s = %+v, %v, want %d", who, p, err, wanted)
	}
}

func kinds(items []outbox.Item) (out []campaign.NoticeKind) {
	for _, it := range items {
		out = append(out, it.Kind)
	}
	return out
}

// dueNotices tests the order of notices, who they are for and what bounds them.
func dueNotices(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	enqueue(t, s,
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeReminder, Due: noon(), Priority: campaign.PriorityReminder, Once: "r1"},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeReminder, Due: noon(), Priority: campaign.PriorityReminder, Once: "r1"},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeLink, Due: noon(), Priority: campaign.PriorityLink, Topic: "link"},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeHuman, Due: noon(), Args: map[string]string{"answer": "yes"}},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticePack, Due: noon().Add(time.Minute)},
		campaign.Notice{Robot: campaign.StaffRobot, Kind: campaign.NoticeAlert, Due: noon()},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeLink, Due: noon(), Priority: campaign.PriorityLink, Topic: "link"})
	items := due(t, s, noon())
	if got := kinds(items); !slices.Equal(got, []campaign.NoticeKind{campaign.NoticeHuman, campaign.NoticeLink, campaign.NoticeReminder}) {
		t.Fatalf("due = %v, want by priority, each once, the newest of a topic", got)
	}
	if it := items[0]; it.To != "o1" || it.Who == nil || it.Who.Credits != 5 || it.Args["answer"] != "yes" || it.Person != p.ID {
		t.Errorf("an answer is due as %+v", it)
	}
	states(t, s, map[outbox.State]int{outbox.Queued: 4, outbox.Cancelled: 1})
	begin(t, s, items[0].Notice, true)
	begin(t, s, items[0].Notice, false)
	credits(t, s, "o1", 4)
	if items = due(t, s, noon()); len(items) != 2 {
		t.Errorf("%d are due while one is on its way, want 2", len(items))
	}
	if reach, err := s.Tickets.Reach(t.Context(), p.ID); err != nil || reach.Credits != 4-3 || reach.Left {
		t.Errorf("reach = %+v, %v, want the credit that three queued notices leave", reach, err)
	}
	alerts, err := s.Ledger.DueRobot(t.Context(), campaign.StaffRobot, noon(), 10)
	if err != nil || len(alerts) != 1 || alerts[0].Kind != campaign.NoticeAlert || alerts[0].Robot != campaign.StaffRobot {
		t.Errorf("alerts = %+v, %v", alerts, err)
	}
	alerts, err = s.Ledger.DueRobot(t.Context(), "class", noon(), 10)
	if err != nil || len(alerts) > 0 {
		t.Errorf("alerts of another robot = %+v, %v", alerts, err)
	}
}

// results tests what the end of a call does to a notice and to the credit.
func results(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for who, test := range map[string]struct {
		r       outbox.Result
		kind    campaign.NoticeKind
		state   outbox.State
		credits int
	}{
		"sent":     {outbox.Result{State: outbox.Sent}, campaign.NoticeReminder, outbox.Sent, 4},
		"refunded": {outbox.Result{State: outbox.Failed, Refund: true}, campaign.NoticeReminder, outbox.Failed, 5},
		"spent":    {outbox.Result{State: outbox.Failed, NoCredit: true}, campaign.NoticeReminder, outbox.Failed, 0},
		"gone":     {outbox.Result{State: outbox.Failed, Gone: true}, campaign.NoticeReminder, outbox.Failed, 0},
		"unknown":  {outbox.Result{State: outbox.Unknown}, campaign.NoticeReminder, outbox.Unknown, 4},
		"kept":     {outbox.Result{State: outbox.Unknown}, campaign.NoticeHuman, outbox.Shelved, 4},
	} {
		p := meet(t, s, who)
		before, err := s.Ledger.States(t.Context(), here, test.kind)
		if err != nil {
			t.Fatal(err)
		}
		enqueue(t, s, campaign.Notice{Person: p.ID, Kind: test.kind, Due: noon()})
		n := due(t, s, noon())[0].Notice
		begin(t, s, n, true)
		end(t, s, n, test.r)
		end(t, s, n, outbox.Result{State: outbox.Failed, Refund: true}) // it has ended
		after, err := s.Ledger.States(t.Context(), here, test.kind)
		if err != nil || after[test.state] != before[test.state]+1 {
			t.Errorf("%s: states %v became %v, %v, want one more %s", who, before, after, err, test.state)
		}
		credits(t, s, who, test.credits)
	}
	if p, err := s.People.Find(t.Context(), "gone"); err != nil || p.Following {
		t.Errorf("who is gone = %+v, %v", p, err)
	}
}

// noCredit tests that nothing begins for which nothing is left to pay.
func noCredit(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	for range 6 {
		enqueue(t, s, campaign.Notice{Person: p.ID, Kind: campaign.NoticeReminder, Due: noon()})
	}
	items := due(t, s, noon())
	for i, it := range items {
		begin(t, s, it.Notice, i < 5)
	}
	states(t, s, map[outbox.State]int{outbox.Sending: 5, outbox.Queued: 1})
	credits(t, s, "o1", 0)
}

// requeued tests retries, and what a process that ended leaves on its way.
func requeued(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	enqueue(t, s, campaign.Notice{Person: p.ID, Kind: campaign.NoticeReminder, Due: noon()})
	for i, test := range []struct {
		r        outbox.Result
		attempts int
	}{{outbox.Result{Refund: true}, 1}, {outbox.Result{Refund: true, Uncalled: true}, 1}} {
		n := due(t, s, noon())[0].Notice
		begin(t, s, n, true)
		in(t, s, func(ctx context.Context) error { return s.Ledger.Requeue(ctx, n, noon(), test.r) })
		again := due(t, s, noon())
		if len(again) != 1 || again[0].Attempts != test.attempts {
			t.Errorf("requeue %d: due again = %+v, want it after %d attempts", i+1, again, test.attempts)
		}
		credits(t, s, "o1", 5)
	}
	n := due(t, s, noon())[0].Notice
	begin(t, s, n, true)
	for owner, wanted := range map[string]int{"me": 0, "another": 1} {
		left, err := s.Ledger.Interrupted(t.Context(), owner)
		if err != nil || len(left) != wanted {
			t.Errorf("left on its way, as %s sees it: %+v, %v, want %d", owner, left, err, wanted)
		}
	}
	end(t, s, n, outbox.Result{State: outbox.Unknown})
	unknown, err := s.Ledger.ListUnknown(t.Context(), here, moderation.Page{Limit: 5})
	if err != nil || len(unknown.Rows) != 1 || unknown.Rows[0].ID != n.ID || unknown.Rows[0].Code != p.Code {
		t.Errorf("unknown = %+v, %v", unknown, err)
	}
	for _, wanted := range []bool{true, false} {
		in(t, s, func(ctx context.Context) error {
			ok, err := s.Ledger.Repeat(ctx, n.ID, noon())
			want(t, "repeated", ok, wanted)
			return err
		})
	}
	want(t, "due after it is repeated", len(due(t, s, noon())), 1)
}

// shelf tests campaign.Shelf, and what wakes of it.
func shelf(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	shelve := func(again time.Time) {
		t.Helper()
		enqueue(t, s, campaign.Notice{Person: p.ID, Kind: campaign.NoticeHuman, Due: noon()})
		end(t, s, due(t, s, noon())[0].Notice, outbox.Result{State: outbox.Shelved, Again: again})
	}
	later := noon().Add(time.Hour)
	shelve(time.Time{})
	shelve(later)
	want(t, "counted as shelved", meet(t, s, "o1").Shelved, 2)
	waiting, err := s.Ledger.Waiting(t.Context(), p.ID)
	if err != nil || len(waiting) != 2 || waiting[0].ID >= waiting[1].ID {
		t.Fatalf("waiting = %+v, %v, want two, the oldest first", waiting, err)
	}
	for range 2 {
		in(t, s, func(ctx context.Context) error { return s.Ledger.Shown(ctx, p.ID, []int64{waiting[0].ID}, noon()) })
		want(t, "counted after one was shown", meet(t, s, "o1").Shelved, 1)
	}
	in(t, s, func(ctx context.Context) error { return s.Moderators.SetLevel(ctx, campaign.StopFirst, "m1", noon()) })
	want(t, "woken while sending is stopped", len(due(t, s, later)), 0)
	in(t, s, func(ctx context.Context) error { return s.Moderators.SetLevel(ctx, campaign.StopNothing, "m1", noon()) })
	want(t, "woken before its time", len(due(t, s, later.Add(-time.Second))), 0)
	want(t, "woken", len(due(t, s, later)), 1)
	want(t, "counted after one woke", meet(t, s, "o1").Shelved, 0)
	states(t, s, map[outbox.State]int{outbox.Sent: 1, outbox.Queued: 1})
}

// erasure tests that nothing of what somebody wrote or was written is left, and
// that what concerns their seat still waits for them.
func erasure(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p, other := meet(t, s, "o1"), meet(t, s, "o2")
	enqueue(t, s,
		campaign.Notice{Person: p.ID, Kind: campaign.NoticeHuman, Due: noon(), Args: map[string]string{"answer": "secret"}},
		campaign.Notice{Person: p.ID, Kind: campaign.NoticePromoted, Due: noon()},
		campaign.Notice{
			Person: other.ID, About: p.ID, Kind: campaign.NoticeAnswered, Due: noon(),
			Args: map[string]string{"question": "secret", "answer": "yes"},
		})
	in(t, s, func(ctx context.Context) error {
		m := &bot.Message{Key: "k", Person: p.ID, Kind: bot.KindText, Text: "secret", Arrived: noon()}
		_, err := s.Journal.Record(ctx, here, m, []byte("secret"))
		q := campaign.Question{Campaign: here, Number: 1, Person: p.ID, Text: "secret", Folded: "secret", At: noon()}
		return errors.Join(err, s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID)),
			s.Questions.InsertQuestion(ctx, &q), s.Journal.Hear(ctx, here, campaign.Heard{Person: p.ID, Text: "secret"}, noon()))
	})
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetWords(ctx, p.ID) })
	past, err := s.Journal.Past(t.Context(), here, noon())
	if err != nil || len(past.Heard) > 0 || len(past.Messages) > 0 {
		t.Errorf("left in the journal: %+v, %v", past, err)
	}
	if reply, _, err := s.Journal.Recall(t.Context(), "k"); err != nil || string(reply) != "-" {
		t.Errorf("the reply that is left = %q, %v, want none", reply, err)
	}
	if k, err := s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, 1); err != nil || k.Text != "" {
		t.Errorf("the ticket that is left = %+v, %v", k, err)
	}
	if q, err := s.Questions.Question(t.Context(), here, 1); err != nil || q.Text != "" {
		t.Errorf("the question that is left = %+v, %v", q, err)
	}
	items := due(t, s, noon())
	if len(items) != 2 || items[0].Kind != campaign.NoticePromoted || items[1].Args["question"] == "secret" ||
		items[1].Args["answer"] != "yes" {
		t.Errorf("still due: %+v, want the promotion, and the answer to others without the question", items)
	}
	if items[0].Who == nil || items[0].Who.Following {
		t.Errorf("the promotion is for %+v, want somebody who does not follow", items[0].Who)
	}
	if err := s.Erasure.Scrub(t.Context()); err != nil {
		t.Errorf("scrub: %v", err)
	}
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, p) })
	_, err = s.People.Find(t.Context(), "o1")
	missing(t, "somebody who was erased", err)
	if items = due(t, s, noon()); len(items) != 1 {
		t.Errorf("still due: %+v, want the answer to others", items)
	}
}
