package wechat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strconv"

	"zhujiao/bot"
)

// Sender makes the calls that may not be lost, doubled or retried blindly:
// custom messages and mass sends. The SDK loses their error codes and has no
// clientmsgid (sdk-traps.md), so these go through the gateway directly. Every
// error is a *bot.SendError.
type Sender struct{ gateway *Gateway }

// NewSender returns a sender over a gateway.
func NewSender(g *Gateway) *Sender { return &Sender{g} }

// SendText sends a custom message to one person. The platform takes it only
// within the person's credit (platform.md §2.2).
func (s *Sender) SendText(ctx context.Context, openid, text string) error {
	return s.call(ctx, "/cgi-bin/message/custom/send", map[string]any{
		"touser": openid, "msgtype": "text", "text": map[string]string{"content": text},
	}, nil)
}

// SendChoices sends lines that can be tapped; a tap comes back as a text with the
// line and its number (bizmsgmenuid). The platform counts it as a menu click
// (platform.md §2.2).
func (s *Sender) SendChoices(ctx context.Context, openid string, c bot.Choices) error {
	type item struct {
		ID      string `json:"id"`
		Content string `json:"content"`
	}
	list := make([]item, len(c.Items))
	for i, line := range c.Items {
		list[i] = item{strconv.Itoa(i + 1), line}
	}
	return s.call(ctx, "/cgi-bin/message/custom/send", map[string]any{
		"touser": openid, "msgtype": "msgmenu",
		"msgmenu": map[string]any{"head_content": c.Lead, "list": list, "tail_content": c.Tail},
	}, nil)
}

// SendImage sends a picture that was uploaded before.
func (s *Sender) SendImage(ctx context.Context, openid, mediaID string) error {
	return s.call(ctx, "/cgi-bin/message/custom/send", map[string]any{
		"touser": openid, "msgtype": "image", "image": map[string]string{"media_id": mediaID},
	}, nil)
}

// MassSend sends a text to 2 to 10,000 people in one call. A repeat with the
// same clientMsgID within 24 hours sends nothing and returns the first id.
func (s *Sender) MassSend(ctx context.Context, clientMsgID string, openids []string, text string) (msgID string, err error) {
	var out struct {
		MsgID json.Number `json:"msg_id"`
	}
	err = s.call(ctx, "/cgi-bin/message/mass/send", map[string]any{
		"touser": openids, "msgtype": "text", "text": map[string]string{"content": text}, "clientmsgid": clientMsgID,
	}, &out)
	if e, ok := errors.AsType[*bot.SendError](err); ok && e.Code == duplicateMass {
		err = nil
	}
	return out.MsgID.String(), err
}

// MassPreview shows a text to one follower as a mass send would look; the
// platform allows 100 a day.
func (s *Sender) MassPreview(ctx context.Context, openid, text string) error {
	return s.call(ctx, "/cgi-bin/message/mass/preview", map[string]any{
		"touser": openid, "msgtype": "text", "text": map[string]string{"content": text},
	}, nil)
}

// MassDelete takes back the articles or the video of a mass send; article counts
// from 1, 0 is all of them. The platform cannot take back a text.
func (s *Sender) MassDelete(ctx context.Context, msgID string, article int) error {
	return s.call(ctx, "/cgi-bin/message/mass/delete", map[string]any{"msg_id": json.Number(msgID), "article_idx": article}, nil)
}

// MassStatus asks how a mass send stands; its words are such as SEND_SUCCESS.
func (s *Sender) MassStatus(ctx context.Context, msgID string) (bot.MassStatus, error) {
	var out struct {
		Status string `json:"msg_status"`
	}
	err := s.call(ctx, "/cgi-bin/message/mass/get", map[string]any{"msg_id": msgID}, &out)
	return bot.MassStatus{Words: out.Status, Failed: out.Status == "SEND_FAIL" || out.Status == "DELETE"}, err
}

// Followers returns a page of up to 10,000 followers after an openid, and the
// openid to go on with; "" at the end.
func (s *Sender) Followers(ctx context.Context, after string) (openids []string, next string, err error) {
	var out struct {
		Data struct {
			OpenID []string `json:"openid"`
		} `json:"data"`
		Next string `json:"next_openid"`
	}
	path := "/cgi-bin/user/get"
	if after != "" {
		path += "?next_openid=" + after
	}
	if err := s.call(ctx, path, nil, &out); err != nil {
		return nil, "", err
	}
	if out.Next == after || len(out.Data.OpenID) == 0 {
		return out.Data.OpenID, "", nil
	}
	return out.Data.OpenID, out.Next, nil
}

