package middleware

import (
	"context"
	"sync"
	"time"

	"zhujiao/bot"
)

// Gater is the gate that messages pass: bot/gate implements it.
type Gater interface {
	Admit(ctx context.Context, a bot.Ask) (bot.Answer, error)
	Done(a bot.Ask, reply []byte)
}

// InFlight bounds how many messages are in work at once in this process, and
// how long a repeat waits for its first.
type InFlight struct {
	Max  int
	Wait time.Duration
}

// How long a repeat waits, in real time, for its first in another process: a
// little longer than the gate believes in that process, and short enough to run
// afterwards within the platform's five seconds.
const (
	patience   = 2500 * time.Millisecond
	firstPause = 10 * time.Millisecond
	lastPause  = 100 * time.Millisecond
)

// gateway is the state of the Gate middleware.
type gateway struct {
	gate     Gater
	classify func(*bot.Message) bot.Ask
	bounds   InFlight
	next     bot.Handler
	mu       sync.Mutex // guards running
	running  map[string]*flight
}

// flight is one message in work; done is closed when reply and err are set.
type flight struct {
	done  chan struct{}
	reply bot.Reply
	err   error
}

// Gate lets a message in once: repeats wait for the first one's reply, and who
// sends too much is told once and then not answered. A gate that fails lets
// everything in; the journal still handles each message once.
func Gate(g Gater, classify func(*bot.Message) bot.Ask, bounds InFlight) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		w := &gateway{gate: g, classify: classify, bounds: bounds, next: next, running: map[string]*flight{}}
		return bot.HandlerFunc(w.handle)
	}
}

func (w *gateway) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	f, first, full := w.enter(m.Key)
	if full {
		return nil, bot.ErrBusy
	}
	if !first {
		return w.join(ctx, f)
	}
	defer w.leave(m.Key, f)
	f.reply, f.err = w.ask(ctx, m)
	return f.reply, f.err
}

// enter finds the message in work under a key, or starts one.
func (w *gateway) enter(key string) (f *flight, first, full bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.running[key]; f != nil {
		return f, false, false
	}
	if len(w.running) >= w.bounds.Max {
		return nil, false, true
	}
	f = &flight{done: make(chan struct{}), err: bot.ErrBusy} // what waiters see if the first one panics
	w.running[key] = f
	return f, true, false
}

func (w *gateway) leave(key string, f *flight) {
	w.mu.Lock()
	delete(w.running, key)
	w.mu.Unlock()
	close(f.done)
}

// join waits for a repeat's first, at most as long as the platform waits.
func (w *gateway) join(ctx context.Context, f *flight) (bot.Reply, error) {
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

func (w *gateway) ask(ctx context.Context, m *bot.Message) (bot.Reply, error) {
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
	w.tell(a, r, err)
	return r, err
}

// admit asks the gate, again and again while another process has the message in
// work. A gate that fails counts as a pass, it has said so itself; so does a
// message that stays in work too long, for its process may be dead. It goes on
// when the platform hangs up: repeats in this process wait for the outcome too.
func (w *gateway) admit(ctx context.Context, a bot.Ask) (_ bot.Answer, waited time.Duration) {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		ans, err := w.gate.Admit(ctx, a)
		if err != nil {
			return bot.Answer{}, waited
		}
		if ans.Verdict != bot.Running || waited >= patience {
			return ans, waited
		}
		<-time.After(pause)
		waited += pause
	}
}

// tell hands the reply to the gate, for repeats elsewhere; a failed message is
// to be handled anew.
func (w *gateway) tell(a bot.Ask, r bot.Reply, err error) {
	var encoded []byte
	if err == nil {
		encoded, err = bot.EncodeReply(r)
	}
	if err != nil {
		encoded = nil
	}
	w.gate.Done(a, encoded)
}
