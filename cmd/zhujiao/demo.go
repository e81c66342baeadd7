package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/mattn/go-isatty"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
)

// played is what the demo and the chat play.
type played struct {
	Campaign string `placeholder:"PATH" help:"Your own campaign file, or a folder with several, not the sample; a change serves at once."`
	Data     string `placeholder:"DIR" help:"Keep the data in this directory (a temporary one that is removed otherwise)."`
}

type demoCmd struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where the page is (${default}), or a free port of this machine."`
	played
}

type chatCmd struct{ played }

// Run serves a campaign with phones to try it on.
func (c demoCmd) Run(ctx context.Context, io stdio) error {
	return withDemo(ctx, io, c.Listen, c.played, func(d *app.Demo, at place) error {
		link, err := d.ConsoleLink(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, `
  zhujiao demo: %s, on this machine only
  open   http://%s/sim
  staff  %s (the moderators' console: signs you in, once)
  class  %s
  clock  starts at %s (%s), not today; the page has buttons to move it
  data   %s
  stop   Ctrl+C
`, at.what, at.addr, link, d.Campaign().Name, d.Start().Format("2006-01-02 15:04"), d.Start().Location(), at.data)
		<-ctx.Done()
		return nil
	})
}

// Run chats with a campaign in the terminal.
func (c chatCmd) Run(ctx context.Context, io stdio) error {
	return withDemo(ctx, io, "127.0.0.1:0", c.played, func(d *app.Demo, _ place) error {
		if isatty.IsTerminal(io.in.Fd()) && isatty.IsTerminal(io.out.Fd()) {
			return d.Sim().Terminal(ctx, io.in, io.out)
		}
		return d.Sim().Plain(ctx, io.in, io.out)
	})
}

// place is the address of a demo's page, and descriptions of its campaign and of its data
// directory.
type place struct{ addr, what, data string }

// withDemo runs f beside a demo and cleans up after it.
func withDemo(ctx context.Context, io stdio, listen string, p played, f func(*app.Demo, place) error) (err error) {
	if !loopback(listen) {
		return fmt.Errorf("the demo answers on this machine only: %q is no loopback address", listen)
	}
	at := place{what: "the sample campaign", data: p.Data}
	file := ""
	if p.Campaign != "" {
		if file, err = campaignFile(io, p.Campaign); err != nil {
			return err
		}
		at.what = file
	}
	if p.Data == "" {
		if p.Data, err = os.MkdirTemp("", "zhujiao-demo-"); err != nil {
			return err
		}
		at.data = p.Data + " (removed at the end)"
		defer func() { err = errors.Join(err, os.RemoveAll(p.Data)) }()
	}
	l, err := listenNear(ctx, listen)
	if err != nil {
		return err
	}
	at.addr = l.Addr().String()
	log := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelError}))
	d, err := app.NewDemo(ctx, app.DemoOptions{Dir: p.Data, Addr: at.addr, File: file}, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return d.Run(ctx, l, func() error { return f(d, at) })
}

// campaignFile returns the campaign file or folder at a path, checked: a file must have no
// error, of a folder one file must be good.
func campaignFile(io stdio, path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("--campaign: %w", err)
	}
	r, err := content.Read(path, app.Vocabulary(), time.Time{})
	if err != nil {
		return "", fmt.Errorf("--campaign: %w", err)
	}
	if len(r.Files) == 0 {
		return "", fmt.Errorf("--campaign: %s has no file that ends in .yaml", path)
	}
	errors := 0
	for _, f := range append(r.Files, r.AccountFile) {
		for _, p := range f.Problems {
			if !p.Warning {
				fmt.Fprintln(io.err, p)
			}
		}
		errors += content.Errors(f.Problems)
	}
	if len(r.Versions()) == 0 {
		return "", fmt.Errorf("%s has %d errors, which are listed above: mend them and start again", path, errors)
	}
	return path, nil
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
