package storetest

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// late enqueues the late reply to a message.
func late(t *testing.T, s *sqlstore.Store, p bot.PersonID, key string) {
	t.Helper()
	enqueue(t, s, campaign.Notice{
		Person: p, Body: campaign.LateReply{Reply: bot.Text("late")}, Due: noon().Add(6 * time.Second),
		DedupKey: campaign.LateReplyKey(key),
	})
}

// withdraw wants whether a repeated push has to stay silent.
func withdraw(t *testing.T, s *sqlstore.Store, key string, said bool) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		got, err := s.Journal.Withdraw(ctx, key)
		want(t, "the reply to "+key+" was said", got, said)
		return err
	})
}

// lateReplies tests that a late reply is withdrawn until its sending begins, and only
// then: nobody reads it twice, or not at all.
func lateReplies(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p, after := meet(t, s, "o1"), noon().Add(time.Minute)
	withdraw(t, s, "none", false)
	late(t, s, p.ID, "k1")
	late(t, s, p.ID, "k1") // once for each message
	want(t, "late replies before they are due", len(due(t, s, noon().Add(5*time.Second))), 0)
	want(t, "late replies that are due", len(due(t, s, after)), 1)
	withdraw(t, s, "k1", false)
	want(t, "late replies that are due after it was withdrawn", len(due(t, s, after)), 0)
	withdraw(t, s, "k1", false)

	late(t, s, p.ID, "k1") // the repeated push was given up too
	items := due(t, s, after)
	if len(items) != 1 {
		t.Fatalf("due after it was enqueued again: %+v", items)
	}
	begin(t, s, items[0].Notice, true)
	withdraw(t, s, "k1", true)
	end(t, s, items[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeSent})
	withdraw(t, s, "k1", true)
	late(t, s, p.ID, "k1")
	want(t, "late replies that are due after one was sent", len(due(t, s, after)), 0)

	late(t, s, p.ID, "k2")
	items = due(t, s, after)
	end(t, s, items[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeShelved})
	want(t, "shelved", meet(t, s, "o1").Shelved, 1)
	withdraw(t, s, "k2", false)
	want(t, "shelved after it was withdrawn", meet(t, s, "o1").Shelved, 0)

	late(t, s, p.ID, "k3")
	items = due(t, s, after)
	end(t, s, items[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeFailed})
	withdraw(t, s, "k3", false)
}

// lateRepliesAtOnce lets a repeated push and the dispatcher reach for one reply at the
// same time: one of them gets it.
func lateRepliesAtOnce(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	for i := range 20 {
		key := string(rune('a' + i))
		late(t, s, p.ID, key)
		n := due(t, s, noon().Add(time.Minute))[0].Notice
		var said, began bool
		errs := make([]error, 2)
		together(2, func(i int) {
			errs[i] = s.Do(t.Context(), func(ctx context.Context) (err error) {
				if i == 0 {
					said, err = s.Journal.Withdraw(ctx, key)
				} else {
					n.Person = 0 // it costs nothing here
					began, err = s.Ledger.Begin(ctx, n, "me")
				}
				return err
			})
		})
		if errs[0] != nil || errs[1] != nil || said != began {
			t.Errorf("reply %s: said by the repeat %v, by the dispatcher %v, %v", key, !said, began, errs)
		}
		if began { // what is on its way holds the next one
			end(t, s, n, campaign.NoticeOutcome{State: campaign.NoticeSent})
		}
	}
}

// heartbeat tests that a beat is committed.
func heartbeat(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	if err := s.Beat(t.Context()); err != nil {
		t.Error(err)
	}
	if e, _ := s.LastFault(); e != nil {
		t.Errorf("the last failure is %v, want none", e)
	}
}
