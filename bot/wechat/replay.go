package wechat

import (
	"crypto/sha256"
	"sync"
	"time"
)

// replayMax is the largest number of remembered pushes. The platform sends far fewer
// within the time that timestamps are accepted.
const replayMax = 1 << 16

// replays remembers which body came with which timestamp and nonce. In plain mode
// the signature does not cover the body: the same body again is a retry of the
// platform, another body with the same signature is a forgery.
type replays struct {
	life time.Duration
	mu   sync.Mutex // guards below
	seen map[string]bound
}

type bound struct {
	sum [32]byte
	at  time.Time
}

func newReplays(life time.Duration) *replays {
	return &replays{life: life, seen: map[string]bound{}}
}

// admit reports whether a body is the first, or the same again, for its timestamp and
// nonce.
func (r *replays) admit(stamp, nonce string, body []byte, now time.Time) bool {
	sum, id := sha256.Sum256(body), stamp+"."+nonce
	r.mu.Lock()
	defer r.mu.Unlock()
	if b, ok := r.seen[id]; ok {
		return b.sum == sum
	}
	if len(r.seen) >= replayMax {
		r.sweep(now)
	}
	if len(r.seen) >= replayMax {
		return false // too many valid signatures: reject rather than forget some
	}
	r.seen[id] = bound{sum, now}
	return true
}

// sweep forgets pushes whose timestamps are no longer accepted.
func (r *replays) sweep(now time.Time) {
	for id, b := range r.seen {
		if now.Sub(b.at) > r.life {
			delete(r.seen, id)
		}
	}
}
