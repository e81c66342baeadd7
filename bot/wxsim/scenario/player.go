package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot/wxsim"
)

// Bot is a bot that is played with.
type Bot interface {
	// SetClock sets its clock, Settle waits until everything that is due has been done, and
	// Restart ends it, killed or asked to, and starts it again with the same data. A bot that
	// cannot do one of them returns an error that says so.
	SetClock(ctx context.Context, at time.Time) error
	Settle(ctx context.Context) error
	Restart(ctx context.Context, kill bool) error
	// Alive returns an error if it ended by itself.
	Alive() error
	// Stop ends it and removes its data.
	Stop()
}

// Place is where a bot finds the simulated platform, and as which account it is addressed.
type Place struct {
	API     string
	Account wxsim.Account
	Secret  string
	// Previous is an older EncodingAESKey of the account.
	Previous string
	// Robots are the keys of the group robots by name.
	Robots map[string]string
	// Moderators are the openids of m1 and m2.
	Moderators []string
	Begins     time.Time
}

// Starter starts a bot for one scenario and returns it with the address of its webhook.
type Starter func(ctx context.Context, s Scenario, p Place) (b Bot, webhook string, err error)

// Options say how scenarios are played.
type Options struct {
	Start Starter
	// Account is played unless it is empty: then each scenario has an account of its own.
	Account wxsim.Account
	Secret  string
	// Listen is where the platform's API is; empty for a free port of this machine.
	Listen string
	// Begins is the time at which a scenario begins that does not say it.
	Begins time.Time
}

// Result is how a scenario went. Step counts from 1; Problem is empty if everything was as
// it has to be.
type Result struct {
	ID, Title string
	Step      int
	Action    string
	Problem   string
	Took      time.Duration
}

// player plays one scenario.
type player struct {
	s        Scenario
	now      atomic.Pointer[time.Time]
	platform *wxsim.Platform
	pusher   *wxsim.Pusher
	place    Place
	bot      Bot
	found    found
	saved    map[string]wxsim.Request
	events   chronicle
	lastID   atomic.Int64
	jobs     sync.WaitGroup // results of mass sends on their way
	begun    atomic.Int64   // those so far
	mu       sync.Mutex     // guards below
	refused  []string       // by the bot
}

// chronicle gives each event of a person a time of its own, as the platform does.
type chronicle struct {
	last map[string]int64
	same map[string]int64 // by label
}

// Play plays one scenario with a bot of its own.
func Play(ctx context.Context, o Options, s Scenario) (r Result) {
	r = Result{ID: s.ID, Title: s.Title}
	begin := time.Now() //nolint:forbidigo // real time: how long it took
	defer func() { r.Took = time.Since(begin) }()
	p, stop, err := newPlayer(ctx, o, s)
	if err != nil {
		r.Action, r.Problem = "start", err.Error()
		return r
	}
	defer stop()
	for i, st := range s.Steps {
		problem := p.do(ctx, st)
		if err := p.bot.Alive(); err != nil && problem == "" {
			problem = err.Error()
		}
		if problem != "" {
			r.Step, r.Action, r.Problem = i+1, st.describe(p.found), problem
			return r
		}
	}
	return r
}

// newPlayer puts a platform around a new bot. stop ends both.
func newPlayer(ctx context.Context, o Options, s Scenario) (p *player, stop func(), err error) {
	begins, err := s.Begins(o.Begins)
	if err != nil {
		return nil, nil, err
	}
	p = &player{s: s, found: found{}, saved: map[string]wxsim.Request{}, events: chronicle{map[string]int64{}, map[string]int64{}}}
	p.now.Store(&begins)
	p.lastID.Store(23_000_000_000_000_000)
	p.place = newPlace(o, s.Mode, begins)
	clock := func() time.Time { return *p.now.Load() }
	p.platform = wxsim.NewPlatform(clock)
	p.platform.MassLeft = 500_000
	p.platform.Rules = wxsim.Rules{
		AppID: p.place.Account.AppID, Secret: p.place.Secret, Robots: slices.Collect(maps.Values(p.place.Robots)), Counted: true,
	}
	p.pusher = &wxsim.Pusher{Account: p.place.Account, Now: clock}
	p.platform.Finished = p.finished
	for _, m := range p.place.Moderators {
		p.platform.Know(m)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.listen())
	if err != nil {
		return nil, nil, fmt.Errorf("the platform's API: %w", err)
	}
	server := &http.Server{Handler: p.platform, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }() // ends with Close below
	p.place.API = "http://" + l.Addr().String()
	if p.bot, p.pusher.URL, err = o.Start(ctx, s, p.place); err != nil {
		return nil, nil, errors.Join(err, server.Close())
	}
	return p, func() { p.bot.Stop(); _ = server.Close() }, nil
}

