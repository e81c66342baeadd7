package console

import "sync"

// knownMax bounds the tokens that are remembered; beyond it they are forgotten.
const knownMax = 1000

// known remembers the hashes of tokens that were good.
type known struct {
	mu  sync.Mutex // guards all
	all map[string]bool
}

func newKnown() *known { return &known{all: map[string]bool{}} }

func (k *known) has(hash string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.all[hash]
}

func (k *known) add(hash string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.all) >= knownMax {
		clear(k.all)
	}
	k.all[hash] = true
}

func (k *known) remove(hash string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.all, hash)
}
