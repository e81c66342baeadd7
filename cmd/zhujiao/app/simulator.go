package app

import (
	"context"
	"net/http"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
	"zhujiao/bot/wxsim/scenario"
)

// SimulatorOptions say for which bot a platform is simulated.
type SimulatorOptions struct {
	// Webhook is where the bot takes pushes, Account and Secret what it is addressed as.
	Webhook string
	Account wxsim.Account
	Secret  string
	// Class is what the phones know of a class; nil for nothing.
	Class *campaign.Campaign
	// Clock is the bot's clock.
	Clock wxsim.Clock
	// Settle, if set, waits until the bot has done what is due.
	Settle func(ctx context.Context) error
}

// Simulator is the simulated platform alone: its API, and a page with phones, for any bot.
type Simulator struct {
	sim      *wxsim.Sim
	platform *wxsim.Platform
}

// The keys of the simulator's robots, and the name from which its moderator's openid is made.
const (
	simulatorStaff = "sim-staff"
	simulatorClass = "sim-class"
)

// NewSimulator makes a simulated platform.
func NewSimulator(o SimulatorOptions) *Simulator {
	s := &Simulator{platform: wxsim.NewPlatform(o.Clock.Now)}
	s.platform.Rules = wxsim.Rules{
		AppID: o.Account.AppID, Secret: o.Secret, Robots: []string{simulatorStaff, simulatorClass}, Counted: true,
	}
	class, seed := wxsim.NoClass(), "sim"
	if o.Class != nil {
		class, seed = simClass(o.Class), o.Class.ID
	}
	s.sim = wxsim.New(wxsim.Options{
		Pusher: &wxsim.Pusher{URL: o.Webhook, Account: o.Account, Now: o.Clock.Now}, Clock: o.Clock,
		Class: func() wxsim.Class { return class }, Seed: seed, Platform: s.platform, Settle: o.Settle,
		Staff: s.Moderator(), StaffGroup: simulatorStaff, ClassGroup: simulatorClass,
		Scenario: func(r wxsim.Recording) ([]byte, error) { return scenario.File(scenario.Record(r)) },
	})
	s.platform.Know(s.Moderator())
	return s
}

// Moderator returns the openid of the moderator's phone.
func (*Simulator) Moderator() string { return wxsim.OpenID("sim", "moderator") }

// Robots returns the robots' keys as ZHUJIAO_ROBOTS names them.
func (*Simulator) Robots() string {
	return campaign.StaffRobot + "=" + simulatorStaff + "," + campaign.ClassRobot + "=" + simulatorClass
}

// Routes returns the handlers of the platform and of the page.
func (s *Simulator) Routes() http.Handler {
	mux, page := http.NewServeMux(), s.sim.Page()
	mux.Handle("/cgi-bin/", s.platform)
	mux.Handle("/sim", page)
	mux.Handle("/sim/", page)
	mux.Handle("GET /favicon.ico", page)
	mux.Handle("GET /{$}", http.RedirectHandler("/sim", http.StatusFound))
	return mux
}

// Close ends what a crowd is doing.
func (s *Simulator) Close() { s.sim.Close() }
