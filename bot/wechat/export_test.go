package wechat

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount"

	"zhujiao/bot"
)

// What the tests of this package look at from outside.

// ParseFields reads a push into names and values; elements with children are
// left out.
func ParseFields(b []byte) (map[string]string, error) {
	d, err := parse(nil, b)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, e := range d {
		switch {
		case e.name == "Encrypt":
			out[e.name] = string(d.sealed())
		case e.raw == nil:
			out[e.name] = e.value
		}
	}
	return out, nil
}

// Unseal decrypts an Encrypt element.
func Unseal(encodedKey, encrypted, appID string) (string, error) {
	k, err := newAESKey(encodedKey)
	if err != nil {
		return "", err
	}
	b, err := k.open(nil, []byte(encrypted), appID)
	return string(b), err
}

// SealWith encrypts with given random bytes.
func SealWith(encodedKey, random, msg, appID string) (string, error) {
	k, err := newAESKey(encodedKey)
	if err != nil {
		return "", err
	}
	return string(k.seal(nil, nil, []byte(random), []byte(msg), appID)), nil
}

// Sign is the platform's signature.
func Sign(parts ...string) string {
	all := make([][]byte, len(parts))
	for i, p := range parts {
		all[i] = []byte(p)
	}
	return string(sign(nil, all...))
}

// CallSDK lets f make one call of the SDK, whose requests answer gets, and
// returns the SDK's own error.
func CallSDK(answer func(*http.Request) string, f func(*officialaccount.OfficialAccount) error) (own error) {
	send := func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(answer(req))), Request: req}, nil
	}
	_ = sharedTransport().call(send, func(oa *officialaccount.OfficialAccount) error {
		own = f(oa)
		return own
	})
	return own
}

// Upload is upload.
func (s *Sender) Upload(ctx context.Context, name string, b []byte) (string, error) {
	return s.upload(ctx, name, b)
}

// Gateway is the gateway of a sender.
func (s *Sender) Gateway() *Gateway { return s.gateway }

// OpenMax is openMax.
const OpenMax = openMax

// Replays are replays with eras of a given size.
type Replays struct{ r *replays }

// NewReplays returns an empty table.
func NewReplays(life time.Duration, most int) Replays {
	r := newReplays(life)
	r.max = most
	return Replays{r}
}

// Admit is admit.
func (r Replays) Admit(stamp, nonce string, body []byte, now time.Time) bool {
	return r.r.admit(stamp, nonce, body, now)
}

// Len is how many pushes are kept.
func (r Replays) Len() int { return len(r.r.cur) + len(r.r.prev) }

// AppendReply is the XML of a reply, with the platform's id of its picture.
func AppendReply(reply bot.Reply, media, to, from string) []byte {
	return passive{reply: reply, media: media, to: to, from: from, at: time.Unix(1657191600, 0)}.append(nil)
}
