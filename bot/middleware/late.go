package middleware

import (
	"context"
	"sync"
	"time"

	"zhujiao/bot"
)

// Patience limits the messages that this process handles at the same time, and how long
// a push waits.
type Patience struct {
	// Max is the number of messages in work. A message counts until its unit ends, even
	// if no request waits for it any more; further messages are refused.
	Max int
	// Wait is how long a push waits for its reply. The platform waits five seconds.
	Wait time.Duration
	// Joined is told of each push that joins a message in work; nil for nobody.
	Joined func()
}

// lateState is the state of the Late middleware.
type lateState struct {
	bounds   Patience
	work     *bot.Tracker
	lost     func(context.Context, error)
	next     bot.Handler
	timers   sync.Pool  // of *time.Timer that are stopped
	mu       sync.Mutex // guards inFlight
	inFlight map[string]*inFlight
}

// inFlight is a message that is being handled; done is closed when reply and err are
// set.
type inFlight struct {
	push  bot.Push
	done  chan struct{}
	reply bot.Reply
	err   error
}

// Late handles each message once and in its own goroutine, which ends with the unit. A
// repeated push of a message in flight waits for the same reply. A push whose reply is
// not committed in time ends with bot.ErrLate and must not be acknowledged, so that the
// platform pushes again (ruling 43); m.Push tells the unit whether a push still waits.
// work counts the goroutines, so that a shutdown can wait for them; lost receives errors
// that no push waits for.
func Late(bounds Patience, work *bot.Tracker, lost func(context.Context, error)) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		next = Recover()(next) // a panic in this goroutine would end the process
		l := &lateState{bounds: bounds, work: work, lost: lost, next: next, inFlight: map[string]*inFlight{}}
		return bot.HandlerFunc(l.handle)
	}
}

func (l *lateState) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	t, again := l.timers.Get().(*time.Timer)
	if again {
		t.Reset(l.bounds.Wait)
	} else {
		t = time.NewTimer(l.bounds.Wait)
	}
	defer func() {
		t.Stop() // then nothing is in its channel
		l.timers.Put(t)
	}()
	for {
		f, first := l.enter(m.Key)
		if f == nil {
			return nil, bot.ErrBusy
		}
		switch {
		case first:
			l.start(ctx, m, f)
		case l.bounds.Joined != nil:
			l.bounds.Joined()
		}
		if f.expired(ctx, t) && f.push.GiveUp() {
			return nil, bot.ErrLate
		}
		<-f.done
		if f.err != nil || !f.push.Delivered() {
			return f.reply, f.err
		}
		// The unit had made the reply a delivery before this push joined. Asking again
		// takes it back.
	}
}

// expired waits for the outcome and returns false. It returns true if the request cannot
// wait any longer: its time is over, or the platform hung up.
func (f *inFlight) expired(ctx context.Context, t *time.Timer) bool {
	select {
	case <-f.done:
		return false
	case <-t.C:
	case <-ctx.Done():
	}
	return true
}

// enter joins the message in flight under a key. If there is none it enters one, and
// first is true, or returns nil if the process is full.
func (l *lateState) enter(key string) (f *inFlight, first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f = l.inFlight[key]; f == nil {
		if len(l.inFlight) >= l.bounds.Max {
			return nil, false
		}
		f, first = &inFlight{done: make(chan struct{})}, true
		l.inFlight[key] = f
	}
	f.push.Join()
	return f, first
}

// start handles a message in flight.
func (l *lateState) start(ctx context.Context, m *bot.Message, f *inFlight) {
	m.Push = &f.push
	inner := context.WithoutCancel(ctx)
	l.work.Go(func() { // ends when the unit does
		f.reply, f.err = l.next.Handle(inner, m)
		if heard := f.push.Awaited(); f.err != nil && !heard {
			l.lost(inner, f.err)
		}
		l.mu.Lock()
		delete(l.inFlight, m.Key)
		l.mu.Unlock()
		close(f.done)
	})
}
