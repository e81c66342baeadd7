package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/cmd/zhujiao/app"
)

type drawCmd struct {
	Publish drawPublishCmd `cmd:"" help:"Print what anybody may know about the draws of a class, as JSON; serve may be running."`
	Verify  drawVerifyCmd  `cmd:"" help:"Compute each result anew from what was published; needs no database."`
}

type drawPublishCmd struct {
	Class string `arg:"" help:"The number of the class, as its file has it."`
}

// Run prints the notices of a class.
func (c drawPublishCmd) Run(ctx context.Context, io stdio) (err error) {
	st, err := openStored(ctx, io.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	now, err := st.LabClock(ctx)
	if err != nil {
		return err
	}
	if now.IsZero() {
		now = time.Now()
	}
	notices, err := app.Draws(ctx, st, c.Class, now)
	if errors.Is(err, campaign.ErrNotFound) {
		return fmt.Errorf("no class %q is stored: give the number of its file", c.Class)
	}
	if err != nil {
		return err
	}
	return app.WriteDraws(io.out, notices)
}

type drawVerifyCmd struct {
	File       string    `arg:"" help:"The published JSON, or - for standard input."`
	Commitment string    `help:"The commitment that you noted before the draw; one of the packs must have it."`
	Chain      noteChain `help:"What you noted while people drew: how many had, a colon, and the chain." placeholder:"N:HASH"`
}

// noteChain is a chain that somebody noted, and after how many draws.
type noteChain struct {
	count int
	hash  string
}

// UnmarshalText reads N:HASH.
func (c *noteChain) UnmarshalText(b []byte) (err error) {
	n, hash, ok := strings.Cut(string(b), ":")
	c.count, err = strconv.Atoi(n)
	if c.hash = hash; !ok || hash == "" || err != nil || c.count < 0 {
		return errors.New("not a number of draws, a colon and a chain")
	}
	return nil
}

// maxPublication is the largest size in bytes of what is verified: some 800,000 draws.
const maxPublication = 64 << 20

// Run says of each pack whether its results are what was promised, and whether what somebody
// noted before is among what is published now.
func (c drawVerifyCmd) Run(io stdio) error {
	notices, err := c.read(io)
	if err != nil {
		return err
	}
	right := 0
	var bad error
	for _, n := range notices {
		ok, err := verifyDraw(io.out, n)
		if err != nil {
			bad = errQuiet
		}
		if ok {
			right++
		}
	}
	if !c.noted(io.out, notices) {
		bad = errQuiet
	}
	if bad == nil && right == 0 {
		return errors.New("nothing to verify: nobody drew")
	}
	return bad
}

// verifyDraw says whether the results of a pack are right, and what to compare with notes. ok
// is false too if nobody drew: that is no proof of anything.
func verifyDraw(out io.Writer, n campaign.DrawNotice) (ok bool, err error) {
	won := 0
	for _, d := range n.Draws {
		if d.Won {
			won++
		}
	}
	said := fmt.Sprintf("right, %d draws, %d won", n.Count, won)
	if err = n.Verify(); err != nil {
		said = fmt.Sprintf("WRONG, %v", err)
	} else if n.Count == 0 {
		said = "nothing to verify, nobody drew"
	}
	fmt.Fprintf(out, "class %s, pack %s: %s\n", n.Class, n.Pack, said)
	fmt.Fprintf(out, "  commitment: %s\n  count: %d\n  chain: %s\n  odds: %s\n", n.Commitment, n.Count, n.Chain, oddsOf(n.Draws))
	return err == nil && n.Count > 0, err
}

// oddsOf writes the odds of draws with the numbers that had them.
func oddsOf(draws []campaign.Draw) string {
	if len(draws) == 0 {
		return "no draws"
	}
	var parts []string
	for _, r := range campaign.OddsRanges(draws) {
		parts = append(parts, r.Numbers()+": "+r.Percent()+" %")
	}
	return strings.Join(parts, ", ")
}

// noted says whether what somebody noted is among what is published.
func (c drawVerifyCmd) noted(out io.Writer, notices []campaign.DrawNotice) bool {
	commitment := c.Commitment == "" || slices.ContainsFunc(notices, func(n campaign.DrawNotice) bool {
		return n.Commitment == c.Commitment
	})
	if !commitment {
		fmt.Fprintln(out, "WRONG, no pack has the commitment that was noted: the seed was exchanged, or it is another draw")
	}
	chain := c.Chain.hash == "" || slices.ContainsFunc(notices, func(n campaign.DrawNotice) bool {
		hash, ok := n.ChainAfter(c.Chain.count)
		return ok && hash == c.Chain.hash
	})
	if !chain {
		fmt.Fprintf(out, "WRONG, no pack has the chain that was noted after %d draws: they were changed since\n", c.Chain.count)
	}
	return commitment && chain
}

// read reads what was published: the notices of a class, or one of them.
func (c drawVerifyCmd) read(s stdio) ([]campaign.DrawNotice, error) {
	in := s.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, fmt.Errorf("read the published draws: %w", err)
		}
		defer f.Close() //nolint:errcheck // only read
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxPublication+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the published draws: %w", err)
	case len(b) > maxPublication:
		return nil, errors.New("the file is larger than 64 MiB")
	}
	return campaign.ReadDraws(b)
}
