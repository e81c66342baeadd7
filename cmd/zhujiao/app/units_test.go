package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
	"zhujiao/bot/wxsim"
)

// unitRows is the most rows that a unit may write, and the most it may read.
const unitRows = 500

// large is a crowd with 1,500 people who never wrote, on an engine that counts rows.
type large struct {
	*crowd
	units *storetest.Counting
	who   []bot.PersonID
}

func newLarge(t *testing.T) *large {
	t.Helper()
	l := &large{}
	l.crowd = staffed(t, func(cfg *Config) {
		cfg.Moderators = append(cfg.Moderators, wxsim.OpenID("crowd", "m2"))
		cfg.hooks.engine = func(e sqlstore.Engine) sqlstore.Engine {
			l.units = storetest.Count(t, e, filepath.Join(cfg.Data, sqlite.FileName))
			return l.units
		}
	})
	l.at(7, 19, 0, 0)
	for _, m := range []string{"m1", "m2"} {
		l.say(t, m, "你好")
	}
	st := l.app.store
	l.do(t, func(ctx context.Context) error {
		for i := range 1500 {
			u := bot.UserID(wxsim.OpenID("crowd", fmt.Sprint("f", i)))
			l.platform.Touch(string(u), "scan")
			if _, err := st.People.List(ctx, 1, []bot.UserID{u}, true); err != nil {
				return err
			}
			p, err := st.People.Find(ctx, u)
			if err != nil {
				return err
			}
			l.who = append(l.who, p.ID)
		}
		return nil
	})
	return l
}

// do changes rows as many people would have done one by one, and forgets that unit.
func (l *large) do(t *testing.T, f func(ctx context.Context) error) {
	t.Helper()
	if err := l.app.store.Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	l.units.Largest()
}

// small settles and fails if a unit since the last call was larger than a unit may be.
func (l *large) small(t *testing.T, what string) {
	t.Helper()
	l.settle(t)
	if n := l.units.Largest(); n > unitRows || n == 0 {
		t.Errorf("%s: a unit has written or read %d rows, at most %d may be", what, n, unitRows)
	} else {
		t.Logf("%s: at most %d rows", what, n)
	}
}

var confirmForm = regexp.MustCompile(`#确认 (\d{4})`)

func (l *large) confirmed(t *testing.T, command string) string {
	t.Helper()
	asked := l.say(t, "m1", command)
	code := confirmForm.FindStringSubmatch(asked)
	if code == nil {
		t.Fatalf("%s: %q has no code", command, asked)
	}
	return l.say(t, "m1", "#确认 "+code[1])
}

// TestUnitsStaySmall lets each thing happen that concerns many people: no unit writes or reads more
// than 500 rows, and everybody is reached once.
func TestUnitsStaySmall(t *testing.T) {
	t.Parallel()
	l := newLarge(t)
	st, id, then := l.app.store, l.app.Campaign().ID, l.app.clock.Now()
	states := func(k campaign.NoticeKind) (n int) {
		t.Helper()
		all, err := st.Ledger.States(t.Context(), id, k)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range all {
			n += k
		}
		return n
	}
	l.do(t, func(ctx context.Context) (err error) { // 1,400 wait for a seat and a pack, and asked; 700 hold one
		k := campaign.Ticket{Campaign: id, Kind: campaign.TicketUnknown, Number: 1, Person: l.who[0], OpenedAt: then}
		k.State = campaign.TicketOpen
		err = st.Tickets.InsertTicket(ctx, &k)
		for i, p := range l.who[:1400] {
			m := campaign.Member{Person: p, Standing: campaign.StandingWaiting, Queue: int64(i + 1), SignedAt: then, CheckedAt: then}
			c := campaign.Claim{Pack: "99", State: campaign.ClaimQueued, At: then}
			if i%2 == 0 {
				c.State, c.URL = campaign.ClaimHeld, "https://old"
			}
			err = errors.Join(err, st.Seats.SaveMember(ctx, id, &m), st.Packs.SaveClaim(ctx, id, p, c))
			if i > 0 {
				err = errors.Join(err, st.Tickets.AppendTicket(ctx, &k, p, "", then))
			}
		}
		return err
	})
	if got := l.confirmed(t, "#加席 1300"); !strings.Contains(got, "1400") {
		t.Errorf("more seats: %q, want 1,400 who get one", got)
	}
	l.small(t, "more seats")
	if n := states(campaign.NoticePromoted); n != 1400 {
		t.Errorf("%d were promoted", n)
	}
	if got := l.confirmed(t, "#换链 99 https://pan.example.com/s/1new ab12"); !strings.Contains(got, "1400") {
		t.Errorf("a replaced link: %q, want 1,400 who are told", got)
	}
	l.small(t, "a replaced link")
	if links, packs := states(campaign.NoticeLink), states(campaign.NoticePack); links != 700 || packs != 700 {
		t.Errorf("%d were told the new link, %d got the pack", links, packs)
	}
	l.say(t, "m1", "#答 U1 就在今晚。")
	l.small(t, "an answer")
	if n := states(campaign.NoticeHuman); n != 1400 {
		t.Errorf("%d were answered", n)
	}
	l.at(7, 19, 30, 0)
	l.small(t, "a reminder")
	if n := states(campaign.NoticeReminder); n != 1400 {
		t.Errorf("%d were reminded", n)
	}
	l.merge(t)
	l.broadcast(t)
	l.eraseMuch(t)
}

