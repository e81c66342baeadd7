package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
)

// placeholder is the prefix of the access token in requests to the gateway, which
// replaces it by the real token. The SDK could print a token in its errors.
const placeholder = "AT"

// maxAnswer is how many bytes of a request or an answer are read.
const maxAnswer = 4 << 20

// apiHost is the only host that requests may name.
const apiHost = "api.weixin.qq.com"

// Gateway carries all calls to the platform. It checks the host, replaces it by the
// base address, inserts the access token, repeats a call once after the platform has
// refused the token, and limits time and size. It sends JSON, whoever has encoded it, as
// the platform reads it, and returns JSON that every decoder reads. It follows no
// redirect, which would lead past the check of the host. Its errors contain neither the
// token nor the secret.
type Gateway struct {
	base   *url.URL
	appID  string
	secret string
	now    bot.Clock
	plain  *http.Client
	mu     sync.Mutex // guards below; held while a token is fetched
	token  string
	until  time.Time
	forced time.Time
	// day is the beginning of the 24 hours in which renewals are counted.
	day      time.Time
	renewals int
	// since is when the token was got; nil while there is none.
	since atomic.Pointer[time.Time]
}

// NewGateway returns a gateway to the API at base, a URL that may have a path.
func NewGateway(base, appID, secret string, now bot.Clock) (*Gateway, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, errors.New("the API address is no URL")
	}
	if u.Path == "" {
		u.Path = "/" // else what is joined to it is no absolute path
	}
	return &Gateway{base: u, appID: appID, secret: secret, now: now, plain: &http.Client{
		Timeout: 10 * time.Second, CheckRedirect: noRedirect,
	}}, nil
}

// RoundTrip sends a request to the platform, with the real token in place of the
// placeholder. It implements http.RoundTripper.
func (g *Gateway) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != apiHost {
		return nil, fmt.Errorf("calls to %s are not allowed", req.URL.Host)
	}
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	token, err := g.accessToken(req.Context(), "")
	if err != nil {
		return nil, err
	}
	resp, answer, err := g.roundTrip(req, body, token)
	if err != nil || !tokenRefused(answer) {
		return resp, err
	}
	if token, err = g.accessToken(req.Context(), token); err != nil {
		return nil, err
	}
	resp, _, err = g.roundTrip(req, body, token)
	return resp, err
}

// noRedirect makes a client return a redirect as the answer.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// redirected returns the error for an answer that is a redirect, else nil.
func redirected(resp *http.Response) error {
	if resp.StatusCode < 300 || resp.StatusCode > 399 {
		return nil
	}
	return &bot.SendError{
		Class: bot.BadConfig, Code: resp.StatusCode,
		Words: "the API address answers with a redirect, which is not followed: check ZHUJIAO_WECHAT_API_URL",
	}
}

// readBody returns the body of a request, and JSON as the platform reads it: it answers
// 40033 to \u escapes.
func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer func() { _ = req.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(req.Body, maxAnswer))
	if strings.HasPrefix(req.Header.Get("Content-Type"), "multipart/") {
		return body, err
	}
	return bot.CleanJSON(body), err
}

// roundTrip sends a request once, with the real token in place.
func (g *Gateway) roundTrip(req *http.Request, body []byte, token string) (*http.Response, []byte, error) {
	out := req.Clone(req.Context())
	q := out.URL.Query()
	out.URL, out.Host = g.base.JoinPath(req.URL.Path), ""
	if strings.HasPrefix(q.Get("access_token"), placeholder) {
		q.Set("access_token", token)
	}
	out.URL.RawQuery = q.Encode()
	out.RequestURI = ""
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	resp, err := g.plain.Do(out) //nolint:gosec // the host is our base address, whatever the request says
	if err != nil {
		return nil, nil, redact(req.URL.Path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, nil, redact(req.URL.Path, err)
	}
	if err := redirected(resp); err != nil {
		return nil, nil, err
	}
	answer = readable(answer)
	resp.Body, resp.Request, resp.ContentLength = io.NopCloser(bytes.NewReader(answer)), req, int64(len(answer))
	return resp, answer, nil
}

// redact returns an error without the URL, which contains secrets.
func redact(path string, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fmt.Errorf("call %s: %w", path, err)
}

// tokenRefused reports whether the platform refused the token.
func tokenRefused(answer []byte) bool {
	var e struct {
		Code int `json:"errcode"`
	}
	if json.Unmarshal(answer, &e) != nil {
		return false
	}
	return e.Code == 40001 || e.Code == 40014 || e.Code == 42001
}

// TokenAge returns how old the token is; false while there is none. It does not wait.
func (g *Gateway) TokenAge() (age time.Duration, ok bool) {
	since := g.since.Load()
	if since == nil {
		return 0, false
	}
	return g.now().Sub(*since), true
}

const (
	// The platform allows forceMax forced renewals a day, at least forceEvery apart.
	forceEvery = 30 * time.Second
	forceMax   = 20
)

// errNoToken marks the error of a call that was not made because there was no token.
var errNoToken = errors.New("no access token")

// accessToken returns the token. refused is the one that the platform has refused, empty
// for none: then it returns the one that another process has renewed, else it renews the
// token itself if the platform allows it. A renewal invalidates the token of all other
// processes, which would renew it in turn. Concurrent callers share one fetch and one
// renewal.
func (g *Gateway) accessToken(ctx context.Context, refused string) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if g.token != "" && g.token != refused && now.Before(g.until) {
		return g.token, nil
	}
	token, err := g.fetch(ctx, false, now)
	if err != nil || token != refused || !g.mayRenew(now) {
		return token, err
	}
	g.forced = now
	g.renewals++
	return g.fetch(ctx, true, now)
}

// mayRenew reports whether the platform allows another renewal.
func (g *Gateway) mayRenew(now time.Time) bool {
	if now.Sub(g.day) >= 24*time.Hour {
		g.day, g.renewals = now, 0
	}
	return now.Sub(g.forced) >= forceEvery && g.renewals < forceMax
}

// fetch requests the stable token, which is the same for all instances, and keeps it
// until five minutes before its end.
func (g *Gateway) fetch(ctx context.Context, force bool, now time.Time) (string, error) {
	in, err := bot.EncodeJSON(map[string]any{
		"grant_type": "client_credential", "appid": g.appID, "secret": g.secret, "force_refresh": force,
	})
	if err != nil {
		return "", err
	}
	const path = "/cgi-bin/stable_token"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.base.JoinPath(path).String(), bytes.NewReader(in))
	if err != nil {
		return "", errors.Join(errNoToken, redact(path, err))
	}
	resp, err := g.plain.Do(req)
	if err != nil {
		return "", errors.Join(errNoToken, redact(path, err))
	}
	defer func() { _ = resp.Body.Close() }()
	if err := redirected(resp); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return "", errors.Join(errNoToken, redact(path, err))
	}
	var out struct {
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"`
		Code  int    `json:"errcode"`
	}
	if err := json.Unmarshal(readable(answer), &out); err != nil || out.Token == "" {
		if out.Code > 0 {
			e := refused(out.Code, "no token: check AppID, AppSecret and the IP whitelist")
			e.Class = bot.BadConfig
			return "", e
		}
		return "", fmt.Errorf("call %s: HTTP %d: %w: check AppID, AppSecret and the IP whitelist", path, resp.StatusCode, errNoToken)
	}
	g.since.Store(&now)
	g.token, g.until = out.Token, now.Add(time.Duration(out.Life)*time.Second-min(5*time.Minute, time.Duration(out.Life)*time.Second/2))
	return g.token, nil
}
