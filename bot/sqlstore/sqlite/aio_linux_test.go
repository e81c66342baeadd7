package sqlite_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestSyncOnOneProcessor: on one processor the kernel syncs the log, and a file that cannot be
// synced is an error there, too.
func TestSyncOnOneProcessor(t *testing.T) { //nolint:paralleltest // it changes the number of processors
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	s := newStore(t, dir)
	for unit := range 20 {
		before := log.Syncs.Load()
		if err := fill(t, s, unit, 1); err != nil {
			t.Fatal(err)
		}
		if log.Syncs.Load() == before || log.Early.Load() > 0 {
			t.Fatalf("unit %d: %d syncs, %d of them too early", unit, log.Syncs.Load()-before, log.Early.Load())
		}
	}
	if !log.ByKernel() {
		t.Error("the kernel's AIO was not used")
	}
}

func TestSyncByKernel(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = read.Close(), write.Close() }()
	for range 100 {
		if _, err := file.WriteString("more"); err != nil {
			t.Fatal(err)
		}
		if synced, failed := sqlite.SyncByKernel(file.Fd()); !synced || failed {
			t.Fatalf("a file: synced %v, failed %v", synced, failed)
		}
	}
	if synced, failed := sqlite.SyncByKernel(write.Fd()); synced && !failed {
		t.Error("a pipe was synced")
	}
}