// broadcast sends to everybody, of whom 600 opt out after the confirmation and 100 leave
// before it.
func (l *large) broadcast(t *testing.T) {
	t.Helper()
	st, all := l.app.store, len(l.who)+2
	draft := l.say(t, "m1", "#群发 全部 今晚20:30准时开课,直播间地址稍后发群里。")
	if !strings.Contains(draft, fmt.Sprintf("%d人", all)) {
		t.Errorf("draft: %q, want %d people", draft, all)
	}
	if n := l.units.Largest(); n > 20 {
		t.Errorf("a draft has written %d rows", n)
	}
	for _, p := range l.who[1400:] {
		l.do(t, func(ctx context.Context) error { return storetest.ForgetWords(ctx, st, p) })
	}
	l.must(t, "m1", fmt.Sprint("#确认 B1 ", all), "B1超过500人")
	l.must(t, "m2", "#批准 B1", "B1开始发送")
	l.do(t, func(ctx context.Context) (err error) {
		for _, p := range l.who[:600] {
			err = errors.Join(err, st.People.SaveDialogue(ctx, &campaign.Person{ID: p, Consent: campaign.ConsentOut}))
		}
		return err
	})
	l.small(t, "the audience and its trial")
	l.app.clock.Freeze(l.app.clock.Now().Add(3 * time.Minute))
	l.small(t, "the rest of a broadcast")
	if got := l.say(t, "m1", "#进度 B1"); !strings.Contains(got, "其中100人在预览后不再符合条件") {
		t.Errorf("progress: %q, want who did not fit any more", got)
	}
	b, err := st.Broadcasts.Broadcast(t.Context(), l.app.Campaign().ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	chunks, skipped, err := st.Chunks.Chunks(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	sum := campaign.Sum(b, chunks, skipped)
	if sum.Audience != all || sum.Unreachable != 700 || sum.Delivered != all-700 || b.Gone != 100 {
		t.Errorf("%+v, %d gone; want %d delivered of %d", sum, b.Gone, all-700, all)
	}
}

// eraseMuch lets somebody erase their data who wrote 1,500 messages, voted as often, and is
// in the audiences of 600 broadcasts.
func (l *large) eraseMuch(t *testing.T) {
	t.Helper()
	l.say(t, "x", "你好")
	p, err := l.app.store.People.Find(t.Context(), bot.UserID(wxsim.OpenID("crowd", "x")))
	if err != nil {
		t.Fatal(err)
	}
	l.do(t, func(ctx context.Context) (err error) {
		for i := range 1500 {
			m := &bot.Message{Key: fmt.Sprint("old", i), Person: p.ID, Kind: bot.KindText, Text: "only mine", Arrived: l.app.clock.Now()}
			_, record := l.app.store.Journal.Record(ctx, l.app.Campaign().ID, m, []byte("-"))
			_, vote := l.app.store.Questions.Vote(ctx, l.app.Campaign().ID, 10_000+i, p.ID)
			err = errors.Join(err, record, vote)
		}
		for i := range 600 {
			b := &campaign.Broadcast{Campaign: l.app.Campaign().ID, Number: 10_000 + i}
			_, added := l.app.store.Chunks.AddToAudience(ctx, b, []bot.PersonID{p.ID}, 0)
			err = errors.Join(err, added)
		}
		return err
	})
	l.say(t, "x", "删除我的数据")
	l.say(t, "x", "确认删除")
	l.small(t, "an erasure")
	if hits := l.grep(t, "only mine"); len(hits) > 0 {
		t.Errorf("still there: %v", hits)
	}
}

// merge joins a question with 1,400 votes, which 600 people asked, to one that was answered:
// each vote counts once, and each of the 600 gets the answer once.
func (l *large) merge(t *testing.T) {
	t.Helper()
	st, id, then := l.app.store, l.app.Campaign().ID, l.app.clock.Now()
	l.do(t, func(ctx context.Context) (err error) {
		for number := 1; number <= 2; number++ {
			q := campaign.Question{
				Campaign: id, Number: number, Person: l.who[number], State: campaign.QuestionApproved,
				Text: fmt.Sprint("why ", number), Folded: fmt.Sprint("why", number), At: then,
			}
			err = errors.Join(err, st.Questions.InsertQuestion(ctx, &q))
		}
		answered := campaign.Question{Campaign: id, Number: 2, State: campaign.QuestionAnswered, Answer: "so"}
		err = errors.Join(err, st.Questions.SetQuestion(ctx, &answered))
		for i, p := range l.who[3:1402] {
			_, vote := st.Questions.Vote(ctx, id, 1, p)
			err = errors.Join(err, vote)
			if i < 599 {
				q := campaign.Question{Campaign: id, Merged: 1, Person: p, Text: "why", At: then}
				err = errors.Join(err, st.Questions.InsertQuestion(ctx, &q))
			}
		}
		return err
	})
	l.must(t, "m1", "#并 Q1 Q2", "")
	l.small(t, "a merged question")
	q, err := st.Questions.Question(t.Context(), id, 2)
	if err != nil || q.Votes != 1401 {
		t.Errorf("%+v, %v, want 1,400 votes and the author's", q, err)
	}
	told, err := st.Ledger.States(t.Context(), id, campaign.NoticeAnswered)
	n := 0
	for _, k := range told {
		n += k
	}
	if err != nil || n != 600 {
		t.Errorf("%d got the answer (%v), want 600", n, err)
	}
}
