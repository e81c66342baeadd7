package campaign

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"math/big"
	"strconv"
	"time"
)

// Draw is one draw for a pack. Draws of a pack are numbered 1, 2, 3, … in the order in
// which people drew, without gaps.
type Draw struct {
	Number int `json:"number"`
	// Odds is the probability of this draw in millionths: the file's when it was drawn.
	Odds int  `json:"odds"`
	Won  bool `json:"won"`
}

// OddsScale is what a probability of 1 is in Draw.Odds.
const OddsScale = 1_000_000

// Odds returns a probability of 0 to 1 in millionths.
func Odds(chance float64) int { return int(math.Round(chance * OddsScale)) }

// DrawRule is how a draw is decided, in words that can be computed. It is published with
// the draws; another rule gets another text.
const DrawRule = "won = first 48 bits of HMAC-SHA256(seed, class|pack|number) * 1000000 < odds * 2^48"

// Commitment returns the hash under which a seed is promised before anybody draws: SHA-256
// of its hexadecimal text, in hexadecimal.
func Commitment(seed string) string { return chained(seed) }

// ErrBadSeed is a seed that is not hexadecimal.
var ErrBadSeed = errors.New("the seed is not hexadecimal")

// DrawWon decides a draw by DrawRule. The seed is in hexadecimal, odds in millionths.
func DrawWon(seed, class, pack string, number, odds int) (bool, error) {
	key, err := hex.DecodeString(seed)
	if err != nil || seed == "" {
		return false, ErrBadSeed
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(class + "|" + pack + "|" + strconv.Itoa(number)))
	lot := binary.BigEndian.Uint64(mac.Sum(nil)[:8]) >> 16
	left := new(big.Int).Mul(new(big.Int).SetUint64(lot), big.NewInt(OddsScale))
	right := new(big.Int).Lsh(big.NewInt(int64(odds)), 48)
	return left.Cmp(right) < 0, nil
}

// FirstChain returns the chain of a pack before its first draw. Each draw gives the next
// one, so that a draw of the past cannot be changed without changing what people have read.
func FirstChain(class, pack, commitment string) string {
	return chained(class + "|" + pack + "|" + DrawRule + "|" + commitment)
}

// NextChain returns the chain after a draw. The seed is part of it, so that nobody reads the
// results from it before the seed is shown.
func NextChain(seed, chain string, d Draw) string {
	won := "0"
	if d.Won {
		won = "1"
	}
	return chained(chain + "|" + strconv.Itoa(d.Number) + "|" + strconv.Itoa(d.Odds) + "|" + won + "|" + seed)
}

// chained is SHA-256 of a text, in hexadecimal.
func chained(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// ErrNoDrawMore is a draw after the seed was shown: its result could be known before.
var ErrNoDrawMore = errors.New("the seed of the draw is public; nobody can draw any more")

// Drawing says who draws for what.
type Drawing struct {
	Class, Pack string
	// Hash is that of the person.
	Hash string
}

// Drawer draws.
type Drawer interface {
	// Draw returns the draw of somebody for a pack. The first time it is drawn, with the
	// next number; nobody draws twice, whatever was erased meanwhile. ErrNoDrawMore leaves
	// everything as it was.
	Draw(ctx context.Context, by Drawing, odds int, at time.Time) (Draw, error)
	// DrawOver reports whether somebody who has not drawn yet cannot draw any more, because
	// the seed was shown.
	DrawOver(ctx context.Context, by Drawing) (bool, error)
}
