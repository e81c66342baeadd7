package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/wxsim"
	"zhujiao/bot/wxsim/scenario"
	"zhujiao/cmd/zhujiao/app"
)

// simCmd simulates the platform for a bot that runs elsewhere, or plays scenarios with it.
type simCmd struct {
	Scenarios []string `arg:"" optional:"" help:"Files of scenarios to play; without any, the platform answers until Ctrl+C."`
	Webhook   string   `default:"http://127.0.0.1:8080/wechat" placeholder:"URL" help:"Where the bot takes pushes (${default})."`
	Listen    string   `default:"127.0.0.1:8090" placeholder:"ADDR" help:"Where the API and the page are (${default})."`
	Campaign  string   `placeholder:"FILE" help:"The class, for the phones' buttons and for bots that are started."`
	Lab       string   `placeholder:"ADDR" help:"Where the bot takes its clock (PUT /lab/clock); without it the real time counts."`
	Bot       []string `placeholder:"COMMAND" sep:" " help:"Start this bot for each scenario, with its settings in ZHUJIAO_ variables."`
	Only      string   `placeholder:"PATTERN" help:"Play only the scenarios whose number matches."`
	Parallel  int      `default:"1" short:"j" help:"So many scenarios at once; more than one needs --bot (${default})."`
	JSON      bool     `name:"json" help:"Print the results as JSON lines."`
	Mode      string   `default:"safe" enum:"safe,compat,plain" help:"How pushes are encrypted: safe, compat or plain (${default})."`
}

// The simulated account, unless the environment names another one as it does for serve.
const (
	simAppID    = "wx5a1e5a1e5a1e5a1e"
	simSecret   = "0123456789abcdef0123456789abcdef" // of an account that does not exist
	simToken    = "zhujiaosim"
	simAESKey   = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
	simOriginal = "gh_5a1e5a1e5a1e"
)

// account returns the account that is simulated, and its secret.
func (c simCmd) account(getenv func(string) string) (wxsim.Account, string) {
	return wxsim.Account{
		AppID:      cmp.Or(getenv("ZHUJIAO_WECHAT_APPID"), simAppID),
		Token:      cmp.Or(getenv("ZHUJIAO_WECHAT_TOKEN"), simToken),
		AESKey:     cmp.Or(getenv("ZHUJIAO_WECHAT_AES_KEY"), simAESKey),
		OriginalID: cmp.Or(getenv("ZHUJIAO_WECHAT_ORIGINAL_ID"), simOriginal),
		Mode:       c.Mode,
	}, cmp.Or(getenv("ZHUJIAO_WECHAT_SECRET"), simSecret)
}

// Run simulates the platform until a signal comes, or plays the scenarios.
func (c simCmd) Run(ctx context.Context, io stdio) error {
	if !loopback(c.Listen) {
		return fmt.Errorf("the simulator answers on this machine only: %q is no loopback address", c.Listen)
	}
	class, err := c.class(io)
	if err != nil {
		return err
	}
	if len(c.Scenarios) > 0 {
		return c.play(ctx, io, class)
	}
	return c.serve(ctx, io, class)
}

// class reads the class, if there is one.
func (c simCmd) class(io stdio) (*campaign.Campaign, error) {
	if c.Campaign == "" {
		return nil, nil //nolint:nilnil // the phones do without
	}
	if _, err := campaignFile(io, c.Campaign); err != nil {
		return nil, err
	}
	r, err := content.Read(c.Campaign, app.Vocabulary(), time.Time{})
	if err != nil {
		return nil, err
	}
	v, err := r.Main("", time.Now())
	if err != nil {
		return nil, err
	}
	return v.Campaign, nil
}

// serve answers as the platform until ctx ends.
func (c simCmd) serve(ctx context.Context, io stdio, class *campaign.Campaign) error {
	l, err := listenNear(ctx, c.Listen)
	if err != nil {
		return err
	}
	o := app.SimulatorOptions{Webhook: c.Webhook, Class: class, Clock: realClock{}}
	o.Account, o.Secret = c.account(io.getenv)
	if c.Lab != "" {
		lab := &labClock{lab: lab{c.Lab}, now: time.Now()}
		if class != nil {
			lab.now = class.Start.Add(-90 * time.Minute)
		}
		if err := lab.SetClock(ctx, lab.now); err != nil {
			return errors.Join(fmt.Errorf("--lab: %w", err), l.Close())
		}
		o.Clock, o.Settle = lab, lab.Settle
	}
	s := app.NewSimulator(o)
	fmt.Fprintf(io.out, simBanner, l.Addr(), c.Webhook, o.Account.Mode, l.Addr(), l.Addr(), o.Account.AppID, o.Secret, o.Account.Token,
		o.Account.AESKey, o.Account.OriginalID, o.Account.Mode, s.Robots(), s.Moderator())
	server := &http.Server{Handler: s.Routes(), ReadHeaderTimeout: 10 * time.Second}
	var serving sync.WaitGroup
	serving.Go(func() { err = server.Serve(l) })
	<-ctx.Done()
	s.Close()
	closing := server.Close()
	serving.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, closing)
}

