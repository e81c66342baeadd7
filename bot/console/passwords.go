package console

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

const (
	// passwordMin and passwordMax bound a password, in characters and in bytes.
	passwordMin = 10
	passwordMax = 200
	// hashesAtOnce bounds how many passwords are hashed at once, each in 19 MiB, and
	// hashQueue how many wait for that.
	hashesAtOnce = 2
	hashQueue    = 32
)

var (
	errBusy  = errors.New("too many sign in at once")
	errShort = errors.New("the password is too short")
)

// hasher hashes passwords, a few at a time.
type hasher struct {
	queue, work chan struct{}
	params      argon2id.Params
	// dummy is compared with when there is no such login or no password, so that this
	// takes as long.
	dummy string
}

func newHasher() *hasher {
	return &hasher{
		queue: make(chan struct{}, hashQueue), work: make(chan struct{}, hashesAtOnce),
		params: argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		dummy:  "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	}
}

// enter waits for a place, or returns errBusy if many wait already.
func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, errBusy
	}
	select {
	case h.work <- struct{}{}:
		return func() { <-h.work; <-h.queue }, nil
	case <-ctx.Done():
		<-h.queue
		return nil, ctx.Err()
	}
}

// hash hashes a new password. It returns errShort for one that is too short to be safe.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if utf8.RuneCountInString(password) < passwordMin || len(password) > passwordMax {
		return "", errShort
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	hash, err := argon2id.CreateHash(password, &h.params)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// right compares a password with a hash; no hash fits none.
func (h *hasher) right(ctx context.Context, password, hash string) (bool, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	known := hash != "" && len(password) <= passwordMax
	if !known {
		hash, password = h.dummy, "x"
	}
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match && known, nil
}
