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

func end(t *testing.T, s *sqlstore.Store, n campaign.Notice, o campaign.NoticeOutcome) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		_, err := s.Ledger.Settle(ctx, n, o)
		return err
	})
}

// states wants how many notices of the class are in which state.
func states(t *testing.T, s *sqlstore.Store, wanted map[campaign.NoticeState]int) {
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
		out = append(out, it.Kind())
	}
	return out
}

// dueNotices tests the order of notices, who they are for and what bounds them.
func dueNotices(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	enqueue(t, s,
		campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon(), Priority: campaign.PriorityReminder, DedupKey: "r1"},
		campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon(), Priority: campaign.PriorityReminder, DedupKey: "r1"},
		campaign.Notice{Person: p.ID, Body: campaign.LinkReplaced{}, Due: noon(), Priority: campaign.PriorityLink, Topic: "link"},
		campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{Text: "yes"}, Due: noon()},
		campaign.Notice{Person: p.ID, Body: campaign.PackServed{}, Due: noon().Add(time.Minute)},
		campaign.Notice{Robot: campaign.StaffRobot, Body: campaign.AccountAlert{Code: 3}, Due: noon()},
		campaign.Notice{Person: p.ID, Body: campaign.LinkReplaced{}, Due: noon(), Priority: campaign.PriorityLink, Topic: "link"})
	items := due(t, s, noon())
	if got := kinds(items); !slices.Equal(got, []campaign.NoticeKind{campaign.NoticeHuman, campaign.NoticeLink, campaign.NoticeReminder}) {
		t.Fatalf("due = %v, want by priority, each once, the newest of a topic", got)
	}
	yes := campaign.HumanAnswer{Text: "yes"}
	if it := items[0]; it.To != "o1" || it.Who == nil || it.Who.Credits != 5 || it.Body != yes || it.Person != p.ID {
		t.Errorf("an answer is due as %+v", it)
	}
	states(t, s, map[campaign.NoticeState]int{campaign.NoticeQueued: 4, campaign.NoticeCancelled: 1})
	begin(t, s, items[0].Notice, true)
	begin(t, s, items[0].Notice, false)
	credits(t, s, "o1", 4)
	if items = due(t, s, noon()); len(items) != 0 {
		t.Errorf("%d are due while one is on its way, want none", len(items))
	}
	if reach, err := s.Tickets.Reach(t.Context(), p.ID); err != nil || reach.Credits != 4-3 || reach.Left {
		t.Errorf("reach = %+v, %v, want the credit that three queued notices leave", reach, err)
	}
	alerts, err := s.Ledger.DueRobot(t.Context(), campaign.StaffRobot, noon(), 10)
	if err != nil || len(alerts) != 1 || alerts[0].Body != (campaign.AccountAlert{Code: 3}) || alerts[0].Robot != campaign.StaffRobot {
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
	failed := func(c campaign.CreditChange) campaign.NoticeOutcome {
		return campaign.NoticeOutcome{State: campaign.NoticeFailed, Credit: c}
	}
	for who, test := range map[string]struct {
		o       campaign.NoticeOutcome
		credits int
	}{
		"sent":     {campaign.NoticeOutcome{State: campaign.NoticeSent}, 4},
		"refunded": {failed(campaign.CreditRefunded), 5},
		"spent":    {failed(campaign.CreditGone), 0},
		"gone":     {failed(campaign.CreditLeft), 0},
		"unknown":  {campaign.NoticeOutcome{State: campaign.NoticeUnknown}, 4},
		"shelved":  {campaign.NoticeOutcome{State: campaign.NoticeShelved, Credit: campaign.CreditRefunded}, 5},
	} {
		p := meet(t, s, who)
		before, err := s.Ledger.States(t.Context(), here, campaign.NoticeReminder)
		if err != nil {
			t.Fatal(err)
		}
		enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
		n := due(t, s, noon())[0].Notice
		begin(t, s, n, true)
		end(t, s, n, test.o)
		in(t, s, func(ctx context.Context) error {
			moved, err := s.Ledger.Settle(ctx, n, failed(campaign.CreditRefunded))
			want(t, who+" moves again after its end", moved, false)
			return err
		})
		after, err := s.Ledger.States(t.Context(), here, campaign.NoticeReminder)
		if err != nil || after[test.o.State] != before[test.o.State]+1 {
			t.Errorf("%s: states %v became %v, %v, want one more %s", who, before, after, err, test.o.State)
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
		enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
	}
	items := due(t, s, noon())
	for i, it := range items {
		begin(t, s, it.Notice, i < 5)
	}
	states(t, s, map[campaign.NoticeState]int{campaign.NoticeSending: 5, campaign.NoticeQueued: 1})
	credits(t, s, "o1", 0)
}

// requeued tests retries, and what a process that ended leaves on its way.
func requeued(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.ReminderText{}, Due: noon()})
	for i, test := range []struct {
		uncounted bool
		attempts  int
	}{{false, 1}, {true, 1}} {
		n := due(t, s, noon())[0].Notice
		begin(t, s, n, true)
		end(t, s, n, campaign.NoticeOutcome{
			State: campaign.NoticeQueued, Due: noon(), Credit: campaign.CreditRefunded, Uncounted: test.uncounted,
		})
		again := due(t, s, noon())
		if len(again) != 1 || again[0].Attempts != test.attempts {
			t.Errorf("requeue %d: due again = %+v, want it after %d attempts", i+1, again, test.attempts)
		}
		credits(t, s, "o1", 5)
	}
	n := due(t, s, noon())[0].Notice
	begin(t, s, n, true)
	for owner, wanted := range map[string]int{"me": 0, "another": 1} {
		left, err := s.Ledger.Interrupted(t.Context(), owner, 10)
		if err != nil || len(left) != wanted {
			t.Errorf("left on its way, as %s sees it: %+v, %v, want %d", owner, left, err, wanted)
		}
	}
	end(t, s, n, campaign.NoticeOutcome{State: campaign.NoticeUnknown})
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
		enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{}, Due: noon()})
		end(t, s, due(t, s, noon())[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeShelved, Due: again})
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
	for _, at := range []time.Time{later.Add(-time.Second), later} {
		wanted := map[bool]int{true: 1}[at.Equal(later)]
		in(t, s, func(ctx context.Context) error {
			_, err := s.Ledger.Wake(ctx, at, 10)
			return err
		})
		want(t, "woken", len(due(t, s, at)), wanted)
		if wanted == 0 {
			want(t, "counted before one wakes", meet(t, s, "o1").Shelved, 1)
		}
	}
	want(t, "counted after one woke", meet(t, s, "o1").Shelved, 0)
	states(t, s, map[campaign.NoticeState]int{campaign.NoticeSent: 1, campaign.NoticeQueued: 1})
}

