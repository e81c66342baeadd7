package wechat

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// appendReply builds the XML of a passive reply. It returns nil for silence:
// also when nothing is left of a text, for an empty Content shows the person
// that the service is broken.
func appendReply(b []byte, r bot.Reply, to, from string, now time.Time) []byte {
	start := len(b)
	b = append(b, "<xml><ToUserName>"...)
	b = appendCDATA(b, to)
	b = append(b, "</ToUserName><FromUserName>"...)
	b = appendCDATA(b, from)
	b = append(b, "</FromUserName><CreateTime>"...)
	b = strconv.AppendInt(b, now.Unix(), 10)
	b = append(b, "</CreateTime>"...)
	switch r := r.(type) {
	case bot.Text, bot.Choices: // a passive reply has no buttons
		words, _ := bot.Words(r)
		t := Printable(string(words))
		if strings.TrimSpace(t) == "" {
			return b[:start]
		}
		b = append(b, "<MsgType><![CDATA[text]]></MsgType><Content>"...)
		b = append(appendCDATA(b, text.CutBytes(t, MaxText)), "</Content>"...)
	case bot.Image:
		b = append(b, "<MsgType><![CDATA[image]]></MsgType><Image><MediaId>"...)
		b = append(appendCDATA(b, r.MediaID), "</MediaId></Image>"...)
	case bot.Link:
		b = appendLink(b, r)
	case bot.Transfer:
		b = append(b, "<MsgType><![CDATA[transfer_customer_service]]></MsgType>"...)
	default:
		return b[:start]
	}
	return append(b, "</xml>"...)
}

func appendLink(b []byte, r bot.Link) []byte {
	b = append(b, "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item>"...)
	for _, f := range []struct{ name, value string }{
		{"Title", r.Title},
		{"Description", r.Description},
		{"PicUrl", r.PicURL},
		{"Url", r.URL},
	} {
		b = append(b, '<')
		b = append(append(b, f.name...), '>')
		b = appendCDATA(b, Printable(f.value))
		b = append(append(b, "</"...), f.name...)
		b = append(b, '>')
	}
	return append(b, "</item></Articles>"...)
}

// appendCDATA wraps a text; a "]]>" inside is split over two sections.
func appendCDATA(b []byte, s string) []byte {
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

// Printable returns text without what the platform's XML cannot carry.
func Printable(s string) string { return clean([]byte(s)) }

// envelope encrypts a reply with the key that decrypted the push.
func (r *Receiver) envelope(k *aesKey, xml []byte, nonce string, now time.Time) []byte {
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
