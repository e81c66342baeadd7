package bot

import "sync"

// Push is shared by the requests that brought a message and by the unit that handles it.
// It decides once whether the reply is a passive one, or becomes a delivery because no
// request waits any more (ruling 43). The methods of a nil Push treat the reply as
// passive. The zero value has no waiting requests.
type Push struct {
	mu        sync.Mutex // guards below
	waiting   int        // the requests that wait for the reply
	answered  bool       // the waiting requests take the reply
	delivered bool       // the reply has become a delivery
}

// Join adds a request that waits for the reply.
func (p *Push) Join() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting++
}

// GiveUp takes a request away that does not wait any longer. It returns false when the
// reply is a passive one already; then the request has to carry it.
func (p *Push) GiveUp() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answered {
		return false
	}
	p.waiting--
	return true
}

// Awaited reports whether a request waits for the reply at the moment.
func (p *Push) Awaited() bool {
	if p == nil {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.waiting > 0
}

// Answer makes a committed reply a passive one. It returns false if no request waits
// for it any more.
func (p *Push) Answer() bool {
	if p == nil {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answered = p.waiting > 0
	return p.answered
}

// Deliver says that the committed reply is a delivery. A request that has begun to wait
// meanwhile must not carry it, but ask again.
func (p *Push) Deliver() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delivered = true
}

// Delivered reports whether the reply has become a delivery.
func (p *Push) Delivered() bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.delivered
}
