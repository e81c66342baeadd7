package wxsim_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

// TestVectors holds what the simulator signs and encrypts to published values, byte for
// byte.
func TestVectors(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../wechat/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var published struct {
		Signatures []struct {
			From      string
			Parts     []string
			Signature string
		}
		Encrypted []struct{ From, Key, Receiver, Random, Plaintext, Ciphertext string }
	}
	if err := json.Unmarshal(b, &published); err != nil {
		t.Fatal(err)
	}
	if len(published.Signatures) < 15 || len(published.Encrypted) < 9 {
		t.Fatalf("only %d signatures and %d encrypted texts", len(published.Signatures), len(published.Encrypted))
	}
	for _, v := range published.Signatures {
		if got := wxsim.Sign(v.Parts...); got != v.Signature {
			t.Errorf("%s: signature %s, want %s", v.From, got, v.Signature)
		}
	}
	for _, v := range published.Encrypted {
		got, err := wxsim.SealAfter(wxsim.Account{AESKey: v.Key, AppID: v.Receiver}, v.Random, v.Plaintext)
		if err != nil || got != v.Ciphertext {
			t.Errorf("%s: encrypted to %s, %v", v.From, got, err)
		}
	}
}

// TestPushForms compares pushes with the forms that the platform documents: the elements
// and their order, what stands in CDATA, the parameters of each mode.
func TestPushForms(t *testing.T) {
	t.Parallel()
	var query url.Values
	var body string
	bot := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(b)
		query, body = r.URL.Query(), string(b)
	}))
	defer bot.Close()
	at := time.Unix(1348831860, 0)
	for mode, params := range map[string]string{
		"plain": "nonce openid signature timestamp", "compat": "encrypt_type msg_signature nonce openid signature timestamp",
		"safe": "encrypt_type msg_signature nonce openid signature timestamp",
	} {
		a := wxsim.NewAccount()
		a.Mode, a.OriginalID = mode, "toUser"
		p := &wxsim.Pusher{URL: bot.URL, Account: a, Now: func() time.Time { return at }}
		x := p.Text(t.Context(), "fromUser", "this is a test ]]> 你好", wxsim.FaultNone)
		head, id, _ := strings.Cut(x.Sent, "<MsgId>")
		want := "<xml><ToUserName><![CDATA[toUser]]></ToUserName><FromUserName><![CDATA[fromUser]]></FromUserName>" +
			"<CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType>" +
			"<Content><![CDATA[this is a test ]]]]><![CDATA[> 你好]]></Content>"
		if head != want || !strings.HasSuffix(id, "</MsgId></xml>") {
			t.Errorf("%s: pushed %s", mode, x.Sent)
		}
		var names []string
		for n := range strings.FieldsSeq("encrypt_type msg_signature nonce openid signature timestamp") {
			if query.Has(n) {
				names = append(names, n)
			}
		}
		signed := wxsim.Sign(a.Token, "1348831860", query.Get("nonce"))
		if got := strings.Join(names, " "); got != params || query.Get("signature") != signed {
			t.Errorf("%s: parameters %v", mode, query)
		}
		sealed := strings.Contains(body, "<Encrypt><![CDATA[")
		if open := strings.Contains(body, "this is a test"); open != (mode != "safe") || sealed != (mode != "plain") {
			t.Errorf("%s: body %s", mode, body)
		}
		if sealed {
			_, enc, _ := strings.Cut(body, "<Encrypt><![CDATA[")
			enc, _, _ = strings.Cut(enc, "]]>")
			if query.Get("msg_signature") != wxsim.Sign(a.Token, "1348831860", query.Get("nonce"), enc) {
				t.Errorf("%s: msg_signature does not cover the ciphertext", mode)
			}
		}
	}
}
