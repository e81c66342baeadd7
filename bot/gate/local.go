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
	windows recent[window]
	keys    recent[seen]
}

// recent remembers the newest shardMax to 2×shardMax entries: two generations,
// of which the older one is dropped when the newer is full. A window that is
// forgotten in a flood only starts anew.
type recent[V any] struct{ young, old map[uint64]V }

func (r *recent[V]) get(k uint64) (V, bool) {
	if v, ok := r.young[k]; ok {
		return v, true
	}
	v, ok := r.old[k]
	return v, ok
}

func (r *recent[V]) put(k uint64, v V) {
	if len(r.young) >= shardMax || r.young == nil {
		r.old, r.young = r.young, map[uint64]V{}
	}
	r.young[k] = v
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
	return &Local{rules: rules, now: now, seed: maphash.MakeSeed()}
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
	if s, ok := p.keys.get(key); ok && now-s.at < keyLife.Milliseconds() {
		v = s.verdict
	} else {
		if a.Count && a.Person != "" {
			v = p.count(person, rules, now)
		}
		p.keys.put(key, seen{at: now, verdict: v})
	}
	w, _ := p.windows.get(person)
	return Answer{Verdict: v, Wait: time.Duration(w.from-now)*time.Millisecond + rules.Span}, nil
}

// count counts a message in its person's window.
func (p *shard) count(person uint64, r Rules, now int64) Verdict {
	w, ok := p.windows.get(person)
	if !ok || now-w.from >= r.Span.Milliseconds() || now < w.from {
		w = window{from: now}
	}
	w.n++
	p.windows.put(person, w)
	switch n := int(w.n); {
	case n <= r.Messages:
		return Pass
	case n == r.Messages+1:
		return Limited
	default:
		return Silent
	}
}

// Done implements Gate. A message that failed may come again uncounted, so its
// verdict stays; there is nothing to do.
func (*Local) Done(Ask, []byte) {}

// Len is how many entries are kept, for tests of the bound.
func (l *Local) Len() int {
	n := 0
	for i := range l.parts {
		p := &l.parts[i]
		p.mu.Lock()
		n += len(p.keys.young) + len(p.keys.old) + len(p.windows.young) + len(p.windows.old)
		p.mu.Unlock()
	}
	return n
}

// Used is how many messages count in a person's window.
func (l *Local) Used(person string) int {
	id := maphash.String(l.seed, person)
	p := &l.parts[id%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.windows.get(id)
	if now := l.now().UnixMilli(); !ok || now-w.from >= l.rules().Span.Milliseconds() || now < w.from {
		return 0
	}
	return int(w.n)
}
