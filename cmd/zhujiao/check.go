package main

import (
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/content"
	"zhujiao/handlers"
)

type checkCmd struct {
	File string `arg:"" help:"The campaign file."`
}

// Run prints every problem of a campaign file; errors make the exit code 1.
func (c checkCmd) Run(io stdio) error {
	v, problems, err := content.Load(c.File, handlers.Commands(), time.Now())
	for _, p := range problems {
		fmt.Fprintln(io.out, p)
	}
	if err != nil && !errors.Is(err, content.ErrBad) {
		return err
	}
	n := content.Errors(problems)
	if v != nil {
		confused := handlers.Confusions(v.Campaign)
		for _, w := range confused {
			fmt.Fprintln(io.out, w)
		}
		problems = append(problems, make([]content.Problem, len(confused))...)
	}
	fmt.Fprintf(io.out, "%d errors, %d warnings\n", n, len(problems)-n)
	if err != nil {
		return errQuiet
	}
	z := v.Campaign.Zone
	fmt.Fprintf(io.out, "%s: %s to %s, %d seats\n", v.Campaign.ID, v.Campaign.Start.In(z).Format("2006-01-02 Mon 15:04"),
		v.Campaign.End.In(z).Format("15:04"), v.Campaign.Signup.Seats)
	return nil
}
