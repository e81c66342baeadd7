package middleware

import (
	"context"
	"time"

	"zhujiao/bot"
)

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
	lasting  func(*bot.Message) bool
	next     bot.Handler
}

// Gate asks g about each message. A message that another process handles waits for it. A
// person over the rate limit is told so once and then gets no replies (R11); messages
// that are lasting are carried out all the same (ruling 40). If g fails, every message
// passes; the journal still prevents a second handling.
func Gate(g bot.Gate, classify func(*bot.Message) bot.Ask, lasting func(*bot.Message) bool) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		w := &gateState{gate: g, classify: classify, lasting: lasting, next: next}
		return bot.HandlerFunc(w.handle)
	}
}

// handle asks the gate and handles the message unless the gate already has an answer.
func (w *gateState) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	a := w.classify(m)
	ans := w.admit(ctx, a)
	if ans.Verdict != bot.Pass {
		m.Lasting = w.lasting(m)
	}
	if ans.Verdict == bot.Silent {
		if !m.Lasting {
			return bot.Silence{}, nil
		}
		m.Muted = true
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
	if err != nil || m.Push.Delivered() {
		w.gate.Done(a, nil) // a repeated push has to be handled; it takes the delivery back
		return r, err
	}
	w.finish(a, r)
	return r, nil
}

// admit asks the gate, repeatedly while another process is handling the message. The
// message passes if the gate fails, which the gate logs itself, and if the other
// process takes too long, because it may be dead.
func (w *gateState) admit(ctx context.Context, a bot.Ask) bot.Answer {
	var waited time.Duration
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		ans, err := w.gate.Admit(ctx, a)
		if err != nil {
			return bot.Answer{}
		}
		if ans.Verdict != bot.Running || waited >= maxElsewhere {
			return ans
		}
		<-time.After(pause)
		waited += pause
	}
}

// finish gives the reply to the gate for repeats in other processes.
func (w *gateState) finish(a bot.Ask, r bot.Reply) {
	encoded, err := bot.EncodeReply(r)
	if err != nil {
		encoded = nil
	}
	w.gate.Done(a, encoded)
}