// Left returns who of at most 100 people does not follow any more.
func (s *Sender) Left(ctx context.Context, openids []string) (gone []string, err error) {
	type who struct {
		OpenID string `json:"openid"`
	}
	list := make([]who, len(openids))
	for i, o := range openids {
		list[i] = who{o}
	}
	var out struct {
		Users []struct {
			OpenID    string `json:"openid"`
			Subscribe *int   `json:"subscribe"`
		} `json:"user_info_list"`
	}
	if err := s.call(ctx, "/cgi-bin/user/info/batchget", map[string]any{"user_list": list}, &out); err != nil {
		return nil, err
	}
	for _, u := range out.Users {
		if u.Subscribe != nil && *u.Subscribe == 0 {
			gone = append(gone, u.OpenID)
		}
	}
	return gone, nil
}

// Quota is what a path may be called a day.
type Quota struct {
	Limit  int `json:"daily_limit"`
	Used   int `json:"used"`
	Remain int `json:"remain"`
}

// Quota returns how much of a path's daily limit is left.
func (s *Sender) Quota(ctx context.Context, path string) (Quota, error) {
	var out struct {
		Quota Quota `json:"quota"`
	}
	err := s.call(ctx, "/cgi-bin/openapi/quota/get", map[string]any{"cgi_path": path}, &out)
	return out.Quota, err
}

// MassLeft is how many mass sends to lists the platform takes today.
func (s *Sender) MassLeft(ctx context.Context) (int, error) {
	q, err := s.Quota(ctx, "/cgi-bin/message/mass/send")
	return q.Remain, err
}

// MassQuota returns the refusal that would come when the platform takes fewer
// than so many mass sends today; nil when it takes them.
func (s *Sender) MassQuota(ctx context.Context, calls int) (refusal *bot.SendError, err error) {
	left, err := s.MassLeft(ctx)
	if err != nil || left >= calls {
		return nil, err
	}
	return refused(massSpent, "today's calls do not suffice"), nil
}

// call makes a call with a JSON body (GET without one) and reads its answer
// into out. The body is raw UTF-8: the platform answers 40033 to \u escapes.
func (s *Sender) call(ctx context.Context, path string, in, out any) error {
	var body bytes.Buffer
	method := http.MethodGet
	if in != nil {
		method = http.MethodPost
		enc := json.NewEncoder(&body)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(in); err != nil {
			return &bot.SendError{Class: bot.BadContent, Words: "the text cannot be encoded"}
		}
	}
	sep := "?"
	if bytes.ContainsRune([]byte(path), '?') {
		sep = "&"
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://"+apiHost+path+sep+"access_token="+placeholder, &body)
	if err != nil {
		return &bot.SendError{Class: bot.Bug, Words: "the request cannot be made"}
	}
	resp, err := s.gateway.RoundTrip(req)
	if err != nil {
		return unanswered(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return decode(resp, out)
}

// unanswered tells whether a call without an answer may have been carried out:
// not when no connection was made, nor when the token could not be fetched.
func unanswered(err error) error {
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return e
	}
	maybe := true
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Op == "dial" {
		maybe = false
	}
	if errors.Is(err, errNoToken) {
		maybe = false
	}
	return &bot.SendError{Class: bot.Transient, Words: err.Error(), MaybeSent: maybe}
}

func decode(resp *http.Response, out any) error {
	if resp.StatusCode >= 500 {
		return &bot.SendError{Class: bot.Transient, Code: resp.StatusCode, Words: "HTTP " + strconv.Itoa(resp.StatusCode), MaybeSent: true}
	}
	var answer json.RawMessage
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return &bot.SendError{Class: bot.Transient, Words: "the answer is no JSON", MaybeSent: true}
	}
	var e struct {
		Code  int    `json:"errcode"`
		Words string `json:"errmsg"`
	}
	if err := json.Unmarshal(answer, &e); err != nil {
		return &bot.SendError{Class: bot.Transient, Words: "the answer is not understood", MaybeSent: true}
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			return &bot.SendError{Class: bot.Bug, Words: "the answer is not understood", MaybeSent: true}
		}
	}
	if e.Code != 0 {
		return refused(e.Code, e.Words)
	}
	return nil
}
