package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
)

// played is what the demo and the chat play.
type played struct {
	Campaign string `placeholder:"PATH" help:"Your own campaign file, or a folder with one, not the sample; a change serves at once."`
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

// campaignFile returns the campaign file that a path names, checked. In a folder it is
// the first one by name; if there are more, it says which one serves.
func campaignFile(io stdio, path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("--campaign: %w", err)
	}
	if info.IsDir() {
		if path, err = firstOf(io, path); err != nil {
			return "", err
		}
	}
	_, problems, err := content.Load(path, app.Vocabulary(), time.Time{})
	if errors.Is(err, content.ErrBad) {
		for _, p := range problems {
			if !p.Warning {
				fmt.Fprintln(io.err, p)
			}
		}
		return "", fmt.Errorf("%s has %d errors, which are listed above: mend them and start again", path, content.Errors(problems))
	}
	if err != nil {
		return "", fmt.Errorf("--campaign: %w", err)
	}
	return path, nil
}

// firstOf returns the first campaign file of a folder.
func firstOf(io stdio, dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("--campaign: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		ending := strings.ToLower(filepath.Ext(e.Name()))
		return e.IsDir() || strings.HasPrefix(e.Name(), ".") || ending != ".yaml" && ending != ".yml"
	})
	if len(entries) == 0 {
		return "", fmt.Errorf("--campaign: %s has no file that ends in .yaml", dir)
	}
	first := filepath.Join(dir, entries[0].Name())
	if len(entries) > 1 {
		fmt.Fprintf(io.err, "%s has %d campaign files; this is %s. One class is played at a time; for another:\n",
			dir, len(entries), entries[0].Name())
		for _, e := range entries[1:] {
			fmt.Fprintf(io.err, "  --campaign %s\n", filepath.Join(dir, e.Name()))
		}
	}
	return first, nil
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
