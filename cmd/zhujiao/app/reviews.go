package app

import (
	"slices"
	"sync"

	"zhujiao/bot/content"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// Review looks at a version as only the matcher can: for wordings that it would mix up, and for
// test cases of which something else becomes. It takes some tenths of a second.
func Review(v *content.Version) []content.Problem {
	return append(handlers.Confusions(v), handlers.FailedTests(v, attendee.Commands())...)
}

// reviewsKept is how many versions are remembered: what serves in each class, and what some
// moderators are writing.
const reviewsKept = 32

// reviews remembers what a closer look at versions has found. A version is known by what its
// files and the account file say, so that nothing has to be forgotten when another one serves,
// whoever has published it. It is safe for concurrent use.
type reviews struct {
	mu   sync.Mutex
	kept []*reviewed // the one that was asked for last is the last
}

// reviewed is what a closer look at one version has found.
type reviewed struct {
	key      string
	once     sync.Once
	confused []content.Problem
	failed   []content.Problem
	claims   string
}

// of looks closely at a version that nobody has looked at yet.
func (r *reviews) of(v *content.Version) *reviewed {
	key := v.Hash
	if a := v.Account(); a != nil {
		key += a.Hash
	}
	out := r.entry(key)
	out.once.Do(func() {
		out.confused, out.claims = handlers.Confusions(v), handlers.Claims(v)
		out.failed = handlers.FailedTests(v, attendee.Commands())
	})
	return out
}

// entry returns what is remembered under a key, or room for it. Others wait for whoever looks
// at the same version, but not for those who look at another one.
func (r *reviews) entry(key string) *reviewed {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.kept, func(k *reviewed) bool { return k.key == key })
	out := &reviewed{key: key}
	if i >= 0 {
		out = r.kept[i]
		r.kept = slices.Delete(r.kept, i, i+1)
	}
	r.kept = append(r.kept, out)
	if len(r.kept) > reviewsKept {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
	return out
}

// warnings are the findings of a version for those who publish it. A test case that fails does
// not forbid that.
func (r *reviews) warnings(v *content.Version) []content.Problem {
	found := r.of(v)
	out := slices.Concat(found.confused, found.failed)
	for i := range out {
		out[i].Warning = true
	}
	return out
}
