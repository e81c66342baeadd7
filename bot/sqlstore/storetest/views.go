package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// seatViews tests moderation.SeatViews.
func seatViews(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	v := s.Views()
	for i := range 5 {
		p := meet(t, s, fmt.Sprint("o", i+1))
		m := campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: i + 1, Source: "poster"}
		m.SignedAt = noon().Add(time.Duration(i) * time.Minute)
		if i == 4 {
			m = campaign.Member{Person: p.ID, Standing: campaign.StandingWaiting, Queue: 9, Source: "poster"}
		}
		if i < 2 {
			m.CheckedAt, m.Source = noon().Add(time.Hour), "article"
		}
		in(t, s, func(ctx context.Context) error { return s.Seats.SaveMember(ctx, here, &m) })
	}
	for f, wanted := range map[moderation.SeatFilter]int{
		moderation.SeatsTaken: 4, moderation.SeatsAbsent: 2, moderation.SeatsWaiting: 1, moderation.SeatsPresent: 2,
	} {
		want(t, "people who are "+string(f), countPlaces(t, v, f), wanted)
	}
	if l, err := v.ListPlaces(t.Context(), there, moderation.SeatsTaken, moderation.Page{Limit: 5}); err != nil || len(l.Rows) != 0 {
		t.Errorf("of another class: %+v, %v", l, err)
	}
	sources, err := v.SeatSources(t.Context(), here)
	if err != nil || len(sources) != 2 || sources[0].N != 2 || sources[0].Name != "article" || sources[1].N != 2 {
		t.Errorf("sources = %+v, %v", sources, err)
	}
	times, err := v.SeatTimes(t.Context(), here, 2*time.Minute)
	if err != nil || sum(times) != 4 || len(times) > 3 {
		t.Errorf("times = %+v, %v", times, err)
	}
	seatSearch(t, s)
}

// countPlaces pages through the people who fit a filter.
func countPlaces(t *testing.T, v *sqlstore.ViewStore, f moderation.SeatFilter) int {
	t.Helper()
	seen := map[string]bool{}
	for page := (moderation.Page{Limit: 1}); ; {
		l, err := v.ListPlaces(t.Context(), here, f, page)
		if err != nil || len(l.Rows) != 1 {
			t.Fatalf("%s after %q: %+v, %v", f, page.After, l, err)
		}
		seen[l.Rows[0].Code] = true
		if page.After = l.Next; l.Next == "" {
			return len(seen)
		}
	}
}

// seatSearch finds people by seat and by code.
func seatSearch(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	v := s.Views()
	owner, err := v.SeatOwner(t.Context(), here, 2)
	p, err2 := s.Persons().PersonByID(t.Context(), owner)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	same, err := v.WithCode(t.Context(), p.Code)
	if err != nil || !slices.Contains(same, owner) {
		t.Errorf("with the code %s: %v, %v", p.Code, same, err)
	}
	if same, err := v.WithCode(t.Context(), "%"); err != nil || len(same) != 0 {
		t.Errorf("with no code: %v, %v", same, err)
	}
	_, err = v.SeatOwner(t.Context(), here, 77)
	missing(t, "who has a seat that is free", err)
}

func sum(all []moderation.Counted) (n int) {
	for _, c := range all {
		n += c.N
	}
	return n
}

// packViews tests moderation.PackViews.
func packViews(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const had = campaign.ClaimHeld
	for i, state := range []campaign.ClaimState{had, had, had, campaign.ClaimQueued, campaign.ClaimLost} {
		p := meet(t, s, fmt.Sprint("o", i+1))
		c := campaign.Claim{Pack: "99", State: state, At: noon().Add(time.Duration(i) * time.Minute)}
		if state == campaign.ClaimHeld {
			c.URL = []string{"https://old", "https://old", "https://new"}[i]
		}
		in(t, s, func(ctx context.Context) error {
			if state == campaign.ClaimHeld {
				return s.Packs.Take(ctx, here, p.ID, c, -1)
			}
			return s.Packs.SaveClaim(ctx, here, p.ID, c)
		})
		if i == 0 {
			in(t, s, func(ctx context.Context) error {
				r := campaign.LinkReport{Pack: "99", URL: "https://old", Person: p.ID, Number: 1, At: noon()}
				_, err := s.Links.AddReport(ctx, here, r)
				return err
			})
		}
	}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Links.StopLink(ctx, here, "99", "https://old", noon())
		err2 := s.Links.AddLink(ctx, here, "99", campaign.Mirror{URL: "https://new"}, noon())
		return errors.Join(err, err2, s.Packs.AddStock(ctx, here, "99", 4))
	})
	v := s.Views()
	f, err := v.PackFacts(t.Context(), here, "99")
	if err != nil || f.Holders != 3 || f.Queued != 1 || f.Extra != 4 || f.ByLink["https://old"] != 2 || f.ByLink["https://new"] != 1 ||
		f.Reports["https://old"] != 1 || !f.Stopped["https://old"].Equal(noon()) || !f.Added["https://new"].Equal(noon()) {
		t.Errorf("facts = %+v, %v", f, err)
	}
	if f, err := v.PackFacts(t.Context(), there, "99"); err != nil || f.Holders != 0 || len(f.ByLink) != 0 {
		t.Errorf("of another class: %+v, %v", f, err)
	}
	times, err := v.ClaimTimes(t.Context(), here, "99", time.Minute)
	if err != nil || sum(times) != 3 {
		t.Errorf("times = %+v, %v", times, err)
	}
	renotified(t, s)
}