// shelfOfLeaver shows somebody who left and came back more than is counted: what is shelved
// for them later counts.
func shelfOfLeaver(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	var ids []int64
	shelve := func() {
		t.Helper()
		enqueue(t, s, campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{}, Due: noon()})
		n := due(t, s, noon())[0].Notice
		end(t, s, n, campaign.NoticeOutcome{State: campaign.NoticeShelved})
		ids = append(ids, n.ID)
	}
	shelve()
	shelve()
	in(t, s, func(ctx context.Context) error {
		_, err := s.Erasure.ForgetWords(ctx, p.ID) // as far as the unit of the leaving goes
		return err
	})
	in(t, s, func(ctx context.Context) error { return s.Ledger.Shown(ctx, p.ID, ids, noon()) })
	shelve()
	want(t, "counted as shelved after the return", meet(t, s, "o1").Shelved, 1)
}

// erasure tests that nothing of what somebody wrote or was written is left, and
// that what concerns their seat still waits for them.
func erasure(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p, other := meet(t, s, "o1"), meet(t, s, "o2")
	enqueue(t, s,
		campaign.Notice{Person: p.ID, Body: campaign.HumanAnswer{Text: "secret"}, Due: noon()},
		campaign.Notice{Person: p.ID, Body: campaign.Promoted{}, Due: noon()},
		campaign.Notice{
			Person: other.ID, About: p.ID, Body: campaign.LecturerAnswer{Question: "secret", Answer: "yes"}, Due: noon(),
		})
	in(t, s, func(ctx context.Context) error {
		m := &bot.Message{Key: "k", Person: p.ID, Kind: bot.KindText, Text: "secret", Arrived: noon(), Why: &bot.Reason{Kind: "answer"}}
		_, err := s.Journal.Record(ctx, here, m, []byte("secret"))
		q := campaign.Question{Campaign: here, Number: 1, Person: p.ID, Text: "secret", Folded: "secret", At: noon()}
		return errors.Join(err, s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID)),
			s.Questions.InsertQuestion(ctx, &q),
			s.Journal.RecordUnanswered(ctx, here, campaign.UnansweredQuestion{Person: p.ID, Text: "secret"}, noon()))
	})
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, p.ID) })
	past, err := s.Journal.Past(t.Context(), here, noon())
	if err != nil || len(past.Unanswered) > 0 || len(past.Messages) > 0 {
		t.Errorf("left in the journal: %+v, %v", past, err)
	}
	said, err := s.Persons().PersonSaid(t.Context(), p.ID, noon().Add(time.Hour), 9)
	if err != nil || len(said) != 1 || said[0].Why != nil {
		t.Errorf("why they were answered is left: %+v, %v", said, err)
	}
	if reply, _, err := s.Journal.Recall(t.Context(), "k"); err != nil || string(reply.Reply) != "-" {
		t.Errorf("the reply that is left = %q, %v, want none", reply.Reply, err)
	}
	if k, err := s.Tickets.Ticket(t.Context(), here, campaign.TicketUnknown, 1); err != nil || k.Text != "" {
		t.Errorf("the ticket that is left = %+v, %v", k, err)
	}
	if q, err := s.Questions.Question(t.Context(), here, 1); err != nil || q.Text != "" {
		t.Errorf("the question that is left = %+v, %v", q, err)
	}
	items := due(t, s, noon())
	if len(items) != 2 || items[0].Kind() != campaign.NoticePromoted ||
		items[1].Body != (campaign.LecturerAnswer{Question: "……", Answer: "yes"}) {
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
