package content

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Live holds the version that serves. It is swapped as a whole: whoever took
// Current goes on with a consistent file.
type Live struct {
	path    string
	cmds    Commands
	now     func() time.Time
	current atomic.Pointer[Version]
	mu      sync.Mutex // serialises reloads; guards what follows
	hooks   []func(old, fresh *Version) error
	last    string   // the stamp of the files that were read last
	files   []string // those files
}

// NewLive starts with a version that was loaded from path. onSwap may be nil;
// see OnSwap.
func NewLive(
	path string, v *Version, cmds Commands, now func() time.Time, onSwap func(old, fresh *Version) error,
) *Live {
	l := &Live{path: path, cmds: cmds, now: now, files: v.Files}
	l.current.Store(v)
	l.last = l.stamp()
	if onSwap != nil {
		l.hooks = append(l.hooks, onSwap)
	}
	return l
}

// Current is the version that serves now.
func (l *Live) Current() *Version { return l.current.Load() }

// OnSwap adds a function that is asked before a version is swapped in; an error
// keeps the old one serving (fewer seats than are taken, say). Hooks run in the
// order they were added and before the new version is visible; they must not
// call Reload.
func (l *Live) OnSwap(hook func(old, fresh *Version) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hooks = append(l.hooks, hook)
}

// Reload reads the files again, checks them as of now and swaps them in. A bad
// file (ErrBad, the problems say why) or a hook's error leaves the old version
// serving. swapped is false without an error when nothing has changed.
func (l *Live) Reload() (swapped bool, problems []Problem, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.reload()
}

func (l *Live) reload() (bool, []Problem, error) {
	l.last = l.stamp() // before reading: a change in between is seen next time
	v, problems, err := Load(l.path, l.cmds, l.now())
	if err != nil {
		return false, problems, err
	}
	old := l.Current()
	if v.Hash == old.Hash {
		return false, problems, nil
	}
	for _, hook := range l.hooks {
		if err := hook(old, v); err != nil {
			return false, problems, err
		}
	}
	l.current.Store(v)
	if !slices.Equal(l.files, v.Files) {
		l.files = v.Files
		l.last = l.stamp()
	}
	return true, problems, nil
}

// stamp changes when one of the files does.
func (l *Live) stamp() string {
	var b strings.Builder
	for i, name := range l.files {
		path := filepath.Join(filepath.Dir(l.path), name)
		if i == 0 {
			path = l.path
		}
		b.WriteString(name)
		if info, err := os.Stat(path); err == nil {
			b.WriteString(strconv.FormatInt(info.ModTime().UnixNano(), 36) + "/" + strconv.FormatInt(info.Size(), 36))
		}
		b.WriteByte(';')
	}
	return b.String()
}

// Watch looks for changed files every interval until ctx ends, and tells the
// outcome of each reload, once for each change. A file is read only when it has
// stayed the same for an interval: editors write in steps.
func (l *Live) Watch(ctx context.Context, interval time.Duration, tell func(swapped bool, ps []Problem, err error)) {
	t := time.NewTicker(interval)
	defer t.Stop()
	seen := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		now, changed := l.look()
		if !changed || now != seen {
			seen = now
			continue
		}
		tell(l.Reload())
	}
}

// look returns the stamp of the files and whether it is news.
func (l *Live) look() (stamp string, changed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	stamp = l.stamp()
	return stamp, stamp != l.last
}