func (o Options) listen() string {
	if o.Listen == "" {
		return "127.0.0.1:0"
	}
	return o.Listen
}

// newPlace makes an account with its moderators and robots.
func newPlace(o Options, mode string, begins time.Time) Place {
	a, secret := o.Account, o.Secret
	if a.AppID == "" {
		a, secret = wxsim.NewAccount(), "sim-secret"
	}
	if mode != "" {
		a.Mode = mode
	}
	return Place{
		Account: a, Secret: secret, Previous: wxsim.NewAccount().AESKey, Begins: begins,
		Robots:     map[string]string{"staff": "sim-robot-staff", "class": "sim-robot-class"},
		Moderators: []string{openid("m1"), openid("m2")},
	}
}

// openid is the openid of u1, m2 and so on; the same in every scenario.
func openid(name string) string { return wxsim.OpenID("scenario", name) }

// finished pushes the result of a mass send.
func (p *player) finished(ctx context.Context, result map[string]string) {
	p.begun.Add(1)
	p.jobs.Go(func() {
		x := p.pusher.Finished(context.WithoutCancel(ctx), result)
		if x.Failure != "" || x.Text != "" {
			p.mu.Lock()
			p.refused = append(p.refused, "the result of a mass send was not taken: "+x.Failure+x.Text)
			p.mu.Unlock()
		}
	})
}

// do performs a step and returns what is wrong, or "".
func (p *player) do(ctx context.Context, st Step) string {
	var exp *Expectation
	if !strings.HasPrefix(st.Do, "outbox") {
		var err error
		if exp, err = expectation(st.Expect); err != nil {
			return err.Error()
		}
	}
	switch st.Do {
	case "text", "event", "msg", "raw":
		return p.say(ctx, st, exp)
	case "repeat":
		for range max(1, st.Times) {
			if problem := p.say(ctx, st, exp); problem != "" {
				return problem
			}
		}
		return ""
	case "replay":
		r, has := p.saved[st.Of]
		if !has {
			return "no step has saved " + strconv.Quote(st.Of)
		}
		return exp.answer(p.pusher.Send(ctx, r), p.found)
	case "copies":
		return p.copies(ctx, st, exp)
	case "text_each", "concurrent":
		return p.many(ctx, st, exp)
	case "verify":
		status, body, err := p.pusher.Verify(ctx, "ECHO123", st.Signature == "bad")
		x := wxsim.Exchange{Status: status, Text: body}
		if err != nil {
			x.Failure = err.Error()
		}
		return exp.answer(x, p.found)
	case "outbox", "outbox_has", "outbox_lacks", "outbox_count", "outbox_same", "robot":
		return p.sent(ctx, st)
	default:
		return words(p.control(ctx, st))
	}
}

