package storetest

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

func held(pack string) campaign.Claim {
	return campaign.Claim{Pack: pack, State: campaign.ClaimHeld, URL: "https://a", At: noon()}
}

func checkClaim(t *testing.T, s *sqlstore.Store, p bot.PersonID, wanted campaign.Claim) {
	t.Helper()
	c, err := s.Packs.Claim(t.Context(), here, "49", p)
	if err != nil || c.Pack != wanted.Pack || c.State != wanted.State || c.URL != wanted.URL || !c.At.Equal(wanted.At) {
		t.Errorf("claim of 49 by %d = %+v, %v, want %+v", p, c, err, wanted)
	}
}

func checkTaken(t *testing.T, s *sqlstore.Store, id, pack string, wanted int) {
	t.Helper()
	n, err := s.Packs.Taken(t.Context(), id, pack)
	if err != nil || n != wanted {
		t.Errorf("taken of %s in %s = %d, %v, want %d", pack, id, n, err, wanted)
	}
}

func claims(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	checkClaim(t, s, 1, campaign.Claim{Pack: "49"})
	in(t, s, func(ctx context.Context) error { return s.Packs.Take(ctx, here, 1, held("49"), 1) })
	checkClaim(t, s, 1, held("49"))
	in(t, s, func(ctx context.Context) error {
		if err := s.Packs.Take(ctx, here, 2, held("49"), 1); !errors.Is(err, campaign.ErrOutOfStock) {
			t.Errorf("err = %v, want ErrOutOfStock", err)
		}
		return nil // what was refused must not be stored
	})
	checkClaim(t, s, 2, campaign.Claim{Pack: "49"})
	checkTaken(t, s, here, "49", 1)
	lost := campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()}
	in(t, s, func(ctx context.Context) error { return s.Packs.SaveClaim(ctx, here, 3, lost) })
	checkClaim(t, s, 3, lost)
	checkTaken(t, s, here, "49", 1)
	for p := range bot.PersonID(5) {
		in(t, s, func(ctx context.Context) error { return s.Packs.Take(ctx, here, p+1, held("99"), -1) })
	}
	checkTaken(t, s, here, "99", 5)
}

func claimsAtOnce(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const people, stock = 60, 12
	var given atomic.Int64
	together(people, func(i int) {
		err := s.Do(t.Context(), func(ctx context.Context) error {
			return s.Packs.Take(ctx, here, bot.PersonID(i+1), held("49"), stock)
		})
		switch {
		case err == nil:
			given.Add(1)
		case !errors.Is(err, campaign.ErrOutOfStock):
			t.Error(err)
		}
	})
	want(t, "given", given.Load(), stock)
	checkTaken(t, s, here, "49", stock)
	n, err := s.Packs.Holders(t.Context(), here, "49")
	if err != nil || n != stock {
		t.Errorf("holders = %d, %v, want %d", n, err, stock)
	}
}

func campaignsApart(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error { return s.Packs.Take(ctx, here, 1, held("49"), 1) })
	checkTaken(t, s, there, "49", 0)
	in(t, s, func(ctx context.Context) error { return s.Packs.Take(ctx, there, 1, held("49"), 1) })
	in(t, s, func(ctx context.Context) error {
		m := campaign.Member{Person: 1, Standing: campaign.StandingSeated, Seat: 1}
		return errors.Join(s.Seats.SaveMember(ctx, here, &m), s.Seats.SaveMember(ctx, there, &m))
	})
	want(t, "number here", number(t, s), 1)
	in(t, s, func(ctx context.Context) error {
		n, err := s.Tickets.NextNumber(ctx, there, "U")
		want(t, "number there", n, 1)
		return err
	})
}

func links(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	stop := func(url string, wanted bool) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			changed, err := s.Links.StopLink(ctx, here, "99", url, noon())
			want(t, "stopping "+url+" changes something", changed, wanted)
			return err
		})
	}
	stop("https://a", true)
	stop("https://a", false)
	got, err := s.Packs.Stopped(t.Context(), here, "99")
	if err != nil || !slices.Equal(got, []string{"https://a"}) {
		t.Errorf("stopped = %v, %v", got, err)
	}
	in(t, s, func(ctx context.Context) error {
		changed, err := s.Links.RestoreLink(ctx, here, "99", "https://a")
		want(t, "restoring changes something", changed, true)
		return err
	})
	if got, err = s.Packs.Stopped(t.Context(), here, "99"); err != nil || len(got) != 0 {
		t.Errorf("stopped after restoring = %v, %v", got, err)
	}
	for i, url := range []string{"https://b", "https://c"} {
		in(t, s, func(ctx context.Context) error {
			return s.Links.AddLink(ctx, here, "99", campaign.Mirror{URL: url, Code: "code"}, noon().Add(time.Duration(i)*time.Second))
		})
	}
	added, err := s.Links.NewLinks(t.Context(), here, "99")
	if err != nil || len(added) != 2 || added[0].URL != "https://c" || added[0].Code != "code" {
		t.Errorf("new links = %+v, %v, want the newest first", added, err)
	}
	in(t, s, func(ctx context.Context) error {
		return errors.Join(s.Packs.Take(ctx, here, 1, held("99"), -1), s.Packs.Take(ctx, here, 2, held("99"), -1))
	})
	for i, wanted := range [][]bot.PersonID{{1, 2}, nil, {1, 2}} { // the second time they have it
		in(t, s, func(ctx context.Context) error {
			m := campaign.HolderMove{Class: here, Pack: "99", URL: "https://c", Everybody: i == 2, N: 1}
			n, err := s.Packs.CountOthers(ctx, m)
			want(t, "others", n, len(wanted))
			var moved []bot.PersonID
			for more := err == nil; more; more = err == nil && m.After != 0 {
				var some []bot.PersonID
				some, m.After, err = s.Packs.MoveHolders(ctx, m)
				moved = append(moved, some...)
			}
			if !slices.Equal(moved, wanted) {
				t.Errorf("moved %v, want %v", moved, wanted)
			}
			return err
		})
	}
}

