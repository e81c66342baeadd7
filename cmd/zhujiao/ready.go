package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhujiao/cmd/zhujiao/app"
)

type readyCmd struct{}

// readyLimit is how long serve may take to answer.
const readyLimit = 4 * time.Second

// Run asks the process that serves by the same settings whether it is ready, for health
// checks of containers, which have no other program. It fails if the process is not.
func (readyCmd) Run(ctx context.Context, io stdio) error {
	s := &settings{env: io.getenv}
	var c app.Config
	s.doors(&c)
	if err := s.done(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, readyLimit)
	defer cancel()
	page, err := app.Ready(ctx, c)
	if err != nil {
		return fmt.Errorf("nothing answers on %s: %w", c.Listen, err)
	}
	fmt.Fprint(io.out, page.Body)
	if page.Status != 200 || !strings.HasPrefix(page.Body, "ready\n") {
		return errQuiet
	}
	return nil
}
