package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// forget erases what is old at a time.
func forget(t *testing.T, s *sqlstore.Store, at time.Time) {
	t.Helper()
	if err := campaign.Forget(t.Context(), s.Retention(), at); err != nil {
		t.Fatal(err)
	}
}

// endClass stores when a class ends.
func endClass(t *testing.T, s *sqlstore.Store, id string, at time.Time) {
	t.Helper()
	if err := s.Content.Prepare(t.Context(), &campaign.Campaign{ID: id, End: at, Packs: []campaign.Pack{{ID: "49"}}}); err != nil {
		t.Fatal(err)
	}
}

// purge tests that hashes and draws are kept until a week after the class in which
// somebody took part, and no longer, whether the class still serves or not.
func purge(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	week := 7 * 24 * time.Hour
	endClass(t, s, here, noon())
	endClass(t, s, there, noon().Add(week)) // the next one of weekly classes
	left, erased, stays, waits := meet(t, s, "left"), meet(t, s, "erased"), meet(t, s, "here"), meet(t, s, "waits")
	in(t, s, func(ctx context.Context) error {
		lost := campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()}
		return errors.Join(s.Packs.SaveClaim(ctx, here, erased.ID, lost), s.Packs.SaveClaim(ctx, there, erased.ID, lost),
			s.Seats.SaveMember(ctx, here, &campaign.Member{Person: left.ID, Source: "reg"}),
			s.Seats.SaveMember(ctx, there, &campaign.Member{Person: waits.ID, Seat: 1}), ForgetWords(ctx, s, waits.ID),
			ForgetWords(ctx, s, left.ID), ForgetWords(ctx, s, erased.ID), s.Erasure.ForgetFacts(ctx, erased))
	})
	known := func(user bot.UserID, wanted bool) {
		t.Helper()
		if _, err := s.People.Find(t.Context(), user); (err == nil) != wanted {
			t.Errorf("%s is known: %v, want %v", user, err, wanted)
		}
	}
	followed := func(wanted int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := s.People.List(ctx, 5, []bot.UserID{"erased"}, true)
			want(t, "who was erased is listed anew", n, wanted)
			return err
		})
	}
	draw := func(id string, wanted campaign.ClaimState) {
		t.Helper()
		if got, err := s.Packs.Kept(t.Context(), id, "49", erased.Hash); err != nil || got != wanted {
			t.Errorf("the draw kept in %s = %q, %v, want %q", id, got, err, wanted)
		}
	}
	forget(t, s, noon().Add(week))
	known("left", true)
	followed(0)
	draw(here, campaign.ClaimLost)
	forget(t, s, noon().Add(week+time.Millisecond))
	known("left", false)
	known("waits", true)
	followed(0)
	draw(here, campaign.ClaimNone)
	draw(there, campaign.ClaimLost)
	forget(t, s, noon().Add(2*week+time.Millisecond))
	known("waits", false)
	known("here", true)
	followed(1)
	draw(there, campaign.ClaimNone)
	if again := meet(t, s, "here"); again.ID != stays.ID {
		t.Errorf("who is here has a new number: %d became %d", stays.ID, again.ID)
	}
}

// leftAgain tests that somebody who leaves when no class is left is known for an hour:
// what they wrote before may arrive later.
func leftAgain(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, p.ID) })
	known := func(after time.Duration, wanted bool) {
		t.Helper()
		forget(t, s, noon().Add(after))
		if _, err := s.People.Find(t.Context(), "o1"); (err == nil) != wanted {
			t.Errorf("%v after leaving known: %v, want %v", after, err == nil, wanted)
		}
	}
	known(campaign.LeftLife, true)
	known(campaign.LeftLife+time.Millisecond, false)
}

// oldNotices tests that a notice that waited too long leaves the shelf, and that a
// ticket that nobody answered does not keep the bot silent.
func oldNotices(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	ticket := &campaign.Ticket{Campaign: here, Kind: campaign.TicketHuman, Number: 1, Person: p.ID, Text: "help", OpenedAt: noon()}
	in(t, s, func(ctx context.Context) error {
		if err := s.Tickets.InsertTicket(ctx, ticket); err != nil {
			return err
		}
		ticket.State = campaign.TicketTaken
		return errors.Join(s.Tickets.SetTicket(ctx, ticket, "m1", noon()), s.Ledger.Enqueue(ctx, campaign.Notice{
			Campaign: here, Person: p.ID, Body: campaign.HumanAnswer{Text: "yes"}, Due: noon(),
		}))
	})
	due, err := s.Ledger.Due(t.Context(), noon(), 10)
	if err != nil || len(due) != 1 {
		t.Fatalf("due = %v, %v", due, err)
	}
	end(t, s, due[0].Notice, campaign.NoticeOutcome{State: campaign.NoticeShelved})
	state := func(shelved int, taken bool) {
		t.Helper()
		p, err := s.People.Find(t.Context(), "o1")
		if err != nil || p.Shelved != shelved || p.TakenOver != taken {
			t.Errorf("person = %+v, %v, want %d on the shelf, taken over: %v", p, err, shelved, taken)
		}
	}
	forget(t, s, noon().Add(campaign.TextLife))
	state(1, true)
	forget(t, s, noon().Add(campaign.TextLife+time.Millisecond))
	state(0, false)
	if w, err := s.Ledger.Waiting(t.Context(), p.ID); err != nil || len(w) > 0 {
		t.Errorf("on the shelf: %v, %v", w, err)
	}
	if got, err := s.Tickets.Ticket(t.Context(), here, campaign.TicketHuman, 1); err != nil || got.Text != "" {
		t.Errorf("ticket = %+v, %v, want no words", got, err)
	}
}

