package main

import (
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
	"zhujiao/handlers"
)

type checkCmd struct {
	File string `arg:"" help:"The campaign file."`
}

// Run prints every problem of a campaign file; errors make the exit code 1.
func (c checkCmd) Run(io stdio) error {
	v, problems, err := content.Load(c.File, app.Vocabulary(), time.Now())
	if err != nil && !errors.Is(err, content.ErrBad) {
		return err
	}
	if v != nil {
		problems = append(problems, handlers.Confusions(v)...)
		content.Sort(problems)
	}
	for _, p := range problems {
		fmt.Fprintln(io.out, p)
	}
	n := content.Errors(problems)
	fmt.Fprintf(io.out, "%d errors, %d warnings\n", n, len(problems)-n)
	if err != nil || n > 0 {
		return errQuiet
	}
	z := v.Campaign.Zone
	fmt.Fprintf(io.out, "%s: %s to %s, %d seats\n", v.Campaign.ID, v.Campaign.Start.In(z).Format("2006-01-02 Mon 15:04"),
		v.Campaign.End.In(z).Format("15:04"), v.Campaign.Signup.Seats)
	return nil
}
