package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/cmd/zhujiao/app"
)

type reportCmd struct {
	Class string `arg:"" help:"The number of the class, as its file has it."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

type exportCmd struct {
	Class string `arg:"" help:"The number of the class, as its file has it."`
	What  string `arg:"" help:"people, claims, questions, tickets or broadcasts."`
	File  string `arg:"" help:"A new file that ends in .xlsx or .csv."`
}

// atClass opens the database, and calls f with it and with the time that serve has.
func atClass(ctx context.Context, env stdio, class string, f func(st *sqlstore.Store, now time.Time) error) (err error) {
	st, err := openStored(ctx, env.getenv)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	now, err := st.LabClock(ctx)
	if err != nil {
		return err
	}
	if now.IsZero() {
		now = time.Now()
	}
	err = f(st, now)
	if errors.Is(err, campaign.ErrNotFound) {
		return fmt.Errorf("no class %q is stored: give the number of its file", class)
	}
	return err
}

// Run prints the report of a class.
func (c reportCmd) Run(ctx context.Context, env stdio) error {
	return atClass(ctx, env, c.Class, func(st *sqlstore.Store, now time.Time) error {
		r, class, err := app.ReportOf(ctx, st, c.Class, now)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeReportJSON(env.out, class, r, now)
		}
		return writeReport(env.out, class, r)
	})
}

// figureJSON is a figure as JSON. Percent and Seconds are null where there is none.
type figureJSON struct {
	moderation.Figure
	Percent *float64 `json:"percent"`
	Seconds *float64 `json:"seconds,omitempty"`
}

// reportJSON is the report as JSON. The channels are in the order of by_channel.
type reportJSON struct {
	Class    string             `json:"class"`
	At       time.Time          `json:"at"`
	Channels []string           `json:"channels"`
	Funnel   []moderation.Stage `json:"funnel"`
	Figures  []figureJSON       `json:"figures"`
}

func writeReportJSON(w io.Writer, class *campaign.Campaign, r moderation.Report, at time.Time) error {
	out := reportJSON{Class: class.ID, At: at, Channels: []string{}, Funnel: r.Funnel}
	for _, c := range r.Counts.Channels {
		out.Channels = append(out.Channels, c.Code)
	}
	for _, f := range r.Figures {
		j := figureJSON{Figure: f}
		if tenths, ok := f.Percent(); ok && f.Key != moderation.FigureWait {
			j.Percent = new(float64(tenths) / 10)
		}
		if f.Key == moderation.FigureWait && f.Known {
			j.Seconds = new(f.Time.Seconds())
		}
		out.Figures = append(out.Figures, j)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func writeReport(w io.Writer, class *campaign.Campaign, r moderation.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "class\t%s\n", class.ID)
	for _, s := range r.Funnel {
		fmt.Fprintf(t, "people %s\t%d\n", named(string(s.Key), s.Arg), s.N)
	}
	for _, f := range r.Figures {
		fmt.Fprintf(t, "%s\t%s\n", named(string(f.Key), f.Arg), valueOf(f))
	}
	for i, c := range r.Counts.Channels {
		code := c.Code
		if code == "" {
			code = "(none)"
		}
		var by []string
		for _, s := range r.Funnel {
			by = append(by, fmt.Sprintf("%s %d", named(string(s.Key), s.Arg), s.By[i]))
		}
		fmt.Fprintf(t, "channel %s\t%s\n", code, strings.Join(by, ", "))
	}
	return t.Flush()
}

func named(key, pack string) string { return strings.TrimSpace(key + " " + pack) }

// valueOf writes a figure.
func valueOf(f moderation.Figure) string {
	tenths, share := f.Percent()
	switch {
	case !f.Known:
		return "unknown"
	case f.Key == moderation.FigureWait:
		return f.Time.Round(time.Second).String()
	case share:
		return fmt.Sprintf("%d.%d%% (%d of %d)", tenths/10, tenths%10, f.N, f.Of)
	default:
		return fmt.Sprint(f.N)
	}
}

// Run writes a table of a class to a file.
func (c exportCmd) Run(ctx context.Context, env stdio) error {
	kind := moderation.ExportKind(c.What)
	var known []string
	for _, k := range moderation.ExportKinds() {
		known = append(known, string(k))
	}
	if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+c.What+" ") {
		return fmt.Errorf("there is no table %q: give one of %s", c.What, strings.Join(known, ", "))
	}
	return atClass(ctx, env, c.Class, func(st *sqlstore.Store, now time.Time) error {
		rows, err := app.ExportTo(ctx, st, app.Wanted{Class: c.Class, Kind: kind}, c.File, now)
		if err == nil {
			fmt.Fprintf(env.out, "%s: %d rows; it holds what people wrote, so keep it no longer than you need it\n", c.File, rows)
		}
		return err
	})
}
