package middleware

import (
	"context"
	"sync"
	"time"

	"zhujiao/bot"
)

// InFlight limits the messages that this process handles at the same time. Max is
// their number; further ones are refused. Wait is how long a repeated push of a
// message waits for the reply to the first one.
type InFlight struct {
	Max  int
	Wait time.Duration
}

// A message that another process is handling is asked for again after firstPause, then
// after pauses that double up to lastPause, for maxElsewhere in all. That is a little
// longer than the gate keeps the other process's claim, and leaves time to handle the
// message within the platform's five seconds.
const (
	maxElsewhere = 2500 * time.Millisecond
	firstPause   = 10 * time.Millisecond
	lastPause    = 100 * time.Millisecond
)

// gateState is the state of the Gate middleware.
type gateState struct {
	gate     bot.Gate
	classify func(*bot.Message) bot.Ask
	bounds   InFlight
	next     bot.Handler
	mu       sync.Mutex // guards inFlight
	inFlight map[string]*inFlight
}

// inFlight is a message that is being handled; done is closed when reply and err are
// set.
type inFlight struct {
	done  chan struct{}
	reply bot.Reply
	err   error
}

// Gate handles each message once: a repeated push waits for the reply to the first. A
// person over the rate limit is told so once and then gets no replies (R11). If g
// fails, every message passes; the journal still prevents a second handling.
func Gate(g bot.Gate, classify func(*bot.Message) bot.Ask, bounds InFlight) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		w := &gateState{gate: g, classify: classify, bounds: bounds, next: next, inFlight: map[string]*inFlight{}}
		return bot.HandlerFunc(w.handle)
	}
}

func (w *gateState) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	f, first, full := w.enter(m.Key)
	if full {
		return nil, bot.ErrBusy
	}
	if !first {
		return w.wait(ctx, f)
	}
	defer w.leave(m.Key, f)
	f.reply, f.err = w.pass(ctx, m)
	return f.reply, f.err
}

// enter returns the message in flight under a key. If there is none it starts one, and
// first is true, unless the process is full.
func (w *gateState) enter(key string) (f *inFlight, first, full bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.inFlight[key]; f != nil {
		return f, false, false
	}
	if len(w.inFlight) >= w.bounds.Max {
		return nil, false, true
	}
	f = &inFlight{done: make(chan struct{}), err: bot.ErrBusy} // the result for waiting repeats if the handler panics
	w.inFlight[key] = f
	return f, true, false
}

// leave ends a message in flight and releases its repeats.
func (w *gateState) leave(key string, f *inFlight) {
	w.mu.Lock()
	delete(w.inFlight, key)
	w.mu.Unlock()
	close(f.done)
}

// wait returns the outcome of the message in flight, or silence if that takes longer
// than bounds.Wait or the platform hangs up.
func (w *gateState) wait(ctx context.Context, f *inFlight) (bot.Reply, error) {
	t := time.NewTimer(w.bounds.Wait)
	defer t.Stop()
	select {
	case <-f.done:
		return f.reply, f.err
	case <-t.C:
	case <-ctx.Done():
	}
	return bot.Silence{}, nil
}

// pass asks the gate and handles the message unless the gate already has an answer.
func (w *gateState) pass(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	a := w.classify(m)
	ans, waited := w.admit(ctx, a)
	m.Waited = waited // so that Late counts from the start
	if ans.Verdict == bot.Silent {
		return bot.Silence{}, nil
	}
	if ans.Reply != nil {
		if r, err := bot.DecodeReply(ans.Reply); err == nil {
			return r, nil
		}
	}
	if ans.Verdict == bot.Limited {
		m.Limited = max(ans.Wait, 1)
	}
	r, err := w.next.Handle(ctx, m)
	w.finish(a, r, err)
	return r, err
}

// admit asks the gate, repeatedly while another process is handling the message. The
// message passes if the gate fails, which the gate logs itself, and if the other
// process takes too long, because it may be dead. admit ignores that the platform
// hangs up, because repeats in this process wait for the outcome as well.
func (w *gateState) admit(ctx context.Context, a bot.Ask) (_ bot.Answer, waited time.Duration) {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		ans, err := w.gate.Admit(ctx, a)
		if err != nil {
			return bot.Answer{}, waited
		}
		if ans.Verdict != bot.Running || waited >= maxElsewhere {
			return ans, waited
		}
		<-time.After(pause)
		waited += pause
	}
}

// finish gives the reply to the gate for repeats in other processes, or nil if the
// message failed.
func (w *gateState) finish(a bot.Ask, r bot.Reply, err error) {
	var encoded []byte
	if err == nil {
		encoded, err = bot.EncodeReply(r)
	}
	if err != nil {
		encoded = nil
	}
	w.gate.Done(a, encoded)
}
