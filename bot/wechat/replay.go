package wechat

import (
	"hash/maphash"
	"sync"
	"time"
)

const (
	// replayBytes bounds the memory of an era. There are two, so that pushes are known for
	// at least one era's time: at 300 pushes a second that is longer than a timestamp is
	// accepted.
	replayBytes = 16 << 20
	// replayEntry is what an entry takes in a map that has just grown: two numbers, a byte
	// and the free room.
	replayEntry = 40
	replayMax   = replayBytes / replayEntry
)

// replays remembers which body came with which timestamp and nonce. In plain mode
// the signature does not cover the body: the same body again is a retry of the
// platform, another body with the same signature is a forgery. It keeps hashes only,
// with a secret seed, and forgets the oldest rather than refuse a push.
type replays struct {
	life      time.Duration
	max       int
	seed      maphash.Seed
	mu        sync.Mutex        // guards below
	cur, prev map[uint64]uint64 // the body by timestamp and nonce, both hashed
	since     time.Time         // when cur began
}

func newReplays(life time.Duration) *replays {
	return &replays{life: life, max: replayMax, seed: maphash.MakeSeed(), cur: map[uint64]uint64{}}
}

// admit reports whether a body is the first, or the same again, for its timestamp and
// nonce.
func (r *replays) admit(stamp, nonce string, body []byte, now time.Time) bool {
	id, sum := maphash.String(r.seed, stamp+"\x00"+nonce), maphash.Bytes(r.seed, body)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, era := range []map[uint64]uint64{r.cur, r.prev} {
		if first, ok := era[id]; ok {
			return first == sum
		}
	}
	if r.since.IsZero() || now.Before(r.since) { // the first push, or the lab set its clock back
		r.since = now
	}
	if now.Sub(r.since) >= r.life || len(r.cur) >= r.max {
		r.prev, r.cur, r.since = r.cur, map[uint64]uint64{}, now
	}
	r.cur[id] = sum
	return true
}
