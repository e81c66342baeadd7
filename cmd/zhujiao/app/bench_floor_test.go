package app

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
	"zhujiao/bot/wechat"
)

// floor does what nobody can do without: signature, decryption, a scan of the
// document, one look-up, encryption. It checks and remembers nothing.
type floor struct {
	token, appID string
	key          []byte
	block        cipher.Block
	answers      map[string]string
}

func newFloor(c wechat.Config) (*floor, error) {
	key, err := base64.StdEncoding.DecodeString(c.AESKey + "=")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	return &floor{c.Token, c.AppID, key, block, map[string]string{"几点开始": "7月7日（周四）20:30-21:30，线上直播，约1小时。\n讲解结束后还有10分钟互动答疑。"}}, err
}

// sign is written as the floor of the performance tools writes it: no more
// memory than it needs, for a slow floor would make the program look better than it is.
func (*floor) sign(dst []byte, parts ...string) []byte {
	slices.Sort(parts)
	var buf [1024]byte
	b := buf[:0]
	for _, p := range parts {
		b = append(b, p...)
	}
	sum := sha1.Sum(b)
	return hex.AppendEncode(dst, sum[:])
}

func element(doc []byte, open, end string) string {
	_, rest, _ := bytes.Cut(doc, []byte(open+"<![CDATA["))
	v, _, _ := bytes.Cut(rest, []byte("]]>"+end))
	return string(v)
}

var errFloor = errors.New("refused")

// serve answers one push: two signatures, decryption, a scan for the fields, a
// look-up, encryption.
func (f *floor) serve(query string, body []byte) ([]byte, error) {
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil, errFloor
	}
	var sum [40]byte
	stamp, nonce := q.Get("timestamp"), q.Get("nonce")
	enc := element(body, "<Encrypt>", "</Encrypt>")
	if subtle.ConstantTimeCompare(f.sign(sum[:0], f.token, stamp, nonce), []byte(q.Get("signature"))) != 1 ||
		subtle.ConstantTimeCompare(f.sign(sum[:0], f.token, stamp, nonce, enc), []byte(q.Get("msg_signature"))) != 1 {
		return nil, errFloor
	}
	ct := make([]byte, base64.StdEncoding.DecodedLen(len(enc)))
	n, err := base64.StdEncoding.Decode(ct, []byte(enc))
	if err != nil || n < 32 || n%16 != 0 {
		return nil, errFloor
	}
	cipher.NewCBCDecrypter(f.block, f.key[:16]).CryptBlocks(ct[:n], ct[:n])
	pad := int(ct[n-1])
	if pad < 1 || pad > 32 || pad > n-20 {
		return nil, errFloor
	}
	ct = ct[:n-pad]
	l := int(binary.BigEndian.Uint32(ct[16:20]))
	if l < 0 || 20+l > len(ct) || string(ct[20+l:]) != f.appID {
		return nil, errFloor
	}
	return f.reply(ct[20:20+l], nonce), nil
}

func (f *floor) reply(doc []byte, nonce string) []byte {
	now := time.Now().Unix()
	out := make([]byte, 20, 1024)
	_, _ = rand.Read(out[:16])
	out = append(append(out, "<xml><ToUserName><![CDATA["...), element(doc, "<FromUserName>", "</FromUserName>")...)
	out = append(append(out, "]]></ToUserName><FromUserName><![CDATA["...), element(doc, "<ToUserName>", "</ToUserName>")...)
	out = strconv.AppendInt(append(out, "]]></FromUserName><CreateTime>"...), now, 10)
	out = append(out, "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["...)
	out = append(append(out, f.answers[element(doc, "<Content>", "</Content>")]...), "]]></Content></xml>"...)
	binary.BigEndian.PutUint32(out[16:], uint32(len(out)-20))
	out = append(out, f.appID...)
	pad := 32 - len(out)%32
	for range pad {
		out = append(out, byte(pad))
	}
	cipher.NewCBCEncrypter(f.block, f.key[:16]).CryptBlocks(out, out)
	enc, stamp := base64.StdEncoding.EncodeToString(out), strconv.FormatInt(now, 10)
	out = append(append(out[:0], "<xml><Encrypt><![CDATA["...), enc...)
	out = f.sign(append(out, "]]></Encrypt><MsgSignature><![CDATA["...), f.token, stamp, nonce, enc)
	out = append(append(out, "]]></MsgSignature><TimeStamp>"...), stamp...)
	out = append(append(out, "]]></TimeStamp><Nonce><![CDATA["...), nonce...)
	return append(out, "]]></Nonce></xml>"...)
}

