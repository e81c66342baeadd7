package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// exitForced is the exit code after a second signal.
const exitForced = 3

// untilSignal returns a context that the first SIGINT or SIGTERM ends, so that a command
// can clean up. The second signal ends the program at once: whoever sends it does not
// want to wait. stop gives the signals back.
func untilSignal(ctx context.Context, io stdio, exit func(code int)) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() { // ends with stop
		for range signals {
			if ctx.Err() != nil {
				fmt.Fprintln(io.err, "zhujiao: ended by a second signal, without waiting for what was under way")
				exit(exitForced)
			}
			cancel()
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
		cancel()
	}
}
