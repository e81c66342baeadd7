package sqlstore

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"sync"
)

// keys makes keyed hashes, signatures and draws of a lottery with one secret key.
type keys struct {
	key  []byte
	macs sync.Pool // of hash.Hash keyed with key
}

func newKeys(key []byte) *keys {
	k := &keys{key: key}
	k.macs.New = func() any { return hmac.New(sha256.New, key) }
	return k
}

// hash returns the keyed hash of a user id, 32 hex digits.
func (k *keys) hash(user string) string {
	mac, _ := k.macs.Get().(hash.Hash) // the pool makes nothing else
	mac.Reset()
	mac.Write([]byte(user))
	var room [sha256.Size]byte
	sum := hex.EncodeToString(mac.Sum(room[:0])[:16])
	k.macs.Put(mac)
	return sum
}

// sign returns a keyed signature of a text, 32 hex digits.
func (k *keys) sign(text string) string {
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte("sign\x00" + text))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// seed returns the secret of the draws of a pack, always the same: 64 hex digits.
func (k *keys) seed(class, pack string) string {
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte("draw seed\x00" + class + "\x00" + pack))
	return hex.EncodeToString(mac.Sum(nil))
}

// codeLetters are the letters of short codes. No two of them look alike.
const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// codeLen is the number of letters of a short code: 20 bits, the first five hex digits
// of the hash.
const codeLen = 4

// shortCode returns the code by which moderators name a person, made of the head of
// their hash. If two people share a code, it means the one seen last.
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

// hashHead is the inverse of shortCode: it returns the first five hex digits of all
// hashes with a code.
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
