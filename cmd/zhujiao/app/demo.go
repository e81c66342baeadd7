package app

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

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/gate"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
	"zhujiao/cmd/zhujiao/sample"
)

// Demo is the program with a simulated platform, on a loopback address.
type Demo struct {
	app      *App
	sim      *wxsim.Sim
	platform *wxsim.Platform
	addr     string
}

// Sim returns the simulated phones.
func (d *Demo) Sim() *wxsim.Sim { return d.sim }

// Start returns the time at which the clock starts: an hour and a half before the
// class.
func (d *Demo) Start() time.Time {
	c := d.app.Campaign()
	return c.Start.Add(-90 * time.Minute).In(c.Zone)
}

// Run serves the program, the platform and a page with the phones on a listener while f
// runs, and closes everything afterwards.
func (d *Demo) Run(ctx context.Context, l net.Listener, f func() error) error {
	mux := d.app.Routes()
	mux.Handle("/cgi-bin/", d.platform)
	mux.Handle("/sim", d.sim.Page())
	mux.Handle("/sim/", d.sim.Page())
	mux.Handle("GET /{$}", http.RedirectHandler("/sim", http.StatusFound))
	srv := newServer("", mux)
	go func() { _ = srv.Serve(l) }() // ends with the shutdown below
	pump, stop := context.WithCancel(ctx)
	var behind sync.WaitGroup
	behind.Go(func() { d.app.outbox.Run(pump) }) // ends with stop, after the calls under way
	err := f()
	stop()
	return errors.Join(err, d.app.shutdown([]*http.Server{srv}, &behind)) //nolint:contextcheck // the end has a time of its own
}

// NewDemo makes a demo that keeps its data in dir and will answer on addr.
func NewDemo(ctx context.Context, dir, addr string, log *slog.Logger) (*Demo, error) {
	file, err := unpackSample(dir)
	if err != nil {
		return nil, err
	}
	acc := wxsim.NewAccount()
	clk := &Clock{}
	staff := wxsim.OpenID("demo", "staff")
	a, err := New(ctx, Config{
		Campaign: file, Data: filepath.Join(dir, "data"), APIURL: "http://" + addr, WeComURL: "http://" + addr,
		Robots: map[string]string{campaign.StaffRobot: "demo"}, Moderators: []string{staff}, Account: "service",
		WeChat: wechat.Config{
			AppID: acc.AppID, Token: acc.Token, OriginalID: acc.OriginalID, AESKey: acc.AESKey, Mode: wechat.Mode(acc.Mode),
		},
	}, clk, log)
	if err != nil {
		return nil, err
	}
	d := &Demo{app: a, platform: wxsim.NewPlatform(clk.Now), addr: addr}
	clk.Start(d.Start())
	d.sim = newSim(d, acc, staff)
	return d, nil
}

// unpackSample writes the sample campaign into a directory and returns its file. It
// does not overwrite one that is there already, which may have been edited.
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

func newSim(d *Demo, acc wxsim.Account, staff string) *wxsim.Sim {
	a := d.app
	c := a.Campaign()
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

// behind returns what the demo shows about the stored state of one person.
func (a *App) behind(ctx context.Context, openid string) (wxsim.Status, error) {
	p, err := a.store.People.Find(ctx, bot.UserID(openid))
	if errors.Is(err, campaign.ErrNotFound) {
		return wxsim.Status{"known": false}, nil
	}
	if err != nil {
		return nil, err
	}
	c := a.Campaign()
	m, err := a.store.Seats.Member(ctx, c.ID, p.ID)
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
