// Package wecom posts to group robots of WeCom (企业微信群机器人). A robot accepts 20
// messages a minute, of 2,048 bytes each; longer ones are cut. Its key is a secret: errors and logs do not
// contain it.
package wecom

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
)

const (
	// perMinute is how many messages a robot accepts in a minute.
	perMinute = 20
	// maxText is the largest text in bytes.
	maxText = 2048
	// maxMarkdown is the largest text in Markdown in bytes.
	maxMarkdown = 4096
	// maxParts is the largest number of messages for one text. The rest is cut, since
	// a text of more than 20 could never be sent and would keep the others waiting.
	maxParts = 5
	// ellipsis ends a text that was cut.
	ellipsis = "…"
	// header is the room, in bytes, for the number of a part: 「(1/3)」.
	header = 12
)

// Robots are the configured group robots by name.
type Robots struct {
	base *url.URL
	now  bot.Clock
	http *http.Client
	mu   sync.Mutex // guards sent
	keys map[string]string
	sent map[string][]time.Time
}

// New returns robots for an API address and their keys by name.
func New(base string, keys map[string]string, now bot.Clock) (*Robots, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, errors.New("the robots' API address is no URL")
	}
	client := &http.Client{Timeout: 10 * time.Second, CheckRedirect: noRedirect, Transport: ownTransport()}
	return &Robots{base: u, now: now, http: client, keys: keys, sent: map[string][]time.Time{}}, nil
}

// PerMinute is how many messages a robot accepts in a minute, whoever sends them.
func (*Robots) PerMinute() int { return perMinute }

// Free returns how many messages a robot accepts now, and when it accepts the next.
func (r *Robots) Free(robot string) (n int, next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	recent := r.sent[robot][:0]
	for _, at := range r.sent[robot] {
		if now.Sub(at) < time.Minute && !at.After(now) {
			recent = append(recent, at)
		}
	}
	r.sent[robot] = recent
	if len(recent) < perMinute {
		return perMinute - len(recent), now
	}
	return 0, recent[0].Add(time.Minute)
}

// ownTransport is the usual transport with connections of its own: one that is shared may be
// told by others to close them while a call begins.
func ownTransport() *http.Transport {
	if usual, ok := http.DefaultTransport.(*http.Transport); ok {
		return usual.Clone()
	}
	return &http.Transport{Proxy: http.ProxyFromEnvironment}
}

// noRedirect makes the client return a redirect as the answer: following it would give
// the key and the text to another host.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Merge joins texts, one to a line, into as few messages as possible. It splits a text
// that is too long at line ends, else between characters, and numbers the parts; the last
// of at most five ends in … if there is more.
func (*Robots) Merge(texts []string) []string {
	var out []string
	for _, t := range texts {
		for _, piece := range pieces(t, maxText) {
			if n := len(out); n > 0 && len(out[n-1])+1+len(piece) <= maxText {
				out[n-1] += "\n" + piece
				continue
			}
			out = append(out, piece)
		}
	}
	return out
}

// pieces splits a text that is longer than limit.
func pieces(t string, limit int) []string {
	t = strings.ToValidUTF8(t, "\uFFFD")
	if len(t) <= limit {
		return []string{t}
	}
	var parts []string
	for len(t) > 0 {
		if len(parts) == maxParts-1 {
			t = shorten(t, limit-header)
		}
		n := cut(t, limit-header)
		parts = append(parts, strings.TrimRight(t[:n], "\n"))
		t = strings.TrimLeft(t[n:], "\n")
	}
	for i := range parts {
		parts[i] = fmt.Sprintf("(%d/%d)", i+1, len(parts)) + parts[i]
	}
	return parts
}

// shorten cuts a text at a character so that it has at most limit bytes with the ellipsis
// that it then ends in. A text that fits is returned as it is.
func shorten(t string, limit int) string {
	t = strings.ToValidUTF8(t, "\uFFFD")
	if len(t) <= limit {
		return t
	}
	n := limit - len(ellipsis)
	for !utf8.RuneStart(t[n]) {
		n--
	}
	return t[:n] + ellipsis
}

// cut returns the length of the next piece of t in bytes: up to the last line end that
// fits, else up to the last whole character.
func cut(t string, limit int) int {
	if len(t) <= limit {
		return len(t)
	}
	if i := strings.LastIndexByte(t[:limit], '\n'); i > 0 {
		return i
	}
	for limit > 0 && !utf8.RuneStart(t[limit]) {
		limit--
	}
	return limit
}

// Send posts a text, cut to 2,048 bytes. Its errors are *bot.SendError.
func (r *Robots) Send(ctx context.Context, robot, text string) error {
	return r.post(ctx, robot, map[string]any{"msgtype": "text", "text": map[string]string{"content": shorten(text, maxText)}})
}

// SendMarkdown posts a text in WeCom's subset of Markdown, cut to 4,096 bytes.
func (r *Robots) SendMarkdown(ctx context.Context, robot, text string) error {
	return r.post(ctx, robot, map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": shorten(text, maxMarkdown)}})
}

func (r *Robots) post(ctx context.Context, robot string, in any) error {
	key, ok := r.keys[robot]
	if !ok {
		return &bot.SendError{Class: bot.NoRecipient, Words: "no robot is called " + robot}
	}
	r.mu.Lock()
	r.sent[robot] = append(r.sent[robot], r.now())
	r.mu.Unlock()
	body, err := bot.EncodeJSON(in)
	if err != nil {
		return &bot.SendError{Class: bot.BadContent, Words: "the text cannot be encoded"}
	}
	u := r.base.JoinPath("/cgi-bin/webhook/send")
	u.RawQuery = url.Values{"key": {key}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return &bot.SendError{Class: bot.Bug, Words: "the request cannot be made"}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := r.http.Do(req)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // the address contains the key
		}
		return &bot.SendError{Class: bot.Transient, Words: err.Error()} // a repeated alert does no harm
	}
	defer func() { _ = resp.Body.Close() }()
	return answer(resp)
}

// answer returns the error that an answer means, nil for success.
func answer(resp *http.Response) error {
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		return &bot.SendError{
			Class: bot.BadConfig, Code: resp.StatusCode, Words: "the robots' API address answers with a redirect, which is not followed",
		}
	}
	var e struct {
		Code json.Number `json:"errcode"` // also as a string
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	if err == nil {
		err = json.Unmarshal(bot.CleanJSON(answer), &e)
	}
	if err != nil {
		return &bot.SendError{Class: bot.Transient, Words: "the answer is no JSON"}
	}
	code, err := strconv.Atoi(cmp.Or(e.Code.String(), "0"))
	if err != nil {
		return &bot.SendError{Class: bot.Transient, Words: "the answer's code is no number"}
	}
	switch code {
	case 0:
		return nil
	case -1:
		return &bot.SendError{Class: bot.Transient, Code: code, Words: "the platform is busy"}
	case 45009:
		return &bot.SendError{Class: bot.TooFast, Code: code, Words: "more than 20 messages in a minute"}
	case 93000:
		return &bot.SendError{Class: bot.NoRecipient, Code: code, Words: "the robot does not exist: check its key"}
	default:
		return &bot.SendError{Class: bot.BadContent, Code: code, Words: "the platform refused the text"}
	}
}