// pushed are signed pushes: their queries and bodies.
type pushed struct {
	targets []string
	bodies  [][]byte
}

// pushes makes signed pushes of one question from many people.
func pushes(b *testing.B, a *App, cfg wechat.Config, n int) (out pushed) {
	b.Helper()
	f, err := newFloor(cfg)
	if err != nil {
		b.Fatal(err)
	}
	stamp := strconv.FormatInt(a.clock.Now().Unix(), 10)
	for i := range n {
		doc := fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[o%027d]]></FromUserName>"+
			"<CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[几点开始]]></Content><MsgId>%d</MsgId></xml>",
			cfg.OriginalID, i, stamp, i+1)
		plain := append(make([]byte, 16, 1024), 0, 0, 0, 0)
		binary.BigEndian.PutUint32(plain[16:20], uint32(len(doc)))
		plain = append(append(plain, doc...), cfg.AppID...)
		pad := 32 - len(plain)%32
		plain = append(plain, bytes.Repeat([]byte{byte(pad)}, pad)...)
		cipher.NewCBCEncrypter(f.block, f.key[:16]).CryptBlocks(plain, plain)
		enc, nonce := base64.StdEncoding.EncodeToString(plain), strconv.Itoa(i)
		q := url.Values{
			"timestamp": {stamp}, "nonce": {nonce}, "encrypt_type": {"aes"}, "signature": {string(f.sign(nil, f.token, stamp, nonce))},
			"msg_signature": {string(f.sign(nil, f.token, stamp, nonce, enc))}, "openid": {fmt.Sprintf("o%027d", i)},
		}
		out.targets = append(out.targets, q.Encode())
		body := "<xml><ToUserName><![CDATA[" + cfg.OriginalID + "]]></ToUserName><Encrypt><![CDATA[" + enc + "]]></Encrypt></xml>"
		out.bodies = append(out.bodies, []byte(body))
	}
	return out
}

// discard takes a reply and forgets it.
type discard struct {
	h      http.Header
	status int
}

func (d *discard) Header() http.Header { return d.h }

func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

func (d *discard) WriteHeader(s int) { d.status = s }

// BenchmarkParts compares the parts with the floor (performance target 1):
// floor, receiver with router and questions, the same with each gate. One
// goroutine asks at a time except behind Redis, which is asked by 64.
func BenchmarkParts(b *testing.B) {
	cfg := testConfig(b)
	cfg.WeChat.Mode = wechat.ModeSafe
	a := newTestApp(b, cfg)
	load := pushes(b, a, cfg.WeChat, 4096)
	b.Run("floor", func(b *testing.B) {
		f, err := newFloor(cfg.WeChat)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for i := range b.N {
			if _, err := f.serve(load.targets[i%4096], load.bodies[i%4096]); err != nil {
				b.Fatal(err)
			}
		}
	})
	answer := bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		if err := (intake{a}).read(ctx, m); err != nil {
			return nil, err
		}
		return intake{a}.answer(ctx, m, nil)
	})
	gated := middleware.Gate(a.gate, intake{a}.classify, intake{a}.lasting)
	for name, h := range map[string]bot.Handler{
		"receiver":      bot.Chain(answer, middleware.Prepare()),
		"receiver+gate": bot.Chain(answer, middleware.Prepare(), gated),
	} {
		b.Run(name, func(b *testing.B) { receive(b, a, cfg.WeChat, h, load) })
	}
}

func receive(b *testing.B, a *App, cfg wechat.Config, h bot.Handler, load pushed) {
	b.Helper()
	cfg.Sign = a.store.People.Sign
	r, err := wechat.NewReceiver(cfg, h, a.clock.Now, slog.New(slog.DiscardHandler), intake{a}.apologize)
	if err != nil {
		b.Fatal(err)
	}
	w := &discard{h: http.Header{}}
	b.ReportAllocs()
	for i := range b.N {
		body := load.bodies[i%4096]
		req := &http.Request{
			Method: http.MethodPost, URL: &url.URL{Path: "/wechat", RawQuery: load.targets[i%4096]}, Header: http.Header{},
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		}
		r.ServeHTTP(w, req)
		if w.status > 299 {
			b.Fatal(w.status)
		}
	}
}
