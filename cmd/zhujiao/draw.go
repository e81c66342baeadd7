package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
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
	File string `arg:"" help:"The published JSON, or - for standard input."`
}

// maxPublication is the largest size in bytes of what is verified: some 800,000 draws.
const maxPublication = 64 << 20

// Run says of each pack whether its results are what was promised.
func (c drawVerifyCmd) Run(io stdio) error {
	notices, err := c.read(io)
	if err != nil {
		return err
	}
	if len(notices) == 0 {
		return errors.New("nothing to verify: the class has no pack that is drawn")
	}
	var bad error
	for _, n := range notices {
		if err := n.Verify(); err != nil {
			fmt.Fprintf(io.out, "class %s, pack %s: WRONG, %v\n", n.Class, n.Pack, err)
			bad = errQuiet
			continue
		}
		won := 0
		for _, d := range n.Draws {
			if d.Won {
				won++
			}
		}
		fmt.Fprintf(io.out, "class %s, pack %s: right, %d draws, %d won\n", n.Class, n.Pack, n.Count, won)
	}
	return bad
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
