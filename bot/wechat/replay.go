package wechat

import (
	"crypto/sha256"
	"sync"
	"time"
)

// replayMax bounds the table; at the platform's pace it holds far more than a
// skew window of pushes.
const replayMax = 1 << 16

// replays binds (timestamp, nonce) to one body in plaintext mode, where the
// signature does not cover the body: the same request again is a retry, another
// body under the same signature is a forgery (sdk-traps S2).
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

// admit tells whether a body may come under this timestamp and nonce.
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
		return false // a flood of valid signatures: refuse rather than forget
	}
	r.seen[id] = bound{sum, now}
	return true
}

// sweep forgets what the timestamp check refuses by now.
func (r *replays) sweep(now time.Time) {
	for id, b := range r.seen {
		if now.Sub(b.at) > r.life {
			delete(r.seen, id)
		}
	}
}
