package wechat

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
)

// block32 is the padding block of the platform's PKCS#7, twice that of AES.
const block32 = 32

// errSealed is returned for every ciphertext that cannot be decrypted. It does not
// say why, so that somebody who pushes garbage learns nothing from the answer.
var errSealed = errors.New("cannot be decrypted with this key and appid")

// sign appends the platform's signature to out: the SHA-1, in hex, of the parts in
// byte-wise order, joined. It sorts parts.
func sign(dst []byte, parts ...[]byte) []byte {
	for i := range parts { // insertion: there are four at most, and a sort that calls back would allocate
		for ; i > 0 && bytes.Compare(parts[i], parts[i-1]) < 0; i-- {
			parts[i], parts[i-1] = parts[i-1], parts[i]
		}
	}
	var buf [2048]byte // most pushes and replies fit, so that this costs no allocation
	b := buf[:0]
	for _, p := range parts {
		b = append(b, p...)
	}
	sum := sha1.Sum(b)
	return hex.AppendEncode(dst, sum[:])
}

// aesKey is one EncodingAESKey, decoded, with its cipher.
type aesKey struct {
	iv                 []byte
	encrypts, decrypts sync.Pool // of chain
}

// chain is a cipher in CBC mode that can begin anew: it holds a copy of the key's
// schedule, which is larger than most pushes.
type chain interface {
	cipher.BlockMode
	SetIV(iv []byte)
}

// crypt runs whole blocks through a chain of the pool, in place.
func (k *aesKey) crypt(pool *sync.Pool, b []byte) {
	c, _ := pool.Get().(chain) // the pools make nothing else
	c.SetIV(k.iv)
	c.CryptBlocks(b, b)
	pool.Put(c)
}

// newAESKey decodes an EncodingAESKey of 43 characters. The unused bits of the last
// character may be set.
func newAESKey(encoded string) (*aesKey, error) {
	raw, err := base64.StdEncoding.DecodeString(encoded + "=")
	if err != nil || len(raw) != 32 {
		return nil, fmt.Errorf("an EncodingAESKey has 43 letters and digits, this one has %d characters", len(encoded))
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("EncodingAESKey: %w", err)
	}
	k := &aesKey{iv: raw[:16]}
	k.encrypts.New = func() any { return cipher.NewCBCEncrypter(block, k.iv) }
	k.decrypts.New = func() any { return cipher.NewCBCDecrypter(block, k.iv) }
	for _, pool := range []*sync.Pool{&k.encrypts, &k.decrypts} {
		c, ok := pool.Get().(chain)
		if !ok {
			return nil, errors.New("this build's AES cannot begin a chain anew")
		}
		pool.Put(c)
	}
	return k, nil
}

// open decrypts an Encrypt element: 16 random bytes, the length of the message,
// the message, the appid, PKCS#7 padding to 32. The result reuses buf if it is
// large enough.
func (k *aesKey) open(buf, encrypted []byte, appID string) ([]byte, error) {
	buf, err := base64.StdEncoding.AppendDecode(buf[:0], encrypted)
	n := len(buf)
	if err != nil || n < block32 || n%aes.BlockSize != 0 {
		return nil, errSealed
	}
	k.crypt(&k.decrypts, buf)
	pad := int(buf[n-1])
	if pad < 1 || pad > block32 || n-pad < 20 {
		return nil, errSealed
	}
	buf = buf[:n-pad]
	size := int(binary.BigEndian.Uint32(buf[16:20]))
	if size > len(buf)-20 || string(buf[20+size:]) != appID {
		return nil, errSealed
	}
	return buf[20 : 20+size], nil
}

// seal encrypts a message with 16 fresh random bytes and appends its base64. It overwrites
// room.
func (k *aesKey) seal(dst, room, random, msg []byte, appID string) []byte {
	b := append(room[:0], random...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(msg))) //nolint:gosec // a reply has a few KiB
	b = append(b, msg...)
	b = append(b, appID...)
	pad := block32 - len(b)%block32
	for range pad {
		b = append(b, byte(pad))
	}
	k.crypt(&k.encrypts, b)
	return base64.StdEncoding.AppendEncode(dst, b)
}
