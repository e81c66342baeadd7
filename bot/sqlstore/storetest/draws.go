package storetest

import (
	"context"
	"errors"
	"fmt"
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

// published checks what is public before and after the end of the claims.
func published(t *testing.T, s *sqlstore.Store, count int) {
	t.Helper()
	c := &campaign.Campaign{ID: here, Zone: time.UTC, ClaimsUntil: noon().Add(time.Hour), Packs: []campaign.Pack{{ID: "49", Draw: true}}}
	d := &campaign.Draws{Campaign: c, Store: s.Draws()}
	notice := func(at time.Time) (n campaign.DrawNotice) {
		in(t, s, func(ctx context.Context) (err error) {
			n, err = d.Full(ctx, "49", at)
			return err
		})
		return n
	}
	if n := notice(noon()); n.Seed != "" && len(n.Draws) == 0 || n.Seed == "" && (len(n.Draws) > 0 || n.Until.IsZero()) {
		t.Errorf("half of a notice: %+v", n)
	}
	n := notice(noon().Add(2 * time.Hour))
	if err := n.Verify(); err != nil || n.Count != count || len(n.Draws) != count {
		t.Errorf("%d of %d draws are published, want %d: %v", len(n.Draws), n.Count, count, err)
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
	if n, err := s.Retention().ForgetClass(t.Context(), campaign.RetainedDrawers, here, time.Now(), 10); err != nil || n != 1 {
		t.Errorf("forgotten %d drawers, %v, want 1", n, err)
	}
	if _, err := s.Draws().Drawn(t.Context(), here, "49", p.Hash); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("a draw whose hash has gone: err = %v, want ErrNotFound", err)
	}
	published(t, s, 1)
}
