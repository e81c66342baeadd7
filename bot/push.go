package bot

import "sync"

// Push is the request that a message came by, shared by the request that waits
// for the reply and by the unit that makes it. Whichever settles it first decides
// whether the reply is passive or has to be delivered. The methods of a nil Push
// treat the reply as passive.
type Push struct {
	mu      sync.Mutex // guards below
	late    bool       // the push was answered without the reply
	settled bool       // the reply will be passive
}

// Settle makes the reply a passive one and reports true if it is too late for
// that: the push was answered without it.
func (p *Push) Settle() (late bool) {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settled = !p.late
	return p.late
}

// GiveUp marks the push as answered without the reply. It returns false when the
// reply was settled to be passive before.
func (p *Push) GiveUp() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.late = !p.settled
	return p.late
}
