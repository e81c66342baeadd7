package gate

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"zhujiao/bot"
)

const (
	shards   = 64
	shardMax = 4096 // entries of each kind in a shard
)

// Local is the gate of one process: exact, bounded, a fraction of a
// microsecond a message. Limits are lost with the process.
type Local struct {
	rules func() Rules
	now   bot.Clock
	seed  maphash.Seed
	parts [shards]shard
}

type shard struct {
	mu      sync.Mutex // guards below
	windows map[string]window
	keys    map[string]seen
}

type window struct {
	from time.Time
	n    int
}

type seen struct {
	verdict Verdict
	at      time.Time
	reply   []byte
}

// NewLocal returns an empty gate. Rules are asked for at each message, since
// the content file may change.
func NewLocal(rules func() Rules, now bot.Clock) *Local {
	l := &Local{rules: rules, now: now, seed: maphash.MakeSeed()}
	for i := range l.parts {
		l.parts[i].windows, l.parts[i].keys = map[string]window{}, map[string]seen{}
	}
	return l
}

func (l *Local) shard(s string) *shard { return &l.parts[maphash.String(l.seed, s)%shards] }

// Admit implements Gate; it never fails.
func (l *Local) Admit(_ context.Context, a Ask) (Answer, error) {
	now, rules := l.now(), l.rules()
	p := l.shard(a.Person + a.Key[:min(len(a.Key), boolLen(a.Person == ""))])
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.keys[a.Key]; ok && now.Sub(s.at) < keyLife {
		return Answer{Verdict: s.verdict, Wait: p.left(a.Person, rules, now), Reply: s.reply}, nil
	}
	v := Pass
	if a.Count && a.Person != "" {
		v = p.count(a.Person, rules, now)
	}
	p.room(rules, now)
	p.keys[a.Key] = seen{verdict: v, at: now}
	return Answer{Verdict: v, Wait: p.left(a.Person, rules, now)}, nil
}

// boolLen lets messages without a person spread over the shards by their key.
func boolLen(b bool) int {
	if b {
		return 1 << 10
	}
	return 0
}

// count counts a message in its person's window.
func (p *shard) count(person string, r Rules, now time.Time) Verdict {
	w, ok := p.windows[person]
	if !ok || !now.Before(w.from.Add(r.Span)) || now.Before(w.from) {
		w = window{from: now}
	}
	w.n++
	p.windows[person] = w
	switch {
	case w.n <= r.Messages:
		return Pass
	case w.n == r.Messages+1:
		return Limited
	default:
		return Silent
	}
}

func (p *shard) left(person string, r Rules, now time.Time) time.Duration {
	return p.windows[person].from.Add(r.Span).Sub(now)
}

// room keeps the shard bounded: first what is past goes, then, in a flood,
// anything; a window that is forgotten only starts anew.
func (p *shard) room(r Rules, now time.Time) {
	if len(p.keys) >= shardMax {
		for k, s := range p.keys {
			if now.Sub(s.at) > markLife && (now.Sub(s.at) >= keyLife || len(p.keys) >= shardMax*3/4) {
				delete(p.keys, k)
			}
		}
	}
	if len(p.windows) >= shardMax {
		for k, w := range p.windows {
			if !now.Before(w.from.Add(r.Span)) {
				delete(p.windows, k)
			}
		}
	}
	dropTo(p.keys, 2*shardMax)
	dropTo(p.windows, 2*shardMax)
}

func dropTo[V any](m map[string]V, limit int) {
	for k := range m {
		if len(m) < limit {
			return
		}
		delete(m, k)
	}
}

// Done implements Gate.
func (l *Local) Done(a Ask, reply []byte) {
	p := l.shard(a.Person + a.Key[:min(len(a.Key), boolLen(a.Person == ""))])
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.keys[a.Key]
	if !ok {
		return
	}
	if reply == nil {
		delete(p.keys, a.Key)
		return
	}
	s.reply = reply
	p.keys[a.Key] = s
}
