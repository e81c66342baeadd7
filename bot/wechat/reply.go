package wechat

import (
	"crypto/rand"
	"encoding/base64"
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

// envelope returns a reply encrypted with the key that decrypted the push.
// Nothing in it comes from the request: it is signed with our own nonce.
func (r *Receiver) envelope(k *aesKey, xml []byte, now time.Time) []byte {
	nonce := rand.Text()
	sealed := base64.StdEncoding.EncodedLen(20 + len(xml) + len(r.cfg.AppID) + block32)
	b := make([]byte, 0, sealed+256)
	b = append(b, "<xml><Encrypt><![CDATA["...)
	start := len(b)
	b = k.seal(b, xml, r.cfg.AppID)
	var sum [40]byte
	ts := strconv.FormatInt(now.Unix(), 10)
	signature := sign(sum[:0], r.cfg.Token, ts, nonce, string(b[start:]))
	b = append(b, "]]></Encrypt><MsgSignature><![CDATA["...)
	b = append(b, signature...)
	b = append(b, "]]></MsgSignature><TimeStamp>"...)
	b = append(b, ts...)
	b = append(b, "</TimeStamp><Nonce><![CDATA["...)
	b = append(b, nonce...)
	return append(b, "]]></Nonce></xml>"...)
}