func words(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

// control performs a step that moves the clock, restarts the bot or lets calls fail.
func (p *player) control(ctx context.Context, st Step) error {
	switch st.Do {
	case "settle":
		return p.settle(ctx)
	case "advance":
		return p.moveClock(ctx, p.now.Load().Add(time.Duration(st.Seconds)*time.Second))
	case "clock":
		at, err := parseClock(st.At, p.now.Load().Location())
		if err != nil {
			return err
		}
		return p.moveClock(ctx, at)
	case "restart":
		return errors.Join(p.bot.Restart(ctx, st.Hard), p.bot.SetClock(ctx, *p.now.Load()))
	case "fault":
		if st.Path == "token" {
			p.platform.Expire()
			return nil
		}
		p.platform.Fail(st.Path, st.Errcode, max(1, st.Times))
		return nil
	}
	return fmt.Errorf("there is no step %q", st.Do)
}

// moveClock lets the bot finish what is due before and after the clock moves.
func (p *player) moveClock(ctx context.Context, at time.Time) error {
	if err := p.settle(ctx); err != nil {
		return err
	}
	p.now.Store(&at)
	if err := p.bot.SetClock(ctx, at); err != nil {
		return err
	}
	return p.settle(ctx)
}

// settle waits until the bot has nothing to do and the platform has pushed what follows.
func (p *player) settle(ctx context.Context) error {
	for range 20 {
		before := p.begun.Load()
		if err := p.bot.Settle(ctx); err != nil {
			return err
		}
		p.jobs.Wait()
		if p.begun.Load() == before {
			p.mu.Lock()
			defer p.mu.Unlock()
			if len(p.refused) > 0 {
				return errors.New(p.refused[0])
			}
			return nil
		}
	}
	return errors.New("the bot goes on with mass sends without end")
}

// sent lets the bot finish and looks at what it has sent.
func (p *player) sent(ctx context.Context, st Step) string {
	if err := p.settle(ctx); err != nil {
		return err.Error()
	}
	switch st.Do {
	case "outbox_count":
		want, err := strconv.Atoi(string(st.Expect))
		if got := len(p.receivers(p.found.fill(st.Text))); err != nil || got != want {
			return fmt.Sprintf("%d people got this text, want %s", got, st.Expect)
		}
		return ""
	case "outbox_same":
		var other string
		if err := json.Unmarshal(st.Expect, &other); err != nil {
			return "expect has to be a text: " + err.Error()
		}
		a, b := p.receivers(p.found.fill(st.Text)), p.receivers(p.found.fill(other))
		if !slices.Equal(a, b) {
			return fmt.Sprintf("%d people got the one text, %d the other, and they are not the same", len(a), len(b))
		}
		return ""
	case "robot":
		return p.posted(st)
	case "outbox":
		var want []string
		if err := json.Unmarshal(st.Expect, &want); err != nil {
			return "expect has to be a list of texts: " + err.Error()
		}
		for i := range want {
			want[i] = p.found.fill(want[i])
		}
		return lists(p.outbox(st.User), want)
	}
	return p.one(st)
}

// one looks for one text as expected among those that somebody was sent.
func (p *player) one(st Step) string {
	exp, err := expectation(st.Expect)
	if err != nil || exp == nil {
		return "expect has to say how a text is: " + words(err)
	}
	got := p.outbox(st.User)
	switch has := exp.among(got, p.found); {
	case has && st.Do == "outbox_lacks":
		return "this was sent and must not be: " + string(st.Expect)
	case !has && st.Do == "outbox_has":
		return "got " + quoted(strings.Join(got, " | ")) + ", want one as " + string(st.Expect)
	}
	return ""
}

// posted looks for whole lines among what a robot posted.
func (p *player) posted(st Step) string {
	var all strings.Builder
	all.WriteString("\n")
	for _, a := range p.platform.Accepted() {
		if a.Way == "robot" && a.To == p.place.Robots[st.Robot] {
			all.WriteString(a.Text + "\n")
		}
	}
	for _, want := range st.ExpectContains {
		if !strings.Contains(all.String(), "\n"+p.found.fill(want)+"\n") {
			return "the robot posted " + quoted(strings.TrimSpace(all.String())) + ", want the lines " + quoted(p.found.fill(want))
		}
	}
	return ""
}

// outbox returns the texts that somebody was sent.
func (p *player) outbox(name string) (out []string) {
	for _, a := range p.platform.Accepted() {
		if a.Way != "robot" && a.To == openid(name) {
			out = append(out, a.Text)
		}
	}
	return out
}

// receivers returns who was sent a text, once for each time.
func (p *player) receivers(text string) (out []string) {
	for _, a := range p.platform.Accepted() {
		if a.Way != "robot" && a.Text == text {
			out = append(out, a.To)
		}
	}
	slices.Sort(out)
	return out
}
