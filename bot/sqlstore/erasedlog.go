package sqlstore

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ErasedName is the name of the log of erasures in the data directory.
const ErasedName = "erased.log"

// erasedLife is how long a line of the log is kept: longer than any backup should be.
const erasedLife = 400 * 24 * time.Hour

// ErasedLine is a line of the log: whose hashes they are (see Store.KeyPrint), the
// erasure, and when the line was written, by the machine's clock. A line holds no more than
// the database does.
type ErasedLine struct {
	Print string
	Erased
	At time.Time
}

// String returns the line as it is written.
func (l ErasedLine) String() string {
	return fmt.Sprintf("%s %d %s %s %s\n", l.Print, l.Number, l.Kind, l.Trace, l.At.UTC().Format(time.RFC3339))
}

// ErasedLog is the log of erasures of one process: a line for each, on disk before it is
// answered. Of processes that share a database each has its own, in its own directory.
type ErasedLog struct {
	path, keyPrint string
	log            *slog.Logger
	mu             sync.Mutex
	waiting        []Erased
	written        map[string]bool // what the file had at the start
}

var _ ErasureLog = (*ErasedLog)(nil)

// OpenErased opens or creates the log of a data directory, which is made if missing, for the
// hashes of a key, and drops lines that are older than 400 days.
func OpenErased(dir, keyPrint string, log *slog.Logger) (*ErasedLog, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of the log of erasures: %w", err)
	}
	l := &ErasedLog{path: filepath.Join(dir, ErasedName), keyPrint: keyPrint, log: log, written: map[string]bool{}}
	lines, bad, err := ReadErased(l.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	had := len(lines)
	lines = slices.DeleteFunc(lines, func(x ErasedLine) bool { return x.Old() })
	for _, x := range lines {
		l.written[key(x)] = true
	}
	if bad > 0 || len(lines) < had {
		if err := replaceErased(l.path, lines); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Old reports whether a line has been kept long enough.
func (l ErasedLine) Old() bool { return realNow().Sub(l.At) > erasedLife }

// key tells lines apart, whenever they were written.
func key(l ErasedLine) string { return fmt.Sprint(l.Print, " ", l.Number, " ", l.Kind, " ", l.Trace) }

// Keep implements ErasureLog. The rows of the database still have what cannot be
// written now, and the next start writes it.
func (l *ErasedLog) Keep(ctx context.Context, erased []Erased) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lines []ErasedLine
	for _, e := range slices.Concat(l.waiting, erased) {
		if x := (ErasedLine{l.keyPrint, e, realNow()}); !l.written[key(x)] {
			lines = append(lines, x)
		}
	}
	l.waiting = nil
	if err := appendErased(l.path, lines); err != nil {
		for _, x := range lines {
			l.waiting = append(l.waiting, x.Erased)
		}
		l.log.WarnContext(ctx, "an erasure is not in erased.log yet: free space or mend the data directory; it is written with the next "+
			"erasure or at the next start", "error", err)
	}
}

// OldErasures are lines of logs of erasures: those of a key that may matter, how many are of
// another key, and how many cannot be read.
type OldErasures struct {
	Lines         []ErasedLine
	Foreign, Torn int
}

// ReadOldErasures reads the log of erasures of a directory, if it has one, and others. A file
// that is named must exist. The lines that may matter are those of the key.
func ReadOldErasures(dir, keyPrint string, others ...string) (old OldErasures, err error) {
	for i, name := range slices.Insert(slices.Clone(others), 0, filepath.Join(dir, ErasedName)) {
		read, torn, err := ReadErased(name)
		if i == 0 && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return old, err
		}
		old.Torn += torn
		for _, l := range read {
			switch {
			case l.Print != keyPrint:
				old.Foreign++
			case !l.Old():
				old.Lines = append(old.Lines, l)
			}
		}
	}
	return old, nil
}

// AddErasures adds to the log of erasures of a directory what it does not have.
func AddErasures(dir, keyPrint string, lines []ErasedLine) error {
	l, err := OpenErased(dir, keyPrint, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return appendErased(l.path, slices.DeleteFunc(slices.Clone(lines), func(x ErasedLine) bool {
		had := l.written[key(x)]
		l.written[key(x)] = true
		return had
	}))
}

// appendErased adds lines to a log, on disk when it returns. A line that a power cut has torn
// gets an end.
func appendErased(path string, lines []ErasedLine) (err error) {
	if len(lines) == 0 {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600) //nolint:gosec // in the data directory
	if err != nil {
		return fmt.Errorf("open the log of erasures: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at the log of erasures: %w", err)
	}
	var text strings.Builder
	if last := make([]byte, 1); info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err != nil || last[0] != '\n' {
			text.WriteByte('\n')
		}
	}
	for _, l := range lines {
		text.WriteString(l.String())
	}
	if _, err := f.WriteString(text.String()); err != nil {
		return fmt.Errorf("write the log of erasures: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write the log of erasures: %w", err)
	}
	if info.Size() == 0 {
		return SyncDir(filepath.Dir(path))
	}
	return nil
}

// replaceErased writes a log anew.
func replaceErased(path string, lines []ErasedLine) error {
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write the log of erasures: %w", err)
	}
	if err := os.WriteFile(fresh, nil, 0o600); err != nil {
		return fmt.Errorf("write the log of erasures: %w", err)
	}
	if err := appendErased(fresh, lines); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return fmt.Errorf("write the log of erasures: %w", err)
	}
	return SyncDir(filepath.Dir(path))
}

// ReadErased reads a log of erasures. Lines that cannot be read, such as one that was torn by
// a power cut, are counted as bad.
func ReadErased(path string) (lines []ErasedLine, bad int, err error) {
	text, err := os.ReadFile(path) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return nil, 0, fmt.Errorf("read the log of erasures: %w", err)
	}
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); {
		f := strings.Fields(s.Text())
		if len(f) == 0 {
			continue
		}
		l, ok := erasedLine(f)
		if !ok {
			bad++
			continue
		}
		lines = append(lines, l)
	}
	return lines, bad, nil
}

// erasedLine reads a line from its fields.
func erasedLine(f []string) (l ErasedLine, ok bool) {
	if len(f) != 5 || len(f[3]) != 32 {
		return l, false
	}
	n, err := strconv.ParseInt(f[1], 10, 64)
	at, bad := time.Parse(time.RFC3339, f[4])
	k := ErasureKind(f[2])
	return ErasedLine{f[0], Erased{Number: n, Kind: k, Trace: f[3]}, at},
		err == nil && bad == nil && (k == ErasedWords || k == ErasedAll)
}

// SyncDir makes a new name in a directory outlive a power cut.
func SyncDir(dir string) (err error) {
	d, err := os.Open(dir) //nolint:gosec // named by whoever runs the program
	if err != nil {
		return fmt.Errorf("open the directory: %w", err)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("write the directory: %w", err)
	}
	return nil
}
