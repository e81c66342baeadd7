package gate

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"zhujiao/bot"
)

const (
	shards = 64
	// eraMax is the largest number of entries in an era of a shard. A process keeps up
	// to 98,304 keys and as many windows of each kind, twice that with the previous era, in
	// 10 MiB.
	eraMax = 1536
)

// Local is a gate for a single process, in bounded memory. Its counts are lost when the
// process ends.
type Local struct {
	rules func() Rules
	now   bot.Clock
	seed  maphash.Seed
	parts [shards]shard
}

// shard stores hashes instead of keys, which bounds its size. If two keys have the same
// hash, at worst one of them is not counted.
type shard struct {
	mu      sync.Mutex // guards below
	windows era        // start, and number of messages including the limited one
	wide    era        // the same for exempt words
	keys    era        // time and verdict
}

// entry is a time in Unix milliseconds and, in the low bits, a small number. Together
// they take 8 bytes instead of 16.
type entry uint64

const (
	entryBits = 16
	entryMax  = 1<<entryBits - 1
)

func newEntry(at int64, n int) entry { return entry(at)<<entryBits | entry(n&entryMax) } //nolint:gosec // after 1970

func (e entry) at() int64 { return int64(e >> entryBits) }

func (e entry) n() int { return int(e & entryMax) }

// of returns the windows that a message counts in.
func (p *shard) of(a Ask) *era {
	if a.Wide {
		return &p.wide
	}
	return &p.windows
}

// NewLocal returns an empty gate. It calls rules for each message, because the campaign
// file may change.
func NewLocal(rules func() Rules, now bot.Clock) *Local {
	return &Local{rules: rules, now: now, seed: maphash.MakeSeed()}
}

// Admit implements Gate. It never returns an error or Running. The journal has the
// replies to repeated pushes.
func (l *Local) Admit(_ context.Context, a Ask) (Answer, error) {
	now := l.now().UnixMilli()
	rules, counts := l.rules().of(a)
	key := maphash.String(l.seed, a.Key)
	person := key
	if a.Person != "" {
		person = maphash.String(l.seed, a.Person)
	}
	p := &l.parts[person%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	windows, v := p.of(a), Pass
	if s, ok := p.keys.get(key); ok && now-s.at() < keyLife.Milliseconds() {
		v = Verdict(s.n())
	} else {
		if counts {
			v = windows.count(person, rules, now)
		}
		p.keys.put(key, newEntry(now, int(v)), now, keyLife)
	}
	if v != Limited {
		return Answer{Verdict: v}, nil
	}
	w, _ := windows.get(person)
	return Answer{Verdict: v, Wait: max(0, time.Duration(w.at()-now)*time.Millisecond+rules.Span)}, nil
}

// Done implements Gate. It does nothing: the middleware joins repeated pushes within a
// process, and a failed message keeps its verdict and is not counted again.
func (*Local) Done(Ask, []byte) {}

// learn takes over what all processes together have counted of a person's messages, as
// Redis answered it. asked is when it was asked: the window cannot have begun later than
// that answer says. What was counted here stands if it is stricter.
func (l *Local) learn(a Ask, s sharedAnswer, asked time.Time) {
	rules, counts := l.rules().of(a)
	if !counts || s.used == 0 || s.left <= 0 {
		return
	}
	id, now := maphash.String(l.seed, a.Person), asked.UnixMilli()
	from, n := now+s.left.Milliseconds()-rules.Span.Milliseconds(), min(s.used, entryMax-1)
	p := &l.parts[id%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	windows := p.of(a)
	w, ok := windows.get(id)
	if ok && now-w.at() < rules.Span.Milliseconds() && now >= w.at() {
		from, n = min(from, w.at()), max(n, w.n())
	}
	if fresh := newEntry(from, n); fresh != w {
		windows.put(id, fresh, now, rules.Span)
	}
}

// Used returns the number of messages in a person's window.
func (l *Local) Used(person string) int {
	id := maphash.String(l.seed, person)
	p := &l.parts[id%shards]
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.windows.get(id)
	if now := l.now().UnixMilli(); !ok || now-w.at() >= l.rules().Span.Milliseconds() || now < w.at() {
		return 0
	}
	return w.n()
}

// count adds a message to its person's window.
func (e *era) count(person uint64, r Rules, now int64) Verdict {
	w, ok := e.get(person)
	if !ok || now-w.at() >= r.Span.Milliseconds() || now < w.at() {
		w = newEntry(now, 0)
	}
	most := min(r.Messages, entryMax-1)
	if w.n() > most {
		return Silent
	}
	w++
	e.put(person, w, now, r.Span)
	if w.n() > most {
		return Limited
	}
	return Pass
}

// era is a table that forgets without visiting each entry: the entries of one period are
// dropped together at the end of the next. An entry is kept for at least one period,
// unless the table is full before.
type era struct {
	cur, prev table
	since     int64 // unix milliseconds
}

func (e *era) get(k uint64) (entry, bool) {
	if v, ok := e.cur.get(k); ok {
		return v, true
	}
	return e.prev.get(k)
}

func (e *era) put(k uint64, v entry, now int64, life time.Duration) {
	if e.cur.tags == nil && e.prev.tags == nil {
		e.since = now
	}
	if now < e.since { // the lab set its clock back
		e.since = now
	}
	if now-e.since >= life.Milliseconds() || e.cur.used >= eraMax {
		e.prev.clear()
		e.cur, e.prev, e.since = e.prev, e.cur, now
	}
	e.cur.put(k, v)
}
