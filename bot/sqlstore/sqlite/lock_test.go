package sqlite //nolint:testpackage // the lock is not exported

import (
	"errors"
	"testing"
	"time"
)

// TestLockAwaited takes the data directory as soon as somebody gives it back, and not while it
// is in use.
func TestLockAwaited(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockDir(dir); !errors.Is(err, ErrInUse) {
		t.Fatalf("%v, want ErrInUse", err)
	}
	time.AfterFunc(5*lockPause, func() { _ = first.Close() })
	second, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	_ = second.Close()
}