// renotified tests who would be brought a new link.
func renotified(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	v, fresh := s.Views(), moderation.NewLink{Pack: "99", URL: "https://new"}
	for everybody, wanted := range map[bool]int{false: 3, true: 4} { // who waits comes beside
		fresh.Everybody = everybody
		e, err := v.Renotified(t.Context(), here, fresh, noon())
		if err != nil || e.Now+e.Later != wanted || e.Now != wanted {
			t.Errorf("who would be told, everybody %v: %+v, %v, want %d", everybody, e, err, wanted)
		}
	}
	fresh.Everybody = false
	late, err := v.Renotified(t.Context(), here, fresh, noon().Add(49*time.Hour))
	if err != nil || late.Now != 0 || late.Later != 3 {
		t.Errorf("two days later: %+v, %v", late, err)
	}
	first, err := v.ListRenotified(t.Context(), here, fresh, moderation.Page{Limit: 1})
	if err != nil || len(first.Rows) != 1 || first.Next == "" || first.Rows[0].URL != "https://old" {
		t.Fatalf("holders of another link: %+v, %v", first, err)
	}
	rest, err := v.ListRenotified(t.Context(), here, fresh, moderation.Page{Limit: 5, After: first.Next})
	if err != nil || len(rest.Rows) != 1 || rest.Next != "" || rest.Rows[0].Person.ID == first.Rows[0].Person.ID {
		t.Errorf("the rest of them: %+v, %v", rest, err)
	}
}

// askQuestion stores a question.
func askQuestion(t *testing.T, s *sqlstore.Store, p *campaign.Person, number int, st campaign.QuestionState) {
	t.Helper()
	q := campaign.Question{
		Campaign: here, Number: number, Person: p.ID, Text: fmt.Sprint("question ", number), Folded: fmt.Sprint("question", number),
		State: st, At: noon().Add(time.Duration(number) * time.Minute),
	}
	in(t, s, func(ctx context.Context) error { return s.Questions.InsertQuestion(ctx, &q) })
}

// questionViews tests moderation.QuestionViews, and which questions the wall may show.
func questionViews(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	v, p := s.Views(), meet(t, s, "o1")
	states := []campaign.QuestionState{
		campaign.QuestionPending, campaign.QuestionApproved, campaign.QuestionApproved, campaign.QuestionHidden, campaign.QuestionAnswered,
		campaign.QuestionPending, campaign.QuestionMerged,
	}
	for i, st := range states {
		askQuestion(t, s, p, i+1, st)
		_, err := s.Walls().WallQuestion(t.Context(), here, i+1)
		if st == campaign.QuestionApproved || st == campaign.QuestionAnswered {
			want(t, fmt.Sprint(st, " on the wall"), err, nil)
		} else {
			missing(t, fmt.Sprint(st, " on the wall"), err)
		}
	}
	_, err := s.Walls().WallQuestion(t.Context(), there, 2)
	missing(t, "a question of another class on the wall", err)
	in(t, s, func(ctx context.Context) error { _, err := s.Questions.Vote(ctx, here, 3, 77); return err })
	for _, list := range []struct {
		st     campaign.QuestionState
		newest bool
		want   []int
	}{
		{"", false, []int{3, 2}},
		{campaign.QuestionPending, false, []int{1, 6}},
		{campaign.QuestionPending, true, []int{6, 1}},
		{campaign.QuestionAnswered, true, []int{5}},
	} {
		if got := askedNumbers(t, v, p, list.st, list.newest); !slices.Equal(got, list.want) {
			t.Errorf("%+v: %v", list, got)
		}
	}
	counts, err := v.QuestionStates(t.Context(), here)
	times, err2 := v.QuestionTimes(t.Context(), here, time.Hour)
	if err := errors.Join(err, err2); err != nil || sum(counts) != len(states) || sum(times) != len(states) {
		t.Errorf("states %+v, times %+v, %v", counts, times, err)
	}
}

