package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// A DrawError says what of a published notice is not as it was promised.
type DrawError struct {
	// Field is the name of the value in the JSON, Number the draw that it belongs to, or 0.
	Field  string
	Number int
}

// Error names the value.
func (f *DrawError) Error() string {
	if f.Number > 0 {
		return "draw " + strconv.Itoa(f.Number) + ": " + f.Field + " is not what the published values give"
	}
	return f.Field + " is not what the published values give"
}

// ReadDraws reads what was published: the notices of a class. What they do not have is
// refused, so that no value goes by under another name.
func ReadDraws(published []byte) ([]DrawNotice, error) {
	in := json.NewDecoder(bytes.NewReader(published))
	in.DisallowUnknownFields()
	var out []DrawNotice
	if err := in.Decode(&out); err != nil {
		return nil, fmt.Errorf("read the published draws: not what zhujiao draw publish and /draw/CLASS give: %w", err)
	}
	return out, nil
}

// ErrSeedSecret is a notice from before the end of the claims.
var ErrSeedSecret = errors.New("the seed is not public yet: take what is published after the end of the claims")

// Verify computes every result anew from what is published. It returns a *DrawError for
// the first value that does not fit, or ErrSeedSecret.
func (n *DrawNotice) Verify() error {
	switch {
	case n.Rule != DrawRule:
		return &DrawError{Field: "rule"}
	case n.Seed == "" && !n.Until.IsZero():
		return ErrSeedSecret
	case n.Seed == "":
		return &DrawError{Field: "seed"}
	case !n.Until.IsZero():
		return &DrawError{Field: "until"}
	case Commitment(n.Seed) != n.Commitment:
		return &DrawError{Field: "commitment"}
	case n.Count != len(n.Draws):
		return &DrawError{Field: "count"}
	}
	chain := FirstChain(n.Class, n.Pack, n.Commitment)
	for i, d := range n.Draws {
		if d.Number != i+1 {
			return &DrawError{Field: "number", Number: i + 1}
		}
		if d.Odds < 0 || d.Odds > OddsScale {
			return &DrawError{Field: "odds", Number: d.Number}
		}
		won, err := DrawWon(n.Seed, n.Class, n.Pack, d.Number, d.Odds)
		if err != nil {
			return &DrawError{Field: "seed"}
		}
		if won != d.Won {
			return &DrawError{Field: "won", Number: d.Number}
		}
		chain = NextChain(n.Seed, chain, d)
	}
	if chain != n.Chain {
		return &DrawError{Field: "chain"}
	}
	return nil
}

// ChainAfter returns the chain after so many of the draws, computed from the list; ok is
// false if fewer are published. Without a list only the published one is known.
func (n *DrawNotice) ChainAfter(count int) (chain string, ok bool) {
	if count < 0 || count > len(n.Draws) {
		return n.Chain, count == n.Count
	}
	chain = FirstChain(n.Class, n.Pack, n.Commitment)
	for _, d := range n.Draws[:count] {
		chain = NextChain(n.Seed, chain, d)
	}
	return chain, true
}

// OddsRange is a run of draws that had the same odds.
type OddsRange struct {
	// First and Last are the numbers of its first and last draw.
	First, Last int
	// Odds is the probability in millionths.
	Odds int
}

// OddsRanges returns the odds of a list of draws, with the numbers that had them.
func OddsRanges(draws []Draw) (out []OddsRange) {
	for _, d := range draws {
		if last := len(out) - 1; last >= 0 && out[last].Odds == d.Odds {
			out[last].Last = d.Number
			continue
		}
		out = append(out, OddsRange{d.Number, d.Number, d.Odds})
	}
	return out
}

// Numbers writes which draws are meant: 1–40, or 41.
func (r OddsRange) Numbers() string {
	if r.First == r.Last {
		return strconv.Itoa(r.First)
	}
	return strconv.Itoa(r.First) + "–" + strconv.Itoa(r.Last)
}

// Percent writes the odds as a number of per cent.
func (r OddsRange) Percent() string { return Percent(r.Odds) }

// Percent writes odds in millionths as a number of per cent: 300,000 is 30.
func Percent(odds int) string {
	return strconv.FormatFloat(float64(odds)/(OddsScale/100), 'f', -1, 64)
}
