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
	shardMax = 2048 // entries of each kind in a shard
)

// Local is the gate of one process: exact, bounded, a fraction of a
// microsecond a message. Limits are lost with the process.
type Local struct {
	rules func() Rules
	now   bot.Clock
	seed  maphash.Seed
	parts [shards]shard
}

// shard holds hashes instead of keys: it stays small under a flood, and two
// keys with one hash would at worst not be counted twice.
type shard struct {
	mu      sync.Mutex // guards below
	windows map[uint64]window
	keys    map[uint64]seen
}

type window struct {
	from int64 // unix milliseconds
	n    int32
}

type seen struct {
	at      int64 // unix milliseconds
	verdict Verdict
}

// NewLocal returns an empty gate. Rules are asked for at each message, since
// the content file may change.
func NewLocal(rules func() Rules, now bot.Clock) *Local {
	l := &Local{rules: rules, now: now, seed: maphash.MakeSeed()}
	for i := range l.parts {
		l.parts[i].windows, l.parts[i].keys = map[uint64]window{}, map[uint64]seen{}
	}
	return l
}

// Admit implements Gate; it never fails. Repeats find their reply in the
// journal.
func (l *Local) Admit(_ context.Context, a Ask) (Answer, error) {
	now, rules := l.now().UnixMilli(), l.rules()
	key, person := maphash.String(l.seed, a.Key), maphash.String(l.seed, a.Person)
	if a.Person == "" {
		person = key
	}
	p := &l.parts[person%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	v := Pass
	if s, ok := p.keys[key]; ok && now-s.at < keyLife.Milliseconds() {
		v = s.verdict
	} else {
		if a.Count && a.Person != "" {
			v = p.count(person, rules, now)
		}
		p.keys[key] = seen{at: now, verdict: v}
		p.room(rules, now)
	}
	left := time.Duration(p.windows[person].from-now)*time.Millisecond + rules.Span
	return Answer{Verdict: v, Wait: left}, nil
}

// count counts a message in its person's window.
func (p *shard) count(person uint64, r Rules, now int64) Verdict {
	w, ok := p.windows[person]
	if !ok || now-w.from >= r.Span.Milliseconds() || now < w.from {
		w = window{from: now}
	}
	w.n++
	p.windows[person] = w
	switch n := int(w.n); {
	case n <= r.Messages:
		return Pass
	case n == r.Messages+1:
		return Limited
	default:
		return Silent
	}
}

// room keeps the shard bounded: first what is past goes, then, in a flood, what
// comes to hand; a window that is forgotten only starts anew.
func (p *shard) room(r Rules, now int64) {
	if len(p.keys) > shardMax {
		for k, s := range p.keys {
			if now-s.at > markLife.Milliseconds() || len(p.keys) > 2*shardMax {
				delete(p.keys, k)
			}
		}
	}
	if len(p.windows) > shardMax {
		for k, w := range p.windows {
			if now-w.from >= r.Span.Milliseconds() || len(p.windows) > 2*shardMax {
				delete(p.windows, k)
			}
		}
	}
}

// Done implements Gate. A message that failed may come again uncounted, so its
// verdict stays; there is nothing to do.
func (l *Local) Done(Ask, []byte) {}
