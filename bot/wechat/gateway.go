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
	"path"
	"strings"
	"sync"
	"time"

	"zhujiao/bot"
)

// placeholder begins what stands for the token wherever the SDK could log or
// print it; the gateway swaps in the real one on the way out.
const placeholder = "AT"

// maxAnswer bounds what is read of an answer.
const maxAnswer = 4 << 20

// apiHost is the only host that calls go to.
const apiHost = "api.weixin.qq.com"

// Gateway is the way of all calls to the platform: base address, host check,
// token, one replay when the token was refused, time-outs, and answers of
// bounded size. Neither token nor secret gets into an error.
type Gateway struct {
	base   *url.URL
	appID  string
	secret string
	now    bot.Clock
	plain  *http.Client
	mu     sync.Mutex // guards below, and makes the fetch a single flight
	token  string
	until  time.Time
	forced time.Time
	// day began when the first of renewals was counted.
	day      time.Time
	renewals int
}

// NewGateway returns a gateway to the API at base.
func NewGateway(base, appID, secret string, now bot.Clock) (*Gateway, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, errors.New("the API address is no URL")
	}
	return &Gateway{base: u, appID: appID, secret: secret, now: now, plain: &http.Client{Timeout: 10 * time.Second}}, nil
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
	for force := false; ; force = true {
		resp, answer, err := g.roundTrip(req, body, force)
		if err != nil || force || !tokenRefused(answer) {
			return resp, err
		}
	}
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer func() { _ = req.Body.Close() }()
	return io.ReadAll(io.LimitReader(req.Body, maxAnswer))
}

// roundTrip sends a request once, with the real token in place.
func (g *Gateway) roundTrip(req *http.Request, body []byte, fresh bool) (*http.Response, []byte, error) {
	token, err := g.accessToken(req.Context(), fresh)
	if err != nil {
		return nil, nil, err
	}
	out := req.Clone(req.Context())
	q := out.URL.Query()
	out.URL.Scheme, out.URL.Host, out.Host = g.base.Scheme, g.base.Host, ""
	out.URL.Path = path.Join(g.base.Path, req.URL.Path)
	if strings.HasPrefix(q.Get("access_token"), placeholder) {
		q.Set("access_token", token)
	}
	out.URL.RawQuery = q.Encode()
	out.RequestURI = ""
	out.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := g.plain.Do(out) //nolint:gosec // the host is our base address, whatever the request says
	if err != nil {
		return nil, nil, redact(req.URL.Path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, nil, redact(req.URL.Path, err)
	}
	resp.Body, resp.Request = io.NopCloser(bytes.NewReader(answer)), req
	return resp, answer, nil
}

// redact keeps addresses, which hold secrets, out of errors.
func redact(path string, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fmt.Errorf("call %s: %w", path, err)
}

// tokenRefused tells whether an answer asks for another token.
func tokenRefused(answer []byte) bool {
	var e struct {
		Code int `json:"errcode"`
	}
	if json.Unmarshal(answer, &e) != nil {
		return false
	}
	return e.Code == 40001 || e.Code == 40014 || e.Code == 42001
}

const (
	// forceEvery is the least between two forced renewals, forceMax the most a
	// day, as the platform asks.
	forceEvery = 30 * time.Second
	forceMax   = 20
)

// errNoToken is in the error of every call that never left for want of a token.
var errNoToken = errors.New("no access token")

// accessToken returns the token, or a renewed one. All callers share one fetch;
// a storm of refusals leads to one renewal.
func (g *Gateway) accessToken(ctx context.Context, renew bool) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if now.Sub(g.day) >= 24*time.Hour {
		g.day, g.renewals = now, 0
	}
	force := renew && now.Sub(g.forced) >= forceEvery && g.renewals < forceMax
	if g.token != "" && now.Before(g.until) && !force {
		return g.token, nil
	}
	if force {
		g.forced = now
		g.renewals++
	}
	return g.fetch(ctx, force, now)
}

// fetch asks for the stable token, which is the same for all instances.
func (g *Gateway) fetch(ctx context.Context, force bool, now time.Time) (string, error) {
	in, err := json.Marshal(map[string]any{
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
	var out struct {
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"`
		Code  int    `json:"errcode"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&out); err != nil || out.Token == "" {
		if out.Code > 0 {
			e := refused(out.Code, "no token: check AppID, AppSecret and the IP whitelist")
			e.Class = bot.BadConfig
			return "", e
		}
		return "", fmt.Errorf("call %s: HTTP %d: %w: check AppID, AppSecret and the IP whitelist", path, resp.StatusCode, errNoToken)
	}
	g.token, g.until = out.Token, now.Add(time.Duration(out.Life)*time.Second-min(5*time.Minute, time.Duration(out.Life)*time.Second/2))
	return g.token, nil
}
