package middleware

import (
	"context"
	"time"

	"zhujiao/bot"
)

// sealedMax is how long a request waits for a commit that has begun. The platform gives
// up earlier, but the request must not wait for ever for a hung database.
const sealedMax = 30 * time.Second

// outcome is the result of handling a message.
type outcome struct {
	reply bot.Reply
	err   error
}

// Late answers a push with silence if there is no reply after limit, because the
// platform waits five seconds and then shows the person an error. The handler
// continues in its own goroutine, which ends with the unit; m.Push tells the unit that
// its reply has to become a delivery (ruling 43). work counts these goroutines, so that
// a shutdown can wait for them; lost receives errors that came too late to be returned.
func Late(limit time.Duration, work *bot.Tracker, lost func(context.Context, error)) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		next = Recover()(next) // a panic in this goroutine would end the process
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			m.Push = &bot.Push{}
			done := make(chan outcome, 1)
			inner := context.WithoutCancel(ctx)
			work.Go(func() { // ends when the unit does
				r, err := next.Handle(inner, m)
				if late := m.Push.Settle(); late && err != nil {
					lost(inner, err)
				}
				done <- outcome{r, err}
			})
			return await(m.Push, done, limit-m.Waited)
		})
	}
}

// await returns the outcome, or silence if it takes longer than limit. A commit that
// has begun by then is waited for.
func await(p *bot.Push, done <-chan outcome, limit time.Duration) (bot.Reply, error) {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case o := <-done:
		return o.reply, o.err
	case <-t.C:
	}
	if p.GiveUp() {
		return bot.Silence{}, nil
	}
	t.Reset(sealedMax)
	select {
	case o := <-done: // the commit was under way
		return o.reply, o.err
	case <-t.C:
		return bot.Silence{}, nil
	}
}
