package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/mattn/go-isatty"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/gate"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
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
	return withDemo(ctx, io, c.Listen, c.Data, func(d *demo) error {
		fmt.Fprintf(io.out, `
  zhujiao demo: the sample campaign, on this machine only
  open   http://%s/sim
  clock  starts at %s (%s), not today; the page has buttons to move it
  data   %s
  stop   Ctrl+C
`, d.addr, demoStart(d.app).Format("2006-01-02 15:04"), d.app.live.Current().Campaign.Zone, d.where)
		<-ctx.Done()
		return nil
	})
}

// Run chats with the sample campaign in the terminal.
func (c chatCmd) Run(ctx context.Context, io stdio) error {
	return withDemo(ctx, io, "127.0.0.1:0", c.Data, func(d *demo) error {
		if isatty.IsTerminal(io.in.Fd()) && isatty.IsTerminal(io.out.Fd()) {
			return d.sim.Terminal(ctx, io.in, io.out)
		}
		return d.sim.Plain(ctx, io.in, io.out)
	})
}

// demo is a product with its simulator, on loopback.
type demo struct {
	app      *app
	sim      *wxsim.Sim
	platform *wxsim.Platform
	addr     string
	where    string
}

// demoStart is an hour and a half before the class.
func demoStart(a *app) time.Time {
	c := a.live.Current().Campaign
	return c.Start.Add(-90 * time.Minute).In(c.Zone)
}

// withDemo runs f beside a demo and cleans up after it.
func withDemo(ctx context.Context, io stdio, listen, data string, f func(*demo) error) (err error) {
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
	d, err := newDemo(ctx, data, l.Addr().String(), log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	d.where = where
	mux := d.app.routes()
	mux.Handle("/cgi-bin/", d.platform)
	mux.Handle("/sim", d.sim.Page())
	mux.Handle("/sim/", d.sim.Page())
	mux.Handle("GET /{$}", http.RedirectHandler("/sim", http.StatusFound))
	srv := newServer("", mux)
	go func() { _ = srv.Serve(l) }() // ends with the shutdown below
	pump, stop := context.WithCancel(ctx)
	var behind sync.WaitGroup
	behind.Go(func() { d.app.outbox.Run(pump) }) // ends with stop
	err = f(d)
	stop()
	behind.Wait()
	return errors.Join(err, d.app.shutdown([]*http.Server{srv})) //nolint:contextcheck // draining has a time of its own
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

func newDemo(ctx context.Context, dir, addr string, log *slog.Logger) (*demo, error) {
	file, err := unpackSample(dir)
	if err != nil {
		return nil, err
	}
	acc := wxsim.NewAccount()
	clk := &clock{}
	staff := wxsim.OpenID("demo", "staff")
	a, err := newApp(ctx, config{
		campaign: file, data: filepath.Join(dir, "data"), apiURL: "http://" + addr, wecomURL: "http://" + addr,
		robots: map[string]string{campaign.StaffRobot: "demo"}, moderators: []string{staff}, account: "service",
		wechat: wechat.Config{
			AppID: acc.AppID, Token: acc.Token, OriginalID: acc.OriginalID, AESKey: acc.AESKey, Mode: wechat.Mode(acc.Mode),
		},
	}, clk, log)
	if err != nil {
		return nil, err
	}
	clk.Start(demoStart(a))
	d := &demo{app: a, platform: wxsim.NewPlatform(clk.Now), addr: addr}
	d.sim = newSim(d, acc, staff)
	return d, nil
}

// unpackSample puts the sample into a directory, unless it is there already:
// then it may have been edited, and that is what is tried.
func unpackSample(dir string) (string, error) {
	file := filepath.Join(dir, sample.FileName)
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	return file, fs.WalkDir(sample.Files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := sample.Files.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), b, 0o600)
	})
}

func newSim(d *demo, acc wxsim.Account, staff string) *wxsim.Sim {
	a := d.app
	c := a.live.Current().Campaign
	return wxsim.New(wxsim.Options{
		Pusher: &wxsim.Pusher{URL: "http://" + d.addr + "/wechat", Account: acc, Now: a.clock.Now},
		Clock:  a.clock, Zone: c.Zone, Start: c.Start, End: c.End, Menu: simMenu(c.Menu), Scenes: c.Signup.Scenes,
		Title: c.Host, Seed: c.ID, Status: a.behind, Platform: d.platform, Staff: staff,
		Settle: a.outbox.Settle,
	})
}

func simMenu(items []campaign.MenuItem) (out []wxsim.MenuItem) {
	for _, m := range items {
		out = append(out, wxsim.MenuItem{Name: m.Name, Key: m.Command, Children: simMenu(m.Children)})
	}
	return out
}

// behind is what the demo shows behind the scenes of one person.
func (a *app) behind(ctx context.Context, openid string) (wxsim.Status, error) {
	p, err := a.store.Find(ctx, bot.UserID(openid))
	if errors.Is(err, campaign.ErrNotFound) {
		return wxsim.Status{"known": false}, nil
	}
	if err != nil {
		return nil, err
	}
	c := a.live.Current().Campaign
	m, err := a.store.Member(ctx, c.ID, p.ID)
	if err != nil {
		return nil, err
	}
	s := wxsim.Status{
		"known": true, "standing": string(m.Standing), "seat": m.Seat, "checked": m.CheckedIn(), "consent": int(p.Consent),
		"credits": p.Credits, "credits_until": p.CreditsUntil.In(c.Zone).Format("01-02 15:04:05"), "limit_max": c.Limits.Messages,
	}
	if a.clock.Now().After(p.CreditsUntil) {
		s["credits"] = 0
	}
	if l, ok := a.gate.(*gate.Local); ok {
		s["limit_used"] = l.Used(p.Hash)
	}
	return s, nil
}
