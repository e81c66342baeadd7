package main

import (
	"context"
	"errors"

	"zhujiao/bot/sqlstore"
	"zhujiao/cmd/zhujiao/app"
)

// openStored opens the database of zhujiao serve, as the same settings name it.
func openStored(ctx context.Context, getenv func(string) string) (*sqlstore.Store, error) {
	address, dir := getenv("ZHUJIAO_DATABASE_URL"), getenv("ZHUJIAO_DATA")
	if address == "" && dir == "" {
		return nil, errors.New("ZHUJIAO_DATA is not set: give the directory that zhujiao serve uses")
	}
	return app.OpenBeside(ctx, address, dir)
}
