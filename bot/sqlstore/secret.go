package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"zhujiao/bot/sqlstore/db"
)

// ErrKey is returned when the secret key is missing or is not the one with which the
// people in the database were hashed. With another key nobody would be found again:
// seats, draws and moderators would be lost.
var ErrKey = errors.New("the secret key does not belong to the people in this database: restore the table secret from the same " +
	"backup as the rest; only a database without people gets a new key")

// keyName is the name of the key in the table of secrets.
const keyName = "person"

// loadKey reads the secret key of hashes and signatures, or makes it at the first
// start. It compares the key's fingerprint with the one that is stored beside the
// people.
func (c *core) loadKey(ctx context.Context) error {
	stored, err := c.q(ctx).Secret(ctx, keyName)
	if errors.Is(err, sql.ErrNoRows) {
		err = c.do(ctx, func(ctx context.Context) (err error) {
			stored, err = makeKey(ctx, c.q(ctx))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("read the secret key: %w", err)
	}
	key, err := hex.DecodeString(stored)
	if err != nil || len(key) == 0 {
		return fmt.Errorf("%w: the stored key is damaged", ErrKey)
	}
	c.keys = newKeys(key)
	wanted, err := c.q(ctx).KeyPrint(ctx)
	if err != nil {
		return fmt.Errorf("read the fingerprint of the secret key: %w", err)
	}
	if wanted != fingerprint(key) {
		return ErrKey
	}
	return nil
}

// CheckKey returns the fingerprint of the secret key of a database, or ErrKey if the key is
// missing or another one. One that has never served has no key.
func CheckKey(ctx context.Context, q *db.Queries) (string, error) {
	wanted, err := q.KeyPrint(ctx)
	if err != nil {
		return "", fmt.Errorf("read the fingerprint of the secret key: %w", err)
	}
	stored, err := q.Secret(ctx, keyName)
	if errors.Is(err, sql.ErrNoRows) {
		if wanted == "" {
			return "", nil
		}
		return "", ErrKey
	}
	if err != nil {
		return "", fmt.Errorf("read the secret key: %w", err)
	}
	if key, err := hex.DecodeString(stored); err != nil || fingerprint(key) != wanted {
		return "", ErrKey
	}
	return wanted, nil
}

// fingerprint returns what is stored beside the people to know their key by.
func fingerprint(key []byte) string { return newKeys(key).sign("fingerprint") }

// makeKey stores a new key and its fingerprint unless another process was faster, and
// returns the stored one. A database that has had a key gets no other one.
func makeKey(ctx context.Context, q *db.Queries) (string, error) {
	had, err := q.KeyPrint(ctx)
	if err != nil {
		return "", err
	}
	people, err := q.AnyPerson(ctx)
	if err != nil {
		return "", err
	}
	if had == "" && people == 0 {
		if err := storeKey(ctx, q); err != nil {
			return "", err
		}
	}
	stored, err := q.Secret(ctx, keyName)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrKey
	}
	return stored, err
}

func storeKey(ctx context.Context, q *db.Queries) error {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh) // never fails (crypto/rand)
	n, err := q.InsertSecret(ctx, db.InsertSecretParams{Name: keyName, Value: hex.EncodeToString(fresh)})
	if err != nil || n == 0 {
		return err
	}
	return q.SetKeyPrint(ctx, fingerprint(fresh))
}
