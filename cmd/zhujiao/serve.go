package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"

	"zhujiao/bot/doctor"
	"zhujiao/cmd/zhujiao/app"
)

type serveCmd struct {
	Verbose bool `help:"Log every message (never its text, never who sent it)."`
}

// logHandler writes the log as the settings say, which readConfig has checked.
func logHandler(io stdio, level slog.Level) slog.Handler {
	o := &slog.HandlerOptions{Level: level}
	if io.getenv("ZHUJIAO_LOG") == logText {
		return slog.NewTextHandler(io.err, o)
	}
	return slog.NewJSONHandler(io.err, o)
}

// Run serves an account until a signal ends it.
func (c serveCmd) Run(ctx context.Context, io stdio) error {
	cfg, err := readConfig(io.getenv)
	unknown := unknownSettings(io.variables)
	if err != nil {
		for _, u := range unknown {
			fmt.Fprintln(io.err, "zhujiao: warning:", u)
		}
		return err
	}
	if io.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercentServing)
	}
	level := slog.LevelInfo
	if c.Verbose {
		level = slog.LevelDebug
	}
	lines := newFloodLog(logHandler(io, level))
	log := slog.New(lines)
	cfg.LogDropped, cfg.Build = lines.Dropped, build()
	cfg.Examine = func(ctx context.Context) doctor.Report { return doctor.Run(ctx, app.Checks(examined(io))) }
	for _, u := range unknown {
		log.WarnContext(ctx, "a variable of the environment is ignored", "variable", u.name, "problem", u.String())
	}
	if io.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryStarting)
	}
	cfg.SpareMemory = spareMemory
	a, err := app.New(ctx, cfg, &app.Clock{}, log)
	dropProgram()
	if io.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(math.MaxInt64)
	}
	if err != nil {
		return err
	}
	return a.Serve(ctx, cfg)
}
