package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/wechat"
)

// openStore opens the database of the settings: PostgreSQL if they have its address,
// else SQLite in the data directory.
func openStore(ctx context.Context, cfg Config, now bot.Clock, log *slog.Logger) (*sqlstore.Store, error) {
	var e sqlstore.Engine
	var err error
	name := "ZHUJIAO_DATA"
	if cfg.DatabaseURL == "" {
		e, err = sqlite.Open(ctx, cfg.Data, log)
	} else {
		name = "ZHUJIAO_DATABASE_URL"
		e, err = postgres.Open(ctx, cfg.DatabaseURL, log)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if cfg.hooks.engine != nil {
		e = cfg.hooks.engine(e)
	}
	return storeOver(ctx, e, wechat.LimitsOf(campaign.AccountKind(cfg.Account)), now)
}

// keepErasures has the log of erasures kept in the data directory, also with PostgreSQL: each
// process has those that it has done, and at a start those of the last days by all of them.
func keepErasures(ctx context.Context, a *App, cfg Config) error {
	if err := a.store.Instances().CheckOrigin(ctx); err != nil {
		return err
	}
	log, err := sqlstore.OpenErased(cfg.Data, a.store.KeyPrint(), a.log)
	if err != nil {
		return fmt.Errorf("ZHUJIAO_DATA: %w", err)
	}
	return a.store.KeepErasures(ctx, log)
}

// OpenBeside opens the database of zhujiao serve, also while that runs: PostgreSQL by
// its address, or SQLite in a data directory if the address is empty.
func OpenBeside(ctx context.Context, databaseURL, data string) (*sqlstore.Store, error) {
	if databaseURL != "" {
		e, err := postgres.OpenBeside(ctx, databaseURL, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, fmt.Errorf("ZHUJIAO_DATABASE_URL: %w", err)
		}
		return storeOver(ctx, e, wechat.Limits(), time.Now)
	}
	e, err := sqlite.OpenBeside(ctx, data)
	if err != nil {
		return nil, err
	}
	return storeOver(ctx, e, wechat.Limits(), time.Now)
}

// storeOver makes the stores over an engine, and closes it if that fails.
func storeOver(ctx context.Context, e sqlstore.Engine, limits campaign.Channel, now bot.Clock) (*sqlstore.Store, error) {
	s, err := sqlstore.Open(ctx, e, now, limits)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return s, nil
}
