package wxsim

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Account is the simulated Official Account.
type Account struct {
	AppID, Token, OriginalID string
	// AESKey is an EncodingAESKey of 43 characters.
	AESKey string
	// Mode is safe, compat or plain.
	Mode string
}

// NewAccount returns an account with random ids and secrets, in safe mode.
func NewAccount() Account {
	return Account{
		AppID: "wx" + strings.ToLower(rand.Text())[:16], Token: rand.Text(), OriginalID: "gh_" + strings.ToLower(rand.Text())[:12],
		AESKey: (rand.Text() + rand.Text())[:42] + "A", Mode: "safe",
	}
}

// OpenID derives an openid of 28 characters from a name; the same input gives the same
// openid.
func OpenID(seed, name string) string {
	sum := sha256.Sum256([]byte(seed + "\x00" + name))
	return "o" + base64.RawURLEncoding.EncodeToString(sum[:])[:27]
}

// sign returns the platform's signature of some strings.
func sign(parts ...string) string {
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// cipher returns the block cipher and the initialisation vector of the account.
func (a Account) cipher() (cipher.Block, []byte, error) {
	key, err := base64.StdEncoding.DecodeString(a.AESKey + "=")
	if err != nil {
		return nil, nil, fmt.Errorf("EncodingAESKey: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, fmt.Errorf("EncodingAESKey: %w", err)
	}
	return block, key[:16], nil
}

// seal encrypts a message as the platform does.
func (a Account) seal(msg string) (string, error) {
	head := make([]byte, 16)
	_, _ = rand.Read(head) // never fails (crypto/rand)
	return a.sealAfter(head, msg)
}

// sealAfter encrypts a message after 16 random bytes.
func (a Account) sealAfter(head []byte, msg string) (string, error) {
	block, iv, err := a.cipher()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	b.Write(head)
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(msg)))) //nolint:gosec // a message has a few KiB
	b.WriteString(msg + a.AppID)
	pad := 32 - b.Len()%32
	b.Write(bytes.Repeat([]byte{byte(pad)}, pad))
	out := make([]byte, b.Len())
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, b.Bytes())
	return base64.StdEncoding.EncodeToString(out), nil
}

// unseal reverses seal.
func (a Account) unseal(enc string) (string, error) {
	block, iv, err := a.cipher()
	if err != nil {
		return "", err
	}
	raw, err := base64.StdEncoding.DecodeString(enc)
	if err != nil || len(raw) == 0 || len(raw)%32 != 0 {
		return "", errors.New("the Encrypt element of the reply is not a ciphertext")
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(raw, raw)
	pad := int(raw[len(raw)-1])
	if pad < 1 || pad > 32 || len(raw)-pad < 20 {
		return "", errors.New("the reply cannot be decrypted")
	}
	raw = raw[:len(raw)-pad]
	n := int(binary.BigEndian.Uint32(raw[16:20]))
	if n > len(raw)-20 || string(raw[20+n:]) != a.AppID {
		return "", errors.New("the reply is for another appid")
	}
	return string(raw[20 : 20+n]), nil
}

// Field is one element of a pushed message. Numbers are written without CDATA.
type Field struct {
	Name, Value string
	Number      bool
}

// Message returns a message as the platform writes it.
func Message(fields []Field) string {
	var b strings.Builder
	b.WriteString("<xml>")
	for _, f := range fields {
		v := f.Value
		if !f.Number {
			v = "<![CDATA[" + strings.ReplaceAll(v, "]]>", "]]]]><![CDATA[>") + "]]>"
		}
		b.WriteString("<" + f.Name + ">" + v + "</" + f.Name + ">")
	}
	return b.String() + "</xml>"
}

// parseFlat parses a reply without nested elements. A repeated element is an error.
func parseFlat(body string) (map[string]string, error) {
	d := xml.NewDecoder(strings.NewReader(body))
	out, depth, name := map[string]string{}, 0, ""
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the reply is not XML: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				name = t.Name.Local
				if _, dup := out[name]; dup {
					return nil, fmt.Errorf("element <%s> twice", name)
				}
				out[name] = ""
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 2 {
				out[name] += string(t)
			}
		}
	}
}

// checkReply validates an answer like the platform and decrypts it. text is what the
// person sees, or "" if there is no reply; plain is the decrypted XML.
func (a Account) checkReply(openid, body string) (text, plain string, err error) {
	if body == "" || body == "success" {
		return "", body, nil
	}
	m, err := parseFlat(body)
	if err != nil {
		return "", body, err
	}
	plain = body
	if enc, ok := m["Encrypt"]; ok {
		if m["MsgSignature"] != sign(a.Token, m["TimeStamp"], m["Nonce"], enc) {
			return "", body, errors.New("the reply's signature is wrong")
		}
		if plain, err = a.unseal(enc); err != nil {
			return "", body, err
		}
		if m, err = parseFlat(plain); err != nil {
			return "", plain, err
		}
	} else if a.Mode == "safe" {
		return "", body, errors.New("plaintext reply in safe mode")
	}
	text, err = a.checkText(openid, m)
	return text, plain, err
}

// checkText validates the elements of a reply and returns its text, or the message type
// in brackets.
func (a Account) checkText(openid string, m map[string]string) (string, error) {
	if m["ToUserName"] != openid || m["FromUserName"] != a.OriginalID {
		return "", errors.New("the reply is addressed to somebody else")
	}
	if _, err := strconv.ParseInt(m["CreateTime"], 10, 64); err != nil {
		return "", errors.New("CreateTime is not a number")
	}
	if m["MsgType"] != "text" {
		return "[" + m["MsgType"] + "]", nil
	}
	switch t := m["Content"]; {
	case t == "":
		return "", errors.New("empty Content")
	case len(t) > 2048:
		return "", errors.New("text over 2048 bytes")
	case !utf8.ValidString(t):
		return "", errors.New("the text is not UTF-8")
	default:
		return t, nil
	}
}
