package sqlstore

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

//go:embed migrations/*.sql
var migrations embed.FS

// FileName is the database's name in the data directory.
const FileName = "zhujiao.db"

// ErrInUse is returned when another process has the data directory.
var ErrInUse = errors.New("another zhujiao process uses this data directory")

// Store is one SQLite database in a data directory: a single writer that
// commits in groups, and readers apart.
type Store struct {
	now     bot.Clock
	channel campaign.Channel
	writer  *writer
	reads   *sql.DB
	writes  *sql.DB
	lock    *os.File
	key     []byte    // of the keyed hashes and the draw
	macs    sync.Pool // of hash.Hash keyed with key
	lastID  atomic.Int64
	scrub   atomic.Bool // words were erased and are still in the log
	// version is the content's that serves, for the rows of the ledger.
	version atomic.Pointer[string]
}

// Options configure Open.
type Options struct {
	// Dir is the data directory; it is made if missing.
	Dir   string
	Clock bot.Clock
	Log   *slog.Logger
	// Channel is what the platform grants and limits.
	Channel campaign.Channel
}

// Open opens or creates the database in a directory, brings its schema up to
// date and starts the writer. Close ends it. A directory in use by another
// process is refused with ErrInUse.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: check the owner and mode of the one above it: %w", err)
	}
	lock, err := lockDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Store{now: o.Clock, channel: o.Channel, lock: lock}
	if err := s.open(ctx, filepath.Join(o.Dir, FileName), o.Log); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string, log *slog.Logger) error {
	var err error
	if s.writes, err = openSQLite(path, 1, 4000); err != nil {
		return err
	}
	if err := migrate(ctx, s.writes); err != nil {
		return fmt.Errorf("open %s: %w", path, explain(err))
	}
	if s.reads, err = openSQLite(path, 4, 1000); err != nil {
		return err
	}
	if s.writer, err = startWriter(ctx, s.writes, log); err != nil {
		return fmt.Errorf("open %s: %w", path, explain(err))
	}
	return s.Do(ctx, s.loadKey)
}

// openSQLite opens a pool of n connections with our pragmas: WAL, every commit
// on disk, deleted content overwritten (personal data). Each connection keeps up
// to cache KiB of pages: the writer meets everybody, the readers ask for little,
// and the system keeps the file in memory anyway.
func openSQLite(path string, n, cache int) (*sql.DB, error) {
	dsn := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)" +
		"&_pragma=secure_delete(ON)&_pragma=cache_size(-" + strconv.Itoa(cache) + ")&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)" +
		"&_pragma=journal_size_limit(67108864)&_pragma=wal_autocheckpoint(4000)"
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return pool, nil
}

func migrate(ctx context.Context, pool *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("embedded migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if err := mend(ctx, pool); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// loadKey reads the key of the keyed hashes, or makes it at the first start.
func (s *Store) loadKey(ctx context.Context) error {
	q, fresh := s.q(ctx), make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	if err := q.InsertSecret(ctx, db.InsertSecretParams{Name: "person", Value: hex.EncodeToString(fresh)}); err != nil {
		return fmt.Errorf("make the person key: %w", err)
	}
	stored, err := q.Secret(ctx, "person")
	if err != nil {
		return fmt.Errorf("read the person key: %w", err)
	}
	s.key, err = hex.DecodeString(stored)
	s.macs.New = func() any { return hmac.New(sha256.New, s.key) }
	return err
}

// Close drains the writer and closes the database.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.stop())
	}
	for _, pool := range []*sql.DB{s.reads, s.writes} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(append(errs, s.lock.Close())...)
}

// Ping tells whether the database takes writes: one empty unit.
func (s *Store) Ping(ctx context.Context) error {
	return s.Do(ctx, func(context.Context) error { return nil })
}

// Do runs f as a unit: see campaign.Unit. It joins the unit of ctx if there is
// one.
func (s *Store) Do(ctx context.Context, f func(ctx context.Context) error) error {
	if _, ok := unitOf(ctx); ok {
		return f(ctx)
	}
	return s.writer.do(ctx, f)
}

// q returns the queries of the unit in ctx; outside a unit those of the
// readers, which must not write.
func (s *Store) q(ctx context.Context) *db.Queries {
	if q, ok := unitOf(ctx); ok {
		return q
	}
	return db.New(s.reads)
}

// Hash is the keyed hash of a user id: what outlives an erased openid, and what
// Redis keys are made of.
func (s *Store) Hash(u bot.UserID) string {
	mac, _ := s.macs.Get().(hash.Hash) // New gives nothing else
	mac.Reset()
	mac.Write([]byte(u))
	sum := hex.EncodeToString(mac.Sum(nil)[:16])
	s.macs.Put(mac)
	return sum
}

// Sign is a keyed signature of a text, in hex: a stranger cannot make it.
func (s *Store) Sign(text string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("sign\x00" + text))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Draw is the lot of a person for a pack: uniform in [0, 1), always the same.
func (s *Store) Draw(campaign, pack, personHash string) float64 {
	mac := hmac.New(sha256.New, s.key)
	for _, part := range []string{"draw", campaign, pack, personHash} {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	n := new(big.Int).SetBytes(mac.Sum(nil)[:6])
	return float64(n.Uint64()) / (1 << 48)
}

// nextID makes an id that is larger than all before it: 42 bits of real
// milliseconds, 21 of a counter.
func (s *Store) nextID() int64 {
	for {
		last := s.lastID.Load()
		next := max(time.Now().UnixMilli()<<21, last+1) //nolint:forbidigo // ids are no business time
		if s.lastID.CompareAndSwap(last, next) {
			return next
		}
	}
}

// codeLetters spell short codes: none of them is taken for another.
const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// codeLen letters are 20 bits: the first five hex digits of the hash.
const codeLen = 4

// shortCode spells the head of a hash: the name that moderators know a person
// by. Two people may share one; the one seen last is meant.
func shortCode(hash string) string {
	if len(hash) < 6 {
		return ""
	}
	raw, err := hex.DecodeString(hash[:6])
	if err != nil {
		return ""
	}
	return base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(raw)[:codeLen]
}

// hashHead is the inverse: the first five hex digits of the hashes with a code.
func hashHead(code string) (string, bool) {
	if len(code) != codeLen {
		return "", false
	}
	n := 0
	for _, r := range code {
		i := strings.IndexRune(codeLetters, r)
		if i < 0 {
			return "", false
		}
		n = n<<5 | i
	}
	return fmt.Sprintf("%05x", n), true
}

// explain turns the database's errors into words for whoever starts the
// program.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case 13:
		return fmt.Errorf("the disk is full: free some space, nothing was half-written: %w", err)
	case 8:
		return fmt.Errorf("the data directory cannot be written: check its owner and mode: %w", err)
	case 14:
		return fmt.Errorf("the database file cannot be opened: check the data directory's owner and mode: %w", err)
	case 5, 6:
		return fmt.Errorf("%w: %w", ErrInUse, err)
	case 11, 26:
		return fmt.Errorf("the database file is damaged; restore a backup: %w", err)
	default:
		return err
	}
}

// ms and at convert times: unix milliseconds, 0 for the zero time.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
