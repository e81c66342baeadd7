package wechat

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// passive is the reply in the answer to a push.
type passive struct {
	reply bot.Reply
	// media is the platform's id of the uploaded picture, for a bot.Picture.
	media    string
	to, from string
	at       time.Time
}

// append appends the reply as XML. It appends nothing for silence and for a text
// without printable characters: for an empty Content the platform tells the person
// that the service is broken.
func (p passive) append(b []byte) []byte {
	start := len(b)
	b = append(b, "<xml><ToUserName>"...)
	b = appendCDATA(b, p.to)
	b = append(b, "</ToUserName><FromUserName>"...)
	b = appendCDATA(b, p.from)
	b = append(b, "</FromUserName><CreateTime>"...)
	b = strconv.AppendInt(b, p.at.Unix(), 10)
	b = append(b, "</CreateTime>"...)
	switch r := p.reply.(type) {
	case bot.Text, bot.Choices: // a passive reply cannot have buttons
		words, _ := bot.Words(r)
		t := Printable(string(words))
		if strings.TrimSpace(t) == "" {
			return b[:start]
		}
		b = append(b, "<MsgType><![CDATA[text]]></MsgType><Content>"...)
		b = append(appendCDATA(b, text.CutBytes(t, MaxText)), "</Content>"...)
	case bot.Picture:
		b = append(b, "<MsgType><![CDATA[image]]></MsgType><Image><MediaId>"...)
		b = append(appendCDATA(b, p.media), "</MediaId></Image>"...)
	case bot.Transfer:
		b = append(b, "<MsgType><![CDATA[transfer_customer_service]]></MsgType>"...)
	default:
		return b[:start]
	}
	return append(b, "</xml>"...)
}

// appendCDATA wraps a text without what XML does not allow; a "]]>" inside is split over
// two sections.
func appendCDATA(b []byte, s string) []byte {
	s = Printable(s)
	b = append(b, "<![CDATA["...)
	for {
		i := strings.Index(s, "]]>")
		if i < 0 {
			break
		}
		b = append(b, s[:i+2]...)
		b = append(b, "]]><![CDATA["...)
		s = s[i+2:]
	}
	return append(append(b, s...), "]]>"...)
}

// envelope returns a reply encrypted with the key that decrypted the push, in a buffer of
// room. Nothing in it comes from the request: it is signed with our own nonce.
func (r *Receiver) envelope(k *aesKey, xml []byte, now time.Time, room *buffers) []byte {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	var text [64]byte
	ts := strconv.AppendInt(text[:0:32], now.Unix(), 10)
	nonce := hex.AppendEncode(text[32:32], random[16:])
	size := 20 + len(xml) + len(r.cfg.AppID) + block32
	room.plain = slices.Grow(room.plain[:0], size)
	b := slices.Grow(room.sealed[:0], base64.StdEncoding.EncodedLen(size)+256)
	b = append(b, "<xml><Encrypt><![CDATA["...)
	start := len(b)
	b = k.seal(b, room.plain, random[:16], xml, r.cfg.AppID)
	var sum [40]byte
	signature := sign(sum[:0], []byte(r.cfg.Token), ts, nonce, b[start:])
	b = append(b, "]]></Encrypt><MsgSignature><![CDATA["...)
	b = append(b, signature...)
	b = append(b, "]]></MsgSignature><TimeStamp>"...)
	b = append(b, ts...)
	b = append(b, "</TimeStamp><Nonce><![CDATA["...)
	b = append(b, nonce...)
	b = append(b, "]]></Nonce></xml>"...)
	room.sealed = b
	return b
}