// oldMessages tests that a message is known for 30 days, and a reply that quotes others
// only shortly.
func oldMessages(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	q := &campaign.Question{Campaign: here, Number: 1, Person: 1, Text: "a question", Folded: "a question", At: noon()}
	for _, key := range []string{"plain", "quotes"} {
		in(t, s, func(ctx context.Context) error {
			if key == "quotes" {
				if err := s.Questions.InsertQuestion(ctx, q); err != nil {
					return err
				}
				if _, err := s.Questions.QuestionsIn(ctx, here, campaign.QuestionPending); err != nil {
					return err
				}
			}
			m := &bot.Message{Key: key, Person: 1, Kind: bot.KindText, Text: "hello", Arrived: noon()}
			_, err := s.Journal.Record(ctx, here, m, []byte("reply"))
			return err
		})
	}
	recalled := func(after time.Duration, plain, quotes string) {
		t.Helper()
		forget(t, s, noon().Add(after))
		for key, wanted := range map[string]string{"plain": plain, "quotes": quotes} {
			reply, known, err := s.Journal.Recall(t.Context(), key)
			if err != nil || string(reply.Reply) != wanted || known != (wanted != "") {
				t.Errorf("after %v %s = %q, %v, want %q", after, key, reply.Reply, err, wanted)
			}
		}
	}
	recalled(campaign.QuoteLife, "reply", "reply")
	recalled(campaign.QuoteLife+time.Millisecond, "reply", "-")
	recalled(campaign.TextLife, "reply", "-")
	recalled(campaign.TextLife+time.Millisecond, "", "")
	if n, err := s.Journal.CountMessages(t.Context(), 1); err != nil || n != 0 {
		t.Errorf("%d messages are left, %v", n, err)
	}
}

// places tests that a place on a long waitlist is right on both sides of a bucket.
func places(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const waiting = 1100
	save := func(people int, m func(i int) campaign.Member) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			for i := range people {
				row := m(i)
				if err := s.Seats.SaveMember(ctx, here, &row); err != nil {
					return err
				}
			}
			return nil
		})
	}
	place := func(queue int64, wanted int) {
		t.Helper()
		n, err := s.Seats.Position(t.Context(), here, queue)
		if err != nil || n != wanted {
			t.Errorf("place of %d = %d, %v, want %d", queue, n, err, wanted)
		}
	}
	save(waiting, func(i int) campaign.Member {
		return campaign.Member{Person: bot.PersonID(i + 1), Standing: campaign.StandingWaiting, Queue: int64(i + 1)}
	})
	for _, q := range []int{1, 2, 511, 512, 513, 1023, 1024, 1025, waiting} {
		place(int64(q), q)
	}
	save(600, func(i int) campaign.Member { return campaign.Member{Person: bot.PersonID(i + 1)} }) // the head of the list leaves
	place(601, 1)
	place(1025, 425)
	f, err := s.Seats.Figures(t.Context(), here)
	if err != nil || f.Waiting != waiting-600 {
		t.Errorf("figures = %+v, %v, want %d waiting", f, err, waiting-600)
	}
}

// counted tests that the counts follow the rows, also when somebody is erased.
func counted(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	held := campaign.Claim{Pack: "49", State: campaign.ClaimHeld, At: noon()}
	in(t, s, func(ctx context.Context) error {
		for range 2 { // the second time changes nothing
			m := &campaign.Member{Person: p.ID, Standing: campaign.StandingWaiting, Queue: 7, CheckedAt: noon()}
			if err := errors.Join(s.Seats.SaveMember(ctx, here, m), s.Packs.SaveClaim(ctx, here, p.ID, held)); err != nil {
				return err
			}
		}
		return nil
	})
	figures := func(waiting, present, holders int) {
		t.Helper()
		f, err := s.Seats.Figures(t.Context(), here)
		n, err2 := s.Packs.Holders(t.Context(), here, "49")
		if errors.Join(err, err2) != nil || f.Waiting != waiting || f.Present != present || n != holders {
			t.Errorf("figures = %+v and %d holders, %v %v, want %d, %d and %d", f, n, err, err2, waiting, present, holders)
		}
	}
	figures(1, 1, 1)
	in(t, s, func(ctx context.Context) error {
		return errors.Join(ForgetWords(ctx, s, p.ID), s.Erasure.ForgetFacts(ctx, p))
	})
	figures(0, 0, 0)
}
