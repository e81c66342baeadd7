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
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/gate"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
	"zhujiao/bot/wxsim/scenario"
	"zhujiao/cmd/zhujiao/sample"
)

// Demo is the program with a simulated platform, on a loopback address.
type Demo struct {
	app      *App
	sim      *wxsim.Sim
	platform *wxsim.Platform
	addr     string
	watcher  *content.Watcher
	file     atomic.Pointer[wxsim.FileState]
}

// DemoOptions say what a demo serves.
type DemoOptions struct {
	// Dir is where it keeps its data; it will answer on Addr.
	Dir, Addr string
	// File is the campaign file; empty for the sample, which is written into Dir.
	File string
}

// Sim returns the simulated phones.
func (d *Demo) Sim() *wxsim.Sim { return d.sim }

// Campaign returns the class that serves.
func (d *Demo) Campaign() *campaign.Campaign { return d.app.Campaign() }

// Start returns the time at which the clock starts: an hour and a half before the
// class.
func (d *Demo) Start() time.Time {
	c := d.app.Campaign()
	return c.Start.Add(-90 * time.Minute).In(c.Zone)
}

// Routes returns the handlers of the program, the platform and the page.
func (d *Demo) Routes() http.Handler {
	mux, page := d.app.Routes(), d.sim.Page()
	mux.Handle("/cgi-bin/", d.platform)
	mux.Handle("/sim", page)
	mux.Handle("/sim/", page)
	mux.Handle("GET /favicon.ico", page)
	mux.Handle("GET /{$}", http.RedirectHandler("/sim", http.StatusFound))
	return mux
}

// Run serves the program, the platform and a page with the phones on a listener while f
// runs, and closes everything afterwards.
func (d *Demo) Run(ctx context.Context, l net.Listener, f func() error) error {
	srv := newServer("", d.Routes())
	srv.RegisterOnShutdown(d.app.console.Close)
	go func() { _ = srv.Serve(l) }() // ends with the shutdown below
	behind, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() { d.app.outbox.Run(behind) }) // ends with stop, after the calls under way
	all.Go(func() { importer{d.app}.refresh(behind) })
	all.Go(func() { d.watch(behind) })
	err := f()
	stop()
	d.sim.Close()
	return errors.Join(err, d.app.shutdown([]*http.Server{srv}, &all)) //nolint:contextcheck // the end has a time of its own
}

// watch takes the campaign file over when it changes, until ctx ends.
func (d *Demo) watch(ctx context.Context) {
	poll := time.NewTicker(time.Second)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
			d.app.guard(ctx, takingOver, func() { d.reload(ctx) })
		}
	}
}

// reload takes a changed campaign file over. What is wrong with it stands on the page.
func (d *Demo) reload(ctx context.Context) {
	if !d.watcher.Changed() {
		return
	}
	state := wxsim.FileState{Name: filepath.Base(d.app.files.path), Taken: d.file.Load().Taken}
	out := importer{d.app}.scan(ctx, true)
	if out.took {
		state.Taken = time.Now()
	}
	state.Problems = out.problems
	state.Refused = out.err != nil && len(state.Problems) == 0
	d.file.Store(&state)
}

// NewDemo makes a demo.
func NewDemo(ctx context.Context, o DemoOptions, log *slog.Logger) (*Demo, error) {
	file := o.File
	if file == "" {
		var err error
		if file, err = unpackSample(o.Dir); err != nil {
			return nil, err
		}
	}
	acc := wxsim.NewAccount()
	clk := &Clock{}
	staff := wxsim.OpenID("demo", "staff")
	watcher := content.NewWatcher(file) // before the file is read
	a, err := New(ctx, Config{
		Campaign: file, Data: filepath.Join(o.Dir, "data"), APIURL: "http://" + o.Addr, WeComURL: "http://" + o.Addr,
		Robots:     map[string]string{campaign.StaffRobot: staffGroup, campaign.ClassRobot: classGroup},
		Moderators: []string{staff}, Account: "service",
		WeChat: wechat.Config{
			AppID: acc.AppID, Token: acc.Token, OriginalID: acc.OriginalID, AESKey: acc.AESKey, Mode: wechat.Mode(acc.Mode),
		},
	}, clk, log)
	if err != nil {
		return nil, err
	}
	a.account.Console = "http://" + o.Addr
	d := &Demo{app: a, platform: wxsim.NewPlatform(clk.Now), addr: o.Addr, watcher: watcher}
	d.file.Store(&wxsim.FileState{Name: filepath.Base(file)})
	clk.Start(d.Start())
	if err := a.catalog.Refresh(ctx); err != nil { // other classes are live now
		return nil, errors.Join(err, a.Close(ctx))
	}
	d.sim = newSim(d, acc, staff)
	return d, nil
}

// The keys of the demo's robots.
const (
	staffGroup = "demo-staff"
	classGroup = "demo-class"
)

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
	return wxsim.New(wxsim.Options{
		Pusher: &wxsim.Pusher{URL: "http://" + d.addr + "/wechat", Account: acc, Now: a.clock.Now},
		Clock:  a.clock, Class: func() wxsim.Class { return simClass(a.Campaign()) }, Seed: a.Campaign().ID,
		Status: d.behind, Platform: d.platform, Staff: staff, StaffGroup: staffGroup, ClassGroup: classGroup,
		Settle: a.outbox.Settle, File: func() wxsim.FileState { return *d.file.Load() }, Console: d.consolePath,
		Scenario: func(r wxsim.Recording) ([]byte, error) { return scenario.File(scenario.Record(r)) },
	})
}

// simClass is what the phones have to know of a class.
func simClass(c *campaign.Campaign) wxsim.Class {
	out := wxsim.Class{
		Name: c.Name, Account: c.Host, Zone: c.Zone, Start: c.Start, End: c.End, Checkin: c.Checkin.Open,
		Morning: time.Duration(c.Duty.From) * time.Minute, Menu: simMenu(c.Menu), Scenes: c.Signup.Scenes, Seats: c.Signup.Seats,
		LimitSpan: c.Limits.Span, Trial: c.Broadcasts.Trial, TrialWait: c.Broadcasts.TrialWait,
	}
	if len(c.Checkin.Passphrases) > 0 {
		out.Passphrase = c.Checkin.Passphrases[0]
	}
	for _, r := range c.Reminders {
		out.Moments = append(out.Moments, r.At)
	}
	for _, e := range c.FAQ {
		if !e.Pending && e.Question != "" {
			out.Question = e.Question
			break
		}
	}
	for _, p := range c.Packs {
		out.Packs = append(out.Packs, wxsim.Pack{
			ID: p.ID, Name: p.Name, Stock: p.Stock, Draw: p.Draw, Checkin: slices.Contains(p.Conditions, campaign.ConditionCheckedIn),
		})
	}
	return out
}

func simMenu(items []campaign.MenuItem) (out []wxsim.MenuItem) {
	for _, m := range items {
		out = append(out, wxsim.MenuItem{Name: m.Name, Key: m.Command, Children: simMenu(m.Children)})
	}
	return out
}

// behind returns what the demo shows about the stored state of one person.
func (d *Demo) behind(ctx context.Context, openid string) (wxsim.Status, error) {
	a := d.app
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
