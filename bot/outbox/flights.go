package outbox

import "sync"

// flights counts the calls under way. A sync.WaitGroup must not be waited for
// while somebody else starts the first call; this may.
type flights struct {
	mu   sync.Mutex // guards n
	n    int
	none *sync.Cond
}

func newFlights() *flights {
	f := &flights{}
	f.none = sync.NewCond(&f.mu)
	return f
}

// Go runs f in a goroutine of its own.
func (fs *flights) Go(f func()) {
	fs.mu.Lock()
	fs.n++
	fs.mu.Unlock()
	go func() {
		defer fs.landed()
		f()
	}()
}

func (fs *flights) landed() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.n--; fs.n == 0 {
		fs.none.Broadcast()
	}
}

// Wait returns when nothing is under way.
func (fs *flights) Wait() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for fs.n > 0 {
		fs.none.Wait()
	}
}
