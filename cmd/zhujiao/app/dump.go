package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/wechat"
)

// Renewal says what was done to a restored dump.
type Renewal struct {
	Restoration
	// Before is when it was done the first time, by the server's clock; zero for now. Then only
	// what the logs of erasures lacked at that time is made up for.
	Before time.Time
}

// Renew brings a PostgreSQL database that a dump was restored into, and that nothing serves, up
// to what has happened since the dump: who had their data erased is erased again, as far as the
// log of erasures of the data directory and the other logs tell, and what was on its way is held
// back. If it fails or is killed, it is simply called again; until it has ended nothing serves
// from the database. physical says that its files were copied, of which no trace is in them.
func Renew(ctx context.Context, address, dir string, physical bool, logs ...string) (done Renewal, err error) {
	e, err := postgres.OpenRestored(ctx, address)
	if err != nil {
		return done, fmt.Errorf("ZHUJIAO_DATABASE_URL: %w", err)
	}
	w := &restorer{done: &done.Restoration, now: time.Now()}
	if w.st, err = sqlstore.Open(ctx, e, func() time.Time { return w.now }, wechat.Limits()); err != nil {
		return done, errors.Join(err, e.Close())
	}
	done.Before, err = w.renew(ctx, dir, physical, logs)
	return done, errors.Join(err, w.st.Close())
}

// renew does the work of Renew, and returns when it was done before.
func (w *restorer) renew(ctx context.Context, dir string, physical bool, logs []string) (before time.Time, err error) {
	logged, err := sqlstore.ReadOldErasures(dir, w.st.KeyPrint(), logs...)
	if err != nil {
		return before, err
	}
	w.lines, w.done.Foreign, w.done.Torn = logged.Lines, logged.Foreign, logged.Torn
	if err := w.setClock(ctx, w.st); err != nil {
		return before, err
	}
	restored := w.st.Restored()
	d, err := restored.Begin(ctx, physical)
	if err != nil {
		return before, err
	}
	newest, err := w.erase(ctx, d)
	if err == nil && d.New {
		w.done.Held, err = restored.Hold(ctx, w.now)
	}
	if err == nil {
		err = w.st.Erasure.Scrub(ctx)
	}
	if err == nil {
		err = sqlstore.AddErasures(dir, w.st.KeyPrint(), w.lines)
	}
	if err != nil {
		return before, err
	}
	return d.Renewed, restored.Finish(ctx, d, newest)
}
