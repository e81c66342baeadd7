package console

import (
	"context"
	"math"
	"strconv"
	"time"

	"zhujiao/bot/moderation"
)

// Health tells how the program itself is.
type Health interface {
	// Vitals returns what the process counts and what waits, with the messages of a class
	// that did not arrive. It is quick.
	Vitals(ctx context.Context, class string) (Vitals, error)
	// Examine looks at the whole set-up anew, which takes seconds; a second caller waits for
	// the first. Examined returns the last result, whose time is zero if there is none.
	Examine(ctx context.Context) Examination
	Examined() Examination
}

// Vitals are figures about the program.
type Vitals struct {
	Account Account
	// Examines is set if the set-up can be looked at: in a demonstration there is none.
	Examines bool
	// Waited are pushes by how long they waited for their reply since the process began: up
	// to End seconds, or without an end (0). P95 is the End within which 95 of 100 were
	// answered; 0 for none yet, +Inf for later than all ends.
	Waited []Waited
	P95    float64
	// Repeats are pushes that came again, Refused those that were refused, by reason.
	Repeats int
	Refused map[string]int
	// Rung is shared (Redis keeps the limits), local (it should, and this process does) or
	// none (no Redis is set).
	Rung string
	// Token is the age of the access token; negative if there is none.
	Token time.Duration
	// Database is SQLite or PostgreSQL; Read is false if it cannot be read now, and then what
	// follows is empty. Connections are open, Used of them in use; -1 if there is no pool.
	Database          string
	Read              bool
	Connections, Used int
	Instances         int
	Backlogs          []Backlog
	// Failed are the messages of the class that did not arrive, by error code.
	Failed []Failed
	// Sends are calls by channel (person, mass, robot) and how they ended since the process
	// began.
	Sends []Sends
}

// Account is what the settings say of the account; no secret.
type Account struct {
	AppID, Original, Kind, Mode, PublicURL string
	Robots                                 []string
}

// Waited counts pushes.
type Waited struct {
	End float64
	N   int
}

// Backlog is how much of something waits, and for how long the oldest does.
type Backlog struct {
	// Name is queued, sending, robot, shelved, unknown, jobs, failing or tickets.
	Name string
	N    int
	Age  time.Duration
}

// Failed counts messages that did not arrive.
type Failed struct {
	Code, N int
	Last    time.Time
}

// Sends counts calls of a channel.
type Sends struct {
	Channel, End string
	N            int
}

// Examination is what a look at the set-up found.
type Examination struct {
	At      time.Time
	Verdict string
	Lines   []Examined
}

// Examined is one line of it: a check in words, its state good, notice, bad or unknown.
type Examined struct{ Name, State, Found, Todo string }

// health has the page about the program.
type health struct{}

func healthRoutes() []route {
	h := health{}
	return []route{
		{get, "/console/at/{class}/health", viewer(), h.page},
		{get, "/console/at/{class}/health/{deed}", viewer(), h.back},
		{post, "/console/at/{class}/health/examine", staff(), h.examine},
		{post, "/console/at/{class}/health/test", staff(), h.test},
	}
}

// healthPage is the page about the program.
type healthPage struct {
	Vitals
	Times       []mark
	Examination Examination
	Limits      limits
	May         bool // examine what can be, and send a test
}

// limits are those of the class.
type limits struct {
	Messages int
	Span     time.Duration
}

// page shows how the program is.
func (health) page(v *visit) error {
	vitals, err := v.Health.Vitals(v.ctx(), v.Campaign.ID)
	if err != nil {
		return err
	}
	out := healthPage{
		Vitals: vitals, Examination: v.Health.Examined(), May: v.who.May(moderation.ActionTestDelivery),
		Limits: limits{v.Campaign.Limits.Messages, v.Campaign.Limits.Span},
	}
	for _, w := range vitals.Waited {
		out.Times = append(out.Times, mark{Label: waitedLabel(w.End), N: w.N})
	}
	return v.page("health", out)
}

// waitedLabel is the end of a bucket; the one without an end is beyond the limit of the
// platform.
func waitedLabel(end float64) string {
	if end == 0 || math.IsInf(end, 1) {
		return ">5s"
	}
	return "≤" + strconv.FormatFloat(end, 'g', -1, 64) + "s"
}

// back leads from the address of a form to the page.
func (health) back(v *visit) error { return v.redirect(v.path("health")) }

// examine looks at the whole set-up anew.
func (health) examine(v *visit) error {
	v.Health.Examine(v.ctx())
	return v.redirect(v.path("health") + "#examined")
}

// test sends the visitor a message of their own.
func (health) test(v *visit) error {
	var now bool
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		now, err = v.Moderation.Deliveries.Test(ctx, v.who, v.now)
		return err
	})
	switch {
	case err != nil:
		return err
	case now:
		v.say(flash{Code: "test-sent"})
	case v.who.Person == 0:
		v.say(flash{Code: "test-unbound"})
	default:
		v.say(flash{Code: "test-unreached"})
	}
	return v.redirect(v.path("health"))
}
