package main

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
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
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
	"zhujiao/bot/wechat"
	"zhujiao/handlers"
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

func (*floor) sign(parts ...string) string {
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

func element(doc, name string) string {
	_, rest, _ := strings.Cut(doc, "<"+name+"><![CDATA[")
	s, _, _ := strings.Cut(rest, "]]></"+name+">")
	return s
}

var errFloor = errors.New("refused")

func (f *floor) serve(q map[string]string, body []byte) ([]byte, error) {
	enc := element(string(body), "Encrypt")
	if f.sign(f.token, q["timestamp"], q["nonce"], enc) != q["msg_signature"] {
		return nil, errFloor
	}
	ct, err := base64.StdEncoding.DecodeString(enc)
	if err != nil || len(ct) < 32 || len(ct)%16 != 0 {
		return nil, errFloor
	}
	cipher.NewCBCDecrypter(f.block, f.key[:16]).CryptBlocks(ct, ct)
	n := int(binary.BigEndian.Uint32(ct[16:20]))
	if n < 0 || 20+n > len(ct) {
		return nil, errFloor
	}
	doc := string(ct[20 : 20+n])
	out := make([]byte, 20, 1024)
	_, _ = rand.Read(out[:16])
	out = fmt.Appendf(out, "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>"+
		"<CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content></xml>",
		element(doc, "FromUserName"), element(doc, "ToUserName"), time.Now().Unix(), f.answers[element(doc, "Content")])
	binary.BigEndian.PutUint32(out[16:20], uint32(len(out)-20))
	out = append(out, f.appID...)
	pad := 32 - len(out)%32
	out = append(out, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(f.block, f.key[:16]).CryptBlocks(out, out)
	reply := base64.StdEncoding.EncodeToString(out)
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	return fmt.Appendf(nil, "<xml><Encrypt><![CDATA[%s]]></Encrypt><MsgSignature><![CDATA[%s]]></MsgSignature><TimeStamp>%s</TimeStamp>"+
		"<Nonce><![CDATA[%s]]></Nonce></xml>", reply, f.sign(f.token, stamp, q["nonce"], reply), stamp, q["nonce"]), nil
}

// pushed are signed pushes: their queries and bodies.
type pushed struct {
	targets []string
	bodies  [][]byte
}

// pushes makes signed pushes of one question from many people.
func pushes(b *testing.B, a *app, cfg wechat.Config, n int) (out pushed) {
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
			"timestamp": {stamp}, "nonce": {nonce}, "encrypt_type": {"aes"}, "signature": {f.sign(f.token, stamp, nonce)},
			"msg_signature": {f.sign(f.token, stamp, nonce, enc)}, "openid": {fmt.Sprintf("o%027d", i)},
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

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(s int)           { d.status = s }

// BenchmarkParts compares the parts with the floor (performance target 1):
// floor, receiver with router and questions, the same with each gate. One
// goroutine asks at a time except behind Redis, which is asked by 64.
func BenchmarkParts(b *testing.B) {
	cfg := testConfig(b)
	cfg.wechat.Mode = wechat.ModeSafe
	a := newTestApp(b, cfg)
	load := pushes(b, a, cfg.wechat, 4096)
	b.Run("floor", func(b *testing.B) {
		f, err := newFloor(cfg.wechat)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for i := range b.N {
			v, _ := url.ParseQuery(load.targets[i%4096])
			q := map[string]string{"timestamp": v.Get("timestamp"), "nonce": v.Get("nonce"), "msg_signature": v.Get("msg_signature")}
			if _, err := f.serve(q, load.bodies[i%4096]); err != nil {
				b.Fatal(err)
			}
		}
	})
	answer := bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) { return a.mouth.Load().Handle(ctx, m) })
	gated := middleware.Gate(a.gate, a.classify, middleware.InFlight{Max: inFlightMax, Wait: lateAfter})
	for name, h := range map[string]bot.Handler{
		"receiver":      bot.Chain(answer, handlers.Prepare),
		"receiver+gate": bot.Chain(answer, handlers.Prepare, gated),
	} {
		b.Run(name, func(b *testing.B) { receive(b, a, cfg.wechat, h, load) })
	}
}

func receive(b *testing.B, a *app, cfg wechat.Config, h bot.Handler, load pushed) {
	b.Helper()
	r, err := wechat.NewReceiver(cfg, h, a.clock.Now, slog.New(slog.DiscardHandler), a.apologize)
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
