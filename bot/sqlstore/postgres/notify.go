package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore"
)

const (
	// notifyWait joins what is told within it.
	notifyWait = 50 * time.Millisecond
	// listenFor is how long the listener waits before it asks whether its connection lives.
	listenFor = 30 * time.Second
	// listenAgain is the pause after a connection was lost, and listenMax the longest: it
	// doubles.
	listenAgain, listenMax = time.Second, 30 * time.Second
)

var _ sqlstore.Bus = (*Engine)(nil)

// Notify tells the processes that listen on this schema that something has changed: see
// sqlstore.Bus. It does not wait, and it is no part of a unit, because units that notify
// commit one after the other.
func (e *Engine) Notify() {
	if e.telling.Swap(true) {
		return // one is about to be sent
	}
	e.work.Go(func() { // ends with its statement
		ctx, cancel := context.WithTimeout(context.Background(), unitLife)
		defer cancel()
		bot.Pause(ctx, notifyWait)
		e.telling.Store(false)
		if _, err := e.pool.ExecContext(ctx, "SELECT pg_notify('zhujiao', current_schema())"); err != nil {
			e.log.DebugContext(ctx, "other processes were not told of a change; they find it when they look", "error", err)
		}
	})
}

// Listen calls f after each change that a process on this schema has told of, and each time
// that it is connected again: see sqlstore.Bus. Behind a pooler that gives connections away
// between transactions it hears nothing.
func (e *Engine) Listen(ctx context.Context, f func()) {
	for pause := listenAgain; ctx.Err() == nil; pause = min(2*pause, listenMax) {
		heard, err := e.listen(ctx, f)
		if heard {
			pause = listenAgain
		}
		if ctx.Err() == nil {
			e.log.DebugContext(ctx, "the connection that hears of changes was lost; connecting again", "error", err)
		}
		if !bot.Pause(ctx, pause+rand.N(pause)) { //nolint:gosec // no secret
			return
		}
	}
}

// listen listens on one connection until that is lost. heard is true if it was connected.
func (e *Engine) listen(ctx context.Context, f func()) (heard bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, e.upkeep.Copy())
	if err != nil {
		return false, fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	schema, err := register(ctx, conn)
	if err != nil {
		return false, err
	}
	for f(); ; {
		n, err := wait(ctx, conn)
		if err != nil {
			return true, err
		}
		if n != nil && n.Payload == schema {
			f()
		}
	}
}

// register lets a connection hear of changes, and returns the name of its schema.
func register(ctx context.Context, conn *pgx.Conn) (schema string, err error) {
	ctx, cancel := context.WithTimeout(ctx, unitLife)
	defer cancel()
	if err := conn.QueryRow(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
		return "", fmt.Errorf("read the name of the schema: %w", err)
	}
	if _, err := conn.Exec(ctx, "LISTEN zhujiao"); err != nil {
		return "", fmt.Errorf("listen: %w", err)
	}
	return schema, nil
}

// wait waits for a notification; nil if none came and the connection lives.
func wait(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	limit, cancel := context.WithTimeout(ctx, listenFor)
	defer cancel()
	n, err := conn.WaitForNotification(limit)
	if err == nil {
		return n, nil
	}
	if ctx.Err() != nil || !pgconn.Timeout(err) {
		return nil, fmt.Errorf("wait for a change: %w", err)
	}
	ping, stop := context.WithTimeout(ctx, unitLife)
	defer stop()
	return nil, conn.Ping(ping)
}
