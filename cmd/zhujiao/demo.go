package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"github.com/mattn/go-isatty"

	"zhujiao/cmd/zhujiao/app"
)

type demoCmd struct {
	Listen string `default:"127.0.0.1:8080" help:"Where the page is; loopback only. A free port is taken if this one is in use."`
	Data   string `help:"Keep the data in this directory (a temporary one that is removed otherwise)."`
}

type chatCmd struct {
	Data string `help:"Keep the data in this directory (a temporary one that is removed otherwise)."`
}

// Run serves the sample campaign with a phone to try it on.
func (c demoCmd) Run(ctx context.Context, io stdio) error {
	return withDemo(ctx, io, c.Listen, c.Data, func(d *app.Demo, at place) error {
		fmt.Fprintf(io.out, `
  zhujiao demo: the sample campaign, on this machine only
  open   http://%s/sim
  clock  starts at %s (%s), not today; the page has buttons to move it
  data   %s
  stop   Ctrl+C
`, at.addr, d.Start().Format("2006-01-02 15:04"), d.Start().Location(), at.data)
		<-ctx.Done()
		return nil
	})
}

// Run chats with the sample campaign in the terminal.
func (c chatCmd) Run(ctx context.Context, io stdio) error {
	return withDemo(ctx, io, "127.0.0.1:0", c.Data, func(d *app.Demo, _ place) error {
		if isatty.IsTerminal(io.in.Fd()) && isatty.IsTerminal(io.out.Fd()) {
			return d.Sim().Terminal(ctx, io.in, io.out)
		}
		return d.Sim().Plain(ctx, io.in, io.out)
	})
}

// place is the address of a demo's page and a description of its data directory.
type place struct{ addr, data string }

// withDemo runs f beside a demo and cleans up after it.
func withDemo(ctx context.Context, io stdio, listen, data string, f func(*app.Demo, place) error) (err error) {
	if !loopback(listen) {
		return fmt.Errorf("the demo answers on this machine only: %q is no loopback address", listen)
	}
	where := data
	if data == "" {
		if data, err = os.MkdirTemp("", "zhujiao-demo-"); err != nil {
			return err
		}
		where = data + " (removed at the end)"
		defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	}
	l, err := listenNear(ctx, listen)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelError}))
	d, err := app.NewDemo(ctx, app.DemoOptions{Dir: data, Addr: l.Addr().String()}, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return d.Run(ctx, l, func() error { return f(d, place{l.Addr().String(), where}) })
}

// listenNear listens on an address, or on a free port when it is in use.
func listenNear(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		l, err = lc.Listen(ctx, "tcp", "127.0.0.1:0")
	}
	return l, err
}
