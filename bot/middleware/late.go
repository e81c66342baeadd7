package middleware

import (
	"context"
	"sync"
	"time"

	"zhujiao/bot"
)

// sealedMax bounds the wait for a commit that is under way. The platform has
// given up long before; the request must not hang for ever on a hung database.
const sealedMax = 30 * time.Second

// lateness is shared by the waiting request and the unit at work: whichever
// takes it first decides whether the reply is passive or a delivery.
type lateness struct {
	mu      sync.Mutex // guards below
	late    bool       // the push was answered without the reply
	settled bool       // the reply will be passive
}

type lateKey struct{}

// Seal is called by the unit right before its commit. It tells whether the
// push has been answered already, so that the reply has to become a delivery;
// if not, the request waits for the commit from now on.
func Seal(ctx context.Context) (late bool) {
	l, ok := ctx.Value(lateKey{}).(*lateness)
	return ok && l.settle()
}

// settle makes the reply a passive one, unless it is too late for that.
func (l *lateness) settle() (late bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settled = !l.late
	return l.late
}

// giveUp marks the push as answered; false when it was settled before.
func (l *lateness) giveUp() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.late = !l.settled
	return l.late
}

type outcome struct {
	reply bot.Reply
	err   error
}

// Late answers a push with silence when its reply is not there after limit, for
// the platform waits five seconds and then shows the person an error. The work
// goes on in a goroutine of its own, which ends with its unit; the unit sees by
// Seal that its reply has to become a delivery. work counts the goroutines, so
// that a shutdown can wait for them, and is told of errors that came too late
// to be returned.
func Late(limit time.Duration, work *Tracker) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		next = Recover()(next) // a panic in our own goroutine would end the process
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			l := &lateness{}
			done := make(chan outcome, 1)
			inner := context.WithValue(context.WithoutCancel(ctx), lateKey{}, l)
			work.Go(func() { // ends when the unit does
				r, err := next.Handle(inner, m)
				if late := l.settle(); late && err != nil {
					work.lost(inner, m, err)
				}
				done <- outcome{r, err}
			})
			waited, _ := ctx.Value(waitedKey{}).(time.Duration)
			return l.await(done, limit-waited)
		})
	}
}

// await returns the outcome, or silence when it takes too long.
func (l *lateness) await(done <-chan outcome, limit time.Duration) (bot.Reply, error) {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case o := <-done:
		return o.reply, o.err
	case <-t.C:
	}
	if l.giveUp() {
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
