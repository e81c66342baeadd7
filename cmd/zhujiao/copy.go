package main

import (
	"context"
	"fmt"

	"zhujiao/bot/sqlstore/transfer"
	"zhujiao/cmd/zhujiao/app"
)

type migrateCmd struct{}

// Run brings the database of the settings up to date.
func (migrateCmd) Run(ctx context.Context, io stdio) error {
	p, err := storedPlace(io)
	if err != nil {
		return err
	}
	if err := app.Migrate(ctx, p); err != nil {
		return err
	}
	fmt.Fprintln(io.out, "the database is up to date")
	return nil
}

type copyCmd struct {
	To string `arg:"" help:"A new data directory, or the address of a PostgreSQL schema (postgres://…)."`
}

// copyProgress is after how many rows of a table a line is printed.
const copyProgress = 10000

// Run copies the database of the settings to another place.
func (c copyCmd) Run(ctx context.Context, io stdio) error {
	from, err := storedPlace(io)
	if err != nil {
		return err
	}
	done, err := app.Copy(ctx, from, app.Place(c.To), func(t transfer.Table) {
		if t.Rows%copyProgress == 0 {
			fmt.Fprintf(io.err, "%s: %d rows\n", t.Name, t.Rows)
		}
	})
	if err != nil {
		if len(done) > 0 {
			fmt.Fprintf(io.err, "%d tables are copied; the same command goes on\n", len(done))
		}
		return fmt.Errorf("copy the database: %w", err)
	}
	rows := 0
	for _, t := range done {
		rows += t.Rows
		fmt.Fprintf(io.out, "%-20s %9d rows  sum %016x\n", t.Name, t.Rows, t.Sum)
	}
	fmt.Fprintf(io.out, "copied and compared: %d tables, %d rows; set ZHUJIAO_DATABASE_URL or ZHUJIAO_DATA to the new place and start\n",
		len(done), rows)
	return nil
}

// storedPlace returns the place of the database that the settings name.
func storedPlace(io stdio) (app.Place, error) {
	address, dir, err := database(io.getenv)
	if err != nil {
		return "", err
	}
	return app.PlaceOf(address, dir), nil
}
