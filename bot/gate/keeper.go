package gate

import (
	"context"
	"errors"
	"time"

	"zhujiao/bot"
)

const (
	// heartbeatPause is the time between two heartbeats.
	heartbeatPause = time.Second
	// retryPause is the time after a failed attempt to connect. It grows by as much with
	// each attempt, up to retryPauseMax.
	retryPause    = 200 * time.Millisecond
	retryPauseMax = time.Second
	// patience is how long the first attempt after a failure may take before the failure
	// is reported.
	patience = 3 * time.Second
	// A client that fails for the same reason within shortLife of being opened is a
	// relapse. Before the next one the keeper waits twice as long, up to relapsePauseMax;
	// after relapsesMax it reports the failure even if Redis can be reached, and that it
	// is back only after shortLife.
	shortLife       = 10 * time.Second
	relapsePauseMax = 10 * time.Second
	relapsesMax     = 3
	// alertPause is how long the moderators are not told the same fault again.
	alertPause = time.Minute
	// alertTime bounds a call of Alerts.
	alertTime = 3 * time.Second
)

// Alerts tells the moderators that Redis fails.
type Alerts interface {
	// RedisFailed is called once for an outage, but at most once a minute for the same
	// fault, and never while a message waits. After an error it is called again within
	// seconds, until it succeeds or Redis is back.
	RedisFailed(ctx context.Context, f Fault) error
}

// keeper keeps a Redis connected. Its fields belong to its goroutine.
type keeper struct {
	*Redis
	relapses int
	fault    Fault // of the last failure
	reported bool  // the present failure is in the log
	untold   bool  // the moderators still have to be told
	told     map[Fault]time.Time
}

// run connects, waits for a failure and connects again, until ctx ends.
func (k *keeper) run(ctx context.Context) {
	var cause error
	var lived time.Duration
	for {
		c := k.reconnect(ctx, cause, lived)
		if c == nil {
			return
		}
		begin := monotonic()
		k.live.Store(c)
		if k.relapses < relapsesMax {
			k.recovered()
		}
		cause = k.watch(ctx, c)
		_ = c.redis.Close() // a failed client is of no use
		if cause == nil {
			return
		}
		lived = time.Since(begin)
	}
}

// watch sends heartbeats over a client until it fails, and returns why; nil when ctx ends.
func (k *keeper) watch(ctx context.Context, c *client) error {
	begin, t := monotonic(), time.NewTicker(heartbeatPause)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			k.live.Store(nil)
			return nil
		case err := <-k.lost:
			return err
		case <-t.C:
		}
		if err := c.heartbeat(ctx, k.address.connectTime()); err == nil {
			if time.Since(begin) >= shortLife {
				k.recovered()
			}
		} else if ctx.Err() == nil {
			k.lose(c, err)
		}
	}
}

// reconnect returns a client that works, or nil when ctx ends. cause is the error of the
// client before, which worked for so long; nil at the start. A first attempt that succeeds
// soon leaves no trace: it was one connection, or one slow answer.
func (k *keeper) reconnect(ctx context.Context, cause error, lived time.Duration) *client {
	k.relapse(ctx, cause, lived)
	if k.relapses > 0 && !bot.Pause(ctx, min(retryPause<<k.relapses, relapsePauseMax)) {
		return nil
	}
	for wait := retryPause; ; wait = min(wait+retryPause, retryPauseMax) {
		c, err := k.attempt(ctx, cause)
		if c != nil || ctx.Err() != nil {
			return unlessEnded(ctx, c)
		}
		k.report(ctx, err)
		k.tell(ctx)
		if !bot.Pause(ctx, wait) {
			return nil
		}
	}
}

// unlessEnded closes a client that came too late.
func unlessEnded(ctx context.Context, c *client) *client {
	if c != nil && ctx.Err() != nil {
		_ = c.redis.Close()
		return nil
	}
	return c
}

// relapse counts clients that fail soon and for the same reason, as when Redis answers
// heartbeats but not questions.
func (k *keeper) relapse(ctx context.Context, cause error, lived time.Duration) {
	if cause == nil || errors.Is(cause, errNoConnection) { // it was closed, by whom ever
		return
	}
	f := faultOf(cause)
	if lived >= shortLife || f != k.fault {
		k.relapses = 0
	} else {
		k.relapses++
	}
	if k.fault = f; k.relapses >= relapsesMax {
		k.report(ctx, cause)
		k.tell(ctx)
	}
}

// attempt connects once. If that takes long it reports the cause meanwhile.
func (k *keeper) attempt(ctx context.Context, cause error) (*client, error) {
	type result struct {
		client *client
		err    error
	}
	done := make(chan result, 1)
	go func() { // ends by the time limit of connect
		c, err := k.connect(ctx)
		done <- result{c, err}
	}()
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case r := <-done:
		return r.client, r.err
	case <-t.C:
	}
	if cause == nil {
		cause = context.DeadlineExceeded
	}
	k.report(ctx, cause)
	k.tell(ctx)
	r := <-done
	return r.client, r.err
}

// report makes a failure known, once until Redis is back.
func (k *keeper) report(ctx context.Context, err error) {
	if k.reported || ctx.Err() != nil {
		return
	}
	f := faultOf(err)
	k.fault, k.reported = f, true
	k.untold = time.Since(k.told[f]) >= alertPause
	k.down.Store(&err)
	k.opt.Log.ErrorContext(ctx, "redis failed, limits are kept in this process until it is back",
		"error", err, "do", f.advice())
}

// tell tells the moderators about the failure that was reported.
func (k *keeper) tell(ctx context.Context) {
	if !k.untold || k.opt.Alerts == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, alertTime)
	defer cancel()
	if err := k.opt.Alerts.RedisFailed(ctx, k.fault); err != nil {
		return
	}
	k.untold, k.told[k.fault] = false, monotonic()
}

// recovered ends the failure that was reported.
func (k *keeper) recovered() {
	if k.reported {
		k.reported, k.untold = false, false
		k.down.Store(nil)
		k.opt.Log.Info("redis is back, limits are shared again")
	}
}
