package app

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/metrics"
	said "zhujiao/handlers/doctor"
)

// examineLimit bounds a look at the whole set-up that somebody asks for in the console.
const examineLimit = 30 * time.Second

// vitals tells the console how the program is.
type vitals struct {
	a    *App
	cfg  Config
	busy sync.Mutex // held while the set-up is looked at
	mu   sync.Mutex // guards below
	last console.Examination
	// looked is the real time of the last look.
	looked time.Time
}

// Vitals implements console.Health.
func (h *vitals) Vitals(ctx context.Context, class string) (console.Vitals, error) {
	r, err := h.a.meter.Read() //nolint:contextcheck // a reading serves several pages and has a time of its own
	if err != nil {
		return console.Vitals{}, err
	}
	out := console.Vitals{
		Account: h.account(), P95: r.P95, Repeats: r.Repeats, Refused: r.Refused, Rung: string(r.Live.Rung), Token: r.Live.Token,
		Examines: h.cfg.Examine != nil,
		Database: "SQLite", Read: r.Stored != nil, Connections: r.Live.Connections, Used: r.Live.Used,
	}
	if h.cfg.DatabaseURL != "" {
		out.Database = "PostgreSQL"
	}
	for _, b := range r.Waited {
		out.Waited = append(out.Waited, console.Waited(b))
	}
	for _, by := range slices.Sorted(maps.Keys(r.Sends)) {
		for _, end := range slices.Sorted(maps.Keys(r.Sends[by])) {
			out.Sends = append(out.Sends, console.Sends{Channel: by, End: end, N: r.Sends[by][end]})
		}
	}
	if r.Stored == nil {
		return out, nil
	}
	out.Instances, out.Backlogs = r.Stored.Instances, backlogs(*r.Stored)
	failed, err := h.a.store.Reach().Failures(ctx, class)
	for _, f := range failed {
		out.Failed = append(out.Failed, console.Failed(f))
	}
	return out, err
}

// account returns what the settings say of the account.
func (h *vitals) account() console.Account {
	return console.Account{
		AppID: h.cfg.WeChat.AppID, Original: h.cfg.WeChat.OriginalID, Kind: h.cfg.Account, Mode: string(h.cfg.WeChat.Mode),
		PublicURL: h.cfg.PublicURL, Robots: slices.Sorted(maps.Keys(h.cfg.Robots)),
	}
}

// backlogs are what waits, in the order in which it is shown.
func backlogs(s metrics.Stored) []console.Backlog {
	return []console.Backlog{
		{Name: "queued", N: s.Queued.N, Age: s.Queued.Age},
		{Name: "sending", N: s.Sending.N, Age: s.Sending.Age},
		{Name: "robot", N: s.Robots.N, Age: s.Robots.Age},
		{Name: "shelved", N: s.Shelved},
		{Name: "unknown", N: s.Unknown},
		{Name: "jobs", N: s.Jobs.N, Age: s.Jobs.Age},
		{Name: "failing", N: s.FailingJobs},
		{Name: "tickets", N: s.Tickets.N, Age: s.Tickets.Age},
	}
}

// Examine implements console.Health. Whoever asks while somebody else's look goes on gets
// its result.
func (h *vitals) Examine(ctx context.Context) console.Examination {
	if h.cfg.Examine == nil {
		return console.Examination{}
	}
	begun := time.Now()
	h.busy.Lock()
	defer h.busy.Unlock()
	if last, looked := h.lastLook(); looked.After(begun) {
		return last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), examineLimit)
	defer cancel()
	report := h.cfg.Examine(ctx)
	page := said.Words(report)
	out := console.Examination{At: h.a.clock.Now(), Verdict: said.Verdict(report)}
	for i, l := range page.Checks {
		out.Lines = append(out.Lines, console.Examined{Name: l.Name, State: string(report[i].State), Found: l.Found, Todo: l.Todo})
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last, h.looked = out, time.Now()
	return out
}

// Examined implements console.Health.
func (h *vitals) Examined() console.Examination {
	last, _ := h.lastLook()
	return last
}

func (h *vitals) lastLook() (console.Examination, time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last, h.looked
}
