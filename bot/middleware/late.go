package middleware

import (
	"context"
	"time"

	"zhujiao/bot"
)

// sealedMax bounds the wait for a commit that is under way. The platform has
// given up long before; the request must not hang for ever on a hung database.
const sealedMax = 30 * time.Second

type outcome struct {
	reply bot.Reply
	err   error
}

// Late answers a push with silence when its reply is not there after limit, for
// the platform waits five seconds and then shows the person an error. The work
// goes on in a goroutine of its own, which ends with its unit; the unit sees by
// the push that its reply has to become a delivery. work counts the goroutines, so
// that a shutdown can wait for them, and is told of errors that came too late
// to be returned.
func Late(limit time.Duration, work *Tracker) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		next = Recover()(next) // a panic in our own goroutine would end the process
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			m.Push = &bot.Push{}
			done := make(chan outcome, 1)
			inner := context.WithoutCancel(ctx)
			work.Go(func() { // ends when the unit does
				r, err := next.Handle(inner, m)
				if late := m.Push.Settle(); late && err != nil {
					work.lost(inner, m, err)
				}
				done <- outcome{r, err}
			})
			return await(m.Push, done, limit-m.Waited)
		})
	}
}

// await returns the outcome, or silence when it takes too long.
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
