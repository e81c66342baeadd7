package main

import (
	"context"

	"zhujiao/bot/sqlstore"
	"zhujiao/cmd/zhujiao/app"
)

// openStored opens the database of zhujiao serve, as the same settings name it.
func openStored(ctx context.Context, getenv func(string) string) (*sqlstore.Store, error) {
	address, dir, err := database(getenv)
	if err != nil {
		return nil, err
	}
	return app.OpenBeside(ctx, address, dir)
}
