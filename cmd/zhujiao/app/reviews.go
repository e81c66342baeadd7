package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/handlers"
	"zhujiao/handlers/attendee"
)

// Review looks at a version as only the matcher can: for wordings that it would mix up, and for
// test cases of which something else becomes. It takes some tenths of a second.
func Review(v *content.Version) []content.Problem {
	return append(handlers.Confusions(v), handlers.FailedTests(v, attendee.Commands())...)
}

// reviews remembers what looking at content has cost some tenths of a second to find. Content
// is known by what its files and the account file say, so that nothing has to be forgotten when
// another version serves, whichever process has published it.
type reviews struct {
	looks   recent[string, reviewed]
	loads   recent[string, loaded]
	replays recent[replayKey, replayed]
	// meanings are by the serial number of a snapshot.
	meanings recent[int64, *meanings]
}

// reviewed is what a closer look at one version has found.
type reviewed struct {
	confused, failed []content.Problem
	claims           string
}

// loaded is a version, or why there is none.
type loaded struct {
	version *content.Version
	err     error
}

// replayKey names a replay: the content as a hash, and the snapshot that serves. It is good for
// a minute, in which few questions are asked that it has not seen.
type replayKey struct {
	words  [sha256.Size]byte
	serves int64
	minute int64
}

// replayed is a replay, or why there is none.
type replayed struct {
	replay console.Replay
	err    error
}

// load is content.LoadFiles.
func (r *reviews) load(files map[string][]byte, name string, known content.Vocabulary) (*content.Version, error) {
	sum := sha256.New()
	for _, file := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%q %d\n", file, len(files[file]))
		_, _ = sum.Write(files[file])
	}
	key := name + accountHash(known.Account) + hex.EncodeToString(sum.Sum(nil))
	out := r.loads.of(key, func() loaded {
		v, _, err := content.LoadFiles(files, name, known, time.Time{})
		return loaded{v, err}
	})
	return out.version, out.err
}

func accountHash(a *content.Account) string {
	if a == nil {
		return ""
	}
	return a.Hash
}

// of looks closely at a version.
func (r *reviews) of(v *content.Version) reviewed {
	return r.looks.of(v.Hash+accountHash(v.Account()), func() reviewed {
		return reviewed{
			confused: handlers.Confusions(v), failed: handlers.FailedTests(v, attendee.Commands()), claims: handlers.Claims(v),
		}
	})
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
