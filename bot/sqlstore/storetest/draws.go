package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// draw draws in a unit of its own.
func draw(t *testing.T, s *sqlstore.Store, hash string, odds int) (d campaign.Draw, err error) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		d, err = s.Draws().Draw(ctx, campaign.Drawing{Class: here, Pack: "49", Hash: hash}, odds, noon())
		if errors.Is(err, campaign.ErrNoDrawMore) {
			return nil
		}
		return err
	})
	return d, err
}

// draws lets many people draw at once, some of them twice: the numbers have no gaps, nobody
// draws twice, what is published is right, and once the seed was shown nobody draws.
func draws(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const people = 40
	odds := campaign.Odds(0.3)
	together(2*people, func(i int) {
		if err := s.Do(t.Context(), func(ctx context.Context) error {
			_, err := s.Draws().Draw(ctx, campaign.Drawing{Class: here, Pack: "49", Hash: fmt.Sprint("h", i%people)}, odds, noon())
			return err
		}); err != nil {
			t.Error(err)
		}
	})
	first, err := draw(t, s, "h7", campaign.Odds(1))
	if own, ownErr := s.Draws().Drawn(t.Context(), here, "49", "h7"); err != nil || ownErr != nil || own != first || first.Odds != odds {
		t.Errorf("a draw and the same again: %+v, %+v, %v, %v", own, first, err, ownErr)
	}
	if _, err := s.Draws().Drawn(t.Context(), there, "49", "h7"); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("a draw of another class: err = %v, want ErrNotFound", err)
	}
	published(t, s, people)
	if _, err := draw(t, s, "late", odds); !errors.Is(err, campaign.ErrNoDrawMore) {
		t.Errorf("a draw after the seed: err = %v, want ErrNoDrawMore", err)
	}
	if again, err := draw(t, s, "h7", odds); err != nil || again != first {
		t.Errorf("a repeated draw after the seed = %+v, %v, want %+v", again, err, first)
	}
	published(t, s, people)
	classes, err := s.Draws().DrawnIn(t.Context(), "h7", 3)
	if err != nil || len(classes) != 1 || classes[0] != here {
		t.Errorf("drawn in %v, %v, want %s", classes, err, here)
	}
}

// claimsEnd is when packs are not claimed any more in tests of draws.
func claimsEnd() time.Time { return noon().Add(time.Hour) }

// drawsOf are the draws of a class whose file has these packs.
func drawsOf(s *sqlstore.Store, packs ...campaign.Pack) *campaign.Draws {
	c := &campaign.Campaign{ID: here, Zone: time.UTC, ClaimsUntil: claimsEnd(), Packs: packs}
	return &campaign.Draws{Campaign: c, Store: s.Draws(), People: s.Draws(), Unit: s}
}

// notices returns what is public at a time, with the lists.
func notices(t *testing.T, d *campaign.Draws, at time.Time) []campaign.PackDraw {
	t.Helper()
	packs, err := d.Notices(t.Context(), at)
	if err == nil {
		err = d.Lists(t.Context(), packs)
	}
	if err != nil {
		t.Fatal(err)
	}
	return packs
}

// published checks what is public before and after the end of the claims.
func published(t *testing.T, s *sqlstore.Store, count int) {
	t.Helper()
	d := drawsOf(s, campaign.Pack{ID: "49", Draw: true})
	n := notices(t, d, claimsEnd().Add(campaign.SeedGrace))[0].Notice
	if n.Seed != "" && len(n.Draws) == 0 || n.Seed == "" && (len(n.Draws) > 0 || n.Until.IsZero()) {
		t.Errorf("half of a notice: %+v", n)
	}
	n = notices(t, d, claimsEnd().Add(campaign.SeedGrace+time.Millisecond))[0].Notice
	if err := n.Verify(); err != nil || n.Count != count || len(n.Draws) != count {
		t.Errorf("%d of %d draws are published, want %d: %v", len(n.Draws), n.Count, count, err)
	}
}

