package sqlite

import (
	"fmt"
	"os"
	"time"
)

// lockDir takes the data directory for this process. The kernel gives the lock
// back however the process ends, so that a restart after SIGKILL is never
// refused.
func lockDir(dir string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("the data directory cannot be opened: check its owner and mode: %w", err)
	}
	defer func() { _ = root.Close() }()
	f, err := root.OpenFile("lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data directory cannot be written: check its owner and mode: %w", err)
	}
	for try := 1; lockFile(f) != nil; try++ {
		if try < lockTries {
			<-time.After(lockPause)
			continue
		}
		_ = f.Close()
		return nil, fmt.Errorf("%s: %w: stop it first, or choose another directory", dir, ErrInUse)
	}
	return f, nil
}

// A process that is just being started holds the lock of the one that starts it for some
// milliseconds, until it runs its own program.
const (
	lockTries = 50
	lockPause = 10 * time.Millisecond
)
