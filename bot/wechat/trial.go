package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"zhujiao/bot"
)

// Trial is the platform's answer to a question for the token, with what tells why there is
// none.
type Trial struct {
	// Code and Words are the platform's error; Code is 0 if there was a token.
	Code  int
	Words string
	// Status is the HTTP status; Spoke is set if the answer is one of the platform's.
	Status int
	Spoke  bool
	// Date is the answer's Date, zero if it has none.
	Date time.Time
}

// Try asks for the token that all processes share. It renews nothing and keeps nothing. The
// error, which has no secret, says why there was no answer.
func (g *Gateway) Try(ctx context.Context) (t Trial, err error) {
	in, err := bot.EncodeJSON(map[string]any{
		"grant_type": "client_credential", "appid": g.appID, "secret": g.secret, "force_refresh": false,
	})
	if err != nil {
		return t, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.base.JoinPath("/cgi-bin/stable_token").String(), bytes.NewReader(in))
	if err != nil {
		return t, redact("/cgi-bin/stable_token", err)
	}
	resp, err := g.plain.Do(req)
	if err != nil {
		return t, redact("/cgi-bin/stable_token", err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return t, redact("/cgi-bin/stable_token", err)
	}
	t.Status = resp.StatusCode
	if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		t.Date = at
	}
	var out struct {
		Token string `json:"access_token"`
		Code  int    `json:"errcode"`
		Words string `json:"errmsg"`
	}
	if json.Unmarshal(readable(answer), &out) == nil {
		t.Code, t.Words, t.Spoke = out.Code, out.Words, out.Token != "" || out.Code != 0
	}
	return t, nil
}

// notTheirs lists the codes that the platform answers to the question for the quota of a call
// that the account may not make.
func notTheirs(code int) bool { return code == 48001 || code == 76022 }

// ErrNotTheirs is returned for the quota of a call that the account may not make.
var ErrNotTheirs = errors.New("the account may not make this call")

// DailyQuota returns the quota of a path, as Quota does, and ErrNotTheirs if the account may
// not make such calls.
func (s *Sender) DailyQuota(ctx context.Context, path string) (q Quota, err error) {
	q, err = s.Quota(ctx, path)
	if e, ok := errors.AsType[*bot.SendError](err); ok && notTheirs(e.Code) {
		return q, ErrNotTheirs
	}
	return q, err
}

// CheckAESKey returns an error for an EncodingAESKey that cannot be used.
func CheckAESKey(key string) error {
	_, err := newAESKey(key)
	return err
}
