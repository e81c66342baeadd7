package wechat_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"zhujiao/bot/wechat"
)

const (
	testKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testAppID = "wx0123456789abcdef"
)

// Made with openssl: the key's 32 bytes in hex, its first 16 as IV,
// "0123456789abcdef" + length + "你好" + appid, padded to 32.
const opensslSealed = "Q3stYC6hdFzMh9T8HCvyDD6bk351pauf9UoCzfaJglYfpiPkyuVHm+h6rOrEyFtPlOcqztd2veQKl+XcHuYAeQ=="

func TestSealAgainstOpenSSL(t *testing.T) {
	t.Parallel()
	got, err := wechat.SealWith(testKey, "0123456789abcdef", "你好", testAppID)
	if err != nil || got != opensslSealed {
		t.Errorf("seal = %s, %v, want %s", got, err, opensslSealed)
	}
	if msg, err := wechat.Unseal(testKey, opensslSealed, testAppID); err != nil || msg != "你好" {
		t.Errorf("unseal = %q, %v", msg, err)
	}
	if _, err := wechat.Unseal(testKey, opensslSealed, "wxother"); err == nil {
		t.Error("another appid was accepted")
	}
}

// readJSON reads a file of testdata into out.
func readJSON(t *testing.T, name string, out any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestVectors holds signatures and encryption to values that the platform, WeCom
// and other libraries have published.
func TestVectors(t *testing.T) {
	t.Parallel()
	var published struct {
		Signatures []struct {
			From      string
			Parts     []string
			Signature string
		}
		Encrypted []struct{ From, Key, Receiver, Random, Plaintext, Ciphertext string }
	}
	readJSON(t, "vectors.json", &published)
	for _, v := range published.Signatures {
		if got := wechat.Sign(v.Parts...); got != v.Signature {
			t.Errorf("%s: signature %s, want %s", v.From, got, v.Signature)
		}
		if wechat.Sign(append(v.Parts, "1")...) == v.Signature {
			t.Errorf("%s: the signature covers not all of its parts", v.From)
		}
	}
	for _, v := range published.Encrypted {
		if got, err := wechat.Unseal(v.Key, v.Ciphertext, v.Receiver); err != nil || got != v.Plaintext {
			t.Errorf("%s: decrypted to %q, %v", v.From, got, err)
		}
		if got, err := wechat.SealWith(v.Key, v.Random, v.Plaintext, v.Receiver); err != nil || got != v.Ciphertext {
			t.Errorf("%s: encrypted to %s, %v", v.From, got, err)
		}
		if _, err := wechat.Unseal(v.Key, v.Ciphertext, "wxother"); err == nil {
			t.Errorf("%s: accepted for another account", v.From)
		}
		if _, err := wechat.Unseal("12", v.Ciphertext, v.Receiver); err == nil {
			t.Errorf("%s: accepted with a key of two characters", v.From)
		}
	}
	if len(published.Signatures) < 15 || len(published.Encrypted) < 9 {
		t.Errorf("only %d signatures and %d encrypted texts", len(published.Signatures), len(published.Encrypted))
	}
}

// TestPushes reads a published push of each kind, and agrees with encoding/xml
// about those that are flat.
func TestPushes(t *testing.T) {
	t.Parallel()
	var pushes []struct{ Name, Push string }
	readJSON(t, "pushes.json", &pushes)
	compared := 0
	for _, p := range pushes {
		got, err := wechat.ParseFields([]byte(p.Push))
		if p.Name == "text-subscribe" { // every field at once: a second Label inside another element looks like an injection
			if err == nil {
				t.Errorf("%s is read", p.Name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		if want, ok := oracle([]byte(p.Push)); ok {
			compared++
			compare(t, p.Name, got, want)
		}
	}
	if compared < 30 {
		t.Errorf("only %d of %d pushes compared", compared, len(pushes))
	}
}

// oracle reads a document with encoding/xml; ok is false when that refuses it
// or an element stands twice.
func oracle(b []byte) (map[string]string, bool) {
	d := xml.NewDecoder(strings.NewReader(string(b)))
	out, depth, name, nested := map[string]string{}, 0, "", map[string]bool{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, false
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			if depth == 1 && (tok.Name.Local != "xml" || len(tok.Attr) > 0 || len(out) > 0) {
				return nil, false
			}
			if depth == 2 {
				name = tok.Name.Local
				if _, dup := out[name]; dup || len(tok.Attr) > 0 {
					return nil, false
				}
				out[name] = ""
			} else if depth > 2 {
				nested[name] = true
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 2 {
				out[name] += string(tok)
			}
		case xml.Comment, xml.Directive:
			return nil, false
		}
	}
	for n := range nested {
		delete(out, n)
	}
	return out, true
}

func compare(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name, v := range want {
		g, ok := got[name]
		if !ok && v != "" && strings.TrimSpace(v) != "" {
			t.Errorf("%s: %s is missing, want %q", what, name, v)
		} else if ok && strings.TrimSpace(g) != strings.TrimSpace(v) {
			t.Errorf("%s: %s = %q, want %q", what, name, g, v)
		}
	}
}

func TestInjection(t *testing.T) {
	t.Parallel()
	head := "<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[me]]></FromUserName><MsgType><![CDATA[text]]></MsgType>"
	for _, text := range []string{
		"x]]></Content><FromUserName><![CDATA[admin]]></FromUserName><Content><![CDATA[hello",
		"x]]></Content><MsgId>1</MsgId><X><![CDATA[",
		"]]>", "<a>", "]]]]><![CDATA[>",
	} {
		got, err := wechat.ParseFields([]byte(head + "<Content><![CDATA[" + text + "]]></Content><MsgId>7</MsgId></xml>"))
		if err == nil && (got["FromUserName"] != "me" || got["MsgId"] != "7") {
			t.Errorf("%q: %v", text, got)
		}
	}
	twice := head + "<FromUserName><![CDATA[admin]]></FromUserName></xml>"
	if got, err := wechat.ParseFields([]byte(twice)); err == nil {
		t.Errorf("an element given twice was read: %v", got)
	}
	if got, err := wechat.ParseFields([]byte(`{"FromUserName":"me","FromUserName":"admin"}`)); err == nil {
		t.Errorf("a name given twice was read: %v", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<xml><A><![CDATA[b]]></A><C>1</C><D><E>x</E></D></xml>")
	f.Add("<xml><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>")
	f.Add(`{"A":"b","C":1}`)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := wechat.ParseFields([]byte(s))
		if err != nil {
			return
		}
		for _, v := range got {
			if !utf8.ValidString(v) {
				t.Fatalf("%q is no UTF-8", v)
			}
		}
		// Where both read a document, no field that names somebody may differ.
		if want, ok := oracle([]byte(s)); ok && !strings.Contains(s, "<![CDATA[") && !strings.ContainsRune(s, '\r') {
			for _, name := range []string{"FromUserName", "ToUserName", "MsgId"} {
				if g, ok := got[name]; ok && strings.TrimSpace(g) != strings.TrimSpace(want[name]) && utf8.ValidString(s) {
					t.Fatalf("%s = %q, want %q in %q", name, g, want[name], s)
				}
			}
		}
	})
}

func FuzzUnseal(f *testing.F) {
	f.Add(opensslSealed)
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, s string) {
		if msg, err := wechat.Unseal(testKey, s, testAppID); err == nil && s != opensslSealed && len(msg) > len(s) {
			t.Fatalf("%q gave %q", s, msg)
		}
	})
}