// askedNumbers pages through the questions in a state, "" for the board, which p has asked.
func askedNumbers(t *testing.T, v *sqlstore.ViewStore, p *campaign.Person, st campaign.QuestionState, newest bool) (out []int) {
	t.Helper()
	for page := (moderation.Page{Limit: 1}); ; {
		l, err := v.ListAsked(t.Context(), here, st, newest, page)
		if st == "" {
			l, err = v.ListBoard(t.Context(), here, page)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range l.Rows {
			out = append(out, q.Number)
			want(t, "the code", q.Code, p.Code)
		}
		if page.After = l.Next; l.Next == "" {
			return out
		}
	}
}

// walls tests moderation.WallStore and moderation.ScreenStore.
func walls(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows := s.Walls()
	w, err := rows.Wall(t.Context(), here)
	if err != nil || w.Showing != 0 || w.Revision != 0 {
		t.Errorf("a wall that there is not: %+v, %v", w, err)
	}
	w = moderation.WallState{Showing: 3, Line: []int{1, 4}, Past: []int{2}, Ends: noon(), Code: "https://a"}
	in(t, s, func(ctx context.Context) error { return rows.SaveWall(ctx, here, w) })
	in(t, s, func(ctx context.Context) error {
		if err := rows.SaveWall(ctx, here, w); !errors.Is(err, moderation.ErrAlready) {
			t.Errorf("stored by who was slower: %v", err)
		}
		return nil
	})
	got, err := rows.Wall(t.Context(), here)
	if err != nil || got.Showing != 3 || !slices.Equal(got.Line, w.Line) || !slices.Equal(got.Past, w.Past) || !got.Ends.Equal(noon()) ||
		got.Code != "https://a" || got.Revision != 1 {
		t.Errorf("wall = %+v, %v", got, err)
	}
	for i, by := range []string{"Min", "An"} {
		in(t, s, func(ctx context.Context) error {
			return rows.AddScreen(ctx, moderation.Screen{
				Token: "hash " + by, Class: here, By: by, Steers: i == 0, Made: noon().Add(time.Duration(i) * time.Minute),
			})
		})
	}
	all, err := rows.Screens(t.Context(), here)
	if err != nil || len(all) != 2 || all[0].By != "An" || all[0].Steers || !all[1].Steers {
		t.Errorf("screens = %+v, %v", all, err)
	}
	in(t, s, func(ctx context.Context) error {
		missing(t, "a screen of another class", rows.RemoveScreen(ctx, there, "hash An"))
		return rows.RemoveScreen(ctx, here, "hash An")
	})
	_, err = rows.Screen(t.Context(), "hash An")
	missing(t, "a screen that was ended", err)
	in(t, s, func(ctx context.Context) error {
		_, err := s.Logins().AddFirstLogin(ctx, "Owner", noon())
		_, err2 := s.Logins().AddLogin(ctx, "Min", moderation.RoleStaff, noon())
		return errors.Join(err, err2)
	})
	in(t, s, func(ctx context.Context) error { _, err := s.Logins().RemoveLogin(ctx, "Min"); return err })
	_, err = rows.Screen(t.Context(), "hash Min")
	missing(t, "a screen whose login was removed", err)
}

// reasons tests what is stored with a reply: why it was given, and which content served, also if
// a newer one was stored in the same moment.
func reasons(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	for i, hash := range []string{"0123456789abcdef", "fedcba9876543210"} {
		if n, err := s.Versions().SaveVersion(t.Context(), catalog.StoredVersion{
			Class: here, Hash: hash, Name: "c.yaml", Files: map[string][]byte{"c.yaml": []byte(hash)}, At: noon(),
			Origin: catalog.Origin{Kind: catalog.OriginFile},
		}); err != nil || n != i+1 {
			t.Fatalf("version %d, %v", n, err)
		}
	}
	why := &bot.Reason{Kind: "answer", Entries: []string{"F1"}, Confidence: 90, Credits: 3, Version: "0123456789ab"}
	in(t, s, func(ctx context.Context) error {
		m := &bot.Message{Key: "r1", Person: p.ID, Kind: bot.KindText, Text: "when", Arrived: noon(), Why: why}
		_, err := s.Journal.Record(ctx, here, m, []byte("tat eight"))
		m = &bot.Message{Key: "r2", Person: p.ID, Kind: bot.KindText, Text: "where", Arrived: noon().Add(-time.Second)}
		_, err2 := s.Journal.Record(ctx, here, m, []byte("tthere"))
		m = &bot.Message{Key: "r3", Person: p.ID, Kind: bot.KindText, Text: "who", Arrived: noon().Add(time.Second)}
		_, err3 := s.Journal.Record(ctx, here, m, []byte("tthey"))
		return errors.Join(err, err2, err3)
	})
	said, err := s.Persons().PersonSaid(t.Context(), p.ID, noon().Add(time.Hour), 9)
	if err != nil || len(said) != 3 {
		t.Fatalf("said = %+v, %v", said, err)
	}
	if !reflect.DeepEqual(said[1].Why, why) || said[1].Version != "1" {
		t.Errorf("why = %+v of version %s, want %+v of version 1", said[1].Why, said[1].Version, why)
	}
	if said[0].Why != nil || said[0].Version != "2" || said[2].Why != nil || said[2].Version != "" {
		t.Errorf("without a reason: %+v and %+v, want version 2 and none", said[0], said[2])
	}
}

// personViews tests moderation.PersonViews, and that what was not sent is queued again once.
func personViews(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows, p, other := s.Persons(), meet(t, s, "o1"), meet(t, s, "o2")
	askQuestion(t, s, p, 1, campaign.QuestionPending)
	in(t, s, func(ctx context.Context) error {
		return errors.Join(
			s.Tickets.InsertTicket(ctx, ticketOf(campaign.TicketUnknown, 1, p.ID)),
			s.Packs.Take(ctx, here, p.ID, campaign.Claim{Pack: "99", State: campaign.ClaimHeld, URL: "https://a", At: noon()}, -1),
			s.Ledger.Enqueue(ctx, campaign.Notice{
				Campaign: here, Person: p.ID, Body: campaign.MakeupApproved{}, Due: noon(), Priority: campaign.PriorityPromotion,
			}))
	})
	late := noon().Add(time.Hour)
	asked, err := rows.PersonAsked(t.Context(), here, p.ID, late, 10)
	if err != nil || len(asked) != 2 {
		t.Errorf("asked = %+v, %v", asked, err)
	}
	claims, err := rows.PersonClaims(t.Context(), here, p.ID)
	if err != nil || len(claims) != 1 || claims[0].Text != "https://a" {
		t.Errorf("claims = %+v, %v", claims, err)
	}
	sent, err := rows.PersonSent(t.Context(), p.ID, late, 10)
	if err != nil || len(sent) != 1 || sent[0].Name != string(campaign.NoticeMakeup) || sent[0].State != string(campaign.NoticeQueued) {
		t.Fatalf("sent = %+v, %v", sent, err)
	}
	if none, err := rows.PersonSent(t.Context(), other.ID, late, 10); err != nil || len(none) != 0 {
		t.Errorf("sent to somebody else = %+v, %v", none, err)
	}
	repeat := func(id campaign.Person, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			done, err := s.Ledger.RepeatFailed(ctx, sent[0].ID, id.ID, late)
			want(t, "it is queued again", done, wanted)
			return err
		})
	}
	repeat(*p, false) // it is not failed
	n := campaign.Notice{ID: sent[0].ID, Campaign: here, Person: p.ID, Body: campaign.MakeupApproved{}}
	in(t, s, func(ctx context.Context) error {
		_, err := s.Ledger.Settle(ctx, n, campaign.NoticeOutcome{State: campaign.NoticeFailed, Words: campaign.ReasonUnreachable})
		return err
	})
	sent, err = rows.PersonSent(t.Context(), p.ID, late, 10)
	if err != nil || sent[0].State != string(campaign.NoticeFailed) || sent[0].Reason != campaign.ReasonUnreachable {
		t.Fatalf("sent = %+v, %v", sent, err)
	}
	repeat(*other, false)
	repeat(*p, true)
	repeat(*p, false)
}