func promises(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for _, p := range []bot.PersonID{2, 1, 2, 3, 4} {
		in(t, s, func(ctx context.Context) error { return s.Links.PromiseLink(ctx, here, "99", p) })
	}
	for _, wanted := range [][]bot.PersonID{{1, 2}, {4}, nil} { // taken once
		in(t, s, func(ctx context.Context) error {
			if err := s.Links.EndPromise(ctx, here, "99", 3); err != nil {
				return err
			}
			people, err := s.Links.TakePromises(ctx, here, "99", 2)
			slices.Sort(people)
			if !slices.Equal(people, wanted) {
				t.Errorf("promised to %v, want %v", people, wanted)
			}
			return err
		})
	}
}

func queued(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	for i, p := range []bot.PersonID{5, 3, 4} {
		c := campaign.Claim{Pack: "49", State: campaign.ClaimQueued, At: noon().Add(time.Duration(i) * time.Second)}
		in(t, s, func(ctx context.Context) error { return s.Packs.SaveClaim(ctx, here, p, c) })
	}
	var got []bot.PersonID
	for place, more := (campaign.QueuePlace{}), true; more; {
		page, err := s.Packs.Queued(t.Context(), here, "49", place, 2)
		if err != nil {
			t.Fatal(err)
		}
		more = len(page) == 2
		for _, w := range page {
			got, place = append(got, w.Person), w
		}
	}
	if !slices.Equal(got, []bot.PersonID{5, 3, 4}) {
		t.Errorf("queued = %v, want the order they came in", got)
	}
	n, err := s.Packs.CountQueued(t.Context(), here, "49")
	if err != nil || n != 3 {
		t.Errorf("%d are queued, %v", n, err)
	}
	in(t, s, func(ctx context.Context) error { return s.Packs.Take(ctx, here, 9, held("49"), 1) })
	in(t, s, func(ctx context.Context) error { return s.Packs.AddStock(ctx, here, "49", 2) })
	added, err := s.Packs.Added(t.Context(), here, "49")
	if err != nil || added != 2 {
		t.Errorf("added = %d, %v, want 2", added, err)
	}
	for i, p := range []bot.PersonID{5, 3, 4} {
		err := s.Do(t.Context(), func(ctx context.Context) error { return s.Packs.Take(ctx, here, p, held("49"), 1) })
		if full := i == 2; full != errors.Is(err, campaign.ErrOutOfStock) || !full && err != nil {
			t.Errorf("take %d after 2 were added to 1: %v", i+2, err)
		}
	}
}

func kept(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	state, err := s.Packs.Kept(t.Context(), here, "49", p.Hash)
	if err != nil || state != campaign.ClaimNone {
		t.Errorf("kept = %q, %v, want nothing", state, err)
	}
	in(t, s, func(ctx context.Context) error {
		return errors.Join(
			s.Packs.SaveClaim(ctx, here, p.ID, campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()}),
			s.Seats.SaveMember(ctx, here, &campaign.Member{Person: p.ID, Source: "reg"}))
	})
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, p.ID) })
	checkClaim(t, s, p.ID, campaign.Claim{Pack: "49", State: campaign.ClaimLost, At: noon()})
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, p) })
	checkClaim(t, s, p.ID, campaign.Claim{Pack: "49"})
	m, err := s.Seats.Member(t.Context(), here, p.ID)
	if err != nil || m.Source != "" {
		t.Errorf("member after erasure = %+v, %v", m, err)
	}
	if state, err = s.Packs.Kept(t.Context(), here, "49", p.Hash); err != nil || state != campaign.ClaimLost {
		t.Errorf("kept = %q, %v, want the lost draw", state, err)
	}
	if again := meet(t, s, "o1"); again.ID == p.ID || again.Hash != p.Hash {
		t.Errorf("who comes back is %+v, want a new number and the same hash as %+v", again, p)
	}
}