// simBanner says what the simulator is and what a bot has to be given.
const simBanner = `
  zhujiao sim: the platform alone, on this machine only
  open    http://%s/sim (phones; a button saves what happened as a scenario)
  pushes  to %s, mode %s
  stop    Ctrl+C

  settings for the bot:
ZHUJIAO_WECHAT_API_URL=http://%s
ZHUJIAO_WECOM_API_URL=http://%s
ZHUJIAO_WECHAT_APPID=%s
ZHUJIAO_WECHAT_SECRET=%s
ZHUJIAO_WECHAT_TOKEN=%s
ZHUJIAO_WECHAT_AES_KEY=%s
ZHUJIAO_WECHAT_ORIGINAL_ID=%s
ZHUJIAO_WECHAT_MODE=%s
ZHUJIAO_ROBOTS=%s
ZHUJIAO_MODERATORS=%s
`

// play plays the scenarios and prints how each went.
func (c simCmd) play(ctx context.Context, io stdio, class *campaign.Campaign) error {
	all, err := c.scenarios()
	if err != nil {
		return err
	}
	o := scenario.Options{Begins: time.Date(2022, 7, 7, 19, 0, 0, 0, time.FixedZone("", 8*60*60))}
	if class != nil {
		o.Begins = class.Start.Add(-90 * time.Minute).In(class.Zone)
	}
	switch {
	case len(c.Bot) > 0:
		starter := botCommand{args: c.Bot, campaign: c.Campaign}
		o.Start = starter.start
	case c.Parallel > 1:
		return errors.New("--parallel needs --bot: a bot that runs has one conversation at a time")
	default:
		o.Listen, o.Start = c.Listen, runningBot{c.Webhook, c.Lab}.start
		o.Account, o.Secret = c.account(io.getenv)
	}
	failed := 0
	for r := range playAll(ctx, o, all, c.Parallel) {
		if r.Problem != "" {
			failed++
		}
		c.print(io, r)
	}
	fmt.Fprintf(io.err, "%d passed, %d failed\n", len(all)-failed, failed)
	if failed > 0 {
		return errQuiet
	}
	return ctx.Err()
}

// scenarios reads all files.
func (c simCmd) scenarios() (all []scenario.Scenario, err error) {
	only, err := regexp.Compile(c.Only)
	if err != nil {
		return nil, fmt.Errorf("--only: %w", err)
	}
	for _, name := range c.Scenarios {
		some, err := scenario.Load(name)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	all = slices.DeleteFunc(all, func(s scenario.Scenario) bool { return !only.MatchString(s.ID) })
	if len(all) == 0 {
		return nil, fmt.Errorf("no scenario's number matches --only %s", c.Only)
	}
	return all, nil
}

// playAll plays scenarios, some at once, and yields the results as they come.
func playAll(ctx context.Context, o scenario.Options, all []scenario.Scenario, parallel int) func(yield func(playedResult) bool) {
	return func(yield func(playedResult) bool) {
		results, turns := make(chan playedResult), make(chan scenario.Scenario)
		var playing sync.WaitGroup
		for range max(1, parallel) {
			playing.Go(func() { // ends when turns is closed
				for s := range turns {
					results <- playedResult(scenario.Play(ctx, o, s))
				}
			})
		}
		go func() { // ends when all are played
			for _, s := range all {
				turns <- s
			}
			close(turns)
			playing.Wait()
			close(results)
		}()
		more := true
		for r := range results {
			more = more && yield(r)
		}
	}
}

// playedResult is a result as JSON shows it.
type playedResult struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Step    int           `json:"step,omitempty"`
	Action  string        `json:"action,omitempty"`
	Problem string        `json:"problem,omitempty"`
	Took    time.Duration `json:"took_ns"`
}

func (c simCmd) print(io stdio, r playedResult) {
	switch {
	case c.JSON:
		if b, err := json.Marshal(r); err == nil {
			fmt.Fprintf(io.out, "%s\n", b)
		}
	case r.Problem == "":
		fmt.Fprintf(io.out, "ok    %s %s (%.1f s)\n", r.ID, r.Title, r.Took.Seconds())
	default:
		fmt.Fprintf(io.out, "FAIL  %s %s\n      step %d, %s\n      %s\n", r.ID, r.Title, r.Step, r.Action, r.Problem)
	}
}

// realClock is the real time, which nobody sets.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Start(time.Time) {}

// labClock is a clock that stands still until it is moved, for the platform and for a bot
// that takes its clock.
type labClock struct {
	lab
	mu  sync.Mutex // guards now
	now time.Time
}

func (c *labClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Start moves the clock. A bot that does not take it shows by its answers.
func (c *labClock) Start(at time.Time) {
	c.mu.Lock()
	c.now = at
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := c.SetClock(ctx, at); err != nil {
		fmt.Fprintln(os.Stderr, "zhujiao:", err)
	}
}
