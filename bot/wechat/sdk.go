package wechat

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/util"

	"zhujiao/bot"
)

// sdkTransport is the transport of the SDK's HTTP client. The SDK has one client
// for the whole process and gives its requests neither a context nor an owner.
// Each call therefore gets an access token of its own, by which the transport
// finds the gateway and the context that the call was made for.
type sdkTransport struct {
	last  atomic.Uint64
	calls sync.Map // from a call's token to its *sdkCall
}

// sharedTransport installs the transport in the SDK before the first call.
var sharedTransport = sync.OnceValue(func() *sdkTransport { //nolint:gochecknoglobals // the SDK's client is one per process
	t := &sdkTransport{}
	util.DefaultHTTPClient = &http.Client{Transport: t, CheckRedirect: noRedirect}
	return t
})

// sdkCall is one call of the SDK. It keeps the platform's answer, since the SDK
// loses error codes and overlooks some refusals.
type sdkCall struct {
	send   func(*http.Request) (*http.Response, error)
	sent   bool
	err    error // the transport's error; there is no answer then
	status int
	answer []byte
}

// RoundTrip implements http.RoundTripper.
func (t *sdkTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	c, ok := t.calls.Load(req.URL.Query().Get("access_token"))
	call, _ := c.(*sdkCall)
	if !ok {
		return nil, errors.New("the request belongs to no call")
	}
	return call.roundTrip(req)
}

func (c *sdkCall) roundTrip(req *http.Request) (*http.Response, error) {
	c.sent = true
	resp, err := c.send(req)
	if err != nil {
		c.err = err
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	c.status = resp.StatusCode
	if c.answer, c.err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer)); c.err != nil {
		return nil, c.err
	}
	resp.Body = io.NopCloser(bytes.NewReader(c.answer))
	return resp, nil
}

// call lets f make one call of the SDK, whose request goes out by send.
// The error is a *bot.SendError.
func (t *sdkTransport) call(send func(*http.Request) (*http.Response, error), f func(*officialaccount.OfficialAccount) error) error {
	c := &sdkCall{send: send}
	token := placeholder + "-" + strconv.FormatUint(t.last.Add(1), 36)
	t.calls.Store(token, c)
	defer t.calls.Delete(token)
	// A new object each time: the SDK fills in its parts later, unguarded.
	oa := officialaccount.NewOfficialAccount(&config.Config{Cache: noCache{}})
	oa.SetAccessTokenHandle(sdkToken(token))
	return c.verdict(f(oa))
}

// verdict returns the error of a call. The platform's own answer comes first, then the
// SDK's error.
func (c *sdkCall) verdict(err error) error {
	switch {
	case !c.sent && err != nil:
		return &bot.SendError{Class: bot.Bug, Words: "the request cannot be made"}
	case !c.sent:
		return nil
	case c.err != nil:
		return unanswered(c.err)
	}
	if err := decode(c.status, c.answer, nil); err != nil {
		return err
	}
	if err != nil {
		return &bot.SendError{Class: bot.Bug, Words: "the answer is not understood", MaybeSent: true}
	}
	return nil
}

// sdk lets f make one call of the SDK through the gateway.
func (g *Gateway) sdk(ctx context.Context, f func(*officialaccount.OfficialAccount) error) error {
	send := func(req *http.Request) (*http.Response, error) { return g.RoundTrip(req.WithContext(ctx)) }
	return sharedTransport().call(send, f)
}

// sdkToken is the token source that the SDK is given.
type sdkToken string

// GetAccessToken implements credential.AccessTokenHandle.
func (t sdkToken) GetAccessToken() (string, error) { return string(t), nil }

// noCache is the SDK's cache; nothing is kept in it, since the gateway has the
// token.
type noCache struct{}

// Get implements cache.Cache.
func (noCache) Get(string) any { return nil }

// Set implements cache.Cache.
func (noCache) Set(string, any, time.Duration) error { return nil }

// IsExist implements cache.Cache.
func (noCache) IsExist(string) bool { return false }

// Delete implements cache.Cache.
func (noCache) Delete(string) error { return nil }
