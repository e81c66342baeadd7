package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// block32 is the padding block of the platform's PKCS#7, twice that of AES.
const block32 = 32

// errSealed is returned for every ciphertext that cannot be decrypted. It does not
// say why, so that somebody who pushes garbage learns nothing from the answer.
var errSealed = errors.New("cannot be decrypted with this key and appid")

// sign appends the platform's signature to out: the SHA-1, in hex, of the parts in
// byte-wise order, joined.
func sign(dst []byte, parts ...string) []byte {
	slices.Sort(parts)
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
	block cipher.Block
	iv    []byte
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
	return &aesKey{block: block, iv: raw[:16]}, nil
}

// open decrypts an Encrypt element: 16 random bytes, the length of the message,
// the message, the appid, PKCS#7 padding to 32. The result reuses buf if it is
// large enough.
func (k *aesKey) open(buf []byte, encrypted, appID string) ([]byte, error) {
	buf, err := base64.StdEncoding.AppendDecode(buf[:0], []byte(encrypted))
	n := len(buf)
	if err != nil || n < block32 || n%aes.BlockSize != 0 {
		return nil, errSealed
	}
	cipher.NewCBCDecrypter(k.block, k.iv).CryptBlocks(buf, buf)
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

// seal encrypts a message with fresh random bytes and appends its base64.
func (k *aesKey) seal(dst, msg []byte, appID string) []byte {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	return k.sealWith(dst, random[:], msg, appID)
}

func (k *aesKey) sealWith(dst, random, msg []byte, appID string) []byte {
	b := make([]byte, 0, 20+len(msg)+len(appID)+block32)
	b = append(b, random...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(msg))) //nolint:gosec // a reply has a few KiB
	b = append(b, msg...)
	b = append(b, appID...)
	pad := block32 - len(b)%block32
	for range pad {
		b = append(b, byte(pad))
	}
	cipher.NewCBCEncrypter(k.block, k.iv).CryptBlocks(b, b)
	return base64.StdEncoding.AppendEncode(dst, b)
}
