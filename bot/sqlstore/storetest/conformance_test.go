package storetest_test

import (
	"log/slog"
	"testing"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) sqlstore.Engine {
		t.Helper()
		e, err := sqlite.Open(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	storetest.Run(t, func(t *testing.T) sqlstore.Engine {
		t.Helper()
		e, err := postgres.Open(t.Context(), server.URL(), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}
