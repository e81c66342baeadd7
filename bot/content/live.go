package content

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Live holds the version that serves. It is swapped as a whole.
type Live struct {
	path    string
	known   Vocabulary
	now     func() time.Time
	current atomic.Pointer[Version]
	// onSwap may refuse a version, with problems in the operator's words.
	onSwap func(old, fresh *Version) error
	mu     sync.Mutex // serialises reloads; guards last
	last   string
}

// NewLive starts with a version that was loaded from path.
func NewLive(path string, v *Version, known Vocabulary, now func() time.Time, onSwap func(old, fresh *Version) error) *Live {
	l := &Live{path: path, known: known, now: now, onSwap: onSwap}
	l.current.Store(v)
	l.last = l.stamp()
	return l
}

// Current is the version that serves now.
func (l *Live) Current() *Version { return l.current.Load() }

// Reload reads the file again, checks it and swaps it in. A bad file leaves the
// old version serving; the problems say why.
func (l *Live) Reload() (swapped bool, problems []Problem, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = l.stamp()
	v, problems, err := Load(l.path, l.known, l.now())
	if err != nil {
		return false, problems, err
	}
	old := l.Current()
	if v.Hash == old.Hash {
		return false, problems, nil
	}
	if err := l.onSwap(old, v); err != nil {
		return false, problems, err
	}
	l.current.Store(v)
	return true, problems, nil
}

// stamp changes when a file beside the campaign file does.
func (l *Live) stamp() string {
	entries, err := os.ReadDir(filepath.Dir(l.path))
	if err != nil {
		return ""
	}
	var out strings.Builder
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if info, err := e.Info(); err == nil && (ext == ".yaml" || ext == ".yml" || ext == ".txt") {
			fmt.Fprintln(&out, e.Name(), info.ModTime(), info.Size())
		}
	}
	return out.String()
}

// Watch looks for a changed file every interval until ctx ends, and tells the
// outcome of each reload.
func (l *Live) Watch(ctx context.Context, interval time.Duration, tell func(swapped bool, ps []Problem, err error)) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		l.mu.Lock()
		changed := l.stamp() != l.last
		l.mu.Unlock()
		if changed {
			tell(l.Reload())
		}
	}
}
