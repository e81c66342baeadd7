package sqlite_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestWrittenOut: what the kernel tells once about the disk is never taken for success.
func TestWrittenOut(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, unix.ENOSYS, unix.EPERM, unix.EINVAL, unix.ESPIPE} {
		if fault, full := sqlite.WrittenOut(err); fault || full {
			t.Errorf("%v is a fault", err)
		}
	}
	for _, err := range []error{unix.ENOSPC, unix.EDQUOT} {
		if fault, full := sqlite.WrittenOut(err); fault || !full {
			t.Errorf("%v does not say that the disk is full", err)
		}
	}
	for _, err := range []error{unix.EIO, unix.ENODATA, unix.ENOLINK, unix.EREMOTEIO, unix.ETIMEDOUT, unix.EILSEQ, unix.ENOMEM} {
		if fault, full := sqlite.WrittenOut(err); !fault || full {
			t.Errorf("%v is no fault", err)
		}
	}
}
