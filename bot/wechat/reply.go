package wechat

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// MaxText is how many bytes of text the platform takes in one message
// (measured, platform.md §1.4).
const MaxText = 2048

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
	case bot.Text:
		t := Printable(string(r))
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
	enc := string(k.seal(nil, xml, r.cfg.AppID))
	ts := strconv.FormatInt(now.Unix(), 10)
	var b bytes.Buffer
	b.Grow(len(enc) + 256)
	b.WriteString("<xml><Encrypt><![CDATA[")
	b.WriteString(enc)
	b.WriteString("]]></Encrypt><MsgSignature><![CDATA[")
	var sum [40]byte
	b.Write(sign(sum[:0], r.cfg.Token, ts, nonce, enc))
	b.WriteString("]]></MsgSignature><TimeStamp>")
	b.WriteString(ts)
	b.WriteString("</TimeStamp><Nonce><![CDATA[")
	b.WriteString(nonce)
	b.WriteString("]]></Nonce></xml>")
	return b.Bytes()
}
