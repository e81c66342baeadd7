package campaign_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
)

const seed = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

// published returns the notice of so many draws with odds of 0.3.
func published(t *testing.T, draws int) campaign.DrawNotice {
	t.Helper()
	n := campaign.DrawNotice{
		Class: "c", Pack: "49", Rule: campaign.DrawRule, Seed: seed, Commitment: campaign.Commitment(seed), Count: draws,
	}
	n.Chain = campaign.FirstChain(n.Class, n.Pack, n.Commitment)
	for i := range draws {
		d := campaign.Draw{Number: i + 1, Odds: campaign.Odds(0.3)}
		won, err := campaign.DrawWon(seed, n.Class, n.Pack, d.Number, d.Odds)
		if err != nil {
			t.Fatal(err)
		}
		d.Won = won
		n.Chain = campaign.NextChain(seed, n.Chain, d)
		n.Draws = append(n.Draws, d)
	}
	return n
}

// TestDrawShare draws 10,000 times: the share of winners is the odds, for odds of 0 and 1
// exactly.
func TestDrawShare(t *testing.T) {
	t.Parallel()
	const draws = 10_000
	for _, odds := range []float64{0, 0.001, 0.3, 0.5, 0.999, 1} {
		won := 0
		for i := range draws {
			w, err := campaign.DrawWon(seed, "c", "49", i+1, campaign.Odds(odds))
			if err != nil {
				t.Fatal(err)
			}
			if w {
				won++
			}
		}
		share, bound := float64(won)/draws, 5*math.Sqrt(odds*(1-odds)/draws)
		if math.Abs(share-odds) > bound {
			t.Errorf("odds %v: %v won, want it within %v", odds, share, bound)
		}
	}
}

// TestDrawVectors fixes the rule: what was published must be computed alike for ever.
func TestDrawVectors(t *testing.T) {
	t.Parallel()
	n := published(t, 20)
	var won []int
	for _, d := range n.Draws {
		if d.Won {
			won = append(won, d.Number)
		}
	}
	b, err := json.Marshal(won)
	if err != nil {
		t.Fatal(err)
	}
	got := string(b) + " " + n.Commitment[:8] + " " + n.Chain[:8]
	if want := "[2,8,14,16,18] 7b3d979c 5fe46358"; got != want {
		t.Errorf("winners, commitment, chain = %s, want %s", got, want)
	}
}

// TestDrawTampered changes each published value, one at a time: every change is seen.
func TestDrawTampered(t *testing.T) {
	t.Parallel()
	whole := published(t, 9)
	if err := whole.Verify(); err != nil {
		t.Fatalf("what was published is refused: %v", err)
	}
	b, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, change := range changes(t, b) {
		n, err := campaign.ReadDraws([]byte("[" + change + "]"))
		if err != nil {
			continue // not even readable
		}
		seen++
		var fault *campaign.DrawError
		if err := n[0].Verify(); !errors.As(err, &fault) {
			t.Errorf("not seen, err = %v: %s", err, change)
		}
	}
	if seen < 100 {
		t.Errorf("only %d changes were tried", seen)
	}
}

// changes returns the JSON with each of its values changed, left out or given twice.
func changes(t *testing.T, whole []byte) (out []string) {
	t.Helper()
	s := string(whole)
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			out = append(out, s[:i]+string('0'+(c-'0'+1)%10)+s[i+1:])
		case c >= 'a' && c <= 'y' && !strings.Contains(`":`, s[i+1:i+2]):
			out = append(out, s[:i]+string(c+1)+s[i+1:])
		}
	}
	out = append(out,
		strings.Replace(s, `"won":true`, `"won":false`, 1), strings.Replace(s, `"won":false`, `"won":true`, 1),
		s[:strings.LastIndex(s, `,{"number"`)]+"]}",
		strings.Replace(s, `"count":9`, `"count":8`, 1),
	)
	return out
}

// TestOddsRanges writes which numbers had which odds.
func TestOddsRanges(t *testing.T) {
	t.Parallel()
	n := published(t, 42)
	n.Draws[40].Odds, n.Draws[41].Odds = campaign.Odds(1), campaign.Odds(0.0005)
	got := ""
	for _, r := range campaign.OddsRanges(n.Draws) {
		got += r.Numbers() + ": " + r.Percent() + "; "
	}
	if want := "1–40: 30; 41: 100; 42: 0.05; "; got != want {
		t.Errorf("odds %q, want %q", got, want)
	}
}

// TestChainAfter finds what somebody noted while people drew.
func TestChainAfter(t *testing.T) {
	t.Parallel()
	n, early := published(t, 12), published(t, 10)
	if chain, ok := n.ChainAfter(10); !ok || chain != early.Chain {
		t.Errorf("after 10 draws %s, %v, want %s", chain, ok, early.Chain)
	}
	n.Draws[3].Odds++
	if chain, ok := n.ChainAfter(10); !ok || chain == early.Chain {
		t.Errorf("with other odds of an early draw the chain is the same: %s, %v", chain, ok)
	}
	if chain, ok := n.ChainAfter(13); ok {
		t.Errorf("after more draws than there are: %s", chain)
	}
	open := campaign.DrawNotice{Count: 10, Chain: early.Chain}
	if chain, ok := open.ChainAfter(10); !ok || chain != early.Chain {
		t.Errorf("before the list is public: %s, %v", chain, ok)
	}
}

// TestDrawSecret refuses a notice from before the seed was public.
func TestDrawSecret(t *testing.T) {
	t.Parallel()
	n := campaign.DrawNotice{Class: "c", Pack: "49", Rule: campaign.DrawRule, Commitment: "x", Until: evening("20:30:00")}
	if err := n.Verify(); !errors.Is(err, campaign.ErrSeedSecret) {
		t.Errorf("err = %v, want ErrSeedSecret", err)
	}
}