// drawSteps draws one by one: what is published moves with each tenth draw only, and is part
// of what is published after the end, whatever the file says of the pack by then. Only with
// the seed somebody else cannot draw any more.
func drawSteps(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const people = 23
	d, noted := drawsOf(s, campaign.Pack{ID: "49", Draw: true}), map[string]int{}
	for i := range people {
		if _, err := draw(t, s, fmt.Sprint("h", i), campaign.Odds(0.3)); err != nil {
			t.Fatal(err)
		}
		n := notices(t, d, claimsEnd().Add(campaign.SeedGrace))[0].Notice
		if want := (i + 1) / campaign.DrawStep * campaign.DrawStep; n.Count != want || n.Seed != "" || len(n.Draws) > 0 {
			t.Errorf("after draw %d: %+v, want %d counted and no seed", i+1, n, want)
		}
		noted[n.Chain] = n.Count
	}
	over := func(hash string, want bool) {
		t.Helper()
		is, err := s.Draws().DrawOver(t.Context(), campaign.Drawing{Class: here, Pack: "49", Hash: hash})
		if is != want || err != nil {
			t.Errorf("the draw is over for %s: %v, %v, want %v", hash, is, err, want)
		}
	}
	over("late", false)
	removed := notices(t, drawsOf(s, campaign.Pack{ID: "9", Draw: true}, campaign.Pack{ID: "49"}), claimsEnd().Add(time.Hour))
	n := removed[len(removed)-1].Notice
	if err := n.Verify(); err != nil || len(removed) != 2 || !removed[1].Removed || removed[0].Removed || n.Count != people {
		t.Errorf("of a removed pack is published %+v, %v", removed, err)
	}
	for chain, count := range noted {
		if hash, ok := n.ChainAfter(count); !ok || hash != chain {
			t.Errorf("the chain after %d draws was %s and is %s now", count, chain, hash)
		}
	}
	if len(noted) != 3 {
		t.Errorf("%d chains were published in %d draws, want 3", len(noted), people)
	}
	over("late", true)
	over("h7", false)
}

// lastDraw shows the seed while a draw is under way: the draw is counted, because the seed is
// shown after it, or was not made.
func lastDraw(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	if _, err := draw(t, s, "first", campaign.Odds(0.3)); err != nil {
		t.Fatal(err)
	}
	d, shown := drawsOf(s, campaign.Pack{ID: "49", Draw: true}), make(chan campaign.DrawNotice, 1)
	show := sync.OnceFunc(func() {
		packs, err := d.Notices(t.Context(), claimsEnd().Add(time.Hour))
		if err != nil || len(packs) != 1 {
			t.Errorf("%d draws, %v", len(packs), err)
			packs = make([]campaign.PackDraw, 1)
		}
		shown <- packs[0].Notice
	})
	want := 0
	in(t, s, func(ctx context.Context) error {
		_, err := s.Draws().Draw(ctx, campaign.Drawing{Class: here, Pack: "49", Hash: "last"}, campaign.Odds(0.3), noon())
		go show()
		<-time.After(100 * time.Millisecond) // until it waits for this unit
		if want = 2; errors.Is(err, campaign.ErrNoDrawMore) {
			want, err = 1, nil // the unit was undone and ran again
		}
		return err
	})
	if n := <-shown; n.Seed == "" || n.Count != want {
		t.Errorf("%d draws are counted with the seed %q, want %d", n.Count, n.Seed, want)
	}
}

// drawsForgotten erases somebody who drew: they keep their draw until the class's hashes go,
// and the published draws stay.
func drawsForgotten(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	p := meet(t, s, "o1")
	before, err := draw(t, s, p.Hash, campaign.Odds(0.5))
	if err != nil {
		t.Fatal(err)
	}
	in(t, s, func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, p) })
	if again, err := s.Draws().Drawn(t.Context(), here, "49", p.Hash); err != nil || again != before {
		t.Errorf("after the erasure the draw is %+v, %v, want %+v", again, err, before)
	}
	if n, err := s.Retention().ForgetClass(t.Context(), campaign.RetainedDrawers, here, noon(), 10); err != nil || n != 1 {
		t.Errorf("forgotten %d drawers, %v, want 1", n, err)
	}
	if _, err := s.Draws().Drawn(t.Context(), here, "49", p.Hash); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("a draw whose hash has gone: err = %v, want ErrNotFound", err)
	}
	published(t, s, 1)
}
